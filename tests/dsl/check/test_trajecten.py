"""A traject as nodes: what its words become, what is refused, and when two conditions are seen to exclude each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.check import check
from dsl.lawchecks.exclusive import exclusive
from dsl.parsing.corpus import load_corpus
from dsl.program import Compare, Const, DateFunction, Program, WorkDays

HEAD = """Regeling Proef
    bron: Proefwet (BWBR0000001)

Kalender Proefkalender
    bron: Proefwet artikel 9
    rustdagen: zaterdag, zondag

Parameter de kleine grens : aantal maanden
    bron: Proefwet artikel 8
    vanaf 01-01-2020: 2 maanden
    vanaf 01-01-2024: 3 maanden

Parameter de grote grens : aantal maanden
    bron: Proefwet artikel 8
    vanaf 01-01-2020: 3 maanden
    vanaf 01-01-2025: 4 maanden

Parameter de wisselende grens : aantal maanden
    bron: Proefwet artikel 8
    vanaf 01-01-2020: 1 maand
    vanaf 01-01-2024: 9 maanden

Opsomming de soort bericht
    melding
    bezwaar
    vraag

Objecttype het bericht (mv: berichten)
    de datum : datum
    de soort : soort bericht
    het bedrag : bedrag ligt tussen € 0 en € 1.000, in centen
    kenmerk is dringend

Objecttype de persoon (mv: personen)
    de premie : bedrag per maand ligt tussen € 1 en € 1.000, in centen
    rol bericht (mv: berichten) : ten hoogste 50 berichten

Traject Proef
    over: een persoon
    bron: Proefwet artikel 1
    begint als: begin

    Gebeurtenis bericht
        is: een bericht van de persoon
        op: de datum van het bericht

    Toestand begin
    Toestand een
        eindtoestand
    Toestand twee
        eindtoestand
"""
TRANSITION = """
    Overgang naar {name}
        van: begin
        naar: {name}
        bij: bericht
        {rest}
        bron: Proefwet artikel 2
