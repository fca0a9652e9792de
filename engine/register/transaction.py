"""One transaction in which rows wait, to be written together; whoever looks at the database in it finds them there.

Several pieces of work share a transaction. What one of them refuses is taken back without touching the others: rows that wait are
forgotten, and a savepoint is made only for work that looks at the database, since most work does not.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, NestedTransaction, Table, insert

Rows = list[tuple[Table, dict[str, Any]]]


class Transaction:
    """Of one thread."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: Rows = []
        self._before: Rows | None = None
        self._nested: NestedTransaction | None = None

    @property
    def connection(self) -> Connection:
        """The database with all that was added."""
        if self._before is not None and self._nested is None:
            self._write(self._before)
            self._nested = self._connection.begin_nested()
        self._write(self._waiting)
        return self._connection

    def add(self, table: Table, rows: list[dict[str, Any]]) -> None:
        """Rows to write, at the latest by :meth:`flush`."""
        self._waiting += [(table, row) for row in rows]

    def flush(self) -> None:
        self._write(self._waiting)

    def begin(self) -> None:
        """From here on everything can be taken back by :meth:`undo`, until :meth:`keep`."""
        self._before, self._waiting = self._waiting, []

    def keep(self) -> None:
        if self._nested is not None:
            self._nested.commit()
        self._end()

    def undo(self) -> None:
        self._waiting = []
        if self._nested is not None:
            self._nested.rollback()
        self._end()

    def _end(self) -> None:
        self._waiting = (self._before or []) + self._waiting
        self._before = self._nested = None

    def _write(self, rows: Rows) -> None:
        """Write and forget rows, those of one table at once. No table here refers to another, so their order is free."""
        tables: dict[Table, list[dict[str, Any]]] = {}
        for table, row in rows:
            tables.setdefault(table, []).append(row)
        rows.clear()
        for table, values in tables.items():
            self._connection.execute(_insert(table), values)


@cache
def _insert(table: Table) -> Insert:
    return insert(table)
