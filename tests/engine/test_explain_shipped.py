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
