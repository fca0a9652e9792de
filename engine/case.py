"""One case: the objects of a dossier with their facts, and the dates of the decision.

The dossier loader builds it from YAML or JSON and checks names, types, units and ranges; everything after it may rely on
facts being of the right type: Fraction for numbers (on the grid of the attribute), date, str, bool.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from engine.values import FactRef, Scalar


@dataclass(frozen=True, slots=True)
class Unobtainable:
    """A fact that was stated to be unobtainable (niet te verkrijgen), by whom and when."""

    by: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Disputed:
    """What origins say that contradict each other, and that nobody has settled: (origin, value), by origin, at least two that
    differ. The origin is None for what was given without one."""

    claims: tuple[tuple[str | None, Scalar | Unobtainable], ...]


Held = Scalar | Unobtainable | Disputed
"""What a dossier holds of a fact on one day."""


@dataclass(frozen=True, slots=True)
class Dated:
    """Values with their validity: (from, to inclusive, value); None is open. Not overlapping, sorted by from."""

    items: tuple[tuple[date | None, date | None, Held], ...]


@dataclass(frozen=True, slots=True)
class ByYear:
    """Values per calendar year, for attributes declared per kalenderjaar."""

    years: dict[int, Held]


Fact = Held | Dated | ByYear


@dataclass(frozen=True, slots=True, eq=False)
class DatedRole:
    """Who is in a role over which period: (from, to inclusive, object); None is open. In the order of the dossier, the periods of
    one object not overlapping. On a day in no period nobody is in the role. ``disputed``: (from, to inclusive, origins) of the
    stretches on which it is not settled who is, because origins contradict each other."""

    items: tuple[tuple[date | None, date | None, Obj], ...]
    disputed: tuple[tuple[date | None, date | None, tuple[str | None, ...]], ...] = ()

    def on(self, day: date) -> tuple[Obj, ...] | None:
        """Who is in the role on a day; None where that is in dispute."""
        if any(holds(start, end, day) for start, end, _ in self.disputed):
            return None
        return tuple(member for start, end, member in self.items if holds(start, end, day))

    @property
    def ever(self) -> tuple[Obj, ...]:
        """Everybody who is in the role on some day, each once."""
        return tuple({id(member): member for _, _, member in self.items}.values())


def holds(start: date | None, end: date | None, day: date) -> bool:
    """Whether a day lies in a period (both ends belong to it; None is open)."""
    return (start is None or start <= day) and (end is None or day <= end)


@dataclass(slots=True, eq=False)
class Obj:
    """An object of the dossier. ``key`` is unique and stable (``leefeenheid``, ``leefeenheid.cliënt``, ``persoon.kind[2]``, or the
    ``id`` given in the dossier). A role that is absent from ``roles`` was not given (unknown); () says none."""

    key: str
    type: str
    facts: dict[str, Fact] = field(default_factory=dict)
    roles: dict[str, tuple[Obj, ...] | DatedRole] = field(default_factory=dict)

    def members(self, role: str, on: date) -> tuple[Obj, ...] | None:
        """Who is in a role on a date; None when the dossier is silent, or contradicts itself."""
        held = self.roles.get(role)
        return held.on(on) if isinstance(held, DatedRole) else held

    def ever(self, role: str) -> tuple[Obj, ...]:
        """Everybody who is in a role on some date, as far as the dossier says."""
        held = self.roles.get(role, ())
        return held.ever if isinstance(held, DatedRole) else held

    def fact(self, name: str, on: date) -> Held | None:
        """The fact as valid on a date; None when the dossier is silent."""
        found = self.facts.get(name)
        if isinstance(found, Dated):
            for start, end, value in found.items:
                if holds(start, end, on):
                    return value
            return None
        if isinstance(found, ByYear):
            return found.years.get(on.year)
        return found


@dataclass(frozen=True, slots=True)
class Moment:
    """The dates of a decision: over which day it decides, when it is sent (from which look-back limits and terms run), and as
    known on which day to which organisation its facts are (None: everything in the dossier)."""

    rekendatum: date
    verzonden_op: date | None = None
    bekend_op: date | None = None
    bekend_bij: str | None = None


@dataclass(slots=True, eq=False)
class Case:
    """``root`` is the object that the besluit is over; ``objects`` all objects by key, in dossier order. ``answers`` are the case
    handler's answers to Judge questions, by key."""

    root: Obj
    objects: dict[str, Obj]
    answers: dict[str, Scalar] = field(default_factory=dict)

    def is_disputed(self, fact: FactRef, today: date) -> bool:
        """Whether a fact is not known because origins contradict each other about it."""
        found = self.objects.get(fact.obj)
        if found is None:
            return False
        if fact.kind == "rol":
            held = found.roles.get(fact.name)
            return isinstance(held, DatedRole) and held.on(today) is None
        return isinstance(found.fact(fact.name, fact.at or today), Disputed)
