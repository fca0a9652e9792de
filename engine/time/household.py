"""All rights and duties of one dossier over a period: every besluit for each object that it could be over.

As :mod:`engine.everything`, and only for a citizen's own data or invented people: no outcome flows from one law into another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dsl.program import DecisionInfo, Program
from engine.case import Case, Obj
from engine.decision import Status
from engine.dossier import Dossier
from engine.everything import by_regeling, claimed, is_right, says_something, viewpoint
from engine.explain.people import HOUSEHOLDS
from engine.time.effect import known_by
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
    ``stack``: the contributions of a month together; nothing where the dossier has more ``households``, which can be the same
    people seen from two sides."""

    start: date
    end: date
    followed: tuple[Followed, ...]
    silent: tuple[DecisionInfo, ...]
    restless: tuple[DecisionInfo, ...]
    stack: Stack
    households: int
    viewpoint: Case | None


class Views:
    """A dossier as each organisation knows it, when it tells who knew what; else as it is. The evaluations about one object are
    shared."""

    def __init__(self, program: Program, dossier: Dossier, verzonden_op: date | None = None) -> None:
        self.program = program
        self.dossier = dossier
        self.verzonden_op = verzonden_op
        self._views: dict[str | None, Dossier] = {None: dossier}
        self._days: dict[tuple[str | None, str], Days] = {}

    def of(self, info: DecisionInfo) -> Dossier:
        """The dossier that a besluit is taken on."""
        by = self._by(info)
        if by not in self._views:
            self._views[by] = self.dossier.as_known(by=by)
        return self._views[by]

    def days(self, info: DecisionInfo, over: Obj) -> Days:
        """The decisions about an object for the besluit."""
        key = info.executor if self.dossier.ledger is not None else None, over.key
        if key not in self._days:
            view, known = self.of(info), known_by(self.dossier, info.executor)
            self._days[key] = Days(self.program, view.case(over), self.verzonden_op, known)
        return self._days[key]

    def household(self) -> Days | None:
        """The decisions about the household of the dossier, with all that is known; None when it has none, or more."""
        found = [obj for obj in self.dossier.top if obj.type in HOUSEHOLDS]
        return Days(self.program, self.dossier.case(found[0]), self.verzonden_op) if len(found) == 1 else None

    def _by(self, info: DecisionInfo) -> str | None:
        return info.executor if self.dossier.tells_who_knew else None


def follow_everything(
    program: Program,
    dossier: Dossier,
    start: date,
    end: date,
    verzonden_op: date | None = None,
    *,
    reasons: bool = True,
) -> Course:
    """Every besluit of the program over the days from ``start`` to ``end``. ``reasons`` False leaves out why a stretch differs from the
    one before."""
    found: list[Followed] = []
    silent: list[DecisionInfo] = []
    restless: list[DecisionInfo] = []
    views = Views(program, dossier, verzonden_op)
    for info in by_regeling(program):
        said = False
        objects = views.of(info).objects_for(info)
        for over in objects:
            try:
                told = followed(views.days(info, over), info, start, end, reasons=reasons)
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
    households = sum(obj.type in HOUSEHOLDS for obj in dossier.top)
    lines = [one.told for one in found] if households <= 1 else []
    stack = stacked(program, views.household(), lines, start, end)
    return Course(
        start, end, tuple(found), tuple(silent), tuple(dict.fromkeys(restless)), stack, households, viewpoint(dossier)
    )
