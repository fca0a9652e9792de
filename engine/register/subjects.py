"""Whose data an entry holds: the keys that encrypt it, and the terms by which a person is found."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, delete, select

from engine.register.canonical import sha256
from engine.register.chain import Row, new_id
from engine.register.keys import Keys
from engine.register.packing import OPEN, new_key, packed, unwrapped, wrapped
from engine.register.tables import entry, search_term, subject_key
from engine.register.transaction import Transaction
from engine.register.trouble import Erased

KEY, TERMS, ERASURE = "sleutel", "zoektermen", "wissing"
"""Kinds of entries that vouch for rows outside the chain, and for their absence."""


def key_commitment(subject: str, wrapped_key: bytes) -> str:
    """What the chain says of a row with a key. The row holds random bytes, so that nothing follows from this once it is gone."""
    return sha256(b"sleutel\0" + subject.encode() + b"\0" + wrapped_key)


def term_commitment(subject: str, mask: str, salt: str) -> str:
    """What the chain says of a row with a search term. Without the salt, which is gone with the row, no term can be tried on it."""
    return sha256("\0".join(("zoekterm", subject, mask, salt)).encode())


def key_of(connection: Connection, keys: Keys, subject: str) -> bytes | None:
    """The key of a subject; None when it has none (yet, or no more). Raises WrongKey."""
    found = connection.execute(
        select(subject_key.c.wrapped).where(subject_key.c.subject == subject)
    ).scalar_one_or_none()
    return None if found is None else unwrapped(keys, subject, bytes(found))


def key_for_writing(
    transaction: Transaction, keys: Keys, subject: str, actor: str, rows: list[Row], is_new: bool = False
) -> bytes:
    """The key of a subject, made with its entry when it is new (``is_new``: surely so). Raises Erased when it was and is no more."""
    if not is_new:
        connection = transaction.connection
        key = key_of(connection, keys, subject)
        if key is not None:
            return key
        before = select(entry.c.seq).where(entry.c.kind == KEY, entry.c.subject == subject).limit(1)
        if connection.execute(before).first() is not None:
            raise Erased
    key = new_key()
    kept = wrapped(keys, subject, key)
    transaction.add(subject_key, [{"subject": subject, "wrapped": kept}])
    rows.append(key_row(subject, kept, actor))
    return key


def key_row(subject: str, kept: bytes, actor: str) -> Row:
    """The entry that vouches for a row with a key."""
    body = packed({"rij": key_commitment(subject, kept)}).body
    return Row(new_id(KEY), KEY, subject, None, actor, None, OPEN, body)


def add_terms(
    transaction: Transaction, keys: Keys, subject: str, terms: Collection[str], actor: str, rows: list[Row]
) -> None:
    """Let a subject be found by terms that it cannot be found by yet."""
    if not terms:
        return
    connection = transaction.connection
    known = set(connection.execute(select(search_term.c.mask).where(search_term.c.subject == subject)).scalars())
    made: list[dict[str, Any]] = []
    for term in sorted(set(terms)):
        masks = keys.masks("zoekterm", term)
        if known.isdisjoint(masks):
            made.append({"subject": subject, "mask": masks[0], "salt": secrets.token_hex(16)})
    if made:
        transaction.add(search_term, made)
        body = packed({"rijen": [term_commitment(**row) for row in made]}).body
        rows.append(Row(new_id(TERMS), TERMS, subject, None, actor, None, OPEN, body))


def found_by(connection: Connection, keys: Keys, term: str) -> list[str]:
    """The subjects of a term, in a fixed order."""
    masks = keys.masks("zoekterm", term)
    rows = select(search_term.c.subject).where(search_term.c.mask.in_(masks)).distinct()
    return sorted(connection.execute(rows).scalars())


def forget(connection: Connection, subject: str) -> bool:
    """Delete the key and the terms of a subject, inside a transaction. False when there was no key."""
    connection.execute(delete(search_term).where(search_term.c.subject == subject))
    return bool(connection.execute(delete(subject_key).where(subject_key.c.subject == subject)).rowcount)
