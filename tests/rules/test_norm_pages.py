"""The page about where our verdicts differ says what the scoreboards say, and leaves no difference out."""

from __future__ import annotations

import re

import pytest

from engine.normen.reported import agrees
from tests.rules.test_normen import BOARDS, PAGES, board, demands, law, statements


def text() -> str:
    return " ".join((PAGES / "verschillen.md").read_text(encoding="utf-8").split())


def paragraph(norm: str) -> str:
    """What the page says from the first time that it names a norm in bold, up to the next norm."""
    start = text().index(f"**{norm}**")
    rest = text()[start + len(norm) + 4 :]
    end = re.search(r" \*\*|- \*\*| ## ", rest)
    return rest[: end.start() if end else None]


@pytest.mark.parametrize(
    ("name", "norm", "part", "words"),
    [
        ("toeslagen-2021", "definitief vaststellen toeslagen", None, ("64%", "85%")),
        ("cak-2024", "IT-ontwikkeling (geplande productie versus realisatie)", None, ("93%", "80%")),
        ("cak-2024", "financiële beheersing budget", None, ("-2,6%", "5%", "0,1%")),
        ("cak-2024", "medewerkersonderzoek sociale veiligheid", None, ('">7,7"', '">7,8"')),
        ("cak-2024", "medewerkersonderzoek mate van invloed", None, ('">7,6"',)),
        ("cak-2024", "bereikbaarheid telefonie", "Zvw", ("71%", "70%", "80%")),
        ("cak-2024", "verzuimpercentage volgens het jaarverslag", None, ("5,6%", "6,27%", "6,48%")),
        ("cak-2024", "compensatie zorgverzekeraars volgens koppelvlak", None, ()),
        ("cak-2024", "externe inhuur als aandeel van de personele kosten", None, ("32%", "10%")),
        ("cak-2024", "externe inhuur in medewerkers (1 op 4)", None, ("26,8%", "25%")),
        ("cak-2024", "overhead als aandeel van de totale kosten", None, ("22%", "20%")),
    ],
)
def test_the_page_says_our_verdict_and_the_figures(
    name: str, norm: str, part: str | None, words: tuple[str, ...]
) -> None:
    (verdict,) = {
        item.assessment.verdict.word
        for item in board(name)
        if item.assessment.norm.name == norm and part in (None, item.assessment.slice)
    }
    said = paragraph(norm)
    assert verdict in said.casefold()
    printed = {item.reported.printed for item in board(name) if item.assessment.norm.name == norm and item.reported}
    for word in words:
        assert word in said
    for figure in printed - {None}:
        if part is None:
            assert str(figure) in said


def test_every_difference_with_a_document_is_on_the_page() -> None:
    for name in BOARDS:
        for item in board(name):
            if agrees(item) is False or item.assessment.verdict.word == "behaald met kanttekening":
                assert item.assessment.norm.name.split(" (")[0] in text() or "fte" in item.assessment.norm.name


def test_both_norms_for_absence_stand_on_the_board() -> None:
    found = {
        item.assessment.norm.name: item.assessment.verdict.word
        for item in board("cak-2024")
        if item.assessment.norm.name.startswith("verzuimpercentage")
    }
    assert found == {
        "verzuimpercentage volgens het jaarplan": "niet behaald",
        "verzuimpercentage volgens het jaarverslag": "niet behaald",
    }


def test_the_figures_of_the_survey_keep_their_sign() -> None:
    survey = [
        one
        for one in statements()["CAK Jaarverslag 2024"].figures
        if one.name.startswith("medewerkersonderzoek") and one.period_text == "2024"
    ]
    assert len(survey) == 4
    assert all(one.printed is not None and one.printed.startswith(">") for one in survey)
    assert all(one.figure is not None and one.figure.high is None and not one.figure.low_in for one in survey)


@pytest.mark.parametrize("number", ["K-ZVW-J", "K-ZVW-R"])
def test_a_name_and_a_description_that_differ_are_two_readings(number: str) -> None:
    (norm,) = [norm for norm in law().norms.values() if norm.number == number]
    assert [reading.name for reading in norm.readings] == ["volgens de omschrijving", "volgens de naam"]
    assert norm.chosen is not None and norm.chosen.name == "volgens de omschrijving"
    assert f"**{norm.name}** ({number})" in text()
    assert len({(reading.gauge.measure) for reading in norm.readings}) == 2
    assert {demand.word for demand in demands(norm)} == {"", "ten minste"}
