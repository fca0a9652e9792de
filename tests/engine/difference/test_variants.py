"""A variant as causes: its figures by publication, its rules together, each applied alone; what does nothing is no cause."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from dsl.check import check, check_with
from dsl.parsing.corpus import load_corpus
from dsl.program import Program
from engine.case import Case, Moment, Obj
from engine.decide import decide
from engine.decision import Decision
from engine.difference.compare import compare, state_change
from engine.difference.law import law_causes
from engine.values import Known
from engine.variants.changes import changes_between
from engine.variants.words import changes_text, head_text, reached_text
from tests.engine.difference.test_law import BASE, RULES

VARIANT = """Regeling Toeslag
    bron: Proefwet artikel 2
    gebruikt: toeslag

Variant hoger tarief
    bron: Proefvoorstel 1
    vereist: regeling
    toelichting: "Het tarief stijgt."

    wijzigt Parameter het tarief
        vanaf 01-01-2024: € 12,00

Variant toeslag voor iedereen
    bron: Proefvoorstel 2
    zekerheid: middel
    vereist: wet
    bovenop: hoger tarief

    wijzigt Parameter de drempel
        vanaf 01-01-2024: € 900,00

    vervangt Regel geen toeslag
        geldig vanaf 01-01-2024
        ruimte: gebonden, wet
        De toeslag van een persoon moet gesteld worden op € 3 per maand
        indien de loon van de persoon kleiner is dan de drempel
"""
CORPUS = load_corpus({"begrippen": BASE, "toeslag": RULES, "voorstel": VARIANT.replace("de loon", "het loon")})
DAY = date(2024, 5, 1)


def law() -> Program:
    program, found = check(CORPUS)
    assert program is not None, found
    return program


def variant(*names: str) -> Program:
    program, found = check_with(CORPUS, names)
    assert program is not None, found
    return program


def case(wage: int) -> Case:
    person = Obj("ik", "persoon", {"loon": Fraction(wage)}, {})
    return Case(person, {"ik": person})


def decided(program: Program, wage: int) -> Decision:
    return decide(program, "Toeslag", case(wage), Moment(DAY))


def amount(program: Program, wage: int) -> Fraction:
    value = decided(program, wage).outcomes[0].value
    assert isinstance(value, Known) and isinstance(value.value, Fraction)
    return value.value


def test_figures_and_rules_of_a_variant_are_causes_of_their_own() -> None:
    causes, program = law_causes(law(), variant("toeslag voor iedereen"))
    assert [(cause.kind, cause.details) for cause in causes] == [
        ("cijfers", ("tarief",)),
        ("cijfers", ("drempel",)),
        ("regels", ("geen toeslag",)),
    ]
    assert "de varianten 'hoger tarief' en 'toeslag voor iedereen'" in causes[2].words
    every = frozenset(cause.key for cause in causes)
    first, second, rules = (frozenset((cause.key,)) for cause in causes)
    for keys, expected in (
        (frozenset(), (10, 0)),
        (first, (12, 0)),
        (second, (10, 10)),
        (rules, (10, 3)),
        (first | second, (12, 12)),
        (second | rules, (10, 10)),
        (every, (12, 12)),
    ):
        assert (amount(program(keys), 1000), amount(program(keys), 950)) == expected, keys
    assert amount(program(rules), 100) == 3 and amount(program(every), 100) == 3


def test_a_difference_adds_up_and_names_the_publications() -> None:
    change = state_change(law(), case(1000), variant("hoger tarief"), None)
    found = compare(change, "Toeslag", DAY, DAY)
    assert found.division is not None
    [share] = found.division.shares
    assert share.rounded == 2 and change.causes[0].words == "de bedragen en percentages van Proefvoorstel 1"


def test_the_receipt_names_the_variant_by_its_content() -> None:
    assert decided(law(), 1000).receipt.variants == ()
    program = variant("toeslag voor iedereen")
    names, hashes = zip(*decided(program, 1000).receipt.variants, strict=True)
    assert names == ("hoger tarief", "toeslag voor iedereen")
    assert hashes == tuple(program.variants[name].digest for name in names) and len(set(hashes)) == 2


def test_what_a_variant_changes_in_words() -> None:
    below, above = variant("hoger tarief"), variant("toeslag voor iedereen")
    found = changes_between(law(), below)
    assert changes_text(found) == (
        "Wat er verandert\n    Het tarief stijgt van € 10,00 naar € 12,00 per maand vanaf 1 januari 2024 (20% meer)."
    )
    assert reached_text(found) == "Wat het raakt: 1 besluit\n    Toeslag (CAK): Toeslag"
    text = changes_text(changes_between(below, above))
    assert "De drempel daalt van € 1.000,00 naar € 900,00 per maand" in text and "(zekerheid: middel)" in text
    assert "De regel 'geen toeslag' (Toeslag) is anders vanaf 1 januari 2024." in text
    assert "De toeslag van een persoon moet gesteld worden op € 3 per maand" in text and "tarief" not in text
    head = head_text(above.variants["toeslag voor iedereen"])
    assert "wetswijziging" in head and "Staat bovenop: 'hoger tarief'." in head and "Proefvoorstel 2" in head


def test_the_same_law_changes_nothing() -> None:
    found = changes_between(law(), law())
    assert (found.figures, found.rules, found.facts, found.reached, found.added) == ((), (), (), (), ())
    assert changes_text(found).endswith("Niets.")
