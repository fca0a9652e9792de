"""The algebra of units, and the conversions that are exact in law.

A unit is a product of base units with whole exponents (:data:`dsl.program.Unit`); no exponents is a plain number.
"""

from __future__ import annotations

from fractions import Fraction

from dsl.program import NumType, Unit

NO_UNIT: Unit = ()
EURO = "euro"

PLURALS = {
    "uren": "uur",
    "dagen": "dag",
    "nachten": "nacht",
    "werkdagen": "werkdag",
    "weken": "week",
    "maanden": "maand",
    "kwartalen": "kwartaal",
    "jaren": "jaar",
    "bijdrageperioden": "bijdrageperiode",
    "bijdrageperiodes": "bijdrageperiode",
}
SINGULARS = {single: plural for plural, single in reversed(PLURALS.items())}
DATE_UNITS = frozenset({"dag", "week", "maand", "kwartaal", "jaar"})

_SIZES: tuple[dict[str, int], ...] = ({"maand": 1, "kwartaal": 3, "jaar": 12}, {"dag": 1, "week": 7})
"""Periods that the law itself measures in each other. A month is no fixed number of days."""


def base_unit(word: str) -> str:
    """The singular of a unit word: "maanden" and "maand" are both "maand"."""
    return PLURALS.get(word, word)


def unit_of(*bases: tuple[str, int]) -> Unit:
    """The unit with these exponents; equal bases are added together."""
    exponents: dict[str, int] = {}
    for base, exponent in bases:
        exponents[base] = exponents.get(base, 0) + exponent
    return tuple(sorted((base, exponent) for base, exponent in exponents.items() if exponent))


def multiply(left: Unit, right: Unit) -> Unit:
    return unit_of(*left, *right) if left and right else left or right


def divide(left: Unit, right: Unit) -> Unit:
    return unit_of(*left, *((base, -exponent) for base, exponent in right)) if right else left


def single(unit: Unit) -> str | None:
    """The base of a unit that is exactly one base unit (a duration, an amount of euros), else None."""
    return unit[0][0] if len(unit) == 1 and unit[0][1] == 1 else None


def conversion_factor(source: str, target: str) -> Fraction | None:
    """How many ``target`` go into one ``source`` (jaar to maand: 12), or None when no such number is fixed."""
    if source == target:
        return Fraction(1)
    for sizes in _SIZES:
        if source in sizes and target in sizes:
            return Fraction(sizes[source], sizes[target])
    return None


def number_type(unit: Unit, grid: Fraction | None = None, like: NumType | None = None) -> NumType:
    """The type of a computed number: shown as an amount when it has euros, else as ``like`` shows it."""
    if any(base == EURO for base, _ in unit):
        return NumType(unit, grid, "bedrag")
    if unit:
        return NumType(unit, grid, "aantal")
    return NumType(unit, grid, like.show if like is not None and like.show != "bedrag" else "getal")


def common_grid(grids: list[Fraction | None]) -> Fraction | None:
    """The coarsest grid on which all of these lie; None when one of them lies on none."""
    result: Fraction | None = None
    for grid in grids:
        if grid is None:
            return None
        result = grid if result is None else fraction_gcd(result, grid)
    return result


def fraction_gcd(left: Fraction, right: Fraction) -> Fraction:
    while right:
        left, right = right, left % right
    return left


def grid_of_value(value: Fraction) -> Fraction:
    """The coarsest grid 1/n with a whole n on which a number lies."""
    return Fraction(1, value.denominator)
