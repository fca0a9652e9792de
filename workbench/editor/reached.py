"""Which besluiten stand on rules that are being changed, and which scenarios are about these."""

from __future__ import annotations

from collections.abc import Iterable

from dsl.program import Program
from engine.reach import needs
from engine.scenarios.model import Entry, TrajectScenario, Unreadable


def reached(programs: Iterable[Program], paths: set[str], rule: str | None) -> tuple[set[str], set[str]]:
    """The besluiten and trajecten that stand on files, by any of the programs; of one rule when it is named."""
    besluiten: set[str] = set()
    trajecten: set[str] = set()
    for program in programs:
        mine = {it.number for it in program.rules if it.span.file in paths and (rule is None or it.name == rule)}
        figures = {name for name, it in program.params.items() if it.span.file in paths}
        figures |= {name for name, it in program.tables.items() if it.span.file in paths}
        facts = {
            (info.owner, info.name)
            for kind in program.types.values()
            for info in kind.attributes.values()
            if info.span.file in paths and rule is None
        }
        for info in program.decisions.values():
            found = needs(program, info)
            by_figure = rule is None and (figures.intersection(found.params) or figures.intersection(found.tables))
            by_fact = any((fact.owner, fact.name) in facts for fact in found.facts)
            if mine.intersection(found.rules) or by_figure or by_fact or (rule is None and info.span.file in paths):
                besluiten.add(info.name)
        trajecten |= {it.name for it in program.trajecten.values() if it.span.file in paths and rule is None}
    return besluiten, trajecten


def is_about(entry: Entry, besluiten: set[str], trajecten: set[str]) -> bool:
    """Whether a scenario is of one of these; of one that cannot be read nobody knows."""
    if isinstance(entry, Unreadable):
        return True
    return entry.traject in trajecten if isinstance(entry, TrajectScenario) else entry.besluit in besluiten
