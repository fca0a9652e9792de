"""Tables and dated values as arrays: a number of cells between sorted edges, one after another per key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from dsl.program import DatedValue, KeyRange, Literal_, Lookup, dated_on
from engine.columns.val import Val

if TYPE_CHECKING:
    from engine.columns.lower import Lowering

MOST_CELLS = 200_000
"""Cells of one table; more would need another way to search."""


def dated_cells(values: Sequence[DatedValue]) -> tuple[tuple[int, ...], list[object]]:
    """Edges (ordinals) and per cell between them the value that holds there, None where none does."""
    edges: set[int] = set()
    for item in values:
        edges.add(item.start.toordinal())
        if item.end is not None:
            edges.add(item.end.toordinal() + 1)
    ordered = sorted(edges)
    found: list[object] = [None]
    for edge in ordered:
        item_on = dated_on(tuple(values), date.fromordinal(edge))
        found.append(None if item_on is None else item_on.value)
    return tuple(ordered), found


def cells(low: Lowering, node: Lookup, keys: Sequence[Val]) -> tuple[list[tuple[int, ...]], list[object]]:
    """Per key its edges, and per cell the value of the row that fits there; None where none does, or rows that differ."""
    info = low.program.tables[node.table]
    spans = []
    for row in info.rows:
        fits = []
        for place, cell in enumerate(row.keys):
            fits.append(_span(low, low.node(node.keys[place]).type, cell, keys[place].den))
        held = dated_on(row.values, low.today)
        spans.append((fits, None if held is None else held.value))
    edges = []
    for place in range(len(keys)):
        ends = {end for fits, _ in spans for end in fits[place] or () if end is not None}
        edges.append(tuple(sorted(ends)))
    size = 1
    for cut in edges:
        size *= len(cut) + 1
    if size > MOST_CELLS:
        raise OverflowError(node.table)
    starts: list[list[int | None]] = [[None, *cut] for cut in edges]
    return edges, [_value_at(spans, start) for start in product(*starts)]


_Span = tuple[int | None, int | None] | None
"""First whole number that fits and the first after it that does not; None: none does."""


def _value_at(spans: list[tuple[list[_Span], Literal_ | None]], place: tuple[int | None, ...]) -> object:
    found: object = None
    for fits, value in spans:
        if all(_holds(span, at) for span, at in zip(fits, place, strict=True)):
            if value is None or (found is not None and found != value):
                return None
            found = value
    return found


def _holds(span: _Span, at: int | None) -> bool:
    """``at`` is the first number of a cell, None for the lowest cell."""
    if span is None:
        return False
    first, after = span
    if at is None:
        return first is None
    return (first is None or first <= at) and (after is None or at < after)


def _span(low: Lowering, kind: object, cell: Literal_ | KeyRange, den: int) -> _Span:
    if isinstance(cell, KeyRange):
        first = None if cell.low is None else _from(cell.low, den)
        after = None
        if cell.high is not None:
            after = _beyond(cell.high, den) if cell.high_in else _from(cell.high, den)
        return first, after
    if isinstance(cell, bool):
        return int(cell), int(cell) + 1
    if isinstance(cell, str):
        code = low.code(kind, cell)  # type: ignore[arg-type]
        return code, code + 1
    first, after = _from(cell, den), _beyond(cell, den)
    return (first, after) if after > first else None


def _from(end: Literal_, den: int) -> int:
    """The first whole number of which the value is not below ``end``."""
    if isinstance(end, date):
        return end.toordinal()
    assert isinstance(end, Fraction)
    return (end * den).__ceil__()


def _beyond(end: Literal_, den: int) -> int:
    """The first whole number of which the value is above ``end``."""
    if isinstance(end, date):
        return end.toordinal() + 1
    assert isinstance(end, Fraction)
    return (end * den).__floor__() + 1
