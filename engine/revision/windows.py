"""Back to when a besluit may be revised: the window of the law, and the shorter ones that a person may choose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dsl.program import DecisionInfo, Program, SourceRef
from engine.case import Case, Moment
from engine.general import Run
from engine.values import Known, Unknown

DIRECTIONS = {"hoger bedrag": 1, "lager bedrag": -1}
"""The windows that the law itself sets, with the sign of the differences that they are about."""


def short_name(words: str) -> str:
    """What the law calls a difference, without what comes after it: ``restitutie, eerst verrekend met ..``."""
    return words.split(",")[0].strip()


@dataclass(frozen=True, slots=True)
class Window:
    """``words`` is what the law calls the difference, or the tests for a shorter window. ``since`` is the first day over which the
    besluit may be revised; None when that is not definite: then ``questions`` says what a person judges first, and ``missing``
    whether a fact lacks."""

    kind: Literal["hoger bedrag", "lager bedrag", "korter naar oordeel", "langer naar oordeel"]
    words: str
    since: date | None
    source: SourceRef | None
    questions: tuple[str, ...] = ()
    missing: bool = False

    def holds(self, day: date) -> bool | None:
        """Whether a period that begins on this day may be revised; None when that is open."""
        return None if self.since is None else day >= self.since


def windows_of(program: Program, info: DecisionInfo, case: Case, sent: date) -> tuple[Window, ...]:
    """The windows of a besluit that is sent on a day, by the law in force on that day. One that the law of that day does not know
    is left out."""
    run = Run(program, case, Moment(sent, sent))
    found = []
    for revision in info.revisions:
        value = run.value(revision.since)
        if isinstance(value, Known) and isinstance(value.value, date):
            found.append(Window(revision.kind, revision.words, value.value, revision.source))
        elif isinstance(value, Unknown):
            questions = tuple(sorted(value.questions))
            found.append(
                Window(revision.kind, revision.words, None, revision.source, questions, missing=bool(value.facts))
            )
    return tuple(found)
