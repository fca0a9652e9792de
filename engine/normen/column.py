"""The nodes that norms use, over a column of records at once.

Dates are days since 1-1-1970, kenmerken booleans, texts and enumeration values objects. Numbers are whole, over a denominator that
holds for the column; where a whole number may pass 62 bits, and after a division by data, the column holds Python integers or
Fractions, so that nothing is ever rounded. A value that a record does not have is missing, and what is computed from it too; a
condition follows the logic in which nee and onbekend is nee.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, cast

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
_EPOCH = date(1970, 1, 1).toordinal()
LIMIT = 2**62


@dataclass(frozen=True, slots=True)
class Column:
    """``missing`` says for which records there is no value; what ``values`` holds there means nothing. The value of a number is
    ``values`` divided by ``den``."""

    values: Array
    missing: Array
    den: int = 1

    def taken(self, mask: Array) -> Column:
        return Column(self.values[mask], self.missing[mask], self.den)


def day_number(day: date) -> int:
    """Days since 1 January 1970."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    return date.fromordinal(int(number) + _EPOCH)


def total(column: Column) -> Fraction:
    """The exact sum of a column of numbers, without what is missing."""
    kept = column.values[~column.missing]
    if kept.dtype != object and len(kept) and largest(kept) * len(kept) >= LIMIT:
        kept = kept.astype(object)
    return Fraction(kept.sum()) / column.den if len(kept) else Fraction(0)


def largest(values: Array) -> int:
    return max(abs(int(values.min())), abs(int(values.max()))) if len(values) else 0


def wide(values: Array, factor: int) -> Array:
    """``values`` such that a product with a number up to ``factor`` fits."""
    return values.astype(object) if values.dtype != object and largest(values) * factor >= LIMIT else values


def missing_of(columns: list[Column]) -> Array:
    """Where any of them has no value."""
    return cast(Array, np.logical_or.reduce([column.missing for column in columns]))


def alike(columns: list[Column]) -> tuple[list[Array], int]:
    """The values of all over one denominator."""
    den = math.lcm(*(column.den for column in columns))
    return [_scaled(column, den) for column in columns], den


def _scaled(column: Column, den: int) -> Array:
    factor = den // column.den
    return column.values if factor == 1 else wide(column.values, factor) * factor


def words_of(column: Column) -> Array:
    """The texts of a column of texts or of an opsomming."""
    return column.values
