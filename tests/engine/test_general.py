"""What the general evaluator gives for one construct at a time."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from dsl.program import NODE_KINDS
from engine.case import Moment, Unobtainable
from engine.general import Run
from engine.general.table import COMPUTE
from engine.values import NA, NO, YES, Bounds, FactRef, Fault, Known, Unknown, Value
from tests.engine.build import BOOL, Builder, attr, case_of, obj, role

DAY = date(2024, 7, 1)


def test_every_node_kind_has_its_computation() -> None:
    assert set(NODE_KINDS) == set(COMPUTE)


def num(value: int | str) -> Known:
    return Known(Fraction(value))


@pytest.fixture
def b() -> Builder:
    b = Builder()
    b.type(
        "persoon",
        [attr("inkomen", low=0, high=100), attr("schuld", low=-5, high=5), attr("ziek", BOOL), attr("oud", BOOL)],
        [role("kind", "persoon", 3), role("partner", "persoon")],
    )
    return b


def value(b: Builder, node: int, facts: dict[str, object] | None = None, **roles: object) -> Value:
    root = obj("p", "persoon", facts, roles)  # type: ignore[arg-type]
    return Run(b.program(), case_of(root), Moment(DAY)).value(node)


def ref(name: str, kind: str = "attribuut") -> FactRef:
    return FactRef("p", name, kind=kind)  # type: ignore[arg-type]


def test_a_long_chain_of_definitions_needs_no_recursion(b: Builder) -> None:
    b.rule("persoon", "d0", b.const(1))
    b.definition("persoon", "d0")
    for i in range(5000):
        b.rule("persoon", f"d{i + 1}", b.sum(b.derived("persoon", f"d{i}"), b.const(1)))
        b.definition("persoon", f"d{i + 1}")
    node = b.derived("persoon", "d5000")
    run = Run(b.program(), case_of(obj("p", "persoon")), Moment(DAY))
    assert run.value(node) == num(5001)
    assert len(run.trace(((node, None),)).steps) > 15000


@pytest.mark.parametrize("swap", [False, True])
def test_en_is_nee_as_soon_as_one_side_is(b: Builder, swap: bool) -> None:
    faulty = b.compare("=", b.quotient(b.const(1), b.const(0)), b.const(1))
    for other in (faulty, b.input("persoon", "ziek"), b.judge("vraag")):
        parts = (b.const(False), other)
        assert value(b, b.all(*parts[:: -1 if swap else 1])) == NO
        parts = (b.const(True), other)
        assert value(b, b.any(*parts[:: -1 if swap else 1])) == YES


def test_a_fault_that_decides_stays(b: Builder) -> None:
    faulty = b.compare("=", b.quotient(b.const(1), b.const(0)), b.const(1))
    found = value(b, b.all(b.const(True), faulty))
    assert isinstance(found, Fault) and found.kind == "deling door nul"
    unsure = value(b, b.all(b.input("persoon", "ziek"), faulty))
    assert unsure == Unknown(Bounds(options=frozenset((False,)), maybe_fault=True), frozenset((ref("ziek"),)))


def test_an_unknown_fact_has_its_declared_range_and_travels(b: Builder) -> None:
    node = b.sum(b.product(b.const(2), b.input("persoon", "inkomen")), b.const(3))
    assert value(b, node) == Unknown(Bounds(Fraction(3), Fraction(203)), frozenset((ref("inkomen"),)))
    assert value(b, node, {"inkomen": 7}) == num(17)


def test_a_bound_that_decides_makes_the_unknown_unneeded(b: Builder) -> None:
    assert value(b, b.bound(b.input("persoon", "inkomen"), b.const(100))) == num(100)
    partly = b.bound(b.input("persoon", "inkomen"), b.const(200), b.bound(b.input("persoon", "schuld"), b.const(200)))
    assert value(b, partly) == num(200)


def test_crossed_bounds_are_a_fault(b: Builder) -> None:
    found = value(b, b.bound(b.const(1), b.const(3), b.const(2)))
    assert isinstance(found, Fault) and found.kind == "grenzen"


def test_division(b: Builder) -> None:
    assert value(b, b.quotient(b.const(1), b.const(3))) == num("1/3")
    found = value(b, b.quotient(b.const(10), b.sum(b.input("persoon", "inkomen"), b.const(1))))
    assert isinstance(found, Unknown) and found.bounds == Bounds(Fraction(10, 101), Fraction(10))
    found = value(b, b.quotient(b.const(10), b.input("persoon", "schuld")))
    assert isinstance(found, Unknown) and found.bounds == Bounds(maybe_fault=True)


@pytest.mark.parametrize(
    ("mode", "grid", "number", "outcome"),
    [
        ("rekenkundig", "1", "2.5", "3"),
        ("rekenkundig", "1", "-2.5", "-3"),
        ("naar beneden", "1", "-2.5", "-3"),
        ("naar boven", "1", "-2.5", "-2"),
        ("rekenkundig", "0.2", "0.3", "0.4"),
        ("naar beneden", "0.01", "1.239", "1.23"),
    ],
)
def test_rounding(b: Builder, mode: str, grid: str, number: str, outcome: str) -> None:
    assert value(b, b.round(b.const(Fraction(number)), mode, Fraction(grid))) == num(outcome)


def test_is_unknown_is_ja_only_when_stated(b: Builder) -> None:
    node = b.is_unknown(b.input("persoon", "inkomen"))
    assert value(b, node, {"inkomen": 3}) == NO
    assert value(b, node, {"inkomen": Unobtainable()}) == YES
    assert value(b, node) == Unknown(Bounds(options=frozenset((True, False))), frozenset((ref("inkomen"),)))


def test_what_is_read_from_nobody_does_not_apply(b: Builder) -> None:
    income = b.input("persoon", "inkomen", b.role("persoon", "partner"))
    assert value(b, income, partner=()) == NA
    assert value(b, b.is_applicable(income), partner=()) == NO
    found = value(b, b.sum(income, b.const(1)), partner=())
    assert isinstance(found, Fault) and found.kind == "niet van toepassing"
    silent = value(b, income)
    assert silent == Unknown(Bounds(Fraction(0), Fraction(100), maybe_na=True), frozenset((ref("partner", "rol"),)))
    assert value(b, b.has("persoon", "partner"), partner=()) == NO


def test_folds_over_a_role_that_nobody_gave(b: Builder) -> None:
    element = b.element("persoon")
    income = b.input("persoon", "inkomen", element)
    total = b.fold("sum", "persoon", "kind", value=income)
    count = b.fold("count", "persoon", "kind")
    largest = b.fold("max", "persoon", "kind", value=income)
    asked = frozenset((ref("kind", "rol"),))
    assert value(b, total) == Unknown(Bounds(Fraction(0), Fraction(300)), asked)
    assert value(b, count) == Unknown(Bounds(Fraction(0), Fraction(3)), asked)
    assert value(b, largest) == Unknown(Bounds(Fraction(0), Fraction(100), maybe_na=True), asked)
    assert value(b, total, kind=()) == num(0)
    assert value(b, largest, kind=()) == NA


def test_folds_with_some_facts_unknown(b: Builder) -> None:
    element = b.element("persoon")
    income = b.input("persoon", "inkomen", element)
    sick = b.input("persoon", "ziek", element)
    kids = [obj("k1", "persoon", {"inkomen": 10, "ziek": True}), obj("k2", "persoon", {"inkomen": 20})]
    count = value(b, b.fold("count", "persoon", "kind", where=sick), kind=kids)
    assert count == Unknown(Bounds(Fraction(1), Fraction(2)), frozenset((FactRef("k2", "ziek"),)))
    total = value(b, b.fold("sum", "persoon", "kind", where=sick, value=income), kind=kids)
    assert isinstance(total, Unknown) and total.bounds == Bounds(Fraction(10), Fraction(30))
    assert value(b, b.compare(">=", b.fold("count", "persoon", "kind", where=sick), b.const(1)), kind=kids) == YES


def test_shares_add_up_and_the_odd_cent_is_assigned(b: Builder) -> None:
    b.type("huis", [attr("totaal")], [role("lid", "lid", 3)])
    b.type("lid", [attr("gewicht", low=0)], [role("huis", "huis")])
    whole = b.role("lid", "huis")
    weight = b.input("lid", "gewicht", b.element("lid"))
    share = b.share(b.input("huis", "totaal", whole), whole, "lid", weight)
    house = obj("h", "huis", {"totaal": 1})
    members = [obj(f"m{i}", "lid", {"gewicht": 1}, {"huis": [house]}) for i in range(3)]
    house.roles["lid"] = tuple(members)
    run = Run(b.program(), case_of(house), Moment(DAY))
    assert [run.value(share, (m.key,)) for m in members] == [num("0.34"), num("0.33"), num("0.33")]


def test_choice_conflict_names_both_rules(b: Builder) -> None:
    first = b.rule("persoon", "bijdrage", b.const(1))
    second = b.rule("persoon", "bijdrage", b.const(2))
    found = value(b, b.definition("persoon", "bijdrage"))
    assert isinstance(found, Fault) and found.kind == "conflict"
    assert found.spans == (b.rules[first].span, b.rules[second].span)


def test_an_exception_to_an_exception_leaves_one_rule_standing(b: Builder) -> None:
    base = b.rule("persoon", "bijdrage", b.const(1))
    exception = b.rule("persoon", "bijdrage", b.const(2), deviates_from=[base])
    b.rule("persoon", "bijdrage", b.const(3), deviates_from=[exception])
    assert value(b, b.definition("persoon", "bijdrage")) == num(3)


def test_possible_contradiction_is_noted(b: Builder) -> None:
    b.rule("persoon", "bijdrage", b.const(1), condition=b.input("persoon", "ziek"))
    b.rule("persoon", "bijdrage", b.const(2), condition=b.input("persoon", "oud"))
    found = value(b, b.definition("persoon", "bijdrage"))
    assert isinstance(found, Unknown)
    assert found.bounds == Bounds(Fraction(1), Fraction(2), maybe_na=True, maybe_fault=True)
    assert found.notes == {"mogelijke tegenspraak tussen de regel regel 0 (artikel 0) en de regel regel 1 (artikel 1)"}


@pytest.mark.parametrize(
    ("first", "second", "possible"),
    [(("<=", 5), (">", 5), False), (("<", 5), (">=", 6), False), (("<=", 5), (">=", 5), True), (("<", 6), (">", 5), True),
     (("=", 5), ("=", 6), False), (("<>", 5), ("=", 6), True), ((">", 7), ("<>", 7), True)],
)  # fmt: skip
def test_conditions_that_exclude_each_other_are_no_contradiction(
    b: Builder, first: tuple[str, int], second: tuple[str, int], possible: bool
) -> None:
    income = b.input("persoon", "inkomen")
    for number, (op, limit) in enumerate((first, second)):
        b.rule("persoon", "bijdrage", b.const(number), condition=b.compare(op, income, b.const(limit)))
    found = value(b, b.definition("persoon", "bijdrage"))
    assert isinstance(found, Unknown) and bool(found.notes) == found.bounds.maybe_fault == possible


def test_limits_that_follow_from_the_rekendatum_are_seen_to_exclude_each_other(b: Builder) -> None:
    b.param_info("laag", {date(2024, 1, 1): 5})
    b.param_info("hoog", {date(2024, 1, 1): 6})
    income = b.input("persoon", "inkomen")
    b.rule("persoon", "bijdrage", b.const(1), condition=b.compare("<=", income, b.param("laag")))
    b.rule("persoon", "bijdrage", b.const(2), condition=b.compare(">=", income, b.sum(b.param("hoog"), b.const(1))))
    found = value(b, b.definition("persoon", "bijdrage"))
    assert isinstance(found, Unknown) and not found.notes


def test_a_condition_and_its_opposite_are_no_contradiction(b: Builder) -> None:
    sick, old = b.input("persoon", "ziek"), b.input("persoon", "oud")
    b.rule("persoon", "bijdrage", b.const(1), condition=b.all(sick, old))
    b.rule("persoon", "bijdrage", b.const(2), condition=b.no(b.any(sick, old)))
    found = value(b, b.definition("persoon", "bijdrage"))
    assert isinstance(found, Unknown) and not found.notes and not found.bounds.maybe_fault


def test_a_parameter_without_a_value_names_itself_and_the_day(b: Builder) -> None:
    b.param_info("tarief", {date(2025, 1, 1): 5})
    found = value(b, b.param("tarief"))
    assert isinstance(found, Fault) and found.kind == "parameter ontbreekt"
    assert "tarief" in found.text and "01-07-2024" in found.text
    assert value(b, b.param("tarief", b.const(date(2026, 1, 1)))) == num(5)


def test_a_table_gives_the_hull_of_the_rows_that_may_be_hit(b: Builder) -> None:
    rows = [
        (b.const(False), b.const(1)),
        (b.input("persoon", "ziek"), b.const(2)),
        (b.const(True), b.const(4)),
        (None, b.const(9)),
    ]
    found = value(b, b.table("eerste", *rows))
    assert isinstance(found, Unknown) and found.bounds == Bounds(Fraction(2), Fraction(4))
    assert value(b, b.table("eerste", *rows), {"ziek": True}) == num(2)
    assert value(b, b.table("enige", rows[0])) == NA
