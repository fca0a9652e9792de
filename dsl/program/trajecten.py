"""A Traject as the engine runs it: states, events, transitions. Conditions and dates are nodes of the program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dsl.program.parts import SourceRef
from dsl.source import Span


@dataclass(frozen=True, slots=True)
class EventInfo:
    """Which objects are this event: the elements of the to-many ``role`` of ``obj`` (a node over Self) for which ``condition``
    is ja. ``on`` is the day on which it happened. ``on`` and ``condition`` are nodes over Self and Element level 1."""

    name: str
    obj: int
    role: str
    element: str  # object type
    on: int
    condition: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class StateInfo:
    """``ignores``: events that may happen in this state and change nothing."""

    name: str
    final: bool
    ignores: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    explanation: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Countdown:
    """A term from the day on which the state was entered: ``amount`` (a node) of ``unit``, extended by ``calendar``."""

    amount: int
    unit: str
    calendar: str | None


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be sent (brief) or done (taak) by who acts, or done by the citizen (te doen), with its last day (a node)."""

    kind: Literal["brief", "taak", "te doen"]
    text: str
    due: int
    condition: int | None


@dataclass(frozen=True, slots=True)
class TransitionInfo:
    """Exactly one of ``event``, ``after`` (a term) and ``after_day`` (a node: the last day) says what sets it off; by time it
    happens the day after the last day. Nodes are evaluated with the day of the transition as rekendatum (``after_day`` also
    with the day on which the state was entered), over Self and, with an event, Element level 1."""

    name: str
    from_states: tuple[str, ...]
    to: str
    event: str | None
    after: Countdown | None
    after_day: int | None
    condition: int | None
    effect: int | None  # the day on which it takes effect; None: the day itself
    by: str | None
    letters: tuple[Letter, ...]
    start: date | None
    end: date | None
    sources: tuple[SourceRef, ...]
    room: str | None
    certainty: str | None
    explanation: str | None
    span: Span

    def valid_on(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class TrajectInfo:
    """``begins_on``: a node over Self, the day on which the first state was entered. ``same_day``: events in the order in which
    they count on one day."""

    name: str
    regeling: str
    executor: str | None
    over: str  # object type
    begins_as: str
    begins_on: int | None
    same_day: tuple[str, ...]
    events: dict[str, EventInfo]
    states: dict[str, StateInfo]
    transitions: tuple[TransitionInfo, ...]
    sources: tuple[SourceRef, ...]
    explanation: str | None
    span: Span
