"""What two states differ in, as causes that can be applied one by one.

A state is what a decision is made from: a program and a case. Causes of knowledge are deliveries (all that one origin told on one
day), causes of law are the figures of one publication and the rules of one regeling, and between two people each fact or role by
its name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from dsl.program import Program
from engine.case import Case
from engine.time.effect import Known

Place = tuple[str, str]
"""The key of an object and the name of its attribute or role."""


@dataclass(frozen=True, slots=True)
class State:
    """``known``: when a change of the facts was known, for a law that counts from then (None: at once)."""

    program: Program
    case: Case
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """``key`` is unique in a change. ``words`` name it inside a sentence ("nieuwe gegevens van de Belastingdienst"); ``details``
    say what is in it; ``known`` is the day from which it counts as known; ``places`` are the facts and roles that it is about (None:
    it is not about facts)."""

    key: str
    kind: Literal["gegevens", "cijfers", "regels", "besluit"]
    words: str
    details: tuple[str, ...] = ()
    known: date | None = None
    places: frozenset[Place] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """From one state to another: the causes per moment of knowledge, law first, and the state in which some of them hold."""

    moments: tuple[tuple[Cause, ...], ...]
    state: Callable[[frozenset[str]], State]

    @property
    def causes(self) -> tuple[Cause, ...]:
        return tuple(cause for moment in self.moments for cause in moment)

    @property
    def by_key(self) -> dict[str, Cause]:
        return {cause.key: cause for cause in self.causes}

    def only(self, keys: frozenset[str]) -> Change:
        """The same change with these causes alone; the others never come about."""
        moments = tuple(tuple(cause for cause in moment if cause.key in keys) for moment in self.moments)
        return Change(tuple(moment for moment in moments if moment), self.state)


def law_then_facts(law: Sequence[Cause], facts: Change, programs: Callable[[frozenset[str]], Program]) -> Change:
    """A change of law and one of facts: the law is walked first."""
    keys = {cause.key for cause in law}

    def state(some: frozenset[str]) -> State:
        return replace(facts.state(some - keys), program=programs(some & keys))

    return Change(((tuple(law),) if law else ()) + facts.moments, state)
