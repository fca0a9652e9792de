"""Who handles a dossier, or something about it that has an entry of its own (a bezwaar): each change an entry, none lost when two people
change it. What is about the same dossier has one order and one etag.

Who handles something is found by a search term, so that a list of one's own work opens no dossier of another. A term is not taken away
when somebody else takes over, for the chain only grows: what was found by it is judged by the newest entry.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from engine.register.entries import Entry, Who, opened
from engine.register.store import Store, Writing, same_request
from engine.register.subjects import add_terms, found_by
from engine.register.tables import entry
from engine.register.trouble import Conflict, Reused

ASSIGNED = "toewijzing"
NONE_YET = "geen"
"""The etag of a dossier that nobody was ever asked to handle."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """``to``: the id of who handles it, None: nobody any more. ``by``: who said so, ``at`` that moment."""

    to: str | None
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Assignments:
    """Who handles a dossier (``now[None]``), and what has an entry of its own (by its id). ``etag`` is another after each change."""

    dossier: str
    etag: str
    now: Mapping[str | None, Assignment]

    def to(self, about: str | None = None) -> str | None:
        """Who handles it; None when nobody does."""
        found = self.now.get(about)
        return None if found is None else found.to


@dataclass(frozen=True, slots=True)
class Handling:
    """Who handles the dossiers of a register. Every method raises Unavailable when the database does not answer."""

    store: Store

    def of(self, dossier: str) -> Assignments:
        """Who handles a dossier now, and what has an entry of its own."""
        with self.store.database.reading() as connection:
            return _folded(dossier, self._rows(connection, dossier))

    def of_each(self, dossiers: Collection[str]) -> dict[str, Assignments]:
        """As :meth:`of`, for each of some dossiers at once, by id."""
        rows: dict[str, list[Entry]] = {id_: [] for id_ in dossiers}
        query = select(entry).where(entry.c.kind == ASSIGNED, entry.c.subject.in_(list(rows))).order_by(entry.c.seq)
        with self.store.database.reading() as connection:
            for row in connection.execute(query).mappings().all():
                rows[row["subject"]].append(opened(connection, self.store.keys, row))
        return {id_: _folded(id_, found) for id_, found in rows.items()}

    def by(self, handler: str) -> dict[str, Assignments]:
        """All dossiers of which somebody handles the whole or something about it, by id."""
        with self.store.database.reading() as connection:
            ids = found_by(connection, self.store.keys, _term(handler))
            found = [_folded(id_, self._rows(connection, id_)) for id_ in ids]
        return {one.dossier: one for one in found if any(each.to == handler for each in one.now.values())}

    def assign(
        self,
        dossier: str,
        to: str | None,
        actor: Who,
        *,
        about: str | None = None,
        expected: str,
        idempotency: str | None = None,
    ) -> Assignments:
        """Let somebody handle a dossier, or what an entry of it is ``about``; None: nobody. ``expected``: the etag that was looked at.
        Raises Conflict when it is another now, and NotFound, Erased, Reused."""
        requests = self.store.requests(actor.id, idempotency)

        def work(writing: Writing) -> Assignments:
            plain = _plain(to, about)
            earlier = self.store.earlier(writing.connection, requests) if requests else None
            if earlier is not None and (earlier.kind != ASSIGNED or earlier.subject != dossier):
                raise Reused
            before = self._rows(writing.connection, dossier)
            if earlier is not None:
                same_request(earlier, plain)
                return _folded(dossier, before)
            self.store.dossier(writing.connection, dossier)
            if _folded(dossier, before).etag != expected:
                raise Conflict(_folded(dossier, before).etag)
            _add(writing, dossier, plain, requests[0] if requests else None)
            return _folded(dossier, (*before, writing.done()[0]))

        return self.store.write(actor.id, work)

    def record(self, kind: str, dossier: str, payload: Mapping[str, Any], to: str, actor: Who) -> Entry:
        """Write an entry about a dossier together with who is to handle it: both, or neither. Raises NotFound, Erased, NotStorable."""

        def work(writing: Writing) -> Entry:
            self.store.dossier(writing.connection, dossier)
            writing.add(kind, dossier, payload, is_open=False)
            _add(writing, dossier, _plain(to, writing.rows[-1].id), None)
            return writing.done()[0]

        return self.store.write(actor.id, work)

    def _rows(self, connection: Connection, dossier: str) -> list[Entry]:
        mine = select(entry).where(entry.c.kind == ASSIGNED, entry.c.subject == dossier).order_by(entry.c.seq)
        return [opened(connection, self.store.keys, row) for row in connection.execute(mine).mappings().all()]


def _plain(to: str | None, about: str | None) -> dict[str, Any]:
    return {"aan": to, "over": about}


def _add(writing: Writing, dossier: str, plain: Mapping[str, Any], request: str | None) -> None:
    versions = select(entry.c.version).where(entry.c.kind == ASSIGNED, entry.c.subject == dossier)
    last = writing.connection.execute(versions.order_by(entry.c.version.desc()).limit(1)).scalar_one_or_none()
    writing.add(ASSIGNED, dossier, plain, is_open=False, version=(last or 0) + 1, request=request)
    if plain["aan"] is not None:
        keys = writing.store.keys
        add_terms(writing.transaction, keys, dossier, [_term(plain["aan"])], writing.actor, writing.rows)


def _term(handler: str) -> str:
    return f"behandelaar {handler}"


def _folded(dossier: str, found: Iterable[Entry]) -> Assignments:
    now: dict[str | None, Assignment] = {}
    etag = NONE_YET
    for one in found:
        if not one.erased:
            now[one.payload["over"]] = Assignment(one.payload["aan"], one.at, one.by)
        etag = one.hash[:32]
    return Assignments(dossier, etag, now)
