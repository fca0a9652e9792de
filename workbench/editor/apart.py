"""A process of its own for what people write: judging a text or running its scenarios can take long, and then it is ended."""

from __future__ import annotations

import atexit
import contextlib
import gc
import multiprocessing
import threading
import traceback
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from workbench.editor.effect import Trial
from workbench.editor.workspace import View, Workspace
from workbench.service.problems import BrokenError, BusyError, TooLongError

P = ParamSpec("P")
T = TypeVar("T")
SECONDS_START = 120.0
"""In which the process must have read the law and judged it: that is no part of the time of a question."""
_MOST_VIEWS = 8


class Shelf:
    """What the process keeps: the law of a folder, with what was judged of the last texts, for a page asks more than one thing of the
    same text."""

    def __init__(self, rules: Path, scenarios: Path) -> None:
        self.workspace = Workspace.of_folder(rules)
        self.trial = Trial(self.workspace, scenarios)
        self._views: dict[tuple[tuple[str, str], ...], View] = {}

    def view(self, texts: Mapping[str, str]) -> View:
        key = tuple(sorted(texts.items()))
        found = self._views.get(key)
        if found is None:
            found = self._views[key] = self.workspace.view(texts)
            while len(self._views) > _MOST_VIEWS:
                del self._views[next(iter(self._views))]
        return found


class Apart:
    """Answers one question at a time, each a function of a module over the :class:`Shelf` and plain arguments, within ``seconds``. The
    process starts at the first question, and again at the one after its end. Safe to use from many threads."""

    def __init__(self, rules: Path, scenarios: Path, seconds: float) -> None:
        self.seconds = seconds
        self._folders = rules, scenarios
        self._turn = threading.Lock()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        atexit.register(self.close)

    def ask(self, function: Callable[Concatenate[Shelf, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Raises TooLongError, and BusyError when it is not its turn within the same time."""
        return self.within(self.seconds, True, function, *args, **named)

    def within(
        self,
        seconds: float,
        wait: bool,
        function: Callable[Concatenate[Shelf, P], T],
        *args: P.args,
        **named: P.kwargs,
    ) -> T:
        """As :meth:`ask`, with another limit; without ``wait`` it is BusyError when it is not its turn at once."""
        if not self._turn.acquire(timeout=seconds if wait else 0):
            raise BusyError
        try:
            wrong, answer = self._answer(seconds, (function, args, named))
        finally:
            self._turn.release()
        if wrong is not None:
            raise BrokenError(wrong)
        found: T = answer
        return found

    def warm(self) -> None:
        """Start while somebody looks for a file."""

        def start() -> None:
            with contextlib.suppress(BusyError, TooLongError):
                self.within(self.seconds, False, _ready)

        if self._process is None:
            threading.Thread(target=start, daemon=True).start()

    def close(self) -> None:
        """End the process, also in the middle of a question."""
        atexit.unregister(self.close)
        self._stop()

    def _answer(self, seconds: float, question: object) -> tuple[str | None, Any]:
        answered = False
        try:
            pipe = self._running()
            pipe.send(question)
            if not pipe.poll(seconds):
                raise TooLongError
            found: tuple[str | None, Any] = pipe.recv()
            answered = True
            return found
        except (EOFError, OSError):
            raise BusyError from None
        finally:
            # What is still to come would be taken for the answer to the next question.
            if not answered:
                self._stop()

    def _running(self) -> Connection:
        if self._pipe is not None and self._process is not None and self._process.is_alive():
            return self._pipe
        self._stop()
        # Spawned: a fork of a process with threads may inherit a lock that nobody will open.
        context = multiprocessing.get_context("spawn")
        pipe, far = context.Pipe()
        self._pipe, self._process = pipe, context.Process(target=_serve, args=(far, *self._folders), daemon=True)
        self._process.start()
        far.close()
        if not pipe.poll(SECONDS_START):
            raise TooLongError
        pipe.recv()
        return pipe

    def _stop(self) -> None:
        process, self._process, pipe, self._pipe = self._process, None, self._pipe, None
        if process is not None:
            process.kill()
            process.join()
        if pipe is not None:
            pipe.close()


def _ready(shelf: Shelf) -> None:
    """A question that asks for nothing but the start."""


def _serve(pipe: Connection, rules: Path, scenarios: Path) -> None:
    import signal

    # The process that was started from the keyboard ends this one when it is done.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    shelf = Shelf(rules, scenarios)
    shelf.workspace.settled()
    gc.collect()
    gc.freeze()
    with contextlib.suppress(EOFError, OSError):
        pipe.send(None)
        while True:
            function, args, named = pipe.recv()
            answer: tuple[str | None, Any]
            try:
                answer = None, function(shelf, *args, **named)
            except Exception as wrong:
                # Where it happened and not what it said: the words of an exception may hold those of a text.
                last = traceback.extract_tb(wrong.__traceback__)[-1]
                answer = f"{type(wrong).__name__} in {Path(last.filename).name}:{last.lineno}", None
            pipe.send(answer)
