"""Raking by pycarus: weights as near as possible to what they were, that reach given margins."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_NEAR = 1e-9
_ROUNDS = 100
_STAGES = (1, 8, 64)


class UnreachableError(ValueError):
    """Margins that no weights are found to reach together."""


def rake(weights: Floats, counts: NDArray[Any], targets: NDArray[Any]) -> Floats:
    """Weights w[i] = weights[i] * exp(sum over j of l[j] * counts[j, i]) with sum over i of counts[j, i] * w[i] = targets[j] for
    every margin j: of all weights that reach the margins those with the least relative entropy to the given ones. A weight of nought
    stays nought.

    Raises UnreachableError when none are found."""
    used = weights > 0
    # Of one size, so that a margin of people and one of households weigh the same.
    scaled = np.asarray(counts, float)[:, used] / np.asarray(targets, float)[:, None]
    for stages in _STAGES:
        found = _in_stages(weights[used].astype(float), scaled, stages)
        if found is not None:
            out = np.zeros(len(weights))
            out[used] = found
            return out
    raise UnreachableError("no weights reach these margins")


def _in_stages(weights: Floats, scaled: Floats, stages: int) -> Floats | None:
    """The steps of the library are not bounded: from afar it may miss. Halfway marks, each raked from the one before, lead to the
    same weights."""
    import pandas as pd
    from pycarus import CalibrationError, calibrate

    names = [f"marge {number}" for number in range(len(scaled))]
    begin = scaled @ weights
    frame = pd.DataFrame(scaled.T, columns=names)
    for stage in range(1, stages + 1):
        goal = begin + (1 - begin) * (stage / stages)
        try:
            with warnings.catch_warnings():
                # Of steps on the way; whether the margins are reached is looked at afterwards.
                warnings.simplefilter("ignore")
                weights, _ = calibrate(
                    frame.assign(gewicht=weights),
                    dict(zip(names, goal.tolist(), strict=True)),
                    method="raking",
                    initial_weights_column="gewicht",
                    max_iter=_ROUNDS,
                    tolerance=_NEAR,
                    verbose=False,
                )
        except (CalibrationError, ValueError):
            return None
    return weights
