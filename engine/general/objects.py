"""Objects, their facts and their definitions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dsl.program import (
    AttrInfo,
    BoolType,
    Derived,
    Element,
    EnumType,
    HasRole,
    Input,
    Literal_,
    Named,
    RoleRead,
    Self,
)
from engine.bounds import bounds_of, hull, settle, with_flags
from engine.case import ByYear, Dated, Disputed, Unobtainable
from engine.general.operands import as_operand
from engine.general.table import Operands, computes
from engine.scene import Env, Scene, StepKey, object_key
from engine.trace import definition_key
from engine.values import NA, NO, YES, Bounds, FactRef, Fault, Known, NotApplicableValue, Unknown, Value

EITHER: frozenset[str | bool] = frozenset((True, False))


def through(obj: Value, found: Value) -> Value:
    """What is read from an object, as far as it is sure that there is such an object."""
    if isinstance(obj, Fault | NotApplicableValue):
        return obj
    if isinstance(obj, Unknown) and (obj.bounds.maybe_na or obj.bounds.maybe_fault):
        bounds = bounds_of(found)
        flagged = replace(
            bounds,
            maybe_na=bounds.maybe_na or obj.bounds.maybe_na,
            maybe_fault=bounds.maybe_fault or obj.bounds.maybe_fault,
        )
        return settle(flagged, [obj, found])
    return found


# ---------------------------------------------------------------- objects


@computes(Self)
def _self(scene: Scene, node: Self, env: Env, operands: Operands) -> Value:
    return scene.object_value(env[0])


@computes(Element)
def _element(scene: Scene, node: Element, env: Env, operands: Operands) -> Value:
    return scene.object_value(env[node.level])


@computes(RoleRead)
def _role_read(scene: Scene, node: RoleRead, env: Env, operands: Operands) -> Value:
    ((_, obj),) = operands
    about = object_key(obj)
    if about is None:
        return obj
    members = scene.members(about, node.role)
    if members is not None:
        return through(obj, Known(members[0]) if members else NA)
    key = scene.placeholder(about, node.role)
    absent = not scene.role_info(node.obj, node.role).required
    return through(obj, Unknown(Bounds(options=frozenset((key,)), maybe_na=absent), scene.placeholders[key]))


@computes(HasRole)
def _has_role(scene: Scene, node: HasRole, env: Env, operands: Operands) -> Value:
    ((_, obj),) = operands
    about = object_key(obj)
    if about is None:
        return obj
    members = scene.members(about, node.role)
    if members is not None:
        return through(obj, YES if members else NO)
    if scene.role_info(node.obj, node.role).required:
        return through(obj, YES)
    return through(obj, Unknown(Bounds(options=EITHER), scene.placeholders[scene.placeholder(about, node.role)]))


# ---------------------------------------------------------------- facts and definitions


def declared_bounds(scene: Scene, info: AttrInfo) -> Bounds:
    """The declared range of an attribute, or the options of its type."""
    match info.type:
        case BoolType():
            return Bounds(options=EITHER)
        case EnumType(name=name):
            return Bounds(options=frozenset(scene.program.enums[name]))
    return range_of(info.low, info.high)


def range_of(low: Literal_ | None, high: Literal_ | None) -> Bounds:
    """The range between two numbers or dates; open where there is none."""
    assert not isinstance(low, str | bool) and not isinstance(high, str | bool)
    return Bounds(low, high)


def claimed_bounds(disputed: Disputed, declared: Bounds, *, derived: bool = False) -> Bounds:
    """The bounds of a fact that origins contradict each other about: what they say; or where one of them says that it cannot be
    had, the declared range, and for what rules can give as well, anything."""
    values = [Known(value) for _, value in disputed.claims if not isinstance(value, Unobtainable)]
    if len(values) == len(disputed.claims):
        return hull(values)
    return Bounds(maybe_na=True, maybe_fault=True) if derived else declared


@computes(Input)
def _input(scene: Scene, node: Input, env: Env, operands: Operands) -> Value:
    obj = operands[0][1]
    about = object_key(obj)
    if about is None:
        return obj
    info = scene.attr_info(node.obj, node.attr)
    bounds = declared_bounds(scene, info)
    if about in scene.placeholders:
        return through(obj, settle(bounds, [Unknown(Bounds(), scene.placeholders[about])]))
    on = scene.today
    if node.at is not None:
        at = as_operand(scene, *_node_value(operands[1]))
        if isinstance(at, Fault):
            return through(obj, at)
        if not isinstance(at, Known):
            return through(obj, _at_unknown_date(scene, about, node, bounds, at))
        assert isinstance(at.value, date)
        on = at.value
    found = scene.fact(about, node.attr, on)
    if found is None or isinstance(found, Unobtainable | Disputed):
        missing = FactRef(about, node.attr, _other_date(scene, info, on))
        within = claimed_bounds(found, bounds, derived=info.derived) if isinstance(found, Disputed) else bounds
        return through(obj, settle(within, [Unknown(Bounds(), frozenset((missing,)))]))
    return through(obj, Known(found))


def _node_value(operand: tuple[StepKey, Value]) -> tuple[int, Value]:
    return operand[0][0], operand[1]


def _other_date(scene: Scene, info: AttrInfo, on: date) -> date | None:
    """The date of a missing fact when it is not the rekendatum; a fact per calendar year has one per year."""
    if info.per_year:
        return None if on.year == scene.today.year else date(on.year, 1, 1)
    return None if on == scene.today else on


def _at_unknown_date(scene: Scene, about: str, node: Input, bounds: Bounds, at: Value) -> Value:
    """A fact on a date that is not known: itself when it is the same on all dates, else anything in its range."""
    found = scene.case.objects[about].facts.get(node.attr)
    if isinstance(found, Dated | ByYear | Unobtainable | None):
        needed = [at] if found is not None else [at, Unknown(Bounds(), frozenset((FactRef(about, node.attr),)))]
        return settle(with_flags(bounds, [at]), needed)
    if isinstance(found, Disputed):
        needed = [at, Unknown(Bounds(), frozenset((FactRef(about, node.attr),)))]
        return settle(with_flags(claimed_bounds(found, bounds), [at]), needed)
    return settle(with_flags(bounds_of(Known(found)), [at]), [at])


@computes(Derived)
def _derived(scene: Scene, node: Derived, env: Env, operands: Operands) -> Value:
    obj = operands[0][1]
    about = object_key(obj)
    return obj if about is None else through(obj, dict(operands)[definition_key(scene, node, about)])


@computes(Named)
def _named(scene: Scene, node: Named, env: Env, operands: Operands) -> Value:
    return operands[0][1]
