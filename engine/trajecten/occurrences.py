"""The events of a dossier: which objects are an event of a traject, on which day, and what of that is not known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from dsl.dates import FIRST_DAY
from dsl.program import EventInfo, Program, TrajectInfo
from engine.case import Case, DatedRole, Moment
from engine.general import Run
from engine.trajecten.model import Accounted, Need, Occurrence, Verdict
from engine.values import NO, YES, FactRef, Known, NotApplicableValue, Unknown, Value

_OTHER = "Dit gegeven is geen van de gebeurtenissen van dit traject."


@dataclass(slots=True)
class Evaluator:
    """Values of nodes of one case on any day."""

    program: Program
    case: Case
    _runs: dict[date, Run] = field(default_factory=dict)
    _first: Run | None = None

    def value(self, node: int, on: date, element: str | None = None) -> Value:
        run = self._runs.get(on)
        if run is None:
            run = self._runs[on] = Run(self.program, self.case, Moment(on))
        root = self.case.root.key
        return run.value(node, (root,) if element is None else (root, element))

    def holds(self, node: int | None, on: date, element: str | None = None) -> Value:
        """The value of a condition; none is ja."""
        return YES if node is None else self.value(node, on, element)


def need_of(value: Value) -> Need:
    return Need(value.facts, value.questions) if isinstance(value, Unknown) else Need()


@dataclass(frozen=True, slots=True)
class Events:
    """``dated`` in no particular order. ``any_time``: per event of which one may have happened on a day that is not known, what is
    needed to know it. ``undated`` and ``other`` are the objects that come to no day."""

    dated: tuple[Occurrence, ...]
    any_time: dict[str, Need]
    rest: tuple[Accounted, ...]


def events_of(traject: TrajectInfo, values: Evaluator) -> Events:
    """Every object in a role that the traject looks at, as the events that it is."""
    dated: list[Occurrence] = []
    any_time: dict[str, Need] = {}
    rest: list[Accounted] = []
    unclaimed: dict[str, None] = {}
    claimed: set[str] = set()
    for event in traject.events.values():
        members = _members(event, values)
        if isinstance(members, Need):
            any_time[event.name] = any_time.get(event.name, Need()) | members
            continue
        for key in members:
            found = _occurrence(event, key, values)
            if found is None:
                unclaimed[key] = None
                continue
            claimed.add(key)
            if isinstance(found, Occurrence):
                dated.append(found)
            else:
                rest.append(found)
                any_time[event.name] = any_time.get(event.name, Need()) | found.need
    rest += [Accounted(key, None, None, Verdict.ANDERS, _OTHER) for key in unclaimed if key not in claimed]
    return Events(tuple(dated), any_time, tuple(rest))


def _members(event: EventInfo, values: Evaluator) -> tuple[str, ...] | Need:
    """The keys of the objects that may be this event; what is needed when the dossier does not say which there are."""
    owner = values.value(event.obj, FIRST_DAY)
    if isinstance(owner, NotApplicableValue):
        return ()
    if not isinstance(owner, Known):
        return need_of(owner)
    holder = values.case.objects[str(owner.value)]
    held = holder.roles.get(event.role)
    if held is None or (isinstance(held, DatedRole) and held.disputed):
        return Need(frozenset((FactRef(str(owner.value), event.role, kind="rol"),)))
    return tuple(member.key for member in holder.ever(event.role))


def _occurrence(event: EventInfo, key: str, values: Evaluator) -> Occurrence | Accounted | None:
    """The event that an object is; None when it is none. Without a day it is accounted for at once."""
    day = values.value(event.on, FIRST_DAY, key)
    if isinstance(day, Known) and isinstance(day.value, date):
        is_one = values.holds(event.condition, day.value, key)
        return None if is_one == NO else Occurrence(event.name, key, day.value, is_one == YES, need_of(is_one))
    is_one = values.holds(event.condition, FIRST_DAY, key)
    if is_one == NO:
        return None
    needed = need_of(day) | need_of(is_one)
    return Accounted(key, event.name, None, Verdict.ZONDER_DAG, f"De dag van deze {event.name} is niet bekend.", needed)


def distinct_days(occurrences: tuple[Occurrence, ...]) -> Iterator[tuple[date, list[Occurrence]]]:
    """The events of each day, day after day; within a day in an order that does not depend on that of the dossier."""
    by_day: dict[date, list[Occurrence]] = {}
    for occurrence in occurrences:
        by_day.setdefault(occurrence.day, []).append(occurrence)
    for day in sorted(by_day):
        yield day, sorted(by_day[day], key=lambda it: (it.event, it.key))
