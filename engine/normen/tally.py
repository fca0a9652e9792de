"""What is kept of the records of one period and slice: sums only, so that parts may be added in any order."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

SPREAD = 100_000
"""So many different values of a mean are kept."""
KEPT = 1000
"""So many keys of records are kept per list; how many there are is always counted in full."""


@dataclass(slots=True)
class Keys:
    """How many records, and the first of their keys in the order of the alphabet."""

    count: int = 0
    kept: list[str] = field(default_factory=list)

    def add(self, keys: Iterable[str], count: int) -> None:
        self.count += count
        self.kept = heapq.nsmallest(KEPT, (*self.kept, *keys))

    def merge(self, other: Keys) -> None:
        self.add(other.kept, other.count)


@dataclass(slots=True)
class Spread:
    """How often each value of a mean occurs, for its median and extremes; nothing once there are more than SPREAD different ones,
    whatever the order in which they came."""

    counts: Counter[Fraction] = field(default_factory=Counter)
    kept: bool = True

    def add(self, counts: Mapping[Fraction, int]) -> None:
        if self.kept:
            self.counts.update(counts)
            if len(self.counts) > SPREAD:
                self.kept = False
                self.counts.clear()

    def merge(self, other: Spread) -> None:
        self.kept = self.kept and other.kept
        self.add(other.counts)
        if not self.kept:
            self.counts.clear()


@dataclass(slots=True)
class Tally:
    """``counted``: records in the denominator; ``good`` of them. ``unknown``: records that would count, but for which a column that
    the norm needs is empty. ``skipped``: in the period, but outside ``telt mee``. ``upper`` and ``lower``: the exact sums of
    numerator and denominator. ``values``: how often each value occurs, for a percentile; ``spread``: of a mean. ``late``: days too
    late; ``durations``: days from start to end. ``suspended``: records left out because their term was suspended, or (klok stil,
    telt door) that were. ``begun``, ``came``, ``went``: of a stock, how many were open before the period, came in and went out.
    ``odd``: done before they came in. ``open_due``: while the period runs, the last days of what is open and not yet late;
    ``ready``: what was done, but only falls due later in the period. ``days``: how many records fall on each day, for a
    frequency."""

    counted: int = 0
    good: int = 0
    unknown: int = 0
    skipped: int = 0
    suspended: int = 0
    begun: int = 0
    came: int = 0
    went: int = 0
    odd: Keys = field(default_factory=Keys)
    days: Counter[int] = field(default_factory=Counter)
    upper: Fraction = Fraction(0)
    lower: Fraction = Fraction(0)
    classes: Counter[str] = field(default_factory=Counter)
    values: Counter[Fraction] = field(default_factory=Counter)
    spread: Spread = field(default_factory=Spread)
    late: Counter[int] = field(default_factory=Counter)
    durations: Counter[int] = field(default_factory=Counter)
    open_in_time: int = 0
    against: Keys = field(default_factory=Keys)
    open_due: Counter[int] = field(default_factory=Counter)
    ready: int = 0
    open_late: Keys = field(default_factory=Keys)
    open_late_days: Counter[int] = field(default_factory=Counter)

    def merge(self, other: Tally) -> None:
        self.counted += other.counted
        self.good += other.good
        self.unknown += other.unknown
        self.skipped += other.skipped
        self.suspended += other.suspended
        self.begun += other.begun
        self.came += other.came
        self.went += other.went
        self.odd.merge(other.odd)
        self.days.update(other.days)
        self.upper += other.upper
        self.lower += other.lower
        self.classes.update(other.classes)
        self.values.update(other.values)
        self.spread.merge(other.spread)
        self.late.update(other.late)
        self.durations.update(other.durations)
        self.open_in_time += other.open_in_time
        self.open_due.update(other.open_due)
        self.ready += other.ready
        self.against.merge(other.against)
        self.open_late.merge(other.open_late)
        self.open_late_days.update(other.open_late_days)


def at_rank(counts: Mapping[Any, int], rank: int) -> Fraction | None:
    """The smallest value that at least ``rank`` percent do not pass; None when there are no values."""
    needed = -(-sum(counts.values()) * rank // 100)
    seen = 0
    for value in sorted(counts):
        seen += counts[value]
        if seen >= max(needed, 1):
            return Fraction(value)
    return None
