"""What could not be used of a source: counted per reason, the first of it kept to show, and all of it in a file for who asks."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TextIO

from dsl.diagnostics import diagnose
from dsl.files import reason
from dsl.source import NOWHERE
from engine.normen.sources import Unreadable
from engine.spreadsheet import CsvTable

KEPT = 10_000
"""So many refused rows are kept with their reason; all are counted."""


class Refusal(NamedTuple):
    """One refused row. ``part``: the file it came from, where a source has more than one."""

    row: int
    key: str
    reason: str
    part: str = ""


@dataclass(slots=True)
class Rejected:
    """Refused rows: how many, per reason, and the first of them. ``file``: where all of them are written."""

    count: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    rows: list[Refusal] = field(default_factory=list)
    file: RejectFile | None = None

    def add(
        self, refusal: Refusal, kinds: Sequence[str], values: Sequence[str] = (), loose: Sequence[str] = ()
    ) -> None:
        """``kinds`` are the reasons without their particulars; ``values`` what stood in the columns, ``loose`` the fields of a row that has
        no columns to speak of. Raises Unreadable when the file cannot be written."""
        self.count += 1
        self.reasons.update(kinds)
        if len(self.rows) < KEPT:
            self.rows.append(refusal)
        if self.file is not None:
            self.file.write(refusal, values, loose)


class RejectFile:
    """A CSV file with refused rows, that a person can open, repair and deliver again. It is written beside its place and put there by
    :meth:`keep`; leaving the context without that leaves nothing."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.path = path
        self._columns = columns
        self._file: TextIO | None = None
        self._out: CsvTable | None = None

    def __enter__(self) -> RejectFile:
        """Raises Unreadable."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, _ = made = tempfile.mkstemp(dir=self.path.parent, prefix=".toetssteen-")
            # With a mark at the start Excel, too, reads it as UTF-8.
            self._file = os.fdopen(handle, "w", encoding="utf-8-sig", newline="")
            self._temporary = made[1]
            self._out = CsvTable(self._file)
            self._out.row(["bestand", "rij", "sleutel", "reden", *self._columns, "losse velden"])
        except OSError as wrong:
            raise self._failed(wrong) from None
        return self

    def write(self, refusal: Refusal, values: Sequence[str], loose: Sequence[str]) -> None:
        """Raises Unreadable."""
        shown = values or [""] * len(self._columns)
        assert self._out is not None
        try:
            self._out.row([refusal.part, refusal.row, refusal.key, refusal.reason, *shown, *loose])
        except OSError as wrong:
            raise self._failed(wrong) from None

    def keep(self) -> None:
        """Put the file in its place. Raises Unreadable."""
        assert self._file is not None
        try:
            self._file.close()
            os.replace(self._temporary, self.path)
        except OSError as wrong:
            raise self._failed(wrong) from None
        self._file = None

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
            with suppress(OSError):
                os.unlink(self._temporary)

    def _failed(self, wrong: OSError) -> Unreadable:
        return Unreadable(diagnose("TS806", NOWHERE, path=str(self.path), reason=reason(wrong)))
