"""``toetssteen traject``: what it prints, on which stream, and its exit code."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tests.engine.test_trajecten import BEGIN, ONE, RULES
from workbench.cli import main
from workbench.cli.console import Console


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOETSSTEEN_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "regels").mkdir()
    (tmp_path / "regels" / "proef.regels").write_text(RULES, encoding="utf-8")
    (tmp_path / "dossier.yaml").write_text(ONE, encoding="utf-8")
    return tmp_path


def run(
    folder: Path, *arguments: str, name: str = "Achterstand", dossier: str = "dossier.yaml"
) -> tuple[int, str, str]:
    console = Console(io.StringIO(), io.StringIO())
    shared = ["--dossier", str(folder / dossier), "--regels", str(folder / "regels")]
    code = main(["traject", name, *shared, *arguments], console)
    assert isinstance(console.out, io.StringIO) and isinstance(console.err, io.StringIO)
    return code, console.out.getvalue(), console.err.getvalue()


@pytest.mark.parametrize("name", ["Achterstand", "achterstand", "Proef"])  # of itself, or the only one of its regeling
def test_the_state_in_words(folder: Path, name: str) -> None:
    code, out, err = run(folder, "--op", "02-04-2026", name=name)
    assert (code, err) == (0, "")
    assert "Toestand: gemeld (sinds 1 april 2026)" in out


def test_the_state_as_json(folder: Path) -> None:
    code, out, _ = run(folder, "--op", "02-04-2026", "--json")
    assert code == 0
    assert json.loads(out)["toestand"] == "gemeld"


def test_what_comes_as_a_calendar(folder: Path) -> None:
    code, _, err = run(folder, "--op", "20-03-2026", "--ics", str(folder / "agenda.ics"))
    assert (code, err) == (0, "")
    data = (folder / "agenda.ics").read_bytes()
    assert data.startswith(b"BEGIN:VCALENDAR\r\n") and data.count(b"BEGIN:VEVENT") == 3
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_a_calendar_that_cannot_be_written(folder: Path) -> None:
    code, _, err = run(folder, "--op", "20-03-2026", "--ics", str(folder / "nergens" / "agenda.ics"))
    assert code == 1
    assert "TS806" in err


def test_an_unknown_traject(folder: Path) -> None:
    code, out, err = run(folder, "--op", "20-03-2026", name="Achterstnd")
    assert (code, out) == (2, "")
    assert "TS812" in err and "Achterstand" in err


def test_without_a_day(folder: Path) -> None:
    code, _, err = run(folder)
    assert code == 2
    assert "TS808" in err


@pytest.mark.parametrize(
    ("text", "code"), [("bericht:\n  datum: 01-01-2026\n", "TS524"), ("personen:\n  - {}\n  - {}\n", "TS5")]
)
def test_a_dossier_without_the_one_object(folder: Path, text: str, code: str) -> None:
    (folder / "ander.yaml").write_text(text, encoding="utf-8")
    ended, _, err = run(folder, "--op", "20-03-2026", dossier="ander.yaml")
    assert ended == 1
    assert code in err


def test_one_of_more_objects_is_chosen_by_its_id(folder: Path) -> None:
    text = "personen:\n  - {id: a, berichten: geen}\n"
    text += (
        "  - {id: b, berichten: [{soort: melding, datum: 12-03-2026, bedrag: € 1}], grens: € 0, heeft uitstel: ja}\n"
    )
    (folder / "twee.yaml").write_text(text, encoding="utf-8")
    told = run(folder, "--op", "05-04-2026", dossier="twee.yaml")[2]
    assert "TS523" in told and "--over: a, b." in told
    assert "Toestand: niets" in run(folder, "--op", "05-04-2026", "--over", "a", dossier="twee.yaml")[1]
    assert "Toestand: gemeld" in run(folder, "--op", "05-04-2026", "--over", "b", dossier="twee.yaml")[1]
    told = run(folder, "--op", "05-04-2026", "--over", "cc", dossier="twee.yaml")[2]
    assert "TS813" in told and "Kies uit: a, b." in told


def test_days_that_cannot_be_are_all_told_at_once(folder: Path) -> None:
    text = BEGIN + "  berichten:\n    - {soort: melding, datum: 31-02-2026}\n    - {soort: meldng, datum: 01-01-3026}\n"
    (folder / "fout.yaml").write_text(text, encoding="utf-8")
    ended, out, err = run(folder, "--op", "20-03-2026", dossier="fout.yaml")
    assert (ended, out) == (1, "")
    assert "31-02-2026" in err and "meldng" in err and "3026" in err


def test_what_was_known_on_a_day(folder: Path) -> None:
    text = BEGIN + "  berichten:\n    - {soort: melding, datum: 12-03-2026, bedrag: € 600, bekend: 20-04-2026}\n"
    (folder / "bekend.yaml").write_text(text, encoding="utf-8")
    assert "Toestand: niets" in run(folder, "--op", "05-04-2026", "--bekend", "05-04-2026", dossier="bekend.yaml")[1]
    assert "Toestand: gemeld" in run(folder, "--op", "05-04-2026", "--bekend", "20-04-2026", dossier="bekend.yaml")[1]


def test_the_list_of_regelingen_names_the_traject(folder: Path) -> None:
    console = Console(io.StringIO(), io.StringIO())
    assert main(["regelingen", "--regels", str(folder / "regels")], console) == 0
    assert isinstance(console.out, io.StringIO)
    assert "traject Achterstand, over een persoon" in console.out.getvalue()
