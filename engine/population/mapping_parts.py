"""From rows in the order of their tables to parts of whole households, by way of files beside the place of the population."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.columns.population import (
    NOBODY,
    UNKNOWN,
    ColumnName,
    Fact,
    Nobody,
    Population,
    Role,
    Same,
    Table,
    ToMany,
    ToOne,
)
from engine.population.making import HOUSEHOLDS_A_PART
from engine.population.mapping_columns import FactReader
from engine.population.mapping_links import Links, Members
from engine.population.mapping_meaning import RoleColumns, Translation

MOST_FILES = 400
"""So many files are open at once."""


def households_a_part(links: Links) -> int:
    size = links.rows[links.root].size
    return max(HOUSEHOLDS_A_PART, -(-size * len(links.rows) // MOST_FILES))


@dataclass(slots=True)
class Spill:
    """Rows on their way: per part and table a file of batches."""

    folder: Path
    _open: dict[tuple[int, str], tuple[Any, Any]] = field(default_factory=dict)

    def add(self, part: int, owner: str, columns: Mapping[str, NDArray[Any]]) -> None:
        """Raises OSError when the disk does not take it."""
        import pyarrow as pa

        batch = pa.record_batch([pa.array(column) for column in columns.values()], names=list(columns))
        if (part, owner) not in self._open:
            sink = pa.OSFile(str(self._path(part, owner)), "wb")
            options = pa.ipc.IpcWriteOptions(compression="lz4")
            self._open[part, owner] = sink, pa.ipc.new_stream(sink, batch.schema, options=options)
        self._open[part, owner][1].write_batch(batch)

    def close(self) -> None:
        """All was added. Raises OSError."""
        while self._open:
            _, (sink, writer) = self._open.popitem()
            try:
                writer.close()
            finally:
                sink.close()

    def abandon(self) -> None:
        """Let go of files of which nothing is needed any more."""
        with suppress(OSError):
            self.close()

    def take(self, part: int, owner: str) -> dict[str, NDArray[Any]] | None:
        """The columns of a part, which are then gone from the disk; None when it has no rows."""
        import pyarrow as pa

        path = self._path(part, owner)
        if not path.exists():
            return None
        with pa.OSFile(str(path), "rb") as source:
            table = pa.ipc.open_stream(source).read_all()
        path.unlink()
        return {name: table.column(name).to_numpy() for name in table.column_names}

    def _path(self, part: int, owner: str) -> Path:
        return self.folder / f"{part}-{owner}"


@dataclass(slots=True)
class Parts:
    """Makes the parts. ``readers``: of each table those of its facts; ``kept`` counts the rows that came through."""

    translation: Translation
    links: Links
    readers: Mapping[str, tuple[FactReader, ...]]
    spill: Spill
    kept: dict[str, int] = field(default_factory=dict)
    _ordered: dict[tuple[str, str], tuple[Members, NDArray[np.int32]]] = field(default_factory=dict)

    def populations(self) -> Iterator[Population]:
        """Each part; of households that are left out nothing. Raises OSError."""
        while self.links.roles:
            (owner, name), members = self.links.roles.popitem()
            unit = self.links.rows[owner].unit[members.owners]
            order = np.argsort(unit, kind="stable")
            self._ordered[owner, name] = (
                Members(members.owners[order], members.members[order], members.unknown),
                unit[order],
            )
        size = households_a_part(self.links)
        for part in range(-(-len(self.links.bad) // size)):
            made = self._part(part, part * size, min((part + 1) * size, len(self.links.bad)))
            if made.tables[self.links.root].rows:
                yield made

    def _part(self, part: int, first: int, end: int) -> Population:
        held: dict[str, dict[str, NDArray[Any]]] = {}
        places: dict[str, NDArray[np.int64]] = {}
        for owner, rows in self.links.rows.items():
            found = self.spill.take(part, owner)
            if found is not None:
                good = ~self.links.bad[rows.unit[found["rij"]]]
                found = {name: column[good] for name, column in found.items()}
            held[owner] = found or {}
            places[owner] = held[owner].get("rij", np.zeros(0, np.int64))
            self.kept[owner] = self.kept.get(owner, 0) + len(places[owner])
        return Population({owner: self._table(owner, held[owner], places, first, end) for owner in held})

    def _table(
        self,
        owner: str,
        held: Mapping[str, NDArray[Any]],
        places: Mapping[str, NDArray[np.int64]],
        first: int,
        end: int,
    ) -> Table:
        columns = self.translation.tables[owner]
        nothing, all_known = np.zeros(0, np.int64), np.zeros(0, np.uint8)
        facts: dict[ColumnName, Fact] = {key: Same(value) for key, value in columns.all_same.items()}
        for number, reader in enumerate(self.readers[owner]):
            values, state = held.get(f"w{number}", nothing), held.get(f"s{number}", all_known)
            facts[reader.fact.key] = reader.column(values, state)
        roles: dict[str, Role] = dict.fromkeys(columns.info.roles, Nobody()) if columns.nobody_else else {}
        for role in columns.roles:
            if role.nobody:
                roles[role.info.name] = Nobody()
            else:
                roles[role.info.name] = self._role(owner, role, places[owner], places[role.info.target], first, end)
        return Table(len(places[owner]), facts, roles)

    def _role(
        self,
        owner: str,
        role: RoleColumns,
        owners: NDArray[np.int64],
        targets: NDArray[np.int64],
        first: int,
        end: int,
    ) -> Role:
        members, unit = self._ordered[owner, role.info.name]
        mine = slice(*np.searchsorted(unit, (first, end)))
        of, who = _local(owners, members.owners[mine]), _local(targets, members.members[mine])
        there = of >= 0
        of, who = of[there], who[there]
        state = None
        if members.unknown is not None:
            state = np.where(members.unknown[owners], np.uint8(UNKNOWN), np.uint8(0))
        if not role.info.many:
            index = np.full(len(owners), NOBODY, np.int32)
            index[of] = who
            return ToOne(index, state)
        order = np.lexsort((who, of))
        offsets = np.zeros(len(owners) + 1, np.int32)
        np.cumsum(np.bincount(of, minlength=len(owners)), out=offsets[1:])
        return ToMany(offsets, who[order].astype(np.int32), state)


def _local(rows: NDArray[np.int64], wanted: NDArray[np.int32]) -> NDArray[np.int64]:
    """Where rows of the whole table stand among those of a part, which are in order; -1 where they do not."""
    if not len(rows):
        return np.full(len(wanted), -1, np.int64)
    at = np.minimum(np.searchsorted(rows, wanted), len(rows) - 1)
    return np.where(rows[at] == wanted, at, -1)
