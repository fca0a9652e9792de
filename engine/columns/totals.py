"""What a run over rows amounts to: whole numbers only, which add up to the same whatever the order of the parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.columns.compile import Code
from engine.columns.form import Form, Output, Reason

MOST_COUNTED = 64
"""Words of one outcome that are counted one by one."""


@dataclass(slots=True)
class OutcomeTotals:
    """``codes``: rows per :class:`Code`. ``total``: of numbers, the sum of the numerators over ``scale``; of kenmerken, how often
    ja. ``words``: rows per word."""

    outcome: str
    scale: int
    codes: dict[int, int] = field(default_factory=dict)
    total: int = 0
    words: dict[str, int] = field(default_factory=dict)

    def add(self, other: OutcomeTotals) -> None:
        self.total += other.total
        for code, count in other.codes.items():
            self.codes[code] = self.codes.get(code, 0) + count
        for word, count in other.words.items():
            self.words[word] = self.words.get(word, 0) + count


@dataclass(slots=True)
class DecisionTotals:
    """Of one besluit on one rekendatum: how many rows are left to the exact evaluator and why (rows per set of reasons), and per outcome
    its totals over the other rows."""

    besluit: str
    rekendatum: date
    routed: dict[int, int]
    outcomes: tuple[OutcomeTotals, ...]

    @property
    def left_over(self) -> int:
        return sum(self.routed.values())

    def because(self) -> dict[Reason, int]:
        """How many rows are left over for each reason; a row can have several."""
        return {
            reason: count
            for reason in Reason
            if (count := sum(n for bits, n in self.routed.items() if bits & reason)) > 0
        }


@dataclass(slots=True)
class Totals:
    """Of a part of a population: how many rows, and what its decisions amount to."""

    rows: int
    decisions: tuple[DecisionTotals, ...]

    def add(self, other: Totals) -> None:
        self.rows += other.rows
        for mine, theirs in zip(self.decisions, other.decisions, strict=True):
            for bits, count in theirs.routed.items():
                mine.routed[bits] = mine.routed.get(bits, 0) + count
            for one, another in zip(mine.outcomes, theirs.outcomes, strict=True):
                one.add(another)


def nothing(form: Form) -> Totals:
    return Totals(
        0,
        tuple(
            DecisionTotals(
                decision.besluit,
                decision.rekendatum,
                {},
                tuple(OutcomeTotals(one.outcome, one.scale) for one in decision.outputs),
            )
            for decision in form.decisions
        ),
    )


def reasons_counted(reason: NDArray[Any]) -> dict[int, int]:
    """Rows per set of reasons, of the rows that have any."""
    if not np.count_nonzero(reason):
        return {}
    bits, counts = np.unique(reason[reason != 0], return_counts=True)
    return {int(bit): int(count) for bit, count in zip(bits, counts, strict=True)}


Rows = Sequence[tuple[NDArray[Any], Sequence[tuple[NDArray[Any], NDArray[Any]]]]]
"""Per decision the reasons of some rows, and per outcome their values (numerators) and codes."""


def counted(form: Form, rows: Rows) -> Totals:
    """The totals of rows of which all is at hand."""
    return Totals(
        len(rows[0][0]),
        tuple(
            DecisionTotals(
                decision.besluit,
                decision.rekendatum,
                reasons_counted(reason),
                tuple(_counted(*one) for one in zip(decision.outputs, outputs, strict=True)),
            )
            for decision, (reason, outputs) in zip(form.decisions, rows, strict=True)
        ),
    )


def _counted(output: Output, arrays: tuple[NDArray[Any], NDArray[Any]]) -> OutcomeTotals:
    values, codes = arrays
    one = OutcomeTotals(output.outcome, output.scale)
    counts = np.bincount(codes)
    one.codes = {int(code): int(counts[code]) for code in np.flatnonzero(counts) if code != Code.ROUTED}
    if output.sort in ("number", "bool"):
        one.total = int(values.astype(np.int64).sum())
    elif output.sort == "words" and len(output.words) <= MOST_COUNTED:
        per = np.bincount(values[has_value(codes)], minlength=len(output.words))
        one.words = {word: int(n) for word, n in zip(output.words, per, strict=True) if n}
    return one


WITH_VALUE = (Code.VASTGESTELD, Code.STATUTORY, Code.STATUTORY + 1)
"""The codes of rows that have an amount or another value."""


def has_value(codes: NDArray[Any]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = codes == WITH_VALUE[0]
    for code in WITH_VALUE[1:]:
        found |= codes == code
    return found


def possible_codes(output: Output) -> tuple[int, ...]:
    """The codes that an outcome can get, without that of a routed row."""
    found: set[int] = set()
    waiting = [output.code]
    while waiting:
        ins = waiting.pop()
        if ins.is_const:
            found.add(ins.low)
        else:
            waiting.extend(ins.args[1:])
    return tuple(sorted(found - {int(Code.ROUTED)}))
