"""Invented records as files: CSV or Parquet, written batch by batch, with on every record that it is invented."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

import numpy as np

from dsl.notation import format_number
from dsl.program import BoolType, DateType, NumType, Program, Type
from engine.normen.column import Array, Column
from engine.normen.examples import Examples, Wish, calibration

Form = Literal["csv", "parquet"]
MARK = "synthetisch"
"""The column, and in Parquet also the metadata, that says that records are invented."""
README = """Deze records zijn synthetisch: verzonnen door een programma, uit niets dan de aantallen en percentages van openbare jaarstukken.
Niemand in deze bestanden bestaat. Elk record heeft daarom de kolom '{mark}' met de waarde ja.

Jaar: {year}. Zaad: {seed}. Schaal: {scale}. Fouten: {faults}.
Met hetzelfde zaad en dezelfde schaal maakt `toetssteen voorbeeldregistraties` precies dezelfde records.
Waarop elk aantal en elk percentage is geijkt, staat in scenarios/normen/ijking.yaml.
"""


def write_examples(
    program: Program, wish: Wish, folder: Path, form: Form, registries: list[str] | None = None
) -> dict[str, int]:
    """Write a file per registratie and LEESMIJ.md; how many records each has. Raises OSError, and ImportError without the extra that
    Parquet needs. A file is put in its place when it is whole."""
    said = calibration()
    folder.mkdir(parents=True, exist_ok=True)
    told = README.format(
        mark=MARK, year=wish.year, seed=wish.seed, scale=format_number(wish.scale), faults=format_number(wish.faults)
    )
    (folder / "LEESMIJ.md").write_text(told, encoding="utf-8")
    found: dict[str, int] = {}
    for registry in program.registries:
        if registry not in said or (registries is not None and registry not in registries):
            continue
        plural = program.types[registry].plural or registry
        path = folder / f"{plural.replace(' ', '_')}.{form}"
        examples = Examples(program, registry, said, wish)
        with _whole(path) as beside:
            found[registry] = (_write_parquet if form == "parquet" else _write_csv)(examples, beside, wish)
    return found


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    beside = path.with_name(f".{path.name}.deel")
    try:
        yield beside
        os.replace(beside, path)
    finally:
        with suppress(OSError):
            beside.unlink()


# ---------------------------------------------------------------- CSV


def _write_csv(examples: Examples, path: Path, wish: Wish) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for batch in examples.batches():
            if not count:
                file.write(";".join((*batch, MARK)) + "\n")
            texts = [_texts(examples.types[name], column) for name, column in batch.items()]
            rows = zip(*texts, strict=True)
            file.writelines(";".join(row) + ";ja\n" for row in rows)
            count += len(texts[0])
    return count


def _texts(kind: Type, column: Column) -> list[str]:
    """The values as a Dutch export writes them."""
    if column.words is not None:
        shown: Array = np.array(column.words, object)[column.values]
    elif isinstance(kind, BoolType):
        shown = np.where(column.values, "ja", "nee").astype(object)
    else:
        distinct, places = np.unique(column.values, return_inverse=True)
        shown = np.array([_text(kind, column.den, value) for value in distinct.tolist()], object)[places.reshape(-1)]
    if column.gaps is not None:
        shown = np.where(column.gaps, "", shown)
    found: list[str] = shown.tolist()
    return found


def _text(kind: Type, den: int, value: int) -> str:
    if isinstance(kind, DateType):
        return str(np.datetime64(value, "D"))
    whole, rest = divmod(value, den)
    return str(whole) if den == 1 else f"{whole},{rest:02d}"


# ---------------------------------------------------------------- Parquet


def _write_parquet(examples: Examples, path: Path, wish: Wish) -> int:
    import pyarrow
    import pyarrow.parquet

    writer: Any = None
    count = 0
    try:
        for batch in examples.batches():
            table = pyarrow.table(
                {
                    **{name: _arrow(examples.types[name], column) for name, column in batch.items()},
                    MARK: pyarrow.array(np.ones(len(next(iter(batch.values())).values), bool)),
                }
            )
            marked = table.schema.with_metadata({MARK: "ja", "zaad": str(wish.seed)})
            if writer is None:
                writer = pyarrow.parquet.ParquetWriter(path, marked, compression="zstd")
            writer.write_table(table.cast(marked))
            count += table.num_rows
    finally:
        if writer is not None:
            writer.close()
    return count


def _arrow(kind: Type, column: Column) -> Any:
    import pyarrow

    if column.words is not None:
        codes = pyarrow.array(column.values.astype(np.int32), mask=column.missing)
        coded = pyarrow.DictionaryArray.from_arrays(codes, pyarrow.array(column.words, pyarrow.string()))
        return coded.cast(pyarrow.string())
    if isinstance(kind, BoolType):
        return pyarrow.array(column.values, mask=column.missing)
    if isinstance(kind, DateType):
        return pyarrow.array(column.values.astype(np.int32), pyarrow.date32(), mask=column.missing)
    if isinstance(kind, NumType) and column.den == 1:
        return pyarrow.array(column.values.astype(np.int32), mask=column.missing)
    # Cents: the same whole numbers, with the point two places from the end.
    wide = np.zeros((len(column.values), 2), np.int64)
    wide[:, 0], wide[:, 1] = column.values, np.where(column.values < 0, -1, 0)
    known = pyarrow.array(~column.missing)
    mask = known.buffers()[1]
    return pyarrow.Array.from_buffers(
        pyarrow.decimal128(18, 2), len(column.values), [mask, pyarrow.py_buffer(np.ascontiguousarray(wide))]
    )
