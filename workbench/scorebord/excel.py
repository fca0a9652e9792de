"""The scoreboard as an Excel file: the verdicts, the records that count against each norm, the refused rows, and what it rests on.

Words stay words: a text that looks like a formula, a link or a number is written as text, so that opening the file runs nothing.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from dsl.notation import format_date
from engine.normen.board import Board, Line, Point
from engine.normen.opened import Opened
from engine.normen.outlook import Outlook
from engine.normen.rapportage import INVENTED, report_text
from engine.normen.reported import agrees
from engine.normen.tally import Keys, Tally, at_rank

Cell = str | int | Fraction | None
_LONGEST = 32_000
"""Excel takes no longer text in a cell."""
_WIDEST = 60


def workbook(board: Board) -> bytes:
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
    for name, heads, rows in (
        ("Scorebord", _BOARD, [_verdict(line) for line in board.lines]),
        ("Verloop", _COURSE, [_point(line, point) for line in board.lines for point in line.course]),
        ("Records tegen de norm", _RECORDS, _records(board)),
        ("Signalering", _SIGNALS, [_outlook(one) for one in board.outlooks]),
        ("Geweigerde rijen", _REFUSED, _refused(board)),
        ("Rapportage", ("kop", "tekst"), _text(board)),
        ("Verantwoording", ("gegeven", "waarde"), _grounds(board)),
    ):
        write_sheet(book, formats, name, heads, list(rows))
    book.close()
    return out.getvalue()


def write_sheet(
    book: Any, formats: Mapping[str, Any], name: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> None:
    sheet = book.add_worksheet(name)
    for at, head in enumerate(heads):
        sheet.write_string(0, at, head, formats["head"])
        longest = max((len(str(row[at])) for row in rows if row[at] is not None), default=0)
        sheet.set_column(at, at, min(_WIDEST, max(len(head), longest) + 2))
    for number, row in enumerate(rows, 1):
        for at, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, at, cell[:_LONGEST], formats["text"])
            elif cell is not None:
                # Excel knows no other numbers than these; the words beside it give the exact figure.
                sheet.write_number(number, at, float(cell), formats["number"])
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


_BOARD = (
    "cluster",
    "nummer",
    "norm",
    "onderdeel",
    "periode",
    "gevraagd",
    "cijfer",
    "oordeel",
    "reden",
    "verschil met de norm (positief is beter)",
    "teller",
    "noemer",
    "records die anders hadden moeten zijn",
    "tegen de norm",
    "open binnen de termijn",
    "open en te laat",
    "mediaan doorlooptijd in dagen",
    "langste doorlooptijd in dagen",
    "binnen de wettelijke termijn",
    "let op",
    "onze lezing",
    "andere lezingen",
    "volgens het document",
    "anders dan het document",
    "toelichting",
    "bron",
)


def _verdict(line: Line) -> tuple[Cell, ...]:
    item, read, said = line.assessment, line.assessment.ours, line.judged.reported
    norm, verdict = line.norm, line.assessment.verdict
    return (
        line.cluster,
        norm.number,
        norm.name,
        item.slice or norm.part,
        item.period.name,
        line.asked(),
        line.shown(),
        verdict.word,
        verdict.reason,
        verdict.off,
        *_counted(read.tally, read.needed),
        line.legal(),
        " ".join(verdict.remarks),
        f"{read.name}. {norm.chosen.chosen}" if read.name is not None and norm.chosen is not None else None,
        " ".join(f"{other.name}: {other.verdict.word}. {other.verdict.reason}" for other in item.others),
        None if said is None else said.said,
        "ja" if agrees(line.judged) is False else None,
        None if said is None else said.why,
        "; ".join(source.text for source in norm.sources),
    )


def _counted(tally: Tally | None, needed: int | None) -> tuple[Cell, ...]:
    if tally is None:
        return (None,) * 8
    return (
        tally.upper,
        tally.lower,
        needed,
        tally.against.count,
        tally.open_in_time,
        tally.open_late.count,
        at_rank(tally.durations, 50),
        max(tally.durations, default=None),
    )


_COURSE = (
    "norm",
    "onderdeel",
    "periode",
    "cijfer",
    "waarde",
    "teller",
    "noemer",
    "open en te laat",
    "gevraagd",
    "oordeel",
)


def _point(line: Line, point: Point) -> tuple[Cell, ...]:
    tally = point.tally
    return (
        line.title,
        line.assessment.slice or line.norm.part,
        point.period.name,
        "geen" if point.figure is None else line.words(point.figure),
        None if point.figure is None else point.figure.value,
        None if tally is None else tally.upper,
        None if tally is None else tally.lower,
        None if tally is None else tally.open_late.count,
        line.asked(),
        point.word,
    )


_RECORDS = ("norm", "waarom", "sleutel", "dagen te laat", "gegevens van het record")


def _records(board: Board) -> Iterable[tuple[Cell, ...]]:
    for line in board.lines:
        tally, found = line.assessment.ours.tally, board.opened(line)
        if tally is None or found is None or line.assessment.slice is not None:
            continue
        for why, keys in (("telt tegen de norm", tally.against), ("open en te laat", tally.open_late)):
            yield from _of(line, why, keys, found)


def _of(line: Line, why: str, keys: Keys, found: Opened) -> Iterable[tuple[Cell, ...]]:
    days = found.late.get(line.norm.name, {})
    for key in found.worst_first(line.norm.name, keys):
        pairs = zip(found.columns, found.values.get(key, ()), strict=False)
        yield line.title, why, key, days.get(key), "; ".join(f"{name}: {value or 'leeg'}" for name, value in pairs)
    if keys.count > len(keys.kept):
        yield line.title, why, f"en nog {keys.count - len(keys.kept)} records, die hier niet bij passen", None, None


_SIGNALS = (
    "norm",
    "onderdeel",
    "vooruitzicht",
    "reden",
    "niet meer te halen vanaf",
    "waarom",
    "staat vast",
    "in dit tempo buiten bereik vanaf (schatting)",
)


def _outlook(one: Outlook) -> tuple[Cell, ...]:
    norm = one.assessment.norm
    return (
        norm.name,
        one.assessment.slice or norm.part,
        one.state,
        one.reason,
        None if one.limit.day is None else format_date(one.limit.day),
        one.limit.why,
        "ja" if one.limit.sure else "nee",
        None if one.at_pace is None else format_date(one.at_pace),
    )


_REFUSED = ("registratie", "bestand", "rij", "sleutel", "reden")


def _refused(board: Board) -> Iterable[tuple[Cell, ...]]:
    for item in board.registries:
        for it in item.rejected.rows:
            yield item.registry, it.part or item.source, it.row, it.key, it.reason
        left = item.rejected.count - len(item.rejected.rows)
        if left:
            yield item.registry, item.source, None, None, f"en nog {left} rijen, die hier niet bij passen"


def _text(board: Board) -> Iterable[tuple[Cell, ...]]:
    for section in report_text(board):
        yield section.title, section.lead
        for item in section.items:
            yield None, item


def _grounds(board: Board) -> Iterable[tuple[Cell, ...]]:
    from engine.version import ENGINE_VERSION

    yield "van", ", ".join(board.who)
    yield "periode", f"{format_date(board.period.start)} t/m {format_date(board.period.end)}"
    yield "cijfers tot en met", format_date(board.until or board.period.end)
    if board.invented:
        yield "let op", f"{INVENTED} Het gaat om: {', '.join(board.invented)}."
    yield "lezing", "Elk oordeel is onze lezing van de norm. Andere lezingen staan ernaast."
    for item in board.registries:
        yield f"registratie '{item.registry}'", item.source or "is er niet"
        yield "records gelezen", item.read
        yield "rijen die niet te gebruiken zijn", item.rejected.count
        for why, count in sorted(item.rejected.reasons.items()):
            yield f"daarvan: {why}", count
        for name, count in sorted(item.unplaced.items()):
            yield f"zonder datum bij norm '{name}'", count
    for statement in board.statements:
        yield "opgave", f"{statement.name} ({statement.organisation})"
    yield "gemaakt door", f"Toetssteen {ENGINE_VERSION}"
