"""Arithmetic over columns."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from dsl.program import Bound, Convert, Power, Product, Quotient, Round, Sum
from engine.normen.column import LIMIT, Array, Column, alike, gaps_of, largest, wide

if TYPE_CHECKING:
    from engine.normen.frame import Frame


def _sum(frame: Frame, node: Sum, day: date) -> Column:
    columns = frame.operands(node, day)
    values, den = alike(columns)
    values = [wide(item, 2 * len(values)) for item in values]
    result = values[0] * node.signs[0]
    for item, sign in zip(values[1:], node.signs[1:], strict=True):
        result = result + item * sign
    return Column(result, gaps_of(columns), den)


def _product(frame: Frame, node: Product, day: date) -> Column:
    columns = frame.operands(node, day)
    result = columns[0].values
    for column in columns[1:]:
        most = _bound(column.values)
        result = wide(result, most) * wide(column.values, max(largest(result), 1) if result.dtype != object else LIMIT)
    return Column(result, gaps_of(columns), math.prod(column.den for column in columns))


def _bound(values: Array) -> int:
    return LIMIT if values.dtype == object else max(largest(values), 1)


def _quotient(frame: Frame, node: Quotient, day: date) -> Column:
    above, below = frame.operands(node, day)
    zero = np.asarray(below.values == 0)
    gaps = gaps_of([above, below])
    gaps = zero if gaps is None else gaps | zero
    divisor = np.where(gaps, 1, below.values)
    values = np.array(
        [
            Fraction(int(one) if not isinstance(one, Fraction) else one) * below.den / (Fraction(other) * above.den)
            for one, other in zip(above.values.tolist(), divisor.tolist(), strict=True)
        ],
        object,
    )
    return Column(values, gaps)


def _power(frame: Frame, node: Power, day: date) -> Column:
    base = frame.value(node.base, day)
    return Column(base.values.astype(object) ** node.exponent, base.gaps, base.den**node.exponent)


def _convert(frame: Frame, node: Convert, day: date) -> Column:
    of = frame.value(node.of, day)
    up, down = node.factor.numerator, node.factor.denominator
    return Column(wide(of.values, abs(up)) * up, of.gaps, of.den * down)


def _bounded(frame: Frame, node: Bound, day: date) -> Column:
    columns = frame.operands(node, day)
    values, den = alike(columns)
    result, rest = values[0], values[1:]
    if node.low is not None:
        result = np.maximum(result, rest.pop(0))
    if node.high is not None:
        result = np.minimum(result, rest.pop(0))
    return Column(result, gaps_of(columns), den)


def _round(frame: Frame, node: Round, day: date) -> Column:
    of = frame.value(node.of, day)
    # In whole steps of the grid: floor((2 * value + grid) / (2 * grid)), and mirrored below zero.
    up, down = node.grid.numerator * of.den, node.grid.denominator
    values = wide(of.values, 4 * down * max(up, 1))
    if node.mode == "naar beneden":
        steps = values * down // up
    elif node.mode == "naar boven":
        steps = -(-values * down // up)
    else:
        steps = np.where(values < 0, -1, 1) * ((2 * abs(values) * down + up) // (2 * up))
    return Column(wide(steps, node.grid.numerator) * node.grid.numerator, of.gaps, node.grid.denominator)


NUMBER_KINDS: dict[type[Any], Callable[[Frame, Any, date], Column]] = {
    Sum: _sum,
    Product: _product,
    Quotient: _quotient,
    Power: _power,
    Convert: _convert,
    Bound: _bounded,
    Round: _round,
}
