"""Folds over the objects in a role: aantal, som, grootste, kleinste, alle, and the division of an amount over them.

When the dossier is silent about the role, its placeholder stands for any number of objects within what was declared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dsl.program import Aggregate, ForAll, Share
from engine.bounds import (
    ZERO,
    Interval,
    Tri,
    add,
    at_least,
    bounds_of,
    ends,
    first_fault,
    from_ends,
    multiply,
    rank,
    settle,
    settle_tri,
    tri,
    with_flags,
)
from engine.general.objects import through
from engine.general.operands import as_operand, usable
from engine.general.table import Operands, computes
from engine.scene import Env, Scene, object_key
from engine.values import NA, YES, Bounds, Fault, Known, Unknown, Value


@dataclass(frozen=True, slots=True)
class Part:
    """An element of a fold: how often it takes part at least and at most (a placeholder stands for several objects), its
    value, and what both are known from. ``fault``: surely so; ``maybe_fault``: possibly."""

    least: int
    most: int
    value: Value
    because: tuple[Value, ...]
    fault: Fault | None
    maybe_fault: bool


def _how_many(scene: Scene, obj_node: int, role: str, about: str) -> tuple[int, int]:
    """How many objects one element of the fold stands for."""
    if scene.members(about, role) is not None:
        return 1, 1
    info = scene.role_info(obj_node, role)
    return (1 if info.required else 0), info.maximum


def _parts(scene: Scene, node: Aggregate, env: Env, about: str, operands: Operands) -> list[Part]:
    """The elements that possibly take part."""
    got = dict(operands)
    least, most = _how_many(scene, node.obj, node.role, about)
    found = []
    for inner in scene.folded(node, env, about):
        where: Value = YES
        if node.where is not None:
            where = as_operand(scene, node.where, got[scene.key(node.where, inner)])
        fits = tri(where)
        if fits.never or most == 0:
            continue
        measured = node.value if node.value is not None else node.distinct
        value: Value = YES
        if measured is not None:
            value = as_operand(scene, measured, got[scene.key(measured, inner)])
        fault = first_fault([where, value]) if isinstance(where, Fault) or fits.surely else None
        maybe_fault = fits.fault or bounds_of(value).maybe_fault
        surely, possibly = (least if fits.surely else 0), (most if fits.yes else 0)
        found.append(Part(surely, possibly, value, (where, value), fault if least else None, maybe_fault))
    return found


@computes(Aggregate)
def _aggregate(scene: Scene, node: Aggregate, env: Env, operands: Operands) -> Value:
    obj = operands[0][1]
    about = object_key(obj)
    if about is None:
        return obj
    parts = _parts(scene, node, env, about, operands)
    fault = first_fault(part.fault for part in parts if part.fault is not None)
    if fault is not None:
        return through(obj, fault)
    taking = [part for part in parts if part.most > 0]
    because = [value for part in parts for value in part.because]
    because += _silence(scene, about, node.role)
    maybe_fault = any(part.maybe_fault for part in parts)
    match node.how:
        case "count":
            bounds = from_ends(_distinct(taking) if node.distinct is not None else _count(taking), maybe_fault)
        case "sum":
            bounds = from_ends(_sum(taking), maybe_fault)
        case _:
            if not taking and not maybe_fault:
                return through(obj, NA)
            bounds = _extreme(taking, node.how == "max", maybe_fault)
    return through(obj, settle(bounds, because))


def _silence(scene: Scene, about: str, role: str) -> list[Value]:
    """What is missing when nobody gave the role."""
    if scene.members(about, role) is not None:
        return []
    return [Unknown(Bounds(), scene.placeholders[scene.placeholder(about, role)])]


def _count(parts: Sequence[Part]) -> Interval:
    return Fraction(sum(part.least for part in parts)), Fraction(sum(part.most for part in parts))


def _distinct(parts: Sequence[Part]) -> Interval:
    """How many different values: every known value that surely takes part counts, the others could all differ."""
    sure = {part.value.value for part in parts if part.least and isinstance(part.value, Known)}
    low = max(len(sure), int(any(part.least for part in parts)))
    known = {part.value.value for part in parts if isinstance(part.value, Known)}
    high = len(known) + sum(part.most for part in parts if not isinstance(part.value, Known))
    options = [bounds_of(part.value).options for part in parts]
    if all(option is not None for option in options):
        high = min(high, len(frozenset().union(*(option or frozenset() for option in options))))
    return Fraction(low), Fraction(max(low, high))


def _sum(parts: Sequence[Part]) -> Interval:
    total: Interval = (ZERO, ZERO)
    for part in parts:
        times = (Fraction(part.least), Fraction(part.most))
        total = add(total, multiply(times, ends(bounds_of(part.value))))
    return total


def _extreme(parts: Sequence[Part], largest: bool, maybe_fault: bool) -> Bounds:
    """The largest or smallest value; niet van toepassing when possibly no element takes part."""
    sure = [ends(bounds_of(part.value)) for part in parts if part.least]
    every = [ends(bounds_of(part.value)) for part in parts]
    if not every:
        return Bounds(options=frozenset(), maybe_na=True, maybe_fault=maybe_fault)
    lows, highs = [low for low, _ in every], [high for _, high in every]
    if largest:
        low = max((low for low, _ in sure), key=rank) if sure else min(lows, key=rank)
        high = max(highs, key=rank)
    else:
        low = min(lows, key=rank)
        high = min((high for _, high in sure), key=rank) if sure else max(highs, key=rank)
    bounds = from_ends((low, high), maybe_fault)
    return Bounds(bounds.low, bounds.high, None, maybe_na=not sure, maybe_fault=maybe_fault)


@computes(ForAll)
def _for_all(scene: Scene, node: ForAll, env: Env, operands: Operands) -> Value:
    obj = operands[0][1]
    about = object_key(obj)
    if about is None:
        return obj
    values, _ = usable(scene, operands[1:])
    holds = [tri(value) for value in values]
    least, most = _how_many(scene, node.obj, node.role, about)
    if most == 0:
        return through(obj, YES)
    if least == 0:
        holds = [Tri(True, part.no, part.fault) for part in holds]
    because = [*values, *_silence(scene, about, node.role)]
    return through(obj, settle_tri(at_least(holds, len(holds)), because))


# ---------------------------------------------------------------- verdeling


@computes(Share)
def _share(scene: Scene, node: Share, env: Env, operands: Operands) -> Value:
    whole = operands[1][1]
    about = object_key(whole)
    if about is None:
        return whole
    values, fault = usable(scene, [operands[0], *operands[2:]])
    members = scene.members(about, node.role)
    if members is not None and env[0] not in members and env[0] not in scene.placeholders:
        return through(whole, NA)
    if fault is not None:
        return through(whole, fault)
    total = values[0]
    got = dict(operands)
    weights: list[Value] = [Known(Fraction(1)) for _ in members or ()]
    if node.weight is not None and members is not None:
        weight = node.weight
        weights = [as_operand(scene, weight, got[scene.key(weight, inner)]) for inner in scene.folded(node, env, about)]
    known = [value.value for value in (total, *weights) if isinstance(value, Known)]
    numbers = [number for number in known if isinstance(number, Fraction)]
    if members is None or env[0] not in members or len(numbers) < 1 + len(weights):
        low, high = ends(bounds_of(total))
        # Weights below nought, or no weight at all, make a fault; so a share lies between nothing and the total.
        bounds = from_ends((min(low, ZERO), max(high, ZERO)), maybe_fault=True)
        because = [*values, *weights, *_silence(scene, about, node.role)]
        return through(whole, settle(with_flags(bounds, values), because))
    return through(whole, divided(numbers[0], numbers[1:], node, members.index(env[0])))


def divided(total: Fraction, weights: Sequence[Fraction], node: Share, which: int) -> Value:
    """The share of number ``which``: whole grid steps in proportion to the weights, the steps left over going to the
    largest remainders, ties in dossier order; so the shares add up to the total exactly."""
    steps = total / node.grid
    if steps.denominator != 1:
        return Fault("verdeling", "Het te verdelen bedrag is niet afgerond.", (node.span,))
    whole = sum(weights, ZERO)
    if any(weight < 0 for weight in weights) or whole == 0:
        return Fault("verdeling", "De verdeelsleutel heeft een negatief deel of is in totaal nul.", (node.span,))
    exact = [steps * weight / whole for weight in weights]
    floors = [part.__floor__() for part in exact]
    left_over = steps.numerator - sum(floors)
    order = sorted(range(len(weights)), key=lambda i: (floors[i] - exact[i], i))
    share = floors[which] + (1 if which in order[:left_over] else 0)
    return Known(share * node.grid)
