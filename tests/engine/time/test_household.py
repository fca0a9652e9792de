"""All rights and duties of the shipped households over a period: amounts by hand, rights not claimed, contributions together."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from dsl.cache import load_program
from dsl.program import Program
from engine.dossier import CaseLoader, Dossier
from engine.explain.overview_nl import OWN_DATA_ONLY
from engine.paths import rules_dir, scenarios_dir
from engine.time.household import Course, follow_everything
from engine.time.household_nl import course_json, describe_course
from engine.time.timeline import says_the_same, timeline
from engine.values import Known


@pytest.fixture(scope="module")
def law() -> Program:
    found = load_program(rules_dir())[0]
    assert found is not None
    return found


def opened(law: Program, text: str) -> Dossier:
    dossier, found = CaseLoader(law).open(text, "d.yaml")
    assert dossier is not None, found
    return dossier


def shipped(law: Program, name: str) -> Dossier:
    return opened(law, (scenarios_dir() / "dossiers" / f"{name}.yaml").read_text("utf-8"))


def course_of(law: Program, name: str, first: date, last: date) -> Course:
    return follow_everything(law, shipped(law, name), first, last)


def amounts(course: Course, besluit: str, outcome: int = 0) -> list[tuple[str, float | str]]:
    """Of every stretch of a besluit its first day and the amount, or the rechtsstatus where there is none."""
    (told,) = (one.told for one in course.followed if one.told.info.name == besluit)
    found: list[tuple[str, float | str]] = []
    for stretch in told.stretches:
        result = stretch.decision.outcomes[outcome]
        said: float | str = result.status.value
        if isinstance(result.value, Known):
            said = float(result.value.value) if isinstance(result.value.value, Fraction) else str(result.value.value)
        elif isinstance(result.legal_status, Known):
            said = str(result.legal_status.value)
        if not found or found[-1][1] != said:
            found.append((stretch.start.isoformat(), said))
    return found


def together(course: Course) -> list[tuple[str, float, set[str]]]:
    """Of every stretch of the stack its first day, what is settled, and what is open."""
    found: list[tuple[str, float, set[str]]] = []
    for stretch in course.stack.stretches:
        settled = float(sum(one.low for one in stretch.contributions if one.settled))
        still_open = {one.info.name for one in stretch.contributions if not one.settled}
        if not found or found[-1][1:] != (settled, still_open):
            found.append((stretch.start.isoformat(), settled, still_open))
    return found


def test_bakker_in_the_nursing_home(law: Program) -> None:
    """350 together until the choice of 15 March, 10% of 26.000 / 12 = 216,67 in the four months, 1.264,82 after that."""
    course = course_of(law, "meneer-bakker", date(2026, 2, 1), date(2026, 12, 31))
    assert amounts(course, "Eigen bijdrage Wlz") == [
        ("2026-02-01", 350.0),
        ("2026-03-15", 216.67),
        ("2026-06-01", 1264.82),
    ]
    # The part of it that each pays and the part over some days are no contributions beside it.
    assert together(course) == [
        ("2026-02-01", 350.0, set()),
        ("2026-03-15", 216.67, set()),
        ("2026-06-01", 1264.82, set()),
    ]


def test_bakker_at_home(law: Program) -> None:
    course = course_of(law, "mevrouw-bakker", date(2026, 1, 1), date(2026, 12, 31))
    assert together(course) == [("2026-01-01", 21.8, set())]


def test_karim_whose_premium_changes_five_times(law: Program) -> None:
    """1.752 x 120% / 12 = 175,20 in June 2024, x 110% / 12 = 160,60 from July; back to his own insurer from October."""
    course = course_of(law, "karim", date(2024, 1, 1), date(2024, 12, 31))
    assert amounts(course, "Bestuursrechtelijke premie") == [
        ("2024-01-01", "niet verschuldigd"),
        ("2024-06-01", 175.2),
        ("2024-07-01", 160.6),
        ("2024-10-01", "niet verschuldigd"),
    ]
    # Withholding at the source is how the premium is collected, and not owed once more.
    assert together(course) == [
        ("2024-01-01", 150.0, set()),
        ("2024-06-01", 175.2, set()),
        ("2024-07-01", 160.6, set()),
        ("2024-10-01", 150.0, set()),
    ]
    assert all(stretch.norm is None and "AOW-leeftijd" in stretch.why_not for stretch in course.stack.stretches)


def test_sanne_under_the_law_of_two_years(law: Program) -> None:
    """Not imposed on a child; (10.200 - 7.456,20 deducted) is less than the minimum: 205,00 - 175,80; in 2026 212,60 - 182,20."""
    course = course_of(law, "sanne", date(2025, 1, 1), date(2026, 12, 31))
    assert amounts(course, "Eigen bijdrage Wlz") == [
        ("2025-01-01", "niet opgelegd"),
        ("2025-04-20", 29.2),
        ("2026-01-01", 30.4),
    ]


def test_yilmaz_in_a_late_municipality(law: Program) -> None:
    course = course_of(law, "mevrouw-yilmaz", date(2024, 1, 1), date(2024, 12, 31))
    assert together(course) == [("2024-01-01", 19.0, set()), ("2024-05-01", 20.6, set())]


def test_a_family_with_rights_that_were_not_claimed(law: Program) -> None:
    course = course_of(law, "gezin", date(2026, 1, 1), date(2026, 12, 31))
    rights = {one.told.info.name: one.claimed for one in course.followed if any(one.rights)}
    assert rights == {
        "Zorgtoeslag": True,
        "Kinderopvangtoeslag": True,
        "Kinderbijslag": True,
        "Huurtoeslag": False,
        "Kindgebonden budget": False,
    }
    # Kinderbijslag is a right per quarter, with another amount from July.
    assert amounts(course, "Kinderbijslag", 1) == [("2026-01-01", 653.37), ("2026-07-01", 660.75)]
    text = describe_course(law, course, "kort")
    assert text.startswith(OWN_DATA_ONLY)
    assert text.count("mogelijk recht, vraag aan") == 2


def test_a_contribution_set_at_nil_that_was_not_asked_for(law: Program) -> None:
    """A municipality may set the contribution at nil for low incomes: a right that nobody sees on a bill."""
    text = (scenarios_dir() / "dossiers" / "mevrouw-bakker.yaml").read_text("utf-8")
    text = text.replace("  valt onder een inkomensgrens van de gemeente: nee\n", NIL)
    text = text.replace("geboortedatum: 22-06-1947", "geboortedatum: 22-06-1947\n" + POOR) + "aangevraagd: geen\n"
    course = follow_everything(law, opened(law, text), date(2026, 1, 1), date(2026, 12, 31))
    (wmo,) = (one for one in course.followed if one.told.info.name == "Eigen bijdrage Wmo")
    assert (wmo.rights, wmo.claimed) == ((False, True), False)
    # The CAK hears of a change in June and counts it from the month after.
    assert [stretch.start for stretch in wmo.told.stretches] == [date(2026, 1, 1), date(2026, 7, 1)]
    told = describe_course(law, course, "kort")
    assert "juli t/m december 2026: € 0,00 per maand (vastgesteld op € 0); mogelijk recht, vraag aan" in told


NIL = """  inkomensgrens volgens de verordening: "€ 30.000"
  levering van inkomensgegevens: 15-01-2026
  heeft een aanvraag om peiljaarverlegging: nee
  valt onder een inkomensgrens van de gemeente:
    - {waarde: nee, tot en met: 09-06-2026}
    - {waarde: ja, van: 10-06-2026}
