"""Fields of a table as columns of whole numbers, batch by batch, and what is learned of them on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dsl.diagnostics import Diagnostic, diagnose
from dsl.program import BoolType, DateType, EnumType, NumType, Program
from dsl.source import NOWHERE
from engine.columns.population import KNOWN, Column
from engine.normen.parsing import Refused
from engine.normen.records import distinct_texts
from engine.population.mapping_values import Cell, FactColumn, cell_reader
from engine.population.mapping_whole import whole_numbers

MOST_WORDS = 10_000
"""So many different texts a fact can have. A column with more is no property that people share."""
FEW = 20
"""Of fewer fields it cannot be said that the column itself is wrong."""

REMEMBERED = 100_000
"""So many texts of a fact are remembered with what they mean."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Values and states of one fact of a batch. ``refused``: per row that has none, why."""

    values: NDArray[np.int64]
    state: NDArray[np.uint8]
    refused: dict[int, str]


@dataclass(slots=True)
class FactReader:
    """Reads one fact of all batches. ``low`` and ``high`` enclose its values; ``unknown`` counts those that are not known."""

    program: Program
    fact: FactColumn
    low: int = 0
    high: int = 0
    unknown: int = 0
    filled: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    words: dict[str, int] = field(default_factory=dict)
    _seen: dict[str, Cell] = field(default_factory=dict)

    def read(self, texts: Sequence[str]) -> Typed:
        """The rows of one batch."""
        found = whole_numbers(self.fact, texts)
        if found is None:
            return self._read(texts)
        values, state, filled = found
        self.filled += filled
        self.unknown += len(values) - filled
        self._widen(values)
        return Typed(values, state, {})

    def _read(self, texts: Sequence[str]) -> Typed:
        codes, distinct = distinct_texts(texts)
        values = np.zeros(len(distinct), np.int64)
        state = np.zeros(len(distinct), np.uint8)
        why: dict[int, str] = {}
        read = cell_reader(self.program, self.fact)
        for number, text in enumerate(distinct):
            cell = self._seen.get(text)
            if cell is None:
                try:
                    cell = read(text)
                except Refused as refused:
                    why[number] = str(refused)
                    continue
                if len(self._seen) < REMEMBERED:
                    self._seen[text] = cell
            value, state[number] = cell
            values[number] = self._code(value) if isinstance(value, str) else value
        counts = np.bincount(codes, minlength=len(distinct))
        self._learn(values, state, counts, distinct, why)
        refused_rows: dict[int, str] = {}
        if why:
            wrong = np.zeros(len(distinct), bool)
            wrong[list(why)] = True
            refused_rows = {row: why[int(codes[row])] for row in np.flatnonzero(wrong[codes]).tolist()}
        return Typed(values[codes], state[codes], refused_rows)

    def _code(self, text: str) -> int:
        return self.words.setdefault(text, len(self.words)) if len(self.words) <= MOST_WORDS else 0

    def _learn(
        self,
        values: NDArray[np.int64],
        state: NDArray[np.uint8],
        counts: NDArray[Any],
        distinct: Sequence[str],
        why: dict[int, str],
    ) -> None:
        for number, text in enumerate(distinct):
            if text:
                self.filled += int(counts[number])
            if number in why:
                self.reasons[why[number]] += int(counts[number])
        self.unknown += int(counts[state != KNOWN].sum())
        self._widen(values)

    def _widen(self, values: NDArray[np.int64]) -> None:
        self.low, self.high = min(self.low, int(values.min(initial=0))), max(self.high, int(values.max(initial=0)))

    def findings(self, source: str) -> Iterator[Diagnostic]:
        """What is wrong with the column as a whole, when all was read."""
        column = self.fact.column
        refused = self.reasons.total()
        if self.filled >= FEW and 2 * refused > self.filled:
            reason = self.reasons.most_common(1)[0][0]
            yield diagnose(
                "TS563", NOWHERE, name=source, column=column, fact=self.fact.info.name, count=refused, reason=reason
            )
        if len(self.words) > MOST_WORDS:
            yield diagnose("TS564", NOWHERE, name=source, column=column, most=MOST_WORDS)

    def column(self, values: NDArray[np.int64], state: NDArray[np.uint8]) -> Column:
        """Rows of this fact as a column, in the same types for all rows of all batches."""
        kind = self.fact.info.type
        held = state if self.unknown else None
        match kind:
            case BoolType():
                return Column(values.astype(bool), held)
            case DateType():
                return Column(values.astype(np.int32), held)
            case NumType():
                return Column(values.astype(_narrowest(self.low, self.high)), held, self.fact.scale)
            case EnumType(name=name):
                return Column(values.astype(_narrowest(0, len(self.program.enums[name]))), held)
        words = tuple(self.words) or ("",)
        return Column(values.astype(_narrowest(0, len(words))), held, None, words)


def _narrowest(low: int, high: int) -> Any:
    return next(
        kind
        for kind in (np.int8, np.int16, np.int32, np.int64)
        if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max
    )
