"""Records from a Parquet file, streamed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine.normen.sources import BATCH, Coded, Kind, RawBatch
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
        import pyarrow.parquet

        row = 2
        try:
            with pyarrow.parquet.ParquetFile(self.path, page_checksum_verification=True) as file:
                for batch in file.iter_batches(BATCH, columns=[self.header[column] for column in columns]):
                    by_name = dict(zip(batch.schema.names, batch.columns, strict=True))
                    cells = tuple(_coded(by_name[self.header[column]]) for column in columns)
                    yield RawBatch(cells, range(row, row + batch.num_rows))
                    row += batch.num_rows
        except (pyarrow.ArrowException, OSError) as wrong:
            raise damaged(self.name, wrong, row) from None
        self.held.check(row)


def _coded(column: Any) -> Coded:
    """Each different value is written once."""
    import pyarrow

    if not pyarrow.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    words = [as_text(value) for value in column.dictionary.to_pylist()]
    codes = column.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return Coded(codes.astype(np.int64), [*words, ""])


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
    return ParquetSource(path, shown, tuple(schema.names), tuple(_kind(kind) for kind in schema.types), held)


def _kind(kind: Any) -> Kind:
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
