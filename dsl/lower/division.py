"""``wordt verdeeld over``: an amount of a whole divided over its parts, seen from one part."""

from __future__ import annotations

from dataclasses import replace

from dsl.lower import fit
from dsl.lower.context import Context
from dsl.lower.dispatch import lower_expr
from dsl.names.fold import folded
from dsl.names.paths import Binding, PathReader
from dsl.names.symbols import Symbols
from dsl.program import AttrInfo, NumType, ObjectRef, RoleInfo, Share
from dsl.syntax import Verdeelt
from dsl.types.words import type_words


def inverse_role(symbols: Symbols, role: RoleInfo) -> RoleInfo | None:
    """The to-one role from a part back to its whole, as declared with omgekeerd on either side."""
    part = symbols.types[folded(role.target)]
    if role.inverse is not None:
        member = part.members.get(folded(role.inverse))
        found = member.info if member is not None else None
        return found if isinstance(found, RoleInfo) and not found.many and found.target == role.owner else None
    names = (folded(role.name), folded(role.plural or role.name))
    for other in part.roles():
        named = other.inverse is not None and folded(other.inverse) in names
        if named and other.target == role.owner and not other.many:
            return other
    return None


def whole_binding(symbols: Symbols, role: RoleInfo) -> tuple[Binding, ...]:
    """The words of a verdeling: the part is the object of the definition, the whole is reached from it."""
    back = inverse_role(symbols, role)
    part = Binding(role.name, role.target)
    if back is None:
        return (part,)
    return part, Binding(role.owner, role.owner, via=back.name)


def lower_division(ctx: Context, said: Verdeelt, role: RoleInfo, target: AttrInfo) -> int | None:
    """The share of one part; None when reported."""
    back = inverse_role(ctx.world.symbols, role)
    if back is None:
        ctx.report("TS222", said.span, role=role.name, target=role.target, owner=role.owner)
        return None
    inner = ctx.judging(None)
    goal = replace(said.totaal, stappen=(*said.totaal.stappen[:-1], replace(said.totaal.stappen[-1], lidwoord="de")))
    total = lower_expr(inner, goal)
    total_kind = fit.number(ctx, total, said.totaal.span, "een bedrag")
    weight: int | None = None
    weight_kind: NumType | None = None
    if said.gewicht is not None:
        # The weight is read of every part in turn, so there its word stands for the element.
        element = Binding(role.name, role.target, ctx.level + 1)
        bindings = tuple(binding for binding in ctx.env.bindings if binding.via is not None)
        env = replace(ctx.env, bindings=(*bindings, element))
        place = replace(inner, reader=PathReader(env, ctx.world.findings))
        weight = lower_expr(place, said.gewicht)
        weight_kind = fit.number(ctx, weight, said.gewicht.span)
    if total is None or total_kind is None or (said.gewicht is not None and weight_kind is None):
        return None
    if not isinstance(target.type, NumType) or target.type.unit != total_kind.unit:
        ctx.report(
            "TS302", said.span, target=target.name, expected=type_words(target.type), found=type_words(total_kind)
        )
        return None
    whole = ctx.bound(Binding(role.owner, role.owner, via=back.name), said.over.span)
    assert ctx.type_of(whole) == ObjectRef(role.owner)
    return ctx.add(
        Share(
            type=replace(target.type, grid=said.raster),
            span=said.span,
            total=total,
            whole=whole,
            role=role.name,
            weight=weight,
            grid=said.raster,
        )
    )
