"""Everything is sourced: what has no source, and what does not say what room it leaves."""

from __future__ import annotations

from collections.abc import Iterator

from dsl.diagnostics import Diagnostic, diagnose
from dsl.program import Program


def source_findings(program: Program) -> Iterator[Diagnostic]:
    for rule in program.rules:
        if not rule.sources:
            kind = "Beslistabel" if rule.kind == "tabel" else "Regel"
            yield diagnose("TS440", rule.span, kind=kind, name=rule.name)
        if rule.room is None:
            yield diagnose("TS450", rule.span, rule=rule.name)
    for parameter in program.params.values():
        for value in parameter.values:
            if not parameter.sources and not value.sources and value.value is not None:
                yield diagnose("TS440", value.span, kind="Deze waarde van parameter", name=parameter.name)
    for table in program.tables.values():
        if not table.sources and not all(value.sources for row in table.rows for value in row.values):
            yield diagnose("TS440", table.span, kind="Tabel", name=table.name)
    for signal in program.signals.values():
        if not signal.sources:
            yield diagnose("TS440", signal.span, kind="Signaal", name=signal.name)
