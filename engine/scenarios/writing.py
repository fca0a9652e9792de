"""A decision as a scenario, so that what was decided once guards the rules from then on.

What is written is read and run before it is given: a scenario that would not pass is no scenario. Whether its outcome is right is for
a person to say; until then its origin is what it is, a case from practice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from dsl.notation import format_date
from dsl.program import Program
from engine.decision import Decision, OutcomeResult, Status
from engine.dossier.loader import CaseLoader
from engine.explain.values_nl import scalar_text
from engine.scenarios.model import Scenario
from engine.scenarios.reading import read_scenarios
from engine.scenarios.run import run_entry
from engine.values import Known

ORIGIN = "praktijk"
_STEP = re.compile(r"(?P<name>[^.\[\]]+)(?:\[(?P<number>\d{1,4})\])?")
_UNNAMED = {Status.NIET_VAN_TOEPASSING: "niet van toepassing", Status.ONBEKEND: "onbekend", Status.FOUT: "fout"}


class NoScenarioError(ValueError):
    """The decision cannot be written as a scenario; the message says why, in Dutch."""


def scenario_text(
    program: Program, decision: Decision, content: Mapping[str, Any], over: str, *, id: str, name: str, source: str
) -> str:
    """A scenario file with this one scenario. ``content``: the dossier; ``over``: the key of the object in it that was decided about;
    ``source``: which case it was, without saying who. Raises NoScenarioError."""
    info = program.decisions[decision.besluit]
    facts = _facts(content, info.over, over)
    scenario: dict[str, Any] = {"naam": name, "id": id, "op": format_date(decision.rekendatum)}
    if decision.verzonden_op is not None:
        scenario["verzonden op"] = format_date(decision.verzonden_op)
    if decision.receipt.bekend_op is not None:
        scenario["bekend op"] = format_date(decision.receipt.bekend_op)
    if decision.receipt.bekend_bij is not None and decision.receipt.bekend_op is not None:
        scenario["bekend bij"] = decision.receipt.bekend_bij
    scenario["herkomst"] = ORIGIN
    scenario["bron"] = source
    scenario["feiten"] = facts
    if content.get("oordelen"):
        scenario["oordelen"] = content["oordelen"]
    scenario["verwacht"] = _expected(program, decision)
    text = yaml.safe_dump(
        {"regeling": decision.besluit, "scenarios": [scenario]}, allow_unicode=True, sort_keys=False, width=120
    )
    wrong = wrong_with(program, text)
    if wrong:
        raise NoScenarioError("; ".join(wrong))
    return text


def _facts(content: Mapping[str, Any], kind: str, over: str) -> dict[str, Any]:
    """What the dossier says of the object with this key: by the id that it was given, or by its place."""
    found = _by_id(content, over) or _by_place(content, over)
    if found is None:
        raise NoScenarioError(f"het besluit gaat over iets dat het dossier niet los noemt bij '{kind}'")
    return {name: value for name, value in _whole(found, content, frozenset({over})).items() if name != "id"}


def _by_id(held: Any, wanted: str) -> dict[str, Any] | None:
    if isinstance(held, Mapping):
        if held.get("id") == wanted:
            return dict(held)
        held = list(held.values())
    found = (_by_id(one, wanted) for one in held) if isinstance(held, list) else ()
    return next((one for one in found if one is not None), None)


def _by_place(content: Mapping[str, Any], key: str) -> dict[str, Any] | None:
    """``leefeenheid.cliënt`` and ``persoon.kind[2]`` are where they say."""
    held: Any = content
    for step in key.split("."):
        place = _STEP.fullmatch(step)
        held = held.get(place["name"]) if isinstance(held, Mapping) and place else None
        if isinstance(held, list):
            number = int(place["number"] or 1) if place else 0
            held = held[number - 1] if 0 < number <= len(held) else None
    return dict(held) if isinstance(held, Mapping) else None


def _whole(held: Any, content: Mapping[str, Any], inside: frozenset[str]) -> Any:
    """With what stands elsewhere in the dossier in the place that refers to it."""
    if isinstance(held, list):
        return [_whole(one, content, inside) for one in held]
    if not isinstance(held, Mapping):
        return held
    wanted = held.get("zie")
    if isinstance(wanted, str) and wanted not in inside:
        found = _by_id(content, wanted)
        if found is not None:
            rest = {name: value for name, value in held.items() if name != "zie"}
            return _whole({**found, **rest}, content, inside | {wanted})
    return {name: _whole(value, content, inside) for name, value in held.items()}


def _expected(program: Program, decision: Decision) -> dict[str, Any]:
    found: dict[str, Any] = {"status": decision.status.value}
    values = {one.attr.name: _value(one) for one in decision.outcomes}
    found["uitkomst"] = {name: value for name, value in values.items() if value is not None}
    legal = {
        one.attr.name: str(one.legal_status.value)
        for one in decision.outcomes
        if isinstance(one.legal_status, Known) and one.status is Status.VASTGESTELD
    }
    if legal:
        found["rechtsstatus"] = legal
    grounds = {program.rules[number].name: None for one in decision.outcomes for number in one.grounds}
    if grounds:
        found["gronden"] = list(grounds)
    return {name: value for name, value in found.items() if value}


def _value(one: OutcomeResult) -> str | None:
    if isinstance(one.value, Known):
        return scalar_text(one.value.value, one.attr.type)
    return _UNNAMED.get(one.status)


def wrong_with(program: Program, text: str) -> list[str]:
    """Why a text is no file with one scenario that passes, in Dutch; nothing when it is."""
    read = read_scenarios(CaseLoader(program), text, "scenario")
    wrong = [item.cause for item in read.diagnostics]
    for entry in read.entries:
        result = run_entry(program, entry)
        wrong += [item.cause for item in result.diagnostics]
        wrong += [f"{one.what}: verwacht {one.expected}, werd {one.actual}" for one in result.differences]
    if not wrong and [type(entry) for entry in read.entries] != [Scenario]:
        wrong.append("er hoort precies een scenario van een besluit in te staan")
    return wrong
