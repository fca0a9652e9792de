"""Writers of one process go together: who comes while others write waits, and all who wait are written in one transaction.

A disk takes milliseconds to be sure of a transaction, however much is in it. Each piece of work succeeds or fails by itself, and
nobody hears that it succeeded before the disk is sure.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from engine.register.chain import Head, locked_head, move_head
from engine.register.database import Database
from engine.register.keys import Keys
from engine.register.transaction import Transaction
from engine.register.trouble import RegisterError, Unavailable

T = TypeVar("T")
Work = Callable[[Transaction, Head], tuple[Head, T]]
"""Writes behind a head; gives the new head and what it made."""

_MOST_TOGETHER = 100


class _Job(Generic[T]):
    """``called``: it is done, or it is the turn of its thread to write for all who wait."""

    __slots__ = ("called", "done", "error", "made", "work")

    def __init__(self, work: Work[T]) -> None:
        self.work = work
        self.made: list[T] = []
        self.error: Exception | None = None
        self.done = False
        self.called = threading.Event()


class Turns:
    """One per register in a process; writers of other processes wait for the lock of the database."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database, self._keys = database, keys
        self._waiting: list[_Job[Any]] = []
        self._list = threading.Lock()
        self._is_written = False

    def write(self, work: Work[T]) -> T:
        """Do work in a transaction and give what it made, once that is on disk. Raises what the work raises, Unavailable, Broken."""
        (made,) = self.write_each([work])
        if isinstance(made, Exception):
            raise made
        return made

    def write_each(self, works: Sequence[Work[T]]) -> list[T | Exception]:
        """Do each as :meth:`write`, and give what it made or the error that it met; they go together as far as they can."""
        jobs = [_Job(work) for work in works]
        with self._list:
            self._waiting += jobs
            follows, self._is_written = self._is_written, True
        for job in jobs:
            if follows:
                job.called.wait()
            if not job.done:
                self._serve()
            follows = True
        return [job.error or job.made[0] for job in jobs]

    def _serve(self) -> None:
        with self._list:
            jobs = self._waiting[:_MOST_TOGETHER]
            del self._waiting[:_MOST_TOGETHER]
        try:
            with self._database.writing() as connection:
                before = head = locked_head(connection, self._keys)
                transaction = Transaction(connection)
                for job in jobs:
                    head = _alone(job, transaction, head) if len(jobs) == 1 else _apart(job, transaction, head)
                transaction.flush()
                if head != before:
                    move_head(connection, self._keys, head)
        except Exception as wrong:
            # Nothing of it is there, or (when the connection broke at the end) perhaps all of it: that nobody can say here.
            for job in jobs:
                job.error = job.error or (wrong if len(jobs) == 1 else _again(wrong))
        except BaseException:
            for job in jobs:
                job.error = Unavailable("Het schrijven in het register is afgebroken.")
            raise
        finally:
            for job in jobs:
                job.done = True
            self._hand_over(jobs)

    def _hand_over(self, jobs: Sequence[_Job[Any]]) -> None:
        """Let those go whose work is done, and the first of those who wait write next."""
        with self._list:
            self._is_written = bool(self._waiting)
            following = self._waiting[:1]
        for job in (*following, *jobs):
            job.called.set()


def _alone(job: _Job[Any], transaction: Transaction, head: Head) -> Head:
    head, made = job.work(transaction, head)
    job.made.append(made)
    return head


def _apart(job: _Job[Any], transaction: Transaction, head: Head) -> Head:
    """What one work refuses does not touch that of others; trouble with the database is trouble for all."""
    transaction.begin()
    try:
        moved = _alone(job, transaction, head)
    except Unavailable:
        raise
    except RegisterError as refused:
        job.error = refused
        transaction.undo()
        return head
    transaction.keep()
    return moved


def _again(wrong: Exception) -> Exception:
    """An error of its own for each thread, since raising adds to it: trouble with the database has a message only."""
    return type(wrong)(str(wrong)) if isinstance(wrong, RegisterError) else wrong
