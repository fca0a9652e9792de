"""The periods of law: where the day, week, maand, bijdrageperiode, kwartaal or jaar of a date begins.

A bijdrageperiode is one of the thirteen of a year: twelve of four weeks and a last one of four or five, in weeks of ISO 8601
(Uitvoeringsbesluit Wmo 2015 artikel 3.1, tekst 2019).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from dsl.program import EFFECT_UNITS

_ONE_DAY = timedelta(days=1)
_MONTHS = {"maand": 1, "kwartaal": 3, "jaar": 12}
_LAST_PERIOD = 13


def first_day(unit: str, day: date) -> date:
    """The first day of the unit in which a day lies."""
    if unit in _MONTHS:
        return date(day.year, (day.month - 1) // _MONTHS[unit] * _MONTHS[unit] + 1, 1)
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "bijdrageperiode":
        year, week, _ = day.isocalendar()
        return date.fromisocalendar(year, (min((week - 1) // 4 + 1, _LAST_PERIOD) - 1) * 4 + 1, 1)
    return day


def next_first_day(unit: str, day: date) -> date:
    """The first day of the unit after the one in which a day lies. Raises OverflowError after the year 9999."""
    first = first_day(unit, day)
    if unit in _MONTHS:
        month = first.month - 1 + _MONTHS[unit]
        if first.year + month // 12 > date.max.year:
            raise OverflowError("date value out of range")
        return date(first.year + month // 12, month % 12 + 1, 1)
    if unit == "week":
        return first + timedelta(weeks=1)
    if unit == "bijdrageperiode":
        year, week, _ = first.isocalendar()
        if (week - 1) // 4 + 1 < _LAST_PERIOD:
            return date.fromisocalendar(year, week + 4, 1)
        return date.fromisocalendar(year + 1, 1, 1)
    return first + _ONE_DAY


def finest(first: str, second: str) -> str:
    """The shorter of two units."""
    return min(first, second, key=EFFECT_UNITS.index)


def periods(unit: str, start: date, end: date) -> Iterator[tuple[date, date]]:
    """The periods (first day, last day) that have a day from ``start`` to ``end``; the first may begin before, the last end
    after."""
    day = first_day(unit, start)
    while day <= end:
        following = next_first_day(unit, day)
        yield day, following - _ONE_DAY
        day = following
