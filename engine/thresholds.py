"""The values of a missing fact at which something changes: what it is compared with, traced back through the arithmetic.

A comparison of an unknown with a known value gives a threshold for the unknown side. That threshold is carried down the
trace to the fact: through sums, products and conversions whose other parts are known, through definitions and tables,
through ages and shifted dates. What cannot be turned around is passed by; the ends of the range are always tried too.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from dsl.dates import DateRangeError, add_days, add_months, add_weeks, add_years
from dsl.program import (
    Aggregate,
    Bound,
    Choice,
    Compare,
    Convert,
    DateDiff,
    DateFunction,
    DatePart,
    DateShift,
    Derived,
    Input,
    Named,
    Node,
    Product,
    Program,
    Quotient,
    Round,
    Sum,
    TableHit,
)
from engine.trace import Step, StepKey, Trace
from engine.values import FactRef, Known, Unknown, Value

Edge = Fraction | date
MAX_EDGES = 200
"""Steps of carrying down for one fact, so that a large trace costs no more."""


def thresholds(program: Program, trace: Trace, fact: FactRef) -> tuple[Edge, ...]:
    """The thresholds of one fact in a trace, sorted."""
    found: set[Edge] = set()
    waiting: list[tuple[StepKey, Edge]] = []
    for key, step in trace.steps.items():
        if isinstance(step.value, Unknown) and fact in step.value.facts:
            waiting.extend(_starts(program.nodes[key[0]], step, trace))
    seen: set[tuple[StepKey, Edge]] = set()
    while waiting and len(seen) < MAX_EDGES:
        item = waiting.pop(0)
        key, edge = item
        value = trace.steps[key].value
        if item in seen or not isinstance(value, Unknown) or fact not in value.facts:
            continue
        seen.add(item)
        node = program.nodes[key[0]]
        if isinstance(node, Input):
            if node.attr == fact.name:
                found.add(edge)
        else:
            waiting.extend(_down(program, trace, trace.steps[key], node, edge))
    dates = sorted(edge for edge in found if isinstance(edge, date))
    return (*sorted(edge for edge in found if isinstance(edge, Fraction)), *dates)


def _ends(value: Value) -> tuple[Edge, ...]:
    """The known value, or the ends of what it can be."""
    if isinstance(value, Known):
        return (value.value,) if isinstance(value.value, Fraction | date) else ()
    if isinstance(value, Unknown):
        return tuple(end for end in (value.bounds.low, value.bounds.high) if end is not None)
    return ()


def _starts(node: Node, step: Step, trace: Trace) -> list[tuple[StepKey, Edge]]:
    """Where a threshold arises: at a comparison, and at a minimum or maximum."""
    if isinstance(node, Compare):
        left, right = step.operands
        pairs = [(left, right), (right, left)]
    elif isinstance(node, Bound):
        of, *ends = step.operands
        pairs = [(of, end) for end in ends]
    else:
        return []
    return [(side, edge) for side, other in pairs for edge in _ends(trace.steps[other].value)]


def _down(program: Program, trace: Trace, step: Step, node: Node, edge: Edge) -> list[tuple[StepKey, Edge]]:
    """The same threshold for the operands of a step."""
    operands = step.operands
    if isinstance(node, Named | Round | Bound):
        return [(operands[0], edge)]
    if isinstance(node, Derived):
        return [(operand, edge) for operand in operands[1:]]
    if isinstance(node, Choice):
        values = {candidate.value for candidate in node.candidates}
        return [(operand, edge) for operand in operands if operand[0] in values or operand[0] == node.given]
    if isinstance(node, TableHit):
        values = {value for _, _, value in node.rows}
        return [(operand, edge) for operand in operands if operand[0] in values]
    if isinstance(edge, date):
        return _down_date(trace, operands, node, edge)
    if isinstance(node, DateDiff | DatePart):
        return _from_date(trace, operands, node, edge)
    return _down_number(trace, operands, node, edge)


def _down_number(trace: Trace, operands: tuple[StepKey, ...], node: Node, edge: Fraction) -> list[tuple[StepKey, Edge]]:
    values = [trace.steps[operand].value for operand in operands]
    out: list[tuple[StepKey, Edge]] = []
    if isinstance(node, Convert):
        return [(operands[0], edge / node.factor)]
    if isinstance(node, Sum):
        for index, operand in enumerate(operands):
            rest = [_number(v) for at, v in enumerate(values) if at != index]
            signs = [sign for at, sign in enumerate(node.signs) if at != index]
            if all(one is not None for one in rest):
                others = sum((s * one for s, one in zip(signs, rest, strict=True) if one is not None), Fraction(0))
                out.append((operand, (edge - others) * node.signs[index]))
    elif isinstance(node, Product):
        for index, operand in enumerate(operands):
            factor = Fraction(1)
            for at, value in enumerate(values):
                number = _number(value)
                factor *= 1 if at == index else number if number is not None else 0
            if factor:
                out.append((operand, edge / factor))
    elif isinstance(node, Quotient):
        den = _number(values[1])
        if den is not None:
            out.append((operands[0], edge * den))
    elif isinstance(node, Aggregate) and node.value is not None:
        members = [
            (operand, value) for operand, value in zip(operands, values, strict=True) if operand[0] == node.value
        ]
        for operand, _ in members:
            others = sum((_number(v) or Fraction(0) for other, v in members if other != operand), Fraction(0))
            out.append((operand, edge - others if node.how == "sum" else edge))
    return out


def _number(value: Value) -> Fraction | None:
    return value.value if isinstance(value, Known) and isinstance(value.value, Fraction) else None


def _day(value: Value) -> date | None:
    return value.value if isinstance(value, Known) and isinstance(value.value, date) else None


def _moved(day: date, amount: Fraction, unit: str) -> date | None:
    """The day some units further; None outside the supported years or for a part of a unit."""
    if amount.denominator != 1:
        return None
    count = amount.numerator
    try:
        if unit in ("dag", "week"):
            return add_days(day, count) if unit == "dag" else add_weeks(day, count)
        if unit == "jaar":
            return add_years(day, count)
        return add_months(day, count * (3 if unit == "kwartaal" else 1))
    except (DateRangeError, OverflowError):
        return None


def _down_date(trace: Trace, operands: tuple[StepKey, ...], node: Node, edge: date) -> list[tuple[StepKey, Edge]]:
    if isinstance(node, DateShift):
        amount = _number(trace.steps[operands[1]].value)
        back = None if amount is None else _moved(edge, -node.sign * amount, node.unit)
        return [] if back is None else [(operands[0], back)]
    if isinstance(node, DateFunction):
        back = _moved(edge, Fraction(-1), node.period) if node.edge == "first of next" else edge
        return [] if back is None else [(operands[0], back)]
    return []


def _from_date(
    trace: Trace, operands: tuple[StepKey, ...], node: DateDiff | DatePart, edge: Fraction
) -> list[tuple[StepKey, Edge]]:
    """The day at which a number of units since or until then is reached."""
    if isinstance(node, DatePart):
        year = edge.numerator if node.part == "jaar" and edge.denominator == 1 else 0
        return [(operands[0], date(year, 1, 1))] if 1800 <= year <= 2200 else []
    start, end = (trace.steps[operand].value for operand in operands)
    out: list[tuple[StepKey, Edge]] = []
    ends = _day(end)
    if ends is not None and (day := _moved(ends, -edge, node.unit)) is not None:
        out.append((operands[0], day))
    starts = _day(start)
    if starts is not None and (day := _moved(starts, edge, node.unit)) is not None:
        out.append((operands[1], day))
    return out
