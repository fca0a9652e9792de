"""Values of typed sources as the text that a CSV file would hold."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from dsl.diagnostics import diagnose
from dsl.files import reason
from dsl.source import NOWHERE
from engine.normen.sources import Unreadable


def as_text(value: Any) -> str:
    """A value in the notation that is read in one way only: a comma for decimals, a date with the year first."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float | Decimal):
        # The shortest decimal that reads back to the same number is what the file meant; no sum is made of the float itself.
        exact = Decimal(repr(value)) if isinstance(value, float) else value
        if not exact.is_finite():
            return "" if exact.is_nan() else "oneindig"
        return str(int(exact)) if exact == exact.to_integral_value() else format(exact, "f").replace(".", ",")
    if isinstance(value, datetime):
        whole_day = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0) and value.tzinfo is None
        return value.date().isoformat() if whole_day else value.isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def missing_extra(name: str, extra: str) -> Unreadable:
    return Unreadable(diagnose("TS547", NOWHERE, name=name, extra=extra))


def damaged(name: str, wrong: Exception, row: int = 1) -> Unreadable:
    why = (
        reason(wrong)
        if isinstance(wrong, OSError) and wrong.errno
        else "het bestand is beschadigd of van een andere soort"
    )
    return Unreadable(diagnose("TS541", NOWHERE, name=name, line=row, reason=why))


class Unchanged:
    """Holds a file to what it was when it was opened: records are read more than once, and those of two moments do not belong
    together."""

    def __init__(self, path: Path, name: str) -> None:
        self._path, self._name = path, name
        self._was = self._now()

    def check(self, row: int) -> None:
        """Raises Unreadable when the file has changed."""
        if self._now() != self._was:
            why = "het bestand veranderde terwijl het gelezen werd"
            raise Unreadable(diagnose("TS541", NOWHERE, name=self._name, line=row, reason=why))

    def _now(self) -> tuple[int, int]:
        try:
            state = self._path.stat()
        except OSError as wrong:
            raise Unreadable(diagnose("TS001", NOWHERE, path=self._name, reason=reason(wrong))) from None
        return state.st_size, state.st_mtime_ns
