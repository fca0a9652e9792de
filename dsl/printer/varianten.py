"""Printing of a Variant: each part under it, one step further in, as the block that it is about with a verb before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dsl import syntax as s
from dsl.notation import format_date
from dsl.printer.heads import put_heads, put_sources
from dsl.printer.layout import INDENT, Line, Lines
from dsl.printer.rows import put_dated, put_rows
from dsl.printer.words import quoted, step

PutDefinition = Callable[[Lines, s.Definitie], None]


def put_variant(out: Lines, node: s.Variant, put_definition: PutDefinition) -> None:
    out.add(node.span, f"Variant {node.naam}", 0)
    put_heads(out, node.koppen)
    out.more(f"vereist: {node.vereist}")
    for below in node.bovenop:
        out.add(below.span, f"bovenop: {below.naam}")
    if node.toelichting is not None:
        out.more(f"toelichting: {quoted(node.toelichting)}")
    for part in node.delen:
        out.blank()
        out.lines.extend(replace(line, indent=line.indent + INDENT) for line in _part(part, put_definition))


def _part(part: s.VariantDeel, put_definition: PutDefinition) -> list[Line]:
    out = Lines()
    if isinstance(part, s.WijzigtParameter):
        out.add(part.span, f"wijzigt Parameter {step(part.parameter)}", 0)
        put_sources(out, part.bronnen)
        put_dated(out, part.waarden, INDENT)
    elif isinstance(part, s.WijzigtTabel):
        out.add(part.span, f"wijzigt Tabel {step(part.tabel)}", 0)
        put_sources(out, part.bronnen)
        put_rows(out, part.rijen)
    elif isinstance(part, s.LaatVervallen):
        out.add(part.span, f"laat vervallen {part.soort} {step(part.regel)}", 0)
        if part.per is not None:
            out.more(f"per: {format_date(part.per)}")
        put_sources(out, part.bronnen)
    else:
        put_definition(out, part.definitie)
        deed = "vervangt" if isinstance(part, s.Vervangt) else "voegt toe"
        out.lines[0] = replace(out.lines[0], text=f"{deed} {out.lines[0].text}")
    return out.lines
