"""Who works out an answer: this process, or a few others, so that one long answer holds up nobody and can be stopped."""

from __future__ import annotations

import atexit
import contextlib
import gc
import multiprocessing
import queue
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Protocol, TypeVar

from workbench.service.answers import ANSWERS, encoded
from workbench.service.law import Law
from workbench.service.problems import BrokenError, BusyError, RefusedError, TooLongError

MOST_WAITING = 64
"""More questions than this for each worker are turned away: they would be answered when nobody waits any more."""


T = TypeVar("T")
Encoded = tuple[bytes, bytes]
Task = str | Callable[..., Any]
"""The name of an answer, or a function."""


class Calculator(Protocol):
    """Whoever gives the JSON of an answer to a question of :data:`ANSWERS`, and of what the register keeps of it. ``work`` gives what a
    function of a module makes of the law and plain arguments, as it is."""

    def ask(self, name: str, *args: Any, seconds: float | None = None) -> Encoded: ...

    def work(self, function: Callable[..., T], *args: Any) -> T: ...

    def close(self) -> None: ...


class Here:
    """In this process, with no limit on time."""

    def __init__(self, law: Law) -> None:
        self._law = law

    def ask(self, name: str, *args: Any, seconds: float | None = None) -> Encoded:
        return encoded(ANSWERS[name](self._law, *args))

    def work(self, function: Callable[..., T], *args: Any) -> T:
        return function(self._law, *args)

    def close(self) -> None:
        pass


class Processes:
    """``count`` processes with the rules of ``folder``. One that takes longer than ``seconds`` is ended and the question fails with
    TooLongError; its place is taken by a new one. Safe to use from many threads."""

    def __init__(self, folder: Path | None, count: int, seconds: float) -> None:
        self.seconds = seconds
        self._workers = [_Worker(folder) for _ in range(count)]
        self._free: queue.LifoQueue[_Worker] = queue.LifoQueue()
        for worker in self._workers:
            self._free.put(worker)
        self._room = threading.BoundedSemaphore(count * MOST_WAITING)
        atexit.register(self.close)

    def ask(self, name: str, *args: Any, seconds: float | None = None) -> Encoded:
        """Raises RefusedError as the answer does, TooLongError, and BusyError when too many are waiting."""
        found: Encoded = self._done(name, args, seconds)
        return found

    def work(self, function: Callable[..., T], *args: Any) -> T:
        """Raises what :meth:`ask` raises."""
        found: T = self._done(function, args, None)
        return found

    def _done(self, task: Task, args: tuple[Any, ...], seconds: float | None) -> Any:
        if not self._room.acquire(blocking=False):
            raise BusyError()
        try:
            worker = self._free.get(timeout=self.seconds)
        except queue.Empty:
            raise BusyError() from None
        else:
            try:
                return worker.do(task, args, seconds or self.seconds)
            finally:
                self._free.put(worker)
        finally:
            self._room.release()

    def close(self) -> None:
        atexit.unregister(self.close)
        for worker in self._workers:
            worker.stop()


class _Worker:
    """One process and the way to it. It starts at once, and again for the question after its end."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._process: BaseProcess
        self._pipe: Connection
        self._start()

    def _start(self) -> None:
        # Spawned: a fork of a process with threads may inherit a lock that nobody will open.
        context = multiprocessing.get_context("spawn")
        self._pipe, far = context.Pipe()
        self._process = context.Process(target=_serve, args=(far, self._folder), daemon=True)
        self._process.start()
        far.close()

    def do(self, task: Task, args: tuple[Any, ...], seconds: float) -> Any:
        answered = False
        try:
            if not self._process.is_alive():
                self.stop()
                self._start()
            self._pipe.send((task, args))
            if not self._pipe.poll(seconds):
                raise TooLongError
            wrong: Exception | None
            wrong, answer = self._pipe.recv()
            answered = True
        except (EOFError, OSError):
            raise BusyError from None
        finally:
            # What is still to come would be taken for the answer to the next question.
            if not answered:
                self.stop()
        if wrong is not None:
            raise wrong
        return answer

    def stop(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()


def _serve(pipe: Connection, folder: Path | None) -> None:
    import signal

    # The process that was started from the keyboard ends this one when it is done.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    law = Law.load(folder)
    settle()
    with contextlib.suppress(EOFError, OSError):
        while True:
            task, args = pipe.recv()
            pipe.send(_answer(law, task, args))


def settle() -> None:
    """Leave all that is there now out of every later search for garbage: a program is large, and stays."""
    gc.collect()
    gc.freeze()


def _answer(law: Law, task: Task, args: tuple[Any, ...]) -> tuple[Exception | None, Any]:
    try:
        return None, encoded(ANSWERS[task](law, *args)) if isinstance(task, str) else task(law, *args)
    except RefusedError as refused:
        return refused, (b"", b"")
    except Exception as wrong:
        # Where it happened and not what it said: the words of an exception may hold those of a dossier.
        last = traceback.extract_tb(wrong.__traceback__)[-1]
        return BrokenError(f"{type(wrong).__name__} in {Path(last.filename).name}:{last.lineno}"), (b"", b"")
