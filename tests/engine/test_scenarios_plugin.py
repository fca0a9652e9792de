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
