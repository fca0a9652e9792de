"""Entries one after the other: each says the hash of the one before, and is sealed with a secret that is not in the database."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from engine.register.canonical import digest_of, sha256
from engine.register.keys import Keys
from engine.register.tables import entry, head
from engine.register.transaction import Transaction
from engine.register.trouble import Broken, NotStorable

FORMAT = 1
"""The version of what is hashed, so that another form can come later beside it."""

START = "0" * 64
"""What the first entry says of the one before."""

# Made once: making a statement takes more time than executing it.
_HEAD = select(head)
_LOCK_HEAD = select(head).with_for_update()
_MOVE_HEAD = update(head).where(head.c.one == 1)

_KIND = re.compile(r"[a-z][a-z -]{0,39}")
_SUBJECT = re.compile(r"[a-z0-9][a-z0-9:._-]{0,99}")
_PREFIXES = {"dossier": "versie"}
"""A version of a dossier has an id of its own, which should not look like that of the dossier."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry. ``at``: when it was written, in the form of the database."""

    seq: int
    at: str
    hash: str


@dataclass(frozen=True, slots=True)
class Row:
    """An entry to write; ``body`` are its bytes, in this ``form``."""

    id: str
    kind: str
    subject: str | None
    version: int | None
    actor: str
    request: str | None
    form: str
    body: bytes


def new_id(kind: str) -> str:
    """Random, and tells its kind only."""
    return f"{_PREFIXES.get(kind, kind).replace(' ', '-')}-{uuid.uuid4().hex}"


def judged(kind: str, subject: str | None, actor: str) -> None:
    """Raises NotStorable for names that may tell who somebody is, or that would not fit in an address."""
    from engine.register.bsn import is_bsn

    if not _KIND.fullmatch(kind):
        raise NotStorable("de soort van een inschrijving is een woord van kleine letters")
    if subject is not None and not _SUBJECT.fullmatch(subject):
        raise NotStorable("het onderwerp van een inschrijving heeft kleine letters, cijfers, punten en streepjes")
    if not actor or len(actor) > 200 or not actor.isprintable():
        raise NotStorable("er staat niet bij wie het doet")
    if is_bsn(actor) or (subject is not None and is_bsn(subject)):
        raise NotStorable("een BSN hoort alleen in een dossier")


def stamp(moment: datetime) -> str:
    """UTC with six decimals: its order as text is its order in time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment_of(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def hash_of(seq: int, row: Row, at: str, previous: str) -> str:
    """sha256 (hex) over all that an entry says, with its body as a hash."""
    parts = [FORMAT, seq, row.id, row.kind, row.subject, row.version, at, row.actor, row.request, row.form]
    return digest_of([*parts, sha256(row.body), previous])


def row_of(stored: RowMapping) -> Row:
    """An entry of the database, without what the chain adds."""
    return Row(
        stored["id"],
        stored["kind"],
        stored["subject"],
        stored["version"],
        stored["actor"],
        stored["request"],
        stored["form"],
        bytes(stored["body"]),
    )


def head_seal(keys: Keys, last: Head) -> str:
    return keys.seal(f"kop {last.seq} {last.at} {last.hash}")


def head_sealed(keys: Keys, last: Head, seal: str) -> bool:
    return keys.sealed(f"kop {last.seq} {last.at} {last.hash}", seal)


def locked_head(connection: Connection, keys: Keys, lock: bool = True) -> Head:
    """The head, held until the end of the transaction unless it is only read. Raises Broken when it is not as it was written."""
    found = connection.execute(_LOCK_HEAD if lock else _HEAD).mappings().one_or_none()
    if found is None:
        raise Broken(
            "Het register mist zijn kop. Er wordt niets meer bijgeschreven: doe 'toetssteen register controleer'."
        )
    last = Head(found["seq"], found["at"], found["hash"])
    if not head_sealed(keys, last, found["seal"]):
        raise Broken(
            "De kop van het register is niet met deze sleutel geschreven. Er wordt niets meer bijgeschreven: "
            "doe 'toetssteen register controleer'."
        )
    return last


def begun(connection: Connection, keys: Keys) -> Head:
    """The head of a register without entries."""
    first = Head(0, stamp(datetime(1970, 1, 1, tzinfo=UTC)), START)
    values = {"one": 1, "seq": first.seq, "at": first.at, "hash": first.hash, "seal": head_seal(keys, first)}
    connection.execute(insert(head).values(values))
    return first


def append(transaction: Transaction, keys: Keys, last: Head, rows: list[Row], now: datetime) -> tuple[Head, list[str]]:
    """Write entries behind a head; gives the new head, to be kept by :func:`move_head` before the transaction ends, and the hash of
    each entry. Time never goes back, whatever the clock says."""
    at = max(stamp(now), last.at)
    values: list[dict[str, Any]] = []
    for row in rows:
        seq = last.seq + 1
        made = hash_of(seq, row, at, last.hash)
        values.append(
            {
                "seq": seq,
                "id": row.id,
                "kind": row.kind,
                "subject": row.subject,
                "version": row.version,
                "at": at,
                "actor": row.actor,
                "request": row.request,
                "form": row.form,
                "body": row.body,
                "previous": last.hash,
                "hash": made,
                "seal": keys.seal(made),
            }
        )
        last = Head(seq, at, made)
    transaction.add(entry, values)
    return last, [value["hash"] for value in values]


def move_head(connection: Connection, keys: Keys, last: Head) -> None:
    """Let the locked head say which entry is the last."""
    moved = {"seq": last.seq, "at": last.at, "hash": last.hash, "seal": head_seal(keys, last)}
    connection.execute(_MOVE_HEAD, moved)
