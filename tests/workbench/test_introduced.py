"""``toetssteen invoeringstoets``: expectations of a report beside measurements."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from engine.paths import scenarios_dir
from engine.simulation.assumptions import load_assumptions, plain
from workbench.cli import main
from workbench.cli.console import Console

MEASURED = scenarios_dir() / "metingen" / "indexatie-2024.yaml"


def ran(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return main(["invoeringstoets", *arguments], Console(out, err)), out.getvalue(), err.getvalue()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    held, _, _ = load_assumptions(scenarios_dir() / "aannames" / "indexatie-2024.yaml")
    assert held is not None
    figure = {
        "naam": "extra beschikkingen",
        "soort": "aantal",
        "in woorden": "510.000",
        "waarde": "510000",
        "laagste": "480000",
        "hoogste": "901000",
        "berekening": "x",
    }
    step = {
        "naam": "met het nieuwe tarief",
        "soort": "euro",
        "in woorden": "€ 123,6 miljoen",
        "waarde": "123600000",
        "laagste": None,
        "hoogste": None,
        "berekening": "plus 8,42%",
    }
    made: dict[str, Any] = {
        "soort": "uitvoeringstoets",
        "titel": "Uitvoeringstoets: indexatie",
        "verwachtingen": plain(held.form),
        "getallen": {"aannames": [figure, step]},
    }
    (tmp_path / "rapport.json").write_text(json.dumps(made), "utf-8")
    return tmp_path


def test_each_expectation_stands_beside_its_measurement(report: Path) -> None:
    code, out, _ = ran(str(report), "--metingen", str(MEASURED))
    assert code == 0
    assert "beschikkingen: verwacht gelijk aan 1.261.500, gemeten 891.000: anders dan verwacht: 29,4% minder." in out
    assert "verwacht gelijk aan 136.000.000, gemeten 128.600.000: anders dan verwacht: 5,4% minder." in out
    assert "bezwaren: verwacht hoger dan vorige periode (1.747), gemeten 1.657: anders dan verwacht." in out
    assert "telefoongesprekken: verwacht hoger dan vorige periode (319.000), gemeten 307.000: anders" in out
    assert "extra beschikkingen: verwacht tussen 480.000 en 901.000, gemeten 515.000: zoals verwacht" in out
    assert "precies het midden): anders dan verwacht" in out
    assert "- met het nieuwe tarief: € 123,6 miljoen (plus 8,42%)" in out
    assert "want er zijn geen cijfers over de normen van de uitvoerder gegeven" in out
    for question in ("1. Werkt het zoals bedoeld?", "2. Klopten de aannames?", "3. Hoe goed is de uitvoering?"):
        assert question in out


def test_the_quality_of_execution_is_read_from_the_norms_of_the_executor(report: Path) -> None:
    norms = scenarios_dir() / "normen" / "opgaven" / "cak-jaarverslag-2024.yaml"
    code, out, _ = ran(str(report), "--metingen", str(MEASURED), "--normen", str(norms))
    third = out.partition("3. Hoe goed is de uitvoering?")[2]
    assert code == 0 and "bereikbaarheid telefonie (Wmo): gevraagd ten minste 80%, gemeten 90%: behaald." in third
    assert "afhandelen restant BRIC-punten: gevraagd gelijk aan 100%, gemeten 81,8%: niet behaald." in third
    assert "(Zvw)" not in third and third.rstrip().endswith("Of dat goed genoeg is, zegt een mens.")
    assert ran(str(report), "--metingen", str(MEASURED), "--normen", str(report / "nee.yaml"))[0] == 1


def opgave(path: Path, *lines: str) -> str:
    path.write_text("\n".join(["opgave: een", "organisatie: CAK", "cijfers:", *lines]) + "\n", "utf-8")
    return str(path)


def test_what_was_not_measured_has_no_verdict(report: Path, tmp_path: Path) -> None:
    path = opgave(tmp_path / "m.yaml", '  - {norm: bezwaren, periode: "2024", waarde: "1.747", soort: exact}')
    code, out, _ = ran(str(report), "--metingen", path, "--json")
    found = {one["name"]: one for one in json.loads(out)["naast elkaar"]}
    assert code == 0
    assert found["beschikkingen"]["verdict"] == "niet gemeten"
    assert found["bezwaren"]["verdict"] == "anders dan verwacht"
    assert "extra beschikkingen" not in found


def test_a_rounded_measurement_on_the_edge_of_a_range_gets_a_kanttekening(report: Path, tmp_path: Path) -> None:
    path = opgave(
        tmp_path / "m.yaml",
        '  - {norm: extra beschikkingen, periode: "2024", waarde: "480.000", soort: afgerond op 1.000}',
    )
    _, out, _ = ran(str(report), "--metingen", path, "--json")
    found = {one["name"]: one for one in json.loads(out)["naast elkaar"]}
    assert found["extra beschikkingen"]["verdict"] == "zoals verwacht, met een kanttekening"


@pytest.mark.parametrize("text", ["geen json", "[]", "{}", '{"soort": "uitvoeringstoets"}', '{"soort": "iets"}'])
def test_another_file_than_a_report_is_a_finding(tmp_path: Path, text: str) -> None:
    path = tmp_path / "r.json"
    path.write_text(text, "utf-8")
    code, _, err = ran(str(path), "--metingen", str(MEASURED))
    assert code == 1 and "TS882" in err


def test_wrong_measurements_are_findings_all_at_once(report: Path, tmp_path: Path) -> None:
    path = opgave(
        tmp_path / "m.yaml",
        '  - {norm: bezwaren, periode: "2024", waarde: veel}',
        '  - {norm: bezwaaren, periode: "2024", waarde: "1"}',
    )
    code, _, err = ran(str(report), "--metingen", path)
    assert code == 1 and "TS545" in err and "TS546" in err and "bezwaren" in err
