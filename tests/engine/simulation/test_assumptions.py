"""Assumptions: shipped ones are whole, wrong ones are findings, and low, middle and high go through every line."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from engine.paths import scenarios_dir
from engine.simulation.assumptions import Assumptions, from_before, load_assumptions, shipped_for, volumes_of
from engine.simulation.effects import Effects, effects_of
from engine.simulation.run import Drawn
from engine.simulation.tally import Tally
from engine.simulation.work import Asked

FILE = scenarios_dir() / "aannames" / "indexatie-2024.yaml"
ASKED = Asked("Eigen bijdrage Wmo", "r", "CAK", "leefeenheid", "de bijdrage", 0, True, "betaalt", False)


@pytest.fixture(scope="module")
def held() -> Assumptions:
    found, findings, _ = load_assumptions(FILE)
    assert found is not None and findings == []
    return found


def tally(rows: int) -> Tally:
    return Tally(
        1,
        Counter(
            {
                ("hoger", "rijen"): rows,
                ("met bedrag",): rows,
                ("bedrag", "beide", "basis"): 1900,
                ("bedrag", "beide", "variant"): 2060,
            }
        ),
    )


def effects() -> Effects:
    seeds = [Drawn(seed, {ASKED.besluit: tally(rows)}, Fraction(10)) for seed, rows in ((1, 48_000), (2, 53_000))]
    return effects_of(ASKED, tally(50_000), Fraction(10), seeds)


def test_low_middle_and_high_are_multiplied_through(held: Assumptions) -> None:
    found = {one.line.naam: one.count for one in volumes_of(held.form, effects())}
    letters, calls = found["extra beschikkingen"], found["extra telefoongesprekken"]
    assert (letters.low, letters.value, letters.high) == (480_000, 500_000, 901_000)
    assert (calls.low, calls.value, calls.high) == (14_400, 15_000, 27_030)
    assert found["beschikkingen die er ook zonder de variant zijn"].value == 376_000


def test_growth_of_numbers_is_not_attributed_to_the_tariff(held: Assumptions) -> None:
    assert held.form.uitgangspunt is not None
    steps = from_before(held.form.uitgangspunt, effects())
    assert steps is not None
    assert [one.words() for one in steps] == [
        "€ 114 miljoen",
        "€ 123,6 miljoen",
        "€ 9,6 miljoen",
        "€ 128,4 miljoen",
        "€ 128,6 miljoen",
        "€ 200.000",
    ]


def test_the_shipped_file_is_found_by_its_variant() -> None:
    assert shipped_for(["indexatie abonnementstarief 2024"], FILE.parent) == FILE
    assert shipped_for(["iets anders"], FILE.parent) is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("1; 1; 1,7", "1; 2", "hoort een getal, of drie"),
        ("1; 1; 1,7", "2; 1; 3", "lopen laag, midden en hoog niet op"),
        ("per: extra beschikkingen", "per: brieven", "per 'brieven'"),
        ("eenheid: gesprekken", "eenheid: gesprekken\n        normtijd: 0,1", "'normtijd' hoort hier niet"),
        ("aantal: 376000", "aantal: veel", "hoort een getal, of drie"),
        ("naam: extra bezwaren", "name: extra bezwaren", "name"),
    ],
)
def test_what_is_wrong_is_a_finding(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "a.yaml"
    text = FILE.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    found, findings, _ = load_assumptions(path)
    assert found is None
    assert any(one.code == "TS881" and said in f"{one.cause} {one.remedy}" for one in findings), findings
