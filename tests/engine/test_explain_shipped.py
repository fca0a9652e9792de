"""What every explanation of every shipped scenario keeps to."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from functools import cache

import pytest

from dsl.cache import load_program
from dsl.notation import format_date, format_money
from dsl.program import Const, Input, Lookup, Param, Program
from engine.case import Case
from engine.decide import decide
from engine.decision import Decision, Status
from engine.dossier import load_case
from engine.explain import Explanation, Form, Level, describe, explain
from engine.explain.people import People
from engine.explain.reading import Reading
from engine.explain.render import render
from engine.paths import rules_dir, scenarios_dir
from engine.scenarios.model import Scenario
from engine.scenarios.run import load_files
from engine.trace import address
from engine.values import Known, Scalar

LEVELS: tuple[Level, ...] = ("burger", "behandelaar", "juridisch")
FORMS: tuple[Form, ...] = ("tekst", "markdown", "json")
LAW_WORDS = ("pensioengerechtigde", "leefeenheid", "echtgenoot", "wanbetaler", "rekendatum", "verzenddatum")


@cache
def program() -> Program:
    """The law as shipped."""
    checked, found, _ = load_program(rules_dir())
    assert checked is not None, found
    return checked


@cache
def scenarios() -> tuple[Scenario, ...]:
    files, _ = load_files(program(), [scenarios_dir()])
    return tuple(entry for file in files for entry in file.entries if isinstance(entry, Scenario))


@cache
def decided(number: int) -> Decision:
    shipped = scenarios()[number]
    return decide(program(), shipped.besluit, shipped.case, shipped.moment)


@pytest.fixture(params=range(len(scenarios())), ids=lambda number: scenarios()[number].label.id)
def number(request: pytest.FixtureRequest) -> int:
    found: int = request.param
    return found


@pytest.fixture
def decision(number: int) -> Decision:
    return decided(number)


@pytest.fixture
def case(number: int) -> Case:
    return scenarios()[number].case


def sentences(explanation: Explanation) -> list[str]:
    """Sentences in the parts that are sentences; the links to the law are none."""
    texts = [part.text for section in explanation.sections for part in section.parts if part.text]
    return [one for text in texts for one in re.split(r"(?<=[.?!:])\s+", text) if one]


def test_letters_have_short_sentences_in_plain_words(decision: Decision, case: Case) -> None:
    letter = explain(decision, program(), case, "burger")
    lengths = [len(one.split()) for one in sentences(letter)]
    assert sum(lengths) / len(lengths) <= 15
    text = " ".join(sentences(letter)).lower()
    assert not [word for word in LAW_WORDS if word in text]


def test_letters_name_every_decisive_condition_that_is_not_sensitive(decision: Decision, case: Case) -> None:
    letter = explain(decision, program(), case, "burger")
    named = {one for section in letter.sections for part in section.parts for one in part.addresses}
    reading = Reading(program(), decision.trace, case, decision.rekendatum)
    for outcome, keys in zip(decision.outcomes, decision.trace.outcomes, strict=True):
        if outcome.status is not Status.VASTGESTELD:
            continue
        held = [one for key in keys if key is not None for one in reading.rules_under(key)]
        assert {one.rule.number for one in held} >= set(outcome.grounds)
        for one in held:
            if not one.rule.sensitive:
                assert {address(atom.key) for atom in one.atoms if not reading.sensitive(atom.key)} <= named


def test_letters_say_nothing_sensitive_and_no_figure_of_another_person(decision: Decision, case: Case) -> None:
    text = describe(decision, program(), case, "burger")
    reading = Reading(program(), decision.trace, case, decision.rekendatum)
    people = People(program(), case)
    for rule in program().rules:
        if rule.sensitive and rule.explanation:
            assert rule.explanation not in text
    hidden: set[Scalar] = set()
    open_: set[Scalar] = {outcome.value.value for outcome in decision.outcomes if isinstance(outcome.value, Known)}
    for key, step in decision.trace.steps.items():
        node = reading.node(key)
        if isinstance(step.value, Known) and isinstance(node, Input | Const | Param | Lookup):
            secret = False
            if isinstance(node, Input):
                owner = reading.object_key(reading.at(node.obj, key[1]))
                secret = reading.attr_info(node).sensitive or (owner is not None and people.is_other_person(owner))
            (hidden if secret else open_).add(step.value.value)
    for value in hidden - open_:
        if isinstance(value, Fraction) and value >= 1000:
            assert format_money(value) not in text
        if isinstance(value, date):
            assert format_date(value, words=True) not in text


def test_every_level_and_form_is_the_same_for_the_same_facts(number: int, decision: Decision, case: Case) -> None:
    again = decide(program(), decision.besluit, case, scenarios()[number].moment)
    for level in LEVELS:
        explanation = explain(decision, program(), case, level)
        assert explanation == explain(again, program(), case, level)
        for form in FORMS:
            text = render(explanation, form)
            assert text.endswith("\n")
            assert "None" not in text


def dossier(name: str, besluit: str, day: date) -> tuple[Decision, Case]:
    """A demonstration dossier, decided on a day."""
    text = (scenarios_dir() / "dossiers" / f"{name}.yaml").read_text("utf-8")
    loaded, found = load_case(program(), besluit, text, name)
    assert loaded is not None, found
    moment = loaded.moment(day, None)
    assert moment is not None
    return decide(program(), besluit, loaded.case, moment), loaded.case


def test_letter_to_mevrouw_yilmaz_after_her_municipality_followed() -> None:
    decision, case = dossier("mevrouw-yilmaz", "Eigen bijdrage Wmo", date(2024, 6, 1))
    assert (
        describe(decision, program(), case, "burger")
        == """\
