"""One besluit for two people, or by two versions of the rules: both sides stand as they are, and the parts add up."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from dsl.program import Program
from engine.case import Case, Dated, DatedRole, Obj
from engine.difference.compare import Comparison, compare, state_change
from engine.difference.words import comparison_json, describe_comparison
from tests.engine.difference.test_law import RULES, program

JANUARY, JUNE = date(2024, 1, 1), date(2024, 6, 30)
NEW = RULES.replace("€ 10,00", "€ 12,00").replace("€ 1.000", "€ 900")


def person(wage: int | Dated) -> Case:
    obj = Obj("persoon", "persoon", {"loon": wage if isinstance(wage, Dated) else Fraction(wage)}, {})
    return Case(obj, {"persoon": obj})


def compared(
    one: Program, case: Case, other: Program | None = None, other_case: Case | None = None, end: date = JUNE
) -> Comparison:
    return compare(state_change(one, case, other, other_case), "Toeslag", JANUARY, end)


@given(st.integers(0, 2_000), st.integers(0, 2_000), st.booleans())
def test_the_parts_add_up_to_the_difference_over_all_periods(first: int, second: int, new_law: bool) -> None:
    found = compared(program(RULES), person(first), program(NEW) if new_law else None, person(second))
    limits = (1_000, 900 if new_law else 1_000)
    amounts = (10, 12 if new_law else 10)
    old, new = (amounts[side] if (first, second)[side] >= limits[side] else 0 for side in (0, 1))
    assert [(one.amount, other.amount) for one, other in found.periods] == [(old, new)] * 6
    shares = found.division.shares if found.division else ()
    assert sum((share.rounded for share in shares), Fraction(0)) == 6 * (new - old)
    assert comparison_json(found)["besluit"] == "Toeslag"


def test_the_law_is_walked_before_the_facts() -> None:
    """By the new law somebody with 950 gets 12; with 2.000 it is 12 as well, so that the facts add nothing more."""
    found = compared(program(RULES), person(950), program(NEW), person(2_000))
    assert found.division is not None
    parts = {share.causes: share.rounded for share in found.division.shares}
    assert parts[("loon",)] == 0 and sum(parts.values()) == 72
    text = describe_comparison(found, "a", "b")
    assert "De bedragen en percentages van Stcrt. 2023, 1" in text and "Samen: +€ 72,00." in text


def test_a_fact_over_time_counts_in_the_periods_that_it_is_about() -> None:
    wage = Dated(((None, date(2024, 3, 31), Fraction(500)), (date(2024, 4, 1), None, Fraction(1_500))))
    found = compared(program(RULES), person(500), None, person(wage))
    assert found.division is not None and found.division.shares[0].rounded == 2 * 10
    assert [(stretch.start, stretch.end) for stretch in found.new.stretches] == [
        (date(2024, 1, 1), date(2024, 4, 30)),
        (date(2024, 5, 1), date(2024, 6, 30)),
    ]


def test_what_is_open_on_one_side_is_said_and_not_divided() -> None:
    nobody = Obj("persoon", "persoon", {}, {})
    found = compared(program(RULES), person(1_500), None, Case(nobody, {"persoon": nobody}))
    text = describe_comparison(found, "a", "b")
    assert "6 perioden tellen niet mee" in text and "Samen" not in text


def test_equal_states_have_no_difference() -> None:
    text = describe_comparison(compared(program(RULES), person(5), program(RULES), person(5)), "a", "b")
    assert "Er is geen verschil in regels of feiten." in text


def test_someone_who_is_in_a_role_on_one_side_only_is_a_cause_of_its_own() -> None:
    """Who is in a role is taken over as a whole, with all facts; the objects of the two sides never mix under one key."""
    from engine.difference.people import case_change

    def household(*children: Obj) -> Case:
        root = Obj("h", "huishouden", {"huur": Fraction(1)}, {"kind": children})
        return Case(root, {"h": root} | {child.key: child for child in children})

    one = household(Obj("k1", "kind", {"leeftijd": Fraction(4)}, {}))
    other = household(
        Obj("k1", "kind", {"leeftijd": Fraction(9)}, {}), Obj("k2", "kind", {"leeftijd": Fraction(2)}, {})
    )
    change = case_change(program(RULES), one, other)
    assert [cause.key for cause in change.causes] == ["kind"]
    mixed = change.state(frozenset(("kind",))).case
    members = mixed.root.roles["kind"]
    assert not isinstance(members, DatedRole)
    assert [mixed.objects[member.key].facts["leeftijd"] for member in members] == [9, 2]
    back = change.state(frozenset()).case.root.roles["kind"]
    assert not isinstance(back, DatedRole) and len(back) == 1
