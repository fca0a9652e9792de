"""The nodes that norms use, over a column of records at once.

Dates are days since 1-1-1970, kenmerken booleans, texts and enumeration values numbers into a list of words. Numbers are whole, over a
denominator that holds for the column; where a whole number may pass 62 bits, and after a division by data, the column holds Python
integers or Fractions, so that nothing is ever rounded. A value that a record does not have is missing, and what is computed from it
too; a condition follows the logic in which nee and onbekend is nee.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from dsl.dates import FIRST_DAY, LAST_DAY
from dsl.notation import format_date, format_exact
from dsl.program import BoolType, DateType, Type

Array = npt.NDArray[Any]
_EPOCH = date(1970, 1, 1).toordinal()
LIMIT = 2**62
EARLIEST, LATEST = FIRST_DAY.toordinal() - _EPOCH, LAST_DAY.toordinal() - _EPOCH
"""The day numbers of the first and the last day with which is reckoned."""


@dataclass(frozen=True, slots=True)
class Column:
    """``gaps`` says for which records there is no value (None: all have one); what ``values`` holds there means nothing. The value of
    a number is ``values`` divided by ``den``; that of a text the word with that place in ``words``."""

    values: Array
    gaps: Array | None = None
    den: int = 1
    words: tuple[str, ...] | None = None

    @property
    def missing(self) -> Array:
        return np.zeros(len(self.values), bool) if self.gaps is None else self.gaps

    def taken(self, mask: Array) -> Column:
        return Column(self.values[mask], None if self.gaps is None else self.gaps[mask], self.den, self.words)


def day_number(day: date) -> int:
    """Days since 1 January 1970."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    return date.fromordinal(int(number) + _EPOCH)


def total(column: Column) -> Fraction:
    """The exact sum of a column of numbers, without what is missing."""
    kept = column.values if column.gaps is None else column.values[~column.gaps]
    if kept.dtype != object and len(kept) and largest(kept) * len(kept) >= LIMIT:
        kept = kept.astype(object)
    return fraction(kept.sum(), column.den) if len(kept) else Fraction(0)


def fraction(value: Any, den: int) -> Fraction:
    """A value of a column by its denominator. A Fraction made of numpy's own int64 would keep that as its numerator, and
    calculate with 64 bits from there on."""
    return Fraction(value if isinstance(value, Fraction) else int(value)) / den


def largest(values: Array) -> int:
    return max(abs(int(values.min())), abs(int(values.max()))) if len(values) else 0


def wide(values: Array, factor: int) -> Array:
    """``values`` such that a product with a number up to ``factor`` fits."""
    if values.dtype == object:
        return values
    most = max(largest(values), 1) * factor
    if most >= LIMIT:
        return values.astype(object)
    return values.astype(np.int64) if most > _MOST.get(values.dtype, 0) else values


_MOST = {np.dtype(kind): int(np.iinfo(kind).max) for kind in (np.int32, np.int64)}


def either(masks: Sequence[Array | None]) -> Array | None:
    """Where any of the masks holds; None is a mask that holds nowhere."""
    found: Array | None = None
    for mask in masks:
        if mask is not None:
            found = mask if found is None or found is mask else found | mask
    return found


def both(masks: Sequence[Array | None]) -> Array | None:
    """Where all of the masks hold; None is a mask that holds everywhere."""
    found: Array | None = None
    for mask in masks:
        if mask is not None:
            found = mask if found is None or found is mask else found & mask
    return found


def gaps_of(columns: Sequence[Column]) -> Array | None:
    """Where any of them has no value."""
    return either([column.gaps for column in columns])


def alike(columns: Sequence[Column]) -> tuple[list[Array], int]:
    """The values of all over one denominator, and texts as places in one list of words in order of the alphabet."""
    if any(column.words is not None for column in columns):
        return _ranked(columns), 1
    den = math.lcm(*(column.den for column in columns))
    return [_scaled(column, den) for column in columns], den


def _scaled(column: Column, den: int) -> Array:
    factor = den // column.den
    return column.values if factor == 1 else wide(column.values, factor) * factor


def _ranked(columns: Sequence[Column]) -> list[Array]:
    lists = [column.words or () for column in columns]
    order = {word: place for place, word in enumerate(sorted({word for words in lists for word in words}))}
    return [
        np.array([order[word] for word in words] or [0], np.int32)[column.values]
        for words, column in zip(lists, columns, strict=True)
    ]


def labelled(column: Column, kind: Type) -> Column:
    """The same values as the words that a person reads."""
    if column.words is not None:
        return column
    if isinstance(kind, BoolType):
        return Column(column.values.astype(np.int8), column.gaps, words=("nee", "ja"))
    distinct, places = np.unique(column.values, return_inverse=True)
    if isinstance(kind, DateType):
        words = [format_date(day_of(value)) if EARLIEST <= value <= LATEST else "" for value in distinct.tolist()]
    else:
        words = [format_exact(Fraction(value) / column.den) for value in distinct.tolist()]
    return Column(places.reshape(-1), column.gaps, words=tuple(words))


def words_of(column: Column) -> Array:
    """The texts of a column of texts or of an opsomming."""
    return np.array(column.words or ("",), object)[column.values]
