"""Records from a Parquet file, streamed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine.normen.column import Array, day_of
from engine.normen.sources import BATCH, Coded, Kind, RawBatch
from engine.normen.sources.arrays import Plain, Texts
from engine.normen.sources.values import Unchanged, as_text, damaged, missing_extra


@dataclass(frozen=True, slots=True)
class ParquetSource:
    path: Path
    name: str
    header: tuple[str, ...]
    kinds: tuple[Kind, ...]
    held: Unchanged

    def read(self, columns: Sequence[int]) -> Iterator[RawBatch]:
        """Raises Unreadable when the file is damaged further on."""
        row = 2
        for raw in self._read(columns, None, row):
            row += len(raw.rows)
            yield raw
        self.check(row)

    def parts(self) -> list[tuple[int, int]]:
        """The parts that can be read apart, each with the number of its first row. Raises Unreadable."""
        import pyarrow.parquet

        try:
            with pyarrow.parquet.ParquetFile(self.path) as file:
                sizes = [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)]
        except (pyarrow.ArrowException, OSError) as wrong:
            raise damaged(self.name, wrong) from None
        return [(number, 2 + sum(sizes[:number])) for number in range(len(sizes))]

    def read_part(self, columns: Sequence[int], part: tuple[int, int]) -> Iterator[RawBatch]:
        """As :meth:`read`, one of :meth:`parts`. Whether the file stayed the same is for :meth:`check`. Raises Unreadable."""
        return self._read(columns, [part[0]], part[1])

    def check(self, row: int) -> None:
        """Raises Unreadable when the file changed since it was opened."""
        self.held.check(row)

    def _read(self, columns: Sequence[int], groups: list[int] | None, row: int) -> Iterator[RawBatch]:
        import pyarrow.parquet

        names = [self.header[column] for column in columns]
        try:
            with pyarrow.parquet.ParquetFile(self.path, page_checksum_verification=True) as file:
                for batch in file.iter_batches(2 * BATCH, row_groups=groups, columns=names, use_threads=False):
                    by_name = dict(zip(batch.schema.names, batch.columns, strict=True))
                    cells = tuple(column_of(by_name[name]) for name in names)
                    yield RawBatch(cells, range(row, row + batch.num_rows))
                    row += batch.num_rows
        except (pyarrow.ArrowException, OSError) as wrong:
            raise damaged(self.name, wrong, row) from None


def column_of(column: Any) -> Sequence[str]:
    """A column of an Arrow record batch."""
    from pyarrow import types

    kind = column.type
    if types.is_string(kind) or types.is_large_string(kind):
        return ArrowTexts(column)
    gaps = None if column.null_count == 0 else ~_bits(column.buffers()[0], column)
    if types.is_boolean(kind):
        return Plain("ja of nee", _bits(column.buffers()[1], column), gaps, as_text)
    if types.is_date32(kind):
        return Plain("datum", _numbers(column, np.dtype(np.int32)), gaps, _day_text)
    if types.is_integer(kind) and not types.is_uint64(kind):
        return Plain(
            "geheel",
            _numbers(column, np.dtype(f"{'i' if types.is_signed_integer(kind) else 'u'}{kind.bit_width // 8}")),
            gaps,
            as_text,
        )
    return _coded(column)


def _bits(buffer: Any, column: Any) -> Array:
    """A bit per record as booleans."""
    bits = np.unpackbits(np.frombuffer(buffer, np.uint8), count=column.offset + len(column), bitorder="little")
    return bits[column.offset :].view(bool)


def _numbers(column: Any, kind: Any) -> Array:
    return np.frombuffer(column.buffers()[1], kind, len(column), column.offset * kind.itemsize)


def _day_text(number: int) -> str:
    try:
        return day_of(number).isoformat()
    except (ValueError, OverflowError):
        return f"dag {number}"


class ArrowTexts(Texts):
    """A column of texts as Parquet has it."""

    def __init__(self, column: Any) -> None:
        self._column = column

    def __len__(self) -> int:
        return len(self._column)

    def text(self, place: int) -> str:
        return as_text(self._column[place].as_py())

    def coded(self) -> Coded:
        return _coded(self._column)

    def packed(self) -> tuple[Array, Array, Array]:
        from pyarrow import types

        column = self._column
        wide = np.dtype(np.int64 if types.is_large_string(column.type) else np.int32)
        _, places, letters = column.buffers()
        edges = np.frombuffer(places, wide, len(column) + 1, column.offset * wide.itemsize)
        first, last = (int(edges[0]), int(edges[-1])) if len(column) else (0, 0)
        data = np.zeros(last - first + 8, np.uint8)
        if last > first:
            data[:-8] = np.frombuffer(letters, np.uint8, last - first, first)
        starts, ends = edges[:-1] - first, edges[1:] - first
        if column.null_count:
            ends = np.where(_bits(column.buffers()[0], column), ends, starts)
        return data, starts, ends


def _coded(column: Any) -> Coded:
    """Each different value is written once."""
    import pyarrow

    if not pyarrow.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    words = [as_text(value) for value in column.dictionary.to_pylist()]
    # Arrow's own way to numpy would load pandas, which takes longer than reading a million records.
    found = column.indices
    codes = _numbers(found, np.dtype(str(found.type))).astype(np.int64)
    if found.null_count:
        codes[~_bits(found.buffers()[0], found)] = -1
    return Coded(codes, [*words, ""])


def open_parquet(path: Path, shown: str) -> ParquetSource:
    """Look at the columns. Raises Unreadable."""
    try:
        import pyarrow.parquet
    except ImportError:
        raise missing_extra(shown, "parquet") from None
    held = Unchanged(path, shown)
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            schema = file.schema_arrow
    except (pyarrow.ArrowException, OSError) as wrong:
        raise damaged(shown, wrong) from None
    return ParquetSource(path, shown, tuple(schema.names), tuple(kind_of(kind) for kind in schema.types), held)


def kind_of(kind: Any) -> Kind:
    """What a column of this Arrow type holds."""
    from pyarrow import types

    if types.is_dictionary(kind):
        kind = kind.value_type
    known: tuple[tuple[Any, Kind], ...] = (
        (types.is_boolean, "ja of nee"),
        (types.is_integer, "geheel"),
        (types.is_decimal, "exact"),
        (types.is_floating, "zwevend"),
        (types.is_date, "datum"),
        (types.is_timestamp, "moment"),
        (types.is_string, "tekst"),
        (types.is_large_string, "tekst"),
        (types.is_string_view, "tekst"),
        (types.is_null, "tekst"),
    )
    return next((name for test, name in known if test(kind)), "anders")
