"""The values that a node of the program can have (ontwerp: V1 to V10).

A value is known, unknown (with bounds, and the facts and questions on which it depends), niet van toepassing, or fout.
``Unknown`` with questions and no facts is what the design calls beoordelen. Bounds are closed and lie on the grid of the
type; they may be wider than the truth and never narrower.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from dsl.source import Span

Scalar = Fraction | date | str | bool


@dataclass(frozen=True, slots=True)
class Known:
    """A definite value: Fraction (never a float or int), date, str or bool."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a completion could make of it: a range for numbers and dates (None: open end), a set of options for kenmerken,
    enumerations and texts (None: any). ``maybe_na`` / ``maybe_fault``: a completion could also make it niet van
    toepassing or fout; such a value is never definite, whatever its range."""

    low: Fraction | date | None = None
    high: Fraction | date | None = None
    options: frozenset[str | bool] | None = None
    maybe_na: bool = False
    maybe_fault: bool = False


@dataclass(frozen=True, slots=True, order=True)
class FactRef:
    """A fact that nobody gave: the object's key in the dossier and the name of the attribute, kenmerk or role. ``at`` is the
    date for which it is needed, when that is not the rekendatum."""

    obj: str
    name: str
    at: date | None = None
    kind: Literal["attribuut", "rol"] = "attribuut"


@dataclass(frozen=True, slots=True)
class Unknown:
    bounds: Bounds
    facts: frozenset[FactRef] = frozenset()
    questions: frozenset[str] = frozenset()  # keys of Judge nodes
    notes: frozenset[str] = frozenset()  # "mogelijke tegenspraak tussen A en B"


@dataclass(frozen=True, slots=True)
class NotApplicableValue:
    """Niet van toepassing: no rule applies, there is no such object, or nothing is owed."""


FaultKind = Literal[
    "conflict",
    "deling door nul",
    "parameter ontbreekt",
    "niet van toepassing",
    "grenzen",
    "geen heel getal",
    "verdeling",
    "datum",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there can be no value. ``text`` is the Dutch cause; ``spans`` are the positions involved (both rules of a conflict).
    kind "niet van toepassing": something that does not apply was used as an operand (not a finding when absorbed)."""

    kind: FaultKind
    text: str
    spans: tuple[Span, ...] = ()


Value = Known | Unknown | NotApplicableValue | Fault
NA = NotApplicableValue()
YES = Known(True)
NO = Known(False)
