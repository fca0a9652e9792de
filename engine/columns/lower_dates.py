"""Dates, as ordinals. What follows from one date is a function of that date with a known direction, so that a comparison with
something fixed becomes a comparison of the date itself; everything else is computed in whole numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dsl.calendars import Calendar, is_working_day
from dsl.dates import FIRST_DAY, LAST_DAY, DateRangeError
from dsl.program import DateDiff, DateFunction, DatePart, DateShift, WorkDays, YearStart
from engine.calendars import calendar_of
from engine.columns import calendar as cal
from engine.columns.form import Ins, Reason
from engine.columns.lower import Env, Lowering, lowers
from engine.columns.val import Step, Val
from engine.general.dates import _EDGES as EDGES
from engine.general.dates import difference, shifted

FIRST, LAST = FIRST_DAY.toordinal(), LAST_DAY.toordinal()


def _stepped(value: Val, rising: bool, of: Callable[[date], date | int]) -> Step | None:
    """The step of a function of one date, also when that date follows from another one."""
    if value.const is not None:
        return None
    if value.step is None:
        return Step(value.x, rising, lambda day: _whole(of, day))
    before = value.step

    def chained(day: int) -> int | None:
        found = before.of(day)
        return None if found is None or not FIRST <= found <= LAST else _whole(of, found)

    return Step(before.base, before.rising == rising, chained)


def _whole(of: Callable[[date], date | int], day: int) -> int | None:
    try:
        found = of(date.fromordinal(day))
    except (DateRangeError, OverflowError, ValueError):
        return None
    return found.toordinal() if isinstance(found, date) else found


def _within(low: Lowering, found: Ins, step: Step | None) -> tuple[Ins, Ins]:
    """A date held within the calendar, and where it lies outside: a fault."""
    b = low.b
    if found.low >= FIRST and found.high <= LAST:
        return found, b.no
    outside = b.or_(b.compare("<", found, b.word(FIRST)), b.compare(">", found, b.word(LAST)))
    if step is not None:
        outside = _out_of_calendar(low, step)
    kept = b.make("clamp", (found, b.word(FIRST), b.word(LAST)), "w", max(FIRST, found.low), min(LAST, found.high))
    return kept, outside


def _out_of_calendar(low: Lowering, step: Step) -> Ins:
    """Where a function of one date leaves the calendar: below some date, or above some other."""
    b = low.b
    ends = step.valid()
    if ends is None:
        return b.yes
    return b.or_(b.compare("<", step.base, b.word(ends[0])), b.compare(">", step.base, b.word(ends[1])))


def _whole_units(low: Lowering, amount: Val) -> tuple[Ins, Ins]:
    """A number as a whole number of units within what a calendar can hold, and why it is none."""
    b = low.b
    if amount.div is not None:
        return b.word(0), b.why(amount.bad, b.const(int(Reason.DELER), "s"))
    count, bad = amount.x, amount.bad
    if amount.den != 1:
        den = b.number(amount.den)
        count = b.floordiv(amount.x, den)
        exact = b.compare("=", b.calc("mul", count, den), amount.x)
        bad = b.why(bad, b.because(b.not_(exact), Reason.FOUT))
    far = 200_000
    if count.low < -far or count.high > far:
        near = b.and_(b.compare(">=", count, b.number(-far)), b.compare("<=", count, b.number(far)))
        bad = b.why(bad, b.because(b.not_(near), Reason.FOUT))
        bottom, top = (b.as_kind(b.number(end), count.kind) for end in (-far, far))
        count = b.make("clamp", (count, bottom, top), count.kind, max(-far, count.low), min(far, count.high))
    return b.to_word(count), bad


@lowers(DateShift, folded=True)
def _shift(low: Lowering, at: int, node: DateShift, env: Env) -> Val:
    b = low.b
    day, amount = low.operand(node.date, env), low.operand(node.amount, env)
    count, bad = _whole_units(low, amount)
    step = None
    if isinstance(amount.const, Fraction) and amount.const.denominator == 1:
        units = node.sign * int(amount.const)
        step = _stepped(day, True, lambda start: shifted(start, units, node.unit))
    if node.sign < 0:
        count = b.negate(count)
    per = {"dag": 1, "week": 7, "maand": 1, "kwartaal": 3, "jaar": 12}[node.unit]
    moved = b.calc("mul", count, b.word(per)) if per != 1 else count
    found = b.calc("add", day.x, moved) if node.unit in ("dag", "week") else cal.add_months(b, day.x, moved)
    kept, outside = _within(low, found, step)
    return Val(kept, b.no, b.why(day.bad, bad, b.because(outside, Reason.FOUT)), step=step)


@lowers(DateFunction, folded=True)
def _function(low: Lowering, at: int, node: DateFunction, env: Env) -> Val:
    day = low.operand(node.date, env)
    step = _stepped(day, True, EDGES[node.edge, node.period])
    found = cal.edge(low.b, day.x, node.edge, node.period)
    kept, outside = _within(low, found, step)
    return Val(kept, low.b.no, low.b.why(day.bad, low.b.because(outside, Reason.FOUT)), step=step)


@lowers(DatePart, folded=True)
def _part(low: Lowering, at: int, node: DatePart, env: Env) -> Val:
    day = low.operand(node.date, env)
    part = cal.split(low.b, day.x)[("jaar", "maand", "dag").index(node.part)]
    step = _stepped(day, True, lambda start: start.year) if node.part == "jaar" else None
    return Val(low.b.as_number(part), low.b.no, day.bad, step=step)


@lowers(YearStart, folded=True)
def _year_start(low: Lowering, at: int, node: YearStart, env: Env) -> Val:
    b = low.b
    year = low.operand(node.year, env)
    count, bad = _whole_units(low, year)
    step = None
    if year.step is not None and year.den == 1:
        before = year.step

        def new_year(day: int) -> int | None:
            found = before.of(day)
            return None if found is None else _whole(lambda _: shifted(FIRST_DAY, found - FIRST_DAY.year, "jaar"), day)

        step = Step(before.base, before.rising, new_year)
    first, last = FIRST_DAY.year, LAST_DAY.year
    outside = b.or_(b.compare("<", count, b.word(first)), b.compare(">", count, b.word(last)))
    kept = b.make("clamp", (count, b.word(first), b.word(last)), "w", first, last)
    found = cal.join(b, kept, b.word(1), b.word(1))
    return Val(found, b.no, b.why(bad, b.because(outside, Reason.FOUT)), step=step)


@lowers(DateDiff, folded=True)
def _difference(low: Lowering, at: int, node: DateDiff, env: Env) -> Val:
    b = low.b
    start, end = low.operand(node.start, env), low.operand(node.end, env)
    step = None
    if isinstance(end.const, date):
        until = end.const
        step = _stepped(start, False, lambda day: difference(day, until, node.unit, node.age))
    elif isinstance(start.const, date):
        since = start.const
        step = _stepped(end, True, lambda day: difference(since, day, node.unit, node.age))
    days = b.calc("sub", end.x, start.x)
    if node.unit == "dag":
        found = days
    elif node.unit == "week":
        found = cal.toward_zero(b, days, 7)
    elif node.unit == "jaar" and node.age:
        found = cal.ages(b, start.x, end.x)
    else:
        months = cal.months_between(b, start.x, end.x)
        per = {"maand": 1, "kwartaal": 3, "jaar": 12}[node.unit]
        found = months if per == 1 else cal.toward_zero(b, months, per)
    return Val(b.as_number(found), b.no, b.why(start.bad, end.bad), step=step)


# ---------------------------------------------------------------- working days


@lru_cache(maxsize=16)
def _working_days(number: int, calendar: _Kept) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Per day from FIRST on how many working days lie before it; and the ordinals of all working days."""
    ordinals = range(FIRST, LAST + 1)
    works = np.array([is_working_day(date.fromordinal(day), calendar.calendar) for day in ordinals])
    before = np.concatenate(([0], np.cumsum(works))).astype(np.int32)
    return before, (np.flatnonzero(works) + FIRST).astype(np.int32)


