"""Scenario files: what they may say, and what running them shows."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from engine.dossier import CaseLoader
from engine.scenarios import SuiteResult, coverage_text, junit_xml, result_text, run_suite
from engine.scenarios.model import Scenario, Unreadable
from engine.scenarios.reading import read_scenarios
from engine.scenarios.run import scenario_paths
from tests.proefwet import KLASSE, ONBEKEND, SIGNAAL, TARIEF, TE_JONG, program, suite_text

LOADER = CaseLoader(program())


def read(text: str) -> list[Scenario | Unreadable]:
    found = read_scenarios(LOADER, text, "proef.yaml")
    assert found.diagnostics == ()
    return list(found.entries)


def problems(scenario: str) -> list[tuple[str, str]]:
    """Codes with the text that they point at, of the one scenario."""
    text = suite_text(scenario)
    (entry,) = read(text)
    assert isinstance(entry, Unreadable)
    return [(item.code, text[item.span.start : item.span.end]) for item in entry.diagnostics]


def run(tmp_path: Path, *scenarios: str, k: str | None = None, workers: int = 1) -> SuiteResult:
    path = tmp_path / "scenarios" / "proef.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(suite_text(*scenarios), encoding="utf-8")
    return run_suite(program(), [path.parent], k, workers)


def differences(tmp_path: Path, *scenarios: str) -> list[tuple[str, str, str]]:
    suite = run(tmp_path, *scenarios)
    assert suite.diagnostics == ()
    return [(item.what, item.expected, item.actual) for result in suite.results for item in result.differences]


# --- running ------------------------------------------------------------------------------------------------------


def test_scenarios_that_hold_pass(tmp_path: Path) -> None:
    suite = run(tmp_path, TARIEF, TE_JONG, ONBEKEND, KLASSE, SIGNAAL)
    assert suite.passed, result_text(suite)
    assert [result.label.id for result in suite.results] == ["tarief-2024", "te-jong", "onbekend", "klasse", "signaal"]


def test_a_scenario_can_reckon_with_what_was_known_then(tmp_path: Path) -> None:
    told = (
        "heeft de pensioengerechtigde leeftijd bereikt: [{waarde: nee, herkomst: BRP, bekend: 01-01-2024}, "
        "{waarde: ja, herkomst: BRP, bekend: {CAK: 01-06-2024}}]"
    )
    late = TARIEF.replace("heeft de pensioengerechtigde leeftijd bereikt: ja", told)
    assert run(tmp_path, late).passed
    assert run(tmp_path, late.replace("  op: ", "  bekend op: 01-06-2024\n  op: ")).passed
    assert not run(tmp_path, late.replace("  op: ", "  bekend op: 31-05-2024\n  op: ")).passed
    assert not run(tmp_path, late.replace("  op: ", "  bekend bij: SVB\n  op: ")).passed


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("status: vastgesteld", "status: beoordelen", ("status", "beoordelen", "vastgesteld")),
        (
            "rechtsstatus: verschuldigd",
            "rechtsstatus: op nihil gesteld",
            ("rechtsstatus van de bijdrage van de leefeenheid", "op nihil gesteld", "verschuldigd"),
        ),
        (
            "{bijdrage: € 20,60}",
            "€ 20,65",
            ("de bijdrage van de leefeenheid", "€ 20,65 per maand", "€ 20,60 per maand"),
        ),
        (
            "{bijdrage: € 20,60}",
            "niet van toepassing",
            ("de bijdrage van de leefeenheid", "niet van toepassing", "€ 20,60 per maand"),
        ),
        (
            "{bijdrage: € 20,60}",
            "{minstens: '20,61'}",
            ("de bijdrage van de leefeenheid", "minstens € 20,61 per maand", "€ 20,60 per maand"),
        ),
        ("€ 2.000 per maand", "€ 1.999", ("draagkracht", "€ 1.999,00 per maand", "€ 2.000,00 per maand")),
        (
            "finaliteit: definitief",
            "finaliteit: voorlopig",
            ("finaliteit van de bijdrage van de leefeenheid", "voorlopig", "definitief"),
        ),
        ("ontbreekt: []", "ontbreekt: [vorm]", ("ontbreekt", "vorm", "geen")),
        ("[hoogte van de bijdrage]", "[]", ("gronden", "geen", "hoogte van de bijdrage")),
        (
            "[hoogte van de bijdrage]",
            "[hoogte van de bijdrage, later]",
            ("gronden", "hoogte van de bijdrage, later", "hoogte van de bijdrage"),
        ),
        ("ontbreekt: []", "vragen: [Mag dit?]", ("vragen", "Mag dit?", "geen")),
    ],
)
def test_each_expectation_can_fail(tmp_path: Path, old: str, new: str, difference: tuple[str, str, str]) -> None:
    assert old in TARIEF
    assert differences(tmp_path, TARIEF.replace(old, new)) == [difference]


def test_missing_facts_must_be_those_named(tmp_path: Path) -> None:
    right = "inkomen van de cliënt"
    assert differences(tmp_path, ONBEKEND.replace(right, "inkomen")) == []
    needed = "inkomen van leefeenheid.cliënt"
    assert differences(tmp_path, ONBEKEND.replace(f"[{right}]", "[]")) == [("ontbreekt", "geen", needed)]
    other = "inkomen van de echtgenoot"
    assert differences(tmp_path, ONBEKEND.replace(right, other)) == [("ontbreekt", other, needed)]


def test_signals_must_be_those_named(tmp_path: Path) -> None:
    assert differences(tmp_path, SIGNAAL) == []
    wrong = SIGNAAL.replace("[weinig draagkracht]", "[]")
    assert differences(tmp_path, wrong) == [("signalen", "geen", "weinig draagkracht")]
    wrong = SIGNAAL.replace("2400,", "24000,")
    assert differences(tmp_path, wrong) == [("signalen", "weinig draagkracht", "geen")]


def test_signals_that_were_not_judged_are_not_the_same_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import engine.signals
    from engine.signals.outcome import SignalReport

    report = SignalReport(False, None, "signalen niet beoordeeld, want stuk")
    monkeypatch.setattr(engine.signals, "judge", lambda decision, *_: replace(decision, signals=report))
    wrong = SIGNAAL.replace("[weinig draagkracht]", "[]")
    assert differences(tmp_path, wrong) == [("signalen", "geen", "signalen niet beoordeeld, want stuk")]


def test_bounds_of_an_open_outcome_must_lie_within_those_expected(tmp_path: Path) -> None:
    (difference,) = differences(tmp_path, ONBEKEND.replace("'20,60'", "'20,59'"))
    assert difference[1] == "minstens € 0,00 per maand en hoogstens € 20,59 per maand"


@pytest.mark.parametrize(("tolerance", "passes"), [("€ 0,05", True), ("€ 0,04", False), ("0,049", False)])
def test_a_tolerance_widens_numbers(tmp_path: Path, tolerance: str, passes: bool) -> None:
    off = TARIEF.replace("{bijdrage: € 20,60}", "€ 20,65").replace(
        "finaliteit:", f"tolerantie: {tolerance}\n    finaliteit:"
    )
    assert (differences(tmp_path, off) == []) == passes


def test_a_date_outside_the_law_says_which_rules_do_not_hold(tmp_path: Path) -> None:
    suite = run(tmp_path, TARIEF.replace("01-03-2024", "01-03-2019"))
    assert "regel 'hoogte van de bijdrage' geldt niet op 01-03-2019" in suite.results[0].why


def test_a_failure_names_both_sides_and_why(tmp_path: Path) -> None:
    text = result_text(run(tmp_path, TARIEF.replace("€ 20,60}", "€ 19,00}"), KLASSE))
    assert "GEFAALD" in text
    assert "proef.yaml:3  tarief van 2024 (tarief-2024)" in text
    assert "verwacht:  € 19,00 per maand" in text
    assert "werkelijk: € 20,60 per maand" in text
    assert "waarom: grond: hoogte van de bijdrage (Proefwet artikel 3)" in text
    assert "2 scenario's: 1 geslaagd, 1 gefaald" in text


def test_a_crash_of_the_program_is_a_failure_of_that_scenario_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import engine.decide

    honest = engine.decide.decide

    def broken(made: object, besluit: str, *rest: object) -> object:
        if besluit == "Proefklasse":
            raise RuntimeError("stuk")
        return honest(made, besluit, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(engine.decide, "decide", broken)
    suite = run(tmp_path, KLASSE, TARIEF)
    assert [result.passed for result in suite.results] == [False, True]
    assert "RuntimeError: stuk" in result_text(suite)


def test_selection_by_words_in_name_or_id(tmp_path: Path) -> None:
    assert [r.label.id for r in run(tmp_path, TARIEF, TE_JONG, KLASSE, k="JONG te").results] == ["te-jong"]
    assert [item.code for item in run(tmp_path, TARIEF, k="bestaat niet").diagnostics] == ["TS707"]


def test_processes_give_the_same_report(tmp_path: Path) -> None:
    many = [TARIEF.replace("tarief-2024", f"t{number}") for number in range(25)]
    wrong = TE_JONG.replace("niet verschuldigd", "verschuldigd")
    alone, shared = (run(tmp_path, *many, wrong, KLASSE, workers=workers) for workers in (1, 2))
    assert result_text(alone) == result_text(shared)
    assert alone.results == shared.results


# --- totals -------------------------------------------------------------------------------------------------------


def test_coverage_counts_rules_deviations_and_rows(tmp_path: Path) -> None:
    suite = run(tmp_path, TARIEF, KLASSE)
    (found,) = suite.coverage
    assert (found.regeling, found.rules, found.deviations, found.rows) == ("Proefbijdrage", (3, 4), (0, 1), (1, 2))
    never = [item.words for item in found.never]
    assert "tabel klasse, rij 2  proef.regels:57" in coverage_text(suite, program())
    assert never == [
        "afwijking geen bijdrage, geldig vanaf 01-01-2020",
        "regel later, geldig vanaf 01-01-2030",
        "tabel klasse, rij 2",
        "signaal weinig draagkracht",
    ]


def test_coverage_counts_signals_that_stood(tmp_path: Path) -> None:
    (found,) = run(tmp_path, SIGNAAL).coverage
    assert found.signals == (1, 1)


def test_a_defeated_rule_does_not_count_as_seen(tmp_path: Path) -> None:
    (found,) = run(tmp_path, TE_JONG).coverage
    assert found.deviations == (1, 1)
    assert found.signals == (0, 1)
    assert "regel hoogte van de bijdrage, geldig vanaf 01-01-2020" in [item.words for item in found.never]


def test_the_report_says_where_expectations_come_from(tmp_path: Path) -> None:
    text = result_text(run(tmp_path, TARIEF, TE_JONG, KLASSE))
    assert "herkomst: officieel voorbeeld 1 (33%), met de hand berekend 1 (33%), praktijk 1 (33%)" in text
    assert "dekking Proefbijdrage: 3 van 4 regels (75%), 1 van 1 afwijkingen (100%), 1 van 2 tabelrijen (50%)" in text


def test_junit_is_xml_whatever_names_hold(tmp_path: Path) -> None:
    strange = TARIEF.replace("tarief van 2024", '"<b> & \\" \\x01 ]]>"').replace("€ 20,60}", "€ 19,00}")
    suite = run(tmp_path, strange, KLASSE, TE_JONG.replace("op:", "ob:"))
    root = ET.fromstring(junit_xml(suite))
    (element,) = root
    assert (element.get("tests"), element.get("failures"), element.get("errors")) == ("3", "1", "1")
    first = element[0]
    assert first.get("name") == '<b> & " \N{REPLACEMENT CHARACTER} ]]> (tarief-2024)'
    assert "werkelijk: € 20,60" in (first[0].text or "")


# --- reading ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  op: 01-03-2024\n", "", [("TS701", "naam")]),
        ("  herkomst: met de hand berekend\n", "", [("TS704", "naam")]),
        ("met de hand berekend", "zomaar", [("TS701", "zomaar")]),
        ("  bron: Proefwet artikel 2 en 3\n", "  bron: []\n", [("TS701", "bron")]),
        ("op: 01-03-2024", "op: 30-02-2024", [("TS506", "30-02-2024")]),
        ("zekerheid", "zekerheit", [("TS701", "zekerheit")]),
        ("  zekerheid: hoog\n", "  regeling: Proefbijdragen\n", [("TS702", "Proefbijdragen")]),
        ("cliënt: {", "cliënten: {", [("TS501", "cliënten")]),
        ("{bijdrage:", "{bijdragen:", [("TS703", "bijdragen")]),
        ("{draagkracht:", "{draagkracht van de cliënt:", [("TS703", "draagkracht van de cliënt")]),
        ("{draagkracht: € 2.000 per maand}", "{draagkracht: € 2.000 per jaar}", [("TS502", "€ 2.000 per jaar")]),
        ("[hoogte van de bijdrage]", "[hoogte]", [("TS708", "hoogte")]),
        ("ontbreekt: []", "ontbreekt: [geluk]", [("TS709", "geluk")]),
        ("ontbreekt: []", "ontbreekt: niets", [("TS701", "niets")]),
        ("ontbreekt: []", "signalen: [stapeling]", [("TS706", "stapeling")]),
        ("status: vastgesteld", "status: klaar", [("TS701", "klaar")]),
        ("rechtsstatus: verschuldigd", "rechtsstatus: {bijdrage: gratis}", [("TS701", "gratis")]),
        ("finaliteit: definitief", "tolerantie: veel", [("TS701", "veel")]),
    ],
)
def test_what_is_wrong_is_said_at_its_place(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert old in TARIEF
    assert problems(TARIEF.replace(old, new)) == expected


def test_everything_wrong_in_a_scenario_is_said_at_once() -> None:
    text = """\
