"""The types of values, with their units, and the constants of the law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

STATUSES = ("verschuldigd", "op nihil gesteld", "niet verschuldigd", "niet opgelegd")
STATUS_SUFFIX = "#status"

Unit = tuple[tuple[str, int], ...]
"""Base units with their exponents, sorted by name: bedrag per maand is (("euro", 1), ("maand", -1)). Bases: euro, uur,
dag, nacht, werkdag, week, maand, kwartaal, jaar, bijdrageperiode."""


@dataclass(frozen=True, slots=True)
class NumType:
    """A number with its unit. ``grid`` is the declared grid (1/100 for centen; None: any rational). ``show`` is how
    people see it: bedrag, percentage, aantal, getal, jaartal."""

    unit: Unit = ()
    grid: Fraction | None = None
    show: Literal["bedrag", "percentage", "aantal", "getal", "jaartal"] = "getal"


@dataclass(frozen=True, slots=True)
class BoolType:
    pass


@dataclass(frozen=True, slots=True)
class DateType:
    pass


@dataclass(frozen=True, slots=True)
class TextType:
    pass


@dataclass(frozen=True, slots=True)
class EnumType:
    name: str


@dataclass(frozen=True, slots=True)
class ObjectRef:
    """The type of a node that denotes an object."""

    name: str


Type = NumType | BoolType | DateType | TextType | EnumType | ObjectRef
Literal_ = Fraction | date | str | bool
"""A constant: number, date, text or enumeration value, kenmerk."""
