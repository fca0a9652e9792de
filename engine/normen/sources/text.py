"""Records from a CSV file, streamed."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from dsl.diagnostics import Diagnostic, diagnose
from dsl.files import reason
from dsl.source import NOWHERE
from engine.normen.sources import BATCH, RawBatch, Unreadable

_DELIMITERS = ";,\t|"
_LONGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class CsvSource:
    path: Path
    name: str
    header: tuple[str, ...]
    delimiter: str

    def texts(self, column: int) -> Iterator[Sequence[str]]:
        """One column of the records that can be read. Raises Unreadable."""
        with _opened(self.path, self.name) as file:
            reader = csv.reader(file, delimiter=self.delimiter, strict=True)
            width = len(self.header)
            try:
                next(reader, None)
                while part := list(islice(reader, BATCH)):
                    yield [record[column] for record in part if len(record) == width]
            except (csv.Error, UnicodeDecodeError, OSError) as wrong:
                raise Unreadable(_broken_off(self.name, reader.line_num, wrong)) from None

    def batches(self) -> Iterator[RawBatch]:
        """Raises Unreadable when the file ends in the middle or is no text."""
        with _opened(self.path, self.name) as file:
            reader = csv.reader(file, delimiter=self.delimiter, strict=True)
            width = len(self.header)
            kept: list[list[str]] = []
            rows: list[int] = []
            broken: list[tuple[int, str]] = []
            try:
                next(reader, None)
                for record in reader:
                    if len(record) == width:
                        kept.append(record)
                        rows.append(reader.line_num)
                    elif record:
                        broken.append(
                            (reader.line_num, f"de regel heeft {len(record)} velden, de kop heeft er {width}")
                        )
                    if len(rows) + len(broken) >= BATCH:
                        yield _batch(kept, rows, broken, width)
                        kept, rows, broken = [], [], []
            except (csv.Error, UnicodeDecodeError, OSError) as wrong:
                raise Unreadable(_broken_off(self.name, reader.line_num, wrong)) from None
            if rows or broken:
                yield _batch(kept, rows, broken, width)


def _batch(kept: list[list[str]], rows: list[int], broken: list[tuple[int, str]], width: int) -> RawBatch:
    columns = tuple(zip(*kept, strict=True)) if kept else tuple(() for _ in range(width))
    return RawBatch(columns, tuple(rows), tuple(broken))


def _opened(path: Path, name: str) -> TextIO:
    csv.field_size_limit(_LONGEST)
    try:
        return path.open(encoding="utf-8-sig", newline="")
    except OSError as wrong:
        raise Unreadable(diagnose("TS001", NOWHERE, path=name, reason=reason(wrong))) from None


def _broken_off(name: str, line: int, wrong: Exception) -> Diagnostic:
    why = "het bestand is geen UTF-8" if isinstance(wrong, UnicodeDecodeError) else "een aanhalingsteken sluit niet"
    if isinstance(wrong, OSError):
        why = reason(wrong)
    return diagnose("TS541", NOWHERE, name=name, line=line + 1, reason=why)


def open_csv(path: Path, shown: str) -> CsvSource:
    """Look at the header. Raises Unreadable for a file without one."""
    with _opened(path, shown) as file:
        try:
            first = file.readline(_LONGEST)
        except (UnicodeDecodeError, OSError) as wrong:
            raise Unreadable(_broken_off(shown, 0, wrong)) from None
    if not first.strip():
        raise Unreadable(diagnose("TS540", NOWHERE, name=shown))
    delimiter = max(_DELIMITERS, key=first.count)
    header = next(csv.reader([first], delimiter=delimiter))
    return CsvSource(path, shown, tuple(" ".join(name.split()) for name in header), delimiter)
