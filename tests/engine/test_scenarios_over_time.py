"""Scenarios over a period: what they may expect, what they say when it is not so, and what is wrong with one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.source import SourceFile, Sources
from engine.dossier import CaseLoader
from engine.scenarios import junit_xml, run_suite
from engine.scenarios.model import TimelineScenario, Unreadable
from engine.scenarios.reading import read_scenarios
from engine.scenarios.report import failure_text
from engine.scenarios.run import ScenarioResult, has_scenarios, run_entry
from tests.engine.revision.test_revise import small_law

LOADER = CaseLoader(small_law())
GOOD = """regeling: Proefbijdrage
tijdlijnen:
  - naam: loon stijgt
    id: loon
    van: 01-05-2024
    tot: 30-09-2024
    herkomst: met de hand berekend
    bron: Proefwet artikel 2 en 3
    feiten:
      korting: 0
      woont alleen: nee
      loon:
        - {waarde: 1000, herkomst: Belastingdienst}
        - {waarde: 2000, van: 15-08-2024, herkomst: Belastingdienst, bekend: 10-10-2024}
    verwacht:
      - {van: 01-05-2024, tot en met: 30-06-2024, status: vastgesteld, uitkomst: "€ 100,00"}
      - {van: 01-07-2024, tot en met: 31-08-2024, status: vastgesteld, uitkomst: "€ 120,00", redenen: [tarief, 12%]}
      - {van: 01-09-2024, tot en met: 30-09-2024, status: vastgesteld, rechtsstatus: verschuldigd, uitkomst: "€ 240,00", redenen: [loon]}
    herziening:
      toen: 01-10-2024
      nu: 10-10-2024
      verzonden op: 15-10-2024
      verwacht:
        naheffing: € 120,00
        oorzaken: {nieuwe gegevens van de Belastingdienst: "€ 120,00"}
        termijnen: [hoger bedrag vanaf 01-10-2021, lager bedrag vanaf 01-10-2023, korter naar oordeel vanaf 01-09-2024]
