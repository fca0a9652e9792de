"""What is wrong with a workbook or a Parquet file is found before or while it is read: no half report."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.normen import gathered
from engine.normen.rejected import Rejected
from tests.engine.normen.delivered import codes, measured, survey_of, write_excel, write_parquet
from tests.engine.normen.normlaw import HEADER

GOOD = ("F-1", "Wmo", date(2024, 1, 1), date(2024, 2, 1), Decimal("20.60"), True)


def refusals(rejected: Rejected) -> list[tuple[int, str]]:
    return [(row.row, row.reason) for row in rejected.rows]


# ---------------------------------------------------------------- Excel


def sheet(path: Path, *actions: tuple[str, Sequence[Any]]) -> Path:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    pytest.importorskip("python_calamine")
    book = xlsxwriter.Workbook(path)
    first = book.add_worksheet()
    for name, arguments in actions:
        getattr(first, name)(*arguments)
    book.close()
    return path.parent


def test_merged_cells_are_named(tmp_path: Path) -> None:
    place = sheet(
        tmp_path / "facturen.xlsx",
        ("write_row", (0, 0, HEADER)),
        ("write_row", (1, 0, ("F-1", "Wmo", "01-01-2024"))),
        ("merge_range", ("B3:B4", "Wlz")),
        ("merge_range", ("AA1:AB1", "notities")),
    )
    _, (problem,) = survey_of(place)
    assert problem.code == "TS549"
    assert "AA1:AB1" in problem.cause and "B3:B4" in problem.cause


def test_a_title_above_the_names_is_refused(tmp_path: Path) -> None:
    assert codes(sheet(tmp_path / "facturen.xlsx", ("write", ("A1", "Facturen")), ("write_row", (1, 0, HEADER)))) == [
        "TS544"
    ]


def test_a_formula_without_a_value_is_not_an_empty_cell(tmp_path: Path) -> None:
    place = sheet(
        tmp_path / "facturen.xlsx",
        ("write_row", (0, 0, HEADER)),
        ("write_row", (1, 0, ("F-1", "Wmo", "01-01-2024"))),
        ("write_formula", ("E2", "=1/0", None, "#DIV/0!")),
        ("write_row", (2, 0, ("F-2", "Wmo", "01-01-2024"))),
        ("write_formula", ("E3", '=IF(1=1,"","x")', None, "")),
        ("write_row", (3, 0, ("F-3", "Wmo", "01-01-2024"))),
        ("write_formula", ("E4", "=2+3", None, 5)),
    )
    # A text is the outcome of the second one, and an empty one.
    edited(tmp_path / "facturen.xlsx", '<c r="E3"><f>', '<c r="E3" t="str"><f>')
    found = measured(place).rejected
    assert refusals(found) == [(2, "'bedrag' is een formule zonder uitkomst ('#FOUT')")]


def edited(path: Path, old: str, new: str) -> None:
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    assert any(old.encode() in data for data in parts.values())
    with zipfile.ZipFile(path, "w") as book:
        for name, data in parts.items():
            book.writestr(name, data.replace(old.encode(), new.encode()))


def test_a_workbook_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    pytest.importorskip("python_calamine")
    path = write_excel(tmp_path / "facturen.xlsx", [GOOD] * 100)
    path.write_bytes(path.read_bytes()[:-200])
    assert codes(tmp_path) == ["TS541"]


# ---------------------------------------------------------------- Parquet


def many(count: int) -> list[tuple[Any, ...]]:
    return [(f"F-{number}", *GOOD[1:]) for number in range(count)]


def test_a_parquet_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    path = write_parquet(tmp_path / "facturen.parquet", many(500))
    path.write_bytes(path.read_bytes()[:-100])
    assert codes(tmp_path) == ["TS541"]


@pytest.mark.parametrize("workers", [1, 4])
def test_damage_inside_a_parquet_file_gives_no_half_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(gathered, "WORKERS", workers)
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    columns = {name: [row[place] for row in many(5000)] for place, name in enumerate(HEADER)}
    path = tmp_path / "facturen.parquet"
    parquet.write_table(pyarrow.table(columns), path, row_group_size=1000, write_page_checksum=True)
    data = bytearray(path.read_bytes())
    for place in (len(data) // 8, len(data) // 2):  # in two parts, so that reading goes wrong more than once
        data[place : place + 64] = os.urandom(64)
    path.write_bytes(data)
    found, problems = survey_of(tmp_path, refused_in=tmp_path / "uit")
    assert not found
    assert [problem.code for problem in problems] == ["TS541"]
    assert not list((tmp_path / "uit").iterdir())


def test_columns_of_another_kind_are_all_said_before_reading(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = pyarrow.table(
        {
            "nummer": [b"F-1"],
            "cluster": [["Wmo"]],
            "dag van ontvangst": [20240101],
            "bedrag": [20.6],
            "is gecorrigeerd": [date(2024, 1, 1)],
        }
    )
    parquet.write_table(table, tmp_path / "facturen.parquet")
    _, problems = survey_of(tmp_path)
    assert [problem.code for problem in problems] == ["TS550"] * 5
    assert "Kolom 'bedrag'" in problems[3].cause and "binaire kommagetallen; nodig is een bedrag" in problems[3].cause
