"""Who is signed in in which browser: kept in the database of the register, so that it outlives a restart, is the same in every process
of the server, and ends at once when somebody signs out. The cookie holds a random id and nothing else.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from engine.register.sessions import Sessions as Kept
from engine.register.trouble import Unavailable
from workbench.toegang.actor import Actor, Role
from workbench.toegang.config import Limits

log = logging.getLogger("toetssteen.toegang")

MOST_SHOWN = 500
_WRITTEN_AGAIN = 60
"""Seconds of use that may go unwritten, so that a page of many parts is no row of writes."""


@dataclass(frozen=True, slots=True)
class Session:
    """Times are in seconds since 1970. ``confirmed``: when the provider last said who this is and with which roles. ``form``: what the
    tokens in forms are bound to; it stays when the same person is confirmed, so that a form that is open in another window is not lost."""

    actor: Actor
    form: str
    started: int
    confirmed: int
    seen: int


class Sessions:
    """Every method that asks the database raises Unavailable. Times by the clock of the register."""

    def __init__(self, kept: Kept, limits: Limits) -> None:
        self._kept, self._limits = kept, limits

    def begin(self, actor: Actor, before: str | None = None) -> str:
        """Sign somebody in: the id for the browser, never one that it came with. ``before``: the id that it came with, which ends."""
        now = self._kept.now()
        earlier = None if before is None else self._read(before)
        form = secrets.token_urlsafe(32)
        if earlier is not None and earlier.actor.id == actor.id:
            form = earlier.form
        if before is not None:
            self._kept.end(before)
        held = self._kept.new_id()
        made = Session(actor, form, now, now, now)
        self._kept.add(held, _plain(made), self._ends(made), actor.id)
        return held

    def get(self, held: str) -> Session | None:
        """Whose id that is, None when it never was anybody's or ended. Using it starts the idle time again."""
        found = self._read(held)
        if found is None:
            return None
        now = self._kept.now()
        if now - found.seen >= min(_WRITTEN_AGAIN, self._limits.idle // 4):
            found = replace(found, seen=now)
            with suppress(Unavailable):  # a disk that is full signs nobody out before their time
                self._kept.renew(held, _plain(found), self._ends(found))
        return found

    def end(self, held: str) -> None:
        """Sign out."""
        self._kept.end(held)

    def end_all(self, id: str) -> int:
        """Sign somebody out everywhere; gives in how many browsers that was."""
        return self._kept.end_all(id)

    def all(self) -> list[Session]:
        """Who is signed in now, at most MOST_SHOWN."""
        return [found for one in self._kept.all(MOST_SHOWN) if (found := _session(one)) is not None]

    def is_stale(self, session: Session) -> bool:
        """Whether it is time that the provider says again who this is, and with which roles."""
        return self._kept.now() - session.confirmed >= self._limits.roles

    def _read(self, held: str) -> Session | None:
        found = self._kept.get(held)
        return None if found is None else _session(found)

    def _ends(self, session: Session) -> int:
        """Who works on a form is not stopped in it by a confirmation that is due, but for no longer than they may be idle."""
        limits = self._limits
        return min(
            session.seen + limits.idle,
            session.started + limits.absolute,
            session.confirmed + limits.roles + limits.idle,
        )


def _plain(session: Session) -> dict[str, Any]:
    actor = session.actor
    return {
        "id": actor.id,
        "naam": actor.name,
        "rollen": sorted(role.value for role in actor.roles),
        "formulier": session.form,
        "begin": session.started,
        "bevestigd": session.confirmed,
        "gezien": session.seen,
    }


def _session(plain: Mapping[str, Any]) -> Session | None:
    """None for a session of a version of this program that kept something else: then people sign in again."""
    try:
        actor = Actor(plain["id"], plain["naam"], frozenset(Role(name) for name in plain["rollen"]))
        return Session(actor, plain["formulier"], plain["begin"], plain["bevestigd"], plain["gezien"])
    except (KeyError, TypeError, ValueError):
        return None
