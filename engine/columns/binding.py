"""The arrays of a population that a form reads, as its renderers want them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.columns.form import Form, Source
from engine.columns.population import Column, ColumnName, Population, Table, ToMany, ToOne

Array = NDArray[Any]


def bind(form: Form, population: Population) -> dict[Source, Array]:
    """Per source its array, contiguous. A table without rows gets one row of nothing, so that a place of nobody can be read."""
    return {source: _padded(_array(population.tables[source.table], source), source) for source in form.sources}


def _array(table: Table, source: Source) -> Array:
    name: ColumnName = (source.name, *source.period) if source.period else source.name  # type: ignore[assignment]
    held = table.columns[name] if source.part == "values" else None
    if source.part == "state":
        held = table.columns.get(name)
    found: Array | None
    if isinstance(held, Column):
        found = held.values if source.part == "values" else held.state
    else:
        role = table.roles[source.name]
        if isinstance(role, ToOne):
            found = {"index": role.index, "state": role.state}[source.part]
        else:
            assert isinstance(role, ToMany)
            found = {"offsets": role.offsets, "members": role.members, "state": role.state}[source.part]
    assert found is not None
    return np.ascontiguousarray(found)


def _padded(array: Array, source: Source) -> Array:
    least = 2 if source.part == "offsets" else 1
    return array if len(array) >= least else np.zeros(least, array.dtype)


def check_lengths(population: Population) -> list[str]:
    """What does not fit together: columns of another length than their table, roles that point outside the other table."""
    wrong = []
    for name, table in population.tables.items():
        for key, fact in table.columns.items():
            if isinstance(fact, Column):
                for array in (fact.values, fact.state):
                    if array is not None and len(array) != table.rows:
                        wrong.append(f"{name}.{key}: {len(array)} waarden op {table.rows} rijen")
        for role, held in table.roles.items():
            if isinstance(held, ToOne) and held.index is not None and len(held.index) != table.rows:
                wrong.append(f"{name}.{role}: {len(held.index)} verwijzingen op {table.rows} rijen")
            if isinstance(held, ToMany) and len(held.offsets) != table.rows + 1:
                wrong.append(f"{name}.{role}: {len(held.offsets)} grenzen op {table.rows} rijen")
    return wrong


def unsound(form: Form, population: Population) -> list[tuple[str, str]]:
    """What of the arrays that a form reads does not fit together, as (name, what): a column of another length than its table, a role
    that points outside the other table. Nothing of such a population may be run."""
    wrong = []
    for source in form.sources:
        table = population.tables[source.table]
        array = _array(table, source)
        name = f"{source.table}.{source.name}"
        wanted = table.rows + 1 if source.part == "offsets" else None if source.part == "members" else table.rows
        if wanted is not None and len(array) != wanted:
            wrong.append((name, f"{len(array)} waarden op {table.rows} rijen"))
        elif len(array) and source.part in ("index", "members", "offsets"):
            target = population.tables.get(form.targets[source.table, source.name])
            wrong += [(name, what) for what in _astray(array, source, table, 0 if target is None else target.rows)]
    return wrong


def _astray(array: Array, source: Source, table: Table, rows: int) -> list[str]:
    """Whether positions in another table of so many rows lie within it."""
    if source.part == "offsets":
        role = table.roles[source.name]
        assert isinstance(role, ToMany)
        size = rows if role.members is None else len(role.members)
        if array[0] < 0 or array[-1] > size or bool(np.any(array[1:] < array[:-1])):
            return [f"grenzen die niet oplopen van 0 tot {size}"]
        return []
    if int(array.max()) >= rows or (source.part == "members" and int(array.min()) < 0):
        return [f"een verwijzing buiten de {rows} rijen van de andere tabel"]
    return []
