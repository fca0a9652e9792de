"""The groups of one norm in one split: what every record is in its group, and from that the tally of each period and slice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Protocol

import numpy as np

from dsl.program import Classes, Count, Gauge, Mean, Percentile, Quantity, Ratio, RecordShare, Timeliness, Total
from engine.normen.column import Array, Column, day_number, either, gaps_of
from engine.normen.frame import Frame
from engine.normen.groups import Counts, Series, Sums, Values
from engine.normen.keys import FirstKeys, KeyColumn
from engine.normen.measure import placing
from engine.normen.periods import Period
from engine.normen.quantities import quantity
from engine.normen.tally import Keys, Tally

SKIPPED, UNKNOWN, AGAINST, GOOD, ASIDE = range(5)
"""What a record is in its group: outside ``telt mee``, without a fact that is needed, counted, counted and good, none of these."""


_KINDS = 5


@dataclass(frozen=True, slots=True)
class Course:
    """A series of periods that is gone through at once, with ``day`` as rekendatum. ``gives`` says for each period of the norm which
    places in the series add up to it."""

    series: Series | None
    day: date
    gives: tuple[tuple[Period, tuple[int, ...]], ...]

    @property
    def size(self) -> int:
        return 1 if self.series is None else self.series.size


def gatherable(gauge: Gauge) -> bool:
    """Whether a :class:`Table` counts all that is measured."""
    if gauge.suspension is not None or gauge.term is not None:
        return False
    match gauge.measure:
        case RecordShare() | Count() | Total() | Ratio() | Classes():
            return True
        case Timeliness() as measure:
            return measure.weight is None
        case Mean(_, weight):
            return weight is None
        case Percentile():
            return True
    return False


class Grouping(Protocol):
    """Gives the group of each record: its place in the split times the size of the series, plus the place of its period."""

    def groups(
        self, frame: Frame, day: date, dated: bool, placed: int | None, series: Series | None, split: int | None
    ) -> Array: ...


class Table:
    """What is counted by the period in which a record falls."""

    def __init__(self, grouping: Grouping, course: Course, gauge: Gauge, split: int | None, dated: bool) -> None:
        self._course, self._gauge = course, gauge
        placed = placing(gauge)
        self._group: Callable[[Frame], Array] = lambda frame: grouping.groups(
            frame, course.day, dated, placed, course.series, split
        )
        self._counts = Counts(_KINDS)
        self._upper, self._lower = Sums(), Sums()
        self._values: dict[int, Values] = {}
        self._late, self._durations = Values(), Values()
        self._classes: dict[str, Counts] = {}
        self._against = FirstKeys()

    def add(self, frame: Frame, keys: KeyColumn) -> None:
        day = self._course.day
        groups = self._group(frame)

        def value(number: int) -> Column:
            return frame.value(number, day)

        counts, doubtful = _counting(frame, self._gauge.counts, day)
        kind = _Kind(frame.size, counts, doubtful)
        match self._gauge.measure:
            case RecordShare(good, weight):
                test = value(good)
                shares = [test] if weight is None else [test, value(weight)]
                found = kind.of(gaps_of(shares), test.values)
                if weight is not None:
                    self._upper.add(groups, shares[1], found == GOOD)
                    self._lower.add(groups, shares[1], (found == GOOD) | (found == AGAINST))
                self._keep(keys, found, groups)
            case Timeliness() as measure:
                found = self._timeliness(kind, groups, measure, value)
                self._keep(keys, found, groups)
            case Count():
                found = kind.of(None, None)
            case Total(number):
                column = value(number)
                found = kind.of(column.gaps, None)
                self._upper.add(groups, column, found == AGAINST)
            case Mean(of):
                column, found = self._quantity(frame, of, kind)
                self._upper.add(groups, column, found == AGAINST)
                self._values.setdefault(column.den, Values()).add(groups, column.values, found == AGAINST)
            case Percentile(of, _):
                column, found = self._quantity(frame, of, kind)
                self._values.setdefault(column.den, Values()).add(groups, column.values, found == AGAINST)
            case Ratio(above, below, _):
                both = [value(above), value(below)]
                found = kind.of(gaps_of(both), None)
                self._upper.add(groups, both[0], found == AGAINST)
                self._lower.add(groups, both[1], found == AGAINST)
            case Classes(classes):
                tests = [value(node) for _, node in classes]
                found = kind.of(gaps_of(tests), None)
                for (name, _), test in zip(classes, tests, strict=True):
                    self._classes.setdefault(name, Counts(2)).add(groups, (found == AGAINST) & test.values)
            case _:
                return
        self._counts.add(groups, found)

    def _quantity(self, frame: Frame, of: Quantity, kind: _Kind) -> tuple[Column, Array]:
        """The number of every record, and what each is. What is still open has no lead time, and what is done no age: that is no fact
        that fails."""
        column = quantity(frame, of, self._course.day)
        gaps, aside = (column.gaps, None) if isinstance(of, int) else (None, column.gaps)
        return column, kind.of(gaps, None, aside)

    def _timeliness(self, kind: _Kind, groups: Array, measure: Timeliness, value: Callable[[int], Column]) -> Array:
        start, done, due = value(measure.start), value(measure.done), value(measure.due)
        today = self._today(groups)
        last = due.values - np.int32(1) if measure.strict else due.values
        # A record that was done after the last day of the period was open then.
        closed = done.values <= today
        if done.gaps is not None:
            closed &= ~done.gaps
        aside: Array | None
        if measure.over != "afgehandeld":
            # What is open and not yet late can still go either way, so that it does not count.
            aside = ~(closed | (last < today))
            if due.gaps is not None:
                aside &= ~due.gaps
        elif placing(self._gauge) == measure.done:
            aside = None
        else:
            aside = ~closed
        found = kind.of(due.gaps, closed & (done.values <= last), aside)
        size = self._course.size
        late = np.flatnonzero((found == AGAINST) & closed)
        late = late[groups[late] % size != size - 1] if self._course.series is not None else late
        self._late.add(groups[late], (done.values - last)[late], None)
        timed = ((found == AGAINST) | (found == GOOD)) & closed
        self._durations.add(groups, done.values - start.values, timed if start.gaps is None else timed & ~start.gaps)
        return found

    def _today(self, groups: Array) -> Array | np.int32:
        """The last day of the period in which each record falls."""
        series = self._course.series
        if series is None or len(series.ends) == 1:
            return np.int32(series.ends[0] if series is not None else 0)
        return np.array([*series.ends, series.ends[-1]], np.int32).take(groups % np.int32(series.size))

    def _keep(self, keys: KeyColumn, found: Array, groups: Array) -> None:
        rows = np.flatnonzero(found == AGAINST)
        where = groups[rows]
        if self._course.series is not None:
            inside = where % self._course.size != self._course.size - 1
            rows, where = rows[inside], where[inside]
        self._against.add(keys, rows, where)

    def tallies(self, place: int) -> Iterator[tuple[Period, Tally]]:
        """Of one value of the split, per period."""
        for period, places in self._course.gives:
            whole = Tally()
            for number in places:
                whole.merge(self._tally(place * self._course.size + number))
            yield period, whole

    def _tally(self, group: int) -> Tally:
        skipped, unknown, against, good, _ = self._counts.of(group)
        tally = Tally(counted=against + good, unknown=unknown, skipped=skipped)
        tally.upper, tally.lower = self._upper.of(group), self._lower.of(group)
        measure = self._gauge.measure
        if isinstance(measure, RecordShare | Timeliness):
            tally.good = good
            tally.against = Keys(against, list(self._against.kept.get(group, ())))
            if isinstance(measure, Timeliness) or measure.weight is None:
                tally.upper, tally.lower = Fraction(good), Fraction(tally.counted)
        if isinstance(measure, Count):
            tally.upper = Fraction(tally.counted)
        if isinstance(measure, Mean | Classes):
            tally.lower = Fraction(tally.counted)
        for den, values in self._values.items():
            counts = {Fraction(value) / den: often for value, often in values.of(group).items()}
            if isinstance(measure, Mean):
                tally.spread.add(counts)
            else:
                tally.values.update(counts)
        tally.late, tally.durations = self._late.of(group), self._durations.of(group)
        if tally.counted:
            tally.classes = Counter({name: counts.of(group)[1] for name, counts in self._classes.items()})
        return tally


def _counting(frame: Frame, number: int | None, day: date) -> tuple[Array | None, Array | None]:
    """For which records ``telt mee`` is ja (None: all), and for which it is not known (None: for none)."""
    if number is None:
        return None, None
    column = frame.value(number, day)
    surely = column.values if column.gaps is None else column.values & ~column.gaps
    return surely, column.gaps


@dataclass(frozen=True, slots=True)
class _Kind:
    """What each record is, when ``counts`` says which count (None: all) and ``doubtful`` where that is not known."""

    size: int
    counts: Array | None
    doubtful: Array | None

    def of(self, gaps: Array | None, good: Array | None, aside: Array | None = None) -> Array:
        found = np.full(self.size, AGAINST, np.uint8) if good is None else good.view(np.uint8) + np.uint8(AGAINST)
        if gaps is not None:
            np.copyto(found, UNKNOWN, where=gaps)
        if aside is not None:
            np.copyto(found, ASIDE, where=aside)
        if self.counts is not None:
            found *= self.counts
        if self.doubtful is not None:
            np.copyto(found, UNKNOWN, where=self.doubtful)
        return found


@dataclass(frozen=True, slots=True)
class Ends:
    """Days (numbers, rising) at whose end is looked what is open; ``gives`` says which of them belongs to which period."""

    days: tuple[int, ...]
    day: date
    gives: tuple[tuple[Period, int], ...]


class OpenTable:
    """The records that are open at the end of periods: how many are still in time, and which are late already."""

    def __init__(self, grouping: Grouping, gauge: Gauge, ends: Ends, split: int | None, dated: bool) -> None:
        assert isinstance(gauge.measure, Timeliness)
        self._gauge, self._measure, self._ends = gauge, gauge.measure, ends
        self._slice: Callable[[Frame], Array] = lambda frame: grouping.groups(frame, ends.day, dated, None, None, split)
        self._waiting, self._late = Counts(1), Counts(1)
        self._keys = FirstKeys()
        self._days = Values()
        # Of periods that still run: the last days of what is not yet late, from which follows when a norm is out of reach.
        self._due = {
            (period, number): Values() for period, number in ends.gives if ends.days[number] < day_number(period.end)
        }
        self._ready = {place: Counts(1) for place in self._due} if gauge.measure.over == "vervallen" else {}

    def add(self, frame: Frame, keys: KeyColumn) -> None:
        day, measure = self._ends.day, self._measure
        start, done, due = (frame.value(node, day) for node in (measure.start, measure.done, measure.due))
        counts, _ = _counting(frame, self._gauge.counts, day)
        gaps = either([start.gaps, due.gaps])
        for (period, number), ready in self._ready.items():
            today = np.int32(self._ends.days[number])
            later = (due.values > today) & (due.values <= day_number(period.end)) & (done.values <= today)
            for gap in (done.gaps, due.gaps, None if counts is None else ~counts):
                if gap is not None:
                    later &= ~gap
            rows = np.flatnonzero(later)
            groups = self._slice(frame)[rows] * np.int32(len(self._ends.days)) + np.int32(number)
            ready.add(groups, np.zeros(len(rows), np.uint8))
        for number, end in enumerate(self._ends.days):
            today = np.int32(end)
            waiting = (done.values > today) if done.gaps is None else (done.values > today) | done.gaps
            waiting &= start.values <= today
            if counts is not None:
                waiting &= counts
            if gaps is not None:
                waiting &= ~gaps
            rows = np.flatnonzero(waiting)
            if not len(rows):
                continue
            last = due.values[rows] - np.int32(1) if measure.strict else due.values[rows]
            groups = self._slice(frame)[rows] * np.int32(len(self._ends.days)) + np.int32(number)
            self._waiting.add(groups, np.zeros(len(rows), np.uint8))
            overdue = last < today
            for (period, place), found in self._due.items():
                if place == number:
                    ahead = ~overdue
                    if measure.over == "ingestroomd":
                        ahead &= start.values[rows] >= day_number(period.start)
                    found.add(groups[ahead], last[ahead], None)
            rows, groups, days = rows[overdue], groups[overdue], (today - last)[overdue]
            self._late.add(groups, np.zeros(len(rows), np.uint8))
            self._days.add(groups, days, None)
            self._keys.add(keys, rows, groups)

    def tallies(self, place: int) -> Iterator[tuple[Period, Tally]]:
        for period, number in self._ends.gives:
            group = place * len(self._ends.days) + number
            (waiting,), (late,) = self._waiting.of(group), self._late.of(group)
            kept = list(self._keys.kept.get(group, ()))
            yield (
                period,
                Tally(
                    open_in_time=waiting - late,
                    open_due=self._due[period, number].of(group) if (period, number) in self._due else Counter(),
                    ready=self._ready[period, number].of(group)[0] if (period, number) in self._ready else 0,
                    open_late=Keys(late, kept),
                    open_late_days=self._days.of(group),
                ),
            )
