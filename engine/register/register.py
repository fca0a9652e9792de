"""The register: what was known, decided and done, in order, for good. See docs/beslissingen for how it is kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from engine.register.bsn import checked_bsn, is_bsn
from engine.register.chain import Head, Row, append, begun, judged, locked_head, new_id
from engine.register.database import Database
from engine.register.entries import DOSSIER, OPEN_KINDS, Entry, StoredDossier, Who, bound, dossier_of, opened
from engine.register.keys import Keys
from engine.register.packing import ENCRYPTED, OPEN, encrypted, packed
from engine.register.subjects import add_terms, found_by, key_for_writing
from engine.register.tables import entry
from engine.register.trouble import Conflict, Erased, NotFound, NotStorable, Refused, Reused

if TYPE_CHECKING:
    from dsl.program import Program
    from engine.register.verify import Verification

MOST_PAGE = 500
MAX_DOSSIER = 5_000_000
"""Bytes of the largest dossier that is stored."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Something to record; see :meth:`Register.record`."""

    kind: str
    subject: str | None
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _System:
    id: str = "toetssteen"


class Register:
    """May be used by several threads at once, and by several processes on one database."""

    def __init__(
        self, database: Database, keys: Keys, program: Program | None, clock: Callable[[], datetime] | None
    ) -> None:
        self._database, self._keys, self.program = database, keys, program
        self._now = clock or (lambda: datetime.now(UTC))

    @classmethod
    def open(
        cls,
        url: str,
        keys: Keys,
        *,
        program: Program | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> Register:
        """A register at an address, begun or brought up to date where needed. With a ``program`` dossiers are checked against its
        words before they are stored (``register.program`` may be set to a newer one later). Raises Unavailable."""
        database = Database(url)
        register = cls(database, keys, program, clock)
        with database.reading() as connection:
            ready = database.newest(connection)
        if not ready:
            with database.writing() as connection:
                # Two that start at once: the second waits here, and finds the tables made.
                if database.name == "postgresql":
                    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7204210)")
                if database.migrated(connection):
                    register._begin(connection)
        return register

    def close(self) -> None:
        self._database.close()

    def __repr__(self) -> str:
        return f"<Register: {self._database.name}>"

    def _begin(self, connection: Connection) -> None:
        id_ = new_id("register")
        body = packed({"register": id_})
        first = Row(id_, "register", None, None, _System().id, None, OPEN, body)
        append(connection, self._keys, begun(connection, self._keys), [first], self._now())

    # --- dossiers

    def add_dossier(
        self,
        content: Mapping[str, Any],
        actor: Who,
        *,
        bsn: Mapping[str, str] | None = None,
        idempotency: str | None = None,
    ) -> StoredDossier:
        """Store a new dossier: data in the form of ``docs/taal/dossier.md``. ``bsn``: by the id of an object in it. The same request
        again (``idempotency`` of the same actor) gives what the first one stored. Raises Refused, NotStorable, Reused, Unavailable."""
        body = self._checked(content, bsn or {})
        id_ = f"dossier-{new_id('dossier').partition('-')[2]}"
        return self._write_dossier(id_, 1, body, actor, self._request(actor, idempotency), None)

    def change_dossier(
        self,
        id: str,
        content: Mapping[str, Any],
        actor: Who,
        *,
        expected: str,
        bsn: Mapping[str, str] | None = None,
        idempotency: str | None = None,
    ) -> StoredDossier:
        """Store a new version of a dossier; the older ones remain. ``expected``: the etag of the version that was changed. ``bsn``
        None: as it was. Raises Conflict when there is a newer one, and NotFound, Erased, Refused, NotStorable, Reused, Unavailable."""
        body = self._checked(content, bsn)
        return self._write_dossier(id, None, body, actor, self._request(actor, idempotency), expected)

    def _checked(self, content: Mapping[str, Any], bsn: Mapping[str, str] | None) -> dict[str, Any]:
        from engine.dossier import CaseLoader
        from engine.register.canonical import canonical_json

        text = canonical_json(content)
        if len(text) > MAX_DOSSIER:
            raise NotStorable(f"een dossier heeft ten hoogste {MAX_DOSSIER // 1_000_000} miljoen bytes")
        if _names_by_bsn(content):
            raise NotStorable("een id in het dossier is een BSN; geef het BSN apart, en kies een andere id")
        if self.program is not None:
            loaded, found = CaseLoader(self.program).open(text.decode(), "dossier")
            if loaded is None:
                raise Refused(found)
        body = {"inhoud": json.loads(text)}
        if bsn is not None:
            body["bsn"] = {str(name): checked_bsn(number) for name, number in bsn.items()}
        return body

    def _write_dossier(
        self,
        id_: str,
        version: int | None,
        body: dict[str, Any],
        actor: Who,
        requests: Sequence[str],
        expected: str | None,
    ) -> StoredDossier:
        judged(DOSSIER, id_, actor.id)
        with self._database.writing() as connection:
            last = locked_head(connection, self._keys)
            earlier = self._earlier(connection, requests)
            if earlier is not None:
                if earlier.kind != DOSSIER or (version is None and earlier.subject != id_):
                    raise Reused
                _same(earlier, {**earlier.payload, **body} if earlier.payload else body)
                return dossier_of(earlier)
            if version is None:
                current = self._newest(connection, id_)
                if current.etag != expected:
                    raise Conflict(current.etag)
                version = current.version + 1
                body = {"bsn": dict(current.bsn), **body}
            rows: list[Row] = []
            key = key_for_writing(connection, self._keys, id_, actor.id, rows)
            add_terms(connection, self._keys, id_, (f"bsn {number}" for number in body["bsn"].values()), actor.id, rows)
            made = self._row(DOSSIER, id_, body, actor.id, key, version, requests[0] if requests else None)
            last = append(connection, self._keys, last, [*rows, made], self._now())
            return dossier_of(self._entry(connection, entry.c.seq == last.seq))

    def dossier(self, id: str, version: int | None = None) -> StoredDossier:
        """A version of a dossier, or the newest. Raises NotFound, Erased, Unavailable."""
        with self._database.reading() as connection:
            return self._newest(connection, id, version)

    def _newest(self, connection: Connection, id_: str, version: int | None = None) -> StoredDossier:
        mine = (entry.c.kind == DOSSIER) & (entry.c.subject == id_)
        query = select(entry).where(mine if version is None else mine & (entry.c.version == version))
        found = connection.execute(query.order_by(entry.c.version.desc()).limit(1)).mappings().first()
        if found is None:
            raise NotFound("Dit dossier, of deze versie ervan, is er niet.")
        read = opened(connection, self._keys, found)
        if read.erased:
            raise Erased
        return dossier_of(read)

    def dossiers(self, after: str | None = None, limit: int = 50) -> list[StoredDossier]:
        """The newest version of dossiers that were not erased, the oldest dossier first; ``after`` is the id of the last one of the
        page before. Raises NotFound when that is none, and Unavailable."""
        found: list[StoredDossier] = []
        with self._database.reading() as connection:
            seq = 0 if after is None else self._number(connection, (entry.c.subject == after) & (entry.c.version == 1))
            firsts = select(entry.c.subject).where(entry.c.kind == DOSSIER, entry.c.version == 1, entry.c.seq > seq)
            for id_ in connection.execute(firsts.order_by(entry.c.seq)).scalars():
                try:
                    found.append(self._newest(connection, id_))
                except Erased:
                    continue
                if len(found) >= min(limit, MOST_PAGE):
                    break
        return found

    def find(self, bsn: str) -> list[str]:
        """The ids of the dossiers that hold a BSN. Raises NotStorable when it is none, and Unavailable."""
        with self._database.reading() as connection:
            return found_by(connection, self._keys, f"bsn {checked_bsn(bsn)}")

    # --- entries

    def record(
        self, kind: str, subject: str | None, payload: Mapping[str, Any], actor: Who, *, idempotency: str | None = None
    ) -> Entry:
        """Write one entry. What may be about a person is encrypted with the key of the ``subject``: a dossier, or something else with
        an id of its own (None: a new one). Raises Erased, NotStorable, Reused, Unavailable."""
        return self.record_all([Draft(kind, subject, payload)], actor, idempotency=idempotency)[0]

    def record_all(self, drafts: Sequence[Draft], actor: Who, *, idempotency: str | None = None) -> list[Entry]:
        """Write entries together: all of them, or none. As :meth:`record`."""
        requests = self._request(actor, idempotency)
        with self._database.writing() as connection:
            last = locked_head(connection, self._keys)
            if self._earlier(connection, requests) is not None:
                return self._again(connection, requests, drafts)
            rows: list[Row] = []
            numbers = []
            for place, draft in enumerate(drafts):
                request = f"{requests[0]} {place}" if requests and place else requests[0] if requests else None
                rows.append(self._drafted(connection, draft, actor.id, request, rows))
                numbers.append(last.seq + len(rows))
            append(connection, self._keys, last, rows, self._now())
            return [self._entry(connection, entry.c.seq == number) for number in numbers]

    def _drafted(self, connection: Connection, draft: Draft, actor: str, request: str | None, rows: list[Row]) -> Row:
        if draft.kind in _RESERVED:
            raise NotStorable(f"een inschrijving van de soort '{draft.kind}' maakt het register zelf")
        kept = draft.kind in OPEN_KINDS
        subject = draft.subject if kept or draft.subject is not None else f"zaak-{new_id(draft.kind).rsplit('-', 1)[1]}"
        judged(draft.kind, subject, actor)
        key = None if kept else key_for_writing(connection, self._keys, subject or "", actor, rows)
        return self._row(draft.kind, subject, dict(draft.payload), actor, key, None, request)

    def _again(self, connection: Connection, requests: Sequence[str], drafts: Sequence[Draft]) -> list[Entry]:
        found = []
        for place, draft in enumerate(drafts):
            names = [f"{name} {place}" if place else name for name in requests]
            earlier = self._earlier(connection, names)
            if earlier is None or earlier.kind != draft.kind or draft.subject not in (None, earlier.subject):
                raise Reused
            _same(earlier, dict(draft.payload))
            found.append(earlier)
        return found

    def entry(self, id: str) -> Entry:
        """One entry, with its payload unless that was erased. Raises NotFound, Unavailable."""
        with self._database.reading() as connection:
            return self._entry(connection, entry.c.id == id)

    def entries(
        self,
        kind: str | Iterable[str] | None = None,
        subject: str | None = None,
        after: str | None = None,
        limit: int = 50,
        *,
        newest_first: bool = False,
        payload: bool = True,
    ) -> list[Entry]:
        """Entries in the order of the register, or the other way; ``after`` is the id of the last one of the page before. Without
        ``payload`` it takes less time. Raises NotFound when ``after`` is none, and Unavailable."""
        columns = [column for column in entry.c if payload or column.name != "body"]
        query = select(*columns)
        if kind is not None:
            query = query.where(entry.c.kind.in_([kind] if isinstance(kind, str) else list(kind)))
        if subject is not None:
            query = query.where(entry.c.subject == subject)
        with self._database.reading() as connection:
            if after is not None:
                seq = self._number(connection, entry.c.id == after)
                query = query.where(entry.c.seq < seq if newest_first else entry.c.seq > seq)
            query = query.order_by(entry.c.seq.desc() if newest_first else entry.c.seq).limit(min(limit, MOST_PAGE))
            rows = connection.execute(query).mappings().all()
            return [opened(connection, self._keys, row, payload) for row in rows]

    # --- proof

    def verify(self, known: Iterable[Head] = ()) -> Verification:
        """Whether everything is as it was written. ``known``: heads kept elsewhere (:meth:`head`), so that an end that was cut off
        shows. Raises Unavailable."""
        from engine.register.verify import verify

        with self._database.reading() as connection:
            return verify(connection, self._keys, known)

    def head(self) -> Head:
        """The last entry, to keep elsewhere. Raises Broken, Unavailable."""
        with self._database.reading() as connection:
            return locked_head(connection, self._keys, lock=False)

    # --- parts

    def _row(
        self,
        kind: str,
        subject: str | None,
        plain: object,
        actor: str,
        key: bytes | None,
        version: int | None = None,
        request: str | None = None,
    ) -> Row:
        id_, body = new_id(kind), packed(plain)
        if key is None:
            return Row(id_, kind, subject, version, actor, request, OPEN, body)
        return Row(id_, kind, subject, version, actor, request, ENCRYPTED, encrypted(key, body, bound(kind, id_)))

    def _request(self, actor: Who, idempotency: str | None) -> Sequence[str]:
        """What stands in the register for an idempotency key: it may be anything, so not itself."""
        if idempotency is None:
            return ()
        return self._keys.masks("verzoek", f"{actor.id}\0{idempotency}")

    def _earlier(self, connection: Connection, requests: Sequence[str]) -> Entry | None:
        if not requests:
            return None
        found = connection.execute(select(entry).where(entry.c.request.in_(requests))).mappings().first()
        return None if found is None else opened(connection, self._keys, found)

    def _entry(self, connection: Connection, where: Any) -> Entry:
        found = connection.execute(select(entry).where(where)).mappings().first()
        if found is None:
            raise NotFound("Deze inschrijving is er niet.")
        return opened(connection, self._keys, found)

    def _number(self, connection: Connection, where: Any) -> int:
        found = connection.execute(select(entry.c.seq).where(where).order_by(entry.c.seq).limit(1)).scalar_one_or_none()
        if found is None:
            raise NotFound("Deze inschrijving is er niet.")
        return int(found)


_RESERVED = frozenset({DOSSIER, "register", "sleutel", "zoektermen", "wissing", "blokkade", "opheffing"})


def _same(earlier: Entry, body: object) -> None:
    """An idempotency key gives the first answer to the same request only."""
    from engine.register.canonical import canonical_json

    if earlier.erased:
        raise Erased
    if canonical_json(earlier.payload) != canonical_json(body):
        raise Reused


def _names_by_bsn(plain: object) -> bool:
    """Whether some object of a dossier is named by a BSN: names of objects get into traces."""
    if isinstance(plain, Mapping):
        named = (str(plain[key]) for key in plain if str(key).strip().casefold() in ("id", "zie"))
        return any(map(is_bsn, named)) or any(map(_names_by_bsn, plain.values()))
    return isinstance(plain, list) and any(map(_names_by_bsn, plain))
