"""The replay of a traject as JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

from dsl.program import Program, SourceRef
from engine.case import Case
from engine.trajecten.model import Accounted, Due, LetterDue, Need, Step, TrajectResult
from engine.trajecten.text_nl import need_lines


def traject_json(result: TrajectResult, program: Program, case: Case) -> dict[str, Any]:
    """Plain data, deterministic for the same replay; dates are ISO."""

    def needed(need: Need) -> dict[str, Any]:
        facts = sorted(need.facts, key=lambda it: (it.obj, it.name, it.at or date.min))
        return {
            "feiten": [{"object": it.obj, "feit": it.name, "op": _day(it.at), "soort": it.kind} for it in facts],
            "vragen": sorted(need.questions),
            "tekst": list(need_lines(need, program, case)),
        }

    def letter(item: LetterDue) -> dict[str, Any]:
        return {
            "soort": item.kind,
            "tekst": item.text,
            "uiterlijk": _day(item.due),
            "wie": item.by,
            "nodig": needed(item.need),
        }

    def step(item: Step) -> dict[str, Any]:
        return {
            "op": _day(item.day),
            "overgang": item.transition.name,
            "van": item.from_state,
            "naar": item.to,
            "gaat in op": _day(item.effect),
            "gebeurtenis": None if item.event is None else {"soort": item.event.event, "object": item.event.key},
            "einde termijn": _day(item.last_day),
            "wie": item.transition.by,
            "bronnen": [_source(source) for source in item.transition.sources],
            "zekerheid": item.transition.certainty,
            "uitleg": item.transition.explanation,
            "brieven": [letter(one) for one in item.letters],
            "nodig": needed(item.need),
        }

    def event(item: Accounted) -> dict[str, Any]:
        return {
            "object": item.key,
            "gebeurtenis": item.event,
            "op": _day(item.day),
            "gevolg": item.verdict.value,
            "waarom": item.why,
            "nodig": needed(item.need),
        }

    return {
        "traject": result.traject.name,
        "regeling": result.traject.regeling,
        "object": result.over,
        "op": _day(result.on),
        "toestand": result.state,
        "sinds": _day(result.since),
        "vanaf het begin": result.from_start,
        "mogelijk": None if result.possible is None else list(result.possible),
        "nodig": needed(result.need),
        "bevindingen": list(result.findings),
        "weg": [step(item) for item in result.path],
        "gebeurtenissen": [event(item) for item in result.events],
        "komt": [_due(item) for item in result.due],
        "programma": program.digest,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _source(source: SourceRef) -> dict[str, Any]:
    return {"tekst": source.text, "bwb": source.bwb, "artikel": source.article, "link": source.url}


def _due(item: Due) -> dict[str, Any]:
    return {
        "op": _day(item.day),
        "soort": item.kind,
        "wat": item.what,
        "wie": item.by,
        "bronnen": [_source(source) for source in item.sources],
    }
