"""Numbers with a low, a middle and a high, as assumptions have them, and what is computed with these."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator

from dsl.notation import parse_money, parse_number, parse_percentage
from engine.simulation.figures import Figure

Range = tuple[Fraction, Fraction, Fraction]


def _number(text: str) -> Fraction:
    if "€" in text:
        return parse_money(text)
    return parse_percentage(text) if text.endswith("%") else parse_number(text)


def _one(value: object) -> object:
    return _number(value.strip()) if isinstance(value, str) else value


def _three(value: object) -> object:
    """``1; 1; 1,7``, or one number for all three."""
    if not isinstance(value, str):
        return value
    found = [_number(part.strip()) for part in value.split(";")]
    if len(found) not in (1, 3):
        raise ValueError("laag, midden en hoog")
    return tuple(found * 3 if len(found) == 1 else found)


Number = Annotated[Fraction, BeforeValidator(_one)]
Three = Annotated[Range, BeforeValidator(_three)]


def rising(found: Range) -> bool:
    """Whether low, middle and high are in that order, from zero."""
    return list(found) == sorted(found) and found[0] >= 0


def total(ranges: Sequence[Range]) -> Range:
    low, middle, high = (sum((one[place] for one in ranges), Fraction(0)) for place in range(3))
    return low, middle, high


def product(one: Range, other: Range) -> Range:
    return one[0] * other[0], one[1] * other[1], one[2] * other[2]


def figure_of(name: str, sort: Literal["euro", "aantal"], found: Range, how: str) -> Figure:
    return Figure(name, sort, found[1], found[0], found[2], how)
