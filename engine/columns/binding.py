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
