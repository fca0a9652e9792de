"""Measuring norms over batches of records: every batch gives partial tallies, and tallies add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, cast

import numpy as np

from dsl.program import (
    Classes,
    Count,
    Gauge,
    Mean,
    NormInfo,
    Percentile,
    Ratio,
    RecordShare,
    Timeliness,
    Total,
)
from engine.normen.column import Array, Column, day_number, total
from engine.normen.frame import Frame
from engine.normen.periods import Period
from engine.normen.tally import Tally

Slice = tuple[int, str] | None
"""The number of the split and the value of a record there; None is all records."""
Place = tuple[str | None, Period, Slice]
"""The reading (None: the norm as it is), the period and the slice."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A norm to be measured over periods; ``until`` is the last day that the records speak of. ``trend``: shorter periods that are
    only shown, beside those by which the norm is judged."""

    norm: NormInfo
    periods: tuple[Period, ...]
    until: date | None = None
    trend: tuple[Period, ...] = ()

    @property
    def measured(self) -> tuple[Period, ...]:
        """Every period that is measured, once."""
        return tuple(dict.fromkeys((*self.periods, *self.trend)))

    def readings(self) -> Iterator[tuple[str | None, Gauge]]:
        if not self.norm.readings:
            yield None, self.norm.gauge
        for reading in self.norm.readings:
            yield reading.name, reading.gauge


@dataclass(slots=True)
class Measured:
    """The tallies of one norm. ``unplaced``: records without the day that places them in a period, per reading."""

    tallies: dict[Place, Tally] = field(default_factory=dict)
    unplaced: Counter[str | None] = field(default_factory=Counter)

    def add(self, place: Place, tally: Tally) -> None:
        self.tallies.setdefault(place, Tally()).merge(tally)

    def merge(self, other: Measured) -> None:
        for place, tally in other.tallies.items():
            self.add(place, tally)
        self.unplaced.update(other.unplaced)


def measure_batch(frame: Frame, keys: Sequence[str], asked: Asked) -> Measured:
    """The tallies of one batch. ``keys`` are the keys of its records."""
    result = Measured()
    for name, gauge in asked.readings():
        if gauge.measure is None:
            continue
        for period in asked.measured:
            day = period.end if asked.until is None else min(period.end, asked.until)
            _measure(frame, keys, asked.norm, name, gauge, period, day, result)
        placed = gauge.on
        if placed is not None:
            result.unplaced[name] += int(frame.value(placed, asked.periods[-1].end).missing.sum())
    return result


def _placing(gauge: Gauge) -> int | None:
    """The node of the day by which a record belongs to a period."""
    if gauge.on is None and isinstance(gauge.measure, Timeliness):
        measure = gauge.measure
        return {"afgehandeld": measure.done, "ingestroomd": measure.start, "vervallen": measure.due}[measure.over]
    return gauge.on


def _measure(
    frame: Frame,
    keys: Sequence[str],
    norm: NormInfo,
    name: str | None,
    gauge: Gauge,
    period: Period,
    day: date,
    result: Measured,
) -> None:
    inside = np.ones(frame.size, bool)
    placed = _placing(gauge)
    if placed is not None:
        column = frame.value(placed, day)
        first, last = day_number(period.start), day_number(day)
        inside = ~column.missing & (column.values >= first) & (column.values <= last)
    counts, doubtful = frame.holds(gauge.counts, day)
    batch = _Batch(frame, np.asarray(keys, object), gauge, day, counts, doubtful)
    for part, mask in _slices(frame, norm, day):
        tally = batch.tally(inside & mask, mask)
        if part is None or tally != Tally():
            result.add((name, period, part), tally)


def _slices(frame: Frame, norm: NormInfo, day: date) -> Iterator[tuple[Slice, Array]]:
    yield None, np.ones(frame.size, bool)
    for number, node in enumerate(norm.slices):
        column = frame.value(node, day)
        labels = np.where(column.missing, "onbekend", column.values.astype(object))
        for label in sorted({str(item) for item in labels.tolist()}):
            yield (number, label), cast(Array, labels == label)


@dataclass(frozen=True, slots=True)
class _Batch:
    frame: Frame
    keys: Array
    gauge: Gauge
    day: date
    counts: Array
    doubtful: Array

    def tally(self, inside: Array, mask: Array) -> Tally:
        """Of the records in the period (``inside``), and of all in the slice (``mask``) that are open."""
        tally = Tally(
            skipped=int((inside & ~self.counts & ~self.doubtful).sum()), unknown=int((inside & self.doubtful).sum())
        )
        chosen = inside & self.counts
        match self.gauge.measure:
            case RecordShare(good, weight):
                self._share(tally, chosen, good, weight)
            case Timeliness() as measure:
                self._timeliness(tally, chosen, mask & self.counts, measure)
            case Count():
                tally.counted = int(chosen.sum())
                tally.upper += tally.counted
            case Total(value):
                self._sum(tally, chosen, value)
            case Mean(value):
                self._sum(tally, chosen, value)
                tally.lower += tally.counted
            case Percentile(value, _):
                self._rank(tally, chosen, value)
            case Ratio(value, per):
                self._ratio(tally, chosen, value, per)
            case Classes(classes):
                self._classes(tally, chosen, classes)
        return tally

    def _value(self, number: int) -> Column:
        return self.frame.value(number, self.day)

    def _known(self, tally: Tally, chosen: Array, *columns: Column) -> Array:
        """The chosen records for which all columns have a value; the others are unknown."""
        known = chosen.copy()
        for column in columns:
            known &= ~column.missing
        tally.unknown += int((chosen & ~known).sum())
        tally.counted += int(known.sum())
        return known

    def _share(self, tally: Tally, chosen: Array, good: int, weight: int | None) -> None:
        test = self._value(good)
        columns = [test] if weight is None else [test, self._value(weight)]
        known = self._known(tally, chosen, *columns)
        met = known & test.values.astype(bool)
        tally.good = int(met.sum())
        if weight is None:
            tally.upper, tally.lower = tally.upper + tally.good, tally.lower + tally.counted
        else:
            tally.upper, tally.lower = total(columns[1].taken(met)), total(columns[1].taken(known))
        self._against(tally, known & ~met)

    def _against(self, tally: Tally, mask: Array) -> None:
        tally.against.add((str(key) for key in self.keys[mask].tolist()), int(mask.sum()))

    def _timeliness(self, tally: Tally, chosen: Array, everyone: Array, measure: Timeliness) -> None:
        start, done, due = (self._value(node) for node in (measure.start, measure.done, measure.due))
        today = day_number(self.day)
        last = due.values - 1 if measure.strict else due.values
        # A record that was done after the last day of the period was open then.
        closed = ~done.missing & (done.values <= today)
        if measure.over == "afgehandeld":
            known = self._known(tally, chosen & closed, due)
        else:
            # What is open and not yet late can still go either way, so that it does not count.
            known = self._known(tally, chosen & (closed | due.missing | (last < today)), due)
        met = known & closed & (done.values <= last)
        tally.good = int(met.sum())
        tally.upper, tally.lower = tally.upper + tally.good, tally.lower + tally.counted
        self._against(tally, known & ~met)
        too_late = known & closed & ~met
        tally.late.update((done.values - last)[too_late].tolist())
        timed = known & closed & ~start.missing
        tally.durations.update((done.values - start.values)[timed].tolist())
        waiting = everyone & ~closed & ~due.missing & ~start.missing & (start.values <= today)
        overdue = waiting & (last < today)
        tally.open_in_time = int((waiting & ~overdue).sum())
        tally.open_late.add((str(key) for key in self.keys[overdue].tolist()), int(overdue.sum()))
        tally.open_late_days.update((today - last)[overdue].tolist())

    def _sum(self, tally: Tally, chosen: Array, value: int) -> None:
        column = self._value(value)
        known = self._known(tally, chosen, column)
        tally.upper += total(column.taken(known))

    def _rank(self, tally: Tally, chosen: Array, value: int) -> None:
        column = self._value(value)
        known = self._known(tally, chosen, column)
        counted: Counter[Any] = Counter(column.values[known].tolist())
        for item, count in counted.items():
            tally.values[Fraction(item) / column.den] += count

    def _ratio(self, tally: Tally, chosen: Array, value: int, per: int) -> None:
        above, below = self._value(value), self._value(per)
        known = self._known(tally, chosen, above, below)
        tally.upper, tally.lower = total(above.taken(known)), total(below.taken(known))

    def _classes(self, tally: Tally, chosen: Array, classes: tuple[tuple[str, int], ...]) -> None:
        tests = [self._value(node) for _, node in classes]
        known = self._known(tally, chosen, *tests)
        tally.lower += tally.counted
        for (name, _), test in zip(classes, tests, strict=True):
            tally.classes[name] = int((known & test.values.astype(bool)).sum())
