"""Who works out an answer: this process, or a few others, so that one long answer holds up nobody and can be stopped."""

from __future__ import annotations

import asyncio
import atexit
import threading
from collections import deque
from collections.abc import Callable, Collection
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

from workbench.service.answers import ANSWERS, encoded
from workbench.service.child import Answering, Child, place_of
from workbench.service.law import Law
from workbench.service.problems import BrokenError, BusyError, RefusedError, TooLongError

MOST_WAITING = 64
"""More questions than this for each worker are turned away: they would be answered when nobody waits any more."""


PROMPT = frozenset({"decide"})
"""Answers that take milliseconds; a process may have the next question for one before it has answered the one before."""

AHEAD = 2
"""So many questions for such answers has a process at once: with one it would stand still whenever it had answered."""

T = TypeVar("T")
Encoded = tuple[bytes, bytes]
Task = str | Callable[..., Any]
"""The name of an answer, or a function."""


class Calculator(Protocol):
    """Whoever gives the JSON of an answer to a question of :data:`ANSWERS`, and of what the register keeps of it. ``answer`` is ``ask``
    in an event loop, which it does not hold up. ``work`` gives what a function of a module makes of the law and plain arguments, as it
    is."""

    def ask(self, name: str, *args: Any, seconds: float | None = None) -> Encoded: ...

    async def answer(self, name: str, *args: Any) -> Encoded: ...

    def work(self, function: Callable[..., T], *args: Any) -> T: ...

    def close(self) -> None: ...


class Here:
    """In this process, with no limit on time."""

    def __init__(self, law: Law) -> None:
        self._law = law

    def ask(self, name: str, *args: Any, seconds: float | None = None) -> Encoded:
        return encoded(ANSWERS[name](self._law, *args))

    async def answer(self, name: str, *args: Any) -> Encoded:
        return await asyncio.to_thread(self.ask, name, *args)

    def work(self, function: Callable[..., T], *args: Any) -> T:
        return function(self._law, *args)

    def close(self) -> None:
        pass


class Processes:
    """``count`` processes with the rules of ``folder``. One that takes longer than ``seconds`` is ended and the question fails with
    TooLongError; its place is taken by a new one. Safe to use from many threads and event loops."""

    def __init__(self, folder: Path | None, count: int, seconds: float) -> None:
        self.seconds = seconds
        self._waiting = _Waiting(count * MOST_WAITING)
        self._workers = [_Worker(folder, self._waiting) for _ in range(count)]
        atexit.register(self.close)

    def ask(self, name: str, *args: Any, seconds: float | None = None) -> Encoded:
        """Raises RefusedError as the answer does, TooLongError, and BusyError when too many are waiting, or for too long."""
        found: Encoded = self._done(name, args, seconds)
        return found

    async def answer(self, name: str, *args: Any) -> Encoded:
        """As :meth:`ask`."""
        question = self._put(name, args, None)
        patience = asyncio.get_running_loop().call_later(self.seconds, self._waiting.turn_away, question)
        try:
            found: Encoded = await asyncio.wrap_future(question.answer)
            return found
        finally:
            patience.cancel()

    def work(self, function: Callable[..., T], *args: Any) -> T:
        """Raises what :meth:`ask` raises."""
        found: T = self._done(function, args, None)
        return found

    def _done(self, task: Task, args: tuple[Any, ...], seconds: float | None) -> Any:
        question = self._put(task, args, seconds)
        try:
            return question.answer.result(self.seconds)
        except FutureTimeout:
            self._waiting.turn_away(question)
            return question.answer.result()

    def _put(self, task: Task, args: tuple[Any, ...], seconds: float | None) -> _Question:
        question = _Question(task, args, seconds or self.seconds)
        self._waiting.put(question)
        return question

    def close(self) -> None:
        atexit.unregister(self.close)
        self._waiting.close()
        for worker in self._workers:
            worker.close()


@dataclass(slots=True, eq=False)
class _Question:
    """``seconds``: that an answer may take."""

    task: Task
    args: tuple[Any, ...]
    seconds: float
    answer: Future[Any] = field(default_factory=Future)

    @property
    def is_prompt(self) -> bool:
        return self.task in PROMPT

    def is_wanted(self) -> bool:
        """Whether somebody still waits for it; from here on it gets an answer."""
        return self.answer.running() or self.answer.set_running_or_notify_cancel()


