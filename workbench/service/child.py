"""A process that answers one question after another, and that can be ended when it takes long."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any

from workbench.service.problems import BusyError, TooLongError

Answering = Callable[[Any], Any]
"""What a question is answered with."""


class Child:
    """It works by what ``make`` (a function of a module) makes there of ``args``. Whoever did not hear an answer ends it: what is still
    to come would be taken for the answer to the next question. For one thread at a time."""

    def __init__(self, make: Callable[..., Answering], *args: Any) -> None:
        """Raises OSError when no process can be started."""
        # Spawned: a fork of a process with threads may inherit a lock that nobody will open.
        context = multiprocessing.get_context("spawn")
        self._pipe, far = context.Pipe()
        self.process = context.Process(target=_serve, args=(far, make, args), daemon=True)
        self.process.start()
        far.close()

    @property
    def is_alive(self) -> bool:
        return self.process.is_alive()

    def ask(self, question: Any) -> None:
        """Raises BusyError when it has ended, and what writing out the question raises, before anything is sent."""
        asked = ForkingPickler.dumps(question)
        try:
            self._pipe.send_bytes(asked)
        except OSError:
            raise BusyError from None

    def hear(self, seconds: float) -> Any:
        """The answer to the oldest question without one. Raises TooLongError, and BusyError when it has ended."""
        try:
            if not self._pipe.poll(seconds):
                raise TooLongError
            return self._pipe.recv()
        except (EOFError, OSError):
            raise BusyError from None

    def end(self) -> None:
        """Also in the middle of a question."""
        self.process.kill()
        self.process.join()
        self._pipe.close()


def _serve(pipe: Connection, make: Callable[..., Answering], args: tuple[Any, ...]) -> None:
    import signal

    # The process that was started from the keyboard ends this one when it is done.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answering = make(*args)
    settle()
    with contextlib.suppress(EOFError, OSError):
        while True:
            pipe.send(answering(pipe.recv()))


def settle() -> None:
    """Leave all that is there now out of every later search for garbage: a program is large, and stays."""
    gc.collect()
    gc.freeze()


def place_of(wrong: Exception) -> str:
    """Where something went wrong and not what it said: the words of an exception may hold those of a dossier or a text."""
    last = traceback.extract_tb(wrong.__traceback__)[-1]
    return f"{type(wrong).__name__} in {Path(last.filename).name}:{last.lineno}"
