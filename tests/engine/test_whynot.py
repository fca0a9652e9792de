"""Waarom niet: the smallest set of conditions that failed, who it gave way to, or what is not known."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dsl.check import check
from dsl.parsing.corpus import load_corpus
from dsl.program import BoolType, SourceRef
from engine.case import Case, Moment
from engine.dossier import load_case
from engine.explain.whynot_nl import describe_why_not
from engine.values import FactRef
from engine.whynot import Answer, WhyNot, why_not
from tests.engine.build import Builder, attr, case_of, obj
from tests.engine.explain_cases import AOW, MOMENT, SHELTER, Wmo, household, person


def text(case: Case, target: str, moment: Moment = MOMENT) -> str:
    return describe_why_not(why_not(Wmo().program(), "Besluit", case, moment, target))


def test_rule_whose_condition_failed_with_value_and_norm() -> None:
    assert (
        text(household(person(30_000)), "nihil")
        == """\
Waarom niet: nihil
==================

- De regel "nihil" geldt niet voor de leefeenheid, want:
  bron: Uitvoeringsbesluit Wmo 2015 artikel 3.8 (nihil) <https://wetten.overheid.nl/BWBR0035733>
  - Het toetsinkomen van de leefeenheid (€ 30.000,00 per jaar) is ten minste € 20.000,00 per jaar. \
Nodig: lager dan € 20.000,00 per jaar.
"""
    )


def test_rule_that_gave_way() -> None:
    answer = why_not(Wmo().program(), "Besluit", household(person(1, aow=False), person(1)), MOMENT, "nihil")
    (found,) = answer.found
    assert found.reason == "wijkt"
    assert [rule.name for rule in found.by] == ["jong"]
    assert 'De regel "nihil" wijkt voor de leefeenheid voor "jong".' in describe_why_not(answer)


def test_all_parts_of_en_but_one_of_of() -> None:
    case = household(person(30_000))
    (found,) = why_not(Wmo().program(), "Besluit", case, MOMENT, "jong").found
    shown = text(case, "jong")
    assert found.reason == "voorwaarden"
    assert len(found.failed) == 2
    assert "- De leefeenheid heeft geen echtgenoot.\n" in shown
    assert "- De cliënt van de leefeenheid heeft de pensioengerechtigde leeftijd bereikt.\n" in shown


def test_unknown_names_the_facts() -> None:
    case = household({AOW: True, SHELTER: False})
    (found,) = why_not(Wmo().program(), "Besluit", case, MOMENT, "nihil").found
    assert found.reason == "onbekend"
    assert found.failed[0].unknown == (FactRef("leefeenheid.cliënt", "inkomen"),)
    shown = text(case, "nihil")
    assert 'Of de regel "nihil" geldt voor de leefeenheid, is nog niet bekend:' in shown
    assert "- Hoe hoog is het inkomen van de cliënt van de leefeenheid in 2026?" in shown


def test_rechtsstatus_asks_every_rule_that_gives_it_nearest_first() -> None:
    answer = why_not(Wmo().program(), "Besluit", household(person(30_000)), MOMENT, "Niet verschuldigd")
    assert [(one.rule.name, len(one.failed)) for one in answer.found] == [("opvang", 1), ("jong", 2)]


def test_rule_that_does_apply() -> None:
    assert 'De regel "hoofdregel" geldt wel voor de leefeenheid.' in text(household(person(30_000)), "hoofdregel")


def test_unknown_target() -> None:
    shown = text(household(person(1)), "nihill")
    assert "Er is geen regel, tabelrij, kenmerk of rechtsstatus met de naam \"nihill\". Bedoelde u 'nihil'?" in shown


def asked(rules: Builder, target: str, **facts: bool) -> Answer:
    program = rules.program({"Besluit": rules.decision("persoon")})
    return why_not(program, "Besluit", case_of(obj("p", "persoon", facts)), Moment(date(2026, 1, 1)), target)


def small(rules: Builder, target: str, **facts: bool) -> WhyNot:
    (found,) = asked(rules, target, **facts).found
    return found


def letters(names: str) -> Builder:
    b = Builder()
    b.type("persoon", [attr(name, BoolType()) for name in names])
    return b


def test_not_valid_on_this_day() -> None:
    b = letters("a")
    b.rule("persoon", "x", b.const(True), condition=b.input("persoon", "a"), start=date(2027, 1, 1), title="later")
    b.definition("persoon", "x", BoolType())
    assert small(b, "later", a=True).reason == "niet geldig"
    answer = asked(b, "later")
    assert 'De regel "later" is niet geldig op 1 januari 2026 (geldig vanaf 01-01-2027).' in describe_why_not(answer)


def test_kenmerk_is_followed_to_the_rule_that_would_give_it() -> None:
    b = letters("a")
    b.type(
        "persoon",
        [attr("is a", BoolType()), attr("is b", BoolType(), derived=True), attr("is c", BoolType(), derived=True)],
    )
    b.rule("persoon", "is b", b.const(True), condition=b.input("persoon", "is a"), title="eerste")
    b.definition("persoon", "is b", BoolType(), default=b.const(False))
    b.rule("persoon", "is c", b.const(True), condition=b.derived("persoon", "is b", BoolType()), title="tweede")
    b.definition("persoon", "is c", BoolType(), default=b.const(False))
    found = small(b, "is c", **{"is a": False})
    (because,) = found.failed[0].because
    assert (found.rule.name, because.rule.name) == ("tweede", "eerste")
    assert because.reason == "voorwaarden"


def table() -> Builder:
    b = letters("ab")
    first, second = b.input("persoon", "a"), b.input("persoon", "b")
    hit = b.table("eerste", (first, b.const(1)), (second, b.const(2)))
    b.rule("persoon", "soort", hit, condition=b.any(first, second), title="soort bijdrage")
    b.rules[0] = replace(b.rules[0], kind="tabel", sources=(SourceRef("Blz artikel 3"),))
    b.definition("persoon", "soort")
    return b


def test_table_row_that_does_not_fit_or_comes_too_late() -> None:
    assert small(table(), "soort bijdrage rij 2", a=True, b=True).reason == "eerdere rij"
    failed = small(table(), "soort bijdrage, rij 2", a=True, b=False)
    assert (failed.reason, len(failed.failed)) == ("voorwaarden", 1)
    assert small(table(), "soort bijdrage rij 2", a=False, b=True).reason == "geldt"
    assert asked(table(), "soort bijdrage rij 9", a=True, b=True).found == ()


def test_condition_that_stands_in_two_places_counts_once() -> None:
    b = letters("abc")
    a, shared, c = (b.input("persoon", name) for name in "abc")
    b.rule("persoon", "x", b.const(1), condition=b.all(b.any(a, shared), b.any(shared, c)), title="samen")
    b.definition("persoon", "x")
    found = small(b, "samen", a=False, b=False, c=False)
    assert [failed.atom.key[0] for failed in found.failed] == [shared]


CONDITIONS = st.recursive(
    st.sampled_from("abcd"),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["en", "of"]), st.lists(inner, min_size=2, max_size=3)),
        st.tuples(st.just("niet"), st.lists(inner, min_size=1, max_size=1)),
        st.tuples(st.just("2 van"), st.lists(inner, min_size=3, max_size=3)),
    ),
    max_leaves=8,
)


def holds(condition: object, facts: dict[str, bool]) -> bool:
    if isinstance(condition, str):
        return facts[condition]
    assert isinstance(condition, tuple)
    parts = [holds(part, facts) for part in condition[1]]
    return {"en": all(parts), "of": any(parts), "niet": not parts[0], "2 van": sum(parts) >= 2}[condition[0]]


def lowered(b: Builder, condition: object, inputs: dict[str, int]) -> int:
    if isinstance(condition, str):
        return inputs[condition]
    assert isinstance(condition, tuple)
    parts = [lowered(b, part, inputs) for part in condition[1]]
    if condition[0] == "niet":
        return b.no(parts[0])
    return {"en": b.all, "of": b.any, "2 van": lambda *all: b.at_least(2, *all)}[condition[0]](*parts)


@given(CONDITIONS, st.fixed_dictionaries({name: st.booleans() for name in "abcd"}))
def test_no_smaller_set_of_changes_would_have_done(condition: object, facts: dict[str, bool]) -> None:
    """Among all ways of changing facts that make the condition hold, the named set is the smallest, when each fact stands for
    itself (no fact is asked to be both)."""
    if holds(condition, facts):
        return
    b = letters("abcd")
    inputs = {name: b.input("persoon", name) for name in "abcd"}
    b.rule("persoon", "x", b.const(1), condition=lowered(b, condition, inputs), title="proef")
    b.definition("persoon", "x")
    named = small(b, "proef", **facts).failed
    smallest = next(
        (
            size
            for size in range(1, 5)
            for chosen in itertools.combinations("abcd", size)
            if holds(condition, {name: value != (name in chosen) for name, value in facts.items()})
        ),
        None,
    )
    assert named
    assert smallest is None or len(named) <= smallest


RULES = """Regeling Proef
    bron: Proefwet artikel 1

