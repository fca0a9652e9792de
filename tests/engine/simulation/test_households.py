"""The ten invented households: one of each of the kinds that there are most of."""

from __future__ import annotations

import numpy as np

from engine.simulation.households import COUNT, _most_found


def test_kinds_that_there_are_most_of_go_first_and_both_ways_are_shown() -> None:
    # Twelve kinds of people who lose, of ever more people, and three who gain; the kind is in the last column.
    change = np.array([-100 - kind for kind in range(12) for _ in range(kind + 1)] + [50, 50, 60, 70], np.int64)
    kinds = np.stack([change], axis=1)
    rows = np.lexsort((np.arange(change.size), change))
    found = _most_found(rows, change, kinds[rows])
    amounts = [int(change[row]) for row in found]
    assert len(found) == COUNT and amounts == sorted(amounts)
    assert [amount for amount in amounts if amount > 0] == [50, 60, 70]
    assert [amount for amount in amounts if amount < 0] == [-111, -110, -109, -108, -107, -106, -105]
    # Of a kind the row in the middle: neither its first nor its last.
    largest = np.flatnonzero(change == -111)
    assert found[0] == largest[largest.size // 2]


def test_few_kinds_give_few_households() -> None:
    change = np.array([5, 5, 5], np.int64)
    assert _most_found(np.arange(3), change, change.reshape(3, 1)) == [1]
