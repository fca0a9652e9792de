"""Scenarios decided by two programs: which come out otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dsl.diagnostics import Diagnostic
from dsl.program import Program
from engine.decide import decide
from engine.decision import Decision, Status
from engine.explain.values_nl import outcome_value_text
from engine.scenarios.model import Label, Scenario
from engine.scenarios.run import load_files, scenario_paths


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """What a besluit says by the one program and by the other, in words."""

    label: Label
    besluit: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Of so many scenarios, those that come out otherwise. Scenarios over time and of trajecten are not compared."""

    compared: int
    changed: tuple[OutcomeChange, ...]


def compare_outcomes(
    old: Program, new: Program, besluiten: Iterable[str], paths: Iterable[Path]
) -> tuple[Outcomes, list[Diagnostic]]:
    """The scenarios of these besluiten by both programs; with what is wrong with the files."""
    wanted = set(besluiten)
    places, findings = scenario_paths(paths)
    files, wrong = load_files(old, [place for place in places if _names_any(place, old, wanted)])
    findings += wrong
    compared = 0
    changed: list[OutcomeChange] = []
    for file in files:
        for entry in file.entries:
            if not isinstance(entry, Scenario) or entry.besluit not in wanted:
                continue
            compared += 1
            one, other = (told(decide(program, entry.besluit, entry.case, entry.moment)) for program in (old, new))
            if one != other:
                changed.append(OutcomeChange(entry.label, entry.besluit, one, other))
    return Outcomes(compared, tuple(changed)), findings


def _names_any(place: Path, program: Program, besluiten: set[str]) -> bool:
    """Whether a file can hold a scenario of these: it names the besluit or its regeling somewhere. Reading the others takes time."""
    text = " ".join(place.read_text(encoding="utf-8", errors="replace").split()).casefold()
    infos = [program.decisions[name] for name in besluiten if name in program.decisions]
    return any(name.casefold() in text for info in infos for name in (info.name, info.regeling))


def told(decision: Decision) -> str:
    """What a decision comes to, on one line."""
    if decision.status is not Status.VASTGESTELD:
        return str(decision.status.value)
    shown = [outcome_value_text(it.value, it.legal_status, it.attr.type, ("verschuldigd",)) for it in decision.outcomes]
    if len(shown) == 1:
        return shown[0]
    return "; ".join(f"{it.attr.name}: {text}" for it, text in zip(decision.outcomes, shown, strict=True))
