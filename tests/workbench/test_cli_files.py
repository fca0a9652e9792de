"""Files, streams and settings that are not as they should be: a Dutch finding, never a stack trace, nothing half-written."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workbench.test_cli import DOSSIER, RULES
from workbench.cli import main
from workbench.cli.console import Console

ROOT = Path(__file__).parents[2]
SIGNAL = "soort: buikpijn\nkenmerk: K{}\nregel: bijdrage\nreden: het wringt\ndoor: behandelaar 12\nop: 01-03-2026\n"
DECIDE = ["besluit", "bijdrage", "--op", "01-03-2024", "--dossier"]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TOETSSTEEN_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "regels").mkdir()
    (tmp_path / "regels" / "proef.regels").write_text(RULES, "utf-8")
    (tmp_path / "anna.yaml").write_text(DOSSIER, "utf-8")
    return tmp_path


def run(*arguments: str) -> tuple[int, str, str]:
    console = Console(io.StringIO(), io.StringIO())
    code = main(list(arguments), console)
    assert isinstance(console.out, io.StringIO)
    assert isinstance(console.err, io.StringIO)
    return code, console.out.getvalue(), console.err.getvalue()


def in_a_shell(line: str, **settings: str) -> subprocess.CompletedProcess[str]:
    program = f"{sys.executable} -c 'import sys; from workbench.cli import main; sys.exit(main())'"
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | settings
    return subprocess.run(
        ["bash", "-c", line.replace("toetssteen", program)], capture_output=True, text=True, env=environment, timeout=60
    )


def test_rules_folder_that_is_not_there_is_never_good() -> None:
    code, out, err = run("controleer", "--regels", "regelz")
    assert code == 1
    assert out == ""
    assert "TS801" in err
    assert "TS801" in run(*DECIDE, "anna.yaml", "--regels", "regelz")[2]


@pytest.mark.parametrize("arguments", [("controleer", "/dev/zero"), (*DECIDE, "/dev/zero", "--regels", "regels")])
def test_a_file_without_end_is_read_up_to_the_limit(arguments: tuple[str, ...]) -> None:
    code, _, err = run(*arguments)
    assert code == 1
    assert "TS004" in err


def test_scenarios_without_end_are_read_up_to_the_limit() -> None:
    code, _, err = run("toets", "/dev/zero", "--regels", "regels")
    assert code == 1
    assert "groot" in err


@pytest.mark.parametrize("to", ["nergens/uit.xml", "regels", "anna.yaml/uit.xml"])
def test_junit_that_cannot_be_written_is_a_finding_after_the_result(to: str) -> None:
    Path("s.yaml").write_text("regeling: Bijdrage\nscenarios: []\n", "utf-8")
    code, out, err = run("toets", "s.yaml", "--junit", to, "--regels", "regels")
    assert code == 1
    assert "TS806" in err
    assert "0 scenario's" in out


def test_layout_that_cannot_be_written_leaves_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    text = RULES.replace("    uitvoerder", "  uitvoerder")
    Path("regels/proef.regels").write_text(text, "utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("workbench.cli.files.os.replace", refuse)
    code, out, err = run("opmaak", "regels/proef.regels")
    assert code == 1
    assert "TS806" in err
    assert out == ""
    assert Path("regels/proef.regels").read_text("utf-8") == text
    assert os.listdir("regels") == ["proef.regels"]


def test_layout_keeps_a_link_and_its_rights() -> None:
    target = Path("regels/proef.regels")
    target.write_text(RULES.replace("    uitvoerder", "  uitvoerder"), "utf-8")
    target.chmod(0o640)
    Path("link.regels").symlink_to(target)
    assert run("opmaak", "link.regels")[0] == 0
    assert Path("link.regels").is_symlink()
    assert target.read_text("utf-8") == RULES
    assert target.stat().st_mode & 0o777 == 0o640


def test_links_in_a_circle_are_a_finding() -> None:
    Path("lus").symlink_to("lus")
    assert "TS001" in run(*DECIDE, "lus", "--regels", "regels")[2]
    assert run("toets", "--junit", "lus", "-k", "zoiets is er niet", "--regels", "regels")[0] == 1


@pytest.mark.parametrize("count", ["0", "-1", "1000", "veel"])
def test_a_strange_number_of_processes_is_wrong_use(count: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("toets", "--werkers", count)[0] == 2
    assert "--werkers" in capsys.readouterr().err


def test_a_limit_that_is_no_number_is_wrong_use() -> None:
    ran = in_a_shell("toetssteen regelingen", TOETSSTEEN_MAX_BYTES="veel")
    assert ran.returncode == 2
    assert "TOETSSTEEN_MAX_BYTES" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("broken", [">/dev/full", ">&-"])
def test_a_decision_that_does_not_arrive_is_a_fout(broken: str) -> None:
    ran = in_a_shell(f"toetssteen {' '.join(DECIDE)} anna.yaml --regels regels {broken}")
    assert ran.returncode == 1
    assert "TS807" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert "Exception" not in ran.stderr


def test_closed_input_is_a_finding() -> None:
    ran = in_a_shell(f"toetssteen {' '.join(DECIDE)} - --regels regels <&-")
    assert ran.returncode == 1
    assert "TS807" in ran.stderr


def test_a_reader_that_leaves_is_no_fout() -> None:
    ran = in_a_shell("toetssteen regelingen | true; exit ${PIPESTATUS[0]}")
    assert (ran.returncode, ran.stderr) == (0, "")


STEERING = "\x1b[31m\x9b\u202e"


def test_words_of_a_dossier_cannot_steer_the_terminal() -> None:
    rules = RULES.replace("    kenmerk is vrij", "    de plaats : tekst\n    kenmerk is vrij")
    rules = rules.replace("indien de persoon vrijgesteld is", 'indien de plaats van de persoon gelijk is aan "hier"')
    Path("regels/proef.regels").write_text(rules, "utf-8")
    text = '  plaats: "' + "".join(f"\\u{ord(sign):04x}" for sign in STEERING) + 'Ede"\n'
    Path("anna.yaml").write_text(DOSSIER + text, "utf-8")
    code, out, err = run("waarom-niet", "bijdrage", "geen bijdrage", *DECIDE[2:], "anna.yaml", "--regels", "regels")
    assert code == 0, err
    assert "Ede" in out
    assert not set(STEERING[:1] + STEERING[-2:]) & set(out)
    code, out, _ = run(*DECIDE, "anna.yaml", "--regels", "regels", "--json")
    assert not set(STEERING[:1] + STEERING[-2:]) & set(out)
    assert r"\u001b[31m\u009b\u202eEde" in out
    assert json.loads(out)["status"] == "vastgesteld"


def test_words_of_the_command_line_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("regelingen", f"--onzin{STEERING}")[0] == 2
    assert "\x1b" not in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        (*DECIDE, "anna.yaml", "--regels", "anna.yaml"),
        ("norm", "--regels", "regels", "--registratie", "regels/proef.regels", "--periode", "2024"),
        ("catalogus", "--uit", "site", "--regels", "anna.yaml"),
    ],
)
def test_a_file_where_a_folder_belongs_is_said_to_be_no_folder(arguments: tuple[str, ...]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (1, "")
    assert "TS810" in err
    assert "bestaat niet" not in err


@pytest.mark.parametrize(
    "arguments",
    [
        (*DECIDE, "anna.yaml", "--regels"),
        ("norm", "--regels", "regels", "--periode", "2024", "--registratie"),
        ("maatwerk", "overzicht"),
    ],
)
@pytest.mark.parametrize("name", ["x" * 5000, "kring"])
def test_a_name_that_cannot_be_is_not_there(place: Path, arguments: tuple[str, ...], name: str) -> None:
    (place / "kring").symlink_to("kring")
    code, out, err = run(*arguments, name)
    assert (code, out) == (1, "")
    assert "TS801" in err


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_folder_is_no_weighing_to_check(place: Path, count: int) -> None:
    (place / "map").mkdir()
    for number in range(count):
        (place / "map" / f"{number}.yaml").write_text(SIGNAL.format(number), "utf-8")
    code, out, err = run("maatwerk", "controleer", "map", "--dossier", "anna.yaml")
    assert (code, out) == (1, "")
    assert "TS001" in err and "het is een map" in err


def test_a_copy_is_not_counted(place: Path) -> None:
    for name in ("een", "twee"):
        (place / f"{name}.yaml").write_text(SIGNAL.format(1), "utf-8")
    code, out, err = run("maatwerk", "overzicht", "een.yaml", "twee.yaml", "--minimum", "1")
    assert (code, out) == (1, "")
    assert "TS907" in err and "een.yaml" in err and "twee.yaml" in err
    code, out, _ = run("maatwerk", "overzicht", "een.yaml", str(place / "een.yaml"), "--minimum", "1")
    assert code == 1, "the same file by two names is a copy too"
    (place / "twee.yaml").write_text(SIGNAL.format(2), "utf-8")
    code, out, _ = run("maatwerk", "overzicht", "een.yaml", "twee.yaml", "--minimum", "1")
    assert code == 0 and "2 keer aangekaart" in out


def test_a_year_out_of_reach_is_told_with_the_years_that_are_not() -> None:
    code, _, err = run("besluit", "bijdrage", "--regels", "regels", "--dossier", "anna.yaml", "--op", "01-01-9999")
    assert code == 2
    assert "TS803" in err and "1800 tot en met 2200" in err


@pytest.mark.parametrize("name", ["", "  "])
@pytest.mark.parametrize("days", [("--op", "01-03-2024"), ("--van", "01-01-2024", "--tot", "31-12-2024")])
def test_an_organisation_without_a_name_is_refused(name: str, days: tuple[str, ...]) -> None:
    code, out, err = run("besluit", "bijdrage", "--regels", "regels", "--dossier", "anna.yaml", *days, "--bij", name)
    assert (code, out) == (2, "")
    assert "TS834" in err


def test_a_herziening_refuses_an_organisation_that_nearly_exists() -> None:
    days = ("--van", "01-01-2024", "--tot", "31-12-2024", "--toen", "01-02-2024", "--nu", "01-03-2025")
    code, out, err = run(
        "herziening", "bijdrage", "--regels", "regels", "--dossier", "anna.yaml", *days, "--bij", "CAKK"
    )
    assert (code, out) == (2, "")
    assert "TS526" in err and "CAK" in err


def test_a_fact_with_two_values_at_once_is_refused() -> None:
    what_if = ("wat-als", "bijdrage", "--regels", "regels", "--dossier", "anna.yaml", "--op", "01-03-2024")
    code, out, err = run(*what_if, "--feit", "inkomen van de persoon = 1", "--feit", "het inkomen van de persoon = 2")
    assert (code, out) == (1, "")
    assert "TS833" in err
    assert run(*what_if, "--feit", "inkomen van de persoon = 1")[0] == 0
    code, out, err = run(*what_if, "--feit", "inkomen van de persoon =")
    assert (code, out) == (1, "")
    assert "TS829" in err and "onbekend" not in err


def test_the_nearest_change_does_not_tell_the_citizen_the_income_of_a_partner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOETSSTEEN_CACHE")
    dossier = str(ROOT / "scenarios" / "dossiers" / "zorgtoeslag.yaml")
    asked = ("wat-als", "Zorgtoeslag", "--dossier", dossier, "--op", "01-01-2026", "--kleinste")
    code, out, err = run(*asked, "inkomen van de echtgenoot in 2026")
    assert (code, out) == (1, "")
    assert "TS835" in err and "€" not in err
    code, out, _ = run(*asked, "inkomen van de echtgenoot in 2026", "--uitleg", "behandelaar")
    assert code == 0 and "inkomen van de echtgenoot" in out
    code, out, _ = run(*asked, "inkomen van de cliënt in 2026")
    assert code == 0 and out.startswith("Als uw inkomen in 2026 ")
