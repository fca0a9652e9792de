"""Everything is sourced: what has no source, and what does not say what room it leaves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from dsl import syntax as s
from dsl.diagnostics import Diagnostic, diagnose
from dsl.program import Program, SourceRef
from dsl.source import Span

# What looks as if it were meant as an id of wetten.overheid.nl, and what is one.
_MEANT = re.compile(r"\bBWB\w*", re.IGNORECASE)
_IS = re.compile(r"BWB[A-Z][0-9]{7}")


def source_findings(modules: Iterable[s.Module], program: Program) -> Iterator[Diagnostic]:
    yield from _unsourced(program)
    yield from _misspelled_ids(modules, program)


def _misspelled_ids(modules: Iterable[s.Module], program: Program) -> Iterator[Diagnostic]:
    """TS451, once per text: without the id there is no link to the article."""
    sourced: list[tuple[Span, Sequence[SourceRef | s.Bron]]] = [
        (source.span, (source,)) for module in modules for source in module.regeling.bronnen
    ]
    sourced += [(rule.span, rule.sources) for rule in program.rules]
    sourced += [(parameter.span, parameter.sources) for parameter in program.params.values()]
    sourced += [(table.span, table.sources) for table in program.tables.values()]
    sourced += [(decision.span, decision.sources) for decision in program.decisions.values()]
    sourced += [(signal.span, signal.sources) for signal in program.signals.values()]
    sourced += [(basis.span, basis.sources) for basis in program.grondslagen.values()]
    sourced += [(norm.span, norm.sources) for norm in program.norms.values()]
    for traject in program.trajecten.values():
        sourced += [(traject.span, traject.sources)]
        sourced += [(state.span, state.sources) for state in traject.states.values()]
        sourced += [(transition.span, transition.sources) for transition in traject.transitions]
    reported: set[str] = set()
    for span, sources in sourced:
        for source in sources:
            for text in _MEANT.findall(source.tekst if isinstance(source, s.Bron) else source.text):
                if not _IS.fullmatch(text) and text not in reported:
                    reported.add(text)
                    yield diagnose("TS451", span, text=text)


def _unsourced(program: Program) -> Iterator[Diagnostic]:
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
    for basis in program.grondslagen.values():
        if not basis.sources:
            yield diagnose("TS440", basis.span, kind="Grondslag", name=basis.name)
