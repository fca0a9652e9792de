"""Who belongs to whom: keys and references of all tables, as numbers in memory.

Keys are compared by a number of 64 bits that is made of them; that two different keys of ten million give the same number happens less
than once in a hundred thousand times, and then both rows are refused. Beside a batch and a part, this is all that is held of a table:
while links are looked for some hundred bytes per row, after that some fifteen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntFlag
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.normen.keys import KeyColumn
from engine.normen.records import distinct_texts
from engine.normen.sources import RawBatch
from engine.population.mapping_meaning import RoleColumns, TableColumns, Translation
from engine.population.mapping_sources import OpenTable

Hashes = NDArray[np.uint64]
Places = NDArray[np.int32]
Flags = NDArray[np.bool_]
NOWHERE_TO = -1
_EMPTY = np.uint64(0)


class Trouble(IntFlag):
    """Why a row cannot be used, as bits; in ``Links.roles_wrong`` which role it is about."""

    NO_KEY = 1
    KEY_TWICE = 2
    NO_SUCH = 4
    TOO_MANY = 8
    MISSING = 16
    TWO_HOUSEHOLDS = 32
    ALONE = 64


@dataclass(slots=True)
class Rows:
    """Of one table, per row of its object type: the number of its key, of its references and of its fitting for a role. ``unit``: the
    row of the root to which it belongs, or NOWHERE_TO. ``refused``: rows with any problem of their own, known when all was read."""

    size: int
    keys: Hashes | None
    references: dict[str, Hashes]
    fitting: dict[str, Flags]
    unit: Places
    trouble: NDArray[np.uint8]
    refused: Flags
    about: dict[tuple[Trouble, str], Flags] = field(default_factory=dict)
    _sorted: tuple[Hashes, NDArray[np.int64]] | None = None

    def find(self, wanted: Hashes) -> Places:
        """The rows with these keys; NOWHERE_TO where there is none."""
        assert self.keys is not None
        if self._sorted is None:
            order = np.argsort(self.keys, kind="stable")
            self._sorted = self.keys[order], order
        ordered, order = self._sorted
        out = np.full(len(wanted), NOWHERE_TO, np.int32)
        if not len(ordered):
            return out
        at = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
        there = (ordered[at] == wanted) & (wanted != _EMPTY)
        out[there] = order[at[there]]
        return out

    def forget_keys(self) -> None:
        """All links are known."""
        self.keys, self._sorted = None, None
        self.references, self.fitting = {}, {}

    def mark(self, trouble: Trouble, where: NDArray[Any], role: str = "") -> None:
        """``where``: a mask or places."""
        self.trouble[where] |= np.uint8(trouble)
        if role and len(where) and (where.dtype != np.bool_ or where.any()):
            self.about.setdefault((trouble, role), np.zeros(self.size, bool))[where] = True


@dataclass(frozen=True, slots=True)
class Members:
    """Pairs of a row of the owner and a row of the table of its members, in that order. ``unknown``: owners of which nobody said."""

    owners: Places
    members: Places
    unknown: Flags | None = None


@dataclass(slots=True)
class Links:
    """``bad``: rows of the root of which the whole household is left out."""

    root: str
    rows: dict[str, Rows]
    roles: dict[tuple[str, str], Members] = field(default_factory=dict)
    bad: Flags = field(default_factory=lambda: np.zeros(0, bool))

    def leave_out(self, owner: str, where: NDArray[Any]) -> None:
        """The households of these rows are left out."""
        units = self.rows[owner].unit[where]
        self.bad[units[units >= 0]] = True


def at_places(values: NDArray[Any], places: NDArray[Any], nowhere: int | bool) -> NDArray[Any]:
    """The values at some places; ``nowhere`` for a place below 0."""
    out = np.full(len(places), nowhere, values.dtype)
    there = places >= 0
    out[there] = values[places[there]]
    return out


def of_this_type(raw: RawBatch, table: OpenTable) -> Flags | None:
    """Which rows of a batch are of the object type; None for all."""
    mask: Flags | None = None
    for column, texts in table.columns.only.items():
        fits = _holds(raw.columns[table.slot(column)], texts)
        mask = fits if mask is None else mask & fits
    return mask


def _holds(column: Sequence[str], texts: Sequence[str]) -> Flags:
    codes, distinct = distinct_texts(column)
    return np.array([text in texts for text in distinct], bool)[codes]


def _numbers(column: Sequence[str]) -> Hashes:
    keys = KeyColumn.from_source(column)
    return np.where(keys.starts == keys.ends, _EMPTY, np.maximum(keys.hashes, np.uint64(1)))


def read_rows(table: OpenTable, translation: Translation) -> Rows:
    """Go through the keys of a table. Raises Unreadable."""
    columns = table.columns
    wanted = _keyed_columns(columns.info.name, translation)
    roles = [role for one in translation.tables.values() for role in one.roles if role.info.target == columns.info.name]
    fitting_roles = {f"{role.info.owner} {role.info.name}": role for role in roles if role.only}
    keys: list[Hashes] = []
    references: dict[str, list[Hashes]] = {name: [] for name in wanted}
    fitting: dict[str, list[Flags]] = {name: [] for name in fitting_roles}
    size = 0
    for raw in table.source.read(table.read_order):
        mask = of_this_type(raw, table)
        take: Any = slice(None) if mask is None else mask
        size += len(raw.rows) if mask is None else int(mask.sum())
        if columns.key is not None:
            keys.append(_numbers(raw.columns[table.slot(columns.key)])[take])
        for name in wanted:
            references[name].append(_numbers(raw.columns[table.slot(name)])[take])
        for label, role in fitting_roles.items():
            fits = np.ones(len(raw.rows), bool)
            for column, texts in role.only.items():
                fits &= _holds(raw.columns[table.slot(column)], texts)
            fitting[label].append(fits[take])
    none = np.zeros(0, np.uint64)
    return Rows(
        size,
        np.concatenate([none, *keys]) if columns.key is not None else None,
        {name: np.concatenate([none, *parts]) for name, parts in references.items()},
        {name: np.concatenate([np.zeros(0, bool), *parts]) for name, parts in fitting.items()},
        np.full(size, NOWHERE_TO, np.int32),
        np.zeros(size, np.uint8),
        np.zeros(size, bool),
    )


def _keyed_columns(owner: str, translation: Translation) -> list[str]:
    """The columns of a table that hold keys of others."""
    found: dict[str, None] = {}
    for table in translation.tables.values():
        targets = {role.info.name: role.info.target for role in table.roles}
        for role in table.roles:
            holders = {targets[via] for via in role.via} or {table.info.name}
            if role.column is not None and owner in holders:
                found[role.column] = None
            if role.reference is not None and role.info.target == owner:
                found[role.reference] = None
    return list(found)


def link(translation: Translation, rows: dict[str, Rows]) -> Links:
    """Find the members of every role, and to which household every row belongs; mark the rows for which that cannot be."""
    links = Links(translation.root, rows, bad=np.zeros(rows[translation.root].size, bool))
    rows[translation.root].unit[:] = np.arange(rows[translation.root].size, dtype=np.int32)
    for table in rows.values():
        if table.keys is not None:
            table.mark(Trouble.NO_KEY, table.keys == _EMPTY)
            ordered = np.sort(table.keys)
            again = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
            table.mark(Trouble.KEY_TWICE, np.isin(table.keys, again[again != _EMPTY]))
    for owner, columns in translation.tables.items():
        for role in columns.roles:
            if not role.nobody:
                members = _members(links, columns, role)
                links.roles[owner, role.info.name] = _judged(links, columns, role, members)
                _settle(links, owner, role, members)
    for owner, table in rows.items():
        alone = table.unit == NOWHERE_TO
        table.mark(Trouble.ALONE, alone)
        for columns in translation.tables.values():
            targets = {role.info.name: role.info.target for role in columns.roles}
            for role in columns.roles:
                if role.info.target == owner and role.reference is not None:
                    # Whoever names a household and has no place in it makes that household incomplete.
                    for holder in {targets[name] for name in role.via} or {columns.info.name}:
                        place = links.rows[holder].find(table.references[role.reference][alone])
                        links.leave_out(holder, place[place >= 0])
        links.leave_out(owner, table.trouble != 0)
    for table in rows.values():
        table.forget_keys()
    return links


def _members(links: Links, columns: TableColumns, role: RoleColumns) -> Members:
    owner, target = links.rows[columns.info.name], links.rows[role.info.target]
    fits = target.fitting.get(f"{role.info.owner} {role.info.name}")
    found: list[tuple[Places, Places]] = []
    for holder, holders, holding in _holders(links, columns, role):
        # ``holders``: rows of the owner; ``holding``: beside each the row that has the column, or the key, of the role.
        if role.column is not None:
            wanted = holder.references[role.column][holding]
            members = target.find(wanted)
            lost = (members < 0) & (wanted != _EMPTY)
            owner.mark(Trouble.NO_SUCH, holders[lost], role.info.name)
            there = members >= 0
            found.append((holders[there], members[there]))
        else:
            assert role.reference is not None
            wanted = target.references[role.reference]
            asked = wanted != _EMPTY if fits is None else fits & (wanted != _EMPTY)
            at = holder.find(wanted)
            if not role.via:
                target.mark(Trouble.NO_SUCH, asked & (at < 0), role.info.name)
            owner_of = np.full(holder.size, NOWHERE_TO, np.int32)
            owner_of[holding] = holders
            its = at_places(owner_of, at, NOWHERE_TO)
            there = asked & (its >= 0)
            found.append((its[there], np.flatnonzero(there).astype(np.int32)))
    owners = np.concatenate([pair[0] for pair in found])
    members = np.concatenate([pair[1] for pair in found])
    both = np.unique(owners.astype(np.int64) << 32 | members.astype(np.int64))
    return Members((both >> 32).astype(np.int32), (both & 0xFFFFFFFF).astype(np.int32))


def _holders(links: Links, columns: TableColumns, role: RoleColumns) -> Iterator[tuple[Rows, Places, Places]]:
    owner = links.rows[columns.info.name]
    if not role.via:
        every = np.arange(owner.size, dtype=np.int32)
        yield owner, every, every
    for name in role.via:
        through = links.roles[columns.info.name, name]
        target = next(one.info.target for one in columns.roles if one.info.name == name)
        yield links.rows[target], through.owners, through.members


def _judged(links: Links, columns: TableColumns, role: RoleColumns, members: Members) -> Members:
    """Hold the numbers of members to what the law has places for."""
    owner = links.rows[columns.info.name]
    counts = np.bincount(members.owners, minlength=owner.size)
    most = role.info.maximum if role.info.many else 1
    owner.mark(Trouble.TOO_MANY, counts > most, role.info.name)
    empty = counts == 0
    if role.unknown_if_empty:
        return Members(members.owners, members.members, empty)
    if role.info.required:
        owner.mark(Trouble.MISSING, empty, role.info.name)
    return members


def _settle(links: Links, owner: str, role: RoleColumns, members: Members) -> None:
    """Members belong to the household of their owner, and to no other."""
    target = links.rows[role.info.target]
    units = links.rows[owner].unit[members.owners]
    known = units >= 0
    places, units = members.members[known], units[known]
    new = target.unit[places] == NOWHERE_TO
    target.unit[places[new]] = units[new]
    torn = target.unit[places] != units
    if torn.any():
        target.mark(Trouble.TWO_HOUSEHOLDS, places[torn])
        links.bad[units[torn]] = True


def trouble_words(links: Links, owner: str, row: int, columns: Mapping[str, TableColumns]) -> list[str]:
    """What is wrong with a row, each as a reason without anything that stood in it."""
    table = links.rows[owner]
    bits = int(table.trouble[row])

    def roles(trouble: Trouble) -> str:
        return " en ".join(f"'{role}'" for (kind, role), where in table.about.items() if kind == trouble and where[row])

    words = {
        Trouble.NO_KEY: f"de sleutel '{columns[owner].key}' is leeg",
        Trouble.KEY_TWICE: f"de sleutel '{columns[owner].key}' komt vaker voor",
        Trouble.NO_SUCH: f"de verwijzing voor {roles(Trouble.NO_SUCH)} wijst naar een rij die er niet is",
        Trouble.TOO_MANY: f"er zijn er te veel voor {roles(Trouble.TOO_MANY)}",
        Trouble.MISSING: f"er is niemand als {roles(Trouble.MISSING)}",
        Trouble.TWO_HOUSEHOLDS: f"hoort bij meer dan één {links.root}",
        Trouble.ALONE: f"hoort bij geen {links.root}",
    }
    return [text for bit, text in words.items() if bits & bit]