- naam: alles fout
  op: morgen
  feiten:
    client: {}
  verwacht:
    status: goed
    uitkomsten: {bijdrage: 5}
"""
    assert sorted(code for code, _ in problems(text)) == ["TS501", "TS503", "TS701", "TS701", "TS701", "TS701", "TS704"]


def test_a_bad_scenario_does_not_hide_the_others(tmp_path: Path) -> None:
    suite = run(tmp_path, TARIEF, "- 5\n", TE_JONG.replace("op:", "ob:"), KLASSE)
    assert [result.passed for result in suite.results] == [True, False, False, True]
    assert "scenario 2" in result_text(suite)


def test_an_id_is_used_once_in_a_suite(tmp_path: Path) -> None:
    suite = run(tmp_path, TARIEF, KLASSE.replace("id: klasse", "id: tarief-2024"))
    assert [item.code for item in suite.diagnostics] == ["TS705"]
    assert not suite.passed


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "TS003"),
        ("scenarios: []\n", "TS701"),
        ("scenarios: x\n", "TS701"),
        ("regeling: Proefbijdrage\n", "TS701"),
        ("scenarios: [\n", "TS514"),
        ("- a\n", "TS701"),
    ],
)
def test_a_file_without_scenarios_is_refused(text: str, code: str) -> None:
    assert code in [item.code for item in read_scenarios(LOADER, text, "leeg.yaml").diagnostics]


@pytest.mark.parametrize(
    "text", ["scenarios: []", "\ufeffscenarios:\n", '{"scenarios": []}', '{\n    "scenarios": []\n}']
)
def test_a_file_with_scenarios_is_found_in_a_folder(tmp_path: Path, text: str) -> None:
    (tmp_path / "een.json").write_text(text, encoding="utf-8")
    assert scenario_paths([tmp_path]) == ([tmp_path / "een.json"], [])


def test_paths_without_scenarios_are_refused(tmp_path: Path) -> None:
    (tmp_path / "dossier.yaml").write_text("leefeenheid: {}\n", encoding="utf-8")
    assert [item.code for item in run_suite(program(), [tmp_path]).diagnostics] == ["TS707"]
    assert [item.code for item in run_suite(program(), [tmp_path / "weg"]).diagnostics] == ["TS801"]
