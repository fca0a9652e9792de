"""A Parquet file read in parts by several threads says what a CSV file read from front to back says, refused rows and all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.normen import gathered, keys
from engine.normen.assess import measure
from engine.normen.periods import year
from engine.normen.records import open_records
from engine.normen.report_json import measurements_json
from engine.normen.sources import Unreadable
from engine.normen.sources.files import open_file
from engine.normen.sources.values import as_text
from tests.engine.normen.normlaw import HEADER, TIMELY, program

Values = list[tuple[Any, ...]]
NORMS = (
    TIMELY.format(over="vervallen")
    + """
Norm percentiel
    bron: Proefplan regel 8
    periode: kwartaal
    over: een factuur
    meet: percentiel 90 van het bedrag van de factuur
    telt op: de dag van ontvangst van de factuur
    telt mee indien de factuur niet gecorrigeerd is
"""
)


def values(count: int = 400) -> Values:
    return [
        (
            f"F-{number:05d}" if number % 7 else f" F-{number}é ",
            ("Wmo", "Wlz")[number % 2],
            date(2023, 11, 1) + timedelta(days=number),
            None if number % 11 == 0 else date(2023, 11, 1) + timedelta(days=number + number % 90),
            None if number % 5 == 0 else Decimal(number) / 4,
            None if number % 13 == 0 else number % 3 == 0,
        )
        for number in range(count)
    ]


def repeated(rows: Values) -> Values:
    return [*rows, rows[3], (*rows[5][:4], Decimal("0.01"), True), rows[350]]


def refused(rows: Values) -> Values:
    broken = list(rows)
    broken[17] = ("", *rows[17][1:])
    broken[18] = (rows[18][0], "Zvw", *rows[18][2:])
    broken[301] = (rows[301][0], None, *rows[301][2:])
    broken[302] = (*rows[302][:2], None, *rows[302][3:])
    broken[303] = ("=1+1", *rows[303][1:])
    broken[304] = (*rows[304][:2], date(1700, 1, 1), *rows[304][3:])
    return broken


def report(path: Path) -> dict[str, Any]:
    law = program(NORMS)
    records, problems = open_records(law, law.registries["factuur"], open_file(path))
    assert records is not None, problems
    (found,) = measurements_json([measure(records, list(law.norms.values()), year(2024), None)])
    del found["bron"]
    return found


def parquet(path: Path, rows: Values, dictionary: bool = False) -> Path:
    pyarrow = pytest.importorskip("pyarrow")
    columns = {name: [row[place] for row in rows] for place, name in enumerate(HEADER)}
    table = pyarrow.table(columns)
    if dictionary:
        table = table.set_column(1, HEADER[1], table.column(1).dictionary_encode())
        table = table.set_column(0, HEADER[0], table.column(0).cast(pyarrow.large_string()))
    pytest.importorskip("pyarrow.parquet").write_table(table, path, row_group_size=37)
    return path


@pytest.mark.parametrize("change", [lambda rows: rows, repeated, refused, lambda rows: repeated(refused(rows))])
@pytest.mark.parametrize("dictionary", [False, True])
def test_parts_say_what_the_whole_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Values], Values], dictionary: bool
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    rows = change(values())
    lines = [";".join(as_text(value) for value in row) for row in rows]
    (tmp_path / "facturen.csv").write_text("\n".join([";".join(HEADER), *lines]) + "\n", encoding="utf-8")
    whole = report(tmp_path / "facturen.csv")
    path = parquet(tmp_path / "facturen.parquet", rows, dictionary)
    assert report(path) == whole
    assert whole["gelezen"] == len(rows)
    # Neither the number of refused rows that are held back nor the bound on hashes of keys matters.
    monkeypatch.setattr(gathered, "HELD", 2)
    monkeypatch.setattr(keys, "HELD", 50)
    assert report(path) == whole


def test_a_file_that_changed_while_it_was_read_gives_no_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = parquet(tmp_path / "facturen.parquet", values())
    law = program(NORMS)
    records, _ = open_records(law, law.registries["factuur"], open_file(path))
    assert records is not None
    parquet(path, values(300))
    with pytest.raises(Unreadable):
        measure(records, list(law.norms.values()), year(2024), None)
