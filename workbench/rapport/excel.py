"""The report as an Excel file: every table on a sheet of its own, the figures as numbers, and what it was made from."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

from engine.simulation.figures import Figure
from workbench.rapport.model import WATERMARK, Cell, Report, Table
from workbench.scorebord.excel import write_sheet

_HEADS = ("besluit", "getal", "waarde", "laagste", "hoogste", "in woorden", "berekening")


def workbook(report: Report) -> bytes:
    """Words stay words; amounts stand with the digits that their range allows."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    formats = {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "number": book.add_format({"num_format": "#,##0.########", "valign": "top"}),
    }
    rows: list[tuple[Any, ...]] = [("waarschuwing", WATERMARK)]
    rows += [(name, str(value)) for name, value in report.receipt.items()]
    write_sheet(book, formats, "Verantwoording", ("gegeven", "waarde"), rows)
    figures = [(besluit, *_figure(one)) for besluit, held in report.figures.items() for one in held]
    write_sheet(book, formats, "Getallen", _HEADS, figures)
    number = 0
    for chapter in report.chapters:
        for part in chapter.parts:
            if isinstance(part, Table) and part.rows:
                number += 1
                heads = (f"{chapter.title}: {part.caption} - {part.heads[0]}", *part.heads[1:])
                write_sheet(
                    book,
                    formats,
                    f"{number:02} {chapter.title}"[:31].replace("'", ""),
                    heads,
                    [tuple(_cell(cell) for cell in row) for row in part.rows],
                )
    book.close()
    return out.getvalue()


def _figure(one: Figure) -> tuple[Any, ...]:
    return one.name, rounded(one, one.value), rounded(one, one.low), rounded(one, one.high), one.words(), one.how


def rounded(one: Figure, value: Fraction | None) -> Fraction | None:
    """A value in the steps that the figure is written in."""
    return None if value is None else round(value / one.step) * one.step


def _cell(cell: Cell) -> Any:
    return cell if isinstance(cell, str) else rounded(cell, cell.value) if cell.value is not None else cell.words()
