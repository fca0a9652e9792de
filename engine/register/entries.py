"""What the register gives: entries and versions of dossiers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, RowMapping

from engine.register.chain import moment_of, row_of
from engine.register.keys import Keys
from engine.register.packing import ENCRYPTED, decrypted, unpacked
from engine.register.subjects import key_of
from engine.register.trouble import Broken

DOSSIER = "dossier"
OPEN_KINDS = frozenset(
    {
        "register",
        "sleutel",
        "zoektermen",
        "wissing",
        "blokkade",
        "opheffing",
        "regelversie",
        "goedkeuring",
        "normrapport",
        "simulatie",
    }
)
"""Entries that say nothing about a person. All others are encrypted with the key of their subject."""


class Who(Protocol):
    """Who does something: ``id`` is a pseudonym, never a BSN."""

    @property
    def id(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``number``: its place in the register, from 1. ``payload``: None when it was not asked for, or when it was
    ``erased``."""

    id: str
    kind: str
    subject: str | None
    number: int
    version: int | None
    at: datetime
    by: str
    hash: str
    payload: Any = field(default=None, repr=False)
    erased: bool = False


@dataclass(frozen=True, slots=True)
class StoredDossier:
    """A version of a dossier, from 1. ``etag`` is another for each version. ``bsn``: numbers by the id of an object in it."""

    id: str
    version: int
    etag: str
    content: dict[str, Any] = field(repr=False)
    at: datetime
    by: str
    bsn: Mapping[str, str] = field(default_factory=dict, repr=False)


def bound(kind: str, id_: str) -> str:
    """What encrypted bytes belong to."""
    return f"{kind} {id_}"


def opened(connection: Connection, keys: Keys, stored: RowMapping, payload: bool = True) -> Entry:
    """An entry of the database, decrypted. Raises Broken, WrongKey."""
    row = row_of(stored) if payload else None
    plain: Any = None
    erased = False
    if row is not None:
        body: bytes | None = row.body
        if row.form == ENCRYPTED:
            key = key_of(connection, keys, row.subject or "")
            erased = key is None
            body = None if key is None else decrypted(key, row.body, bound(row.kind, row.id))
        plain = None if body is None else unpacked(body)
    return Entry(
        stored["id"],
        stored["kind"],
        stored["subject"],
        stored["seq"],
        stored["version"],
        moment_of(stored["at"]),
        stored["actor"],
        stored["hash"],
        plain,
        erased,
    )


def dossier_of(found: Entry) -> StoredDossier:
    """Raises Broken."""
    if found.subject is None or found.version is None or not isinstance(found.payload, dict):
        raise Broken("Een versie van een dossier in het register is beschadigd.")
    content, numbers = found.payload["inhoud"], found.payload["bsn"]
    return StoredDossier(found.subject, found.version, found.hash[:32], content, found.at, found.by, numbers)
