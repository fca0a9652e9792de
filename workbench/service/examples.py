"""Examples of facts and dossiers that the reader of dossiers accepts, for descriptions of what may be sent."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from dsl.notation import format_date
from dsl.program import AttrInfo, BoolType, DateType, EnumType, NumType, Program
from engine.dossier.values import grid_of
from engine.dossier.words import value_words
from engine.trace_json import scalar_json
from engine.values import Scalar

EXAMPLE_DAY = "01-03-2026"
EXAMPLE_YEAR = "2026"

_DAY = date(1960, 3, 12)
_USUAL = {"bedrag": Fraction(123456, 100), "percentage": Fraction(425, 10_000), "jaartal": Fraction(2026)}


def example_value(program: Program, fact: AttrInfo) -> str:
    """A value of a fact, as a dossier writes it: of its type, in its unit, within its range and on its grid."""
    kind = fact.type
    match kind:
        case BoolType():
            return "nee"
        case EnumType(name=name):
            return next(iter(program.enums.get(name, ())), "onbekend")
        case DateType():
            low, high = fact.low, fact.high
            after = max(_DAY, low) if isinstance(low, date) else _DAY
            return format_date(min(after, high) if isinstance(high, date) else after)
        case NumType():
            return value_words(kind, _number(kind, fact))
    return "Drimmelen"


def example_outcome(program: Program, attr: AttrInfo) -> tuple[str, Any]:
    """A value of an outcome as a besluit in JSON has it: the key that says what it is, and the value."""
    match attr.type:
        case BoolType():
            found: Scalar = True
        case DateType():
            found = _DAY
        case NumType() as kind:
            found = _number(kind, attr)
        case _:
            found = example_value(program, attr)
    (pair,) = scalar_json(found).items()
    return pair


def _number(kind: NumType, fact: AttrInfo) -> Fraction:
    """A usual number, or the one in the range that is nearest to it."""
    grid = grid_of(kind) or (Fraction(1, 10_000) if kind.show == "percentage" else Fraction(1))
    found = _USUAL.get(kind.show, Fraction(12)) // grid * grid
    if isinstance(fact.low, Fraction) and found < fact.low:
        return -(-fact.low // grid) * grid
    return fact.high // grid * grid if isinstance(fact.high, Fraction) and found > fact.high else found
