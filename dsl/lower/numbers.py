"""Literals and arithmetic as nodes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from dsl.lower import fit
from dsl.lower.context import Context
from dsl.lower.dates import add_durations
from dsl.lower.dispatch import expression, lower_expr
from dsl.program import (
    Bound,
    Convert,
    DateType,
    Judge,
    NumType,
    ObjectRef,
    Power,
    Product,
    Quotient,
    Round,
    Sum,
    Type,
)
from dsl.source import Span
from dsl.syntax import (
    Afgerond,
    Begrensd,
    Beoordeling,
    Datum,
    Geld,
    Getal,
    InEuros,
    Macht,
    Omgerekend,
    PercentageVan,
    Procent,
    Som,
    Tekst,
)
from dsl.syntax import Product as ProductForm
from dsl.types.literals import literal_type
from dsl.types.units import (
    EURO,
    SINGULARS,
    base_unit,
    common_grid,
    conversion_factor,
    divide,
    grid_of_value,
    multiply,
    number_type,
    unit_of,
)
from dsl.types.words import type_words

MAX_EXPONENT = 12


@expression(Getal, Geld, Procent, Datum, Tekst)
def _literal(ctx: Context, written: Getal | Geld | Procent | Datum | Tekst, expected: Type | None) -> int:
    kind: Type | None = fit.adopts_unit(written, expected) or literal_type(written)
    assert kind is not None  # all five are literals
    if isinstance(kind, NumType) and isinstance(written.waarde, Fraction):
        if isinstance(expected, NumType) and expected.show == "jaartal" and not kind.unit:
            kind = replace(kind, show="jaartal")
        kind = replace(kind, grid=grid_of_value(written.waarde))
    return ctx.const(written.waarde, kind, written.span)


@expression(Beoordeling)
def judge(ctx: Context, written: Beoordeling, expected: Type | None) -> int | None:
    """A question for the case handler, within the range of the attribute that it decides."""
    if expected is None or isinstance(expected, ObjectRef):
        ctx.report("TS315", written.span)
        return None
    judged = ctx.judged if ctx.judged is not None and ctx.judged.type == expected else None
    return ctx.add(
        Judge(
            type=expected,
            span=written.span,
            question=written.vraag,
            key=f"{ctx.owner}: {written.vraag}",
            low=judged.low if judged is not None else None,
            high=judged.high if judged is not None else None,
        )
    )


# --- plus, min, maal, gedeeld door


@expression(Som)
def _som(ctx: Context, written: Som, expected: Type | None) -> int | None:
    inner = ctx.judging(None)
    first = written.termen[0][1]
    start = lower_expr(inner, first, expected)
    if start is not None and isinstance(ctx.type_of(start), DateType):
        return add_durations(inner, start, written)
    nodes: list[int] = []
    kinds: list[NumType] = []
    failed = False
    wanted = expected if isinstance(expected, NumType) else None
    for place, (_, term) in enumerate(written.termen):
        # The first term is lowered once only: twice at every level would take forever in deep nesting.
        node = start if place == 0 else lower_expr(inner, term, kinds[0] if kinds else wanted)
        kind = fit.number(ctx, node, term.span)
        if node is None or kind is None or (kinds and not fit.same_unit(ctx, "Optellen", kinds[0], kind, term.span)):
            failed = True
            continue
        nodes.append(node)
        kinds.append(kind)
    if failed:
        return None
    result = number_type(kinds[0].unit, common_grid([kind.grid for kind in kinds]), kinds[0])
    signs = tuple(sign for sign, _ in written.termen)
    return ctx.add(Sum(type=result, span=written.span, terms=tuple(nodes), signs=signs))


@expression(ProductForm)
def _product(ctx: Context, written: ProductForm, expected: Type | None) -> int | None:
    """Left to right; factors that stand together become one node."""
    inner = ctx.judging(None)
    parts: list[tuple[bool, int | None, NumType | None, Span]] = []
    for divides, factor in written.factoren:
        node = lower_expr(inner, factor)
        parts.append((divides, node, fit.number(ctx, node, factor.span), factor.span))
    pending: list[int] = []
    kind: NumType | None = None
    for divides, node, factor_kind, _ in parts:
        if node is None or factor_kind is None:
            return None
        if kind is None:
            pending, kind = [node], factor_kind
        elif divides:
            numerator = _times(ctx, pending, kind, written.span)
            kind = number_type(divide(kind.unit, factor_kind.unit), None, kind)
            pending = [ctx.add(Quotient(type=kind, span=written.span, num=numerator, den=node))]
        else:
            pending.append(node)
            kind = _times_type(kind, factor_kind)
    if kind is None or not _meaningful(ctx, kind, parts, written.span):
        return None
    return _times(ctx, pending, kind, written.span)


def _times_type(left: NumType, right: NumType) -> NumType:
    grid = left.grid * right.grid if left.grid is not None and right.grid is not None else None
    like = left if left.show == right.show else None
    return number_type(multiply(left.unit, right.unit), grid, like)


def _times(ctx: Context, factors: list[int], kind: NumType, span: Span) -> int:
    if len(factors) == 1:
        return factors[0]
    return ctx.add(Product(type=kind, span=span, factors=tuple(factors)))


def _meaningful(
    ctx: Context, kind: NumType, parts: list[tuple[bool, int | None, NumType | None, Span]], span: Span
) -> bool:
    if abs(dict(kind.unit).get(EURO, 0)) <= 1:
        return True
    money = [it for _, _, it, _ in parts if it is not None and (EURO, 1) in it.unit]
    left = type_words(money[0]) if money else type_words(kind)
    right = type_words(money[-1]) if money else type_words(kind)
    ctx.report("TS311", span, operation="Het product", left=left, right=right)
    return False


@expression(PercentageVan)
def _percentage_van(ctx: Context, written: PercentageVan, expected: Type | None) -> int | None:
    inner = ctx.judging(None)
    share = lower_expr(inner, written.percentage, NumType(show="percentage"))
    share_kind = fit.number(ctx, share, written.percentage.span, "een percentage")
    whole = lower_expr(inner, written.van)
    kind = fit.number(ctx, whole, written.van.span)
    if share is None or whole is None or share_kind is None or kind is None:
        return None
    if share_kind.unit:
        ctx.report("TS303", written.percentage.span, expected="een percentage", found=type_words(share_kind))
        return None
    grid = share_kind.grid * kind.grid if share_kind.grid is not None and kind.grid is not None else None
    return ctx.add(Product(type=number_type(kind.unit, grid, kind), span=written.span, factors=(share, whole)))


@expression(Macht)
def _macht(ctx: Context, written: Macht, expected: Type | None) -> int | None:
    base = lower_expr(ctx.judging(None), written.basis)
    kind = fit.number(ctx, base, written.basis.span, "een getal")
    if base is None or kind is None:
        return None
    if kind.unit or not 0 <= written.exponent <= MAX_EXPONENT:
        ctx.report("TS306", written.span, limit=MAX_EXPONENT)
        return None
    grid = kind.grid**written.exponent if kind.grid is not None else None
    return ctx.add(Power(type=NumType((), grid), span=written.span, base=base, exponent=written.exponent))


# --- bounds, rounding, conversion


@expression(Begrensd)
def _begrensd(ctx: Context, written: Begrensd, expected: Type | None) -> int | None:
    """Of a number or of a date; its ends are then dates too."""
    of = lower_expr(ctx.judging(None), written.van, expected)
    if of is not None and isinstance(ctx.type_of(of), DateType):
        return _bounded_date(ctx, written, of)
    kind = fit.number(ctx, of, written.van.span)
    ends: list[int | None] = []
    grids = [kind.grid if kind is not None else None]
    failed = of is None or kind is None
    for end in (written.minimum, written.maximum):
        if end is None:
            ends.append(None)
            continue
        node = lower_expr(ctx.judging(None), end, kind or expected)
        end_kind = fit.number(ctx, node, end.span)
        if end_kind is None or (kind is not None and not fit.same_unit(ctx, "Begrenzen", kind, end_kind, end.span)):
            failed = True
        else:
            grids.append(end_kind.grid)
        ends.append(node)
    if failed or of is None or kind is None:
        return None
    low, high = ends
    return ctx.add(Bound(type=replace(kind, grid=common_grid(grids)), span=written.span, of=of, low=low, high=high))


def _bounded_date(ctx: Context, written: Begrensd, of: int) -> int | None:
    ends: list[int | None] = []
    failed = False
    for end, words in ((written.minimum, "een minimum van"), (written.maximum, "een maximum van")):
        node = None if end is None else lower_expr(ctx.judging(None), end, DateType())
        failed = failed or (end is not None and not fit.is_date(ctx, node, end.span, words))
        ends.append(node)
    low, high = ends
    return None if failed else ctx.add(Bound(type=DateType(), span=written.span, of=of, low=low, high=high))


@expression(Afgerond)
def _afgerond(ctx: Context, written: Afgerond, expected: Type | None) -> int | None:
    """The grid is in the unit of the value; that of a percentage is the percent, so 1 decimal is a thousandth."""
    of = lower_expr(ctx.judging(None), written.van, expected)
    kind = fit.number(ctx, of, written.van.span)
    if of is None or kind is None:
        return None
    in_euros = written.raster_vorm in ("centen", "hele euro's", "veelvoud")
    if in_euros and (EURO, 1) not in kind.unit:
        ctx.report("TS310", written.span, found=type_words(kind).capitalize(), grid=_grid_words(written))
        return None
    grid = written.raster / 100 if kind.show == "percentage" else written.raster
    return ctx.add(Round(type=replace(kind, grid=grid), span=written.span, of=of, mode=written.wijze, grid=grid))


def _grid_words(written: Afgerond) -> str:
    return {"veelvoud": "een veelvoud van een bedrag", "decimalen": "decimalen"}.get(
        written.raster_vorm, written.raster_vorm
    )


@expression(InEuros)
def _in_euros(ctx: Context, written: InEuros, expected: Type | None) -> int | None:
    of = lower_expr(ctx.judging(None), written.van)
    kind = fit.number(ctx, of, written.van.span, "een bedrag")
    if of is None or kind is None:
        return None
    if (EURO, 1) not in kind.unit or len(kind.unit) > 2:
        ctx.report("TS303", written.van.span, expected="een bedrag", found=type_words(kind))
        return None
    if written.heel and (kind.grid is None or kind.grid.denominator != 1):
        ctx.report("TS316", written.span)
        return None
    words = "in hele euro's" if written.heel else "in euro's"
    result = NumType((), Fraction(1) if written.heel else kind.grid)
    return ctx.add(Convert(type=result, span=written.span, of=of, factor=Fraction(1), words=words))


@expression(Omgerekend)
def _omgerekend(ctx: Context, written: Omgerekend, expected: Type | None) -> int | None:
    of = lower_expr(ctx.judging(None), written.van)
    kind = fit.number(ctx, of, written.van.span)
    if of is None or kind is None:
        return None
    target = base_unit(written.per)
    amount = written.soort == "bedrag"
    words = f"een bedrag per {target}" if amount else SINGULARS.get(target, target)
    # Of an amount its period is converted, of a number its own unit.
    periods = [base for base, exponent in kind.unit if exponent == (-1 if amount else 1) and base != EURO]
    fits = len(periods) == 1 and amount == ((EURO, 1) in kind.unit)
    factor = conversion_factor(periods[0], target) if fits else None
    if factor is None:
        ctx.report("TS305", written.span, source=type_words(kind).capitalize(), target=words)
        return None
    exponent = -1 if amount else 1
    rest = [item for item in kind.unit if item[0] != periods[0]]
    unit = unit_of(*rest, (target, exponent))
    return ctx.add(
        Convert(
            type=number_type(unit, None, kind),
            span=written.span,
            of=of,
            factor=1 / factor if amount else factor,
            words=f"omgerekend naar {words}",
        )
    )
