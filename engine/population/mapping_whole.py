"""Numbers of a whole batch at once, where all are written in the plainest way. Every other batch is read field by field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from dsl.program import NumType
from engine.dossier.values import grid_of
from engine.normen.sources.arrays import Bulk, Plain
from engine.population.mapping_values import STATES, FactColumn

_PLAIN = re.compile(r"(?:[0-9]{0,12}\n)*")
_CENTS = re.compile(r"(?:(?:[0-9]{1,12}(?:,[0-9]{2})?)?\n)*")
_LARGEST = 2**53

Numbers = tuple[NDArray[np.int64], NDArray[np.uint8], int]
"""Values, states, and how many are known."""


def whole_numbers(fact: FactColumn, texts: Sequence[str]) -> Numbers | None:
    """The values of a batch of whole numbers, or amounts with two decimals, that all lie on the grid and within the range; None where
    that is not sure."""
    kind = fact.info.type
    if not isinstance(kind, NumType) or fact.words is not None or fact.empty not in STATES:
        return None
    found = _read(texts)
    if found is None:
        return None
    numbers, gaps, parts = found
    step = grid_of(kind)
    if step is None or fact.rounding is not None:
        return None
    factor = (fact.factor or Fraction(1)) / parts
    times = factor * step.denominator
    if (factor / step).denominator != 1 or times.numerator * (10**14) >= 2**63:
        return None
    values = numbers * int(times)
    known = values if gaps is None else values[~gaps]
    if len(known):
        low, high = int(known.min()), int(known.max())
        lowest, highest = fact.info.low, fact.info.high
        if isinstance(lowest, Fraction) and low < lowest * step.denominator:
            return None
        if isinstance(highest, Fraction) and high > highest * step.denominator:
            return None
        if max(abs(low), abs(high)) >= _LARGEST:
            return None
    state = np.zeros(len(values), np.uint8)
    if gaps is not None:
        state[gaps] = STATES[fact.empty]
        values[gaps] = 0
    return values, state, len(known)


def _read(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.bool_] | None, int] | None:
    """Numbers, where there is none, and over what the numbers are."""
    if isinstance(texts, Plain):
        fits = texts.kind == "geheel" and (
            not len(texts) or max(abs(int(texts.values.min())), abs(int(texts.values.max()))) < 10**12
        )
        return (texts.values.astype(np.int64), texts.gaps, 1) if fits else None
    if isinstance(texts, Bulk) or not isinstance(texts, list):
        return None
    lines = "\n".join(texts) + "\n"
    parts = 1
    if lines.count("\n") != len(texts):
        return None
    if not _PLAIN.fullmatch(lines):
        if not _CENTS.fullmatch(lines):
            return None
        parts = 100
        texts = [text.replace(",", "") if "," in text else f"{text}00" if text else "" for text in texts]
    gaps = np.fromiter((not text for text in texts), bool, len(texts))
    numbers = np.array([text or "0" for text in texts], "S15").astype(np.int64)
    return numbers, gaps if gaps.any() else None, parts
