"""What a variant changes, as plain data: amounts are exact fractions as text, dates ISO."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dsl.program import DatedValue, VariantInfo
from engine.trace_json import scalar_json
from engine.variants.changes import Changes
from engine.variants.outcomes import Outcomes
from engine.variants.words import figure_sentence, key_text, rule_sentence


def variant_json(infos: Sequence[VariantInfo], found: Changes, outcomes: Outcomes | None) -> dict[str, Any]:
    return {
        "varianten": [
            {
                "naam": info.name,
                "vereist": info.level,
                "bovenop": list(info.below),
                "zekerheid": info.certainty,
                "toelichting": info.explanation,
                "bronnen": [source.text for source in info.sources],
                "hash": info.digest,
            }
            for info in infos
        ],
        "cijfers": [
            {
                "naam": change.name,
                "sleutels": [key_text(key) for key in change.keys],
                "van": change.start.isoformat(),
                "tot en met": _day(change.end),
                "was": _value(change.old),
                "wordt": _value(change.new),
                "in woorden": figure_sentence(change),
            }
            for change in found.figures
        ],
        "regels": [
            {
                "soort": change.kind,
                "naam": change.name,
                "regeling": change.regeling,
                "van": _day(change.start),
                "tot en met": _day(change.end),
                "in woorden": rule_sentence(change),
            }
            for change in found.rules
        ],
        "nieuwe gegevens": [{"objecttype": owner, "naam": name} for owner, name in found.facts],
        "besluiten": [{"naam": info.name, "regeling": info.regeling} for info in found.reached],
        "nieuwe besluiten": [info.name for info in found.added],
        "scenario's": None
        if outcomes is None
        else {
            "vergeleken": outcomes.compared,
            "anders": [{"id": one.label.id, "was": one.old, "wordt": one.new} for one in outcomes.changed],
        },
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _value(value: DatedValue | None) -> Any:
    return None if value is None or value.value is None else scalar_json(value.value)
