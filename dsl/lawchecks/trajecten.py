"""Trajecten: states that nothing reaches or leaves, events for nothing, and transitions that are possible at once."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from dsl.diagnostics import Diagnostic, Related, diagnose
from dsl.lawchecks.exclusive import exclusive
from dsl.lawchecks.walk import own_nodes
from dsl.program import (
    CalendarInfo,
    Const,
    Context,
    Derived,
    Lookup,
    Param,
    Program,
    TrajectInfo,
    TransitionInfo,
)

_NOT_FROM_THE_DOSSIER = (Context, Derived, Param, Lookup)
_ELSEWHERE = "De andere overgang staat hier."


def traject_findings(program: Program) -> Iterator[Diagnostic]:
    for traject in program.trajecten.values():
        yield from _unreached(traject)
        yield from _dead_ends(traject)
        yield from _unused_events(traject)
        yield from _both_possible(program, traject)
        yield from _unsourced(traject)
        yield from _too_long(program, traject)
        yield from _without_a_day(program, traject)


def _unreached(traject: TrajectInfo) -> Iterator[Diagnostic]:
    """TS462: no path of transitions leads from the first state to this one."""
    reached = {traject.begins_as}
    grown = True
    while grown:
        more = {it.to for it in traject.transitions if reached & set(it.from_states)} - reached
        grown = bool(more)
        reached |= more
    for state in traject.states.values():
        if state.name not in reached:
            yield diagnose("TS462", state.span, state=state.name, traject=traject.name)


def _dead_ends(traject: TrajectInfo) -> Iterator[Diagnostic]:
    """TS463: a state without a way out that does not say so, or one that says so and has one."""
    left = {name for transition in traject.transitions for name in transition.from_states}
    for state in traject.states.values():
        if state.final == (state.name in left):
            what = "is een eindtoestand, maar er gaat een overgang uit" if state.final else "heeft geen overgang eruit"
            remedy = "Haal 'eindtoestand' weg, of haal de overgang weg." if state.final else None
            yield diagnose("TS463", state.span, remedy=remedy, state=state.name, what=what)


def _unused_events(traject: TrajectInfo) -> Iterator[Diagnostic]:
    """TS466: an event that no transition waits for."""
    used = {transition.event for transition in traject.transitions}
    for event in traject.events.values():
        if event.name not in used:
            yield diagnose("TS466", event.span, event=event.name, traject=traject.name)


def _unsourced(traject: TrajectInfo) -> Iterator[Diagnostic]:
    for transition in traject.transitions:
        if not transition.sources:
            yield diagnose("TS440", transition.span, kind="Overgang", name=transition.name)


# --- transitions at once


def _both_possible(program: Program, traject: TrajectInfo) -> Iterator[Diagnostic]:
    """TS464: two transitions of one state on one event whose conditions do not shut each other out."""
    for one, other in combinations(traject.transitions, 2):
        shared = [name for name in one.from_states if name in other.from_states]
        if not shared or one.event is None or one.event != other.event or not _together(one, other):
            continue
        if not exclusive(program, one.condition, other.condition):
            yield diagnose(
                "TS464",
                other.span,
                first=one.name,
                second=other.name,
                state=shared[0],
                event=one.event,
                related=[Related(one.span, _ELSEWHERE)],
            )


def _together(one: TransitionInfo, other: TransitionInfo) -> bool:
    """Whether there is a day on which both are law."""
    starts = [it.start for it in (one, other) if it.start is not None]
    ends = [it.end for it in (one, other) if it.end is not None]
    return not starts or not ends or max(starts) <= min(ends)


# --- terms


def _too_long(program: Program, traject: TrajectInfo) -> Iterator[Diagnostic]:
    """TS467: a term that its calendar does not extend."""
    for transition in traject.transitions:
        after = transition.after
        if after is None or after.calendar is None:
            continue
        node = program.nodes[after.amount]
        if not isinstance(node, Const) or not isinstance(node.value, Fraction):
            continue
        most = _most(program.calendars[after.calendar], after.unit)
        if most is not None and node.value > most:
            yield diagnose("TS467", transition.span, calendar=after.calendar, transition=transition.name)


def _most(calendar: CalendarInfo, unit: str) -> int | None:
    return next((term.amount for term in calendar.not_above if term.unit == unit), None)


# --- days


def _without_a_day(program: Program, traject: TrajectInfo) -> Iterator[Diagnostic]:
    """TS468: an event whose day depends on when one looks; TS469: a term that runs from a day that is not named."""
    for event in traject.events.values():
        if any(isinstance(program.nodes[node], _NOT_FROM_THE_DOSSIER) for node in own_nodes(program, event.on)):
            yield diagnose("TS468", event.span, event=event.name)
    timed = [it for it in traject.transitions if it.event is None and traject.begins_as in it.from_states]
    if timed and traject.begins_on is None:
        yield diagnose("TS469", timed[0].span, state=traject.begins_as, traject=traject.name)
