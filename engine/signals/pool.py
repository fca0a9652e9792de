"""A pool of workers: each question goes to one that is free, and one that died is started again for its next question."""

from __future__ import annotations

import atexit
import os
import queue
import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from engine.signals.client import Worker, nothing
from engine.signals.form import Fact, Match, RuleForm

MOST_WORKERS = 4


class Evaluator(Protocol):
    """Whatever finds all matches of rules over facts: a worker, or a pool of them."""

    def evaluate(
        self, rules: Sequence[RuleForm], facts: Sequence[Fact], meanwhile: Callable[[], None] = nothing
    ) -> set[Match]: ...


class WorkerPool:
    """``size`` workers (at most one per core, unless given). Safe to use from many threads; when all workers are busy a question
    waits for the first that is free. A worker starts on its first question, so a pool that is used by one thread runs one
    process. A question whose worker dies fails with WorkerFailure, and is not asked again: facts that kill a worker would
    kill the next. The worker itself comes back for the next question."""

    def __init__(self, size: int | None = None, make: Callable[[], Worker] = Worker) -> None:
        count = size if size is not None else min(MOST_WORKERS, os.cpu_count() or 1)
        if count < 1:
            raise ValueError("a pool has at least one worker")
        self._workers = tuple(make() for _ in range(count))
        # The last one used first: its process is there and has the rules.
        self._free: queue.LifoQueue[Worker] = queue.LifoQueue()
        for worker in self._workers:
            self._free.put(worker)

    @property
    def pids(self) -> tuple[int, ...]:
        """The process ids of the workers that run now."""
        return tuple(pid for pid in (worker.pid for worker in self._workers) if pid is not None)

    def evaluate(
        self, rules: Sequence[RuleForm], facts: Sequence[Fact], meanwhile: Callable[[], None] = nothing
    ) -> set[Match]:
        """All matches of the rules over the facts; ``meanwhile`` is done while a worker looks for them. Raises WorkerFailure when
        there is no answer, and GuardError when the rules may not be handed in."""
        worker = self._free.get()
        try:
            return worker.evaluate(rules, facts, meanwhile)
        finally:
            self._free.put(worker)

    def close(self) -> None:
        """End the workers that run."""
        for worker in self._workers:
            worker.close()


_shared: WorkerPool | None = None
_shared_lock = threading.Lock()


def shared_pool() -> WorkerPool:
    """The pool of this process, ended when the process ends."""
    global _shared
    with _shared_lock:
        if _shared is None:
            _shared = WorkerPool()
            atexit.register(_shared.close)
        return _shared
