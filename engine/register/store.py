"""What every part of the register does with the database: find entries, make rows, write them behind the head."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, select

from engine.register.canonical import canonical_json
from engine.register.chain import Head, Row, append, judged, moment_of, new_id
from engine.register.database import Database
from engine.register.entries import DOSSIER, Entry, StoredDossier, bound, dossier_of, opened
from engine.register.keys import Keys
from engine.register.packing import ENCRYPTED, OPEN, Packed, encrypted, packed
from engine.register.subjects import key_for_writing
from engine.register.tables import entry
from engine.register.transaction import Transaction
from engine.register.trouble import Erased, NotFound, Reused
from engine.register.turns import Turns, Work

T = TypeVar("T")
Plain = Mapping[str, Any] | Packed


@dataclass(frozen=True, slots=True)
class Store:
    """A database with the secrets and the clock of a register."""

    database: Database
    keys: Keys
    now: Callable[[], datetime]
    turns: Turns

    def write(self, actor: str, work: Callable[[Writing], T]) -> T:
        """Let ``work`` add entries, which are written together behind the head, in one order with those of all other writers. What
        it gives is on disk then."""

        return self.turns.write(self._work(actor, work))

    def write_each(self, works: Sequence[tuple[str, Callable[[Writing], T]]]) -> list[T | Exception]:
        """As :meth:`write` for each actor and work, together as far as they can: what it gave, or the error that it met."""
        return self.turns.write_each([self._work(*one) for one in works])

    def _work(self, actor: str, work: Callable[[Writing], T]) -> Work[T]:
        def written(transaction: Transaction, head: Head) -> tuple[Head, T]:
            writing = Writing(self, transaction, actor, head)
            made = work(writing)
            return writing.head, made

        return written

    def requests(self, actor: str, idempotency: str | None) -> Sequence[str]:
        """What stands in the register for an idempotency key: it may be anything, so not itself."""
        return () if idempotency is None else self.keys.masks("verzoek", f"{actor}\0{idempotency}")

    def one(self, connection: Connection, where: ColumnElement[bool]) -> Entry | None:
        found = connection.execute(select(entry).where(where)).mappings().first()
        return None if found is None else opened(connection, self.keys, found)

    def earlier(self, connection: Connection, requests: Sequence[str]) -> Entry | None:
        """What was written for a request before."""
        return self.one(connection, entry.c.request.in_(requests)) if requests else None

    def place(self, connection: Connection, where: ColumnElement[bool]) -> int:
        """The number of the first entry that is so. Raises NotFound."""
        found = connection.execute(select(entry.c.seq).where(where).order_by(entry.c.seq).limit(1)).scalar_one_or_none()
        if found is None:
            raise NotFound("Deze inschrijving is er niet.")
        return int(found)

    def dossier(self, connection: Connection, id_: str, version: int | None = None) -> StoredDossier:
        """A version of a dossier, or the newest. Raises NotFound, Erased."""
        mine = (entry.c.kind == DOSSIER) & (entry.c.subject == id_)
        query = select(entry).where(mine if version is None else mine & (entry.c.version == version))
        found = connection.execute(query.order_by(entry.c.version.desc()).limit(1)).mappings().first()
        if found is None:
            raise NotFound("Dit dossier, of deze versie ervan, is er niet.")
        read = opened(connection, self.keys, found)
        if read.erased:
            raise Erased
        return dossier_of(read)


@dataclass(slots=True)
class Writing:
    """What one piece of work writes; nothing is written before :meth:`done`."""

    store: Store
    transaction: Transaction
    actor: str
    head: Head
    rows: list[Row] = field(default_factory=list)
    payloads: dict[str, Any] = field(default_factory=dict)

    @property
    def connection(self) -> Connection:
        """The database with all that was written in the transaction; looking costs time."""
        return self.transaction.connection

    def add(
        self,
        kind: str,
        subject: str | None,
        plain: Plain,
        *,
        is_open: bool,
        version: int | None = None,
        request: str | None = None,
    ) -> None:
        """One more entry; what is not ``is_open`` is encrypted with the key of its subject, which is made when there is none. Without
        a subject it gets one of its own. Raises NotStorable, Erased."""
        is_new = subject is None and not is_open
        subject = new_id("zaak") if is_new else subject
        judged(kind, subject, self.actor)
        id_, body, form = new_id(kind), packed(plain).body, OPEN
        if not is_open:
            assert subject is not None
            key = key_for_writing(self.transaction, self.store.keys, subject, self.actor, self.rows, is_new)
            body, form = encrypted(key, body, bound(kind, id_)), ENCRYPTED
        self.rows.append(Row(id_, kind, subject, version, self.actor, request, form, body))
        self.payloads[id_] = None if isinstance(plain, Packed) else plain

    def done(self) -> list[Entry]:
        """Write them, and give those that were added (not those of keys and search terms that came with them)."""
        before = self.head.seq
        self.head, hashes = append(self.transaction, self.store.keys, self.head, self.rows, self.store.now())
        at = moment_of(self.head.at)
        return [
            Entry(
                row.id, row.kind, row.subject, before + place, row.version, at, row.actor, hash_, self.payloads[row.id]
            )
            for place, (row, hash_) in enumerate(zip(self.rows, hashes, strict=True), start=1)
            if row.id in self.payloads
        ]


def same_request(earlier: Entry, plain: object) -> None:
    """An idempotency key gives the first answer to the same request only. Raises Reused, Erased."""
    if earlier.erased:
        raise Erased
    if canonical_json(earlier.payload) != packed(plain).data:
        raise Reused
