"""``toetssteen norm``: from files on disk to a report, and what bad files get."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from engine.paths import scenarios_dir
from tests.engine.normen.normlaw import HEAD, TIMELY
from workbench.cli import main
from workbench.cli.console import Console

HEADER = "nummer;cluster;dag van ontvangst;dag van verzending;bedrag;is gecorrigeerd"


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return main(["norm", *arguments], Console(out, err)), out.getvalue(), err.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "regels").mkdir()
    (tmp_path / "regels" / "proef.regels").write_text(HEAD + TIMELY.format(over="afgehandeld"), encoding="utf-8")
    (tmp_path / "records").mkdir()
    return tmp_path


def measure(folder: Path, text: str | bytes, *more: str) -> tuple[int, str, str]:
    data = text if isinstance(text, bytes) else text.encode()
    (folder / "records" / "facturen.csv").write_bytes(data)
    places = ("--regels", str(folder / "regels"), "--registratie", str(folder / "records"))
    return run(*places, "--periode", "2024", *more)


def test_a_late_invoice_is_named(folder: Path) -> None:
    code, out, _ = measure(folder, f"{HEADER}\nF-1;Wmo;01-01-2024;26-02-2024;;\nF-2;Wmo;01-01-2024;27-02-2024;;\n")
    assert code == 0
    assert "NIET BEHAALD" in out
    assert "Tegen de norm: F-2." in out
    code, out, _ = measure(folder, f"{HEADER}\nF-1;Wmo;01-01-2024;26-02-2024;;\n", "--vorm", "json")
    (norm, *_) = json.loads(out)["normen"]
    assert (norm["oordeel"], norm["telling"]["teller"], norm["telling"]["noemer"]) == ("behaald", "1", "1")


def test_refused_rows_are_counted_with_their_line(folder: Path) -> None:
    text = f"{HEADER}\nF-1;Wmo;01-01-2024;26-02-2024;;\nF-2;Wmo\nF-3;Wmo;31-06-2024;;;\n"
    _, out, _ = measure(folder, text, "--vorm", "json")
    refused = json.loads(out)["registraties"][0]["geweigerd"]
    assert refused["aantal"] == 2
    assert [row["rij"] for row in refused["rijen"]] == [3, 4]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "TS540"),
        (f'{HEADER}\nF-1;"Wmo;01-01-2024', "TS541"),
        (f"{HEADER}\n".encode() + b"F-1;\xff\xfe", "TS541"),
        ("nummer;cluster\nF-1;Wmo\n", "TS542"),
        (f"{HEADER};Nummer\n", "TS543"),
    ],
)
def test_a_file_that_cannot_be_used_gives_no_half_report(folder: Path, text: str | bytes, code: str) -> None:
    status, out, err = measure(folder, text)
    assert status == 1
    assert code in err
    assert not out


def test_all_columns_that_are_missing_are_said_at_once(folder: Path) -> None:
    _, _, err = measure(folder, "nummer\nF-1\n")
    assert err.count("TS542") == 2  # cluster and dag van ontvangst; the others may be absent


def test_a_norm_is_judged_only_in_the_time_in_which_it_holds(folder: Path) -> None:
    norm = TIMELY.format(over="afgehandeld").replace(
        "    periode:", "    geldig vanaf 01-01-2024 t/m 31-12-2024\n    periode:"
    )
    (folder / "regels" / "proef.regels").write_text(HEAD + norm, encoding="utf-8")
    rules = ("--regels", str(folder / "regels"), "--registratie", str(folder / "records"))
    assert "TS844" in run(*rules, "--periode", "2023")[2]


def test_wrong_use_is_said_in_dutch(folder: Path) -> None:
    rules = ("--regels", str(folder / "regels"))
    assert "TS840" in run(*rules, "--periode", "2024")[2]
    assert "TS843" in run(*rules, "--periode", "voorjaar", "--registratie", str(folder))[2]
    assert "TS841" in run("op tijt", *rules, "--periode", "2024", "--registratie", str(folder))[2]
    assert "TS842" in run(*rules, "--periode", "2024", "--registratie", str(folder / "records"))[2]
    assert "TS803" in run(*rules, "--periode", "2024", "--tot", "gisteren", "--registratie", str(folder))[2]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("opgave: A\norganisatie: B\ncijfers: []\n", "TS545"),
        ("opgave: A\norganisatie: B\ncijfers:\n  - {norm: op tijt, periode: 2024, waarde: 90%}\n", "TS546"),
        ("opgave: A\norganisatie: B\ncijfers:\n  - {norm: op tijd, periode: lente, waarde: 90%}\n", "TS545"),
        ("opgave: A\norganisatie: B\ncijfers:\n  - {norm: op tijd, periode: 2024, waarde: veel}\n", "TS545"),
        ("opgave: A\norganisatie: B\ncijfers:\n  - {periode: 2024, waarde: 90%}\n", "TS545"),
    ],
)
def test_an_opgave_that_is_wrong_is_refused(folder: Path, text: str, code: str) -> None:
    path = folder / "opgave.yaml"
    path.write_text(text, encoding="utf-8")
    status, out, err = run("--regels", str(folder / "regels"), "--opgave", str(path), "--periode", "2024")
    assert status == 1
    assert code in err
    assert not out


def test_a_reported_figure_is_judged(folder: Path) -> None:
    path = folder / "opgave.yaml"
    path.write_text(
        "opgave: Verslag\norganisatie: CAK\ncijfers:\n  - {norm: op tijd, periode: 2024, waarde: 90%, oordeel document: gehaald}\n",
        encoding="utf-8",
    )
    rules = ("--regels", str(folder / "regels"), "--opgave", str(path), "--periode", "2024")
    code, out, _ = run(*rules)
    assert code == 0
    assert "BEHAALD MET KANTTEKENING" in out  # 90% is the bound itself, and was rounded
    assert "Het document zegt: gehaald." in out
    assert "| op tijd |" in run(*rules, "--vorm", "markdown")[1]


def reported(folder: Path, text: str | bytes) -> tuple[int, str, str]:
    path = folder / "opgave.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8-sig"))
    return run("--regels", str(folder / "regels"), "--opgave", str(path), "--periode", "2024")


def test_an_opgave_may_be_a_table(folder: Path) -> None:
    text = 'Opgave;Organisatie;norm;periode;waarde;plaats;citaat\nVerslag;CAK;op tijd;2024;89,4%;regel 3;"89,4%; was 91%"\n'
    code, out, _ = reported(folder, text)
    assert code == 0
    assert "NIET BEHAALD" in out
    assert "Cijfer: 89,4%, Verslag, regel 3." in out
    wider = text.replace(";citaat", ";soort").replace('"89,4%; was 91%"', "bovengrens").replace("89,4%", "89%")
    assert "NIET BEHAALD" in reported(folder, wider)[1]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "TS003"),
        ("opgave;organisatie;norm;periode;waarde\n", "TS545"),
        ("norm;periode;waarde\nop tijd;2024;90%\n", "TS545"),  # of whom?
        ("opgave;organisatie;norm;norm;periode\nA;B;op tijd;op tijd;2024\n", "TS507"),
        ("opgave;organisatie;norm;periode;waarde\nA;B;op tijt;2024;90%\n", "TS546"),
        ("opgave;organisatie;norm;periode;waarde\nA;B;op tijd;2024;veel\n", "TS545"),
        ("opgave;organisatie;norm;periode;waarde\nA;B;op tijd;2024;90%\nA;C;op tijd;2023;90%\n", "TS514"),
        ("opgave;organisatie;norm;periode;waarde\nA;B;op tijd;2024;90%;meer\n", "TS514"),
        ('opgave;organisatie;norm;periode;waarde\nA;B;"op tijd;2024;90%\n', "TS514"),
        (b"opgave;organisatie;norm;periode;waarde\nA;B;op tijd;2024;\xff\n", "TS002"),
    ],
)
def test_a_table_of_figures_that_is_wrong_is_refused(folder: Path, text: str | bytes, code: str) -> None:
    status, out, err = reported(folder, text)
    assert status == 1
    assert code in err
    assert not out


@pytest.mark.parametrize(
    ("how", "figures", "told"),
    [
        ("alle", (95, 92, 99, 91), "(2024): BEHAALD\n    Elke periode telt, en in alle 4"),
        ("alle", (95, 80, 99, 91), "(2024): NIET BEHAALD\n    Elke periode telt. Niet behaald in kwartaal 2 2024."),
        ("alle", (95, 80), "(2024): NIET BEHAALD"),
        ("alle", (95, 92), "(2024): NIET BEOORDEELD\n    Over kwartaal 3 2024, kwartaal 4 2024 is geen cijfer"),
        ("gemiddelde", (95, 80, 99, 91), "(2024): BEHAALD\n    Gemiddelde van 4 perioden: 91,25%"),
        ("gemiddelde", (95, 80, 99), "(2024): NIET BEOORDEELD"),
        ("slechtste", (95, 80, 99, 91), "(2024): NIET BEHAALD\n    Slechtste is kwartaal 2 2024"),
        ("slechtste", (95, 80), "(2024): NIET BEHAALD"),
        ("laatste", (80, 80, 80, 91), "(2024): BEHAALD\n    91%"),
        ("laatste", (80, 80, 95), "(2024): NIET BEOORDEELD"),
    ],
)
def test_reported_quarters_make_a_year_as_the_norm_says(
    folder: Path, how: str, figures: tuple[int, ...], told: str
) -> None:
    rules = folder / "regels" / "proef.regels"
    text = rules.read_text(encoding="utf-8").replace("periode: jaar", f"periode: kwartaal\n    over het jaar: {how}")
    rules.write_text(text, encoding="utf-8")
    lines = [f"A;CAK;op tijd;2024-K{number};{figure}%;exact" for number, figure in enumerate(figures, 1)]
    code, out, _ = reported(folder, "\n".join(["opgave;organisatie;norm;periode;waarde;soort", *lines]))
    assert code == 0
    assert f"op tijd {told}" in out
    # The year counts, not each of its quarters.
    missed, met = "niet behaald. Niet behaald: op tijd." in out, "is de ene norm die te beoordelen is, behaald" in out
    assert (missed, met) == (": NIET BEHAALD" in told, ": BEHAALD" in told)


@pytest.mark.parametrize("how", ["alle", "slechtste", "laatste"])
def test_one_figure_over_a_year_says_nothing_of_its_quarters(folder: Path, how: str) -> None:
    rules = folder / "regels" / "proef.regels"
    text = rules.read_text(encoding="utf-8").replace("periode: jaar", f"periode: kwartaal\n    over het jaar: {how}")
    rules.write_text(text, encoding="utf-8")
    _, out, _ = reported(folder, "opgave;organisatie;norm;periode;waarde\nA;CAK;op tijd;2024;95%\n")
    assert "NIET BEOORDEELD" in out


WHOLE = """
Norm alles op orde
    bron: Proefplan regel 2
    periode: jaar
    samengesteld uit: op tijd
    norm: ja
