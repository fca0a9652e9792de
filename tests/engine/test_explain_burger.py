"""The letter: whole texts for a small eigen bijdrage, and what every letter keeps to."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.case import ByYear, Case, Moment
from engine.decision import Status
from engine.explain import describe, explain
from engine.explain.reading import Reading
from engine.explain.whynot_nl import describe_why_not
from engine.trace import address
from engine.whynot import why_not
from tests.engine.explain_cases import AOW, MOMENT, SHELTER, decided, household, person


def letter(case: Case, moment: Moment | None = None) -> str:
    decision, program, case = decided(case, moment) if moment else decided(case)
    return describe(decision, program, case, "burger")


def test_letter_with_an_amount_to_pay() -> None:
    assert (
        letter(household(person(30_000), services=2))
        == """\
Besluit
=======

Dit besluit gaat over maart 2026.
Uw bijdrage is € 21,80 per maand.

Waarom?
-------
U betaalt het vaste bedrag per maand.

Hier zijn wij van uitgegaan
---------------------------
- U heeft 2 voorzieningen.

Wat nog kan veranderen
----------------------
Het abonnementstarief staat nog niet helemaal vast.

Wat moet u doen?
----------------
- Uiterlijk 7 april 2026: Geef een wijziging van uw huishouden door.
- Betaal uiterlijk 9 april 2026.

Bent u het er niet mee eens?
----------------------------
Dan kunt u bezwaar maken bij het CAK.
Doe dat uiterlijk 21 april 2026.

Welke regels gelden hier?
-------------------------
- Uitvoeringsbesluit Wmo 2015 artikel 3.8 (hoofdregel) <https://wetten.overheid.nl/BWBR0035733>
"""
    )


def test_provisional_nil_says_what_may_come_later() -> None:
    text = letter(household(person(12_345)))
    assert (
        """
Dit besluit gaat over maart 2026.
Wij stellen uw bijdrage vast op € 0,00 per maand.

Hier zijn wij van uitgegaan
---------------------------
- Uw toetsinkomen is € 12.345,00 per jaar. Dat is lager dan € 20.000,00 per jaar.

