"""Arithmetic and comparison."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dsl.program import Bound, Compare, Convert, ObjectRef, Power, Product, Quotient, Round, Sum
from engine.bounds import (
    ZERO,
    Interval,
    Tri,
    add,
    bounds_of,
    compare,
    ends,
    from_ends,
    mapped,
    multiply,
    negate,
    power,
    rank,
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
        if rank(low_low) > rank(high_high):
            return Fault("grenzen", "Het minimum is hoger dan het maximum.", (node.span,))
        crossed = rank(low_high) > rank(high_low)
    of = by_node[node.of]
    interval, because = _furthest(ends(bounds_of(of)), [of], low, largest=True)
    interval, because = _furthest(interval, because, high, largest=False)
    # Operands that cannot matter any more are left out of what is needed, unless they can still be faulty.
    because += [value for value in values if isinstance(value, Unknown) and value.bounds.maybe_fault]
    if crossed:
        because = values
    return settle(with_flags(from_ends(interval, crossed), values), because)


def _furthest(
    interval: Interval, because: list[Value], other: Value | None, largest: bool
) -> tuple[Interval, list[Value]]:
    """The larger (or smaller) of two numbers or dates, and on which values it depends."""
    if other is None:
        return interval, because
    against = ends(bounds_of(other))
    (low, high), (other_low, other_high) = (tuple(map(rank, pair)) for pair in (interval, against))
    if other_high <= low if largest else high <= other_low:
        return interval, because
    if high <= other_low if largest else other_high <= low:
        return against, [other]
    choose = max if largest else min
    near, far = (choose(pair, key=rank) for pair in zip(interval, against, strict=True))
    return (near, far), [*because, other]


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
    fault_possible = with_flags(Bounds(), values).maybe_fault
    return settle_tri(Tri(outcome.yes, outcome.no, fault_possible), values)
