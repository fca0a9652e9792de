"""The nearest number for which something is no longer the same, found by halving what cannot be shown to be the same.

``same(low, high)`` says whether all numbers of a range give what the present one gives. It must be right when it says yes, and
when the range is one number; of a wider range it may always say no.
"""

from __future__ import annotations

from collections.abc import Callable

MOST_LOOKS = 2_000

Same = Callable[[int, int], bool]


class TooManyLooksError(Exception):
    """The answer was not found within MOST_LOOKS looks."""


def nearest_above(present: int, highest: int, same: Same) -> int | None:
    """The least number above ``present``, up to ``highest``, that is not the same; None when there is none."""
    return _first(present + 1, highest, same, _Looks())


def nearest_below(present: int, lowest: int, same: Same) -> int | None:
    """The greatest number below ``present``, down to ``lowest``, that is not the same; None when there is none."""
    found = _first(1 - present, -lowest, lambda low, high: same(-high, -low), _Looks())
    return None if found is None else -found


class _Looks:
    def __init__(self) -> None:
        self.left = MOST_LOOKS

    def one(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise TooManyLooksError


def _first(low: int, high: int, same: Same, looks: _Looks) -> int | None:
    """The least number of a range that is not the same."""
    waiting = [(low, high)]
    while waiting:
        first, last = waiting.pop()
        if first > last:
            continue
        looks.one()
        if same(first, last):
            continue
        if first == last:
            return first
        middle = first + (last - first) // 2
        waiting.append((middle + 1, last))
        waiting.append((first, middle))
    return None
