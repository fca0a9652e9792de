"""Signals as patterns, and what they may not look at."""

import pytest

from dsl.program import Program, SignalInfo
from tests.dsl.check.texts import check_text
from tests.dsl.check.trees import sketch

HEAD = """Regeling Signalen
    bron: CAK Jaarplan 2024

Objecttype de burger (mv: burgers)
    de nationaliteit : tekst
    de achternaam : tekst
    het totaal : bedrag ligt tussen € 0 en € 100.000
    kenmerk is verhuisd
    kenmerk heeft zorgen
    rol naheffing (mv: naheffingen) : ten hoogste 20 naheffingen
    rol regeling (mv: regelingen) : ten hoogste 20 regelingen
    rol bezwaar (mv: bezwaren) : ten hoogste 20 bezwaren

Objecttype de naheffing (mv: naheffingen)
    de datum : datum
    de zaak : tekst
    kenmerk is veroorzaakt door de uitvoering

Objecttype de regeling (mv: regelingen)
    de einddatum : datum
    de zaak : tekst

Objecttype het bezwaar (mv: bezwaren)
    de dagtekening : datum

Grondslag eigen administratie
    geldig vanaf 01-01-2020
    bron: CAK Jaarplan 2024
    ontvanger: CAK
    doel: ondersteunen
    gegevens: naheffing, regeling, bezwaar
    gegevens: is verhuisd, heeft zorgen, nationaliteit, achternaam, totaal
"""
SIGNAL = """
Signaal proef
    over: een burger
    bron: CAK Jaarplan 2024
    grondslag: eigen administratie
    doel: ondersteunen
    ernst: hoog
    indien {condition}
    advies: "Bel."
"""
ALL = "aan alle volgende voorwaarden is voldaan:"


def bullets(*lines: str) -> str:
    return ALL + "".join(f"\n        • {line}" for line in lines)


def signal(condition: str, extra: str = "") -> tuple[Program, SignalInfo]:
    made, errors = check_text(HEAD + extra + SIGNAL.format(condition=condition))
    assert made is not None, errors
    return made, made.signals["proef"]


def errors(text: str) -> list[str]:
    return [code for code, _, _ in check_text(HEAD + text)[1]]


NAHEFFING = "er is een naheffing van de burger waarvoor geldt dat de naheffing is veroorzaakt door de uitvoering"


def test_a_bullet_is_a_pattern_with_its_own_condition() -> None:
    made, found = signal(bullets(NAHEFFING, "er is een regeling van de burger"))
    ((first, second),) = found.alternatives
    assert found.condition is None
    assert (first.alias, first.role, first.element, first.minimum, first.negated) == (
        "naheffing",
        "naheffing",
        "naheffing",
        1,
        False,
    )
    assert first.local is not None
    assert sketch(made, first.local) == "Input:is veroorzaakt door de uitvoering(Element:naheffing)"
    assert (second.alias, second.local, second.joins) == ("regeling", None, ())


@pytest.mark.parametrize(
    ("comparison", "op", "days"),
    [
        ("de einddatum van de regeling ligt na de datum van de naheffing", ">", 0),
        ("de datum van de naheffing ligt voor de einddatum van de regeling", ">", 0),
        ("de einddatum van de regeling ligt op of voor de datum van de naheffing plus 6 weken", "<=", 42),
        ("de einddatum van de regeling plus 3 dagen ligt op of voor de datum van de naheffing", "<=", -3),
        ("de zaak van de regeling is gelijk aan de zaak van de naheffing", "=", 0),
    ],
)
def test_a_comparison_with_an_earlier_element_is_a_join(comparison: str, op: str, days: int) -> None:
    made, found = signal(bullets(NAHEFFING, f"er is een regeling van de burger waarvoor geldt dat {comparison}"))
    (join,) = found.alternatives[0][1].joins
    assert (join.alias, join.op, join.offset) == ("naheffing", op, days)
    assert "Element:regeling" in sketch(made, join.own) and "Element:naheffing" in sketch(made, join.other)


def test_a_comparison_beside_the_patterns_joins_the_last() -> None:
    beside = "de einddatum van de regeling ligt na de datum van de naheffing"
    _, found = signal(bullets(NAHEFFING, "er is een regeling van de burger", beside))
    assert [len(pattern.joins) for pattern in found.alternatives[0]] == [0, 1]


def test_what_is_about_the_citizen_alone_is_a_condition() -> None:
    made, found = signal(bullets("de burger is verhuisd", NAHEFFING))
    assert found.condition is not None and sketch(made, found.condition) == "Input:is verhuisd(Self:)"
    assert len(found.alternatives[0]) == 1


def test_denial_count_and_difference_belong_to_the_pattern() -> None:
    made, found = signal(
        bullets(
            "er zijn ten minste 2 naheffingen van de burger met een verschillende zaak",
            "er is geen bezwaar van de burger",
        )
    )
    first, second = found.alternatives[0]
    assert first.minimum == 2 and first.distinct is not None
    assert sketch(made, first.distinct) == "Input:zaak(Element:naheffing)"
    assert second.negated


def test_a_choice_between_patterns_gives_alternatives() -> None:
    choice = (
        "aan ten minste een van de volgende voorwaarden is voldaan:"
        "\n            •• er is een bezwaar van de burger\n            •• er is geen regeling van de burger"
    )
    _, found = signal(bullets(NAHEFFING, choice))
    aliases = [[pattern.alias for pattern in patterns] for patterns in found.alternatives]
    assert aliases == [["naheffing", "bezwaar"], ["naheffing", "regeling"]]


def test_referring_to_what_may_not_be_there_is_refused() -> None:
    condition = bullets(
        "er is geen naheffing van de burger",
        "er is een regeling van de burger waarvoor geldt dat de einddatum van de regeling ligt na de datum van de naheffing",
    )
    assert errors(SIGNAL.format(condition=condition)) == ["TS446"]


@pytest.mark.parametrize(
    ("condition", "name"),
    [
        ('de nationaliteit van de burger gelijk is aan "x"', "nationaliteit"),
        ('de achternaam van de burger gelijk is aan "x"', "achternaam"),
    ],
)
def test_a_forbidden_fact_is_refused(condition: str, name: str) -> None:
    found = check_text(HEAD + SIGNAL.format(condition=condition))[1]
    assert [code for code, _, _ in found] == ["TS445"]
    assert f"'{name}'" in found[0][1]


def test_a_forbidden_fact_is_refused_behind_a_rule_too() -> None:
    rule = """
Regel zorgen
    geldig vanaf 01-01-2020
    bron: CAK Jaarplan 2024
    ruimte: gebonden, wet
    Een burger heeft zorgen
    indien de nationaliteit van de burger gelijk is aan "x"
"""
    assert errors(rule + SIGNAL.format(condition="de burger zorgen heeft")) == ["TS445"]


def test_a_word_that_only_holds_a_forbidden_word_is_allowed() -> None:
    _, found = signal("het totaal van de burger groter is dan € 10")
    assert found.condition is not None


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("    grondslag: eigen administratie\n", "TS444"),
        ("    doel: ondersteunen\n", "TS448"),
        ('    advies: "Bel."\n', "TS448"),
    ],
)
def test_a_signal_says_why_and_for_what(line: str, code: str) -> None:
    text = SIGNAL.format(condition="de burger verhuisd is")
    assert line in text
    assert errors(text.replace(line, "")) == [code]


def test_another_purpose_is_refused() -> None:
    text = SIGNAL.format(condition="de burger verhuisd is").replace("doel: ondersteunen", "doel: opsporen")
    assert errors(text) == ["TS447"]
