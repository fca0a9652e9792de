"""The facts of a case in one fixed form, for the hash in a receipt: equal facts give equal text, however written."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from engine.case import ByYear, Case, Dated, DatedRole, Disputed, Fact, Held, Obj, Unobtainable
from engine.values import Scalar


def canonical_facts(case: Case) -> dict[str, Any]:
    """Plain data (texts, booleans, lists, dictionaries with sorted keys) that holds all that the decision can depend on.

    Numbers are exact fractions in lowest terms, dates ISO. The members of a role keep the order of the dossier,
    because the odd cent of a distribution depends on it.
    """
    objects = {
        key: {
            "type": obj.type,
            "feiten": {name: _fact(obj.facts[name]) for name in sorted(obj.facts)},
            "rollen": {name: _members(obj.roles[name]) for name in sorted(obj.roles)},
        }
        for key, obj in sorted(case.objects.items())
    }
    answers = {key: _scalar(case.answers[key]) for key in sorted(case.answers)}
    return {"objecten": objects, "oordelen": answers, "over": case.root.key}


def _fact(fact: Fact) -> Any:
    if type(fact) is Fraction:  # most facts; a decision is made in less time than it takes to ask for the other kinds
        return str(fact)
    if isinstance(fact, Dated):
        return {"perioden": [[_day(start), _day(end), _value(value)] for start, end, value in fact.items]}
    if isinstance(fact, ByYear):
        return {"jaren": {str(year): _value(fact.years[year]) for year in sorted(fact.years)}}
    return _value(fact)


def _members(held: tuple[Obj, ...] | DatedRole) -> Any:
    if isinstance(held, tuple):
        return [member.key for member in held]
    periods = [[_day(start), _day(end), member.key] for start, end, member in held.items]
    return {"perioden": periods, "betwist": [[_day(start), _day(end), list(who)] for start, end, who in held.disputed]}


def _value(value: Held) -> Any:
    if isinstance(value, Disputed):
        return {"betwist": [[origin, _value(claim)] for origin, claim in value.claims]}
    if isinstance(value, Unobtainable):
        return {"niet te verkrijgen": {"door": value.by, "op": _day(value.on)}}
    return _scalar(value)


def _scalar(value: Scalar) -> str | bool:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Fraction) else value


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
