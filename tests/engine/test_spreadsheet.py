"""No cell of a CSV file is a formula, whoever wrote it, and every CSV file is written in the one way that sees to it."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.spreadsheet import CsvTable, harmless
from workbench.cli.commands.batch import _write

ROOT = Path(__file__).parents[2]
SIGNS = "=+-@\t\r ＝＠';\"\n0189,."


@pytest.mark.parametrize(
    "text", ["=1+1", "  =1", "@SUM(A1)", "-2+3+cmd|' /C calc'!A0", "+1-A1", "\tx", "\r\n=1", "＝1", "\ufeff=1"]
)
def test_what_may_be_a_formula_is_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "gewoon", "-", "-5,00", "+31612345678", "12-03-1960", "€ -5", "a=b"])
def test_words_numbers_and_dates_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


@given(st.lists(st.lists(st.text(SIGNS, max_size=6) | st.text(max_size=6), min_size=1), max_size=4), st.booleans())
def test_every_cell_comes_back_and_none_is_a_formula(rows: list[list[str]], quoted: bool) -> None:
    out = io.StringIO(newline="")
    table = CsvTable(out, quoted=quoted)
    for row in rows:
        table.row(row)
    out.seek(0)
    read = list(csv.reader(out, delimiter=";"))
    assert [[cell.removeprefix("'") for cell in row] for row in read] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    for cell in (cell.strip() for row in read for cell in row):
        assert cell[:1] not in tuple("=@＝＠") and (cell[:1] not in ("+", "-") or re.fullmatch(r"[+-][\d.,]*", cell))


def test_the_file_of_a_batch_holds_no_formula(tmp_path: Path) -> None:
    _write(tmp_path / "reeks.csv", ("plaats", "=naam"), [("=HYPERLINK(1)", "-5,00")])
    assert (tmp_path / "reeks.csv").read_text() == "plaats;'=naam\n'=HYPERLINK(1);-5,00\n"


def test_every_csv_file_is_written_in_the_one_way() -> None:
    found = [path for part in ("dsl", "engine", "workbench") for path in (ROOT / part).rglob("*.py")]
    writers = [
        path.name
        for path in found
        if re.search(r"csv\.(writer|DictWriter)|\.to_csv\(|write_csv\(", path.read_text("utf-8"))
    ]
    # Invented records are written for the engine, not for a person.
    assert sorted(writers) == ["examples_files.py", "spreadsheet.py"]
