"""Parts run by processes of this machine. Each makes its own kernels once, and is given one part at a time."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from engine.population.folder import Part
from engine.simulation.order import Order, Refused, attempt
from engine.simulation.runners import TRIES, Landed, Turns

MEMORY = 2048
"""Megabytes that one process may take for its own, when nobody says."""

_PATIENCE = 5


@dataclass(eq=False)
class _Worker:
    process: BaseProcess
    pipe: Connection
    part: Part | None = None
    useful: bool = False


class LocalProcesses:
    """``count`` processes. ``memory``: megabytes that each may take; the files of a population are mapped and do not count."""

    def __init__(self, count: int, memory: int = MEMORY) -> None:
        self.count = count
        self.memory = memory
        self._workers: list[_Worker] = []

    @property
    def pids(self) -> tuple[int, ...]:
        return tuple(one.process.pid for one in self._workers if one.process.pid is not None)

    def results(self, order: Order, parts: Sequence[Part]) -> Iterator[Landed]:
        # Each makes kernels for its own share.
        order = replace(order, rows=order.rows // self.count)
        turns = Turns(parts)
        useless = 0
        try:
            while turns.waiting or self._busy():
                self._hand_out(order, turns)
                for worker in self._ready():
                    part = worker.part
                    assert part is not None
                    worker.part = None
                    try:
                        outcome = worker.pipe.recv()
                    except (EOFError, OSError):
                        outcome = Refused(self._buried(worker), again=True)
                        useless = 0 if worker.useful else useless + 1
                    else:
                        worker.useful = True
                        useless = 0
                    if turns.over(part, outcome):
                        yield part, outcome
                if useless >= TRIES * self.count:
                    # No process gets as far as one part: the others would fare no better.
                    yield from self._given_up(turns)
        finally:
            self.close()

    def close(self) -> None:
        """End the processes that run."""
        for worker in self._workers:
            with suppress(OSError):
                worker.pipe.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join(_PATIENCE)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
        self._workers = []

    def _busy(self) -> list[_Worker]:
        return [one for one in self._workers if one.part is not None]

    def _hand_out(self, order: Order, turns: Turns) -> None:
        while turns.waiting:
            idle = next((one for one in self._workers if one.part is None), None)
            if idle is None:
                if len(self._workers) >= self.count:
                    return
                idle = self._started(order)
            idle.part = turns.waiting.popleft()
            # A process that is gone says so when it is waited for.
            with suppress(OSError):
                idle.pipe.send(idle.part)

    def _started(self, order: Order) -> _Worker:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, order, self.memory), daemon=True)
        process.start()
        # Only the process itself holds the other end, so that its death closes it.
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _ready(self) -> list[_Worker]:
        pipes = {one.pipe: one for one in self._busy()}
        return [pipes[pipe] for pipe in wait(list(pipes)) if isinstance(pipe, Connection)]

    def _buried(self, worker: _Worker) -> str:
        """Take away a process that is gone; why it went."""
        self._workers.remove(worker)
        worker.pipe.close()
        worker.process.join(_PATIENCE)
        code = worker.process.exitcode
        if code is None:
            worker.process.kill()
            worker.process.join()
        return "het proces stopte" + (f" door signaal {-code}" if code is not None and code < 0 else "")

    def _given_up(self, turns: Turns) -> Iterator[Landed]:
        why = Refused(f"de processen stopten steeds (elk mag {self.memory} MB gebruiken)", again=True)
        for worker in self._busy():
            assert worker.part is not None
            turns.waiting.append(worker.part)
            worker.part = None
        while turns.waiting:
            yield turns.waiting.popleft(), why


def _serve(pipe: Connection, order: Order, memory: int) -> None:
    """What a process does: a part in, its numbers out, until nobody asks any more."""
    # Ctrl-C reaches all processes at once; it is for the one that asks to end the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _bound(memory)
    with suppress(EOFError, OSError):
        while True:
            part: Part = pipe.recv()
            pipe.send(attempt(order, part))


def _bound(memory: int) -> None:
    """Hold this process to so many megabytes of its own, where the system knows how."""
    if sys.platform == "win32":
        return
    import resource

    most = memory * 2**20
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
