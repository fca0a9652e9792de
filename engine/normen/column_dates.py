"""Dates over columns. A function of dates is called once for every date, or pair, that occurs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from dsl import dates
from dsl.calendars import add_working_days, next_working_day
from dsl.program import DateDiff, DateFunction, DatePart, DateShift, WorkDays, YearStart
from engine.general.dates import difference, shifted
from engine.normen.column import Column, day_number, day_of, missing_of

if TYPE_CHECKING:
    from engine.normen.frame import Frame


def _by_day(column: Column, function: Callable[[date], int]) -> Column:
    """A function of one date, called once for every day that occurs."""
    values = np.where(column.missing, 0, column.values).astype(np.int64)
    if not len(values):
        return Column(values, column.missing)
    distinct, place = np.unique(values, return_inverse=True)
    results = [_attempt(function, day_of(value)) for value in distinct.tolist()]
    failed = np.array([result is None for result in results])
    found = np.array([0 if result is None else result for result in results], np.int64)
    return Column(found[place], column.missing | failed[place])


def _by_days(columns: list[Column], function: Callable[[int, int], int]) -> Column:
    """A function of two whole numbers, called once for every pair that occurs."""
    missing = missing_of(columns)
    first, second = (np.where(missing, 0, column.values).astype(np.int64) for column in columns)
    if not len(first):
        return Column(first, missing)
    pairs = np.stack((first, second), axis=1)
    distinct, place = np.unique(pairs, axis=0, return_inverse=True)
    results = [_attempt(lambda pair: function(*pair), pair) for pair in distinct.tolist()]
    failed = np.array([result is None for result in results])
    found = np.array([0 if result is None else result for result in results], np.int64)
    place = place.reshape(-1)
    return Column(found[place], missing | failed[place])


def _attempt(function: Callable[[Any], int], argument: Any) -> int | None:
    """A date outside the years that the program knows gives no value."""
    try:
        return function(argument)
    except (ValueError, OverflowError):
        return None


def _whole(column: Column) -> Column:
    """Amounts of days and the like; one that is not whole gives no value."""
    odd = column.values % column.den != 0
    return Column(column.values // column.den, column.missing | odd.astype(bool))


def _shift(frame: Frame, node: DateShift, day: date) -> Column:
    start, amount = frame.value(node.date, day), _whole(frame.value(node.amount, day))
    if node.unit in ("dag", "week"):
        size = 7 if node.unit == "week" else 1
        moved = start.values + node.sign * size * amount.values.astype(np.int64)
        return Column(moved, missing_of([start, amount]))
    return _by_days([start, amount], lambda one, count: day_number(shifted(day_of(one), node.sign * count, node.unit)))


_EDGES: dict[tuple[str, str], Callable[[date], date]] = {
    ("first", "maand"): dates.first_day_of_month,
    ("last", "maand"): dates.last_day_of_month,
    ("first of next", "maand"): dates.first_day_of_next_month,
    ("first", "kwartaal"): dates.first_day_of_quarter,
    ("last", "kwartaal"): dates.last_day_of_quarter,
    ("first of next", "kwartaal"): lambda day: dates.add_days(dates.last_day_of_quarter(day), 1),
    ("first", "jaar"): dates.first_day_of_year,
    ("last", "jaar"): dates.last_day_of_year,
    ("first of next", "jaar"): lambda day: dates.add_days(dates.last_day_of_year(day), 1),
}


def _date_function(frame: Frame, node: DateFunction, day: date) -> Column:
    edge = _EDGES[node.edge, node.period]
    return _by_day(frame.value(node.date, day), lambda one: day_number(edge(one)))


def _date_part(frame: Frame, node: DatePart, day: date) -> Column:
    part = {"jaar": "year", "maand": "month", "dag": "day"}[node.part]
    return _by_day(frame.value(node.date, day), lambda one: int(getattr(one, part)))


def _year_start(frame: Frame, node: YearStart, day: date) -> Column:
    year = _whole(frame.value(node.year, day))
    zero = Column(np.zeros(frame.size, np.int64), year.missing)
    return _by_days([year, zero], lambda one, _: day_number(date(one, 1, 1)))


def _date_diff(frame: Frame, node: DateDiff, day: date) -> Column:
    start, end = frame.operands(node, day)
    if node.unit == "dag":
        return Column(end.values - start.values, missing_of([start, end]))
    return _by_days([start, end], lambda one, other: difference(day_of(one), day_of(other), node.unit, node.age))


def _work_days(frame: Frame, node: WorkDays, day: date) -> Column:
    calendar = frame.calendar(node.calendar)
    start = frame.value(node.date, day)
    if node.amount is None:
        return _by_day(start, lambda one: day_number(next_working_day(one, calendar)))
    amount = _whole(frame.value(node.amount, day))
    return _by_days([start, amount], lambda one, count: day_number(add_working_days(day_of(one), count, calendar)))


DATE_KINDS: dict[type[Any], Callable[[Frame, Any, date], Column]] = {
    DateShift: _shift,
    DateFunction: _date_function,
    DatePart: _date_part,
    YearStart: _year_start,
    DateDiff: _date_diff,
    WorkDays: _work_days,
}
