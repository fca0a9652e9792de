"""Whether a value is of the kind that its place asks for."""

from __future__ import annotations

from collections.abc import Sequence

from dsl.lower.context import Context
from dsl.program import BoolType, Const, DateType, EnumType, NumType, ObjectRef, TextType, Type
from dsl.source import Span
from dsl.syntax import Expr, Geld
from dsl.types.units import EURO
from dsl.types.words import example_words, type_words


def number(ctx: Context, node: int | None, span: Span, expected: str = "een bedrag of getal") -> NumType | None:
    """The type of a node that must be a number; None when reported."""
    if node is None:
        return None
    kind = ctx.type_of(node)
    if isinstance(kind, NumType):
        return kind
    wrong_kind(ctx, kind, span, expected)
    return None


def is_date(ctx: Context, node: int | None, span: Span, keyword: str) -> bool:
    """Whether a node is a date; reported when not."""
    if node is None:
        return False
    kind = ctx.type_of(node)
    if isinstance(kind, DateType):
        return True
    ctx.report("TS314", span, keyword=keyword, found=type_words(kind))
    return False


def wrong_kind(ctx: Context, kind: Type, span: Span, expected: str) -> None:
    if isinstance(kind, EnumType) and kind.name == STATUS_ENUM:
        ctx.report("TS304", span, name=ctx.owner)
    else:
        ctx.report("TS303", span, expected=expected, found=type_words(kind))


STATUS_ENUM = "rechtsstatus"
"""The enumeration of :data:`dsl.program.STATUSES`."""


def same_unit(ctx: Context, operation: str, left: NumType, right: NumType, span: Span) -> bool:
    """Whether two numbers may be added or compared; reported when not."""
    if left.unit == right.unit:
        return True
    ctx.report(
        "TS301", span, operation=operation, left=type_words(left), right=type_words(right), **_advice(left, right)
    )
    return False


def _advice(left: NumType, right: NumType) -> dict[str, str]:
    """A remedy for the usual slip: a bare number or a bare amount beside something with a unit."""
    bare, other = (left, right) if len(left.unit) < len(right.unit) else (right, left)
    if not bare.unit and other.unit:
        return {"remedy": f"Schrijf de eenheid bij het getal: hier past {type_words(other)}."}
    if bare.unit == ((EURO, 1),) and (EURO, 1) in other.unit:
        return {"remedy": f"Schrijf de periode erbij: hier past {type_words(other)}."}
    if _counted(left) and _counted(right):
        return {"remedy": f"Gebruik aan beide kanten dezelfde eenheid: {type_words(left)}, of {type_words(right)}."}
    return {}


def _counted(kind: NumType) -> bool:
    """Whether it is a number of something that no amount of money is for."""
    return len(kind.unit) == 1 and kind.unit[0][1] == 1 and kind.unit[0][0] != EURO


def comparable(ctx: Context, left: int, right: int, span: Span, op: str) -> bool:
    """Whether two values can be compared with this operator; reported when not."""
    one, other = ctx.type_of(left), ctx.type_of(right)
    if isinstance(one, NumType) and isinstance(other, NumType):
        return same_unit(ctx, "Vergelijken", one, other, span)
    if type(one) is not type(other) or (isinstance(one, EnumType) and one != other):
        remedy = f"Schrijf {example_words(one)}."
        if isinstance(one, EnumType) and isinstance(other, TextType):
            remedy = "Schrijf de waarde van de opsomming zonder aanhalingstekens."
        ctx.report("TS303", span, remedy=remedy, expected=type_words(one), found=type_words(other))
        return False
    if isinstance(one, ObjectRef):
        ctx.report("TS303", span, expected="een waarde", found=type_words(one))
        return False
    if op not in ("=", "<>") and isinstance(one, TextType | EnumType | BoolType):
        ctx.report("TS303", span, expected="een getal, bedrag of datum", found=type_words(one))
        return False
    return True


def assigned(ctx: Context, node: int | None, kind: Type, target: str, span: Span) -> bool:
    """Whether a value may become the value of ``target`` of type ``kind``; reported when not."""
    if node is None:
        return False
    found = ctx.type_of(node)
    advice: dict[str, str] = {}
    if isinstance(kind, NumType) and isinstance(found, NumType):
        if kind.unit == found.unit:
            return True
        advice = _advice(found, kind) if len(found.unit) < len(kind.unit) else {}
    elif found == kind:
        return True
    else:
        advice = {"remedy": f"Schrijf hier {example_words(kind)}."}
    if isinstance(found, EnumType) and found.name == STATUS_ENUM:
        ctx.report("TS304", span, name=target)
    else:
        ctx.report("TS302", span, target=target, expected=type_words(kind), found=type_words(found), **advice)
    return False


def adopts_unit(expr: Expr, expected: Type | None) -> NumType | None:
    """The type of € 0 beside an amount per period: nothing per month is also nothing per year."""
    if isinstance(expr, Geld) and expr.per is None and expr.waarde == 0 and isinstance(expected, NumType):
        return expected if (EURO, 1) in expected.unit else None
    return None


def constant_zero(ctx: Context, node: int) -> bool:
    found = ctx.world.builder.nodes[node]
    return isinstance(found, Const) and found.value == 0 and isinstance(found.type, NumType)


def every(nodes: Sequence[int | None]) -> tuple[int, ...] | None:
    """All nodes, or None when one of them failed."""
    known = tuple(node for node in nodes if node is not None)
    return known if len(known) == len(nodes) else None
