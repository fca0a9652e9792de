"""Dossiers: checked before they are stored, each change a version, none lost when two people change one."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from engine.register.bsn import checked_bsn, is_bsn
from engine.register.canonical import canonical_json
from engine.register.chain import new_id
from engine.register.entries import DOSSIER, StoredDossier, dossier_of
from engine.register.store import Store, Writing, same_request
from engine.register.subjects import add_terms
from engine.register.tables import entry
from engine.register.trouble import Conflict, Erased, NotStorable, Refused, Reused

if TYPE_CHECKING:
    from dsl.program import Program

MAX_DOSSIER = 5_000_000
"""Bytes of the largest dossier that is stored."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A dossier as somebody wants it stored. ``bsn`` None: as it was."""

    content: Mapping[str, Any]
    bsn: Mapping[str, str] | None

    def after(self, before: StoredDossier | None) -> dict[str, Any]:
        """What is stored."""
        numbers = (before.bsn if before is not None else {}) if self.bsn is None else self.bsn
        return {"inhoud": self.content, "bsn": dict(numbers)}


def checked(content: Mapping[str, Any], bsn: Mapping[str, str] | None, program: Program | None) -> Wanted:
    """Raises Refused with all that is wrong with it, NotStorable."""
    text = canonical_json(content)
    if len(text) > MAX_DOSSIER:
        raise NotStorable(f"een dossier heeft ten hoogste {MAX_DOSSIER // 1_000_000} miljoen bytes")
    if _names_by_bsn(content):
        raise NotStorable("een id in het dossier is een BSN; geef het BSN apart, en kies een andere id")
    if program is not None:
        from engine.dossier import CaseLoader

        loaded, found = CaseLoader(program).open(text.decode(), "dossier")
        if loaded is None:
            raise Refused(found)
    numbers = None if bsn is None else {str(name): checked_bsn(number) for name, number in bsn.items()}
    return Wanted(json.loads(text), numbers)


def add(store: Store, wanted: Wanted, actor: str, idempotency: str | None) -> StoredDossier:
    return _write(store, None, wanted, actor, idempotency, None)


def change(store: Store, id_: str, wanted: Wanted, actor: str, idempotency: str | None, expected: str) -> StoredDossier:
    return _write(store, id_, wanted, actor, idempotency, expected)


def _write(
    store: Store, id_: str | None, wanted: Wanted, actor: str, idempotency: str | None, expected: str | None
) -> StoredDossier:
    requests = store.requests(actor, idempotency)

    def work(writing: Writing) -> StoredDossier:
        earlier = store.earlier(writing.connection, requests) if requests else None
        if earlier is not None:
            if earlier.kind != DOSSIER or id_ != (earlier.subject if (earlier.version or 0) > 1 else None):
                raise Reused
            if earlier.erased:
                raise Erased
            first = dossier_of(earlier)
            same_request(earlier, wanted.after(first))
            return first
        current = None if id_ is None else store.dossier(writing.connection, id_)
        if current is not None and current.etag != expected:
            raise Conflict(current.etag)
        subject = f"dossier-{new_id(DOSSIER).partition('-')[2]}" if current is None else current.id
        version = 1 if current is None else current.version + 1
        body = wanted.after(current)
        request = requests[0] if requests else None
        writing.add(DOSSIER, subject, body, is_open=False, version=version, request=request)
        terms = [f"bsn {number}" for number in body["bsn"].values()]
        add_terms(writing.transaction, store.keys, subject, terms, actor, writing.rows)
        return dossier_of(writing.done()[0])

    return store.write(actor, work)


def page(
    store: Store,
    after: str | None,
    limit: int,
    *,
    newest_first: bool = False,
    among: Collection[str] | None = None,
) -> list[StoredDossier]:
    """The newest version of dossiers that were not erased, by the day that they were made; only those ``among`` these ids. Raises
    NotFound for an ``after`` that is none."""
    found: list[StoredDossier] = []
    with store.database.reading() as connection:
        firsts = select(entry.c.subject).where(entry.c.kind == DOSSIER, entry.c.version == 1)
        if after is not None:
            seq = store.place(connection, (entry.c.subject == after) & (entry.c.version == 1))
            firsts = firsts.where(entry.c.seq < seq if newest_first else entry.c.seq > seq)
        for id_ in connection.execute(firsts.order_by(entry.c.seq.desc() if newest_first else entry.c.seq)).scalars():
            if among is not None and id_ not in among:
                continue
            try:
                found.append(store.dossier(connection, id_))
            except Erased:
                continue
            if len(found) >= limit:
                break
    return found


def _names_by_bsn(plain: object) -> bool:
    """Whether some object of a dossier is named by a BSN: names of objects get into traces."""
    if isinstance(plain, Mapping):
        named = (str(plain[key]) for key in plain if str(key).strip().casefold() in ("id", "zie"))
        return any(map(is_bsn, named)) or any(map(_names_by_bsn, plain.values()))
    return isinstance(plain, list) and any(map(_names_by_bsn, plain))
