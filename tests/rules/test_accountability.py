"""The page that says where each point of law stands: everything that it names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dsl.codes import REGISTRY
from tests.rules.corpus import names_in, rule_files, scenario_places
from tests.rules.test_wrong_readings import TABLE

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/recht/verantwoording.md").read_text(encoding="utf-8")
ROWS = {
    cells[0]: cells
    for line in PAGE.splitlines()
    if re.match(r"\| [RL]\d+ \|", line)
    for cells in [[cell.strip() for cell in line.strip("|").split(" | ")]]
}
NO_RULE = "geen regel"


def _codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_every_row_is_there_once_and_in_order() -> None:
    found = re.findall(r"^\| ([RL]\d+) \|", PAGE, re.MULTILINE)
    assert found == [f"R{number}" for number in range(1, 26)] + [f"L{number}" for number in range(1, 30)]


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_what_a_row_names_exists(row: list[str]) -> None:
    _, law, wrong, where, guard = row
    assert law and wrong and guard
    if where != NO_RULE:
        places = re.findall(r"`([^`]+)` ((?:\*[^*]+\*(?:, )?)+)(?:; |$)", where)
        assert "; ".join(f"`{file}` {names}" for file, names in places) == where, (
            "bestand, dan namen, dan ; of het einde"
        )
        for file, names in places:
            assert file in rule_files(), file
            assert [name for name in re.findall(r"\*([^*]+)\*", names) if name not in names_in(file)] == []
    for code in _codes(guard):
        if re.fullmatch(r"TS\d{3}", code):
            assert code in REGISTRY
        elif code.startswith("tests/"):
            path, _, name = code.partition("::")
            assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8") if name else (ROOT / path).exists()
        else:
            assert code in scenario_places(), code


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_row_with_rules_has_a_guard_and_one_without_a_reason(row: list[str]) -> None:
    _, _, _, where, guard = row
    if where == NO_RULE:
        assert len(re.sub(r"`[^`]+`", "", guard).split()) > 4, "zeg waarom"
    elif row[0] != "L28":  # the level of a rule has no outcome that a scenario could show
        assert _codes(guard)


def test_every_wrong_reading_belongs_to_a_row_that_names_one_of_its_scenarios() -> None:
    missing = []
    for reading in TABLE["lezingen"]:
        shown = _codes(ROWS[reading["rij"]][4])
        if not set(shown) & set(reading["faalt"]):
            missing.append((reading["rij"], reading["lezing"]))
    assert missing == []


def test_a_row_about_rules_has_a_planted_reading_or_says_what_else_guards_it() -> None:
    planted = {entry["rij"] for part in TABLE.values() for entry in part}
    bare = [key for key, row in ROWS.items() if key.startswith("L") and row[3] != NO_RULE and key not in planted]
    assert bare == ["L28"]
