"""``toetssteen simuleer``: a report that stands alone, leaves the verdict to a person and says what it cannot."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from workbench.cli import main
from workbench.cli.console import Console
from workbench.rapport.execution import VERDICTS

VARIANT = "indexatie abonnementstarief 2024"


def ran(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return main(list(arguments), Console(out, err)), out.getvalue(), err.getvalue()


@pytest.fixture(scope="module")
def population(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("p") / "mensen"
    assert ran("populatie", "--uit", str(folder), "--personen", "10000", "--zaad", "7")[0] == 0
    return folder


@pytest.fixture(scope="module")
def made(population: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("r") / "rapport"
    code, out, err = ran(
        "simuleer", VARIANT, "--populatie", str(population), "--jaar", "2024", "--peil", "jaar", "--uit", str(folder)
    )
    assert code == 0, err
    return folder, out


def plain(made: tuple[Path, str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((made[0] / "rapport.json").read_text("utf-8"))
    return found


def test_nothing_in_the_report_fills_in_the_verdict(made: tuple[Path, str]) -> None:
    page = (made[0] / "rapport.html").read_text("utf-8")
    chapter = re.search(r'<section id="oordeel">.*?</section>', page, re.DOTALL)
    assert chapter is not None
    for word in VERDICTS:
        assert f"☐ {word}" in chapter[0]
    assert not re.search("☑|☒|checked|✓", page)
    assert "een mens" in chapter[0]
    everywhere_else = re.sub(r"<[^>]+>", " ", page.replace(chapter[0], ""))
    assert not re.search(r"\bis (deels )?(on)?uitvoerbaar\b", everywhere_else)
    assert "uitvoerbaar" not in made[1].replace("uitvoerbaarheid", "")


def test_a_page_stands_alone_and_every_figure_leads_to_its_computation(made: tuple[Path, str]) -> None:
    page = (made[0] / "rapport.html").read_text("utf-8")
    assert not re.search(r"<script|<link|\bsrc=|url\(|@import", page)
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert 'href="#"' not in page
    assert targets and targets <= set(re.findall(r' id="([^"]+)"', page))
    assert page.count("niet voor besluiten") >= 2


def test_synthetic_figures_are_ranges_over_at_least_twenty_seeds(made: tuple[Path, str]) -> None:
    found = plain(made)
    assert found["verantwoording"]["aantal zaden voor het bereik"] == 20
    figures = {one["naam"]: one for one in found["getallen"]["Eigen bijdrage Wmo"]}
    money = figures["bedrag zonder de variant"]
    assert money["laagste"] != money["hoogste"] and "miljoen" in money["in woorden"]
    share = figures["verschil in procenten"]
    assert share["waarde"] == share["laagste"] == share["hoogste"] == "8/95"


def test_chapters_say_what_cannot_be_told(made: tuple[Path, str]) -> None:
    found = {one["sleutel"]: one for one in plain(made)["hoofdstukken"]}
    for key in ("keten", "planning", "handhaving", "kosten", "grondslag", "risico"):
        unknown = [part for part in found[key]["delen"] if "niet vast te stellen" in part]
        assert unknown and all(part["nodig"] for part in unknown)
    told = json.dumps(found["burgers"], ensure_ascii=False)
    assert "inkomensdeciel" in told and "geen geijkte marge" in told


def test_the_same_again_gives_the_same_bytes(made: tuple[Path, str], population: Path, tmp_path: Path) -> None:
    again = tmp_path / "nog eens"
    ran(
        "simuleer",
        VARIANT,
        "--populatie",
        str(population),
        "--jaar",
        "2024",
        "--peil",
        "jaar",
        "--uit",
        str(again),
        "--zonder-pdf",
    )
    for name in ("rapport.html", "rapport.json"):
        assert (again / name).read_bytes() == (made[0] / name).read_bytes()


def test_what_is_not_there_is_a_finding(population: Path, tmp_path: Path) -> None:
    options = ("--jaar", "2024", "--uit", str(tmp_path / "r"))
    code, _, err = ran("simuleer", VARIANT, "--populatie", str(tmp_path / "niets"), *options)
    assert code == 1 and "TS880" in err
    code, _, err = ran("simuleer", VARIANT, "--populatie", str(population), "--besluit", "Iets anders", *options)
    assert code == 2 and "TS802" in err
    code, _, _ = ran("simuleer", VARIANT, "--populatie", str(population), "--zaden", "3", *options)
    assert code == 2
    part = next((population / "deel-0000").iterdir())
    kept = part.read_bytes()
    try:
        part.write_bytes(kept[: len(kept) // 2])
        code, _, err = ran("simuleer", VARIANT, "--populatie", str(population), *options)
    finally:
        part.write_bytes(kept)
    assert code == 1 and "TS880" in err and "Traceback" not in err
