"""Records from a table or view of a database, streamed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dsl.diagnostics import diagnose
from dsl.source import NOWHERE
from dsl.suggest import did_you_mean, suggest
from engine.normen.sources import BATCH, Broken, Coded, Kind, RawBatch, Unreadable
from engine.normen.sources.database import Database, why
from engine.normen.sources.values import as_text

if TYPE_CHECKING:
    from sqlalchemy import Select


@dataclass(frozen=True, slots=True)
class SqlSource:
    """A row has the number of its place in the reading: a table has no order of its own, unless ``order`` names columns."""

    database: Database
    table: str
    schema: str | None
    header: tuple[str, ...]
    kinds: tuple[Kind, ...]
    order: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        shown = f"{self.schema}.{self.table}" if self.schema else self.table
        return f"tabel {shown} in {self.database.name}"

    def read(self, columns: Sequence[int]) -> Iterator[RawBatch]:
        """Raises Unreadable when the database breaks off."""
        from sqlalchemy.exc import SQLAlchemyError

        count = 0
        try:
            options = {"stream_results": True, "yield_per": BATCH}
            with self.database.connection.execute(self._select(columns), execution_options=options) as result:
                for part in result.partitions(BATCH):
                    records = [tuple(values) for values in part]
                    yield _batch(records, count + 1, [self.header[column] for column in columns])
                    count += len(records)
        except SQLAlchemyError as wrong:
            raise Unreadable(diagnose("TS558", NOWHERE, name=self.name, count=count, reason=why(wrong))) from None

    def _select(self, columns: Sequence[int]) -> Select[Any]:
        """Columns without a type, so that values come as the driver gives them: NUMERIC as Decimal. Days come as text, since a database
        knows days that Python does not."""
        from sqlalchemy import Text, cast, column, select, table
        from sqlalchemy.sql.elements import quoted_name

        asked: list[Any] = []
        for place in columns:
            held: Any = column(quoted_name(self.header[place], quote=True))
            asked.append(cast(held, Text) if self.kinds[place] in ("datum", "moment") else held)
        schema = None if self.schema is None else quoted_name(self.schema, quote=True)
        ordered: list[Any] = [column(quoted_name(self.header[place], quote=True)) for place in self.order]
        return select(*asked).select_from(table(quoted_name(self.table, quote=True), schema=schema)).order_by(*ordered)


def _batch(records: list[tuple[Any, ...]], first: int, names: Sequence[str]) -> RawBatch:
    broken: list[Broken] = []
    columns = list(zip(*records, strict=True))
    binary = [any(isinstance(value, bytes) for value in set(column)) for column in columns]
    rows: Sequence[int] = range(first, first + len(records))
    if any(binary):
        kept: list[int] = []
        for place, record in enumerate(records):
            held = [name for name, value in zip(names, record, strict=True) if isinstance(value, bytes)]
            if held:
                what = f"'{held[0]}' bevat binaire gegevens"
                fields = ["" if isinstance(value, bytes) else as_text(value) for value in record]
                broken.append(Broken(first + place, what, what, fields))
            else:
                kept.append(place)
        columns = [tuple(column[place] for place in kept) for column in columns]
        rows = [first + place for place in kept]
    return RawBatch(tuple(_coded(column) for column in columns), rows, tuple(broken))


def _coded(column: Sequence[Any]) -> Coded:
    """Each different value is written once."""
    numbers: dict[Any, int] = {}
    codes = np.fromiter((numbers.setdefault(value, len(numbers)) for value in column), np.int64, len(column))
    return Coded(codes, [*map(as_text, numbers), ""])


def open_table(database: Database, table: str, schema: str | None = None) -> SqlSource:
    """Look at the columns of a table or view. Raises Unreadable."""
    from sqlalchemy import inspect
    from sqlalchemy.exc import SQLAlchemyError

    names = database.tables(schema)
    if table not in names:
        shown = f"{schema}.{table}" if schema else table
        near = did_you_mean(suggest(table, names)) or None
        raise Unreadable(diagnose("TS555", NOWHERE, remedy=near, name=database.name, table=shown))
    try:
        described = inspect(database.connection).get_columns(table, schema)
    except SQLAlchemyError as wrong:
        raise Unreadable(diagnose("TS553", NOWHERE, name=database.name, reason=why(wrong))) from None
    typed = database.connection.dialect.name == "postgresql"
    kinds = tuple(_kind(column["type"], typed) for column in described)
    return SqlSource(database, table, schema, tuple(str(column["name"]) for column in described), kinds)


def _kind(declared: Any, typed: bool) -> Kind:
    """What a column holds by its declared type. SQLite lets a column hold any value, and has no type for days and booleans: there, what
    is declared as such is read as text."""
    from sqlalchemy import types
    from sqlalchemy.dialects.postgresql import DOMAIN

    if isinstance(declared, DOMAIN):
        declared = declared.data_type
    known: tuple[tuple[type[Any], Kind], ...] = (
        (types.Boolean, "ja of nee" if typed else "tekst"),
        (types.Integer, "geheel"),
        (types.Float, "zwevend"),
        (types.Numeric, "exact"),
        (types.Date, "datum" if typed else "tekst"),
        (types.DateTime, "moment" if typed else "tekst"),
        (types.String, "tekst"),
        (types.Uuid, "tekst"),
    )
    found = next((kind for what, kind in known if isinstance(declared, what)), None)
    if found is None:
        found = "tekst" if not typed and isinstance(declared, types.NullType) else "anders"
    return found
