"""Aggregations and quantifiers over the objects of a to-many role."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from dsl.lower import fit
from dsl.lower.context import Context
from dsl.lower.dispatch import condition, expression, lower_condition
from dsl.lower.paths import follow
from dsl.names.fold import folded
from dsl.names.paths import Binding, ValueRoot
from dsl.program import (
    Aggregate,
    AttrInfo,
    BoolType,
    Compare,
    DateType,
    ForAll,
    Not,
    NumType,
    RoleInfo,
    Type,
)
from dsl.source import Span
from dsl.syntax import Aggregatie, Bestaat, Pad, Stap, VoorAlle, Voorwaarde

COUNT = NumType((), Fraction(1), "aantal")
FAILED = -1
"""No node, because something was reported; where None says that nothing was written."""
_HOW: dict[str, Literal["sum", "max", "min"]] = {"som": "sum", "grootste": "max", "kleinste": "min"}


@dataclass(frozen=True, slots=True)
class Elements:
    """The objects that a fold goes over: those in ``role`` of ``obj``; ``inner`` is the place where one of them has a name."""

    obj: int
    role: RoleInfo
    element: Binding
    inner: Context
    after: tuple[tuple[RoleInfo, Span], ...]
    attribute: AttrInfo | None


def elements(ctx: Context, pad: Pad, noem: str | None) -> Elements | None:
    """The list at a path with the name of its elements; None when reported."""
    path = ctx.reader.read(pad, many=True)
    if path is None or path.many is None or isinstance(path.root, ValueRoot):
        return None
    role, role_span = path.roles[path.many]
    obj = follow(ctx, ctx.bound(path.root, pad.span), path.roles[: path.many])
    element = Binding(noem or role.name, role.target, ctx.level + 1)
    if any(folded(binding.name) == folded(element.name) for binding in ctx.env.bindings):
        ctx.report("TS219", role_span, name=element.name)
        return None
    return Elements(obj, role, element, ctx.inside(element), path.roles[path.many + 1 :], path.attribute)


def objects_only(ctx: Context, found: Elements, pad: Pad) -> bool:
    """Whether the path ends at the list itself; reported when it goes on."""
    if found.attribute is None and not found.after:
        return True
    ctx.report("TS303", pad.span, expected="een lijst van objecten", found=f"'{pad.stappen[0].naam}'")
    return False


@expression(Aggregatie)
def _aggregatie(ctx: Context, written: Aggregatie, expected: Type | None) -> int | None:
    plain = ctx.judging(None)
    found = elements(plain, written.pad, written.noem)
    if found is None:
        return None
    where = lower_condition(found.inner, written.deel) if written.deel is not None else None
    failed = where is None and written.deel is not None
    if written.soort == "aantal":
        if failed or not objects_only(ctx, found, written.pad):
            return None
        return _count(plain, found, where, None, written.span)
    if found.attribute is None:
        ctx.report("TS303", written.pad.span, expected="een bedrag of getal", found="een lijst van objecten")
        return None
    element = found.inner.bound(found.element, written.pad.span)
    obj = follow(found.inner, element, found.after)
    value = found.inner.fact(obj, found.attribute, written.pad.span)
    kind: Type | None = ctx.type_of(value)
    if not isinstance(kind, DateType) or written.soort == "som":
        kind = fit.number(ctx, value, written.pad.span)
    if failed or kind is None:
        return None
    return ctx.add(
        Aggregate(
            type=kind,
            span=written.span,
            how=_HOW[written.soort],
            obj=found.obj,
            role=found.role.name,
            depth=found.element.level,
            where=where,
            value=value,
        )
    )


def _count(ctx: Context, found: Elements, where: int | None, distinct: int | None, span: Span) -> int:
    return ctx.add(
        Aggregate(
            type=COUNT,
            span=span,
            how="count",
            obj=found.obj,
            role=found.role.name,
            depth=found.element.level,
            where=where,
            distinct=distinct,
        )
    )


@condition(Bestaat)
def _bestaat(ctx: Context, written: Bestaat) -> int | None:
    plain = ctx.judging(None)
    found = elements(plain, written.pad, written.noem)
    if found is None:
        return None
    where = _optional(found.inner, written.deel)
    distinct = distinct_value(found, written.verschillend, written.span)
    if not objects_only(ctx, found, written.pad) or where == FAILED or distinct == FAILED:
        return None
    counted = _count(plain, found, where, distinct, written.span)
    minimum = ctx.const(Fraction(written.minimum), COUNT, written.span)
    node = ctx.add(Compare(type=BoolType(), span=written.span, op=">=", left=counted, right=minimum))
    return node if written.positief else ctx.add(Not(type=BoolType(), span=written.span, of=node))


def _optional(ctx: Context, written: Voorwaarde | None) -> int | None:
    """A condition that may be absent (None); FAILED when reported."""
    if written is None:
        return None
    node = lower_condition(ctx, written)
    return FAILED if node is None else node


def distinct_value(found: Elements, name: str | None, span: Span) -> int | None:
    """The attribute of the element whose different values are counted; None without, FAILED when reported."""
    if name is None:
        return None
    inner = found.inner
    member = inner.reader.member(inner.object_type(found.role.target), Stap(name, span=span))
    if member is None:
        return FAILED
    if not isinstance(member.info, AttrInfo) or member.kenmerk:
        inner.report("TS303", span, expected="een attribuut", found=f"'{name}'")
        return FAILED
    return inner.fact(inner.bound(found.element, span), member.info, span)


@condition(VoorAlle)
def _voor_alle(ctx: Context, written: VoorAlle) -> int | None:
    found = elements(ctx.judging(None), written.pad, written.noem)
    if found is None:
        return None
    holds = lower_condition(found.inner, written.deel)
    if holds is None or not objects_only(ctx, found, written.pad):
        return None
    return ctx.add(
        ForAll(
            type=BoolType(),
            span=written.span,
            obj=found.obj,
            role=found.role.name,
            depth=found.element.level,
            holds=holds,
        )
    )
