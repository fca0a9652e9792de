"""Records by group, and sums over groups in many batches: how often, how much, and which values. Exact: whole numbers throughout."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from engine.normen.column import LIMIT, Array, Column, day_number, largest
from engine.normen.periods import Period

_EXACT = 2**53
_DENSE = 2**21
"""A table of how often each value occurs in each group is at most so large; beyond it only what occurs is kept."""


_NO_VALUE = "onbekend"


@dataclass(frozen=True, slots=True)
class Series:
    """Periods that follow each other without overlap, with the last day of each that the records speak of. ``day`` is the rekendatum
    in their nodes, where it matters."""

    periods: tuple[Period, ...]
    ends: tuple[int, ...]

    @property
    def size(self) -> int:
        """The periods, and one place for records outside all of them."""
        return len(self.periods) + 1

    def places(self, days: Column) -> Array:
        """For each record the number of its period."""
        values = days.values
        if self.ends[-1] < day_number(self.periods[0].start):
            return np.full(len(values), len(self.periods), np.int32)
        starts = [day_number(period.start) for period in self.periods]
        if len(starts) == 1:
            inside = (values >= starts[0]) & (values <= self.ends[0])
            found = (~inside if days.gaps is None else ~inside | days.gaps).astype(np.int32)
        else:
            table = np.full(self.ends[-1] - starts[0] + 3, len(starts), np.int32)
            for number, (start, end) in enumerate(zip(starts, self.ends, strict=True)):
                table[start - starts[0] + 1 : max(end - starts[0] + 2, 0)] = number
            table[0] = table[-1] = len(starts)
            found = table.take(np.clip(values, starts[0] - 1, self.ends[-1] + 1) - (starts[0] - 1))
            if days.gaps is not None:
                found = np.where(days.gaps, np.int32(len(starts)), found)
        return found


class Labels:
    """The values by which a norm is split, numbered as they are met. Columns of them are columns of words."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def places(self, column: Column) -> Array:
        """For each record the number of its value."""
        values, words = column.values, column.words or ()
        table = np.array([self.numbers.setdefault(word, len(self.numbers)) for word in words] or [0], np.int32)
        found = table.take(values)
        if column.gaps is not None and column.gaps.any():
            unknown = self.numbers.setdefault(_NO_VALUE, len(self.numbers))
            found = np.where(column.gaps, np.int32(unknown), found)
        return found


class Counts:
    """Per group how many records there are of each of a few kinds."""

    def __init__(self, kinds: int) -> None:
        self._kinds = kinds
        self._found = np.zeros(0, np.int64)

    def add(self, groups: Array, kind: Array) -> None:
        """``groups`` and ``kind`` (from 0) of every record."""
        part = np.bincount(groups * self._kinds + kind)
        self._found = _grown(self._found, len(part))
        self._found[: len(part)] += part

    def of(self, group: int) -> list[int]:
        start = group * self._kinds
        found: list[int] = self._found[start : start + self._kinds].tolist()
        return found + [0] * (self._kinds - len(found))


class Sums:
    """Per group an exact sum."""

    def __init__(self) -> None:
        self._found: dict[int, list[Any]] = {}

    def add(self, groups: Array, column: Column, mask: Array | None) -> None:
        """Of the records in ``mask`` (None: all)."""
        values = column.values
        if values.dtype != object and max(largest(values), 1) * len(values) < _EXACT:
            # Every partial sum is a whole number that a float holds exactly, so that nothing is rounded.
            shown = values if mask is None else values * mask
            part = np.bincount(groups, weights=shown).astype(np.int64).tolist()
        else:
            kept, where = (values, groups) if mask is None else (values[mask], groups[mask])
            sums = np.zeros(int(groups.max(initial=-1)) + 1, object)
            np.add.at(sums, where, kept.astype(object))
            part = sums.tolist()
        held = self._found.setdefault(column.den, [])
        held.extend([0] * (len(part) - len(held)))
        for group, value in enumerate(part):
            held[group] += value

    def of(self, group: int) -> Fraction:
        return sum(
            (Fraction(held[group]) / den for den, held in self._found.items() if group < len(held)), start=Fraction(0)
        )


class Values:
    """Per group how often each value occurs."""

    def __init__(self) -> None:
        self._low = 0
        self._table = np.zeros((0, 0), np.int64)
        self._rare: dict[int, Counter[Any]] = {}

    def add(self, groups: Array, values: Array, mask: Array | None) -> None:
        """Of the records in ``mask`` (None: all)."""
        if not len(values):
            return
        shown = values if mask is None or values.dtype == object else values * mask
        low, high = (0, LIMIT) if values.dtype == object else (int(shown.min()), int(shown.max()))
        width, size = high - low + 1, int(groups.max(initial=-1)) + 1
        if width * size > _DENSE:
            self._add_rare(groups, values, mask)
            return
        # Behind the table is one place for what does not count.
        places = groups * width + (shown - low)
        if mask is not None:
            places = np.where(mask, places, size * width)
        part = np.bincount(places, minlength=size * width)[: size * width].reshape(size, width)
        if not self._table.size:
            self._low, self._table = low, part
            return
        before, behind = max(self._low - low, 0), max(high - (self._low + self._table.shape[1] - 1), 0)
        more = max(size - len(self._table), 0)
        if (self._table.shape[1] + before + behind) * (len(self._table) + more) > 2 * _DENSE:
            self._add_rare(groups, values, mask)
            return
        if before or behind or more:
            self._table = np.pad(self._table, ((0, more), (before, behind)))
            self._low -= before
        start = low - self._low
        self._table[:size, start : start + width] += part

    def _add_rare(self, groups: Array, values: Array, mask: Array | None) -> None:
        if mask is not None:
            groups, values = groups[mask], values[mask]
        for group in np.unique(groups).tolist():
            chosen = values[groups == group]
            held = self._rare.setdefault(group, Counter())
            if chosen.dtype == object:
                held.update(chosen.tolist())
            else:
                found, often = np.unique(chosen, return_counts=True)
                held.update(dict(zip(found.tolist(), often.tolist(), strict=True)))

    def of(self, group: int) -> Counter[Any]:
        found = Counter(self._rare.get(group, {}))
        if group < len(self._table):
            row = self._table[group]
            places = np.flatnonzero(row)
            found.update(dict(zip((places + self._low).tolist(), row[places].tolist(), strict=True)))
        return found


def _grown(found: Array, size: int) -> Array:
    return found if size <= len(found) else np.pad(found, (0, size - len(found)))
