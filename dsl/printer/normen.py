"""Printing of a Registratie and of a Norm with its lezingen."""

from __future__ import annotations

from dataclasses import replace

from dsl import syntax as s
from dsl.printer.expressions import SUM, expression
from dsl.printer.heads import put_explanation, put_heads
from dsl.printer.layout import INDENT, Lines, put_condition
from dsl.printer.members import member
from dsl.printer.words import quoted, step, with_article


def put_registratie(out: Lines, node: s.Registratie) -> None:
    plural = f" (mv: {node.meervoud})" if node.meervoud else ""
    out.add(node.span, f"Registratie {with_article(node.lidwoord, node.naam)}{plural}", 0)
    put_heads(out, node.koppen)
    out.add(node.sleutel.span, f"sleutel: {node.sleutel.naam}")
    for column in node.kolommen:
        words = member(column.veld)
        if column.namen:
            words += f", kolom {' of '.join(quoted(name) for name in column.namen)}"
        out.add(column.span, words + (", mag ontbreken" if column.mag_ontbreken else ""))
    put_explanation(out, node.koppen)


def put_norm(out: Lines, node: s.Norm) -> None:
    out.add(node.span, f"Norm {node.naam}", 0)
    if node.nummer:
        out.more(f"nummer: {node.nummer}")
    if node.gedrukt:
        out.more(f"gedrukt als: {quoted(node.gedrukt)}")
    if node.onderdeel:
        out.more(f"onderdeel: {node.onderdeel}")
    put_heads(out, node.koppen)
    heads = (
        ("soort", node.soort),
        ("periode", node.periode),
        ("over het jaar", node.over_het_jaar),
        ("verloop", node.verloop),
        ("koers", node.koers),
        ("eenheid", node.eenheid),
    )
    for word, value in heads:
        if value:
            out.more(f"{word}: {value}")
    if node.over is not None:
        out.more(f"over: {step(node.over)}")
    if node.samengesteld:
        out.more(f"samengesteld uit: {', '.join(part.naam for part in node.samengesteld)}")
    _put_measure(out, node.maatstaf)
    for split in node.splitsingen:
        out.add(split.span, f"uitgesplitst naar: {expression(split, SUM)}")
    if node.wettelijke_termijn:
        out.more(f"wettelijke termijn: {quoted(node.wettelijke_termijn)}")
    if node.niet_meetbaar:
        out.more(f"niet meetbaar: {quoted(node.niet_meetbaar)}")
    for remark in node.kanttekeningen:
        out.more(f"kanttekening: {quoted(remark)}")
    put_explanation(out, node.koppen)
    for reading in node.lezingen:
        lines = Lines()
        _put_reading(lines, reading)
        out.blank()
        out.lines.extend(replace(line, indent=line.indent + INDENT) for line in lines.lines)


def _put_reading(out: Lines, node: s.Lezing) -> None:
    out.add(node.span, f"Lezing {node.naam}", 0)
    if node.gekozen:
        out.more(f"gekozen: {quoted(node.gekozen)}")
    put_heads(out, node.koppen)
    _put_measure(out, node.maatstaf)
    put_explanation(out, node.koppen)


def _put_measure(out: Lines, node: s.Maatstaf) -> None:
    if node.meet is not None:
        out.add(node.meet.span, f"meet: {_measure(node.meet)}")
    due = "vóór" if node.strikt else "uiterlijk"
    days = (
        ("telt op", node.telt_op),
        ("begint op", node.begint_op),
        ("klaar op", node.klaar_op),
        (due, node.uiterlijk),
    )
    for word, value in days:
        if value is not None:
            out.add(value.span, f"{word}: {expression(value, SUM)}")
    if node.noemer:
        out.more(f"noemer: {node.noemer}")
    if node.telt_mee is not None:
        put_condition(out, node.telt_mee, "telt mee indien")
    if node.voldoet is not None:
        put_condition(out, node.voldoet, "voldoet indien")
    for item in node.klassen:
        put_condition(out, item.voorwaarde, f"klasse {quoted(item.naam)} indien")
    if node.weegt is not None:
        out.add(node.weegt.span, f"weegt: {expression(node.weegt, SUM)}")
    if node.eis is not None:
        out.add(node.eis.span, f"norm: {_asked(node.eis)}")
    if node.richting_onbekend:
        out.more("richting: onbekend")
    if node.leest_opgave:
        out.more(f"opgave gelezen: {node.leest_opgave}")


def _measure(node: s.Meting) -> str:
    if node.waarde is None:
        return node.soort
    value = expression(node.waarde, SUM)
    if node.per is not None:
        return f"verhouding van {value} tot {expression(node.per, SUM)}"
    return f"percentiel {node.rang} van {value}" if node.soort == "percentiel" else f"{node.soort} van {value}"


def _asked(node: s.Eis) -> str:
    if node.waarde is None:
        return node.woord
    value = expression(node.waarde, SUM)
    if node.tot is not None:
        return f"tussen {value} en {expression(node.tot, SUM)}"
    return f"{node.woord} {value}".strip()
