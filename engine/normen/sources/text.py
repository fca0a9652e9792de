"""Records from a CSV file, streamed."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from dsl.diagnostics import Diagnostic, diagnose
from dsl.files import reason
from dsl.source import NOWHERE
from engine.normen.sources import BATCH, Broken, Kind, RawBatch, Unreadable, untyped
from engine.normen.sources.values import Unchanged

_DELIMITERS = ";,\t|"
_LONGEST = 1_000_000
_SEPARATOR = re.compile(r'"?sep=(.)"?\s*')
"""Excel reads a first line ``sep=;`` as a setting."""


@dataclass(frozen=True, slots=True)
class CsvSource:
    """``start`` lines at the beginning are header or setting."""

    path: Path
    name: str
    header: tuple[str, ...]
    delimiter: str
    start: int
    held: Unchanged

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return untyped(self.header)

    def read(self, columns: Sequence[int]) -> Iterator[RawBatch]:
        """Raises Unreadable when the file ends in the middle, is no text or changes."""
        width = len(self.header)
        kept: list[list[str]] = []
        rows: list[int] = []
        broken: list[Broken] = []
        with _opened(self.path, self.name) as file:
            reader = csv.reader(file, delimiter=self.delimiter, strict=True)
            try:
                while reader.line_num < self.start:
                    next(reader)
                line = reader.line_num
                for record in reader:
                    if len(record) == width:
                        kept.append(record)
                        rows.append(line + 1)
                    elif record:
                        why = f"de regel heeft {len(record)} velden, de kop heeft er {width}"
                        broken.append(Broken(line + 1, why, "verkeerd aantal velden", record))
                    line = reader.line_num
                    if len(rows) + len(broken) >= BATCH:
                        yield _batch(kept, rows, broken, columns)
                        kept, rows, broken = [], [], []
            except (csv.Error, UnicodeDecodeError, OSError, StopIteration) as wrong:
                raise Unreadable(_broken_off(self.path, self.name, reader.line_num, wrong)) from None
        if rows or broken:
            yield _batch(kept, rows, broken, columns)
        self.held.check(line + 1)


def _batch(kept: list[list[str]], rows: list[int], broken: list[Broken], columns: Sequence[int]) -> RawBatch:
    return RawBatch(tuple([record[column] for record in kept] for column in columns), tuple(rows), tuple(broken))


def _opened(path: Path, name: str) -> TextIO:
    csv.field_size_limit(_LONGEST)
    try:
        return path.open(encoding="utf-8-sig", newline="")
    except OSError as wrong:
        raise Unreadable(diagnose("TS001", NOWHERE, path=name, reason=reason(wrong))) from None


def _broken_off(path: Path, name: str, line: int, wrong: Exception) -> Diagnostic:
    if isinstance(wrong, UnicodeDecodeError):
        found, why = _no_text(path)
        remedy = "Sla het bestand op als UTF-8; in Excel heet dat 'CSV UTF-8'. Er is niets gemeten."
        return diagnose("TS541", NOWHERE, remedy=remedy, name=name, line=found, reason=why)
    why = "een aanhalingsteken sluit niet, of een veld is langer dan een miljoen tekens"
    if isinstance(wrong, OSError):
        why = reason(wrong)
    return diagnose("TS541", NOWHERE, name=name, line=line + 1, reason=why)


def _no_text(path: Path) -> tuple[int, str]:
    """The first line that is no UTF-8, and what it may be instead. The reader itself knows no better than some thousands of characters."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if number == 1 and line.startswith((b"\xff\xfe", b"\xfe\xff")):
                return 1, "het bestand is UTF-16, geen UTF-8"
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as wrong:
                byte = line[wrong.start]
                return (
                    number,
                    f"het bestand is geen UTF-8 (teken {wrong.start + 1} is byte {byte:02X}; misschien Windows-1252)",
                )
    return 1, "het bestand is geen UTF-8"


def open_csv(path: Path, shown: str) -> CsvSource:
    """Look at the header. Raises Unreadable for a file without one."""
    held = Unchanged(path, shown)
    with _opened(path, shown) as file:
        try:
            first = file.readline(_LONGEST)
            setting = _SEPARATOR.fullmatch(first)
            names = file.readline(_LONGEST) if setting else first
            delimiter = setting[1] if setting else max(_DELIMITERS, key=first.count)
            file.seek(0)
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            header = next(reader, []) if names.strip() else []
            if setting and header:
                header = next(reader, [])
        except (csv.Error, UnicodeDecodeError, OSError) as wrong:
            raise Unreadable(_broken_off(path, shown, 0, wrong)) from None
    if not any(name.strip() for name in header):
        raise Unreadable(diagnose("TS540", NOWHERE, name=shown))
    return CsvSource(path, shown, tuple(" ".join(name.split()) for name in header), delimiter, reader.line_num, held)
