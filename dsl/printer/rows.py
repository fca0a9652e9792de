"""Printing of values over time, and of the rows of a table that has them."""

from __future__ import annotations

from dsl import syntax as s
from dsl.notation import format_date
from dsl.printer.expressions import SUM, expression
from dsl.printer.heads import put_sources
from dsl.printer.layout import BULLET_INDENT, Lines


def put_dated(out: Lines, values: tuple[s.Waarde, ...], indent: int) -> None:
    for value in values:
        end = f" t/m {format_date(value.tot_en_met)}" if value.tot_en_met else ""
        shown = "onbekend" if value.waarde is None else expression(value.waarde, SUM)
        certainty = f", zekerheid: {value.zekerheid}" if value.zekerheid else ""
        out.add(value.span, f"vanaf {format_date(value.vanaf)}{end}: {shown}{certainty}", indent)
        put_sources(out, value.bronnen, indent + 4)


def put_rows(out: Lines, rows: tuple[s.TabelRij, ...]) -> None:
    for row in rows:
        keys = ", ".join(
            range_words(key) if isinstance(key, s.Bereik) else expression(key, SUM) for key in row.sleutels
        )
        out.add(row.span, f"bij {keys}:")
        put_dated(out, row.waarden, BULLET_INDENT)


def range_words(node: s.Bereik) -> str:
    word = "t/m" if node.hoog_telt_mee else "tot"
    if node.laag is None:
        assert node.hoog is not None
        return f"{word} {expression(node.hoog, SUM)}"
    if node.hoog is None:
        return f"vanaf {expression(node.laag, SUM)}"
    return f"{expression(node.laag, SUM)} {word} {expression(node.hoog, SUM)}"
