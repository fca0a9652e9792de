"""Where records come from. A source gives its column names and batches of raw values, and can be read again, whole or only one
column of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from dsl.diagnostics import Diagnostic

BATCH = 100_000
"""So many records are in memory at once."""


@dataclass(frozen=True, slots=True)
class RawBatch:
    """Values as texts, per column of the source. ``rows``: the line or row number of each record, counted from 1 with the header.
    ``broken``: rows that have no columns at all to speak of, with the reason."""

    columns: tuple[Sequence[str], ...]
    rows: Sequence[int]
    broken: tuple[tuple[int, str], ...] = ()


class Source(Protocol):
    """``name`` is what messages call it; ``header`` the names of its columns."""

    @property
    def name(self) -> str: ...
    @property
    def header(self) -> tuple[str, ...]: ...
    def batches(self) -> Iterator[RawBatch]: ...
    def texts(self, column: int) -> Iterator[Sequence[str]]: ...


class Unreadable(Exception):
    """A source that cannot be read, or not to its end. Carries the finding."""

    def __init__(self, finding: Diagnostic) -> None:
        self.finding = finding
        super().__init__(finding.code)
