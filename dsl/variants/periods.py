"""Periods of whole days, of which either end may be open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dsl.notation import format_date
from dsl.syntax import Geldig, Waarde

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Both ends belong to it."""

    first: date = date.min
    last: date = date.max

    def common(self, other: Period) -> Period | None:
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Period(first, last) if first <= last else None

    def without(self, other: Period) -> list[Period]:
        """What of this period is not in the other: nothing, one part, or one before and one after."""
        if self.common(other) is None:
            return [self]
        parts = []
        if self.first < other.first:
            parts.append(Period(self.first, other.first - DAY))
        if other.last < self.last:
            parts.append(Period(other.last + DAY, self.last))
        return parts

    @property
    def words(self) -> str:
        if self.first == date.min:
            return "altijd" if self.last == date.max else f"t/m {format_date(self.last)}"
        first = format_date(self.first)
        return f"vanaf {first}" if self.last == date.max else f"van {first} t/m {format_date(self.last)}"


def validity(written: Geldig | None) -> Period:
    if written is None:
        return Period()
    return Period(written.vanaf or date.min, written.tot_en_met or date.max)


def as_written(period: Period) -> Geldig | None:
    """The head line of a rule that is valid in a period."""
    since = None if period.first == date.min else period.first
    until = None if period.last == date.max else period.last
    return Geldig(since, until) if since or until else None


def outside(periods: Iterable[Period], taken: Iterable[Period]) -> list[Period]:
    """What of the periods is in none of ``taken``."""
    left = list(periods)
    for one in taken:
        left = [part for period in left for part in period.without(one)]
    return left


def value_periods(values: Sequence[Waarde]) -> list[tuple[Period, Waarde]]:
    """Each value with the days on which it holds, in order of time: up to its own end, or to the next value, or for good."""
    ordered = sorted(values, key=lambda value: value.vanaf)
    found = []
    for index, value in enumerate(ordered):
        last = value.tot_en_met
        if last is None:
            last = ordered[index + 1].vanaf - DAY if index + 1 < len(ordered) else date.max
        if value.vanaf <= last:
            found.append((Period(value.vanaf, last), value))
    return found


def overlaid(base: Sequence[Waarde], over: Sequence[Waarde]) -> tuple[Waarde, ...]:
    """The values of ``over`` on their days, and those of ``base`` on all others."""
    taken = value_periods(over)
    kept = [
        _on(value, part)
        for period, value in value_periods(base)
        for part in outside([period], [other for other, _ in taken])
    ]
    return tuple(sorted([*kept, *(_on(value, period) for period, value in taken)], key=lambda value: value.vanaf))


def _on(value: Waarde, period: Period) -> Waarde:
    return replace(value, vanaf=period.first, tot_en_met=None if period.last == date.max else period.last)


def same_values(one: Sequence[Waarde], other: Sequence[Waarde]) -> bool:
    """Whether two lists give the same value on every day."""
    return _runs(one) == _runs(other)


def _runs(values: Sequence[Waarde]) -> list[tuple[Period, object]]:
    """The periods with one value, those that follow on each other with the same value as one."""
    runs: list[tuple[Period, object]] = []
    for period, value in value_periods(values):
        if runs and runs[-1][1] == value.waarde and runs[-1][0].last + DAY == period.first:
            runs[-1] = Period(runs[-1][0].first, period.last), value.waarde
        else:
            runs.append((period, value.waarde))
    return runs
