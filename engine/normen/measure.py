"""Measuring norms over batches of records: every batch gives partial tallies, and tallies add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import cast

import numpy as np

from dsl.program import (
    Classes,
    Count,
    Frequency,
    Gauge,
    Mean,
    Milestone,
    NormInfo,
    Percentile,
    Proof,
    Quantity,
    Ratio,
    RecordShare,
    Stock,
    Timeliness,
    Total,
)
from engine.normen.column import Array, Column, day_number, total
from engine.normen.frame import Frame
from engine.normen.periods import Period, previous
from engine.normen.quantities import open_on, paused, quantity, suspended
from engine.normen.tally import Tally

Slice = tuple[int, str] | None
"""The number of the split and the value of a record there; None is all records."""
LEGAL = "volgens de wet"
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
        """Every period that is measured, once; with those before, where the norm compares with them."""
        asked = (*self.periods, *self.trend)
        former = [previous(period) for period in asked] if self.compares else []
        return tuple(dict.fromkeys((*asked, *(period for period in former if period is not None))))

    @property
    def compares(self) -> bool:
        """Whether the norm compares with the period before."""
        demands = [gauge.demand for _, gauge in self.readings() if gauge.demand is not None]
        return any(demand.of_former or demand.word.endswith("vorige periode") for demand in demands)

    def ways(self) -> Iterator[tuple[str | None, Gauge]]:
        """Every way in which the norm is measured: its readings, and by the last day of the law under the name LEGAL."""
        yield from self.readings()
        if self.norm.legal is not None:
            yield LEGAL, self.norm.legal

    def readings(self) -> Iterator[tuple[str | None, Gauge]]:
        """Every way in which the norm is judged."""
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
    for name, gauge in asked.ways():
        if gauge.measure is None:
            continue
        for period in asked.measured:
            day = period.end if asked.until is None else min(period.end, asked.until)
            _measure(frame, keys, asked.norm, name, gauge, period, day, result)
        placed = gauge.on
        if placed is not None:
            result.unplaced[name] += int(frame.value(placed, asked.periods[-1].end).missing.sum())
    return result


def placing(gauge: Gauge) -> int | None:
    """The node of the day by which a record belongs to a period."""
    if isinstance(gauge.measure, Stock):
        return None
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
    placed = placing(gauge)
    if placed is not None:
        column = frame.value(placed, day)
        values = column.values
        if gauge.suspension is not None and isinstance(gauge.measure, Timeliness) and placed == gauge.measure.due:
            values = values + paused(frame, gauge.suspension, day, frame.value(gauge.measure.done, day))
        first, last = day_number(period.start), day_number(day)
        inside = ~column.missing & (values >= first) & (values <= last)
    counts, doubtful = frame.holds(gauge.counts, day)
    batch = _Batch(frame, np.asarray(keys, object), gauge, period, day, counts, doubtful)
    for part, mask in _slices(frame, norm, day):
        tally = batch.tally(inside & mask, mask)
        if part is None or tally != Tally():
            result.add((name, period, part), tally)


def _slices(frame: Frame, norm: NormInfo, day: date) -> Iterator[tuple[Slice, Array]]:
    yield None, np.ones(frame.size, bool)
    for number, node in enumerate(norm.slices):
        column = frame.labels(node, day)
        labels = np.where(column.missing, "onbekend", np.array(column.words, object)[column.values])
        for label in sorted({str(item) for item in labels.tolist()}):
            yield (number, label), cast(Array, labels == label)


@dataclass(frozen=True, slots=True)
class _Batch:
    frame: Frame
    keys: Array
    gauge: Gauge
    period: Period
    day: date
    counts: Array
    doubtful: Array

    def tally(self, inside: Array, mask: Array) -> Tally:
        """Of the records in the period (``inside``), and of all in the slice (``mask``) that are open."""
        tally = Tally(
            skipped=int((inside & ~self.counts & ~self.doubtful).sum()), unknown=int((inside & self.doubtful).sum())
        )
        chosen = inside & self.counts
        everyone = mask & self.counts
        if self.gauge.suspension is not None:
            stopped = suspended(self.frame, self.gauge, self.day)
            tally.suspended = int((chosen & stopped).sum())
            if self.gauge.suspension.how == "uitgesloten":
                chosen, everyone = chosen & ~stopped, everyone & ~stopped
        if self.gauge.term is not None:
            start, done, due = (self._value(node) for node in self.gauge.term)
            self._waiting(tally, everyone, start, done, due.missing, due.values)
        match self.gauge.measure:
            case RecordShare(good, weight):
                self._share(tally, chosen, good, weight)
            case Timeliness() as measure:
                self._timeliness(tally, chosen, everyone, measure)
            case Count():
                tally.counted = int(chosen.sum())
                tally.upper += tally.counted
            case Total(value):
                self._sum(tally, chosen, value)
            case Mean(value, weight):
                self._mean(tally, chosen, value, weight)
            case Percentile(value, _):
                self._rank(tally, chosen, value)
            case Ratio(value, per, _):
                self._ratio(tally, chosen, value, per)
            case Classes(classes):
                self._classes(tally, chosen, classes)
            case Stock(start_node, done_node):
                self._stock(tally, chosen, start_node, done_node)
            case Milestone() as measure:
                self._milestone(tally, chosen, measure)
            case Proof(evidence):
                self._known(tally, chosen, self._value(evidence))
            case Frequency():
                assert self.gauge.on is not None
                tally.counted = int(chosen.sum())
                tally.days.update(self._value(self.gauge.on).values[chosen].tolist())
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
        pause = None
        if self.gauge.suspension is not None:
            pause = paused(self.frame, self.gauge.suspension, self.day, done)
            last = last + pause
        # A record that was done after the last day of the period was open then.
        closed = ~done.missing & (done.values <= today)
        needs = [due] if measure.weight is None else [due, self._value(measure.weight)]
        if measure.over == "afgehandeld":
            known = self._known(tally, chosen & closed, *needs)
        else:
            # What is open and not yet late can still go either way, so that it does not count.
            known = self._known(tally, chosen & (closed | due.missing | (last < today)), *needs)
        met = known & closed & (done.values <= last)
        tally.good = int(met.sum())
        if measure.weight is None:
            tally.upper, tally.lower = tally.upper + tally.good, tally.lower + tally.counted
        else:
            tally.upper, tally.lower = total(needs[1].taken(met)), total(needs[1].taken(known))
        self._against(tally, known & ~met)
        too_late = known & closed & ~met
        tally.late.update((done.values - last)[too_late].tolist())
        timed = known & closed & ~start.missing
        spent = done.values - start.values if pause is None else done.values - start.values - pause
        tally.durations.update(spent[timed].tolist())
        if measure.over == "vervallen" and self.day < self.period.end:
            falls = due.values if pause is None else due.values + pause
            later = (falls > today) & (falls <= day_number(self.period.end))
            tally.ready = int((everyone & closed & ~due.missing & later).sum())
        counting = everyone
        if measure.over == "ingestroomd":
            counting = everyone & (start.values >= day_number(self.period.start))
        self._waiting(tally, everyone, start, done, due.missing, last, counting)

    def _waiting(
        self,
        tally: Tally,
        everyone: Array,
        start: Column,
        done: Column,
        endless: Array,
        last: Array,
        counting: Array | None = None,
    ) -> None:
        """What is open on the last day: in time, or already too late. ``counting``: what can still count in the period."""
        today = day_number(self.day)
        waiting = everyone & open_on(start, done, today) & ~endless
        overdue = waiting & (last < today)
        tally.open_in_time = int((waiting & ~overdue).sum())
        if self.day < self.period.end:
            ahead = waiting & ~overdue
            tally.open_due.update(last[ahead if counting is None else ahead & counting].tolist())
        tally.open_late.add((str(key) for key in self.keys[overdue].tolist()), int(overdue.sum()))
        tally.open_late_days.update((today - last)[overdue].tolist())

    def _sum(self, tally: Tally, chosen: Array, value: int) -> None:
        column = self._value(value)
        known = self._known(tally, chosen, column)
        tally.upper += total(column.taken(known))

    def _quantity(self, value: Quantity) -> Column:
        return quantity(self.frame, value, self.day, self.gauge.suspension)

    def _mean(self, tally: Tally, chosen: Array, value: Quantity, weight: int | None) -> None:
        column = self._quantity(value)
        columns = [column] if weight is None else [column, self._value(weight)]
        if not isinstance(value, int):
            chosen = chosen & ~column.missing  # what is still open has no lead time, what is done has no age
        known = self._known(tally, chosen, *columns)
        tally.spread.add(_counted(column.taken(known)))
        if weight is None:
            tally.upper, tally.lower = total(column.taken(known)), Fraction(tally.counted)
        else:
            tally.upper, tally.lower = _product_sum(column.taken(known), columns[1].taken(known))

    def _rank(self, tally: Tally, chosen: Array, value: Quantity) -> None:
        column = self._quantity(value)
        if not isinstance(value, int):
            chosen = chosen & ~column.missing
        known = self._known(tally, chosen, column)
        tally.values.update(_counted(column.taken(known)))

    def _stock(self, tally: Tally, chosen: Array, start_node: int, done_node: int) -> None:
        start, done = self._value(start_node), self._value(done_node)
        known = self._known(tally, chosen, start)
        first, today = day_number(self.period.start), day_number(self.day)
        left = known & ~done.missing
        tally.begun = int((known & (start.values < first) & (done.missing | (done.values >= first))).sum())
        tally.came = int((known & (start.values >= first) & (start.values <= today)).sum())
        tally.went = int((left & (done.values >= first) & (done.values <= today)).sum())
        tally.upper += int((known & open_on(start, done, today)).sum())
        odd = left & (done.values < start.values) & (start.values <= today)
        tally.odd.add((str(key) for key in self.keys[odd].tolist()), int(odd.sum()))

    def _milestone(self, tally: Tally, chosen: Array, measure: Milestone) -> None:
        done, due = self._value(measure.done), self._value(measure.due)
        known = self._known(tally, chosen, due)
        today = day_number(self.day)
        last = due.values - 1 if measure.strict else due.values
        closed = ~done.missing & (done.values <= today)
        tally.good = int((known & closed & (done.values <= last)).sum())
        self._against(tally, known & ((closed & (done.values > last)) | (~closed & (last < today))))
        waiting = known & ~closed & (last >= today)
        tally.open_in_time = int(waiting.sum())
        tally.open_due.update(last[waiting].tolist())
        overdue = known & ~closed & (last < today)
        tally.open_late.add((str(key) for key in self.keys[overdue].tolist()), int(overdue.sum()))
        tally.open_late_days.update((today - last)[overdue].tolist())

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


def _counted(column: Column) -> Counter[Fraction]:
    """How often each value occurs in a column of numbers without gaps."""
    if column.values.dtype == object:
        return Counter({Fraction(item) / column.den: count for item, count in Counter(column.values.tolist()).items()})
    values, counts = np.unique(column.values, return_counts=True)
    pairs = zip(values.tolist(), counts.tolist(), strict=True)
    return Counter({Fraction(value, column.den): count for value, count in pairs})


def _product_sum(column: Column, weight: Column) -> tuple[Fraction, Fraction]:
    """The sum of values times weights, and that of the weights."""
    products = column.values.astype(object) * weight.values.astype(object)
    den = column.den * weight.den
    return (Fraction(products.sum()) / den if len(products) else Fraction(0)), total(weight)
