"""A whole decision as JSON: what it says, why, and the trace with which anyone can compute it again."""

from __future__ import annotations

from datetime import date
from typing import Any

from dsl.program import Program, SourceRef
from engine.case import Case, Moment
from engine.decision import Deadline, Decision, OutcomeResult, Reservation
from engine.scene import Scene
from engine.trace_json import trace_json, value_json


def decision_json(decision: Decision, program: Program, case: Case) -> dict[str, Any]:
    """Plain data, deterministic for the same decision. Numbers are exact fractions as text, dates ISO; there are no floats."""
    moment = Moment(decision.rekendatum, decision.verzonden_op, decision.bekend_op, decision.bekend_bij)
    return without_trace(decision, program) | {SPOOR: trace_json(Scene(program, case, moment), decision.trace)}


SPOOR = "spoor"
"""Under what name the trace stands in a decision."""


def without_trace(decision: Decision, program: Program) -> dict[str, Any]:
    """As :func:`decision_json`, but for the trace, which is most of it."""
    receipt = decision.receipt
    return {
        "besluit": decision.besluit,
        "regeling": decision.regeling,
        "uitvoerder": decision.executor,
        "rekendatum": decision.rekendatum.isoformat(),
        "verzonden op": _day(decision.verzonden_op),
        "bekend op": _day(decision.bekend_op),
        "bekend bij": decision.bekend_bij,
        "status": decision.status.value,
        "uitkomsten": [outcome_json(outcome, program) for outcome in decision.outcomes],
        "ontbrekende feiten": [
            {"object": m.fact.obj, "feit": m.fact.name, "op": _day(m.fact.at), "nodig": m.needed, "waarom": m.why}
            for m in decision.missing
        ],
        "vragen": [
            {"sleutel": q.key, "vraag": q.text, "bronnen": [_source(s) for s in q.sources]} for q in decision.questions
        ],
        "bevindingen": [{"code": f.code, "tekst": f.text} for f in decision.findings],
        "termijnen": [_deadline(d) for d in decision.deadlines],
        "signalen": None if decision.signals is None else decision.signals.to_json(),
        "bewijs": {
            "programma": receipt.program,
            "feiten": receipt.facts,
            "versie": receipt.engine,
            "rekendatum": receipt.rekendatum.isoformat(),
            "verzonden op": _day(receipt.verzonden_op),
            "bekend op": _day(receipt.bekend_op),
            "bekend bij": receipt.bekend_bij,
            "uitkomst": receipt.outcome,
            **({"varianten": dict(receipt.variants)} if receipt.variants else {}),
        },
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _source(source: SourceRef) -> dict[str, Any]:
    return {"tekst": source.text, "bwb": source.bwb, "artikel": source.article, "link": source.url}


def outcome_json(outcome: OutcomeResult, program: Program) -> dict[str, Any]:
    """One outcome of a decision."""
    return {
        "naam": outcome.words,
        "status": outcome.status.value,
        "waarde": value_json(outcome.value),
        "rechtsstatus": None if outcome.legal_status is None else value_json(outcome.legal_status),
        "gronden": [
            {"regel": program.rules[n].name, "bronnen": [_source(s) for s in program.rules[n].sources]}
            for n in outcome.grounds
        ],
        "finaliteit": outcome.finality,
        "voorbehouden": [_reservation(item, program) for item in outcome.reservations],
        "onzeker": list(outcome.uncertain),
    }


def _reservation(item: Reservation, program: Program) -> dict[str, Any]:
    return {
        "regel": program.rules[item.rule].name,
        "tekst": item.text,
        "minstens": None if item.low is None else value_json(item.low),
        "hoogstens": None if item.high is None else value_json(item.high),
    }


def _deadline(item: Deadline) -> dict[str, Any]:
    return {
        "wat": item.what,
        "wie": item.who,
        "uiterlijk": _day(item.due),
        "waarom onbekend": item.why_unknown,
        "bron": None if item.source is None else _source(item.source),
    }
