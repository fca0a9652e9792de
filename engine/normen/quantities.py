"""What every record has of itself: its lead time, its age, the rank of its working day; and how long its term was suspended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast

import numpy as np

from dsl.calendars import Calendar
from dsl.program import Age, Elapsed, Gauge, Quantity, Suspension, WorkdayRank
from engine.general.dates import difference
from engine.normen.column import Array, Column, day_number, day_of
from engine.normen.frame import Frame

_THURSDAY = 3  # 1 January 1970


def quantity(frame: Frame, value: Quantity, day: date, suspension: Suspension | None = None) -> Column:
    """The number of every record, with ``day`` as rekendatum. An Age is missing for records that are not open then."""
    match value:
        case int():
            return frame.value(value, day)
        case WorkdayRank(node, calendar):
            column = frame.value(node, day)
            return Column(_ranks(_filled(column), frame.calendar(calendar)), column.missing)
        case Age(start_node, done_node):
            start, done = frame.value(start_node, day), frame.value(done_node, day)
            today = day_number(day)
            return Column(today - _filled(start), ~open_on(start, done, today))
        case Elapsed(start_node, done_node, unit, calendar_name):
            start, done = frame.value(start_node, day), frame.value(done_node, day)
            begin, end = _filled(start), _filled(done)
            missing = start.missing | done.missing | (end > day_number(day))
            if unit == "werkdag":
                return Column(workdays(begin, end, frame.calendar(calendar_name or "")), missing)
            if unit in ("dag", "week"):
                days = end - begin - (paused(frame, suspension, day, done) if suspension is not None else 0)
                return Column(days if unit == "dag" else np.trunc(days / 7).astype(np.int64), missing)
            return Column(_by_pair(begin, end, lambda a, b: difference(day_of(a), day_of(b), unit, False)), missing)


def open_on(start: Column, done: Column, today: int) -> Array:
    """The records that had come in and were not done at the end of a day."""
    return ~start.missing & (start.values <= today) & (done.missing | (done.values > today))


def suspended(frame: Frame, gauge: Gauge, day: date) -> Array:
    """The records whose term was suspended by the end of a day."""
    pause = gauge.suspension
    found = np.zeros(frame.size, bool)
    if pause is None:
        return found
    if pause.when is not None:
        column = frame.value(pause.when, day)
        found = column.values.astype(bool) & ~column.missing
    if pause.start is not None:
        start = frame.value(pause.start, day)
        found = found | (~start.missing & (start.values <= day_number(day)))
    return found


def paused(frame: Frame, pause: Suspension, day: date, done: Column) -> Array:
    """So many days the clock stood still by the end of a day; while a record is suspended it stands still until then, or until the
    record was done."""
    if pause.how != "klok stil" or pause.start is None:
        return np.zeros(frame.size, np.int64)
    today = day_number(day)
    start = frame.value(pause.start, day)
    last = np.where(done.missing, today, np.minimum(_filled(done), today))
    if pause.end is not None:
        end = frame.value(pause.end, day)
        last = np.where(end.missing, last, np.minimum(_filled(end), last))
    return np.where(start.missing, 0, np.maximum(last - _filled(start), 0)).astype(np.int64)


def _filled(column: Column) -> Array:
    return np.where(column.missing, 0, column.values).astype(np.int64)


# ---------------------------------------------------------------- working days


def workdays(start: Array, end: Array, calendar: Calendar) -> Array:
    """The working days after ``start`` up to and including ``end``; negative when the end comes first."""
    table, first = _table(calendar, start, end)
    return cast(Array, table[end - first] - table[start - first])


def _ranks(days: Array, calendar: Calendar) -> Array:
    """The working days of the month before a day, and one."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    table, first = _table(calendar, months - 1, days)
    return cast(Array, table[days - 1 - first] - table[months - 1 - first] + 1)


def _table(calendar: Calendar, *days: Array) -> tuple[Array, int]:
    """How many working days there are up to each day from the first that occurs, and which that is."""
    filled = [item for item in days if len(item)]
    first = min((int(item.min()) for item in filled), default=0) - 1
    last = max((int(item.max()) for item in filled), default=0)
    numbers = np.arange(first, last + 1)
    working = ~np.isin((numbers + _THURSDAY) % 7, list(calendar.rest_weekdays))
    for year in range(day_of(first).year, day_of(last).year + 1):
        for free in calendar.free_days(year):
            place = day_number(free) - first
            if 0 <= place < len(working):
                working[place] = False
    return np.cumsum(working), first


def _by_pair(one: Array, other: Array, function: Callable[[int, int], int]) -> Array:
    """A function of two days, called once for every pair that occurs."""
    if not len(one):
        return one
    distinct, place = np.unique(np.stack((one, other), axis=1), axis=0, return_inverse=True)
    return np.array([function(*pair) for pair in distinct.tolist()], np.int64)[place.reshape(-1)]
