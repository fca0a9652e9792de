"""Printing of the head lines that blocks share."""

from __future__ import annotations

from dsl import syntax as s
from dsl.notation import format_date
from dsl.printer.expressions import SUM, expression
from dsl.printer.layout import INDENT, Lines
from dsl.printer.words import quoted


def put_sources(out: Lines, sources: tuple[s.Bron, ...], indent: int = INDENT) -> None:
    for source in sources:
        out.add(source.span, f"bron: {source.tekst}", indent)


def put_heads(out: Lines, heads: s.Koppen) -> None:
    """All head lines but uitleg, which closes the block."""
    if heads.geldig is not None:
        out.add(heads.geldig.span, _validity(heads.geldig))
    put_sources(out, heads.bronnen)
    if heads.ruimte:
        out.more(f"ruimte: {heads.ruimte}")
    if heads.zekerheid:
        out.more(f"zekerheid: {heads.zekerheid}")
    if heads.gevoelig:
        out.more("gevoelig")
    for group in heads.groepen:
        out.more(f"groep: {group}")
    for rule in heads.in_afwijking_van:
        out.add(rule.span, f"in afwijking van: {rule.naam}")
    if heads.voorlopig is not None:
        out.add(heads.voorlopig.span, f"voorlopig tot: {quoted(heads.voorlopig.tekst)}")
        low, high = heads.voorlopig.ondergrens, heads.voorlopig.bovengrens
        if low is not None and high is not None:
            out.more(f"latere vaststelling: tussen {expression(low, SUM)} en {expression(high, SUM)}")
    if heads.definitief_van_rechtswege:
        out.more("van rechtswege definitief")


def put_explanation(out: Lines, heads: s.Koppen) -> None:
    if heads.uitleg is not None:
        out.more(f"uitleg: {quoted(heads.uitleg)}")


def _validity(node: s.Geldig) -> str:
    start = f" vanaf {format_date(node.vanaf)}" if node.vanaf else ""
    end = f" t/m {format_date(node.tot_en_met)}" if node.tot_en_met else ""
    return f"geldig{start}{end}"
