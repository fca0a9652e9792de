"""The decision over a period: what holds when, and why it changes.

Every period is decided on its first day, on the facts as they count then. The engine looks at the trace how long it stays the same
(:mod:`engine.time.stability`), and decides again on the first period after that. Decisions that say the same are one stretch.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from dsl.program import DecisionInfo, Effect, Program
from engine.case import Case, Moment
from engine.decide import assemble
from engine.decision import Decision
from engine.general import Run
from engine.time.effect import Known, by_direction, effect_of, grid_of, in_effect
from engine.time.reasons import Reason, reasons_for
from engine.time.stability import Lives
from engine.time.units import first_day, next_first_day
from engine.trace import Trace
from engine.trace_steps import Steps
from engine.values import Fault, Value

if TYPE_CHECKING:
    from engine.time.quick import Look, Quick

_ONE_DAY = timedelta(days=1)
View = tuple[date | None, str | None]
"""As known on which day to which organisation facts are."""
NO_VIEW: View = (None, None)
MOST_DECISIONS = 2_000
"""Decisions for one timeline; a besluit that says something else every day would otherwise never end."""


class TooManyDecisionsError(Exception):
    """The besluit changes more often in this period than can be told."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From ``start`` to ``end`` (both included) the besluit says the same. ``decision`` is that on its first day; ``reasons`` is
    why it differs from the stretch before (of the first: nothing)."""

    start: date
    end: date
    decision: Decision
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """``grid`` is the unit of which every one was decided; ``case`` the facts as they count for this besluit."""

    info: DecisionInfo
    start: date
    end: date
    grid: str
    case: Case
    stretches: tuple[Stretch, ...]


class Days:
    """Decisions about one object on many days. What is evaluated for one besluit serves every other that counts the same
    facts. ``case`` has the facts as they were; ``known`` when a change of them was known (None: at once); ``view``
    as known on which day to whom they are."""

    def __init__(
        self,
        program: Program,
        case: Case,
        verzonden_op: date | None = None,
        known: Known | None = None,
        view: View = NO_VIEW,
    ) -> None:
        self.known = known
        self.view = view
        self.program = program
        self.case = case
        self.verzonden_op = verzonden_op
        self._counted: dict[Effect, Case] = {}
        self._runs: dict[tuple[int, date], Run] = {}

    def counted(self, effect: Effect) -> Case:
        """The facts as they count for a besluit."""
        found = self._counted.get(effect)
        if found is None:
            found = self._counted[effect] = in_effect(self.case, effect, self.known)
        return found

    def run(self, effect: Effect, day: date) -> Run:
        counted = self.counted(effect)
        key = id(counted), day
        found = self._runs.get(key)
        if found is None:
            found = self._runs[key] = Run(self.program, counted, Moment(day, self.verzonden_op, *self.view))
        return found

    def decide(self, info: DecisionInfo, day: date) -> Decision:
        """The decision on a day, with the missing facts as declared."""
        run = self.run(effect_of(info), day)
        trace = run.trace(tuple((outcome.value, outcome.status) for outcome in info.outcomes))
        return assemble(run, info, trace, ordered=False)

    def moved(self, info: DecisionInfo, decision: Decision, day: date) -> Decision:
        """A decision as it was still on a later day on which its trace has the same steps: what changes next is told against
        that day."""
        if day <= decision.rekendatum:
            return decision
        run = self.run(effect_of(info), day)
        for unknown, facts in self.run(effect_of(info), decision.rekendatum).scene.placeholders.items():
            run.scene.placeholders.setdefault(unknown, facts)
        return replace(decision, rekendatum=day, trace=Trace(Steps(decision.trace.steps, run), decision.trace.outcomes))


def timeline(
    program: Program,
    besluit: str,
    case: Case,
    start: date,
    end: date,
    verzonden_op: date | None = None,
    known: Known | None = None,
    view: View = NO_VIEW,
    *,
    reasons: bool = True,
) -> Timeline:
    """Decide ``besluit`` for the root of the case over the days from ``start`` to ``end``. ``reasons`` False leaves out why a stretch
    differs from the one before. Raises KeyError when the program has no such Besluit, ValueError when the period ends before it
    begins, TooManyDecisionsError when it changes too often."""
    days = Days(program, case, verzonden_op, known, view)
    return followed(days, program.decisions[besluit], start, end, quick=True, reasons=reasons)


def followed(
    days: Days, info: DecisionInfo, start: date, end: date, *, quick: bool = False, reasons: bool = True
) -> Timeline:
    """As :func:`timeline`, with evaluations that other besluiten about the same object can use too. ``quick``: generated code may look
    where something changes, without deciding."""
    if end < start:
        raise ValueError("the period ends before it begins")
    grid = grid_of(info)
    ways = by_direction(info)
    if ways is None:
        stretches = _Walk(days, info, grid, quick, reasons).stretches(start, end)
    else:
        # Imported here: only few laws make this difference.
        from engine.time.direction import joined

        both = [_Walk(days, one, grid, quick, False).stretches(start, end) for one in ways]
        stretches = joined(days, ways, both, grid, reasons=reasons)
    return Timeline(info, start, end, grid, days.counted(effect_of(info)), stretches)


class _Walk:
    """From period to period, deciding where something may have changed."""

    def __init__(self, days: Days, info: DecisionInfo, grid: str, quick: bool, reasons: bool) -> None:
        self.days = days
        self.info = info
        self.grid = grid
        self.reasons = reasons
        self.quick: Quick | None = None
        if quick and not days.case.root.roles and grid != "dag":
            # Imported here: most besluiten are about more than one object, and have no use for the generator.
            from engine.time.quick import Quick

            moment = Moment(date.min, days.verzonden_op, *days.view)
            self.quick = Quick(days.program, info, days.counted(effect_of(info)), moment)

    def stretches(self, start: date, end: date) -> tuple[Stretch, ...]:
        days, info, grid, quick, reasons = self.days, self.info, self.grid, self.quick, self.reasons
        effect = effect_of(info)
        stretches: list[Stretch] = []
        previous: Decision | None = None
        seen: Look | None = None
        day, count = first_day(grid, start), 0
        while day <= end:
            before, seen = seen, None if quick is None else quick.look(day)
            if seen is not None and before is not None and before.key == seen.key:
                following = next_first_day(grid, day)
                stretches[-1] = replace(stretches[-1], end=min(following - _ONE_DAY, end))
                day = following
                continue
            count += 1
            if count > MOST_DECISIONS:
                raise TooManyDecisionsError(info.name)
            if quick and reasons and before is not None and previous is not None and before.day != previous.rekendatum:
                # What changed is told against the period just before, not the first of its stretch.
                previous = quick.decide(before)
            if quick is not None and seen is not None:
                decision, until = quick.decide(seen), day
            else:
                decision = days.decide(info, day)
                until = Lives(days.run(effect, day), decision.trace, end, partial(days.run, effect)).until()
            following = next_first_day(grid, until)
            last = min(following - _ONE_DAY, end)
            if previous is not None and says_the_same(stretches[-1].decision, decision):
                stretches[-1] = replace(stretches[-1], end=last)
            else:
                why: tuple[Reason, ...] = ()
                if reasons and previous is not None:
                    why = reasons_for(days.program, days.case, info, previous, decision, days.known)
                stretches.append(Stretch(max(day, start), last, decision, why))
            previous = days.moved(info, decision, first_day(grid, last)) if reasons else decision
            day = following
        return tuple(stretches)


def says_the_same(first: Decision, second: Decision) -> bool:
    """Whether two decisions on different days say the same: outcomes with their grounds and reserves, questions and findings.
    Only their dates may differ."""
    return _said(first) == _said(second)


def _said(decision: Decision) -> object:
    outcomes = tuple(
        (
            one.status,
            _plain(one.value),
            None if one.legal_status is None else _plain(one.legal_status),
            one.grounds,
            one.finality,
            tuple((r.rule, r.text, _bound(r.low), _bound(r.high)) for r in one.reservations),
            one.uncertain,
        )
        for one in decision.outcomes
    )
    missing = tuple(item.fact for item in decision.missing)
    # A finding about a fault has the day in its words; the fault itself stands in the outcome.
    findings = tuple(finding for finding in decision.findings if finding.code in _ABOUT_FACTS)
    return outcomes, missing, tuple(question.key for question in decision.questions), findings


_ABOUT_FACTS = ("TS612", "TS613", "TS614")


def _plain(value: Value) -> object:
    """A value without the day on which it was found."""
    return (value.kind, value.spans) if isinstance(value, Fault) else value


def _bound(value: Value | None) -> object:
    return None if value is None else _plain(value)