class _Waiting:
    """Questions that nobody works at yet, the oldest first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._questions: deque[_Question] = deque()
        self._changed = threading.Condition()
        self.is_closed = False

    def put(self, question: _Question) -> None:
        """Raises BusyError when there are too many."""
        with self._changed:
            if self.is_closed or len(self._questions) >= self._most:
                raise BusyError
            self._questions.append(question)
            self._changed.notify()

    def put_back(self, questions: Collection[_Question]) -> None:
        """Those that were taken and not begun."""
        with self._changed:
            if not self.is_closed:
                self._questions.extendleft(reversed(list(questions)))
                self._changed.notify()
                return
        for question in questions:
            question.answer.set_exception(BusyError())

    def turn_away(self, question: _Question) -> None:
        """One that waited too long, if it still waits."""
        with self._changed:
            if question not in self._questions:
                return
            self._questions.remove(question)
        if question.is_wanted():
            question.answer.set_exception(BusyError())

    def take(self, beside: Collection[_Question]) -> _Question | None:
        """The next one. ``beside``: what its taker is at work on. With nothing in hand one waits until there is a question; else one
        takes what is prompt beside what is prompt. None when there is none, or no more will come."""
        with self._changed:
            while True:
                while not self._questions:
                    if beside or self.is_closed:
                        return None
                    self._changed.wait()
                question = self._questions[0]
                if beside and not (question.is_prompt and all(one.is_prompt for one in beside)):
                    return None
                self._questions.popleft()
                if question.is_wanted():
                    return question

    def close(self) -> None:
        with self._changed:
            self.is_closed = True
            left = list(self._questions)
            self._questions.clear()
            self._changed.notify_all()
        for question in left:
            if question.is_wanted():
                question.answer.set_exception(BusyError())


class _Worker:
    """One process, and the thread that asks it."""

    def __init__(self, folder: Path | None, waiting: _Waiting) -> None:
        self._folder, self._waiting = folder, waiting
        self._asked: deque[_Question] = deque()
        self._child = Child(_deciding, folder)
        self._thread = threading.Thread(target=self._run, name="vragen", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the process; the thread ends when it hears of that."""
        self._child.process.kill()
        self._thread.join()

    def _run(self) -> None:
        while not self._waiting.is_closed:
            while len(self._asked) < AHEAD and (question := self._waiting.take(self._asked)) is not None:
                self._ask(question)
            if self._asked:
                self._hear()
        self._child.end()
        while self._asked:
            self._asked.popleft().answer.set_exception(BusyError())

    def _ask(self, question: _Question) -> None:
        try:
            if not self._asked and not self._child.is_alive:
                self._child.end()
                self._child = Child(_deciding, self._folder)
            self._child.ask((question.task, question.args))
        except BusyError as ended:
            self._asked.append(question)
            self._give_up(ended)
        except Exception as wrong:
            question.answer.set_exception(BusyError() if isinstance(wrong, OSError) else wrong)
        else:
            self._asked.append(question)

    def _hear(self) -> None:
        """The answer to the oldest question."""
        try:
            wrong, answer = self._child.hear(self._asked[0].seconds)
        except (BusyError, TooLongError) as unheard:
            self._give_up(unheard)
            return
        question = self._asked.popleft()
        if wrong is not None:
            question.answer.set_exception(wrong)
        else:
            question.answer.set_result(answer)

    def _give_up(self, wrong: Exception) -> None:
        """The oldest question gets no answer; those behind it are asked again."""
        self._child.end()
        self._asked.popleft().answer.set_exception(wrong)
        self._waiting.put_back(self._asked)
        self._asked.clear()


def _deciding(folder: Path | None) -> Answering:
    return partial(_answer, Law.load(folder))


def _answer(law: Law, question: tuple[Task, tuple[Any, ...]]) -> tuple[Exception | None, Any]:
    task, args = question
    try:
        return None, encoded(ANSWERS[task](law, *args)) if isinstance(task, str) else task(law, *args)
    except RefusedError as refused:
        return refused, (b"", b"")
    except Exception as wrong:
        return BrokenError(place_of(wrong)), (b"", b"")