Wat nog kan veranderen
----------------------
Dit besluit is voorlopig.
Dat blijft zo tot het CAK uw inkomen heeft gecontroleerd.
Later kan het bedrag tussen € 0,00 en € 21,80 per maand zijn.
"""
        in text
    )


def test_not_owed_names_the_partner_but_no_figure() -> None:
    text = letter(household(person(15_111), person(16_789, aow=False)))
    assert "U hoeft geen bijdrage te betalen." in text
    assert "U betaalt geen bijdrage. U of uw partner heeft de AOW-leeftijd nog niet." in text
    assert "- U heeft een partner.\n- Uw partner heeft de AOW-leeftijd niet bereikt.\n" in text


def test_income_of_a_partner_is_in_no_letter_nor_the_sum_that_gives_it_away() -> None:
    text = letter(household(person(1_234), person(4_321)))
    assert "- Uw toetsinkomen is lager dan € 20.000,00 per jaar.\n" in text
    assert "4.321" not in text
    assert "5.555" not in text


def test_sensitive_ground_is_one_neutral_sentence() -> None:
    text = letter(household(person(30_000, shelter=True)))
    assert "Op grond van uw persoonlijke situatie geldt voor u een bijzondere regel." in text
    assert "opvang" not in text


def test_all_grounds_are_named_beside_a_sensitive_one() -> None:
    text = letter(household(person(30_000, aow=False, shelter=True), person(1, aow=True)))
    assert "U betaalt geen bijdrage. U of uw partner heeft de AOW-leeftijd nog niet." in text
    assert "Op grond van uw persoonlijke situatie" in text
    assert "opvang" not in text


def test_missing_facts_are_plain_questions() -> None:
    text = letter(household({}, {}))
    assert "Wij kunnen uw bijdrage nog niet vaststellen.\nWij missen nog gegevens.\n" in text
    assert "- Heeft u de AOW-leeftijd bereikt?\n" in text
    assert "- Heeft uw partner de AOW-leeftijd bereikt?\n" in text
    assert "- Wij willen u nog iets vragen over uw persoonlijke situatie." in text
    assert "opvang" not in text
    assert "bezwaar" not in text


def test_missing_own_income_is_asked_for_the_year_that_counts() -> None:
    assert "- Hoe hoog is uw inkomen in 2026?\n" in letter(household(person(None)))


def test_nothing_applies() -> None:
    text = letter(household(person(30_000), services=0))
    assert "Voor u geldt geen bijdrage." in text
    assert "- U heeft geen voorzieningen.\n" in text


def test_terms_without_a_date_of_sending() -> None:
    text = letter(household(person(30_000)), Moment(date(2026, 3, 1)))
    assert "- Betaal binnen 30 dagen nadat wij deze brief hebben verstuurd.\n" in text
    assert "Doe dat binnen 6 weken nadat wij deze brief hebben verstuurd.\n" in text


# ---------------------------------------------------------------- what every letter keeps to

INCOMES = st.integers(0, 100_000)
MAYBE = st.sampled_from([True, False, None])
PEOPLE = st.builds(person, st.one_of(st.none(), INCOMES), MAYBE, MAYBE)
HOUSEHOLDS = st.builds(household, PEOPLE, st.one_of(st.none(), PEOPLE), st.integers(0, 3))


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.?!:])\s+", text) if part]


@settings(max_examples=60, deadline=None)
@given(HOUSEHOLDS)
def test_sentences_are_short(case: Case) -> None:
    decision, program, case = decided(case)
    explanation = explain(decision, program, case, "burger")
    texts = [s for section in explanation.sections for part in section.parts for s in sentences(part.text)]
    words = [len(text.split()) for text in texts]
    assert sum(words) / len(words) <= 15
    assert max(words) <= 25


@settings(max_examples=60, deadline=None)
@given(HOUSEHOLDS)
def test_every_decisive_condition_that_is_not_sensitive_is_named(case: Case) -> None:
    decision, program, case = decided(case)
    explanation = explain(decision, program, case, "burger")
    named = {one for section in explanation.sections for part in section.parts for one in part.addresses}
    reading = Reading(program, decision.trace, case, decision.rekendatum)
    for outcome, (value, status) in zip(decision.outcomes, decision.trace.outcomes, strict=True):
        if outcome.status is not Status.VASTGESTELD:
            continue
        assert status is not None
        held = [*reading.rules_under(value), *reading.rules_under(status)]
        assert {ground.rule.number for ground in held} >= set(outcome.grounds)
        for rule in held:
            if not rule.rule.sensitive:
                assert {address(atom.key) for atom in rule.atoms if not reading.sensitive(atom.key)} <= named


@settings(max_examples=40, deadline=None)
@given(HOUSEHOLDS, st.sampled_from(["hoofdregel", "nihil", "jong", "opvang", "niet verschuldigd", "toetsinkomen"]))
def test_whatever_is_missing_everything_can_be_explained(case: Case, target: str) -> None:
    decision, program, case = decided(case)
    assert describe(decision, program, case, "behandelaar")
    assert describe(decision, program, case, "juridisch")
    assert describe_why_not(why_not(program, "Besluit", case, MOMENT, target))


@settings(max_examples=60, deadline=None)
@given(INCOMES, INCOMES, MAYBE, MAYBE)
def test_nothing_sensitive_is_in_a_letter(own: int, other: int, aow: bool | None, shelter: bool | None) -> None:
    """The letter is the same whatever the partner earns, as long as the outcome is; and names no shelter."""
    first = household(person(own, aow, shelter), person(other, True))
    second = household(person(own, aow, shelter), person(other + 1 if other != 20_000 - own - 1 else other, True))
    assert letter(first) == letter(second)
    assert "opvang" not in letter(first)


@pytest.mark.parametrize("form", ["tekst", "markdown", "json"])
def test_whole_text_does_not_depend_on_a_sensitive_value(form: str) -> None:
    """With income gevoelig, two incomes on the same side of every threshold give the same letter."""
    texts = []
    for income in (12_345, 12_346):
        case = household(person(income))
        decision, program, case = decided(case)
        types = dict(program.types)
        info = types["persoon"].attributes["inkomen"]
        attributes = types["persoon"].attributes | {"inkomen": replace(info, sensitive=True)}
        types["persoon"] = replace(types["persoon"], attributes=attributes)
        text = describe(decision, replace(program, types=types), case, "burger", form)  # type: ignore[arg-type]
        assert "Op grond van uw persoonlijke situatie" in text
        assert "toetsinkomen" not in text
        texts.append(text)
    assert texts[0] == texts[1]


def test_law_words_do_not_reach_the_citizen() -> None:
    text = letter(household({AOW: True, SHELTER: False, "inkomen": ByYear({2026: Fraction(1)})}, {})).lower()
    for word in ("pensioengerechtigde", "leefeenheid", "echtgenoot", "nihil", "rekendatum", "wanbetaler"):
        assert word not in text
