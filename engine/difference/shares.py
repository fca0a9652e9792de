"""Divide the difference between two states over the causes that lie between them, exactly.

The causes are walked in the order in which they became known, so that every state between two moments really existed. Within
one moment nothing says which cause came first: each gets its Shapley share, the mean of what it adds over all orders. Causes
whose mixture has no definite outcome cannot be told apart and share as one. Nothing here knows what a cause is or how a state
is decided: :data:`Worth` gives the amounts of the first state with some of the causes applied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import factorial, floor

MOST_CAUSES = 6
"""So many causes of one moment are told apart; of more, those that do least alone are taken together."""

MOST_PARTNERS = 24
"""Beside so many others a cause that does nothing alone is tried: half of them the last before it, the rest the first after it."""

Cause = str
Worth = Callable[[frozenset[Cause]], tuple[Fraction | None, ...]]
"""The amount in each period of the first state with these causes applied; None where it is not definite."""

_Block = frozenset[Cause]


@dataclass(frozen=True, slots=True)
class Share:
    """What causes (several: they could not be told apart) add over all periods together. ``exact`` is their share,
    ``rounded`` the same on the grid of the amounts; the rounded shares add up exactly. ``alone`` is what they do without any
    other cause (None: that has no definite outcome). ``needs``: when they do nothing alone, the causes that they do it with."""

    causes: tuple[Cause, ...]
    per_period: tuple[Fraction, ...]
    exact: Fraction
    rounded: Fraction
    alone: Fraction | None
    needs: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True)
class Division:
    """``old`` and ``new`` per period; ``difference`` over the periods in which both are definite; ``open_periods`` are the
    numbers of the others."""

    old: tuple[Fraction | None, ...]
    new: tuple[Fraction | None, ...]
    shares: tuple[Share, ...]
    difference: Fraction
    open_periods: tuple[int, ...]


def divide(moments: Sequence[Sequence[Cause]], worth: Worth, grid: Fraction) -> Division:
    """Divide the difference between the state without and the state with all causes. ``moments``: the causes per moment of
    knowledge, in order; a cause stands in one moment. ``grid``: the shares are rounded to multiples of it; the difference
    itself must lie on it, or the shares add up to it within less than one step."""
    return _Walk(moments, worth).division(grid)


class _Walk:
    def __init__(self, moments: Sequence[Sequence[Cause]], worth: Worth) -> None:
        self._worth = worth
        self._seen: dict[frozenset[Cause], tuple[Fraction | None, ...]] = {}
        self._definite: dict[frozenset[Cause], tuple[Fraction, ...] | None] = {}
        self._sums: dict[frozenset[Cause], Fraction | None] = {}
        self._all = frozenset(cause for moment in moments for cause in moment)
        self._causes = [cause for moment in moments for cause in moment]
        self._order = {cause: number for number, cause in enumerate(self._causes)}
        old, new = self._at(frozenset()), self._at(self._all)
        self._settled = [
            number
            for number, pair in enumerate(zip(old, new, strict=True))
            if pair[0] is not None and pair[1] is not None
        ]
        self._moments = [list(moment) for moment in moments if moment]

    def division(self, grid: Fraction) -> Division:
        old, new = self._at(frozenset()), self._at(self._all)
        shares: list[tuple[_Block, tuple[Fraction, ...]]] = []
        before: frozenset[Cause] = frozenset()
        for moment in self._existing_states():
            shares += self._shapley(before, self._told_apart(before, moment))
            before |= frozenset(moment)
        parts = [_total(part) for _, part in shares]
        whole, rounded = sum(parts, Fraction(0)), to_grid(parts, grid)
        settled = set(self._settled)
        return Division(
            old,
            new,
            tuple(self._share(*one, on_grid) for one, on_grid in zip(shares, rounded, strict=True)),
            whole,
            tuple(number for number in range(len(old)) if number not in settled),
        )

    def _at(self, causes: frozenset[Cause]) -> tuple[Fraction | None, ...]:
        if causes not in self._seen:
            self._seen[causes] = self._worth(causes)
        return self._seen[causes]

    def _settled_at(self, causes: frozenset[Cause]) -> tuple[Fraction, ...] | None:
        """The amounts in the periods that count; None when one of them is not definite."""
        if causes not in self._definite:
            values = self._at(causes)
            found = [values[number] for number in self._settled]
            definite = tuple(value for value in found if value is not None)
            self._definite[causes] = definite if len(definite) == len(found) else None
        return self._definite[causes]

    def _sum_at(self, causes: frozenset[Cause]) -> Fraction | None:
        """What those amounts come to together."""
        if causes not in self._sums:
            found = self._settled_at(causes)
            self._sums[causes] = None if found is None else _total(found)
        return self._sums[causes]

    def _existing_states(self) -> list[list[Cause]]:
        """The moments, each taken together with the next as long as the state after it has no definite outcome."""
        joined: list[list[Cause]] = []
        waiting: list[Cause] = []
        before: frozenset[Cause] = frozenset()
        for moment in self._moments:
            waiting += moment
            if self._settled_at(before | frozenset(waiting)) is not None:
                before |= frozenset(waiting)
                joined.append(waiting)
                waiting = []
        return joined

    # --- one moment -----------------------------------------------------------------------------------------------

    def _told_apart(self, before: frozenset[Cause], moment: list[Cause]) -> list[_Block]:
        blocks = [frozenset((cause,)) for cause in moment]
        if len(blocks) > MOST_CAUSES:
            ranked = sorted(blocks, key=lambda one: (-self._weight(before, one), self._first(one)))
            blocks = [*ranked[: MOST_CAUSES - 1], frozenset().union(*ranked[MOST_CAUSES - 1 :])]
            blocks.sort(key=self._first)
        while any(self._settled_at(before | mix) is None for mix in _mixtures(blocks)):
            candidates = [_merged(blocks, pair) for pair in combinations(range(len(blocks)), 2)]
            blocks = min(candidates, key=lambda one: self._indefinite(before, one))
        return blocks

    def _weight(self, before: frozenset[Cause], block: _Block) -> Fraction:
        start, end = self._sum_at(before), self._sum_at(before | block)
        return Fraction(0) if start is None or end is None else abs(end - start)

    def _indefinite(self, before: frozenset[Cause], blocks: list[_Block]) -> int:
        return sum(self._settled_at(before | mix) is None for mix in _mixtures(blocks))

    def _shapley(self, before: frozenset[Cause], blocks: list[_Block]) -> list[tuple[_Block, tuple[Fraction, ...]]]:
        count = len(blocks)
        found: list[tuple[_Block, tuple[Fraction, ...]]] = []
        for block in blocks:
            others = [one for one in blocks if one is not block]
            sums = [Fraction(0)] * len(self._settled)
            for size in range(count):
                weight = factorial(size) * factorial(count - 1 - size)
                for some in combinations(others, size):
                    mix = before.union(*some)
                    without, with_it = self._settled_at(mix), self._settled_at(mix | block)
                    assert without is not None and with_it is not None
                    for number, (low, high) in enumerate(zip(without, with_it, strict=True)):
                        if low != high:
                            sums[number] += weight * (high - low)
            found.append((block, tuple(part / factorial(count) if part else part for part in sums)))
        return found

    # --- what is told of a share ----------------------------------------------------------------------------------

    def _share(self, block: _Block, parts: tuple[Fraction, ...], rounded: Fraction) -> Share:
        per_period = [Fraction(0)] * len(self._at(frozenset()))
        for number, part in zip(self._settled, parts, strict=True):
            per_period[number] = part
        alone = self._effect(frozenset(), block)
        exact = _total(parts)
        needs = self._partners(block) if alone == 0 and any(parts) else ()
        return Share(tuple(sorted(block, key=self._place)), tuple(per_period), exact, rounded, alone, needs)

    def _effect(self, before: frozenset[Cause], block: _Block) -> Fraction | None:
        start, end = self._sum_at(before), self._sum_at(before | block)
        return None if start is None or end is None else end - start

    def _partners(self, block: _Block) -> tuple[Cause, ...]:
        """The causes beside which this one does something; all that were tried when no single one is enough."""
        at = self._first(block)
        before = [cause for cause in self._causes[max(0, at - MOST_PARTNERS) : at] if cause not in block]
        after = [cause for cause in self._causes[at : at + MOST_PARTNERS + len(block)] if cause not in block]
        half = MOST_PARTNERS // 2
        few = max(half, MOST_PARTNERS - len(after)), max(half, MOST_PARTNERS - len(before))
        others = [*before[-few[0] :], *after[: few[1]]]
        single = tuple(one for one in others if self._effect(frozenset((one,)), block) not in (None, Fraction(0)))
        return single or tuple(others)

    def _place(self, cause: Cause) -> int:
        return self._order[cause]

    def _first(self, block: _Block) -> int:
        return min(self._order[cause] for cause in block)


def _total(parts: Iterable[Fraction]) -> Fraction:
    """The sum; most parts of a difference are nothing."""
    return sum(filter(None, parts), Fraction(0))


def _mixtures(blocks: Sequence[_Block]) -> Iterable[frozenset[Cause]]:
    """Every union of some, not all, of the blocks."""
    for size in range(1, len(blocks)):
        for some in combinations(blocks, size):
            yield frozenset().union(*some)


def _merged(blocks: list[_Block], pair: tuple[int, int]) -> list[_Block]:
    first, second = pair
    rest = [block for number, block in enumerate(blocks) if number not in pair]
    rest.insert(first, blocks[first] | blocks[second])
    return rest


def to_grid(parts: Sequence[Fraction], grid: Fraction) -> list[Fraction]:
    """Multiples of ``grid`` that add up to the sum of the parts (itself rounded down to the grid), each less than one step from
    its part: the steps that rounding down leaves go to the largest remainders, the first of equal ones."""
    steps = [floor(part / grid) for part in parts]
    remainders = [part / grid - step for part, step in zip(parts, steps, strict=True)]
    left = floor(sum(remainders, Fraction(0)))
    for number in sorted(range(len(parts)), key=lambda one: (-remainders[one], one))[:left]:
        steps[number] += 1
    return [step * grid for step in steps]
