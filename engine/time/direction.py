"""A law in which a change that makes the outcome higher counts from another day than one that makes it lower (AOW artikel 17).

The besluit is followed twice: once with every change counted as if it made the outcome higher, once as if it made it lower. Where the two
differ, one of them has counted a change that the other has not yet. That change made the outcome higher or lower, and so says which
of the two is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from dsl.program import DecisionInfo, NumType
from engine.decide import WITHOUT_AMOUNT
from engine.decision import Decision, OutcomeResult
from engine.time.amounts import amount_from, money_outcome
from engine.time.effect import effect_of
from engine.time.reasons import Reason, reasons_for
from engine.time.timeline import Days, Stretch, says_the_same
from engine.time.units import first_day
from engine.values import Known, Unknown

_ONE_DAY = timedelta(days=1)
Range = tuple[Fraction | None, Fraction | None]
"""The lowest and the highest that an amount can be; None: no end."""


def joined(
    days: Days,
    ways: tuple[DecisionInfo, DecisionInfo],
    told: Sequence[Sequence[Stretch]],
    grid: str,
    *,
    reasons: bool,
) -> tuple[Stretch, ...]:
    """The stretches of the besluit as it holds. ``ways`` is the besluit for a change that makes the outcome higher and for one that makes
    it lower; ``told`` what each of the two says over the same days."""
    choose = _Choice(ways)
    found: list[Stretch] = []
    way: int | None = None
    edges = sorted({stretch.start for line in told for stretch in line})
    last = told[0][-1].end
    for start, following in zip(edges, [*edges[1:], last + _ONE_DAY], strict=True):
        both = [next(one for one in line if one.start <= start <= one.end) for line in told]
        before = None if way is None else ways[way]
        if way is None or not says_the_same(both[0].decision, both[1].decision):
            # Where the two agree, the one that held goes on: that of the last change.
            way = choose(both[0].decision, both[1].decision)
        shown, decision = ways[way], both[way].decision
        if both[way].start != start:
            decision = days.decide(shown, first_day(grid, start))
        if found and says_the_same(found[-1].decision, decision):
            found[-1] = replace(found[-1], end=following - _ONE_DAY)
            continue
        why: tuple[Reason, ...] = ()
        if reasons and before is not None:
            was = days.decide(before, first_day(grid, start - _ONE_DAY))
            why = reasons_for(days.program, days.case, shown, was, decision, days.known)
        found.append(Stretch(start, following - _ONE_DAY, decision, why))
    return tuple(found)


class _Choice:
    """Which of the two ways holds: 0 that of a higher outcome, 1 that of a lower."""

    def __init__(self, ways: tuple[DecisionInfo, DecisionInfo]) -> None:
        self.outcome = _compared(ways[0])
        self.early = 1 if effect_of(ways[0]).next else 0
        """The way in which a change counts first."""

    def __call__(self, *both: Decision) -> int:
        early, late = self.early, 1 - self.early
        ranges = [_range(one.outcomes[self.outcome]) for one in both]
        first, second = ranges[early], ranges[late]
        if first is None or second is None:
            return early if first is None else late
        if early == 1:
            first, second = _turned(first), _turned(second)
        if _reaches(first[0], second[1]):
            return early
        if _reaches(second[0], first[1]):
            return late
        # Not definite which: the one that can be most also covers what the other can be.
        if first[1] == second[1]:
            return early if first[0] != first[1] else late
        return early if first[1] is None or (second[1] is not None and first[1] > second[1]) else late


def _compared(info: DecisionInfo) -> int:
    """The outcome by which higher and lower are told: the amount of money, or else the first number."""
    money = money_outcome(info)
    if money is not None:
        return money
    return next(number for number, outcome in enumerate(info.outcomes) if isinstance(outcome.attr.type, NumType))


def _range(result: OutcomeResult) -> Range | None:
    """What the outcome can come to; None when it went wrong."""
    known = amount_from(result.value, result.legal_status)
    if known is not None:
        return known, known
    if not isinstance(result.value, Known | Unknown):
        return None
    low, high = (
        (result.value.value, result.value.value)
        if isinstance(result.value, Known)
        else (result.value.bounds.low, result.value.bounds.high)
    )
    if isinstance(result.legal_status, Unknown):
        # It may also be one of the statuses without an amount.
        options = result.legal_status.bounds.options
        if options is None or any(one in WITHOUT_AMOUNT for one in options):
            low = min(low, Fraction(0)) if isinstance(low, Fraction) else None
            high = max(high, Fraction(0)) if isinstance(high, Fraction) else None
    return low if isinstance(low, Fraction) else None, high if isinstance(high, Fraction) else None


def _turned(found: Range) -> Range:
    low, high = found
    return None if high is None else -high, None if low is None else -low


def _reaches(low: Fraction | None, high: Fraction | None) -> bool:
    """Whether something that is at least ``low`` is surely no less than what is at most ``high``."""
    return low is not None and high is not None and low >= high
