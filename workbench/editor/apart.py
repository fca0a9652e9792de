"""A process of its own for what people write: judging a text or running its scenarios can take long, and then it is ended."""

from __future__ import annotations

import atexit
import contextlib
import threading
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from workbench.editor.effect import Trial
from workbench.editor.workspace import View, Workspace
from workbench.service.child import Answering, Child, place_of
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
        self._child: Child | None = None
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

        if self._child is None:
            threading.Thread(target=start, daemon=True).start()

    def close(self) -> None:
        """End the process, also in the middle of a question."""
        atexit.unregister(self.close)
        self._end()

    def _answer(self, seconds: float, question: object) -> tuple[str | None, Any]:
        try:
            child = self._running()
            child.ask(question)
            found: tuple[str | None, Any] = child.hear(seconds)
        except OSError:
            raise BusyError from None
        except BaseException:
            self._end()
            raise
        return found

    def _running(self) -> Child:
        if self._child is None or not self._child.is_alive:
            self._end()
            self._child = Child(_judging, *self._folders)
            self._child.ask((_ready, (), {}))
            self._child.hear(SECONDS_START)
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()


def _ready(shelf: Shelf) -> None:
    """A question that asks for nothing but the start."""


def _judging(rules: Path, scenarios: Path) -> Answering:
    shelf = Shelf(rules, scenarios)
    shelf.workspace.settled()
    return partial(_answer, shelf)


def _answer(
    shelf: Shelf, question: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
) -> tuple[str | None, Any]:
    function, args, named = question
    try:
        return None, function(shelf, *args, **named)
    except Exception as wrong:
        return place_of(wrong), None
