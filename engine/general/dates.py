"""Dates. Every operation here keeps the order of dates, so an unknown date is bounded by what its ends give.

A calculation that leaves the years with which is counted is a fault (datum); within open bounds it possibly is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from dsl.calendars import add_working_days, next_working_day
from dsl.dates import (
    FIRST_DAY,
    LAST_DAY,
    DateRangeError,
    add_days,
    add_months,
    days_between,
    first_day_of_month,
    first_day_of_next_month,
    first_day_of_quarter,
    first_day_of_year,
    last_day_of_month,
    last_day_of_quarter,
    last_day_of_year,
    whole_months_between,
    whole_years_between,
)
from dsl.program import DateDiff, DateFunction, DatePart, DateShift, NodeBase, NumType, WorkDays, YearStart
from engine.bounds import bounds_of, settle, with_flags
from engine.calendars import calendar_of
from engine.general.operands import usable
from engine.general.table import Operands, computes
from engine.scene import Env, Scene
from engine.values import Bounds, Fault, Known, Value

Days = tuple[date, date]
Wholes = tuple[int, int]

FARTHEST = 200_000
"""More days than lie between the first and the last date: a shift by more always leaves the range."""


def _days(value: Value) -> Days:
    """First and last possible date; what is open ends with the years with which is counted."""
    bounds = bounds_of(value)
    low, high = bounds.low, bounds.high
    assert not isinstance(low, Fraction) and not isinstance(high, Fraction)
    return low or FIRST_DAY, high or LAST_DAY


def _wholes(scene: Scene, node_id: int, value: Value) -> tuple[Wholes, bool]:
    """Lowest and highest whole number that a value could be, and whether it could be no whole number."""
    bounds = bounds_of(value)
    low, high = bounds.low, bounds.high
    assert not isinstance(low, date) and not isinstance(high, date)
    kind = scene.program.nodes[node_id].type
    on_grid = isinstance(kind, NumType) and kind.grid is not None and kind.grid.denominator == 1
    first = -FARTHEST if low is None else max(-FARTHEST, low.__ceil__())
    last = FARTHEST if high is None else min(FARTHEST, high.__floor__())
    return (first, last), not on_grid and not (isinstance(value, Known) and first == last)


def _not_whole(value: Value, node: NodeBase, what: str) -> Fault | None:
    if isinstance(value, Known) and isinstance(value.value, Fraction) and value.value.denominator != 1:
        return Fault("geen heel getal", f"{what} is geen heel getal.", (node.span,))
    return None


def _dated(
    node: NodeBase, values: list[Value], first: Callable[[], date], last: Callable[[], date], maybe_fault: bool
) -> Value:
    """The dates from ``first`` to ``last``, held within the years with which is counted."""
    found: list[date | None] = []
    cause = ""
    for end, at_edge in ((first, FIRST_DAY), (last, LAST_DAY)):
        try:
            found.append(end())
        except (DateRangeError, OverflowError) as problem:
            cause = str(problem)
            maybe_fault = True
            found.append(at_edge)
    if cause and all(isinstance(value, Known) for value in values):
        return Fault("datum", cause, (node.span,))
    return settle(with_flags(Bounds(found[0], found[1], maybe_fault=maybe_fault), values), values)


def shifted(day: date, amount: int, unit: str) -> date:
    """A date an amount of units later. Raises DateRangeError."""
    match unit:
        case "dag":
            return add_days(day, amount)
        case "week":
            return add_days(day, 7 * amount)
        case "maand":
            return add_months(day, amount)
        case "kwartaal":
            return add_months(day, 3 * amount)
        case "jaar":
            return add_months(day, 12 * amount)
    raise ValueError(f"no unit of time: {unit}")


def difference(start: date, end: date, unit: str, age: bool) -> int:
    """Whole units from start to end, negative when end is first; as an age or as a term."""
    match unit:
        case "dag":
            return days_between(start, end)
        case "week":
            return _toward_zero(days_between(start, end), 7)
        case "maand":
            return whole_months_between(start, end)
        case "kwartaal":
            return _toward_zero(whole_months_between(start, end), 3)
        case "jaar":
            if age:
                return whole_years_between(start, end)
            return _toward_zero(whole_months_between(start, end), 12)
    raise ValueError(f"no unit of time: {unit}")


def _toward_zero(number: int, by: int) -> int:
    return number // by if number >= 0 else -(-number // by)


@computes(DateShift)
def _shift(scene: Scene, node: DateShift, env: Env, operands: Operands) -> Value:
    values, fault = usable(scene, operands)
    fault = fault or _not_whole(values[1], node, "Het aantal waarmee een datum verschuift")
    if fault:
        return fault
    start, end = _days(values[0])
    (low, high), broken = _wholes(scene, node.amount, values[1])
    if node.sign < 0:
        low, high = -high, -low
    if low > high:
        return Fault("geen heel getal", "Het aantal waarmee een datum verschuift is geen heel getal.", (node.span,))
    return _dated(node, values, lambda: shifted(start, low, node.unit), lambda: shifted(end, high, node.unit), broken)


_EDGES: dict[tuple[str, str], Callable[[date], date]] = {
    ("first", "maand"): first_day_of_month,
    ("first", "kwartaal"): first_day_of_quarter,
    ("first", "jaar"): first_day_of_year,
    ("last", "maand"): last_day_of_month,
    ("last", "kwartaal"): last_day_of_quarter,
    ("last", "jaar"): last_day_of_year,
    ("first of next", "maand"): first_day_of_next_month,
    ("first of next", "kwartaal"): lambda day: add_days(last_day_of_quarter(day), 1),
    ("first of next", "jaar"): lambda day: add_days(last_day_of_year(day), 1),
}


@computes(DateFunction)
def _function(scene: Scene, node: DateFunction, env: Env, operands: Operands) -> Value:
    values, fault = usable(scene, operands)
    if fault:
        return fault
    change = _EDGES[node.edge, node.period]
    start, end = _days(values[0])
    return _dated(node, values, lambda: change(start), lambda: change(end), False)


@computes(DatePart)
def _part(scene: Scene, node: DatePart, env: Env, operands: Operands) -> Value:
    values, fault = usable(scene, operands)
    if fault:
        return fault
    start, end = _days(values[0])
    if node.part == "jaar":
        low, high = start.year, end.year
    elif node.part == "maand":
        low, high = (start.month, end.month) if start.year == end.year else (1, 12)
    else:
        same_month = (start.year, start.month) == (end.year, end.month)
        low, high = (start.day, end.day) if same_month else (1, 31)
    return settle(with_flags(Bounds(Fraction(low), Fraction(high)), values), values)


@computes(YearStart)
def _year_start(scene: Scene, node: YearStart, env: Env, operands: Operands) -> Value:
    values, fault = usable(scene, operands)
    fault = fault or _not_whole(values[0], node, "Het jaar")
    if fault:
        return fault
    (low, high), broken = _wholes(scene, node.year, values[0])
    return _dated(node, values, lambda: _new_year(low), lambda: _new_year(high), broken)


def _new_year(year: int) -> date:
    return shifted(FIRST_DAY, year - FIRST_DAY.year, "jaar")


@computes(DateDiff)
def _difference(scene: Scene, node: DateDiff, env: Env, operands: Operands) -> Value:
    values, fault = usable(scene, operands)
    if fault:
        return fault
    (start, latest_start), (end, latest_end) = _days(values[0]), _days(values[1])
    low = difference(latest_start, end, node.unit, node.age)
    high = difference(start, latest_end, node.unit, node.age)
    return settle(with_flags(Bounds(Fraction(low), Fraction(high)), values), values)


@computes(WorkDays)
def _work_days(scene: Scene, node: WorkDays, env: Env, operands: Operands) -> Value:
    values, fault = usable(scene, operands)
    if fault:
        return fault
    calendar = calendar_of(scene.program, node.calendar)
    start, end = _days(values[0])
    if node.how == "extend" or node.amount is None:
        return _dated(
            node, values, lambda: next_working_day(start, calendar), lambda: next_working_day(end, calendar), False
        )
    fault = _not_whole(values[1], node, "Het aantal werkdagen")
    if fault:
        return fault
    (low, high), broken = _wholes(scene, node.amount, values[1])
    if low > high:
        return Fault("geen heel getal", "Het aantal werkdagen is geen heel getal.", (node.span,))
    return _dated(
        node,
        values,
        lambda: add_working_days(start, low, calendar),
        lambda: add_working_days(end, high, calendar),
        broken,
    )
