"""Work that blocks, done for many at once: what is asked while it goes on for others is done with the next ones, in one thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

MOST_TOGETHER = 100


class Together(Generic[T, R]):
    """``work`` gives for each thing that it gets what was made of it, or the error that it met. For use in one event loop."""

    def __init__(self, work: Callable[[Sequence[T]], Sequence[R | Exception]]) -> None:
        self._work = work
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._working: asyncio.Task[None] | None = None

    async def do(self, thing: T) -> R:
        """What was made of this thing. Who is cancelled meanwhile does not hear of it; it is done all the same."""
        made: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((thing, made))
        if self._working is None:
            self._working = asyncio.create_task(self._serve())
        return await made

    async def _serve(self) -> None:
        try:
            while self._waiting:
                batch = self._waiting[:MOST_TOGETHER]
                del self._waiting[:MOST_TOGETHER]
                found = await asyncio.to_thread(self._done, [thing for thing, _ in batch])
                for (_, future), one in zip(batch, found, strict=True):
                    if future.done():  # cancelled
                        continue
                    if isinstance(one, Exception):
                        future.set_exception(one)
                    else:
                        future.set_result(one)
        finally:
            self._working = None

    def _done(self, things: Sequence[T]) -> Sequence[R | Exception]:
        try:
            return self._work(things)
        except Exception as wrong:
            return [wrong] * len(things)
