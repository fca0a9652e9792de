"""Arithmetic and comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from dsl.program import Bound, Compare, Convert, ObjectRef, Power, Product, Quotient, Round, Sum
from engine.bounds import (
    ZERO,
    Interval,
    add,
    bounds_of,
    compare,
    ends,
    from_ends,
    mapped,
    multiply,
    negate,
    power,
    reciprocal,
    rounded,
    settle,
    settle_tri,
    with_flags,
)
from engine.general.operands import usable
from engine.general.table import Operands, computes
from engine.scene import Env, Scene
from engine.values import Bounds, Fault, Unknown, Value


def _numbers(values: Sequence[Value]) -> list[Interval]:
    return [ends(bounds_of(value)) for value in values]


def _settled(interval: Interval, values: Sequence[Value], maybe_fault: bool = False) -> Value:
    return settle(with_flags(from_ends(interval, maybe_fault), values), values)


@computes(Sum)
def _sum(scene: Scene, node: Sum, env: Env, operands: Operands) -> Value:
    values, fault = usable(scene, operands)
    if fault:
        return fault
    total: Interval = (ZERO, ZERO)
    for interval, sign in zip(_numbers(values), node.signs, strict=True):
        total = add(total, interval if sign > 0 else negate(interval))
    return _settled(total, values)


@computes(Product)
def _product(scene: Scene, node: Product, env: Env, operands: Operands) -> Value:
    values, fault = usable(scene, operands)
    if fault:
        return fault
    total: Interval = (Fraction(1), Fraction(1))
    for interval in _numbers(values):
        total = multiply(total, interval)
    return _settled(total, values)


@computes(Quotient)
def _quotient(scene: Scene, node: Quotient, env: Env, operands: Operands) -> Value:
    values, fault = usable(scene, operands)
    if fault:
        return fault
    above, below = _numbers(values)
    if below == (ZERO, ZERO):
        return Fault("deling door nul", "De deler is nul.", (node.span,))
    return _settled(multiply(above, reciprocal(below)), values, maybe_fault=below[0] <= 0 <= below[1])


@computes(Power)
def _power(scene: Scene, node: Power, env: Env, operands: Operands) -> Value:
    values, fault = usable(scene, operands)
    return fault or _settled(power(_numbers(values)[0], node.exponent), values)


@computes(Convert)
def _convert(scene: Scene, node: Convert, env: Env, operands: Operands) -> Value:
    values, fault = usable(scene, operands)
    return fault or _settled(multiply(_numbers(values)[0], (node.factor, node.factor)), values)


@computes(Round)
def _round(scene: Scene, node: Round, env: Env, operands: Operands) -> Value:
    values, fault = usable(scene, operands)
    if fault:
        return fault
    return _settled(mapped(_numbers(values)[0], lambda number: rounded(number, node.mode, node.grid)), values)


@computes(Bound)
def _bound(scene: Scene, node: Bound, env: Env, operands: Operands) -> Value:
    values, fault = usable(scene, operands)
    if fault:
        return fault
    by_node = dict(zip((key[0] for key, _ in operands), values, strict=True))
    low = None if node.low is None else by_node[node.low]
    high = None if node.high is None else by_node[node.high]
    crossed = False
    if low is not None and high is not None:
        (low_low, low_high), (high_low, high_high) = _numbers((low, high))
        if low_low > high_high:
            return Fault("grenzen", "Het minimum is hoger dan het maximum.", (node.span,))
        crossed = low_high > high_low
    interval, because = _larger(ends(bounds_of(by_node[node.of])), [by_node[node.of]], low)
    if high is not None:
        interval, because = _larger(negate(interval), because, high, flipped=True)
        interval = negate(interval)
    # Operands that cannot matter any more are left out of what is needed, unless they can still be faulty.
    because += [value for value in values if isinstance(value, Unknown) and value.bounds.maybe_fault]
    if crossed:
        because = values
    return settle(with_flags(from_ends(interval, crossed), values), because)


def _larger(
    interval: Interval, because: list[Value], other: Value | None, flipped: bool = False
) -> tuple[Interval, list[Value]]:
    """The larger of two, and on which values it depends. ``flipped``: of their opposites."""
    if other is None:
        return interval, because
    against = ends(bounds_of(other))
    if flipped:
        against = negate(against)
    if against[1] <= interval[0]:
        return interval, because
    if interval[1] <= against[0]:
        return against, [other]
    return (max(interval[0], against[0]), max(interval[1], against[1])), [*because, other]


@computes(Compare)
def _compare(scene: Scene, node: Compare, env: Env, operands: Operands) -> Value:
    values, fault = usable(scene, operands)
    if fault:
        return fault
    left, right = (bounds_of(value) for value in values)
    if isinstance(scene.program.nodes[node.left].type, ObjectRef):
        # An object that nobody gave could be any object, also one of the dossier.
        left, right = (Bounds() if isinstance(value, Unknown) else bounds_of(value) for value in values)
    outcome = compare(node.op, left, right)
    flags = with_flags(Bounds(), values)
    return settle_tri(replace(outcome, fault=flags.maybe_fault), values)
