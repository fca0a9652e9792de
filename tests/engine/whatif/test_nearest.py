"""The nearest change is exact, however little can be shown of a range."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.whatif.nearest import TooManyLooksError, nearest_above, nearest_below


@given(st.sets(st.integers(-300, 300)), st.integers(-300, 300), st.integers(0, 60))
def test_it_is_the_first_that_differs(changes: set[int], present: int, blind: int) -> None:
    """``blind``: ranges wider than this are never shown to be the same."""
    changes.discard(present)

    def same(low: int, high: int) -> bool:
        inside = any(low <= change <= high for change in changes)
        return not inside and (low == high or high - low <= blind)

    above = [change for change in changes if change > present]
    below = [change for change in changes if change < present]
    assert nearest_above(present, 300, same) == (min(above) if above else None)
    assert nearest_below(present, -300, same) == (max(below) if below else None)


def test_a_far_threshold_takes_few_looks() -> None:
    seen = []

    def same(low: int, high: int) -> bool:
        seen.append((low, high))
        return high < 1_234_567_890

    assert nearest_above(0, 10**15, same) == 1_234_567_890
    assert len(seen) < 120


def test_when_nothing_can_be_shown_it_gives_up_instead_of_hanging() -> None:
    with pytest.raises(TooManyLooksError):
        nearest_above(0, 10**9, lambda low, high: low == high)
