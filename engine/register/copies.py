"""Backups: all rows of a register, as at one moment, in a SQLite file; and back into an empty database of either kind.

What is encrypted stays so: a copy is of no use without the secrets, and these are not in it. Nor is who was signed in: a copy that is
put back signs nobody in again who had signed out.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Table, insert, literal, select, tuple_

from engine.register.chain import Head, locked_head, move_head
from engine.register.database import Database
from engine.register.heads import read_head
from engine.register.keys import Keys
from engine.register.store import Store, Writing
from engine.register.subjects import ERASURE, forget
from engine.register.tables import REGISTER, entry
from engine.register.transaction import Transaction
from engine.register.trouble import Broken, NotStorable
from engine.register.turns import Turns
from engine.register.verify import Verification, verify

_AT_ONCE = 200
AGAIN = "opnieuw gewist na herstel"


def back_up(source: Database, keys: Keys, file: Path) -> Verification:
    """Copy a register to a new file, which is there whole and verified, or not at all. Raises NotStorable when there is a file
    already, Broken when the copy does not verify, Unavailable, OSError."""
    if file.exists():
        raise NotStorable(f"'{file}' bestaat al")
    part = file.with_name(f".{file.name}.deel")
    _remove(part)
    try:
        with source.reading(slowly=True) as connection:
            found = _copied(connection, f"sqlite:///{part}", keys)
        descriptor = os.open(part, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.link(part, file)  # fails when somebody else made it meanwhile
    except FileExistsError:
        raise NotStorable(f"'{file}' bestaat al") from None
    finally:
        _remove(part)
    return found


def restore(file: Path, url: str, keys: Keys, known: Iterable[str] = (), erased: Iterable[str] = ()) -> Verification:
    """Put a backup in a database without a register. ``known``: texts of heads kept elsewhere; a copy that is older than one of these is
    refused. ``erased``: subjects that were erased since the backup was made, and are erased again before anybody can read them. Raises
    NotStorable when there is a register already, Broken when what came of it does not verify (then nothing is there), Unavailable."""
    source = Database(f"sqlite:///{file}", create=False)
    try:
        with source.reading(slowly=True) as connection:
            first = connection.execute(select(entry.c.id).where(entry.c.seq == 1)).scalar_one_or_none()
            heads = [read_head(keys, str(first), text) for text in known]
            return _copied(connection, url, keys, heads, sorted(set(erased)))
    finally:
        source.close()


def _copied(
    source: Connection, url: str, keys: Keys, known: Sequence[Head] = (), erased: Sequence[str] = ()
) -> Verification:
    target = Database(url)
    try:
        with target.writing() as connection:
            if not target.migrated(connection):
                raise NotStorable("in deze database staat al een register")
            for table in REGISTER:
                _copy(source, connection, table)
            found = verify(connection, keys, known)
            if not found.ok:
                raise Broken(
                    f"De kopie is niet in orde, en is niet bewaard: inschrijving {found.first_bad}, {found.why}."
                )
            if erased:
                _erase_again(target, connection, keys, erased)
                found = verify(connection, keys, known)
        if erased:
            target.scrub()
        return found
    finally:
        target.close()


def _erase_again(target: Database, connection: Connection, keys: Keys, subjects: Sequence[str]) -> None:
    store = Store(target, keys, lambda: datetime.now(UTC), Turns(target, keys))
    transaction = Transaction(connection)
    writing = Writing(store, transaction, "toetssteen", locked_head(connection, keys))
    for subject in subjects:
        if forget(connection, subject):
            writing.add(ERASURE, subject, {"grond": AGAIN}, is_open=True)
    writing.done()
    transaction.flush()
    move_head(connection, keys, writing.head)


def _copy(source: Connection, target: Connection, table: Table) -> None:
    columns = list(table.primary_key.columns)
    query = select(table).order_by(*columns).limit(_AT_ONCE)
    rows = source.execute(query).mappings().all()
    while rows:
        target.execute(insert(table), [dict(row) for row in rows])
        last = [literal(rows[-1][column.name], column.type) for column in columns]
        rows = source.execute(query.where(tuple_(*columns) > tuple_(*last))).mappings().all()


def _remove(part: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        part.with_name(part.name + ending).unlink(missing_ok=True)
