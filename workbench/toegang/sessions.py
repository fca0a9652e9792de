"""Who is signed in in which browser: kept here, so that signing out ends it at once. The cookie holds a random id and nothing else.

Sessions live in the memory of this process. After a restart people sign in again; with several processes a proxy has to send
one browser to one process.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from workbench.toegang.actor import Actor
from workbench.toegang.config import Limits

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Kept(Generic[T]):
    """Times are seconds of the clock of the store."""

    what: T
    started: float
    seen: float


class Store(Generic[T]):
    """Things under a random id that a browser holds, for ``idle`` seconds since they were last used and ``absolute`` in all. At
    most ``most`` of them, kept under a hash of their id: who reads memory or a dump gets no cookie."""

    def __init__(self, idle: int, absolute: int, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._idle, self._absolute, self._most, self._clock = idle, absolute, most, clock
        self._kept: OrderedDict[str, _Kept[T]] = OrderedDict()

    def add(self, what: T) -> str:
        """The id under which it is kept; never one that a browser came with."""
        held, now = secrets.token_urlsafe(32), self._clock()
        self._kept[_digest(held)] = _Kept(what, now, now)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return held

    def get(self, held: str) -> T | None:
        """What it is of, None when it never was or ended. Using it starts the idle time again."""
        digest, now = _digest(held), self._clock()
        kept = self._kept.get(digest)
        if kept is None:
            return None
        if now - kept.seen > self._idle or now - kept.started > self._absolute:
            del self._kept[digest]
            return None
        self._kept[digest] = replace(kept, seen=now)
        self._kept.move_to_end(digest)
        return kept.what

    def pop(self, held: str) -> T | None:
        """The same, for the last time."""
        what = self.get(held)
        self._kept.pop(_digest(held), None)
        return what


def sessions(limits: Limits, clock: Callable[[], float] = time.monotonic) -> Store[Actor]:
    """Who is signed in, per browser."""
    return Store(limits.idle, limits.absolute, limits.sessions, clock)


def _digest(held: str) -> str:
    return hashlib.sha256(held.encode()).hexdigest()
