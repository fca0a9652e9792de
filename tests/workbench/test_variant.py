"""Varianten on the command line: what there is, what one changes, and every command that takes one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.engine.difference.test_law import BASE, RULES
from tests.engine.difference.test_variants import VARIANT
from tests.workbench.test_cli import Ran, run

SCENARIOS = """regeling: Toeslag
scenarios:
  - naam: genoeg loon
    id: genoeg
    op: 01-05-2024
    herkomst: met de hand berekend
    bron: Proefwet artikel 3
    feiten: {loon: "€ 1.500"}
    verwacht: {status: vastgesteld, uitkomst: "€ AMOUNT"}
"""


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOETSSTEEN_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    folder.mkdir()
    for name, text in {"begrippen": BASE, "toeslag": RULES, "voorstel": VARIANT.replace("de loon", "het loon")}.items():
        (folder / f"{name}.regels").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    path = tmp_path / "ik.yaml"
    path.write_text("persoon:\n  loon: € 1.500\n", encoding="utf-8")
    return path


@pytest.fixture
def scenarios(tmp_path: Path) -> Path:
    folder = tmp_path / "scenarios"
    folder.mkdir()
    (folder / "recht.yaml").write_text(SCENARIOS.replace("AMOUNT", "10"), encoding="utf-8")
    (folder / "variant.yaml").write_text(
        "variant: hoger tarief\n" + SCENARIOS.replace("AMOUNT", "12").replace("id: genoeg", "id: variant-genoeg"),
        encoding="utf-8",
    )
    return folder


def decide(rules: Path, dossier: Path, *more: str) -> Ran:
    return run("besluit", "Toeslag", "--dossier", dossier, "--op", "01-05-2024", "--regels", rules, *more)


def test_all_varianten_are_listed(rules: Path) -> None:
    ran = run("variant", "--regels", rules)
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "hoger tarief (Toeslag; vereist: regeling)",
        "toeslag voor iedereen (Toeslag; vereist: wet, bovenop 'hoger tarief')",
    ]


def test_what_one_changes_and_which_scenarios(rules: Path, scenarios: Path) -> None:
    ran = run("variant", "hoger tarief", "--regels", rules, "--scenarios", scenarios)
    assert ran.code == 0, ran.err
    assert "Het tarief stijgt van € 10,00 naar € 12,00 per maand vanaf 1 januari 2024 (20% meer)." in ran.out
    assert "Scenario's: 1 van 1 komt anders uit" in ran.out
    assert "genoeg: € 10,00 per maand → € 12,00 per maand" in ran.out


def test_the_same_as_data(rules: Path, scenarios: Path) -> None:
    ran = run("variant", "toeslag voor iedereen", "--regels", rules, "--scenarios", scenarios, "--json")
    found = json.loads(ran.out)
    assert [(item["naam"], item["vereist"]) for item in found["varianten"]] == [("toeslag voor iedereen", "wet")]
    assert [item["naam"] for item in found["cijfers"]] == ["drempel"]
    assert [item["naam"] for item in found["besluiten"]] == ["Toeslag"]
    assert found["scenario's"] == {"vergeleken": 2, "anders": []}


def test_an_unknown_name_asks_what_was_meant(rules: Path, dossier: Path) -> None:
    for ran in (run("variant", "hoger tarif", "--regels", rules), decide(rules, dossier, "--variant", "hoger tarif")):
        assert ran.code == 1
        assert "Er is geen variant 'hoger tarif'" in ran.err and "Bedoelde u 'hoger tarief'?" in ran.err


def test_a_decision_with_a_variant_says_so_first_and_in_its_receipt(rules: Path, dossier: Path) -> None:
    law = decide(rules, dossier, "--uitleg", "burger")
    assert "€ 10,00" in law.out and "variant" not in law.out
    told = decide(rules, dossier, "--uitleg", "burger", "--variant", "hoger tarief")
    assert "€ 12,00" in told.out
    assert "Let op: dit is berekend met variant 'hoger tarief'. Het is geen besluit" in told.out
    receipts = [
        json.loads(decide(rules, dossier, "--json", *more).out)["bewijs"]
        for more in ((), ("--variant", "hoger tarief"), ("--variant", "toeslag voor iedereen"))
    ]
    assert "varianten" not in receipts[0]
    assert list(receipts[1]["varianten"]) == ["hoger tarief"]
    assert list(receipts[2]["varianten"]) == ["hoger tarief", "toeslag voor iedereen"]
    assert len({receipt["programma"] for receipt in receipts}) == 3


def test_a_difference_with_a_variant_on_either_side(rules: Path, dossier: Path) -> None:
    common = ("verschil", "Toeslag", "--dossier", dossier, "--op", "01-05-2024", "--regels", rules)
    right = run(*common, "--variant", "hoger tarief")
    assert right.code == 0, right.err
    assert "met variant 'hoger tarief'" in right.out and "Proefvoorstel 1: +€ 2,00" in right.out
    assert "-€ 2,00" in run(*common, "--tegenover", "hoger tarief").out
    both = run(*common, "--variant", "hoger tarief", "--regels-met", rules)
    assert both.code == 2 and "TS848" in both.err
    assert "TS832" in run(*common).err


def test_scenarios_of_a_variant_run_with_it_and_those_of_the_law_without(rules: Path, scenarios: Path) -> None:
    ran = run("toets", scenarios, "--regels", rules)
    assert ran.code == 0 and "2 scenario's: 2 geslaagd" in ran.out
    apart = run("toets", scenarios, "--regels", rules, "--werkers", "2")
    assert apart.code == 0 and "2 scenario's: 2 geslaagd" in apart.out
    other = run("toets", scenarios, "--regels", rules, "--variant", "hoger tarief")
    assert other.code == 1 and "2 scenario's: 1 geslaagd, 1 gefaald" in other.out and "GEFAALD" in other.out


def test_a_scenario_of_an_unknown_variant_is_a_finding(rules: Path, scenarios: Path) -> None:
    path = scenarios / "variant.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("variant: hoger", "variant: lager"), encoding="utf-8")
    ran = run("toets", scenarios, "--regels", rules)
    assert ran.code == 1 and "TS472" in ran.err and "1 scenario: 1 geslaagd" in ran.out
