"""What a besluit comes to in money, period by period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dsl.program import DecisionInfo, NumType
from engine.decide import WITHOUT_AMOUNT, outcome_status
from engine.decision import Decision, OutcomeResult, Status
from engine.time.timeline import Timeline
from engine.time.units import periods
from engine.values import Known, NotApplicableValue, Value

CENT = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Amount:
    """A period (both days included) with what is to be paid in it. ``amount`` None: not definite. ``status`` in words: verschuldigd,
    niet verschuldigd, niet van toepassing, nog niet vast te stellen, ... ``sent``: the day on which this was sent, of what was
    not reckoned but stands in the dossier."""

    start: date
    end: date
    amount: Fraction | None
    status: str
    sent: date | None = None


def money_outcome(info: DecisionInfo) -> int | None:
    """The outcome of a besluit that is an amount of money per its own period, by its place; else its first amount; None when it
    has none."""
    amounts = [
        (number, outcome.attr.type)
        for number, outcome in enumerate(info.outcomes)
        if isinstance(outcome.attr.type, NumType) and outcome.attr.type.show == "bedrag"
    ]
    wanted = tuple(sorted((("euro", 1), (info.per or "", -1))))
    return next((number for number, kind in amounts if kind.unit == wanted), amounts[0][0] if amounts else None)


def amounts_of(told: Timeline, outcome: int) -> tuple[Amount, ...]:
    """What a timeline says of every period of its besluit, as of the first day of the period that lies in it."""
    found = []
    stretches = iter(told.stretches)
    stretch = next(stretches)
    for start, end in periods(told.info.per or told.grid, told.start, told.end):
        day = max(start, told.start)
        while stretch.end < day:
            stretch = next(stretches)
        result = stretch.decision.outcomes[outcome]
        found.append(Amount(start, end, amount_of(result), status_of(stretch.decision, result)))
    return tuple(found)


def amount_of(result: OutcomeResult) -> Fraction | None:
    """What an outcome comes to: nothing when it is not owed or does not apply; None when it is not definite."""
    return amount_from(result.value, result.legal_status)


def amount_from(value: Value, legal: Value | None) -> Fraction | None:
    """As :func:`amount_of`, from the value and the rechtsstatus (None: it has none) of an outcome."""
    if isinstance(legal, Known) and legal.value in WITHOUT_AMOUNT:
        return Fraction(0)
    status = outcome_status(value, legal)
    if status is Status.NIET_VAN_TOEPASSING or (isinstance(value, NotApplicableValue) and status is Status.VASTGESTELD):
        return Fraction(0)
    known = value.value if isinstance(value, Known) else None
    return known if status is Status.VASTGESTELD and isinstance(known, Fraction) else None


def status_of(decision: Decision, result: OutcomeResult) -> str:
    if result.status is Status.VASTGESTELD and isinstance(result.legal_status, Known):
        return str(result.legal_status.value)
    return result.status.value
