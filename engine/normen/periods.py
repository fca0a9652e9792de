"""Periods over which norms are judged: days, months, quarters, thirds of a year, years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dsl.dates import FIRST_YEAR, LAST_YEAR, add_days, add_months
from dsl.notation import MONTH_NAMES

_MONTHS = {"maand": 1, "kwartaal": 3, "tertaal": 4, "jaar": 12}
_YEAR = re.compile(r"([0-9]{4})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_NAMED = re.compile(rf"({'|'.join(MONTH_NAMES)}) ([0-9]{{4}})", re.IGNORECASE)
_PART = re.compile(r"([0-9]{4})-([kqt])([1-4])|(kwartaal|tertaal) ([1-4]) (?:van )?([0-9]{4})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days ``start`` to ``end``, both included."""

    start: date
    end: date
    name: str

    def holds(self, day: date) -> bool:
        return self.start <= day <= self.end


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31), str(number))


def parse_period(text: str) -> Period | None:
    """ "2024", "2024-03", "maart 2024", "2024-K1", "kwartaal 1 2024", "2024-T2", "tertaal 2 2024"; None for anything else."""
    words = " ".join(text.split())
    if match := _YEAR.fullmatch(words):
        return year(int(match[1])) if _possible(int(match[1])) else None
    if match := _MONTH.fullmatch(words):
        return _months(int(match[1]), int(match[2]) - 1, "maand")
    if match := _NAMED.fullmatch(words):
        return _months(int(match[2]), MONTH_NAMES.index(match[1].lower()), "maand")
    if match := _PART.fullmatch(words):
        unit = match[4] or ("tertaal" if match[2].lower() == "t" else "kwartaal")
        return _months(int(match[1] or match[6]), int(match[3] or match[5]) - 1, unit.lower())
    return None


def _possible(number: int) -> bool:
    return FIRST_YEAR <= number < LAST_YEAR


def _months(number: int, place: int, unit: str) -> Period | None:
    """The ``place``-th part of a year, from 0."""
    size = _MONTHS[unit]
    if not _possible(number) or not 0 <= place < 12 // size:
        return None
    start = date(number, 1 + place * size, 1)
    end = add_months(start, size) - timedelta(days=1)
    name = f"{MONTH_NAMES[place]} {number}" if unit == "maand" else f"{unit} {place + 1} {number}"
    return Period(start, end, name if unit != "jaar" else str(number))


def parts_of(period: Period, unit: str | None) -> tuple[Period, ...]:
    """The periods of a unit that lie in ``period``; the period itself when it is not longer than one."""
    size = _MONTHS.get(unit or "", 12)
    found: list[Period] = []
    start = period.start
    while start <= period.end:
        if (start.month - 1) % size or start.day != 1:
            return (period,)
        part = _months(start.year, (start.month - 1) // size, unit if unit in _MONTHS else "jaar")
        if part is None or part.end > period.end:
            return (period,)
        found.append(part)
        start = add_days(part.end, 1)
    return tuple(found)


def unit_of(period: Period) -> str | None:
    """maand, kwartaal, tertaal or jaar; None for a period that is none of these."""
    for unit, size in _MONTHS.items():
        if (period.start.month - 1) % size == 0 and _months(
            period.start.year, (period.start.month - 1) // size, unit
        ) == period:
            return unit
    return None


def previous(period: Period) -> Period | None:
    """The month, quarter, third or year before it; None for another period."""
    unit = unit_of(period)
    if unit is None or not _possible(period.start.year - 1):
        return None
    size = _MONTHS[unit]
    start = add_months(period.start, -size)
    return _months(start.year, (start.month - 1) // size, unit)


def windows(period: Period, amount: int, unit: str) -> Iterator[tuple[date, date]]:
    """Consecutive windows of so many units from the first day of a period; the last may end after it."""
    start = period.start
    while start <= period.end:
        match unit:
            case "dag" | "week":
                following = add_days(start, amount * (7 if unit == "week" else 1))
            case _:
                following = add_months(start, amount * _MONTHS[unit])
        yield start, add_days(following, -1)
        start = following
