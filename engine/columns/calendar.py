"""Calendar arithmetic in whole numbers, over instructions: the proleptic Gregorian calendar, years that begin in March."""

from __future__ import annotations

from typing import Literal

from engine.columns.builder import Builder
from engine.columns.form import Ins

_ERA = 146_097
"""Days in 400 years."""
_SHIFT = 305
"""Days from 1 March of the year 0 to the day with ordinal 0."""


def _const(b: Builder, op: str, a: Ins, n: int) -> Ins:
    return b.calc(op, a, b.word(n))


def _over(b: Builder, a: Ins, n: int) -> Ins:
    return b.floordiv(a, b.word(n))


def _held(b: Builder, a: Ins, low: int, high: int) -> Ins:
    """The same word, of which more is known than its calculation shows."""
    if a.is_const or (a.low >= low and a.high <= high):
        return a
    return b.make("known", (a,), "w", max(low, a.low), min(high, a.high))


def split(b: Builder, day: Ins) -> tuple[Ins, Ins, Ins]:
    """Year, month and day of the month of an ordinal (1 or more)."""
    z = _const(b, "add", day, _SHIFT)
    era = _over(b, z, _ERA)
    of_era = _held(b, b.calc("sub", z, _const(b, "mul", era, _ERA)), 0, _ERA - 1)
    less = b.calc("sub", of_era, _over(b, of_era, 1460))
    less = b.calc("add", less, _over(b, of_era, 36_524))
    less = b.calc("sub", less, _over(b, of_era, _ERA - 1))
    year_of_era = _held(b, _over(b, _held(b, less, 0, _ERA), 365), 0, 399)
    year = b.calc("add", year_of_era, _const(b, "mul", era, 400))
    passed = b.calc("add", _const(b, "mul", year_of_era, 365), _over(b, year_of_era, 4))
    passed = b.calc("sub", passed, _over(b, year_of_era, 100))
    of_year = _held(b, b.calc("sub", of_era, passed), 0, 365)
    march = _over(b, _const(b, "add", _const(b, "mul", of_year, 5), 2), 153)
    start = _over(b, _const(b, "add", _const(b, "mul", march, 153), 2), 5)
    day_of_month = _held(b, _const(b, "add", b.calc("sub", of_year, start), 1), 1, 31)
    in_year = b.compare("<", march, b.word(10))
    month = _held(b, b.select(in_year, _const(b, "add", march, 3), _const(b, "sub", march, 9)), 1, 12)
    year = b.select(in_year, year, _const(b, "add", year, 1))
    return _held(b, year, day.low // 366, day.high // 365 + 1), month, day_of_month


def join(b: Builder, year: Ins, month: Ins, day: Ins) -> Ins:
    """The ordinal of a date."""
    late = b.compare(">", month, b.word(2))
    year = b.select(late, year, _const(b, "sub", year, 1))
    march = b.select(late, _const(b, "sub", month, 3), _const(b, "add", month, 9))
    march = _held(b, march, 0, 11)
    of_year = b.calc(
        "sub", b.calc("add", _over(b, _const(b, "add", _const(b, "mul", march, 153), 2), 5), day), b.word(1)
    )
    days = b.calc("add", _const(b, "mul", year, 365), of_year)
    days = b.calc("add", days, _over(b, year, 4))
    days = b.calc("sub", days, _over(b, year, 100))
    days = b.calc("add", days, _over(b, year, 400))
    return _const(b, "sub", days, _SHIFT)


def days_in_month(b: Builder, year: Ins, month: Ins) -> Ins:
    def multiple(n: int) -> Ins:
        return b.compare("=", _const(b, "mul", _over(b, year, n), n), year)

    leap = b.and_(multiple(4), b.or_(b.not_(multiple(100)), multiple(400)))
    short = b.or_(*(b.compare("=", month, b.word(n)) for n in (4, 6, 9, 11)))
    february = b.select(leap, b.word(29), b.word(28))
    return b.select(b.compare("=", month, b.word(2)), february, b.select(short, b.word(30), b.word(31)))


def _least(b: Builder, a: Ins, c: Ins) -> Ins:
    return b.calc("min", a, c)


def add_months(b: Builder, day: Ins, months: Ins) -> Ins:
    """The same day of the month, or the last one of a month that has no such day."""
    year, month, of_month = split(b, day)
    total = b.calc("add", b.calc("add", _const(b, "mul", year, 12), _const(b, "sub", month, 1)), months)
    new_year = _over(b, total, 12)
    new_month = _const(b, "add", b.calc("sub", total, _const(b, "mul", new_year, 12)), 1)
    new_month = _held(b, new_month, 1, 12)
    return join(b, new_year, new_month, _least(b, of_month, days_in_month(b, new_year, new_month)))


def edge(
    b: Builder, day: Ins, which: Literal["first", "last", "first of next"], period: Literal["maand", "kwartaal", "jaar"]
) -> Ins:
    """The first or last day of the period in which a day lies, or the first day after it."""
    year, month, _ = split(b, day)
    if period == "jaar":
        first_month: Ins = b.word(1)
    elif period == "kwartaal":
        quarter = _over(b, _const(b, "add", month, 2), 3)
        first_month = _held(b, _const(b, "sub", _const(b, "mul", quarter, 3), 2), 1, 10)
    else:
        first_month = month
    if which == "first":
        return join(b, year, first_month, b.word(1))
    length = {"maand": 1, "kwartaal": 3, "jaar": 12}[period]
    after = _const(b, "add", first_month, length)
    over = b.compare(">", after, b.word(12))
    next_month = _held(b, b.select(over, _const(b, "sub", after, 12), after), 1, 12)
    next_year = b.select(over, _const(b, "add", year, 1), year)
    following = join(b, next_year, next_month, b.word(1))
    return following if which == "first of next" else _const(b, "sub", following, 1)


def toward_zero(b: Builder, a: Ins, n: int) -> Ins:
    """a over n, cut off toward zero."""
    if a.low >= 0:
        return _over(b, a, n)
    negative = b.compare("<", a, b.word(0))
    return b.select(negative, b.negate(_over(b, b.negate(a), n)), _over(b, a, n))


def _signed(b: Builder, start: Ins, end: Ins) -> tuple[Ins, Ins, Ins]:
    """Whether the end comes first, and both in order."""
    back = b.compare("<", end, start)
    return back, b.select(back, end, start), b.select(back, start, end)


def months_between(b: Builder, start: Ins, end: Ins) -> Ins:
    back, early, late = _signed(b, start, end)
    year, month, day = split(b, early)
    to_year, to_month, to_day = split(b, late)
    months = b.calc(
        "sub", b.calc("add", _const(b, "mul", to_year, 12), to_month), b.calc("add", _const(b, "mul", year, 12), month)
    )
    reached = b.compare(">=", to_day, _least(b, day, days_in_month(b, to_year, to_month)))
    months = b.calc("sub", months, b.select(reached, b.word(0), b.word(1)))
    return b.select(back, b.negate(months), months)


def ages(b: Builder, start: Ins, end: Ins) -> Ins:
    back, early, late = _signed(b, start, end)
    year, month, day = split(b, early)
    to_year, to_month, to_day = split(b, late)
    before = b.compare(
        "<",
        b.calc("add", _const(b, "mul", to_month, 32), to_day),
        b.calc("add", _const(b, "mul", month, 32), day),
    )
    years = b.calc("sub", b.calc("sub", to_year, year), b.select(before, b.word(1), b.word(0)))
    return b.select(back, b.negate(years), years)
