"""Raking: weights as near as possible to what they were, that reach given margins."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_ROUNDS = 200
_NEAR = 1e-10


class UnreachableError(ValueError):
    """Margins that no weights reach together."""


def rake(weights: Floats, counts: NDArray[Any], targets: NDArray[Any]) -> Floats:
    """Weights w[i] = weights[i] * exp(sum over j of l[j] * counts[j, i]) with sum over i of counts[j, i] * w[i] = targets[j] for
    every margin j: of all weights that reach the margins those with the least relative entropy to the given ones.

    Raises UnreachableError when there are none."""
    # Newton's method on l; margins are scaled to 1, so that a margin of people and one of households weigh the same.
    scaled = np.asarray(counts, float) / np.asarray(targets, float)[:, None]
    steps = np.zeros(len(scaled))
    current = weights.astype(float)
    for _ in range(_ROUNDS):
        gap = 1 - scaled @ current
        if np.abs(gap).max(initial=0) < _NEAR:
            return current
        slope = (scaled * current) @ scaled.T
        try:
            move = np.linalg.solve(slope, gap)
        except np.linalg.LinAlgError:
            raise UnreachableError("the margins depend on each other") from None
        # A step that would change a weight by more than a factor e is shortened.
        largest = np.abs(scaled.T @ move).max()
        steps += move * min(1.0, 1.0 / largest) if largest > 0 else move
        current = weights * np.exp(steps @ scaled)
    raise UnreachableError("the margins contradict each other")