"""
POOR = """    inkomen: {2024: € 16.000}
    rendementsgrondslag: {2024: € 0}
    valt onder de jaarlijkse herberekening: nee"""


def test_the_norm_stands_beside_the_contributions_where_it_is_known(law: Program) -> None:
    """The norm for somebody alone is 1.564,69 in the first half of 2026 and 1.587,34 in the second; in 2030 none is known."""
    more = "leefeenheid:\n  medebewoners: geen\n  heeft een lang verblijf in een verpleeghuis: nee\n"
    text = (scenarios_dir() / "dossiers" / "mevrouw-bakker.yaml").read_text("utf-8").replace("leefeenheid:\n", more, 1)
    course = follow_everything(law, opened(law, text), date(2026, 1, 1), date(2026, 12, 31))
    first, second = course.stack.stretches
    assert (first.start, first.norm, first.low) == (date(2026, 1, 1), Fraction("1564.69"), Fraction("21.80"))
    assert (second.start, second.norm) == (date(2026, 7, 1), Fraction("1587.34"))
    assert "bestaansminimum: € 1.564,69 per maand" in describe_course(law, course, "kort")
    later = follow_everything(law, opened(law, text), date(2030, 1, 1), date(2030, 1, 31))
    assert all(stretch.norm is None for stretch in later.stack.stretches)


@pytest.mark.parametrize("name", ["gezin", "ouderen", "karim", "sanne", "meneer-bakker", "mevrouw-yilmaz"])
def test_each_line_is_the_timeline_of_that_besluit_alone(law: Program, name: str) -> None:
    dossier = shipped(law, name)
    course = follow_everything(law, dossier, date(2025, 7, 1), date(2026, 6, 30))
    assert course.followed
    for one in course.followed[::3]:
        case = dossier.case(dossier.objects[one.told.case.root.key])
        alone = timeline(law, one.told.info.name, case, date(2025, 7, 1), date(2026, 6, 30))
        assert len(alone.stretches) == len(one.told.stretches)
        for mine, other in zip(alone.stretches, one.told.stretches, strict=True):
            assert (mine.start, mine.end) == (other.start, other.end)
            assert says_the_same(mine.decision, other.decision)


def test_every_besluit_is_accounted_for(law: Program) -> None:
    course = course_of(law, "ouderen", date(2026, 1, 1), date(2026, 3, 31))
    told = {one.told.info.name for one in course.followed}
    assert told | {info.name for info in (*course.silent, *course.restless)} == set(law.decisions)
    plain = course_json(law, course)
    assert [one["besluit"] for one in plain["besluiten"]] == [one.told.info.name for one in course.followed]


def test_what_is_missing_for_the_norm_stands_apart(law: Program) -> None:
    """Two things in one line are two things: not 'de persoonlijke situatie Heeft u medebewoners?'."""
    text = describe_course(law, course_of(law, "meneer-bakker", date(2026, 3, 1), date(2026, 3, 31)), "burger")
    lines = [
        one for one in text.splitlines() if "bestaansminimum: niet bekend" in one and "persoonlijke situatie" in one
    ]
    assert lines
    assert all("een vraag over de persoonlijke situatie; " in one for one in lines), lines


def test_the_short_overview_needs_no_reasons(law: Program) -> None:
    dossier = shipped(law, "meneer-bakker")
    days = date(2026, 1, 1), date(2026, 12, 31)
    with_them, without = (follow_everything(law, dossier, *days, reasons=told) for told in (True, False))
    assert describe_course(law, with_them, "kort") == describe_course(law, without, "kort")
    assert any(stretch.reasons for one in with_them.followed for stretch in one.told.stretches)
    assert not any(stretch.reasons for one in without.followed for stretch in one.told.stretches)
