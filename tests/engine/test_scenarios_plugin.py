"""The pytest plugin: each scenario is a test with a readable failure."""

import pytest

from tests.proefwet import KLASSE, TARIEF, TEXT, suite_text

pytest_plugins = ["pytester"]


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("TOETSSTEEN_CACHE", str(pytester.path / "cache"))
    (pytester.mkdir("rules") / "proef.regels").write_text(TEXT, encoding="utf-8")
    pytester.mkdir("scenarios")
    return pytester


def run(project: pytest.Pytester, *scenarios: str) -> pytest.RunResult:
    (project.path / "scenarios" / "proef.yaml").write_text(suite_text(*scenarios), encoding="utf-8")
    return project.runpytest_inprocess("-p", "engine.pytest_plugin", "-p", "no:cacheprovider", "scenarios")


def test_each_scenario_is_a_test(project: pytest.Pytester) -> None:
    (project.path / "scenarios" / "dossier.yaml").write_text("leefeenheid: {}\n", encoding="utf-8")
    wrong = KLASSE.replace("€ 10", "€ 11")
    result = run(project, TARIEF, wrong, TARIEF)
    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(["*GEFAALD scenarios/proef.yaml:*klasse bij verblijf (klasse)"])
    result.stdout.fnmatch_lines(["*verwacht:  € 11,00 per maand"])
    result.stdout.fnmatch_lines(["*De id 'tarief-2024' is al gebruikt*"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_a_file_that_cannot_be_read_is_an_error(project: pytest.Pytester) -> None:
    result = run(project, "")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*TS701*"])


def test_rules_with_errors_are_an_error(project: pytest.Pytester) -> None:
    (project.path / "rules" / "proef.regels").write_text("Regel\n", encoding="utf-8")
    result = run(project, KLASSE)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*hebben fouten*"])


TIMELINE = """regeling: Proefbijdrage
tijdlijnen:
  - naam: tarief stijgt
    id: {id}
    van: 01-12-2023
    tot: 31-01-2024
    herkomst: met de hand berekend
    bron: Proefwet artikel 2
    feiten:
      cliënt: {{inkomen: "€ 24.000", heeft de pensioengerechtigde leeftijd bereikt: ja}}
    verwacht:
      - {{van: 01-12-2023, tot en met: 31-12-2023, status: vastgesteld, uitkomst: "€ 19,00"}}
      - {{van: 01-01-2024, tot en met: 31-01-2024, status: vastgesteld, uitkomst: "{amount}", redenen: [het tarief]}}
"""


def test_each_timeline_is_a_test(project: pytest.Pytester) -> None:
    for name, amount in (("goed", "€ 20,60"), ("fout", "€ 20,61")):
        path = project.path / "scenarios" / f"{name}.yaml"
        path.write_text(TIMELINE.format(id=name, amount=amount), encoding="utf-8")
    result = run(project, TARIEF)
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*verwacht:  € 20,61 per maand"])
