"""A Beslistabel as nodes: the condition that some row fits, and per result column the value of the rows."""

from __future__ import annotations

from dsl.lower import fit
from dsl.lower.conditions import all_of, any_of, compare, negated, one_of
from dsl.lower.context import Context
from dsl.lower.dispatch import lower_condition, lower_expr
from dsl.program import AttrInfo, NumType, TableHit, Type
from dsl.source import Span
from dsl.syntax import (
    Bereik,
    Beslistabel,
    Cel,
    CelEenVan,
    CelJaNee,
    CelNvt,
    CelVergelijking,
    Expr,
    Geld,
    KenmerkTest,
    Kolom,
    Rij,
)
from dsl.types.units import EURO


def condition(ctx: Context, table: Beslistabel) -> tuple[bool, int | None]:
    """(well formed, node that some row fits); the node is None when a row always fits."""
    rows = _rows(ctx, table)
    if rows is None:
        return False, None
    conditions = [row for row in rows if row is not None]
    if len(conditions) < len(rows) or not rows:
        return True, None
    return True, any_of(ctx, tuple(conditions), table.span)


def column_value(ctx: Context, table: Beslistabel, column: int, target: AttrInfo) -> int | None:
    """The value that a result column gives to ``target``; None when reported."""
    conditions = _rows(ctx, table)
    hits: list[tuple[int, int | None, int]] = []
    failed = conditions is None
    for number, row in enumerate(table.rijen, start=1):
        if column >= len(row.uitkomsten):
            return None
        written = with_unit(row.uitkomsten[column], target.type)
        value = lower_expr(ctx, written, target.type)
        if not fit.assigned(ctx, value, target.type, target.name, written.span) or value is None:
            failed = True
        elif target.has_status and fit.constant_zero(ctx, value):
            ctx.report("TS425", written.span, attribute=target.name)
            failed = True
        elif conditions is not None:
            hits.append((number, conditions[number - 1], value))
    if failed:
        return None
    return ctx.add(
        TableHit(type=target.type, span=table.span, table=table.naam, policy=table.treffer, rows=tuple(hits))
    )


def with_unit(expr: Expr, kind: Type) -> Expr:
    """An amount in a cell takes its period from the head of its column."""
    if isinstance(expr, Geld) and expr.per is None and isinstance(kind, NumType) and (EURO, 1) in kind.unit:
        periods = [base for base, exponent in kind.unit if exponent == -1]
        if len(periods) == 1 and len(kind.unit) == 2:
            return Geld(expr.waarde, periods[0], expr.span)
    return expr


def _rows(ctx: Context, table: Beslistabel) -> list[int | None] | None:
    """The condition of every row (None: it always fits); None when something was reported."""
    columns = [_column(ctx, column) for column in table.kolommen]
    rows: list[int | None] = []
    failed = False
    for row in table.rijen:
        fits, node = _row(ctx, row, table.kolommen, columns)
        failed = failed or not fits
        rows.append(node)
    return None if failed else rows


def _column(ctx: Context, column: Kolom) -> int | None:
    """What the cells of a column are held against."""
    if isinstance(column.test, KenmerkTest):
        return lower_condition(ctx, column.test)
    return lower_expr(ctx.judging(None), column.test)


def _row(ctx: Context, row: Rij, columns: tuple[Kolom, ...], tests: list[int | None]) -> tuple[bool, int | None]:
    parts: list[int] = []
    failed = False
    for cell, column, test in zip(row.cellen, columns, tests, strict=False):
        if isinstance(cell, CelNvt):
            continue
        node = None if test is None else _cell(ctx, cell, isinstance(column.test, KenmerkTest), test, row.span)
        if node is None:
            failed = True
        else:
            parts.append(node)
    if failed:
        return False, None
    return True, all_of(ctx, tuple(parts), row.span) if parts else None


def _cell(ctx: Context, cell: Cel, kenmerk: bool, test: int, row: Span) -> int | None:
    span = getattr(cell, "span", row)
    if kenmerk != isinstance(cell, CelJaNee):
        expected = "ja, nee of n.v.t." if kenmerk else "een waarde"
        found, remedy = (
            ("een waarde", "Schrijf ja, nee of n.v.t.") if kenmerk else ("ja of nee", "Schrijf een waarde, of n.v.t.")
        )
        ctx.report("TS303", span, expected=expected, found=found, remedy=remedy)
        return None
    if isinstance(cell, CelJaNee):
        return negated(ctx, test, cell.ja, span)
    kind = ctx.type_of(test)
    if isinstance(cell, CelVergelijking):
        return compare(ctx, cell.op, test, _value(ctx, cell.waarde, kind), span)
    if isinstance(cell, CelEenVan):
        return one_of(ctx, test, tuple(with_unit(value, kind) for value in cell.waarden), span)
    assert isinstance(cell, Bereik)
    ends: list[int | None] = []
    if cell.laag is not None:
        ends.append(compare(ctx, ">=", test, _value(ctx, cell.laag, kind), span))
    if cell.hoog is not None:
        ends.append(compare(ctx, "<=" if cell.hoog_telt_mee else "<", test, _value(ctx, cell.hoog, kind), span))
    known = fit.every(ends)
    if not known:
        return None
    return all_of(ctx, known, span)


def _value(ctx: Context, written: Expr, kind: Type) -> int | None:
    return lower_expr(ctx.judging(None), with_unit(written, kind), kind)