"""


def test_a_norm_that_is_made_of_others_is_asked_with_them(folder: Path) -> None:
    rules = folder / "regels" / "proef.regels"
    rules.write_text(rules.read_text(encoding="utf-8") + WHOLE, encoding="utf-8")
    code, out, _ = measure(folder, f"{HEADER}\nF-2;Wmo;01-01-2024;27-02-2024;;\n", "alles op orde")
    assert code == 0
    assert "Niet behaald: op tijd." in out
    assert "Onderdelen: op tijd 0%, niet behaald." in out
    assert "Tegen de norm: F-2." in out


def examples(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return main(["voorbeeldregistraties", *arguments], Console(out, err)), out.getvalue(), err.getvalue()


def test_invented_records_are_made_by_command_and_measured(tmp_path: Path) -> None:
    place = tmp_path / "voorbeelden"
    wish = ("--uit", str(place), "--jaar", "2024", "--zaad", "5", "--schaal", "0,01")
    code, out, _ = examples(*wish, "--alleen", "betaalopdracht", "--fouten", "2%")
    assert code == 0
    assert "met zaad 5" in out
    assert sorted(path.name for path in place.iterdir()) == ["LEESMIJ.md", "betaalopdrachten.csv"]
    code, out, _ = run("K-WLZ-J", "--registratie", str(place), "--periode", "2024", "--vorm", "json")
    assert code == 0
    found = json.loads(out)
    assert found["registraties"][0]["geweigerd"]["aantal"] > 0
    assert {norm["nummer"] for norm in found["normen"]} == {"K-WLZ-J", "K-WLZ-J1", "K-WLZ-J2"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("--jaar", "2024", "--alleen", "betaalopdrach"), "betaalopdracht"),
        (("--jaar", "2024", "--schaal", "veel"), "schaal"),
        (("--jaar", "2024", "--fouten", "200%"), "fouten"),
        (("--jaar", "morgen"), "jaar"),
    ],
)
def test_a_wrong_wish_for_records_makes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: tuple[str, ...], said: str
) -> None:
    code, _, err = examples("--uit", str(tmp_path / "voorbeelden"), *wrong)
    assert code == 2
    assert said in err + " ".join(capsys.readouterr().err.splitlines()[-2:])
    assert not (tmp_path / "voorbeelden").exists()


def test_norms_are_listed_with_what_they_are_measured_over(folder: Path) -> None:
    out = io.StringIO()
    assert main(["regelingen", "--regels", str(folder / "regels")], Console(out, out)) == 0
    assert "norm op tijd, over een factuur" in out.getvalue()


def test_the_example_records_show_what_a_norm_sees() -> None:
    folder = scenarios_dir() / "normen" / "registraties"
    code, out, _ = run("K-WMO-E", "K-WLZ-E", "--registratie", str(folder), "--periode", "2024", "--vorm", "json")
    assert code == 0
    found = json.loads(out)
    (read,) = found["registraties"]
    assert (read["gelezen"], read["geweigerd"]["aantal"]) == (14, 4)  # 011, 012, 013, and the second 009
    mean, timely = sorted(found["normen"], key=lambda norm: norm["nummer"])
    # Wmo: 001 on its last day, 003, 004 and 006 in time; 002 a day late; 005 open and late, 007 open.
    counted = timely["telling"]
    assert (counted["teller"], counted["noemer"], counted["tegen de norm"]["sleutels"]) == ("4", "5", ["V-2024-002"])
    assert (counted["open en te laat"]["sleutels"], counted["open binnen de termijn"]) == (["V-2024-005"], 1)
    # Wlz: 56, 7 and 21 days.
    assert mean["waarde"]["van"] == "28"


def test_the_catalogue_shows_norms_and_their_registratie(folder: Path) -> None:
    out = io.StringIO()
    site = folder / "site"
    assert main(["catalogus", "--regels", str(folder / "regels"), "--uit", str(site)], Console(out, out)) == 0
    page = (site / "proefnormen.html").read_text(encoding="utf-8")
    assert "Norm op tijd" in page
    assert "Registratie factuur" in page
