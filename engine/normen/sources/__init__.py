"""Where records come from. A source gives the names and kinds of its columns and batches of raw values, and can be read again, in
whole or only some of its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, overload

import numpy as np
import numpy.typing as npt

from dsl.diagnostics import Diagnostic

BATCH = 50_000
"""So many records are in memory at once."""

Kind = Literal["tekst", "geheel", "exact", "zwevend", "datum", "moment", "ja of nee", "anders"]
"""What a source says that a column holds. ``tekst`` says nothing: each value is read on its own. ``zwevend`` is a binary
fraction, ``anders`` what no column of a registratie can be (binary data, a list)."""


@dataclass(frozen=True, slots=True)
class Coded(Sequence[str]):
    """A column in which each different text stands once. ``codes``: for each record the number of its text; ``texts`` ends with ``""``,
    so that -1 is nothing."""

    codes: npt.NDArray[Any]
    texts: Sequence[str]

    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Coded: ...
    def __getitem__(self, place: int | slice) -> str | Coded:
        return Coded(self.codes[place], self.texts) if isinstance(place, slice) else self.texts[self.codes[place]]

    def __iter__(self) -> Iterator[str]:
        return iter(np.array(self.texts, object)[self.codes].tolist())


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that has no columns to speak of. ``kind`` is the reason without its particulars, ``fields`` what stood there."""

    row: int
    reason: str
    kind: str
    fields: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class RawBatch:
    """Values as texts, per column that was asked for. ``rows``: the line or row number of each record, counted from 1 with the header.
    ``part``: the file that they come from, where a source has more than one."""

    columns: tuple[Sequence[str], ...]
    rows: Sequence[int]
    broken: tuple[Broken, ...] = ()
    part: str = ""


def untyped(header: Sequence[str]) -> tuple[Kind, ...]:
    """The kinds of columns about which a source says nothing."""
    return tuple("tekst" for _ in header)


class Source(Protocol):
    """``name`` is what messages call it; ``header`` the names of its columns, ``kinds`` what they hold."""

    @property
    def name(self) -> str: ...
    @property
    def header(self) -> tuple[str, ...]: ...
    @property
    def kinds(self) -> tuple[Kind, ...]: ...
    def read(self, columns: Sequence[int]) -> Iterator[RawBatch]:
        """The records, of which only these columns. Every reading gives the same records in the same order. Raises Unreadable."""
        ...


class Unreadable(Exception):
    """A source that cannot be read, or not to its end. Carries all findings."""

    def __init__(self, *findings: Diagnostic) -> None:
        self.findings = findings
        super().__init__(", ".join(finding.code for finding in findings))

    @property
    def finding(self) -> Diagnostic:
        return self.findings[0]