Objecttype de persoon (mv: personen)
    de gemeente : tekst
    het inkomen : bedrag per jaar ligt tussen € 0 en € 100.000
    de bijdrage : bedrag per jaar, in centen

Regel bijdrage
    geldig vanaf 01-01-2020
    bron: Proefwet artikel 2
    De bijdrage van een persoon moet gesteld worden op € 5 per jaar
    indien aan alle volgende voorwaarden is voldaan:
        • de gemeente van de persoon is gelijk aan "Ergens"
        • het inkomen van de persoon is kleiner dan € 20.000 per jaar
        • beoordelen door behandelaar: "Is de persoon ijverig?"

Besluit Proef
    over: een persoon
    bron: Proefwet artikel 1
    uitkomst: de bijdrage van de persoon
    wijziging werkt door vanaf: de dag van de wijziging
"""


def proof(dossier: str) -> str:
    program, found = check(load_corpus({"proef.regels": RULES}))
    assert program is not None, found
    case, findings = load_case(program, "Proef", dossier, "d.yaml")
    assert case is not None, findings
    return describe_why_not(why_not(program, "Proef", case.case, Moment(date(2024, 3, 1)), "bijdrage"))


def test_a_text_stands_between_quotation_marks() -> None:
    shown = proof("persoon: {gemeente: Elders is ver, inkomen: € 30.000}\n")
    assert 'De gemeente van de persoon ("Elders is ver") is niet "Ergens". Nodig: "Ergens".' in shown


def test_what_cannot_be_had_is_not_asked_for() -> None:
    shown = proof("persoon: {gemeente: Ergens, inkomen: niet te verkrijgen}\n")
    assert "volgens het dossier is dit niet te verkrijgen: het inkomen van de persoon." in shown.casefold()
    assert "Hoe hoog is het inkomen" not in shown
    assert "Hoe hoog is het inkomen van de persoon?" in proof("persoon: {gemeente: Ergens}\n")


def test_what_a_person_has_to_judge_is_not_said_to_be_so() -> None:
    shown = proof("persoon: {gemeente: Ergens, inkomen: € 10.000}\n")
    assert "nog niet bekend" in shown
    assert 'Nog te beoordelen: het antwoord van de behandelaar op "Is de persoon ijverig?" is ja.' in shown
