"""Figures for a reader: scaled to the country, with the range that chance gives them and no more digits than that allows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from dsl.notation import format_display
from engine.simulation.run import Drawn
from engine.simulation.tally import Tally

Sort = Literal["euro", "aantal", "aandeel"]
FEWEST_ROWS = 25
"""Rows of a group below which nothing is said of it."""
TOO_FEW = f"minder dan {FEWEST_ROWS} rijen: niet getoond"
_MILLION, _BILLION = 1_000_000, 1_000_000_000
_CENT = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Figure:
    """``low`` and ``high`` are the ends over the seeds (None: the population is somebody's own and stands for itself). ``how`` says
    in Dutch how it was computed. ``value`` None: it cannot be told."""

    name: str
    sort: Sort
    value: Fraction | None
    low: Fraction | None
    high: Fraction | None
    how: str
    least: Fraction | None = None
    """The smallest step that its source allows, where that is known."""
    hidden: bool = False
    """There is a value, of too few rows to show it; ``value`` is then None."""

    @property
    def step(self) -> Fraction:
        """The smallest step in which the figure is written: that of the first digit of half its range."""
        if self.least is not None:
            return self.least
        if self.low is None or self.high is None or self.low == self.high:
            return (
                Fraction(1, 100)
                if self.sort == "euro"
                else Fraction(1, 10_000)
                if self.sort == "aandeel"
                else Fraction(1)
            )
        return power_below((self.high - self.low) / 2)

    def words(self) -> str:
        """``€ 124 miljoen``; nothing known is ``niet vast te stellen``."""
        if self.hidden:
            return TOO_FEW
        return "niet vast te stellen" if self.value is None else written(self.value, self.sort, self.step)

    def spread(self) -> str:
        """``€ 120 miljoen tot € 127 miljoen``, or nothing where there is no range."""
        if self.low is None or self.high is None or self.low == self.high:
            return ""
        return f"{written(self.low, self.sort, self.step)} tot {written(self.high, self.sort, self.step)}"


def power_below(value: Fraction) -> Fraction:
    """The power of ten that is not above a positive number."""
    power = Fraction(1)
    while power > value:
        power /= 10
    while power * 10 <= value:
        power *= 10
    return power


def written(value: Fraction, sort: Sort, step: Fraction) -> str:
    """A figure in steps of so much, half away from zero."""
    steps = abs(value) / step
    rounded = Fraction((2 * steps.numerator + steps.denominator) // (2 * steps.denominator)) * step
    sign = "-" if value < 0 and rounded else ""
    if sort == "aandeel":
        return f"{sign}{format_display(rounded, 'percentage')}"
    if rounded >= _BILLION and step >= _MILLION:
        body = f"{_grouped(rounded / _BILLION)} miljard"
    elif rounded >= _MILLION and step >= 1_000:
        body = f"{_grouped(rounded / _MILLION)} miljoen"
    elif sort == "euro" and step < 1 and rounded:
        return f"{sign}{format_display(rounded, 'bedrag')}"
    else:
        body = _grouped(rounded)
    return f"{sign}€ {body}" if sort == "euro" else f"{sign}{body}"


def _grouped(value: Fraction) -> str:
    from dsl.notation import format_number

    return format_number(value, grouped=True)


Take = Callable[[Tally, Fraction], Fraction | None]


class Figures:
    """Makes figures of one besluit: the same reading of the run and of every seed."""

    def __init__(self, besluit: str, tally: Tally, weight: Fraction, seeds: Sequence[Drawn]) -> None:
        self.besluit = besluit
        self.tally = tally
        self.weight = weight
        self.seeds = [one for one in seeds if besluit in one.tallies]
        self.made: list[Figure] = []

    def make(self, name: str, sort: Sort, take: Take, how: str, rows: int | None = None) -> Figure:
        """``take`` reads a figure from numbers and a weight; ``rows``: of how many rows of the population it tells something."""
        if rows is not None and 0 < rows < FEWEST_ROWS:
            return self.hide(name, sort, TOO_FEW)  # not how it was computed: that names the number
        value = take(self.tally, self.weight)
        found = [take(one.tallies[self.besluit], one.weight) for one in self.seeds]
        known = [one for one in [*found, value] if one is not None]
        whole = value is not None and len(self.seeds) > 0 and len(known) == len(found) + 1
        return self._kept(Figure(name, sort, value, min(known) if whole else None, max(known) if whole else None, how))

    def _kept(self, figure: Figure) -> Figure:
        self.made.append(figure)
        return figure

    def hide(self, name: str, sort: Sort, why: str) -> Figure:
        """A figure that would give away one that is hidden."""
        return self._kept(Figure(name, sort, None, None, None, why, hidden=True))

    def amount(self, name: str, *key: str, rows: int | None = None) -> Figure:
        return self.make(
            name,
            "euro",
            lambda tally, weight: weight * Fraction(tally.of(*key), tally.scale),
            f"de bedragen in deze populatie opgeteld: {written(self._sum(*key), 'euro', _CENT)}{self._times()}",
            rows,
        )

    def _sum(self, *key: str) -> Fraction:
        return Fraction(self.tally.of(*key), self.tally.scale)

    def count(self, name: str, *key: str, per: int = 1) -> Figure:
        rows = self.tally.of(*key)
        over = f", samen over {per} maanden, gedeeld door {per}" if per > 1 else ""
        return self.make(
            name,
            "aantal",
            lambda tally, weight: weight * Fraction(tally.of(*key), per),
            f"geteld in deze populatie: {_grouped(Fraction(rows))}{over}{self._times()}",
            -(-rows // per),
        )

    def _times(self) -> str:
        """What of the population is done to become the country."""
        if self.weight == 1:
            return ""
        return f", maal {_grouped(_hundredths(self.weight))} (zoveel staat een rij hier voor in Nederland)"


def _hundredths(value: Fraction) -> Fraction:
    return Fraction(round(value * 100), 100)


def also_hidden(rows: Sequence[int]) -> int | None:
    """Of numbers that add up to what is shown elsewhere: the one that is hidden beside the only one of too few rows, since that could be
    computed otherwise. None where there is no such need."""
    few = [place for place, number in enumerate(rows) if 0 < number < FEWEST_ROWS]
    others = [place for place, number in enumerate(rows) if number >= FEWEST_ROWS]
    return min(others, key=lambda place: rows[place]) if len(few) == 1 and others else None
