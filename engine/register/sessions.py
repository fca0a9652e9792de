"""What is kept for a while in the database of the register and is no part of it: who is signed in.

A row stands under a hash of an id that only a browser holds. What it says is encrypted and bound to that place, its end included: who
reads the table finds no id and nobody's name, and who writes in it without the secrets can only end a session, not make, lengthen or
exchange one. The chain knows nothing of it: a session is no evidence.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from engine.register.canonical import canonical_json, read_json, sha256
from engine.register.database import Database
from engine.register.keys import Keys
from engine.register.packing import decrypted, encrypted
from engine.register.tables import web_session
from engine.register.trouble import Broken

_PURPOSE, _OWNER, _OWN = "sessie", "eigenaar van een sessie", "nummer van een sessie"
_RANDOM, _MARK = 43, 32
"""Signs of an id: 32 random bytes in base64, and half a hash in hexadecimal digits that shows whose they are."""


class Sessions:
    """May be used by several threads and processes at once. Every method that asks the database raises Unavailable."""

    def __init__(self, database: Database, keys: Keys, now: Callable[[], datetime]) -> None:
        self._database, self._keys, self._now = database, keys, now

    def now(self) -> int:
        """Seconds since 1970, by the clock of the register: the same for all who share a database."""
        return int(self._now().timestamp())

    def secret(self, purpose: str) -> bytes:
        """A secret that all who have the secrets of the register make alike."""
        return self._keys.secrets_for(purpose)[0]

    def new_id(self) -> str:
        """A random id that shows that it was made here: who guesses ids does not get as far as the database."""
        made = secrets.token_urlsafe(32)
        return made + self._marks(made)[0]

    def _is_own(self, id: str) -> bool:
        return any(hmac.compare_digest(id[_RANDOM:].encode(), mark.encode()) for mark in self._marks(id[:_RANDOM]))

    def _marks(self, made: str) -> tuple[str, ...]:
        return tuple(mark[:_MARK] for mark in self._keys.masks(_OWN, made))

    def add(self, id: str, plain: Mapping[str, Any], ends: int, owner: str | None = None) -> bool:
        """Keep something under an id until a moment; what ended is deleted. ``owner``: whose it is. False when there is something under
        that id already."""
        row = {"digest": _digest(id), "owner": self._masks(owner)[0] if owner else None, "ends": ends}
        with self._database.writing() as connection:
            connection.execute(delete(web_session).where(web_session.c.ends <= self.now()))
            there = select(web_session.c.digest).where(web_session.c.digest == row["digest"])
            if connection.execute(there).first() is not None:
                return False
            connection.execute(insert(web_session).values(sealed=self._sealed(_digest(id), plain, ends), **row))
            return True

    def get(self, id: str) -> dict[str, Any] | None:
        """What is kept under an id of :meth:`new_id`; None when nothing is, when it ended, or when it is not as it was written."""
        if not self._is_own(id):
            return None
        query = select(web_session.c.sealed).where(web_session.c.digest == _digest(id))
        with self._database.reading() as connection:
            found = connection.execute(query).scalar_one_or_none()
        return None if found is None else self._opened(_digest(id), bytes(found))

    def renew(self, id: str, plain: Mapping[str, Any], ends: int) -> None:
        """Keep something else under an id, for longer; nothing when it was ended meanwhile."""
        mine = update(web_session).where(web_session.c.digest == _digest(id))
        with self._database.writing() as connection:
            connection.execute(mine.values(ends=ends, sealed=self._sealed(_digest(id), plain, ends)))

    def end(self, id: str) -> None:
        if not self._is_own(id):
            return
        with self._database.writing() as connection:
            connection.execute(delete(web_session).where(web_session.c.digest == _digest(id)))

    def end_all(self, owner: str) -> int:
        """End everything of an owner; gives how many that were."""
        with self._database.writing() as connection:
            mine = web_session.c.owner.in_(self._masks(owner))
            return int(connection.execute(delete(web_session).where(mine)).rowcount)

    def all(self, most: int) -> list[dict[str, Any]]:
        """What is kept of somebody now, at most so many, the one that lasts longest first."""
        query = select(web_session.c.digest, web_session.c.sealed).where(
            web_session.c.owner.is_not(None), web_session.c.ends > self.now()
        )
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(web_session.c.ends.desc()).limit(most)).all()
        found = (self._opened(digest, bytes(sealed)) for digest, sealed in rows)
        return [one for one in found if one is not None]

    # --- what a browser holds itself

    def sealed(self, plain: Mapping[str, Any], ends: int) -> bytes:
        """Something until a moment, for who may hold it and not read or change it."""
        return self._sealed("", plain, ends)

    def opened(self, data: bytes) -> dict[str, Any] | None:
        """What :meth:`sealed` made, None when it ended or was made by somebody else."""
        return self._opened("", data)

    def _sealed(self, digest: str, plain: Mapping[str, Any], ends: int) -> bytes:
        data = canonical_json({"tot": ends, "inhoud": plain})
        return encrypted(self._keys.secrets_for(_PURPOSE)[0], data, f"{_PURPOSE} {digest}")

    def _opened(self, digest: str, data: bytes) -> dict[str, Any] | None:
        for key in self._keys.secrets_for(_PURPOSE):
            try:
                told = read_json(decrypted(key, data, f"{_PURPOSE} {digest}"))
            except Broken:
                continue
            found: dict[str, Any] = told["inhoud"]
            return found if told["tot"] > self.now() else None
        return None

    def _masks(self, owner: str) -> tuple[str, ...]:
        return self._keys.masks(_OWNER, owner)


def _digest(id: str) -> str:
    return sha256(id.encode("utf-8", "replace"))
