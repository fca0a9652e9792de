"""``toetssteen populatie --van``: the example of the handbook runs, and a report on it says what became of the rows."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from workbench.cli import main
from workbench.cli.console import Console

PAGE = Path(__file__).parents[2] / "docs" / "taal" / "populatie.md"
HOMES = (("huishoudnummer", "gemeentenaam", "huur"), ("H1", "Ede", "65000"), ("H2", "Urk", ""), ("H3", "Ede", "1"))
PEOPLE = (
    ("persoonsnummer", "huishoudnummer", "positie", "geboren", "inkomen_2022", "inkomen_2024", "wlz"),
    ("900000001", "H1", "aanvrager", "1950-03-01", "20000", "21000,50", "V"),
    ("900000002", "H1", "partner", "1952-03-01", "20000", "", ""),
    ("900000003", "H2", "aanvrager", "1980-03-01", "30000", "31000", "T"),
    ("900000004", "H2", "pleegkind", "2010-03-01", "", "", ""),
    ("900000005", "H3", "aanvrager", "1990-03-01", "@geheim bedrag", "31000", "T"),
)


def ran(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return main(list(arguments), Console(out, err)), out.getvalue(), err.getvalue()


def write(path: Path, rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("eigen")
    write(folder / "huishoudens.csv", HOMES)
    write(folder / "personen.csv", PEOPLE)
    example = re.search(r"```\n(naam: Steekproef.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert example is not None
    (folder / "vertaling.yaml").write_text(example[1], "utf-8")
    return folder


@pytest.fixture(scope="module")
def made(tables: Path) -> tuple[Path, str]:
    place = tables / "uit"
    code, out, err = ran(
        "populatie", "--van", str(tables), "--vertaling", str(tables / "vertaling.yaml"), "--uit", str(place)
    )
    assert code == 0, err
    return place, out


def test_the_example_of_the_page_makes_a_population(made: tuple[Path, str], tables: Path) -> None:
    _, out = made
    assert "Afgekeurd: 1 rij. Met hun huishouden weggelaten: 1 rij." in out
    assert "'inkomen_2022' is geen getal, of kan op twee manieren gelezen worden (rij 6)" in out
    assert "- leefeenheid: 2\n- persoon: 4\n" in out
    assert "geheim" not in out and "90000000" not in out
    # A spreadsheet that opens the file does not run what stood in the tables.
    assert ";'@geheim bedrag;" in (tables / "uit-afgekeurd" / "persoon.csv").read_text("utf-8-sig")


def test_a_report_says_what_became_of_the_rows(made: tuple[Path, str], tmp_path: Path) -> None:
    pytest.importorskip("jinja2")
    arguments = ("--jaar", "2024", "--peil", "jaar", "--zonder-pdf", "--uit", str(tmp_path / "rapport"))
    variant = "indexatie abonnementstarief 2024"
    code, _, err = ran("simuleer", variant, "--populatie", str(made[0]), *arguments)
    assert code == 0, err
    page = (tmp_path / "rapport" / "rapport.html").read_text("utf-8")
    assert "eigen populatie" in page and "weggelaten met hun huishouden" in page
    # Two households: no amount of theirs is told, nor what it could be computed from.
    plain = json.loads((tmp_path / "rapport" / "rapport.json").read_text("utf-8"))
    told = {key[0] for held in plain["tellingen"].values() for key, _ in held["aantallen"]}
    assert told <= {"rijen", "geteld", "overgedragen", "niet geteld"}
    for figure in plain["getallen"]["Eigen bijdrage Wmo"]:
        if figure["soort"] == "euro":
            assert figure["waarde"] in (None, "0"), figure


def test_all_that_is_wrong_with_the_mapping_is_said_with_its_line(tables: Path, tmp_path: Path) -> None:
    text = (tables / "vertaling.yaml").read_text("utf-8")
    wrong = tmp_path / "fout.yaml"
    wrong.write_text(text.replace("kale huur", "koude huur").replace("euro per jaar", "euro per dag"), "utf-8")
    code, _, err = ran("populatie", "--van", str(tables), "--vertaling", str(wrong), "--uit", str(tmp_path / "uit"))
    assert code == 1 and err.count("TS561") == 3 and "fout.yaml:9" in err
    assert not (tmp_path / "uit").exists()


def test_tables_without_a_mapping_are_a_mistake_in_the_command(tables: Path, tmp_path: Path) -> None:
    code, _, err = ran("populatie", "--van", str(tables), "--uit", str(tmp_path / "uit"))
    assert code == 2 and "TS566" in err


def test_options_for_invented_people_are_refused_and_all_named(tables: Path, tmp_path: Path) -> None:
    own = ("--van", str(tables), "--vertaling", str(tables / "vertaling.yaml"), "--uit", str(tmp_path / "p"))
    code, _, err = ran("populatie", *own, "--personen", "10000", "--zaad", "1", "--model", "m.yaml")
    assert code == 2 and "TS569" in err and "'--personen', '--zaad' en '--model'" in err
    assert not (tmp_path / "p").exists()
