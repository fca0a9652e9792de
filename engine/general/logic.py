"""Conditions: en, of, niet, ten minste n, is onbekend, is van toepassing."""

from __future__ import annotations

from datetime import date

from dsl.program import And, AtLeast, Input, IsApplicable, IsUnknown, Not, Or
from engine.bounds import at_least, is_empty, settle, settle_tri, tri
from engine.case import Disputed, Unobtainable
from engine.general.operands import usable
from engine.general.table import Operands, computes
from engine.scene import Env, Scene, object_key
from engine.values import NO, YES, Bounds, Fault, Known, NotApplicableValue, Unknown, Value

EITHER: frozenset[str | bool] = frozenset((True, False))


def _enough(scene: Scene, operands: Operands, minimum: int) -> Value:
    values, _ = usable(scene, operands)
    return settle_tri(at_least([tri(value) for value in values], minimum), values)


@computes(And)
def _and(scene: Scene, node: And, env: Env, operands: Operands) -> Value:
    return _enough(scene, operands, len(operands))


@computes(Or)
def _or(scene: Scene, node: Or, env: Env, operands: Operands) -> Value:
    return _enough(scene, operands, 1)


@computes(AtLeast)
def _at_least(scene: Scene, node: AtLeast, env: Env, operands: Operands) -> Value:
    return _enough(scene, operands, node.minimum)


@computes(Not)
def _not(scene: Scene, node: Not, env: Env, operands: Operands) -> Value:
    values, fault = usable(scene, operands)
    return fault or settle_tri(tri(values[0]).inverse(), values)


@computes(IsUnknown)
def _is_unknown(scene: Scene, node: IsUnknown, env: Env, operands: Operands) -> Value:
    """Ja only for a fact stated to be unobtainable; onbekend while the dossier is silent (taal-proef item 4)."""
    fact = scene.program.nodes[node.of]
    assert isinstance(fact, Input)
    (_, value) = operands[-1]
    if isinstance(value, Known):
        return NO
    if isinstance(value, Unknown):
        on = scene.today if fact.at is None else operands[1][1]
        day = on.value if isinstance(on, Known) else on
        about = object_key(operands[0][1])
        held = scene.fact(about, fact.attr, day) if about and isinstance(day, date) else None
        if isinstance(held, Unobtainable):
            return YES
        if isinstance(held, Disputed) and not any(isinstance(claim, Unobtainable) for _, claim in held.claims):
            return NO
        bounds = value.bounds
        return settle(Bounds(None, None, EITHER, bounds.maybe_na, bounds.maybe_fault), [value])
    return value


@computes(IsApplicable)
def _is_applicable(scene: Scene, node: IsApplicable, env: Env, operands: Operands) -> Value:
    ((_, value),) = operands
    match value:
        case NotApplicableValue():
            return NO
        case Fault():
            return value
        case Known():
            return YES
        case Unknown(bounds):
            possible = ((True, not is_empty(bounds)), (False, bounds.maybe_na))
            options = frozenset(option for option, can in possible if can)
            return settle(Bounds(options=options, maybe_fault=bounds.maybe_fault), [value])