Eigen bijdrage Wmo
==================

Dit besluit gaat over juni 2024.
Uw bijdrage is € 20,60 per maand.

Waarom?
-------
U betaalt het vaste bedrag per maand. Dit geldt voor u en uw partner samen.

Hier zijn wij van uitgegaan
---------------------------
- Uw huishouden ontvangt ondersteuning onder het abonnementstarief.

Wat moet u doen?
----------------
- Betaal uiterlijk in de maand na de maand waarover u betaalt.

Bent u het er niet mee eens?
----------------------------
Dan kunt u bezwaar maken bij het CAK.
Doe dat uiterlijk 22 juli 2024.

Welke regels gelden hier?
-------------------------
- Wmo 2015 artikel 2.1.4a lid 4 (tekst 01-01-2026) <https://wetten.overheid.nl/BWBR0035362/2026-01-01>
"""
    )


def test_letter_about_zorgtoeslag_keeps_the_income_of_the_partner_out() -> None:
    decision, case = dossier("zorgtoeslag", "Zorgtoeslag", date(2026, 1, 1))
    text = describe(decision, program(), case, "burger")
    assert "Uw zorgtoeslag is € 2.240,00 per jaar.\nUw zorgtoeslag per maand is € 186,00.\n" in text
    assert "- Uw inkomen in 2026 is € 24.000,00 per jaar.\n" in text
    partner = case.root.roles["echtgenoot"][0].fact("inkomen", date(2026, 1, 1))
    assert isinstance(partner, Fraction)
    assert format_money(partner) not in text
    assert format_money(partner) in describe(decision, program(), case, "behandelaar")


def test_letter_about_three_debts_names_the_amounts_and_keeps_the_ground_out() -> None:
    decision, case = dossier("gedupeerde-ouder", "Schulden van een persoon na 2020", date(2023, 6, 1))
    text = describe(decision, program(), case, "burger")
    for amount in ("€ 1.314,00", "€ 300,00", "€ 850,00"):
        assert amount in text
    assert not [word for word in ("gedupeerd", "herstelstatus", "aanvrager", "misdrijf") if word in text.lower()]
    assert "aanvrager" in describe(decision, program(), case, "behandelaar")


def test_a_letter_about_a_thing_does_not_call_the_reader_that_thing() -> None:
    number = next(i for i, one in enumerate(scenarios()) if one.label.id == "bik-bestuursrechtelijk")
    text = describe(decided(number), program(), scenarios()[number].case, "burger")
    assert "Uw geldschuld is bestuursrechtelijk." in text
    assert "U bent" not in text
