"""Thresholds of a law, and from which sides scenarios have seen them."""

from functools import cache
from pathlib import Path

import pytest

from dsl.check import check
from dsl.parsing.corpus import load_corpus
from dsl.program import Program
from dsl.severity import Severity
from engine.scenarios import SuiteResult, boundaries_text, run_suite
from engine.scenarios.boundaries import Threshold, thresholds_of

TEXT = """Regeling Grenswet
    uitvoerder: CAK
    bron: Grenswet artikel 1

Objecttype de persoon (mv: personen)
    het inkomen : bedrag per jaar ligt tussen € 0 en € 1.000.000
    de geboortedatum : datum ligt tussen 01-01-1900 en 01-01-2100
    de toets : bedrag per jaar
    de korting : bedrag per jaar, in centen
    kenmerk heeft recht
    kenmerk heeft een partner

Parameter de grens : bedrag per jaar
    bron: Grenswet artikel 2
    vanaf 01-01-2020: € 10.000
    vanaf 01-01-2024: € 12.000

Parameter de partnergrens : bedrag per jaar
    bron: Grenswet artikel 2
    vanaf 01-01-2020: € 20.000

Parameter het maximum : bedrag per jaar
    bron: Grenswet artikel 3
    vanaf 01-01-2020: € 500

Regel toets
    geldig vanaf 01-01-2020
    bron: Grenswet artikel 2
    De toets van een persoon moet gesteld worden op de grens
    indien de persoon geen partner heeft

Regel toets met partner
    geldig vanaf 01-01-2020
    bron: Grenswet artikel 2
    De toets van een persoon moet gesteld worden op de partnergrens
    indien de persoon een partner heeft

Regel recht
    geldig vanaf 01-01-2020
    bron: Grenswet artikel 2
    Een persoon heeft recht
    indien aan alle volgende voorwaarden is voldaan:
        • het inkomen van de persoon is kleiner dan de toets van de persoon
        • de geboortedatum van de persoon is ten hoogste 31-12-1999

Regel korting
    geldig vanaf 01-01-2020
    bron: Grenswet artikel 3
    De korting van een persoon moet berekend worden als
        10% van het inkomen van de persoon, met een maximum van het maximum,
        rekenkundig afgerond op centen
    indien de persoon recht heeft

Besluit Grens
    over: een persoon
    uitkomst: de korting van de persoon
    wijziging werkt door vanaf: de maand na de wijziging
    bezwaar: 6 weken bij het CAK
"""


@cache
def program() -> Program:
    made, found = check(load_corpus({"grens.regels": TEXT}))
    assert made is not None, [item for item in found if item.severity is Severity.FOUT]
    return made


def run(tmp_path: Path, *cases: tuple[str, str, str], workers: int = 1) -> SuiteResult:
    """A suite of persons: income, date of birth, whether there is a partner."""
    entries = [
        f"""  - naam: geval {number}
    id: geval-{number}
    op: 01-03-2024
    herkomst: met de hand berekend
    bron: Grenswet
    feiten: {{inkomen: {income}, geboortedatum: {born}, heeft een partner: {partner}}}
    verwacht: {{status: vastgesteld}}
"""
        for number, (income, born, partner) in enumerate(cases)
    ]
    path = tmp_path / "grens.yaml"
    path.write_text("regeling: Grens\nscenarios:\n" + "".join(entries), encoding="utf-8")
    return run_suite(program(), [path], workers=workers)


def sides(suite: SuiteResult) -> dict[str, tuple[bool, bool]]:
    found = thresholds_of(program(), suite.seen.sides, ["Grenswet"])
    return {item.words: (item.below, item.above) for item in found}


OLD = "01-05-1950"


def test_every_threshold_is_listed_and_nothing_else(tmp_path: Path) -> None:
    assert set(sides(run(tmp_path))) == {"grens", "partnergrens", "maximum", "31 december 1999"}


@pytest.mark.parametrize(
    ("name", "case", "expected"),
    [
        ("grens", ("11999.99", OLD, "nee"), (True, False)),
        ("grens", ("12000", OLD, "nee"), (False, True)),  # at a "kleiner dan" the threshold is the upper side
        ("grens", ("12000", OLD, "ja"), (False, False)),  # another parameter was the threshold here
        ("partnergrens", ("12000", OLD, "ja"), (True, False)),
        ("31 december 1999", ("0", "31-12-1999", "nee"), (True, False)),  # at a "ten hoogste" the lower
        ("31 december 1999", ("0", "01-01-2000", "nee"), (False, True)),
        ("maximum", ("5000", OLD, "nee"), (True, False)),
        ("maximum", ("5000.10", OLD, "nee"), (False, True)),
        ("maximum", ("15000", OLD, "nee"), (False, False)),  # no right, so the maximum was never looked at
    ],
)
def test_the_side_on_which_a_case_lies(
    tmp_path: Path, name: str, case: tuple[str, str, str], expected: tuple[bool, bool]
) -> None:
    assert sides(run(tmp_path, case))[name] == expected


def test_cases_on_both_sides_together_complete_a_threshold(tmp_path: Path) -> None:
    cases = (("11999.99", OLD, "nee"), ("12000", OLD, "nee"))
    assert sides(run(tmp_path, *cases))["grens"] == (True, True)
    assert sides(run(tmp_path, *cases, workers=2))["grens"] == (True, True)


def test_a_fact_that_is_not_known_shows_no_side(tmp_path: Path) -> None:
    assert sides(run(tmp_path, ("", OLD, "nee")))["grens"] == (False, False)


def test_the_report_names_what_is_left_and_how_many(tmp_path: Path) -> None:
    suite = run(tmp_path, ("11999.99", OLD, "nee"), ("12000", OLD, "nee"))
    text = boundaries_text(suite, program())
    line = TEXT[: TEXT.index("het inkomen van de persoon is kleiner")].count("\n") + 1
    assert f"    partnergrens (nodig: aan beide kanten)  grens.regels:{line}" in text
    assert "31 december 1999 (nodig: ook boven de grens)" in text
    assert "    grens (" not in text
    assert text.endswith("grenzen: 1 van 4 van beide kanten gezien, 3 niet")


def test_a_threshold_has_both_sides_or_not() -> None:
    (item, *_) = thresholds_of(program(), [], ["Grenswet"])
    assert not item.both
    assert Threshold("", "", item.span, below=True, above=True).both
    assert thresholds_of(program(), [], []) == ()
