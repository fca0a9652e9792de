"""Printing of a Traject: each part under it, one step further in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dsl import syntax as s
from dsl.printer.expressions import SUM, condition, expression
from dsl.printer.heads import put_explanation, put_heads
from dsl.printer.layout import INDENT, Lines, put_condition
from dsl.printer.words import path, quoted, step


def put_traject(out: Lines, node: s.Traject) -> None:
    out.add(node.span, f"Traject {node.naam}", 0)
    out.more(f"over: {step(node.over)}")
    put_heads(out, node.koppen)
    out.add(node.begint_als.span, f"begint als: {node.begint_als.naam}")
    if node.begint_op is not None:
        out.add(node.begint_op.span, f"begint op: {expression(node.begint_op)}")
    if node.volgorde:
        out.more(f"volgorde op een dag: {_names(node.volgorde)}")
    put_explanation(out, node.koppen)
    long = True
    for part in node.delen:
        lines = Lines()
        _PRINTERS[type(part)](lines, part)
        if long or len(lines.lines) > 1:
            out.blank()
        long = len(lines.lines) > 1
        out.lines.extend(replace(line, indent=line.indent + INDENT) for line in lines.lines)


def _names(steps: tuple[s.Stap, ...]) -> str:
    return ", ".join(name.naam for name in steps)


def _event(out: Lines, node: s.Gebeurtenis) -> None:
    out.add(node.span, f"Gebeurtenis {node.naam}", 0)
    out.add(node.bron.span, f"is: {path(node.bron)}")
    out.add(node.op.span, f"op: {expression(node.op)}")
    if node.voorwaarde is not None:
        put_condition(out, node.voorwaarde, "indien")


def _state(out: Lines, node: s.Toestand) -> None:
    out.add(node.span, f"Toestand {node.naam}", 0)
    if node.einde:
        out.more("eindtoestand")
    put_heads(out, node.koppen)
    if node.zonder_gevolg:
        out.more(f"zonder gevolg: {_names(node.zonder_gevolg)}")
    put_explanation(out, node.koppen)


def _transition(out: Lines, node: s.Overgang) -> None:
    out.add(node.span, f"Overgang {node.naam}", 0)
    out.more(f"van: {_names(node.van)}")
    out.more(f"naar: {node.naar.naam}")
    if node.bij is not None:
        out.more(f"bij: {node.bij.naam}")
    if node.na is not None:
        out.add(node.na.span, f"na: {_term(node.na)}")
    if node.na_afloop_van is not None:
        out.add(node.na_afloop_van.span, f"na afloop van: {expression(node.na_afloop_van)}")
    if node.voorwaarde is not None:
        put_condition(out, node.voorwaarde, "indien")
    if node.gaat_in_op is not None:
        out.add(node.gaat_in_op.span, f"gaat in op: {expression(node.gaat_in_op)}")
    put_heads(out, node.koppen)
    if node.door:
        out.more(f"door: {node.door}")
    for letter in node.brieven:
        what = letter.wat
        when = f" indien {condition(what.voorwaarde, last=True)}" if what.voorwaarde is not None else ""
        out.add(letter.span, f"{letter.soort}: {quoted(what.tekst)} uiterlijk {expression(what.uiterlijk, SUM)}{when}")
    put_explanation(out, node.koppen)


def _term(node: s.Looptijd) -> str:
    words = expression(node.duur)
    if node.kalender is not None:
        return f"{words}, kalender {node.kalender.naam}"
    return f"{words}, zonder kalender" if node.zonder_kalender else words


_PRINTERS: dict[type, Callable[[Lines, Any], None]] = {
    s.Gebeurtenis: _event,
    s.Toestand: _state,
    s.Overgang: _transition,
}
