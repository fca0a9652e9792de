"""All rights and duties of one dossier over a period: every besluit for each object that it could be over.

As :mod:`engine.everything`, and only for a citizen's own data or invented people: no outcome flows from one law into another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dsl.program import DecisionInfo, Program
from engine.case import Case
from engine.decision import Status
from engine.dossier import Dossier
from engine.everything import by_regeling, claimed, is_right, says_something, viewpoint
from engine.time.stacking import Stack, stacked
from engine.time.timeline import Days, Timeline, TooManyDecisionsError, followed


@dataclass(frozen=True, slots=True)
class Followed:
    """A besluit about one object over the period. ``rights``: per stretch whether the citizen gets something. ``claimed``:
    whether it was asked for (None: the dossier does not say). ``others``: of how many objects it is one of those that the
    besluit could be over."""

    told: Timeline
    rights: tuple[bool, ...]
    claimed: bool | None
    others: int

    @property
    def applies(self) -> bool:
        """Whether it is ever more than niet van toepassing."""
        return any(one.decision.status is not Status.NIET_VAN_TOEPASSING for one in self.told.stretches)


@dataclass(frozen=True, slots=True)
class Course:
    """By regeling, name and object. ``silent``: the dossier says nothing about these. ``restless``: they change too often to tell.
    ``stack``: the contributions of a month together."""

    start: date
    end: date
    followed: tuple[Followed, ...]
    silent: tuple[DecisionInfo, ...]
    restless: tuple[DecisionInfo, ...]
    stack: Stack
    viewpoint: Case | None


def follow_everything(
    program: Program, dossier: Dossier, start: date, end: date, verzonden_op: date | None = None
) -> Course:
    """Every besluit of the program over the days from ``start`` to ``end``."""
    found: list[Followed] = []
    silent: list[DecisionInfo] = []
    restless: list[DecisionInfo] = []
    days: dict[str, Days] = {}
    for info in by_regeling(program):
        said = False
        objects = dossier.objects_for(info)
        for over in objects:
            if over.key not in days:
                days[over.key] = Days(program, dossier.case(over), verzonden_op)
            try:
                told = followed(days[over.key], info, start, end)
            except TooManyDecisionsError:
                restless.append(info)
                said = True
                continue
            if any(says_something(program, stretch.decision.trace) for stretch in told.stretches):
                said = True
                rights = tuple(is_right(info, stretch.decision) for stretch in told.stretches)
                found.append(Followed(told, rights, claimed(dossier, info), len(objects)))
        if not said:
            silent.append(info)
    stack = stacked(program, days, [one.told for one in found], start, end)
    return Course(start, end, tuple(found), tuple(silent), tuple(dict.fromkeys(restless)), stack, viewpoint(dossier))