class _Kept:
    """A calendar as a key: the same object is the same calendar."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.calendar is self.calendar

    def __hash__(self) -> int:
        return id(self.calendar)


@lowers(WorkDays, folded=True)
def _work_days(low: Lowering, at: int, node: WorkDays, env: Env) -> Val:
    b = low.b
    day = low.operand(node.date, env)
    calendar = calendar_of(low.program, node.calendar)
    before, working = _working_days(0, _Kept(calendar))
    place = b.calc("sub", day.x, b.word(FIRST))
    bad = day.bad
    earlier = b.table(before, place)
    if node.how == "extend" or node.amount is None:
        wanted = earlier
    else:
        amount = low.operand(node.amount, env)
        count, why = _whole_units(low, amount)
        bad = b.why(bad, why)
        up_to = b.table(before, b.calc("add", place, b.word(1)))
        forward = b.calc("sub", b.calc("add", up_to, count), b.word(1))
        back = b.calc("add", earlier, count)
        wanted = b.select(b.compare(">", count, b.word(0)), forward, back)
    most = len(working) - 1
    outside = b.or_(b.compare("<", wanted, b.word(0)), b.compare(">", wanted, b.word(most)))
    kept = wanted
    if wanted.low < 0 or wanted.high > most:
        kept = b.make("clamp", (wanted, b.word(0), b.word(most)), "w", max(0, wanted.low), min(most, wanted.high))
    found: Any = b.table(working, kept)
    return Val(found, b.no, b.why(bad, b.because(outside, Reason.FOUT)))
