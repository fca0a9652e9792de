"""One case: the objects of a dossier with their facts, and the dates of the decision.

The dossier loader builds it from YAML or JSON and checks names, types, units and ranges; everything after it may rely on
facts being of the right type: Fraction for numbers (on the grid of the attribute), date, str, bool.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from engine.values import Scalar


@dataclass(frozen=True, slots=True)
class Unobtainable:
    """A fact that was stated to be unobtainable (niet te verkrijgen), by whom and when."""

    by: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """Values with their validity: (from, to inclusive, value); None is open. Not overlapping, sorted by from."""

    items: tuple[tuple[date | None, date | None, Scalar | Unobtainable], ...]


@dataclass(frozen=True, slots=True)
class ByYear:
    """Values per calendar year, for attributes declared per kalenderjaar."""

    years: dict[int, Scalar | Unobtainable]


Fact = Scalar | Unobtainable | Dated | ByYear


@dataclass(slots=True, eq=False)
class Obj:
    """An object of the dossier. ``key`` is unique and stable (``leefeenheid``, ``leefeenheid.cliënt``, ``persoon.kind[2]``, or the
    ``id`` given in the dossier). A role that is absent from ``roles`` was not given (unknown); () says none."""

    key: str
    type: str
    facts: dict[str, Fact] = field(default_factory=dict)
    roles: dict[str, tuple[Obj, ...]] = field(default_factory=dict)

    def fact(self, name: str, on: date) -> Scalar | Unobtainable | None:
        """The fact as valid on a date; None when the dossier is silent."""
        found = self.facts.get(name)
        if isinstance(found, Dated):
            for start, end, value in found.items:
                if (start is None or start <= on) and (end is None or on <= end):
                    return value
            return None
        if isinstance(found, ByYear):
            return found.years.get(on.year)
        return found


@dataclass(frozen=True, slots=True)
class Moment:
    """The dates of a decision: over which day it decides, when it is sent (from which look-back limits and terms run)."""

    rekendatum: date
    verzonden_op: date | None = None


@dataclass(slots=True, eq=False)
class Case:
    """``root`` is the object that the besluit is over; ``objects`` all objects by key, in dossier order. ``answers`` are the case
    handler's answers to Judge questions, by key."""

    root: Obj
    objects: dict[str, Obj]
    answers: dict[str, Scalar] = field(default_factory=dict)
