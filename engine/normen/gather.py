"""The tallies of norms, gathered batch by batch: every record is put into a group by its period and slice, and each group counts.

Where nothing in a norm depends on the rekendatum, all periods are gathered at once; otherwise each period by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from dsl.lawchecks.normen import gauge_nodes
from dsl.program import Gauge, Mean, Percentile, Program, Timeliness
from engine.normen.column import Array, day_number
from engine.normen.frame import Frame, is_dated
from engine.normen.gather_table import Course, Ends, OpenTable, Table, gatherable
from engine.normen.groups import Labels, Series
from engine.normen.keys import KeyColumn
from engine.normen.measure import Asked, Measured, measure_batch, placing
from engine.normen.periods import Period
from engine.normen.tally import Tally


class Gatherer:
    """Gathers norms over the batches of one registratie. Every worker has its own; what they found adds up."""

    def __init__(self, program: Program, asked: Sequence[Asked]) -> None:
        self._labels: dict[int, Labels] = {}
        self._series: dict[Series, Series] = {}
        self._norms = [_Norm(self, program, one) for one in asked]

    def add(self, frame: Frame, keys: KeyColumn) -> None:
        for norm in self._norms:
            norm.add(frame, keys)

    def measured(self) -> list[Measured]:
        """In the order of the norms."""
        return [norm.measured() for norm in self._norms]

    # --- what norms share

    def shared(self, series: Series) -> Series:
        return self._series.setdefault(series, series)

    def labels(self, node: int) -> Labels:
        return self._labels.setdefault(node, Labels())

    def groups(
        self, frame: Frame, day: date, dated: bool, placed: int | None, series: Series | None, split: int | None
    ) -> Array:
        """For each record the number of its value in the split times the number of places, plus the number of its period."""
        when = day if dated else None

        def places() -> Array:
            if series is None or placed is None:
                return np.zeros(frame.size, np.int32)
            return series.places(frame.value(placed, day))

        def slices() -> Array:
            assert split is not None
            return self.labels(split).places(frame.labels(split, day))

        def joined() -> Array:
            inner = frame.kept(("places", id(series), placed, when), places)
            if split is None:
                return inner
            outer = frame.kept(("slices", split, when), slices)
            return outer * np.int32(1 if series is None else series.size) + inner

        return frame.kept(("groups", id(series), placed, split, when), joined)


class _Norm:
    """One norm. What this module does not count itself is measured batch by batch."""

    def __init__(self, gatherer: Gatherer, program: Program, asked: Asked) -> None:
        gauges = [(name, gauge) for name, gauge in asked.ways() if gauge.measure is not None]
        self._asked = asked
        self._by_batch = Measured() if not all(gatherable(gauge) for _, gauge in gauges) else None
        self._readings = (
            [_Reading(gatherer, program, asked, name, gauge) for name, gauge in gauges]
            if self._by_batch is None
            else []
        )

    def add(self, frame: Frame, keys: KeyColumn) -> None:
        if self._by_batch is not None:
            self._by_batch.merge(measure_batch(frame, frame.kept("keys", lambda: list(keys)), self._asked))
        for reading in self._readings:
            reading.add(frame, keys)

    def measured(self) -> Measured:
        found = self._by_batch or Measured()
        for reading in self._readings:
            reading.give(found)
        return found


class _Reading:
    """One reading of one norm."""

    def __init__(self, gatherer: Gatherer, program: Program, asked: Asked, name: str | None, gauge: Gauge) -> None:
        self._gatherer, self._name, self._gauge, self._asked = gatherer, name, gauge, asked
        dated = _is_dated(program, asked, gauge)
        courses = list(_courses(asked, gauge, dated))
        splits: Sequence[int | None] = asked.norm.slices or (None,)
        self._tables = [
            (number, split, Table(gatherer, course, gauge, split, dated))
            for course in courses
            for number, split in enumerate(splits)
        ]
        self._open = (
            [
                (number, split, OpenTable(gatherer, gauge, ends, split, dated))
                for ends in _endings(asked, dated)
                for number, split in enumerate(splits)
            ]
            if isinstance(gauge.measure, Timeliness)
            else []
        )
        self._unplaced = 0

    def add(self, frame: Frame, keys: KeyColumn) -> None:
        for _, _, table in self._tables:
            table.add(frame, keys)
        for _, _, still in self._open:
            still.add(frame, keys)
        if self._gauge.on is not None:
            gaps = frame.value(self._gauge.on, self._asked.periods[-1].end).gaps
            self._unplaced += 0 if gaps is None else int(np.count_nonzero(gaps))

    def give(self, measured: Measured) -> None:
        if self._gauge.on is not None:
            measured.unplaced[self._name] += self._unplaced
        for source in (self._tables, self._open):
            for number, split, part in source:
                named = {"": 0} if split is None else self._gatherer.labels(split).numbers
                for label, place in named.items():
                    for period, tally in part.tallies(place):
                        if number == 0:
                            measured.add((self._name, period, None), tally)
                        if split is not None and tally != Tally():
                            measured.add((self._name, period, (number, label)), tally)


def _is_dated(program: Program, asked: Asked, gauge: Gauge) -> bool:
    """Whether the rekendatum matters to anything that is measured."""
    known: dict[int, bool] = {}
    nodes = [*asked.norm.slices, *gauge_nodes(gauge)]
    measure = gauge.measure
    # A lead time is one only once it is over, and an age is counted up to the day.
    counted = isinstance(measure, Mean | Percentile) and not isinstance(measure.value, int)
    return counted or any(is_dated(program, node, known) for node in nodes)


def _courses(asked: Asked, gauge: Gauge, dated: bool) -> Iterator[Course]:
    periods, measure, placed = asked.measured, gauge.measure, placing(gauge)
    if dated:
        for period in periods:
            yield Course(_series(asked, (period,)), _last(asked, period), ((period, (0,)),))
        return
    day = _last(asked, periods[-1])
    if placed is None:
        yield Course(None, day, tuple((period, (0,)) for period in periods))
        return
    # What was done by the end of its part of a period was done by the end of the whole: then the parts add up.
    adds_up = not isinstance(measure, Timeliness) or (measure.over == "afgehandeld" and placed == measure.done)
    left = sorted(periods, key=lambda one: (_length(one), one))
    while left:
        group: list[Period] = []
        for one in left:
            if not any(one.start <= other.end and other.start <= one.end for other in group):
                group.append(one)
        group.sort()
        sums: list[tuple[Period, tuple[int, ...]]] = []
        for one in left:
            inside = tuple(place for place, part in enumerate(group) if one.holds(part.start) and one.holds(part.end))
            if one in group or (adds_up and sum(_length(group[place]) for place in inside) == _length(one)):
                sums.append((one, inside))
        yield Course(_series(asked, tuple(group)), day, tuple(sums))
        given = {one for one, _ in sums}
        left = [one for one in left if one not in given]


def _length(period: Period) -> int:
    return (period.end - period.start).days + 1


def _series(asked: Asked, periods: tuple[Period, ...]) -> Series:
    return Series(periods, tuple(day_number(_last(asked, period)) for period in periods))


def _last(asked: Asked, period: Period) -> date:
    return period.end if asked.until is None else min(period.end, asked.until)


def _endings(asked: Asked, dated: bool) -> list[Ends]:
    """The days at whose end is looked what is open."""
    lasts = [(_last(asked, period), period) for period in asked.measured]
    if dated:
        return [Ends((day_number(day),), day, ((period, 0),)) for day, period in lasts]
    days = sorted({day for day, _ in lasts})
    return [Ends(tuple(map(day_number, days)), days[-1], tuple((period, days.index(day)) for day, period in lasts))]
