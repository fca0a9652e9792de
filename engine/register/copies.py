"""Backups: all rows of a register, as at one moment, in a SQLite file; and back into an empty database of either kind.

What is encrypted stays so: a copy is of no use without the secrets, and these are not in it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, Table, func, insert, select

from engine.register.chain import Head
from engine.register.database import Database
from engine.register.heads import read_head
from engine.register.keys import Keys
from engine.register.tables import entry, metadata
from engine.register.trouble import Broken, NotStorable
from engine.register.verify import Verification, verify

_AT_ONCE = 200


def back_up(source: Database, keys: Keys, file: Path) -> Verification:
    """Copy a register to a new file, which is there whole and verified, or not at all. Raises NotStorable when there is a file
    already, Broken when the copy does not verify, Unavailable, OSError."""
    if file.exists():
        raise NotStorable(f"'{file}' bestaat al")
    part = file.with_name(f".{file.name}.deel")
    _remove(part)
    try:
        with source.reading(slowly=True) as connection:
            found = _copied(connection, f"sqlite:///{part}", keys, ())
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


def restore(file: Path, url: str, keys: Keys, known: Iterable[str] = ()) -> Verification:
    """Put a backup in a database without a register. ``known``: texts of heads kept elsewhere; a copy that is older than one of these is
    refused. Raises NotStorable when there is a register already, Broken when what came of it does not verify (then nothing is
    there), Unavailable."""
    source = Database(f"sqlite:///{file}", create=False)
    try:
        with source.reading(slowly=True) as connection:
            first = connection.execute(select(entry.c.id).where(entry.c.seq == 1)).scalar_one_or_none()
            return _copied(connection, url, keys, [read_head(keys, str(first), text) for text in known])
    finally:
        source.close()


def _copied(source: Connection, url: str, keys: Keys, known: Iterable[Head]) -> Verification:
    target = Database(url)
    try:
        with target.writing() as connection:
            if not target.migrated(connection):
                raise NotStorable("in deze database staat al een register")
            for table in metadata.sorted_tables:
                _copy(source, connection, table)
            found = verify(connection, keys, known)
            if not found.ok:
                raise Broken(
                    f"De kopie is niet in orde, en is niet bewaard: inschrijving {found.first_bad}, {found.why}."
                )
        return found
    finally:
        target.close()


def _copy(source: Connection, target: Connection, table: Table) -> None:
    keys = list(table.primary_key.columns)
    done = 0
    while True:
        # A reader sees one moment, so pages by place do not shift.
        rows = source.execute(select(table).order_by(*keys).offset(done).limit(_AT_ONCE)).mappings().all()
        if not rows:
            break
        target.execute(insert(table), [dict(row) for row in rows])
        done += len(rows)
    assert target.execute(select(func.count()).select_from(table)).scalar_one() == done


def _remove(part: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        part.with_name(part.name + ending).unlink(missing_ok=True)