"""


def ran(*changes: tuple[str, str]) -> ScenarioResult:
    text = GOOD
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    file = read_scenarios(LOADER, text, "proef.yaml")
    assert not file.diagnostics
    (entry,) = file.entries
    return run_entry(small_law(), entry)


def told(result: ScenarioResult) -> list[tuple[str, str, str]]:
    assert not result.diagnostics and result.crash is None
    return [(item.what, item.expected, item.actual) for item in result.differences]


def problems(*changes: tuple[str, str]) -> list[str]:
    return [item.code for item in ran(*changes).diagnostics]


def test_what_holds_passes_and_its_rules_are_seen() -> None:
    result = ran()
    assert result.passed, failure_text(result, Sources())
    names = {small_law().rules[number].name for number in result.seen.rules}
    assert names == {"bijdrage"}


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        (
            'tot en met: 31-08-2024, status: vastgesteld, uitkomst: "€ 120,00", redenen: [tarief, 12%]}\n      - {van: 01-09-2024',
            "tot en met: 31-07-2024, status: vastgesteld}\n      - {van: 01-08-2024",
            (
                "stukken",
                "01-05-2024 t/m 30-06-2024, 01-07-2024 t/m 31-07-2024, 01-08-2024 t/m 30-09-2024",
                "01-05-2024 t/m 30-06-2024, 01-07-2024 t/m 31-08-2024, 01-09-2024 t/m 30-09-2024",
            ),
        ),
        (
            "€ 100,00",
            "€ 100,01",
            ("vanaf 01-05-2024, de bijdrage van de persoon", "€ 100,01 per maand", "€ 100,00 per maand"),
        ),
        (
            "rechtsstatus: verschuldigd",
            "rechtsstatus: op nihil gesteld",
            ("vanaf 01-09-2024, rechtsstatus van de bijdrage van de persoon", "op nihil gesteld", "verschuldigd"),
        ),
        ("naheffing: € 120,00", "restitutie: € 120,00", ("herziening, naheffing", "niets", "€ 120,00")),
        ("naheffing: € 120,00", "naheffing: € 119,99", ("herziening, naheffing", "€ 119,99", "€ 120,00")),
        (
            'van de Belastingdienst: "€ 120,00"',
            'van de BRP: "€ 120,00"',
            (
                "herziening, oorzaken",
                "nieuwe gegevens van de BRP: € 120,00",
                "nieuwe gegevens van de Belastingdienst, bekend sinds 10 oktober 2024: € 120,00",
            ),
        ),
        (
            "naheffing: € 120,00",
            "naheffing: € 120,00\n        buiten de termijn: {meer: '1'}",
            ("herziening, buiten de termijn", "€ 1,00 meer, niets minder", "niets meer, niets minder"),
        ),
        (
            "naheffing: € 120,00",
            "naheffing: € 120,00\n        open perioden: 2",
            ("herziening, open perioden", "2", "0"),
        ),
        (
            "vanaf 01-10-2023",
            "vanaf 01-10-2022",
            (
                "herziening, termijnen",
                "hoger bedrag vanaf 01-10-2021, lager bedrag vanaf 01-10-2022, korter naar oordeel vanaf 01-09-2024",
                "hoger bedrag vanaf 01-10-2021, lager bedrag vanaf 01-10-2023, korter naar oordeel vanaf 01-09-2024",
            ),
        ),
    ],
)
def test_every_difference_is_told(old: str, new: str, difference: tuple[str, str, str]) -> None:
    assert difference in told(ran((old, new)))


def test_words_that_no_reason_has_are_told() -> None:
    ((what, expected, actual),) = told(ran(("[loon]", "[verhuizing]")))
    assert (what, expected) == ("vanaf 01-09-2024, redenen", "verhuizing") and "loon" in actual


def test_the_report_says_what_came() -> None:
    text = failure_text(ran(("€ 100,00", "€ 100,01")), Sources())
    assert "juli t/m augustus 2024: € 120,00 per maand" in text


def test_what_was_known_on_a_day_counts() -> None:
    """On 1 October nobody knew of the raise: August and September are of one stretch."""
    result = ran(("    herkomst:", "    bekend: 01-10-2024\n    herkomst:"))
    assert [item[0] for item in told(result)] == ["stukken"]
    assert "01-07-2024 t/m 30-09-2024" in told(result)[0][2]


def test_a_cause_without_a_part_is_missed() -> None:
    result = ran(('{nieuwe gegevens van de Belastingdienst: "€ 120,00"}', "geen"))
    assert told(result)[0][:2] == ("herziening, oorzaken", "geen")


def test_all_mistakes_at_once() -> None:
    found = ran(
        ("regeling: Proefbijdrage", "regeling: Proefbijdrage # zo"),
        ("van: 01-07-2024", "van: 03-07-2024"),
        ("30-09-2024, status", "29-09-2024, status"),
        ("naheffing:", "nahefing:"),
        ("{waarde: 1000", "{waarde: veel"),
    )
    assert sorted(item.code for item in found.diagnostics) == ["TS503", "TS712", "TS712", "TS713"]
    remedies = " ".join(item.remedy for item in found.diagnostics)
    assert "naheffing" in remedies


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("    tot: 30-09-2024", "    tot: 30-09-2023", ["TS701", "TS712"]),
        ("    tot: 30-09-2024", "    tot: 30-09-2094", ["TS701", "TS712"]),
        ("nu: 10-10-2024", "nu: 10-09-2024", ["TS701"]),
        ("    herkomst: met", "    herkomsten: met", ["TS701", "TS704"]),
        ("oorzaken: {", "oorzaken: [{", None),
        ("status: vastgesteld, uitkomst", "stand: vastgesteld, uitkomst", ["TS701", "TS701"]),
        ("naheffing: € 120,00", "naheffing: veel", ["TS503"]),
        ("naheffing: € 120,00", "buiten de termijn: € 120,00", ["TS701"]),
        ("naheffing: € 120,00", "open perioden: veel", ["TS701"]),
        ("regeling: Proefbijdrage", "regeling: Proefbijdragen", ["TS702"]),
    ],
)
def test_what_is_wrong_with_one(old: str, new: str, codes: list[str] | None) -> None:
    if codes is None:
        file = read_scenarios(LOADER, GOOD.replace(old, new, 1), "proef.yaml")
        assert file.diagnostics
    else:
        assert sorted(problems((old, new))) == codes


def test_a_besluit_without_an_amount_has_no_herziening() -> None:
    """The window for someone who is written to in October 2024 begins in October 2021, on every day."""
    head, rest = GOOD.replace("Proefbijdrage", "Proeftermijn").split("    verwacht:\n", 1)
    stretch = "{van: 01-05-2024, tot en met: 30-09-2024, status: vastgesteld, uitkomst: 01-10-2021}"
    revision = rest[rest.index("    herziening:") : rest.index("        naheffing:")]
    text = head.replace("    herkomst:", "    verzonden op: 15-10-2024\n    herkomst:")
    text += f"    verwacht:\n      - {stretch}\n{revision}        open perioden: 0\n"
    (entry,) = read_scenarios(LOADER, text, "proef.yaml").entries
    assert told(run_entry(small_law(), entry)) == [("herziening", "een herziening", "er is niets te herzien")]


def test_a_file_may_hold_both_and_the_suite_runs_them(tmp_path: Path) -> None:
    path = tmp_path / "scenarios" / "tijd.yaml"
    path.parent.mkdir()
    path.write_text(GOOD.replace("120,00", "121,00", 1), encoding="utf-8")
    assert has_scenarios(path)
    for workers in (1, 2):
        suite = run_suite(small_law(), [path.parent], workers=workers)
        assert [len(suite.failures), len(suite.results)] == [1, 1]
        assert 'failures="1"' in junit_xml(suite)
    empty = read_scenarios(LOADER, "regeling: Proefbijdrage\n", "leeg.yaml")
    assert [item.code for item in empty.diagnostics] == ["TS701"]


lines = GOOD.splitlines()
words = sorted(set(GOOD.replace(":", " : ").split()))


@given(
    st.lists(
        st.tuples(
            st.integers(0, len(lines) - 1),
            st.sampled_from(("drop", "double", "indent", "word")),
            st.sampled_from(words),
            st.integers(0, 80),
        ),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=150, deadline=None)
def test_a_damaged_file_gives_timelines_or_findings(damage: list[tuple[int, str, str, int]]) -> None:
    text = list(lines)
    for number, how, word, at in damage:
        line = text[number % len(text)]
        where = number % len(text)
        if how == "drop" and len(text) > 1:
            del text[where]
        elif how == "double":
            text.insert(where, line)
        else:
            text[where] = f"  {line}" if how == "indent" else line[:at] + word + line[at:]
    source = "\n".join(text) + "\n"
    found = read_scenarios(LOADER, source, "proef.yaml")
    assert found.entries or found.diagnostics
    for entry in found.entries:
        assert isinstance(entry, TimelineScenario | Unreadable) or not entry
        result = run_entry(small_law(), entry)
        assert result.crash is None
        failure_text(result, Sources([SourceFile("proef.yaml", source)]))
