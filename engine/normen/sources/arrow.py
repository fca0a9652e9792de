"""Records from an Arrow file (IPC, also called Feather), streamed by its own batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.normen.sources import BATCH, Kind, RawBatch
from engine.normen.sources.parquet import column_of, kind_of
from engine.normen.sources.values import Unchanged, damaged, missing_extra


@dataclass(frozen=True, slots=True)
class ArrowSource:
    path: Path
    name: str
    header: tuple[str, ...]
    kinds: tuple[Kind, ...]
    held: Unchanged

    def read(self, columns: Sequence[int]) -> Iterator[RawBatch]:
        """Raises Unreadable when the file is damaged further on."""
        import pyarrow

        row = 2
        try:
            with pyarrow.memory_map(str(self.path)) as memory:
                file = pyarrow.ipc.open_file(memory)
                for number in range(file.num_record_batches):
                    whole = file.get_batch(number)
                    whole.validate(full=True)
                    for start in range(0, whole.num_rows, BATCH):
                        batch = whole.slice(start, BATCH)
                        cells = tuple(column_of(batch.column(column)) for column in columns)
                        yield RawBatch(cells, range(row, row + batch.num_rows))
                        row += batch.num_rows
        except (pyarrow.ArrowException, OSError) as wrong:
            raise damaged(self.name, wrong, row) from None
        self.held.check(row)


def open_arrow(path: Path, shown: str) -> ArrowSource:
    """Look at the columns. Raises Unreadable."""
    try:
        import pyarrow
    except ImportError:
        raise missing_extra(shown, "parquet") from None
    held = Unchanged(path, shown)
    try:
        with pyarrow.memory_map(str(path)) as memory:
            schema = pyarrow.ipc.open_file(memory).schema
    except (pyarrow.ArrowException, OSError) as wrong:
        raise damaged(shown, wrong) from None
    return ArrowSource(path, shown, tuple(schema.names), tuple(kind_of(kind) for kind in schema.types), held)
