"""Assessments as JSON: figures exact as texts, verdicts with their reasons, keys of records."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from dsl.notation import format_exact
from engine.normen.assess import Assessment, Measurement, Read
from engine.normen.figures import Figure, demand_words, figure_words
from engine.normen.rejected import Refusal
from engine.normen.tally import Keys, Tally, at_rank


def measurements_json(found: Sequence[Measurement]) -> list[dict[str, Any]]:
    return [
        {
            "registratie": item.registry,
            "bron": item.source,
            "gelezen": item.read,
            "geweigerd": {
                "aantal": item.rejected.count,
                "redenen": dict(sorted(item.rejected.reasons.items())),
                "bestand": None if item.rejected.file is None else str(item.rejected.file.path),
                "rijen": [_refusal(refusal) for refusal in item.rejected.rows],
            },
            "zonder datum": item.unplaced,
            "normen": [assessment_json(one) for one in item.assessments],
        }
        for item in found
    ]


def _refusal(found: Refusal) -> dict[str, Any]:
    part = {"bestand": found.part} if found.part else {}
    return {**part, "rij": found.row, "sleutel": found.key, "reden": found.reason}


def assessment_json(item: Assessment) -> dict[str, Any]:
    norm = item.norm
    return {
        "norm": norm.name,
        "nummer": norm.number,
        "onderdeel": norm.part,
        "uitsplitsing": item.slice,
        "periode": item.period.name,
        "van": item.period.start.isoformat(),
        "tot en met": item.period.end.isoformat(),
        **_read(item.ours, norm.unit),
        "lezing": item.ours.name,
        "reden van de lezing": norm.chosen.chosen if norm.chosen is not None else None,
        "andere lezingen": [{"lezing": other.name, **_read(other, norm.unit)} for other in item.others],
        "per periode": [assessment_json(part) for part in item.parts],
        "bronnen": [source.text for source in norm.sources],
        "wettelijke termijn": norm.legal_term,
    }


def _read(read: Read, unit: str | None) -> dict[str, Any]:
    demand, verdict = read.gauge.demand, read.verdict
    shown = None
    if read.figure is not None and demand is not None:
        shown = figure_words(read.figure, demand.type, unit)
    return {
        "oordeel": verdict.word,
        "reden": verdict.reason,
        "let op": list(verdict.remarks),
        "eis": None if demand is None else demand_words(demand, unit),
        "cijfer": shown,
        "waarde": None if read.figure is None else _figure(read.figure),
        "afstand tot de norm": _number(verdict.off),
        "hadden anders moeten zijn": read.needed,
        "telling": None if read.tally is None else _tally(read.tally),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {"soort": figure.kind, "van": _number(figure.low), "tot": _number(figure.high)}


def _number(value: Fraction | None) -> str | None:
    return None if value is None else format_exact(value)


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "teller": _number(tally.upper),
        "noemer": _number(tally.lower),
        "records": tally.counted,
        "niet meegeteld": tally.skipped,
        "gegeven ontbreekt": tally.unknown,
        "klassen": dict(sorted(tally.classes.items())),
        "tegen de norm": _keys(tally.against),
        "open binnen de termijn": tally.open_in_time,
        "open en te laat": _keys(tally.open_late),
        "mediaan doorlooptijd in dagen": _number(at_rank(tally.durations, 50)),
        "langste doorlooptijd in dagen": max(tally.durations, default=None),
        "hoogstens te laat in dagen": max(tally.late, default=None),
    }


def _keys(keys: Keys) -> dict[str, Any]:
    return {"aantal": keys.count, "sleutels": keys.kept}