"""


def checked(one: str, two: str = "indien het bericht dringend is") -> tuple[Program | None, set[str]]:
    text = HEAD + TRANSITION.format(name="een", rest=one) + TRANSITION.format(name="twee", rest=two)
    program, found = check(load_corpus({"proef": text}))
    return program, {item.code for item in found}


def apart(one: str, two: str) -> bool:
    """Whether the two are not reported as possible at once."""
    program, found = checked(f"indien {one}", f"indien {two}")
    assert program is not None
    info = program.trajecten["Proef"]
    first, second = (transition.condition for transition in info.transitions)
    seen = exclusive(program, first, second)
    assert seen is exclusive(program, second, first)
    assert ("TS464" in found) is not seen
    return seen


# ---------------------------------------------------------------- what it becomes


def test_words_become_nodes_over_the_object_of_the_event() -> None:
    program, found = checked(
        "indien het bedrag van het bericht ten minste € 100 is\n"
        "        gaat in op: de eerste dag van de maand na de datum van het bericht\n"
        "        geldig vanaf 01-01-2024 t/m 31-12-2024\n"
        '        brief: "Een brief." uiterlijk de rekendatum plus 3 werkdagen op de kalender Proefkalender'
    )
    assert program is not None, found
    info = program.trajecten["Proef"]
    (transition, _) = info.transitions
    event = info.events["bericht"]
    assert (event.role, event.element, program.nodes[event.obj].level) == ("bericht", "bericht", 0)
    assert transition.condition is not None and transition.effect is not None
    condition = program.nodes[transition.condition]
    assert isinstance(condition, Compare) and condition.level == 1
    assert isinstance(program.nodes[transition.effect], DateFunction)
    assert isinstance(program.nodes[transition.letters[0].due], WorkDays)
    assert transition.valid_on(date(2024, 12, 31)) and not transition.valid_on(date(2025, 1, 1))


def test_a_term_keeps_its_amount_unit_and_calendar() -> None:
    text = HEAD.replace("        eindtoestand\n", "", 1) + TRANSITION.format(name="een", rest="")
    text += "    Overgang verder\n        van: een\n        naar: twee\n        na: de kleine grens, kalender Proefkalender\n"
    program, found = check(load_corpus({"proef": text + "        bron: Proefwet artikel 2\n"}))
    assert program is not None, found
    after = program.trajecten["Proef"].transitions[1].after
    assert after is not None
    assert (after.unit, after.calendar) == ("maand", "Proefkalender")
    assert not isinstance(program.nodes[after.amount], Const)


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        ("indien het bericht van de persoon dringend is", "TS309"),
        ("indien de premie van het bericht hoger is dan € 1", "TS209"),
        ("gaat in op: het bedrag van het bericht", "TS314"),
        ('brief: "Een brief." uiterlijk € 5', "TS314"),
        ("geldig vanaf 31-02-2024", "TS106"),
        ("zekerheid: matig", "TS114"),
        ("grondslag: iets", "TS113"),
        ("na: 4 weken, zonder kalender", "TS126"),
        ('indien beoordelen door behandelaar: "Mag het?"\n        indien het bericht dringend is', "TS126"),
        ("Daarbij geldt:\n            • de grens is 4", "TS120"),
        ("naar: nergens", "TS111"),
        ("van: nergens", "TS460"),
    ],
)
def test_what_is_wrong_is_said(rest: str, code: str) -> None:
    program, found = checked(rest)
    assert code in found
    assert program is None


def test_a_traject_may_be_named_once_and_so_may_its_parts() -> None:
    text = HEAD + TRANSITION.format(name="een", rest="") + "    Toestand twee\n        eindtoestand\n"
    _, found = check(load_corpus({"proef": text + text[text.index("Traject Proef") :]}))
    assert [item.code for item in found].count("TS202") >= 2


def test_versions_of_a_transition_may_not_overlap() -> None:
    version = TRANSITION.format(name="een", rest="geldig vanaf {}")
    for second, wrong in (("01-01-2025", False), ("31-12-2024", True)):
        text = (
            HEAD
            + version.format("01-01-2020 t/m 31-12-2024")
            + version.format(second).replace("naar: een", "naar: twee")
        )
        program, found = check(load_corpus({"proef": text}))
        assert ("TS202" in {item.code for item in found}) is wrong
        assert (program is None) is wrong
        assert "TS464" not in {item.code for item in found}


# ---------------------------------------------------------------- conditions that exclude each other


@pytest.mark.parametrize(
    ("one", "two", "seen"),
    [
        ("het bericht dringend is", "het bericht niet dringend is", True),
        ("het bericht dringend is", "het bericht dringend is", False),
        ("het bedrag van het bericht ten minste € 5 is", "het bedrag van het bericht lager is dan € 5", True),
        ("het bedrag van het bericht ten minste € 5 is", "het bedrag van het bericht ten hoogste € 5 is", False),
        ("het bedrag van het bericht gelijk is aan € 5", "het bedrag van het bericht hoger is dan € 5", True),
        ("het bedrag van het bericht hoger is dan € 5", "het bedrag van het bericht lager is dan € 4", True),
        ("het bedrag van het bericht hoger is dan € 4", "het bedrag van het bericht lager is dan € 5", False),
        ("de soort van het bericht gelijk is aan melding", "de soort van het bericht gelijk is aan bezwaar", True),
        (
            "de soort van het bericht is een van: melding of bezwaar",
            "de soort van het bericht gelijk is aan vraag",
            True,
        ),
        (
            "de soort van het bericht is een van: melding of bezwaar",
            "de soort van het bericht is een van: bezwaar of vraag",
            False,
        ),
        ("de soort van het bericht is een van: melding of vraag", "de soort van het bericht is geen van: melding of vraag", True),
        (
            "het bedrag van het bericht ten minste de grote grens maal de premie van de persoon is",
            "het bedrag van het bericht kleiner is dan de kleine grens maal de premie van de persoon",
            True,
        ),
        (
            "het bedrag van het bericht ten minste de grote grens maal de premie van de persoon is",
            "het bedrag van het bericht kleiner is dan de wisselende grens maal de premie van de persoon",
            False,
        ),
        ("de datum van het bericht voor 01-01-2024 ligt", "de datum van het bericht op of na 01-01-2024 ligt", True),
    ],
)  # fmt: skip
def test_when_conditions_exclude_each_other(one: str, two: str, seen: bool) -> None:
    assert apart(one, two) is seen


Fact = tuple[int, str, bool]
Condition = tuple[str, Callable[[Fact], bool]]


def amount(op: str, limit: int) -> Condition:
    words = {"<": "lager is dan", ">": "hoger is dan", "=": "gelijk is aan", "<>": "niet gelijk is aan"}
    test: dict[str, Callable[[int], bool]] = {
        "<": lambda x: x < limit, ">": lambda x: x > limit, "=": lambda x: x == limit, "<>": lambda x: x != limit,
        "<=": lambda x: x <= limit, ">=": lambda x: x >= limit,
    }  # fmt: skip
    if op in words:
        return f"het bedrag van het bericht {words[op]} € {limit}", lambda fact: test[op](fact[0])
    bound = "ten hoogste" if op == "<=" else "ten minste"
    return f"het bedrag van het bericht {bound} € {limit} is", lambda fact: test[op](fact[0])


def kind(name: str, positive: bool) -> Condition:
    words = "gelijk is aan" if positive else "niet gelijk is aan"
    return f"de soort van het bericht {words} {name}", lambda fact: (fact[1] == name) is positive


KINDS = ["melding", "bezwaar", "vraag"]
single = st.one_of(
    st.builds(amount, st.sampled_from(["<", ">", "=", "<>", "<=", ">="]), st.integers(1, 3)),
    st.builds(kind, st.sampled_from(KINDS), st.booleans()),
    st.booleans().map(lambda yes: (f"het bericht {'' if yes else 'niet '}dringend is", lambda fact: fact[2] is yes)),
)


def combined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=2, max_size=3)

    def bracketed(items: list[Condition], word: str) -> str:
        return f" {word} ".join(f"({words})" for words, _ in items)

    return st.one_of(
        several.map(lambda items: (bracketed(items, "en"), lambda fact: all(test(fact) for _, test in items))),
        several.map(lambda items: (bracketed(items, "of"), lambda fact: any(test(fact) for _, test in items))),
        parts.map(lambda item: (f"niet ({item[0]})", lambda fact: not item[1](fact))),
    )


conditions = st.recursive(single, combined, max_leaves=5)
EVERY_FACT = [(bedrag, soort, dringend) for bedrag in range(5) for soort in KINDS for dringend in (True, False)]


@settings(max_examples=150, deadline=None)
@given(conditions, conditions)
def test_conditions_that_are_said_to_exclude_each_other_never_hold_together(one: Condition, two: Condition) -> None:
    if apart(one[0], two[0]):
        assert not any(one[1](fact) and two[1](fact) for fact in EVERY_FACT)
