"""Scenarios of a traject: what they may expect, what they say when it is not so, and what is wrong with one."""

from __future__ import annotations

from dsl.source import Sources
from engine.dossier import CaseLoader
from engine.scenarios.model import TrajectScenario, Unreadable
from engine.scenarios.reading import read_scenarios
from engine.scenarios.report import failure_text
from engine.scenarios.run import ScenarioResult, run_entry
from tests.engine.test_trajecten import PROGRAM

HEAD = """traject: Achterstand
scenarios:
  - naam: proef
    id: proef-1
    op: {op}
    herkomst: met de hand berekend
    bron: Proefwet artikel 2
    feiten:
      grens: € 600
      heeft uitstel: nee
      berichten:
        - {{id: m, soort: melding, datum: 12-03-2026, bedrag: € 600}}
        - {{id: te-laat, soort: melding, datum: 13-03-2026, bedrag: € 600}}
    verwacht:
"""


def ran(expected: str, op: str = "20-03-2026") -> ScenarioResult:
    text = HEAD.format(op=op) + "".join(f"      {line}\n" for line in expected.splitlines())
    file = read_scenarios(CaseLoader(PROGRAM), text, "proef.yaml")
    assert not file.diagnostics
    (entry,) = file.entries
    return run_entry(PROGRAM, entry)


def codes(result: ScenarioResult) -> set[str]:
    return {item.code for item in result.diagnostics}


def test_everything_that_a_scenario_may_expect() -> None:
    result = ran(
        "toestand: niets\nverloop: {01-04-2026: gemeld, 10-04-2026: aangeschreven}\nweg: [melding]\n"
        "geweigerd: [te-laat]\nkomt: [26-03-2026, 01-04-2026, 09-04-2026]\nbevindingen: 0"
    )
    assert result.passed
    assert result.seen.transitions == {("Achterstand", "melding"), ("Achterstand", "aanschrijving")}


def test_a_refused_event_may_be_named_by_its_day() -> None:
    assert ran("toestand: niets\ngeweigerd: [melding op 13-03-2026]").passed


def test_every_difference_is_told() -> None:
    result = ran(
        "toestand: gemeld\nsinds: 01-01-2026\nverloop: {10-04-2026: niets}\nweg: []\ngeweigerd: []\nkomt: []\nbevindingen: 1"
    )
    assert {item.what for item in result.differences} == {
        "toestand op 20-03-2026", "toestand op 10-04-2026", "sinds", "weg", "geweigerd", "komt", "bevindingen"
    }  # fmt: skip
    text = failure_text(result, Sources())
    assert "verwacht:  gemeld" in text
    assert "waarom: Toestand: niets" in text


def test_a_state_that_cannot_be_told_may_be_expected() -> None:
    result = ran("toestand: niet vast te stellen")
    assert [item.actual for item in result.differences] == ["niets"]


def test_names_that_the_traject_does_not_have() -> None:
    result = ran("toestand: gemelt\nverloop: {10-04-2026: nergens}\nweg: [meldig]\nbevindingen: veel")
    assert [item.code for item in result.diagnostics] == ["TS711", "TS711", "TS711", "TS701"]
    assert "gemeld" in result.diagnostics[0].remedy
    assert not result.passed


def test_a_traject_that_does_not_exist() -> None:
    text = (
        HEAD.format(op="20-03-2026").replace("traject: Achterstand", "traject: Achterstant") + "      toestand: niets\n"
    )
    (entry,) = read_scenarios(CaseLoader(PROGRAM), text, "proef.yaml").entries
    assert isinstance(entry, Unreadable)
    assert {item.code for item in entry.diagnostics} == {"TS710"}


def test_days_that_cannot_be_and_parts_that_do_not_belong() -> None:
    assert "TS5" in next(iter(codes(ran("toestand: niets", op="31-02-2026"))))[:3]
    assert codes(ran("toestand: niets\nuitkomst: {x: 1}")) == {"TS701"}
    assert codes(ran("weg: []")) == {"TS701"}


def test_a_scenario_names_its_own_traject_beside_others_of_a_besluit() -> None:
    text = (
        HEAD.format(op="20-03-2026")
        .replace("traject: Achterstand\n", "")
        .replace("    op:", "    traject: achterstand\n    op:")
        + "      toestand: niets\n"
    )
    (entry,) = read_scenarios(CaseLoader(PROGRAM), text, "proef.yaml").entries
    assert isinstance(entry, TrajectScenario)
    assert entry.traject == "Achterstand"
