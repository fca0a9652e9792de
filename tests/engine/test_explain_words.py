"""Dutch for nodes, from the program alone."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from dsl.program import (
    NODE_KINDS,
    STATUSES,
    Bound,
    Context,
    Convert,
    DateDiff,
    DateFunction,
    DatePart,
    DateShift,
    DateType,
    EnumType,
    IsApplicable,
    Named,
    NumType,
    Power,
    Round,
    WorkDays,
    YearStart,
)
from engine.explain.node_words import NodeWords
from engine.explain.values_nl import enumeration, number_text, range_text, value_text
from engine.explain.words import plain_words
from engine.values import Bounds, Fault, Known, NotApplicableValue, Unknown
from tests.engine.build import BOOL, DATE, NUM, Builder, attr, role
from tests.engine.explain_cases import MONTHLY, Wmo


def household() -> Builder:
    b = Builder()
    b.type(
        "persoon", [replace(attr("inkomen"), article="het"), attr("is minderjarig", BOOL), attr("geboortedatum", DATE)]
    )
    kind = replace(role("kind", "persoon", many=9), plural="kinderen")
    b.type("leefeenheid", [attr("bijdrage")], [role("echtgenoot", "persoon"), kind])
    return b


def said(b: Builder, node: int) -> str:
    return NodeWords(b.program()).phrase((node, ()))


def test_attribute_of_a_role() -> None:
    b = household()
    income = b.input("persoon", "inkomen", obj=b.role("leefeenheid", "echtgenoot"))
    assert said(b, income) == "het inkomen van de echtgenoot van de leefeenheid"


def test_every_computation_reads_as_dutch() -> None:
    b = household()
    income, five, day = b.input("persoon", "inkomen"), b.const(5), b.input("persoon", "geboortedatum")
    weeks = b.add(Power, NUM, base=five, exponent=2)
    phrases = {
        b.sum(income, five, signs=(1, -1)): "het inkomen van de persoon min € 5,00",
        b.product(income, five): "het inkomen van de persoon maal € 5,00",
        b.quotient(income, five): "het inkomen van de persoon gedeeld door € 5,00",
        weeks: "€ 5,00 tot de macht 2",
        b.add(Convert, NUM, of=income, factor=Fraction(1, 12), words="omgerekend naar een bedrag per maand"): (
            "het inkomen van de persoon, omgerekend naar een bedrag per maand"
        ),
        b.add(Bound, NUM, of=income, low=five, high=five): (
            "het inkomen van de persoon, met een minimum van € 5,00 en een maximum van € 5,00"
        ),
        b.add(Round, NUM, of=income, mode="naar beneden", grid=Fraction(1)): (
            "het inkomen van de persoon, naar beneden afgerond op hele euro's"
        ),
        b.add(Round, NUM, of=income, mode="naar boven", grid=Fraction(1, 5)): (
            "het inkomen van de persoon, naar boven afgerond op een veelvoud van € 0,20"
        ),
        b.add(DateFunction, DATE, date=day, edge="first of next", period="maand"): (
            "de eerste dag van de maand na de geboortedatum van de persoon"
        ),
        b.add(DateFunction, DATE, date=day, edge="last", period="jaar"): (
            "de laatste dag van het jaar van de geboortedatum van de persoon"
        ),
        b.add(DatePart, NUM, date=day, part="jaar"): "het jaar van de geboortedatum van de persoon",
        b.add(YearStart, DATE, year=five): "1 januari van € 5,00",
        b.add(
            DateShift, DATE, date=day, amount=five, unit="week", sign=-1
        ): "de geboortedatum van de persoon min € 5,00",
        b.add(WorkDays, DATE, date=day, calendar="Algemene termijnenwet", how="extend"): (
            "de geboortedatum van de persoon, verlengd volgens de kalender Algemene termijnenwet"
        ),
        b.add(DateDiff, NUM, start=day, end=b.add(Context, DATE, which="rekendatum"), unit="jaar", age=True): (
            "de leeftijd van de persoon op de rekendatum"
        ),
        b.add(Named, NUM, name="grondslag", of=income): "de grondslag",
        b.fold("count", "leefeenheid", "kind"): "het aantal kinderen van de leefeenheid",
    }
    assert {node: said(b, node) for node in phrases} == phrases


def test_conditions_and_what_is_true_when_they_fail() -> None:
    b = household()
    young = b.input("persoon", "is minderjarig")
    rich = b.compare(">", b.input("persoon", "inkomen"), b.const(5))
    words = NodeWords(b.program())
    both, one, two = b.all(young, rich), b.any(young, rich), b.at_least(2, young, rich, young)
    partner = b.has("leefeenheid", "echtgenoot")
    element = b.element("persoon")
    grown = b.no(b.input("persoon", "is minderjarig", obj=element))
    all_grown = b.for_all("leefeenheid", "kind", grown)
    applicable = b.add(IsApplicable, BOOL, of=b.input("persoon", "inkomen"))
    words = NodeWords(b.program())

    def clause(node: int, holds: bool = True) -> str:
        return words.clause((node, ()), holds)

    assert clause(both) == "de persoon is minderjarig en het inkomen van de persoon is hoger dan € 5,00"
    assert clause(both, False) == "de persoon is niet minderjarig of het inkomen van de persoon is ten hoogste € 5,00"
    assert clause(one, False) == "de persoon is niet minderjarig en het inkomen van de persoon is ten hoogste € 5,00"
    assert clause(two).startswith("ten minste 2 van deze voorwaarden zijn vervuld: de persoon is minderjarig; ")
    assert clause(partner, False) == "de leefeenheid heeft geen echtgenoot"
    assert (
        clause(all_grown, False) == "niet voor al de kinderen van de leefeenheid geldt: de persoon is niet minderjarig"
    )
    assert clause(applicable, False) == "het inkomen van de persoon is niet van toepassing"


def test_every_node_of_a_program_has_words() -> None:
    program = Wmo().program()
    words = NodeWords(program)
    for number in range(len(program.nodes)):
        assert words.phrase((number, ()))


def test_every_kind_of_node_is_known() -> None:
    """A kind added to the language must get its words here, or explanations would name it by nothing."""
    from engine.explain import node_words

    known = set(node_words._PHRASES) | set(node_words._CLAUSES)
    assert known == set(NODE_KINDS)


# ---------------------------------------------------------------- values

WEEKLY = NumType((("uur", 1), ("week", -1)), None, "aantal")


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (Known(Fraction(218, 10)), MONTHLY, "€ 21,80 per maand"),
        (Known(Fraction(3)), WEEKLY, "3 uur per week"),
        (Known(Fraction(1)), NumType((("week", 1),)), "1 week"),
        (Known(Fraction(6)), NumType((("week", 1),)), "6 weken"),
        (Known(Fraction(4273, 100_000)), NumType((), None, "percentage"), "4,273%"),
        (Known(Fraction(2026)), NumType((), Fraction(1), "jaartal"), "2026"),
        (Known(Fraction(2026)), NumType(), "2.026"),
        (Known(date(2026, 3, 1)), DateType(), "1 maart 2026"),
        (Known(True), BOOL, "ja"),
        (Known("verblijf"), EnumType("vorm"), "verblijf"),
        (NotApplicableValue(), NUM, "niet van toepassing"),
        (Fault("grenzen", "minimum boven maximum"), NUM, "fout (minimum boven maximum)"),
        (Unknown(Bounds()), NUM, "nog niet bekend"),
        (Unknown(Bounds(low=Fraction(1))), NUM, "nog niet bekend (ten minste € 1,00)"),
        (Unknown(Bounds(Fraction(1), Fraction(2))), MONTHLY, "nog niet bekend (tussen € 1,00 en € 2,00 per maand)"),
        (Unknown(Bounds(), questions=frozenset({"q"})), NUM, "te beoordelen"),
        (
            Unknown(Bounds(options=frozenset(STATUSES[:2]))),
            EnumType("x"),
            "nog niet bekend (op nihil gesteld of verschuldigd)",
        ),
    ],
)
def test_values(value: object, kind: object, text: str) -> None:
    assert value_text(value, kind) == text  # type: ignore[arg-type]


def test_equal_ends_are_one_value() -> None:
    assert range_text(Fraction(1), Fraction(1), NUM) == "€ 1,00"
    assert number_text(Fraction(1, 3), NUM) == "ongeveer € 0,33"


def test_enumerations() -> None:
    assert [enumeration(("a", "b", "c")[:size]) for size in range(4)] == ["", "a", "a en b", "a, b en c"]


@pytest.mark.parametrize(
    ("hard", "plain"),
    [
        ("De leefeenheid heeft een echtgenoot.", "Uw huishouden heeft een partner."),
        ("de pensioengerechtigde leeftijd", "de AOW-leeftijd"),
        ("U bent een wanbetaler.", "U bent iemand met een betalingsachterstand."),
        ("het echtgenootaandeel", "het partneraandeel"),
        ("beleefeenheid", "beleefeenheid"),
    ],
)
def test_plain_words(hard: str, plain: str) -> None:
    assert plain_words(hard) == plain


def test_a_number_of_days_is_asked_for_as_a_number() -> None:
    from dsl.cache import load_program
    from engine.decide import decide
    from engine.dossier import load_case
    from engine.explain import describe
    from engine.paths import rules_dir, scenarios_dir

    program = load_program(rules_dir())[0]
    assert program is not None
    besluit = "Eigen bijdrage Wlz over een deel van de maand"
    text = (
        (scenarios_dir() / "dossiers" / "overlijden.yaml")
        .read_text("utf-8")
        .replace("  zorgdagen in de maand: 12\n", "")
    )
    loaded, _ = load_case(program, besluit, text, "d.yaml")
    assert loaded is not None
    moment = loaded.moment()
    assert moment is not None
    told = describe(decide(program, besluit, loaded.case, moment), program, loaded.case, "burger")
    assert "Hoeveel zorgdagen in de maand heeft de overledene?" in told


def test_a_letter_about_somebody_who_died_goes_to_the_heirs() -> None:
    from dsl.cache import load_program
    from engine.decide import decide
    from engine.dossier import load_case
    from engine.explain import describe
    from engine.paths import rules_dir, scenarios_dir

    program = load_program(rules_dir())[0]
    assert program is not None
    besluit = "Eigen bijdrage Wlz"
    text = (scenarios_dir() / "dossiers" / "overlijden.yaml").read_text("utf-8")
    told = []
    for given in (text, text.replace("    overlijdensdatum:", "    # overlijdensdatum:")):
        loaded, found = load_case(program, besluit, given, "d.yaml")
        assert loaded is not None, [item.cause for item in found]
        moment = loaded.moment()
        assert moment is not None
        told.append(describe(decide(program, besluit, loaded.case, moment), program, loaded.case, "burger"))
    heirs, alive = told
    assert "Aan de erven van de overledene." in heirs and "overleden op 12 maart 2026" in heirs
    assert "Het inkomen van de overledene in 2024 is" in heirs
    assumed = heirs.split("Hier zijn wij van uitgegaan")[1].split("Wat nog kan veranderen")[0]
    assert not re.search(r"\b(u|uw)\b", assumed, re.IGNORECASE)
    assert "erven" not in alive and "Uw inkomen in 2024 is" in alive
    listed = [line.split(" <")[0].replace(" (BWBR0035948)", "") for line in heirs.split("Welke regels")[1].splitlines()]
    assert len(listed) == len(set(listed))
