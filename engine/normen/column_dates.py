"""Dates over columns. A function of dates is called once for every date, or pair, that occurs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from dsl import dates
from dsl.calendars import add_working_days, next_working_day
from dsl.program import DateDiff, DateFunction, DatePart, DateShift, WorkDays, YearStart
from engine.general.dates import difference, shifted
from engine.normen.column import EARLIEST, LATEST, LIMIT, Array, Column, day_number, day_of, either, gaps_of, largest

if TYPE_CHECKING:
    from engine.normen.frame import Frame


Results = dict[Any, Any]
"""What a function gave for the numbers that it was asked before."""


def _by_number(column: Column, function: Callable[[int], int], known: Results) -> Column:
    """A function of one whole number, called once for every number that occurs; ``known`` is what it gave before."""
    values = _filled(column.values, column.gaps)
    if not len(values):
        return Column(values, column.gaps)
    first, last = int(values.min()), int(values.max())
    if last - first > _SPAN:
        distinct, places = np.unique(values, return_inverse=True)
        return _spread([_attempt(function, value, known) for value in distinct.tolist()], places, column.gaps)
    places = np.subtract(values, first, dtype=np.int64)
    occurs = np.bincount(places).astype(bool).tolist()
    results = [_attempt(function, first + place, known) if here else None for place, here in enumerate(occurs)]
    return _spread(results, places, column.gaps, np.array(occurs))


def _by_day(column: Column, function: Callable[[date], int], known: Results) -> Column:
    return _by_number(column, lambda number: function(day_of(number)), known)


def _by_numbers(columns: list[Column], function: Callable[[int, int], int], known: Results) -> Column:
    """A function of two whole numbers, called once for every pair that occurs."""
    gaps = gaps_of(columns)
    first, second = (_filled(column.values, gaps).astype(np.int64) for column in columns)
    if not len(first):
        return Column(first, gaps)
    fixed = int(second[0])
    if np.all(second == fixed):
        held = known.setdefault(("fixed", fixed), {})
        return _by_number(Column(first, gaps), lambda number: function(number, fixed), held)
    pairs = np.stack((first, second), axis=1)
    size = int(second.max()) - int(second.min()) + 1
    if (int(first.max()) - int(first.min()) + 1) * size < LIMIT:
        joined = (first - first.min()) * size + (second - second.min())
        _, where, places = np.unique(joined, return_index=True, return_inverse=True)
        distinct = pairs[where]
    else:
        distinct, places = np.unique(pairs, axis=0, return_inverse=True)
    results = [_attempt(lambda pair: function(*pair), (one, other), known) for one, other in distinct.tolist()]
    return _spread(results, places.reshape(-1), gaps)


_SPAN = 100_000
"""So many days are looked up in a table; more are sorted."""


def _filled(values: Array, gaps: Array | None) -> Array:
    """With the value of another record in the place of what is missing."""
    return values if gaps is None else np.where(gaps, 0 if gaps.all() else values[np.argmin(gaps)], values)


def _spread(results: list[int | None], places: Array, gaps: Array | None, occurs: Array | None = None) -> Column:
    """The results where their numbers stand; a number that has none gives no value."""
    failed = np.array([result is None for result in results])
    if occurs is not None:
        failed &= occurs
    found = np.array([0 if result is None else result for result in results], np.int32)
    return Column(found[places], either([gaps, failed[places] if failed.any() else None]))


def _attempt(function: Callable[[Any], int], argument: Any, known: Results) -> int | None:
    """A date outside the years that the program knows gives no value."""
    if argument in known:
        found: int | None = known[argument]
        return found
    try:
        known[argument] = function(argument)
    except (ValueError, OverflowError):
        known[argument] = None
    return cast(int | None, known[argument])


def _whole(column: Column) -> Column:
    """Amounts of days and the like; one that is not whole gives no value."""
    if column.den == 1:
        return column
    odd = np.asarray(column.values % column.den != 0, bool)
    return Column(column.values // column.den, either([column.gaps, odd]))


def _shift(frame: Frame, node: DateShift, day: date) -> Column:
    start, amount = frame.value(node.date, day), _whole(frame.value(node.amount, day))
    if node.unit in ("dag", "week"):
        size = node.sign * (7 if node.unit == "week" else 1)
        far = largest(amount.values) > _SPAN
        by = amount.values.astype(np.int64) if far else amount.values.astype(np.int32)
        return _existing(Column(start.values + size * by, gaps_of([start, amount])))
    return _by_numbers(
        [start, amount],
        lambda one, count: day_number(shifted(day_of(one), node.sign * count, node.unit)),
        frame.known(node),
    )


def _existing(column: Column) -> Column:
    """A day that the calendar does not have is none."""
    values = column.values
    if len(values) and (values.min() < EARLIEST or values.max() > LATEST):
        return Column(values, either([column.gaps, (values < EARLIEST) | (values > LATEST)]))
    return column


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
    return _by_day(frame.value(node.date, day), lambda one: day_number(edge(one)), frame.known(node))


def _date_part(frame: Frame, node: DatePart, day: date) -> Column:
    part = {"jaar": "year", "maand": "month", "dag": "day"}[node.part]
    return _by_day(frame.value(node.date, day), lambda one: int(getattr(one, part)), frame.known(node))


def _year_start(frame: Frame, node: YearStart, day: date) -> Column:
    year = _whole(frame.value(node.year, day))
    return _by_number(year, lambda one: day_number(date(one, 1, 1)), frame.known(node))


def _date_diff(frame: Frame, node: DateDiff, day: date) -> Column:
    start, end = frame.operands(node, day)
    if node.unit == "dag":
        return Column(end.values - start.values, gaps_of([start, end]))
    return _by_numbers(
        [start, end], lambda one, other: difference(day_of(one), day_of(other), node.unit, node.age), frame.known(node)
    )


def _work_days(frame: Frame, node: WorkDays, day: date) -> Column:
    calendar = frame.calendar(node.calendar)
    start = frame.value(node.date, day)
    if node.amount is None:
        return _by_day(start, lambda one: day_number(next_working_day(one, calendar)), frame.known(node))
    amount = _whole(frame.value(node.amount, day))
    return _by_numbers(
        [start, amount],
        lambda one, count: day_number(add_working_days(day_of(one), count, calendar)),
        frame.known(node),
    )


DATE_KINDS: dict[type[Any], Callable[[Frame, Any, date], Column]] = {
    DateShift: _shift,
    DateFunction: _date_function,
    DatePart: _date_part,
    YearStart: _year_start,
    DateDiff: _date_diff,
    WorkDays: _work_days,
}
