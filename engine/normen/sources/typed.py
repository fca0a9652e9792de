"""Records from files that hold typed values: Parquet and Excel. Their values become the text that a CSV file would hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from dsl.diagnostics import diagnose
from dsl.files import reason
from dsl.source import NOWHERE
from engine.normen.sources import BATCH, RawBatch, Unreadable


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
            return ""
        return str(int(exact)) if exact == exact.to_integral_value() else format(exact, "f").replace(".", ",")
    if isinstance(value, datetime):
        whole_day = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0) and value.tzinfo is None
        return value.date().isoformat() if whole_day else value.isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _missing_extra(name: str, extra: str) -> Unreadable:
    return Unreadable(diagnose("TS547", NOWHERE, name=name, extra=extra))


def _damaged(name: str, wrong: Exception) -> Unreadable:
    why = reason(wrong) if isinstance(wrong, OSError) else "het bestand is beschadigd of van een andere soort"
    return Unreadable(diagnose("TS541", NOWHERE, name=name, line=1, reason=why))


@dataclass(frozen=True, slots=True)
class ParquetSource:
    path: Path
    name: str
    header: tuple[str, ...]

    def texts(self, column: int) -> Iterator[Sequence[str]]:
        """Raises Unreadable when the file is damaged further on."""
        import pyarrow.parquet

        try:
            with pyarrow.parquet.ParquetFile(self.path) as file:
                for batch in file.iter_batches(BATCH, columns=[self.header[column]]):
                    yield _texts(batch.column(0))
        except (pyarrow.ArrowException, OSError) as wrong:
            raise _damaged(self.name, wrong) from None

    def batches(self) -> Iterator[RawBatch]:
        """Raises Unreadable when the file is damaged further on."""
        import pyarrow.parquet

        row = 2
        try:
            with pyarrow.parquet.ParquetFile(self.path) as file:
                for batch in file.iter_batches(BATCH):
                    columns = tuple(_texts(column) for column in batch.columns)
                    yield RawBatch(columns, range(row, row + batch.num_rows))
                    row += batch.num_rows
        except (pyarrow.ArrowException, OSError) as wrong:
            raise _damaged(self.name, wrong) from None


def _texts(column: Any) -> Sequence[str]:
    """Each different value is written once."""
    import pyarrow

    if not pyarrow.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    words = [as_text(value) for value in column.dictionary.to_pylist()]
    return ["" if index is None else words[index] for index in column.indices.to_pylist()]


def open_parquet(path: Path, shown: str) -> ParquetSource:
    """Look at the columns. Raises Unreadable."""
    try:
        import pyarrow.parquet
    except ImportError:
        raise _missing_extra(shown, "parquet") from None
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            return ParquetSource(path, shown, tuple(file.schema_arrow.names))
    except (pyarrow.ArrowException, OSError) as wrong:
        raise _damaged(shown, wrong) from None


@dataclass(frozen=True, slots=True)
class ExcelSource:
    """The first sheet of a workbook."""

    name: str
    header: tuple[str, ...]
    rows: Sequence[Sequence[str]]

    def texts(self, column: int) -> Iterator[Sequence[str]]:
        yield [row[column] for row in self.rows if any(row)]

    def batches(self) -> Iterator[RawBatch]:
        for start in range(0, len(self.rows), BATCH):
            part = self.rows[start : start + BATCH]
            filled = [(number, row) for number, row in enumerate(part, start + 2) if any(row)]
            if filled:
                columns = tuple(zip(*(row for _, row in filled), strict=True))
                yield RawBatch(columns, tuple(number for number, _ in filled))


def open_excel(path: Path, shown: str) -> ExcelSource:
    """Read the first sheet. Raises Unreadable, also when its first row is no row of names (merged cells leave names out)."""
    try:
        import python_calamine
    except ImportError:
        raise _missing_extra(shown, "excel") from None
    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, OSError, IndexError) as wrong:
        raise _damaged(shown, wrong) from None
    texts = [[as_text(value).strip() for value in row] for row in rows]
    if not texts or not any(texts[0]):
        raise Unreadable(diagnose("TS540", NOWHERE, name=shown))
    if not all(texts[0]):
        raise Unreadable(diagnose("TS544", NOWHERE, name=shown))
    return ExcelSource(shown, tuple(texts[0]), texts[1:])
