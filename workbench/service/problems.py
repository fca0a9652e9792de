"""What is wrong with a question, in Dutch and all of it at once, whoever asked it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dsl.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong. ``path`` is a JSON Pointer into what was sent; "" is all of it."""

    code: str
    path: str
    cause: str
    remedy: str


class RefusedError(Exception):
    """The question cannot be answered as it was asked."""

    def __init__(self, wrongs: Iterable[Wrong]) -> None:
        self.wrongs = tuple(wrongs)
        super().__init__(self.wrongs)

    def __reduce__(self) -> tuple[type[RefusedError], tuple[tuple[Wrong, ...]]]:
        return type(self), (self.wrongs,)


class NotFoundError(RefusedError):
    """What the question is about is not there."""


class ForbiddenError(Exception):
    """Who asks may not. The message is Dutch, for who asks."""


class TooLongError(Exception):
    """An answer took longer than it may."""


class BrokenError(Exception):
    """A mistake in this program; says where it happened."""


class BusyError(Exception):
    """There is no room for the question now; ``seconds`` until asking again makes sense."""

    def __init__(self, seconds: int = 1) -> None:
        self.seconds = seconds
        super().__init__(seconds)


def wrong_at(found: Diagnostic, path: str = "") -> Wrong:
    return Wrong(found.code, path, found.cause, found.remedy)
