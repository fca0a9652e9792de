"""Conditions as nodes of type ja/nee."""

from __future__ import annotations

from dsl.lower import fit
from dsl.lower.context import Context
from dsl.lower.dispatch import condition, lower_condition, lower_expr
from dsl.lower.numbers import judge
from dsl.lower.paths import follow, lower_attribute, lower_object, quiet
from dsl.names.fold import folded
from dsl.names.paths import ValueRoot
from dsl.program import (
    STATUS_SUFFIX,
    And,
    AtLeast,
    AttrInfo,
    BoolType,
    Compare,
    Derived,
    EnumType,
    HasRole,
    Input,
    IsApplicable,
    IsUnknown,
    Not,
    Or,
)
from dsl.source import Span
from dsl.suggest import did_you_mean, suggest
from dsl.syntax import (
    Beoordeling,
    EenVan,
    En,
    Expr,
    KenmerkTest,
    Kwantor,
    Niet,
    Of,
    OnbekendTest,
    Pad,
    StatusTest,
    ToepassingTest,
    Vergelijker,
    Vergelijking,
    Voorwaarde,
)

YES_NO = BoolType()
STATUS_TYPE = EnumType(fit.STATUS_ENUM)


def negated(ctx: Context, node: int | None, positive: bool, span: Span) -> int | None:
    if node is None or positive:
        return node
    return ctx.add(Not(type=YES_NO, span=span, of=node))


def all_of(ctx: Context, parts: tuple[int, ...], span: Span) -> int:
    """ja when all parts are; one part is itself."""
    return parts[0] if len(parts) == 1 else ctx.add(And(type=YES_NO, span=span, parts=parts))


def any_of(ctx: Context, parts: tuple[int, ...], span: Span) -> int:
    return parts[0] if len(parts) == 1 else ctx.add(Or(type=YES_NO, span=span, parts=parts))


def _parts(ctx: Context, written: tuple[Voorwaarde, ...]) -> tuple[int, ...] | None:
    return fit.every([lower_condition(ctx, part) for part in written])


@condition(En)
def _en(ctx: Context, written: En) -> int | None:
    parts = _parts(ctx, written.delen)
    return None if parts is None else all_of(ctx, parts, written.span)


@condition(Of)
def _of(ctx: Context, written: Of) -> int | None:
    parts = _parts(ctx, written.delen)
    return None if parts is None else any_of(ctx, parts, written.span)


@condition(Niet)
def _niet(ctx: Context, written: Niet) -> int | None:
    return negated(ctx, lower_condition(ctx, written.deel), False, written.span)


@condition(Kwantor)
def _kwantor(ctx: Context, written: Kwantor) -> int | None:
    parts = _parts(ctx, written.delen)
    if parts is None:
        return None
    if written.soort == "alle":
        return all_of(ctx, parts, written.span)
    if written.soort == "geen":
        return negated(ctx, any_of(ctx, parts, written.span), False, written.span)
    if written.minimum == 1:
        return any_of(ctx, parts, written.span)
    if written.minimum > len(parts):
        found = f"{len(parts)}"
        ctx.report("TS303", written.span, expected=f"ten minste {written.minimum} voorwaarden", found=found)
        return None
    return ctx.add(AtLeast(type=YES_NO, span=written.span, parts=parts, minimum=written.minimum))


@condition(Beoordeling)
def _beoordeling(ctx: Context, written: Beoordeling) -> int | None:
    return judge(ctx.judging(None), written, YES_NO)


# --- comparisons


def compare(ctx: Context, op: Vergelijker, left: int | None, right: int | None, span: Span) -> int | None:
    """A comparison of two nodes; None when they cannot be compared (reported) or one is missing."""
    if left is None or right is None or not fit.comparable(ctx, left, right, span, op):
        return None
    return ctx.add(Compare(type=YES_NO, span=span, op=op, left=left, right=right))


def is_bare_enum_value(ctx: Context, expr: Expr) -> bool:
    """Whether a side of a comparison can only be an enumeration value, so that the other side must say of which."""
    if not isinstance(expr, Pad) or len(expr.stappen) > 1:
        return False
    if folded(expr.stappen[0].naam) not in ctx.world.symbols.enum_values:
        return False
    path = quiet(ctx, expr)
    return path is None or (isinstance(path.root, ValueRoot) and isinstance(path.root.value, EnumType))


def lower_sides(
    ctx: Context, left: Expr, right: Expr, right_ctx: Context | None = None
) -> tuple[int | None, int | None]:
    """Both sides of a comparison, each in the light of the type of the other. The right side may stand in a place of
    its own."""
    plain = ctx.judging(None)
    other = (right_ctx or ctx).judging(None)
    # A question and an enumeration value take their type from the other side, so that side goes first.
    if isinstance(left, Beoordeling) or is_bare_enum_value(ctx, left):
        second = lower_expr(other, right)
        if second is None:
            return None, None
        return lower_expr(plain, left, ctx.type_of(second)), second
    first = lower_expr(plain, left)
    if first is None and is_bare_enum_value(other, right):
        return None, None
    return first, lower_expr(other, right, ctx.type_of(first) if first is not None else None)


