"""A population: per object type a table of columns, and between tables the roles.

A row is an object. Numbers are whole numerators over the denominator of the grid that the attribute declares (whole euros, cents),
or over ``scale`` where it declares none or the column is finer. Dates are proleptic ordinals, kenmerken bool, enumeration values and
texts positions in ``words`` (left out: the values of the enumeration in the order in which it is declared).

A column that is not there is a fact that nobody gave. Arrays may be views of memory that is mapped: nothing is copied or changed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from dsl.dates import last_day_of_month
from engine.values import Scalar

KNOWN, UNKNOWN, UNOBTAINABLE = 0, 1, 2
"""What ``state`` says of a fact: given, not given, stated to be unobtainable."""

NOBODY = -1
"""In the index of a to-one role: there is none."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One fact of every row. ``state`` (uint8) says per row whether it is known; without it all are."""

    values: NDArray[Any]
    state: NDArray[np.uint8] | None = None
    scale: int | None = None
    words: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Same:
    """A fact that is the same for every row."""

    value: Scalar


@dataclass(frozen=True, slots=True, eq=False)
class ToOne:
    """A role for at most one object: per row its row in the other table, or NOBODY. Without ``index`` it is the same row of the other
    table. ``state`` (uint8) is UNKNOWN where nobody said."""

    index: NDArray[Any] | None = None
    state: NDArray[np.uint8] | None = None


@dataclass(frozen=True, slots=True)
class Nobody:
    """A role that no row has anybody in."""


@dataclass(frozen=True, slots=True, eq=False)
class ToMany:
    """A role for any number: those of row i are ``members[offsets[i]:offsets[i + 1]]``; without ``members`` the rows of the other
    table themselves. ``state`` (uint8) is UNKNOWN where nobody said."""

    offsets: NDArray[Any]
    members: NDArray[Any] | None = None
    state: NDArray[np.uint8] | None = None


Fact = Column | Same
Role = ToOne | Nobody | ToMany
ColumnName = str | tuple[str, int] | tuple[str, int, int]
"""An attribute or kenmerk: as it is on every day, in a calendar year, or in a month (year, number). Of one attribute in one of these
three ways; on a day of which there is no column it is not given."""


def ends_of(period: tuple[int, ...]) -> tuple[date, date]:
    """The first and last day of a year, or of a month."""
    if len(period) == 1:
        return date(period[0], 1, 1), date(period[0], 12, 31)
    first = date(period[0], period[1], 1)
    return first, last_day_of_month(first)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    rows: int
    columns: Mapping[ColumnName, Fact] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Population:
    tables: Mapping[str, Table]


# ---------------------------------------------------------------- its shape: what a kernel is compiled for


@dataclass(frozen=True, slots=True)
class ColumnShape:
    """``same``: the one value of all rows (then there is no array, and ``dtype`` is the type of that value)."""

    dtype: str
    has_state: bool
    scale: int | None
    words: tuple[str, ...] | None
    same: Scalar | None = None


@dataclass(frozen=True, slots=True)
class RoleShape:
    """Types of the arrays of a role; None for one that it has not."""

    sort: str
    index: str | None = None
    offsets: str | None = None
    members: str | None = None
    has_state: bool = False


@dataclass(frozen=True, slots=True)
class TableShape:
    columns: tuple[tuple[ColumnName, ColumnShape], ...]
    roles: tuple[tuple[str, RoleShape], ...]

    def column(self, name: ColumnName) -> ColumnShape | None:
        return next((shape for key, shape in self.columns if key == name), None)

    def role(self, name: str) -> RoleShape | None:
        return next((shape for key, shape in self.roles if key == name), None)

    def periods(self, name: str) -> tuple[tuple[int, ...], ...]:
        """The years or months for which there is a column of an attribute."""
        return tuple(sorted(key[1:] for key, _ in self.columns if isinstance(key, tuple) and key[0] == name))


@dataclass(frozen=True, slots=True)
class Shape:
    """Everything of a population but its values. A kernel runs on every population of one shape."""

    tables: tuple[tuple[str, TableShape], ...]

    def __hash__(self) -> int:
        """Of the names alone: a program is run on populations of few shapes, and all of it would take longer than a part."""
        return hash(tuple(name for name, _ in self.tables))

    def table(self, name: str) -> TableShape:
        return next((shape for key, shape in self.tables if key == name), TableShape((), ()))


_shapes: WeakKeyDictionary[Population, Shape] = WeakKeyDictionary()
_recent: deque[Shape] = deque(maxlen=8)
"""Shapes met last, so that parts of one population share theirs and are seen to have the same one at once."""


def shape_of(population: Population) -> Shape:
    """The shape of a population, worked out once."""
    found = _shapes.get(population)
    if found is None:
        found = _shape_of(population)
        for known in tuple(_recent):
            if known == found:
                found = known
                break
        else:
            _recent.append(found)
        _shapes[population] = found
    return found


def _shape_of(population: Population) -> Shape:
    tables = []
    for name in sorted(population.tables):
        table = population.tables[name]
        columns = sorted(table.columns.items(), key=lambda item: _order(item[0]))
        tables.append(
            (
                name,
                TableShape(
                    tuple((key, _column_shape(fact)) for key, fact in columns),
                    tuple((key, _role_shape(role)) for key, role in sorted(table.roles.items())),
                ),
            )
        )
    return Shape(tuple(tables))


def _order(name: ColumnName) -> tuple[str, tuple[int, ...]]:
    return (name, ()) if isinstance(name, str) else (name[0], name[1:])


def _column_shape(fact: Fact) -> ColumnShape:
    if isinstance(fact, Same):
        return ColumnShape(type(fact.value).__name__, False, None, None, fact.value)
    return ColumnShape(_dtype(fact.values), fact.state is not None, fact.scale, fact.words)


def _role_shape(role: Role) -> RoleShape:
    match role:
        case Nobody():
            return RoleShape("nobody")
        case ToOne(index, state):
            return RoleShape("one", None if index is None else _dtype(index), has_state=state is not None)
        case ToMany(offsets, members, state):
            return RoleShape(
                "many", None, _dtype(offsets), None if members is None else _dtype(members), state is not None
            )


def _dtype(array: NDArray[Any]) -> str:
    if array.dtype.kind not in "bi" and array.dtype != np.uint8:
        raise TypeError(f"geen kolom van gehele getallen of ja en nee: {array.dtype}")
    return array.dtype.name
