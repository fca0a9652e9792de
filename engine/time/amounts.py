"""What a besluit comes to in money, period by period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from dsl.program import DecisionInfo, NumType
from engine.decide import WITHOUT_AMOUNT, outcome_status
from engine.decision import Decision, OutcomeResult, Status
from engine.time.timeline import Stretch, Timeline
from engine.time.units import first_day, next_first_day, periods
from engine.values import Known, NotApplicableValue, Value

CENT = Fraction(1, 100)
_ONE_DAY = timedelta(days=1)
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Portion:
    """Days next to each other in one month: the amount of a whole month as it is on them (None: not definite), and what of it is due
    over these days. ``status`` as of an :class:`Amount`."""

    start: date
    end: date
    monthly: Fraction | None
    due: Fraction | None
    status: str

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class Amount:
    """A period (both days included) with what is to be paid in it. ``amount`` None: not definite. ``status`` in words: verschuldigd,
    niet verschuldigd, niet van toepassing, nog niet vast te stellen, ... ``sent``: the day on which this was sent, of what was
    not reckoned but stands in the dossier. ``portions``: of a month in which it changes, where the law reckons with part of a month."""

    start: date
    end: date
    amount: Fraction | None
    status: str
    sent: date | None = None
    portions: tuple[Portion, ...] = ()


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
    """What a timeline says of every period of its besluit: as of the first day of the period that lies in it, or of each part of a
    month where the law reckons with these."""
    if told.info.days_in_year is not None:
        return tuple(_of_month(told, outcome, start, end) for start, end in periods("maand", told.start, told.end))
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


def portions_of(told: Timeline, outcome: int, start: date, end: date) -> tuple[Portion, ...]:
    """The parts of one month, each with one amount; a single one holds for the whole month. Only of a besluit whose law reckons
    with part of a month."""
    found: list[Portion] = []
    for first, last, stretch in _within(told, start, end):
        result = stretch.decision.outcomes[outcome]
        monthly, status = amount_of(result), status_of(stretch.decision, result)
        if found and (found[-1].monthly, found[-1].status) == (monthly, status):
            first = found.pop().start
        found.append(Portion(first, last, monthly, monthly, status))
    if len(found) == 1:
        return tuple(found)
    assert told.info.days_in_year is not None
    return tuple(replace(one, due=_part(one, told.info.days_in_year)) for one in found)


def portions_in(told: Timeline, stretch: Stretch) -> tuple[Portion, ...]:
    """The parts of months in which the amount changes that begin in a stretch; none where the law does not reckon with these."""
    outcome = money_outcome(told.info)
    if told.info.days_in_year is None or outcome is None:
        return ()
    months = dict.fromkeys(first_day("maand", day) for day in (stretch.start, stretch.end))
    found: list[Portion] = []
    for month in months:
        portions = portions_of(told, outcome, month, next_first_day("maand", month) - _ONE_DAY)
        if len(portions) > 1:
            found += [one for one in portions if stretch.start <= one.start <= stretch.end]
    return tuple(found)


def _within(told: Timeline, start: date, end: date) -> Iterator[tuple[date, date, Stretch]]:
    for stretch in told.stretches:
        if stretch.start <= end and stretch.end >= start:
            yield max(start, stretch.start), min(end, stretch.end), stretch


def _part(portion: Portion, days_in_year: int) -> Fraction | None:
    """What is due over part of a month, rounded to cents as an amount per month is: half a cent up."""
    if portion.monthly is None:
        return None
    exact = portion.monthly * _MONTHS * portion.days / days_in_year
    return floor(exact / CENT + Fraction(1, 2)) * CENT


def _of_month(told: Timeline, outcome: int, start: date, end: date) -> Amount:
    portions = portions_of(told, outcome, start, end)
    if len(portions) == 1:
        return Amount(start, end, portions[0].due, portions[0].status)
    opened = next((one for one in portions if one.due is None), None)
    if opened is not None:
        return Amount(start, end, None, opened.status, portions=portions)
    total = sum((one.due for one in portions if one.due is not None), Fraction(0))
    status = next((one.status for one in portions if one.monthly), portions[0].status)
    return Amount(start, end, total, status, portions=portions)


def whole_months(info: DecisionInfo, start: date, end: date) -> tuple[date, date]:
    """The days over which a besluit must be followed to know what every month comes to, when its law reckons with part of a month."""
    if info.days_in_year is None:
        return start, end
    return first_day("maand", start), next_first_day("maand", end) - _ONE_DAY


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
