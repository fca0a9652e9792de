"""``toetssteen weging``: few chapters, quick, and the list of what is not tested."""

from __future__ import annotations

import errno
import io
import json
from pathlib import Path

import pytest

from workbench.cli import main
from workbench.cli.console import Console

VARIANT = "indexatie abonnementstarief 2024"


def ran(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return main(list(arguments), Console(out, err)), out.getvalue(), err.getvalue()


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("p") / "mensen"
    assert ran("populatie", "--personen", "10000", "--uit", str(folder))[0] == 0
    return folder


@pytest.fixture(scope="module")
def weighed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("w") / "weging"
    code, out, err = ran(
        "weging", VARIANT, "--jaar", "2024", "--personen", "10000", "--zaden", "0", "--uit", str(folder)
    )
    assert code == 0, err
    return folder, out


def test_a_weging_lists_what_is_not_tested(weighed: tuple[Path, str]) -> None:
    folder, out = weighed
    assert sorted(path.name for path in folder.iterdir()) == ["weging.html", "weging.json"]
    found = json.loads((folder / "weging.json").read_text("utf-8"))
    chapters = {one["sleutel"]: one for one in found["hoofdstukken"]}
    assert found["soort"] == "weging" and found["waarschuwing"] == "niet voor besluiten"
    assert "kosten" not in chapters and "planning" not in chapters
    rows = next(part for part in chapters["nietgetoetst"]["delen"] if "tabel" in part)["rijen"]
    untested = {row[0] for row in rows}
    assert {"Kosten van de uitvoering", "Planning", "Grondslag en DPIA", "Randvoorwaarden"} <= untested
    assert all(row[2] and row[3] for row in rows)
    assert "oordeel" not in chapters and found["hoofdstukken"][0]["delen"][0]["tekst"].startswith(
        "Dit is een weging op de hand"
    )
    assert "geen raming" not in out  # the amount of this besluit was measured
    assert "Nog niet getoetst:" in out and "uitvoerbaar" not in out.replace("uitvoerbaarheid", "")


def test_a_weging_is_no_uitvoeringstoets_to_look_back_on(weighed: tuple[Path, str], tmp_path: Path) -> None:
    measured = tmp_path / "m.yaml"
    measured.write_text("opgave: x\norganisatie: y\ncijfers: []\n", "utf-8")
    code, _, err = ran("invoeringstoets", str(weighed[0] / "weging.json"), "--metingen", str(measured))
    assert code == 1 and "TS882" in err


def test_wrong_files_are_all_told_before_anything_runs(tmp_path: Path) -> None:
    costs, added = tmp_path / "k.yaml", tmp_path / "i.yaml"
    costs.write_text("naam: x\nregels: [{naam: a, bij: b, soort: incidenteel, bron: c}]\n", "utf-8")
    added.write_text("naam: x\nvariant: y\noordeel: uitvoerbaar\n", "utf-8")
    code, out, err = ran(
        "weging",
        VARIANT,
        "--jaar",
        "2024",
        "--kosten",
        str(costs),
        "--inbreng",
        str(added),
        "--uit",
        str(tmp_path / "w"),
    )
    assert code == 1 and "TS883" in err and "TS884" in err and not out


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("place", ["engine.simulation.finished.os.replace", "workbench.cli.files.os.replace"])
def test_a_disk_that_fills_is_a_finding_and_leaves_no_half_file(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, people: Path
) -> None:
    monkeypatch.setattr(place, full)
    folder = tmp_path / "w"
    code, _, err = ran(
        "weging", VARIANT, "--jaar", "2024", "--populatie", str(people), "--zaden", "0", "--uit", str(folder)
    )
    assert code == 1 and "TS806" in err and "Traceback" not in err
    assert not [
        path for path in folder.rglob("*") if path.suffix in (".html", ".bezig") or path.name.startswith(".toets")
    ]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("bestaat niet",), "TS472"),
        (("opslag zorgpremie 0 procent", "opslag zorgpremie 20 procent"), "TS474"),
    ],
)
def test_a_variant_that_is_not_there_or_contradicts_is_told_before_anything_runs(
    names: tuple[str, ...], expected: str, tmp_path: Path
) -> None:
    code, out, err = ran("simuleer", *names, "--populatie", "nergens", "--jaar", "2024", "--uit", str(tmp_path / "r"))
    assert code == 1 and expected in err and not out and "TS880" not in err


def test_people_of_a_weging_live_in_the_year_asked(tmp_path: Path) -> None:
    """A law without figures for that year gives nothing, and says so instead of 'nobody is touched'."""
    code, out, err = ran(
        "weging",
        "inkomensafhankelijke bijdrage Wmo",
        *("--jaar", "2027", "--personen", "10000", "--zaden", "0", "--uit", str(tmp_path / "w")),
    )
    assert code == 0, err
    assert "verzonnen voor 2024" not in err and "niet bekend is inkomen" not in err
    assert "is hier niet vast te stellen" in out and "van niemand die is meegeteld" not in out
    found = json.loads((tmp_path / "w" / "weging.json").read_text("utf-8"))
    assert not [part for part in found["hoofdstukken"][0]["delen"] if "tabel" in part]


def test_an_amount_that_hangs_on_what_nobody_measured_is_called_an_example(tmp_path: Path) -> None:
    code, out, err = ran(
        "weging",
        "huurtoeslag 2026 volgens het recht van 2025",
        *("--jaar", "2026", "--besluit", "Huurtoeslag", "--personen", "10000", "--zaden", "0"),
        *("--uit", str(tmp_path / "w")),
    )
    assert code == 0 and not err, err
    assert "Let op: 'Huurtoeslag' hangt af van huur, inkomen en vermogen." in out and "geen raming" in out
    assert "naar 'Beslagvrije voet' is niet gevraagd" in out
