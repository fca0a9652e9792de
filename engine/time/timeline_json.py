"""A timeline as plain data."""

from __future__ import annotations

from typing import Any

from dsl.program import Effect, Program
from engine.decision_json import outcome_json
from engine.time.amounts import portions_in
from engine.time.timeline import Timeline
from engine.time.words import explain_timeline, portion_parts
from engine.trace import address
from engine.trace_json import value_json


def timeline_json(program: Program, told: Timeline) -> dict[str, Any]:
    """The same bytes for the same timeline. Numbers are exact fractions as text, dates ISO. Of every stretch its outcomes as in a
    decision, what changed, and the words of :mod:`engine.time.words`."""
    _, shown = explain_timeline(program, told, formal=True).sections
    stretches = []
    for stretch, part in zip(told.stretches, shown.parts, strict=True):
        decision = stretch.decision
        stretches.append(
            {
                "van": stretch.start.isoformat(),
                "tot en met": stretch.end.isoformat(),
                "rekendatum": decision.rekendatum.isoformat(),
                "status": decision.status.value,
                "uitkomsten": [outcome_json(outcome, program) for outcome in decision.outcomes],
                "in woorden": part.value,
                "ontbrekende feiten": [
                    {"object": m.fact.obj, "feit": m.fact.name, "op": None if m.fact.at is None else m.fact.at.isoformat()}
                    for m in decision.missing
                ],
                "vragen": [{"sleutel": q.key, "vraag": q.text} for q in decision.questions],
                "bevindingen": [{"code": f.code, "tekst": f.text} for f in decision.findings],
                "redenen": [
                    {
                        "soort": reason.kind,
                        "stap": address(reason.key),
                        "regel": None if reason.rule is None else program.rules[reason.rule].name,
                        "begint": reason.begins if reason.kind == "regel" else None,
                        "vanaf": None if reason.since is None else reason.since.isoformat(),
                        "was": None if reason.before is None else value_json(reason.before),
                        "is": None if reason.after is None else value_json(reason.after),
                    }
                    for reason in stretch.reasons
                ],
                "delen van maanden": [
                    {
                        "van": one.start.isoformat(),
                        "tot en met": one.end.isoformat(),
                        "bedrag": None if one.due is None else str(one.due),
                    }
                    for one in portions_in(told, stretch)
                ],
                "redenen in woorden": [child.text for child in part.children[len(portion_parts(told, stretch)) :]],
                "bewijs": {"programma": decision.receipt.program, "feiten": decision.receipt.facts,
                           "uitkomst": decision.receipt.outcome},
            }
        )  # fmt: skip
    return {
        "besluit": told.info.name,
        "regeling": told.info.regeling,
        "uitvoerder": told.info.executor,
        "object": told.case.root.key,
        "per": told.info.per,
        "van": told.start.isoformat(),
        "tot en met": told.end.isoformat(),
        "wijziging werkt door vanaf": told.info.takes_effect,
        "doorwerking": None if told.info.effect is None else effect_json(told.info.effect),
        "beslist per": told.grid,
        "stukken": stretches,
    }


def effect_json(effect: Effect) -> dict[str, Any]:
    """From when a change counts."""
    return {
        "eenheid": effect.unit,
        "de volgende": effect.next,
        "deze bij de eerste dag": effect.this_if_first,
        "vanaf wetenschap": effect.when_known,
        "vaste dag": None if effect.fixed is None else effect.fixed.isoformat(),
        "apart": [
            {"wat": one.words, "gegevens": list(one.facts), "doorwerking": effect_json(one.effect)}
            for one in effect.apart
        ],
        "bij een verlaging": None if effect.lowering is None else effect_json(effect.lowering),
    }
