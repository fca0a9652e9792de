"""The open source of each table of a mapping, and where in it the columns are that the mapping uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from dsl.diagnostics import Diagnostic, diagnose
from dsl.files import reason
from dsl.source import NOWHERE
from dsl.suggest import did_you_mean, suggest
from engine.normen.layout import can_hold, misfit, plain_name
from engine.normen.sources import Source, Unreadable
from engine.normen.sources.database import Address, Database, open_database
from engine.normen.sources.files import find_files, open_files, spoken
from engine.normen.sources.sql import SqlSource, open_table
from engine.population.mapping_meaning import TableColumns, Translation


@dataclass(frozen=True, slots=True)
class OpenTable:
    """``files``: what the source is read from, where that is files. ``places``: where each column that is used stands in it."""

    columns: TableColumns
    source: Source
    files: tuple[Path, ...]
    places: Mapping[str, int]

    @property
    def read_order(self) -> list[int]:
        """The columns to read, each once."""
        return list(dict.fromkeys(self.places.values()))

    def slot(self, column: str) -> int:
        """Where a column stands among those that are read."""
        return self.read_order.index(self.places[column])


@dataclass(slots=True)
class Opened:
    tables: dict[str, OpenTable] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)


@contextmanager
def open_tables(place: str, translation: Translation) -> Iterator[Opened]:
    """The tables, or everything that is wrong with them. ``place``: a folder, a file, or the address of a database, for the tables of
    which the mapping does not say it in full. Databases are open as long as the context is."""
    found = Opened()
    with ExitStack() as open_things:
        opener = _Opener(place, open_things, found)
        for owner, columns in translation.tables.items():
            try:
                source, files = opener.source(columns)
            except Unreadable as wrong:
                found.findings += wrong.findings
                continue
            places, problems = _places(source, used_columns(owner, translation))
            found.findings += problems or _misfits(source, columns, places)
            if isinstance(source, SqlSource):
                # A database that is asked twice may answer in another order.
                first = [places[columns.key]] if columns.key in places else []
                source = replace(source, order=tuple(dict.fromkeys([*first, *places.values()])))
            found.tables[owner] = OpenTable(columns, source, files, places)
        yield found


@dataclass(slots=True)
class _Opener:
    place: str
    open_things: ExitStack
    found: Opened
    databases: dict[Address, Database] = field(default_factory=dict)

    def source(self, columns: TableColumns) -> tuple[Source, tuple[Path, ...]]:
        """Raises Unreadable."""
        address = columns.address
        if address is None and "://" in self.place and not columns.files:
            address = Address(self.place, "--van", named=False)
        if address is not None:
            return self._table(address, columns), ()
        paths = self._files(columns)
        return open_files(paths), paths

    def _table(self, address: Address, columns: TableColumns) -> Source:
        if address not in self.databases:
            self.databases[address] = self.open_things.enter_context(open_database(address))
        database = self.databases[address]
        if columns.table is None:
            names = _names(columns)
            fitting = [name for name in database.tables() if spoken(name) in names]
            if len(fitting) == 1:
                return open_table(database, fitting[0])
        schema, point, table = (columns.table or columns.info.name).partition(".")
        return open_table(database, table if point else schema, schema if point else None)

    def _files(self, columns: TableColumns) -> tuple[Path, ...]:
        here = Path(self.place)
        if columns.files:
            folder = here if here.is_dir() else here.parent
            return tuple(folder / name for name in columns.files)
        if not here.is_dir():
            return (here,)
        try:
            held = find_files(here)
        except OSError as wrong:
            raise Unreadable(diagnose("TS001", NOWHERE, path=str(here), reason=reason(wrong))) from None
        fitting = [paths for name in sorted(_names(columns)) for paths in held.get(name, ())]
        if len(fitting) != 1:
            raise Unreadable(_no_file(columns, here, fitting))
        return fitting[0]


def _names(columns: TableColumns) -> set[str]:
    return {spoken(name) for name in (columns.info.name, columns.info.plural) if name}


def _no_file(columns: TableColumns, folder: Path, fitting: Sequence[Sequence[Path]]) -> Diagnostic:
    what = "staan er meer bestanden" if fitting else "staat er geen bestand"
    return diagnose("TS562", NOWHERE, owner=columns.info.name, folder=str(folder), what=what)


def used_columns(owner: str, translation: Translation) -> dict[str, None]:
    """The names of the columns of a table that the mapping uses, in order, each once."""
    columns = translation.tables[owner]
    used = dict.fromkeys([*([columns.key] if columns.key else []), *columns.only])
    used |= dict.fromkeys(fact.column for fact in columns.facts)
    for table in translation.tables.values():
        targets = {role.info.name: role.info.target for role in table.roles}
        for role in table.roles:
            holders = {targets[via] for via in role.via} or {table.info.name}
            if role.column is not None and owner in holders:
                used[role.column] = None
            if role.info.target == owner:
                used |= dict.fromkeys([*([role.reference] if role.reference else []), *role.only])
    return used


def _places(source: Source, wanted: Iterable[str]) -> tuple[dict[str, int], list[Diagnostic]]:
    places: dict[str, int] = {}
    findings: list[Diagnostic] = []
    for name in wanted:
        fitting = [number for number, column in enumerate(source.header) if column == name]
        key = plain_name(name)
        fitting = fitting or [number for number, column in enumerate(source.header) if plain_name(column) == key]
        if len(fitting) == 1:
            places[name] = fitting[0]
        elif fitting:
            shown = " en ".join(f"'{source.header[number]}'" for number in fitting)
            findings.append(diagnose("TS543", NOWHERE, name=source.name, column=name, found=shown))
        else:
            remedy = did_you_mean(suggest(name, source.header))
            remedy = remedy or "Voeg de kolom toe, of schrijf in de vertaling hoe het bestand haar noemt."
            findings.append(diagnose("TS542", NOWHERE, remedy=remedy, name=source.name, column=name))
    return places, findings


def _misfits(source: Source, columns: TableColumns, places: Mapping[str, int]) -> list[Diagnostic]:
    """Columns that cannot hold what they should. Floats may: as the shortest decimal, which must lie on the steps of the fact."""
    found = []
    for fact in columns.facts:
        kind = source.kinds[places[fact.column]]
        fits = kind in ("tekst", "geheel", "ja of nee") if fact.words is not None else can_hold(kind, fact.info.type)
        if not fits:
            found.append(misfit(source, places[fact.column], fact.info.type))
    return found
