"""What a choice does, by hand: the couple that chooses to be unmarried after an admission (amounts of the law of each year)."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest

from dsl.cache import load_program
from dsl.program import Program
from engine.decision import Status
from engine.dossier import CaseLoader
from engine.dossier.choice import read_choice
from engine.paths import rules_dir, scenarios_dir
from engine.time.consequences import Consequences, consequences
from engine.time.consequences_nl import TAX, consequences_json, describe_consequences
from engine.values import Known

HIS, HERS = "huishouden van meneer", "huishouden van mevrouw"
DOSSIER = (scenarios_dir() / "dossiers" / "echtpaar-bakker.yaml").read_text("utf-8")
CHOICE = (scenarios_dir() / "keuzes" / "ongehuwd-na-opname-2024.yaml").read_text("utf-8")


@pytest.fixture(scope="module")
def law() -> Program:
    found = load_program(rules_dir())[0]
    assert found is not None
    return found


def compared(law: Program, dossier: str, choice: str, first: date, last: date) -> Consequences:
    loader = CaseLoader(law)
    read, wrong = read_choice(choice, "keuze.yaml")
    assert read is not None, wrong
    without, found = loader.open(dossier, "dossier.yaml")
    chosen, more = loader.open_with(dossier, "dossier.yaml", read)
    assert without is not None and chosen is not None, [*found, *more]
    return consequences(law, without, chosen, first, last)


def side_by_side(found: Consequences, besluit: str, over: str, outcome: int = 0) -> list[tuple[str, str, str]]:
    """Of every segment its first day, and what it is without and with the choice."""
    (one,) = (one for one in found.compared if (one.info.name, one.over) == (besluit, over))
    lines = []
    for segment in one.segments:
        texts = []
        for stretch in (segment.without, segment.chosen):
            assert stretch is not None
            result = stretch.decision.outcomes[outcome]
            if result.status is Status.FOUT:
                texts.append("fout")
            elif isinstance(result.value, Known):
                assert isinstance(result.value.value, Fraction)
                texts.append(f"{float(result.value.value):.2f}")
            elif isinstance(result.legal_status, Known):
                texts.append(str(result.legal_status.value))
            else:
                texts.append(result.status.value)
        lines.append((segment.start.isoformat(), *texts))
    return lines  # type: ignore[return-value]


def two_years_later(text: str) -> str:
    return re.sub(r"\b20(2[2-6])\b", lambda year: f"20{int(year[1]) + 2}", text).replace("€ 20,60", "€ 21,80")


@pytest.fixture(scope="module")
def three_years(law: Program) -> Consequences:
    return compared(law, DOSSIER, CHOICE, date(2024, 2, 1), date(2026, 12, 31))


def test_the_pension_of_both_rises_from_the_month_of_the_choice(three_years: Consequences) -> None:
    for over in (HIS, HERS):
        assert side_by_side(three_years, "AOW-pensioen", over, outcome=1) == [
            ("2024-02-01", "1047.60", "1047.60"),
            ("2024-03-01", "1047.60", "1541.53"),
            ("2024-07-01", "1067.47", "1569.75"),
            ("2025-01-01", "1081.50", "1580.92"),
            ("2025-07-01", "1103.97", "1612.44"),
            ("2026-01-01", "1122.12", "1637.57"),
            ("2026-07-01", "fout", "fout"),
        ]


def test_the_care_contribution_goes_from_low_to_high_and_follows_the_income_of_two_years_before(
    law: Program, three_years: Consequences
) -> None:
    """350 = 10% of 42.000 / 12; 216,67 = 10% of 26.000 / 12. Of 2024 and 2025 the law in the rules has no amounts for the high
    contribution. That of 2026 counts the income of 2024, with ten months of the higher pension: 30.989 - 1.600 - 4.925 - (1.987 +
    5,32% of 30.989) - 1.294 = 19.534,39, less a quarter of what is above 11.830, is 17.608,29 a year."""
    assert side_by_side(three_years, "Eigen bijdrage Wlz", HIS) == [
        ("2024-02-01", "350.00", "350.00"),
        ("2024-03-15", "350.00", "216.67"),
        ("2024-06-01", "350.00", "fout"),
        ("2026-01-01", "350.00", "1467.36"),
    ]
    same_income = re.sub(r"      cliënt:\n        inkomen: .*\n", "", CHOICE)
    assert same_income.count("inkomen:") == 0
    without_lag = compared(law, DOSSIER, same_income, date(2026, 1, 1), date(2026, 3, 31))
    ((_, _, lower),) = side_by_side(without_lag, "Eigen bijdrage Wlz", HIS)
    assert Fraction(lower) < Fraction("1467.36")


def test_the_partner_at_home_pays_from_the_month_after_the_choice(three_years: Consequences) -> None:
    """The change is of 15 March; the CAK hears on 1 September, and then reckons back to the month after the change."""
    assert side_by_side(three_years, "Eigen bijdrage Wmo", HERS) == [
        ("2024-02-01", "niet verschuldigd", "niet verschuldigd"),
        ("2024-04-01", "niet verschuldigd", "20.60"),
        ("2025-01-01", "niet verschuldigd", "21.00"),
        ("2026-01-01", "niet verschuldigd", "21.80"),
    ]
    assert three_years.informed == (("SVB", date(2024, 3, 20)), ("CAK", date(2024, 9, 1)))


def test_the_zorgtoeslag_of_a_whole_year_follows_the_income_of_that_year(three_years: Consequences) -> None:
    """30.989 + 20.989 is more than a couple may have in 2024; for toeslagen they remain partners."""
    grants = side_by_side(three_years, "Zorgtoeslag", HIS, outcome=1)
    assert [(day, without) for day, without, _ in grants] == [
        ("2024-02-01", "757.00"),
        ("2025-01-01", "1148.00"),
        ("2026-01-01", "1279.00"),
    ]
    assert {chosen for _, _, chosen in grants} == {"niet van toepassing"}


def test_the_figures_of_2026(law: Program) -> None:
    """The same couple two years later, with zorgtoeslag in the peiljaar: 1.264,82 from June, 515,45 more pension for each."""
    dossier = two_years_later(DOSSIER).replace("peiljaar: nee", "peiljaar: ja")
    choice = re.sub(r"      cliënt:\n        inkomen: .*\n", "", two_years_later(CHOICE))
    found = compared(law, dossier, choice, date(2026, 2, 1), date(2026, 12, 31))
    assert side_by_side(found, "Eigen bijdrage Wlz", HIS) == [
        ("2026-02-01", "350.00", "350.00"),
        ("2026-03-15", "350.00", "216.67"),
        ("2026-06-01", "350.00", "1264.82"),
    ]
    more = [
        sum(change for _, change in segment.changes())
        for one in found.compared
        if one.info.name == "AOW-pensioen"
        for segment in one.segments
        if segment.start == date(2026, 3, 1)
    ]
    assert sum(more) == Fraction("1030.90")
    assert side_by_side(found, "Eigen bijdrage Wmo", HERS)[-1] == ("2026-04-01", "niet verschuldigd", "21.80")


def test_the_text_has_the_reserves_first_and_no_total(law: Program, three_years: Consequences) -> None:
    choice, _ = read_choice(CHOICE, "keuze.yaml")
    assert choice is not None
    for level in ("kort", "burger", "behandelaar"):
        text = describe_consequences(law, three_years, choice, level)
        assert text.startswith(TAX)
        assert text.startswith("Belasting: niet vast te stellen")
        for needed in ("geen advies", "Vraag het eerst na bij: CAK", "SVB", "een keer terugdraaien", "niet opgeteld"):
            assert needed in text
        # Neither the pensions of both together nor these minus the contribution.
        assert "987,86" not in text and "1.030,90" not in text
        for advice in ("beter af", "voordeliger", "raden wij", "aan te raden"):
            assert advice not in text
    plain = consequences_json(law, three_years, choice)
    assert list(plain)[:3] == ["belasting", "geen advies", "niet opgeteld"]


def test_a_choice_that_changes_nothing_says_so(law: Program) -> None:
    same = "naam: Niets\nwijzigt:\n  leefeenheid:\n    - {id: huishouden van mevrouw, kinderen: geen}\n"
    found = compared(law, DOSSIER, same, date(2024, 2, 1), date(2024, 12, 31))
    assert not any(one.differs for one in found.compared)
    choice, _ = read_choice(same, "k")
    assert choice is not None
    assert "verandert de keuze geen enkel besluit" in describe_consequences(law, found, choice)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("naam: X\n", "TS514"),
        ("wijzigt: ja\n", "TS514"),
        ("wijzigd:\n  leefeenheid: {}\nwijzigt: {}\n", "TS514"),
        ("- a\n", "TS514"),
        ("wijzigt: {}\nlet op: {a: b}\n", "TS514"),
        ("wijzigt: &a {}\n", "TS508"),
        ("", "TS003"),
    ],
)
def test_a_choice_that_cannot_be_read_is_told(text: str, code: str) -> None:
    choice, found = read_choice(text, "keuze.yaml")
    assert choice is None
    assert code in [item.code for item in found]


def test_what_is_wrong_in_a_choice_is_shown_in_its_own_file(law: Program) -> None:
    wrong = "naam: X\nwijzigt:\n  leefeenheid:\n    - id: huishouden van meneer\n      is duurzaam gescheiden: ja\n"
    choice, _ = read_choice(wrong, "keuze.yaml")
    assert choice is not None
    dossier, found = CaseLoader(law).open_with(DOSSIER, "dossier.yaml", choice)
    assert dossier is None
    assert [(item.code, item.span.file) for item in found] == [("TS501", "keuze.yaml")]
    assert wrong[found[0].span.start :].startswith("is duurzaam gescheiden: ja")
