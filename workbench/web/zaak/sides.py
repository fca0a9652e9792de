"""What stands beside the outcome of a besluit: terms, signals, and what was recorded of it before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from dsl.notation import format_date
from dsl.program import Program, SourceRef
from engine.case import Case
from engine.decision import Decision
from engine.explain.people import People
from engine.explain.values_nl import capital
from engine.register import Entry


@dataclass(frozen=True, slots=True)
class Term:
    what: str
    who: str
    when: str
    source: SourceRef | None
    past: bool


@dataclass(frozen=True, slots=True)
class Signal:
    name: str
    about: str
    severity: str
    advice: str
    refer_to: tuple[str, ...]
    basis: str
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True)
class Signals:
    """``unjudged`` says why nothing is known of any signal; that is never the same as none. ``open_`` are those that wait for facts."""

    stand: tuple[Signal, ...]
    open_: tuple[str, ...]
    unjudged: str | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A decision in the register; ``same``: what the page shows now came out then as well."""

    id: str
    at: datetime
    by: str
    day: str
    same: bool


def terms_of(decision: Decision) -> list[Term]:
    """The dates of a decision, the nearest first; those without a date last."""
    found = sorted(decision.deadlines, key=lambda one: (one.due is None, one.due or date.max, one.what))
    return [
        Term(
            capital(one.what.rstrip(".")),
            one.who,
            format_date(one.due, words=True) if one.due else capital(one.why_unknown or "nog niet bekend"),
            one.source,
            one.due is not None and one.due < date.today(),
        )
        for one in found
    ]


def signals_of(decision: Decision, program: Program, case: Case) -> Signals:
    report = decision.signals
    if report is None or not report.judged:
        return Signals((), (), capital((report.reason if report else None) or "signalen zijn niet beoordeeld"))
    people = People(program, case)
    stand = tuple(
        Signal(one.name, people.formal(one.about), one.severity, one.advice, one.refer_to, one.basis, one.sources)
        for one in report.fired
    )
    return Signals(stand, tuple(sorted({one.name for one in report.open})), None)


def recorded_lines(entries: Iterable[Entry], decision: Decision) -> list[Recorded]:
    """What was recorded of the same besluit, the newest first."""
    out = []
    for one in entries:
        payload = one.payload.get("besluit", {}) if isinstance(one.payload, dict) else {}
        if payload.get("besluit") != decision.besluit:
            continue
        day = str(payload.get("rekendatum", ""))
        proof = payload.get("bewijs") or {}
        same = proof.get("uitkomst") == decision.receipt.outcome and proof.get("feiten") == decision.receipt.facts
        out.append(Recorded(one.id, one.at, one.by, format_date(date.fromisoformat(day), words=True), same))
    return out