@condition(Vergelijking)
def _vergelijking(ctx: Context, written: Vergelijking) -> int | None:
    left, right = lower_sides(ctx, written.links, written.rechts)
    if left is None or right is None:
        return None
    if written.tijd:
        sides = ((left, written.links), (right, written.rechts))
        dates = [fit.is_date(ctx, node, side.span, "ligt voor of na") for node, side in sides]
        if not all(dates):
            return None
    return compare(ctx, written.op, left, right, written.span)


@condition(EenVan)
def _een_van(ctx: Context, written: EenVan) -> int | None:
    left = lower_expr(ctx.judging(None), written.links)
    return negated(ctx, one_of(ctx, left, written.waarden, written.span), written.positief, written.span)


def one_of(ctx: Context, left: int | None, values: tuple[Expr, ...], span: Span) -> int | None:
    """Whether a node equals one of the values."""
    if left is None:
        return None
    kind = ctx.type_of(left)
    parts = [compare(ctx, "=", left, lower_expr(ctx.judging(None), value, kind), value.span) for value in values]
    known = fit.every(parts)
    return None if known is None else any_of(ctx, known, span)


# --- tests of one object or value


@condition(KenmerkTest)
def _kenmerk(ctx: Context, written: KenmerkTest) -> int | None:
    found = lower_object(ctx, written.pad)
    if found is None:
        return None
    obj, owner = found
    symbol = ctx.object_type(owner)
    key = folded(written.kenmerk)
    member = symbol.members.get(key)
    if member is not None and member.kenmerk and isinstance(member.info, AttrInfo):
        if not ctx.world.symbols.sees(ctx.env.file, member.file):
            ctx.report("TS210", written.span, name=member.info.name, file=member.file)
            return None
        ctx.world.symbols.mean(written.span, member.info)
        return negated(ctx, ctx.fact(obj, member.info, written.span), written.positief, written.span)
    role = symbol.role_tests.get(key)
    if role is not None:
        ctx.world.symbols.mean(written.span, symbol.members[folded(role)].info)
        node = ctx.add(HasRole(type=YES_NO, span=written.span, obj=obj, role=role))
        return negated(ctx, node, written.positief, written.span)
    if not ctx.env.names_known:
        return None
    own = [it.info.name for it in symbol.attributes() if it.kenmerk] + list(symbol.role_tests)
    near = did_you_mean(suggest(written.kenmerk, own))
    ctx.report("TS209", written.span, name=written.kenmerk, owner=owner, remedy=near or None)
    return None


@condition(StatusTest)
def _status(ctx: Context, written: StatusTest) -> int | None:
    found = lower_attribute(ctx, written.pad)
    if found is None:
        return None
    obj, info = found
    if not info.has_status:
        ctx.report("TS426", written.span, attribute=info.name, status=written.status)
        return None
    if (info.owner, info.name) not in ctx.world.derived:
        if ctx.rules_known:
            ctx.report("TS428", written.span, name=info.name)
        return None
    status = ctx.add(Derived(type=STATUS_TYPE, span=written.span, obj=obj, attr=info.name + STATUS_SUFFIX))
    wanted = ctx.const(written.status, STATUS_TYPE, written.span)
    return ctx.add(Compare(type=YES_NO, span=written.span, op="=", left=status, right=wanted))


@condition(OnbekendTest)
def _onbekend(ctx: Context, written: OnbekendTest) -> int | None:
    pad = written.pad if isinstance(written.pad, Pad) else written.pad.pad
    found = lower_attribute(ctx, pad)
    if found is None:
        return None
    obj, info = found
    if (info.owner, info.name) in ctx.world.derived:
        ctx.report("TS313", written.span, name=info.name)
        return None
    if isinstance(written.pad, Pad):
        fact: int | None = ctx.add(Input(type=info.type, span=pad.span, obj=obj, attr=info.name))
    else:
        fact = lower_expr(ctx.judging(None), written.pad)
    if fact is None:
        return None
    node = ctx.add(IsUnknown(type=YES_NO, span=written.span, of=fact))
    return negated(ctx, node, written.positief, written.span)


@condition(ToepassingTest)
def _toepassing(ctx: Context, written: ToepassingTest) -> int | None:
    path = quiet(ctx, written.pad)
    if path is not None and not isinstance(path.root, ValueRoot) and path.attribute is None:
        obj = follow(ctx, ctx.bound(path.root, written.pad.span), path.roles)
        return negated(ctx, _applicable(ctx, obj, written.span), written.positief, written.span)
    value = lower_expr(ctx.judging(None), written.pad)
    return negated(ctx, _applicable(ctx, value, written.span), written.positief, written.span)


def _applicable(ctx: Context, node: int | None, span: Span) -> int | None:
    return None if node is None else ctx.add(IsApplicable(type=YES_NO, span=span, of=node))
