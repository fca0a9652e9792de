"""Rows of decision tables: repeated, contradicting, never reached, and cases that no row fits.

Each condition column is cut into pieces on which all its cells agree, and one point stands for each piece. Two rows can fit
together when every column has a point that fits both. A column whose cells are not literals is left out of the comparison, and
then only identical rows are reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from math import prod

from dsl import syntax as s
from dsl.diagnostics import Diagnostic, Related, diagnose
from dsl.notation import format_date, format_display
from dsl.printer.expressions import condition, expression
from dsl.program import AttrInfo, NumType, Program

Point = Fraction | date | str | bool
MOST_CASES = 20_000
MOST_ROWS = 1_000
MOST_TESTS = 400_000
"""Cells held against values of their column; a table beyond it is not compared row by row."""
_OTHER = "een andere waarde"


@dataclass(frozen=True, slots=True)
class Column:
    words: str
    points: tuple[Point, ...]  # () when the cells cannot be compared
    fits: tuple[frozenset[Point], ...]  # per row


def table_findings(modules: Iterable[s.Module], program: Program) -> Iterator[Diagnostic]:
    for module in modules:
        for definition in module.definities:
            if isinstance(definition, s.Beslistabel):
                yield from _table(definition, program)


def _table(table: s.Beslistabel, program: Program) -> Iterator[Diagnostic]:
    pieces = [_pieces(table, index, program) for index in range(len(table.kolommen))]
    tests = len(table.rijen) * sum(len(points) for points in pieces)
    if len(table.rijen) > MOST_ROWS or tests > MOST_TESTS:
        yield diagnose("TS429", table.span, rows=len(table.rijen))
        return
    columns = [_column(table, index, points) for index, points in enumerate(pieces)]
    comparable = all(column.points for column in columns)
    for number, row in enumerate(table.rijen):
        for earlier in range(number):
            other = table.rijen[earlier]
            if row.cellen == other.cellen and (row.uitkomsten == other.uitkomsten or table.treffer == "eerste"):
                yield _rows("TS411", table, number, earlier)
                break
            together = row.cellen == other.cellen or (
                comparable and all(c.fits[number] & c.fits[earlier] for c in columns)
            )
            if table.treffer == "enige" and together and row.uitkomsten != other.uitkomsten:
                yield _rows("TS412", table, number, earlier)
                break
            if table.treffer == "eerste" and comparable and all(c.fits[number] <= c.fits[earlier] for c in columns):
                yield _rows("TS424", table, number, earlier)
                break
    if comparable and columns and prod(len(c.points) for c in columns) <= MOST_CASES:
        yield from _gap(table, columns)


def _rows(code: str, table: s.Beslistabel, row: int, other: int) -> Diagnostic:
    related = (Related(table.rijen[other].span, "de andere rij"),)
    return diagnose(code, table.rijen[row].span, related=related, row=row + 1, other=other + 1)


def _gap(table: s.Beslistabel, columns: list[Column]) -> Iterator[Diagnostic]:
    """The first case that no row fits, in the order of the points."""
    for case in product(*(column.points for column in columns)):
        if not any(
            all(point in column.fits[number] for point, column in zip(case, columns, strict=True))
            for number in range(len(table.rijen))
        ):
            words = ", ".join(f"{column.words}: {_shown(point)}" for column, point in zip(columns, case, strict=True))
            yield diagnose("TS413", table.span, case=words)
            return


def _shown(point: Point) -> str:
    if isinstance(point, bool):
        return "ja" if point else "nee"
    if isinstance(point, date):
        return format_date(point)
    return format_display(point) if isinstance(point, Fraction) else point


def _column(table: s.Beslistabel, index: int, points: tuple[Point, ...]) -> Column:
    test = table.kolommen[index].test
    words = condition(test, last=True) if isinstance(test, s.KenmerkTest) else expression(test)
    fits = tuple(frozenset(p for p in points if _fits(row.cellen[index], p)) for row in table.rijen)
    return Column(words, points, fits)


def _pieces(table: s.Beslistabel, index: int, program: Program) -> tuple[Point, ...]:
    test = table.kolommen[index].test
    cells = [row.cellen[index] for row in table.rijen]
    domain = _domain(test, program)
    grid = domain.type.grid if domain is not None and isinstance(domain.type, NumType) else None
    points = _points(cells, program, grid)
    if domain is not None:
        points = tuple(point for point in points if _possible(point, domain))
    return points


def _domain(test: s.Expr | s.KenmerkTest, program: Program) -> AttrInfo | None:
    """The attribute that a column reads, for its range and grid; None when its name is that of several."""
    if not isinstance(test, s.Pad):
        return None
    name = test.stappen[0].naam
    found = [kind.attributes[name] for kind in program.types.values() if name in kind.attributes]
    return found[0] if len(found) == 1 else None


def _possible(point: Point, domain: AttrInfo) -> bool:
    """Whether a fact of this attribute could have the value: within its range and on its grid."""
    if isinstance(point, Fraction) and isinstance(domain.type, NumType):
        grid = domain.type.grid
        if grid is not None and (point / grid).denominator != 1:
            return False
    low, high = domain.low, domain.high
    return (low is None or _ordered(low, point) <= 0) and (high is None or _ordered(point, high) <= 0)


def _literals(cell: s.Cel) -> list[s.Expr]:
    if isinstance(cell, s.CelVergelijking):
        return [cell.waarde]
    if isinstance(cell, s.CelEenVan):
        return list(cell.waarden)
    if isinstance(cell, s.Bereik):
        return [end for end in (cell.laag, cell.hoog) if end is not None]
    return []


def _value(node: s.Expr | None) -> Point | None:
    if isinstance(node, s.Getal | s.Geld | s.Procent | s.Datum | s.Tekst):
        return node.waarde
    if isinstance(node, s.Pad) and len(node.stappen) == 1:
        return node.stappen[0].naam
    return None


def _points(cells: list[s.Cel], program: Program, grid: Fraction | None) -> tuple[Point, ...]:
    """One point for every piece of the column; none when a cell holds more than a literal or kinds are mixed. ``grid`` is the
    step of the numbers, where they have one."""
    if all(isinstance(cell, s.CelJaNee | s.CelNvt) for cell in cells):
        return (True, False)
    literals = [_value(node) for cell in cells for node in _literals(cell)]
    if any(literal is None for literal in literals):
        return ()
    texts = sorted({p for p in literals if isinstance(p, str)})
    days = sorted({p for p in literals if isinstance(p, date)})
    numbers = sorted({p for p in literals if isinstance(p, Fraction)})
    if sum(map(bool, (texts, days, numbers))) != 1:
        return ()
    if texts:
        known = next((values for values in program.enums.values() if set(texts) <= set(values)), None)
        return tuple(known) if known is not None else (*texts, _OTHER)
    if days:
        near = {day + timedelta(days=step) for day in days for step in (-1, 0, 1)}
        return tuple(sorted(near))
    if grid is not None:
        return tuple(sorted({number + step * grid for number in numbers for step in (-1, 0, 1)}))
    between = [(low + high) / 2 for low, high in zip(numbers, numbers[1:], strict=False)]
    outside = [numbers[-1] + 1] + ([numbers[0] - 1] if numbers[0] < 0 else [numbers[0] / 2])
    return tuple(sorted({*numbers, *between, *outside}))


def _fits(cell: s.Cel, point: Point) -> bool:
    if isinstance(cell, s.CelNvt):
        return True
    if isinstance(cell, s.CelJaNee):
        return cell.ja == point
    if isinstance(cell, s.CelEenVan):
        return any(_value(value) == point for value in cell.waarden)
    if isinstance(cell, s.Bereik):
        low, high = _value(cell.laag), _value(cell.hoog)
        above = low is None or _ordered(low, point) <= 0
        order = -1 if high is None else _ordered(point, high)
        return above and (order < 0 or (cell.hoog_telt_mee and order == 0))
    literal = _value(cell.waarde)
    assert literal is not None
    order = _ordered(point, literal)
    return {
        "=": order == 0,
        "<>": order != 0,
        "<": order < 0,
        "<=": order <= 0,
        ">": order > 0,
        ">=": order >= 0,
    }[cell.op]


def _ordered(a: Point, b: Point) -> int:
    """-1, 0 or 1; texts only know equality, and then 1 says different."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return (a > b) - (a < b)
    if isinstance(a, date) and isinstance(b, date):
        return (a > b) - (a < b)
    return 0 if a == b else 1
