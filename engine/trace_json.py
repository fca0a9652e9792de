"""The JSON form of a trace, complete without the Program: every step with what it takes to compute it again.

A step has its address, its operation, the addresses of its operands, its static parameters (``vast``), its value and its
place in the text. What a step read from outside the trace (a fact, a constant, a parameter, a role) stands in ``gelezen``.
Numbers are exact fractions as text, dates ISO; there are no floats. :mod:`engine.selfcheck` computes it again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from dsl import program as p
from dsl.calendars import is_working_day
from dsl.source import Span
from engine.calendars import calendar_of
from engine.scene import Scene, StepKey, object_key
from engine.trace import Step, Trace, address, valid_candidates, valid_defeaters
from engine.values import Bounds, FactRef, Fault, Known, NotApplicableValue, Scalar, Unknown, Value

READ = (
    p.Const, p.NotApplicable, p.Context, p.Self, p.Element, p.Param, p.Lookup, p.RoleRead, p.HasRole, p.Input, p.Judge,
    p.IsUnknown,
)  # fmt: skip
"""Kinds whose value comes from outside the trace."""


def trace_json(scene: Scene, trace: Trace, told: Callable[[StepKey, Value], Any] | None = None) -> dict[str, Any]:
    """The trace as plain data. ``told`` gives the form of a value (else :func:`value_json`)."""
    form = told or (lambda _, value: value_json(value))
    outcomes = [
        {"waarde": _told(trace, value, form), "rechtsstatus": None if status is None else _told(trace, status, form)}
        for value, status in trace.outcomes
    ]
    return {"stappen": [_step(scene, trace, step, form) for step in trace.steps.values()], "uitkomsten": outcomes}


def _told(trace: Trace, key: StepKey, form: Callable[[StepKey, Value], Any]) -> dict[str, Any]:
    return {"adres": address(key), "is": form(key, trace.steps[key].value)}


def _step(scene: Scene, trace: Trace, step: Step, form: Callable[[StepKey, Value], Any]) -> dict[str, Any]:
    node: Any = scene.program.nodes[step.node]
    out = {
        "adres": address(step.key),
        "bewerking": type(node).__name__,
        "operanden": [address(operand) for operand in step.operands],
        "plaats": _place(node.span),
        "vast": _static(scene, trace, step, node),
        "waarde": form(step.key, step.value),
    }
    if isinstance(node, READ):
        out["gelezen"] = form(step.key, step.value)
    return out


def _place(span: Span) -> dict[str, Any]:
    return {"bestand": span.file, "van": span.start, "tot": span.end}


# ---------------------------------------------------------------- values


def value_json(value: Value) -> dict[str, Any]:
    """A value as plain data; the one key says what it is."""
    match value:
        case Known(known):
            return scalar_json(known)
        case NotApplicableValue():
            return {"niet van toepassing": True}
        case Fault(kind, text, spans):
            return {"fout": {"soort": kind, "tekst": text, "plaatsen": [_place(span) for span in spans]}}
        case Unknown(bounds, facts, questions, notes):
            return {
                "onbekend": {
                    **_bounds(bounds),
                    "feiten": [_fact(fact) for fact in sorted(facts, key=_fact_order)],
                    "vragen": sorted(questions),
                    "meldingen": sorted(notes),
                }
            }


def scalar_json(value: Scalar) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"kenmerk": value}
    if isinstance(value, Fraction):
        return {"getal": f"{value.numerator}/{value.denominator}"}
    return {"datum": value.isoformat()} if isinstance(value, date) else {"tekst": value}


def _bounds(bounds: Bounds) -> dict[str, Any]:
    options = None if bounds.options is None else sorted(bounds.options, key=lambda o: (isinstance(o, str), o))
    return {
        "laag": None if bounds.low is None else scalar_json(bounds.low),
        "hoog": None if bounds.high is None else scalar_json(bounds.high),
        "opties": None if options is None else [scalar_json(option) for option in options],
        "misschien niet van toepassing": bounds.maybe_na,
        "misschien fout": bounds.maybe_fault,
    }


def _fact(fact: FactRef) -> dict[str, Any]:
    at = None if fact.at is None else fact.at.isoformat()
    return {"object": fact.obj, "naam": fact.name, "op": at, "soort": fact.kind}


def _fact_order(fact: FactRef) -> tuple[str, ...]:
    return fact.obj, fact.name, "" if fact.at is None else fact.at.isoformat(), fact.kind


# ---------------------------------------------------------------- static parameters


def _static(scene: Scene, trace: Trace, step: Step, node: Any) -> dict[str, Any]:
    """What the operation needs beside the values of its operands."""
    match node:
        case p.Choice():
            given = bool(step.operands) and step.operands[0][0] == node.given
            candidates = [
                [c.rule, c.applies, c.value, valid_defeaters(scene, c)] for c in valid_candidates(scene, node)
            ]
            return {"attribuut": node.attr, "gegeven": given, "kandidaten": candidates, "anders": node.default}
        case p.Applies():
            rule = scene.program.rules[node.rule]
            said = {"regel": node.rule, "naam": rule.name, "geldig": rule.valid_on(scene.today)}
            return {**said, "voorwaarde": node.condition is not None}
        case p.TableHit():
            return {"tabel": node.table, "treffer": node.policy, "rijen": [list(row) for row in node.rows]}
        case p.Aggregate():
            parts = {"waar": node.where, "van": node.value, "verschillend": node.distinct}
            return {"hoe": node.how, "rol": node.role, "leden": _members(scene, trace, step), **parts}
        case p.ForAll():
            return {"rol": node.role, "leden": _members(scene, trace, step)}
        case p.Share():
            members = _members(scene, trace, step)
            return {"rol": node.role, "leden": members, "naar rato van": node.weight, "veelvoud": _exact(node.grid)}
        case p.Bound():
            return {"minimum": node.low is not None, "maximum": node.high is not None}
        case p.WorkDays():
            return {"kalender": node.calendar, "hoe": node.how, "vrij": _free_days(scene, trace, step, node)}
    return {name: _plain(getattr(node, field)) for name, field in _FIELDS.get(type(node), {}).items()}


_FIELDS: dict[type[p.NodeBase], dict[str, str]] = {
    p.Context: {"welke": "which"},
    p.Element: {"naam": "name", "niveau": "level"},
    p.Param: {"parameter": "name"},
    p.Lookup: {"tabel": "table"},
    p.RoleRead: {"rol": "role"},
    p.HasRole: {"rol": "role"},
    p.Input: {"gegeven": "attr"},
    p.Derived: {"attribuut": "attr"},
    p.Named: {"naam": "name"},
    p.Sum: {"tekens": "signs"},
    p.Power: {"exponent": "exponent"},
    p.Convert: {"factor": "factor", "woorden": "words"},
    p.Round: {"wijze": "mode", "veelvoud": "grid"},
    p.DateShift: {"eenheid": "unit", "teken": "sign"},
    p.DateFunction: {"rand": "edge", "periode": "period"},
    p.DatePart: {"deel": "part"},
    p.DateDiff: {"eenheid": "unit", "leeftijd": "age"},
    p.Compare: {"vergelijking": "op"},
    p.AtLeast: {"ten minste": "minimum"},
    p.Judge: {"sleutel": "key", "vraag": "question"},
}


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return _exact(value)
    return list(value) if isinstance(value, tuple) else value


def _exact(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


def _members(scene: Scene, trace: Trace, step: Step) -> list[str] | None:
    """The keys of the objects that a fold goes over; None when the dossier is silent or there is no such object."""
    node: Any = scene.program.nodes[step.node]
    obj = node.whole if isinstance(node, p.Share) else node.obj
    about = object_key(trace.steps[scene.key(obj, step.env)].value)
    members = None if about is None else scene.members(about, node.role)
    return None if members is None else list(members)


def _free_days(scene: Scene, trace: Trace, step: Step, node: p.WorkDays) -> list[str]:
    """The days that did not count between the date and the outcome."""
    start, end = trace.steps[step.operands[0]].value, step.value
    if not isinstance(start, Known) or not isinstance(end, Known):
        return []
    days = sorted(value.value.toordinal() for value in (start, end) if isinstance(value.value, date))
    calendar = calendar_of(scene.program, node.calendar)
    between = map(date.fromordinal, range(days[0], days[-1] + 1))
    return [day.isoformat() for day in between if not is_working_day(day, calendar)]
