"""The order of asking: what settles the outcome first, what changes nothing last."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from dsl.program import BoolType, DateDiff, DateType, NumType, Program
from engine.case import Case, Moment
from engine.decide import decide
from engine.decision import Missing
from engine.general import Run
from engine.missing import answers, order
from engine.thresholds import thresholds
from engine.values import FactRef
from tests.engine.build import BOOL, Builder, attr, case_of, obj, role

MOMENT = Moment(date(2026, 1, 1))
YEARS = NumType((("jaar", 1),), Fraction(1), "aantal")


def outcome(b: Builder, value: int, condition: int | None = None, base: int = 0) -> Program:
    """A program whose besluit gives ``value`` when the condition holds, else ``base``."""
    number = b.rule("persoon", "uitkomst", b.const(base))
    b.rule("persoon", "uitkomst", value, condition=condition, deviates_from=[number])
    b.definition("persoon", "uitkomst")
    return b.program({"Besluit": b.decision("persoon", "uitkomst")})


def asked(program: Program, case: Case) -> tuple[Missing, ...]:
    return decide(program, "Besluit", case, MOMENT).missing


def names(missing: tuple[Missing, ...]) -> list[str]:
    return [item.fact.name for item in missing]


def kenmerken(**efforts: int) -> Builder:
    b = Builder()
    b.type("persoon", [attr(name, BoolType(), effort=effort) for name, effort in efforts.items()])
    return b


def test_the_fact_that_settles_all_comes_before_one_that_settles_half() -> None:
    b = kenmerken(beslissend=9, half=1)
    deciding = b.input("persoon", "beslissend")
    both = b.any(b.all(deciding, b.input("persoon", "half")), deciding)
    missing = asked(outcome(b, b.const(5), both), case_of(obj("p", "persoon")))
    assert names(missing) == ["beslissend", "half"]
    assert [item.needed for item in missing] == [True, False]
    assert missing[0].why == "Met dit feit staat de uitkomst vast."


def test_least_effort_first_when_facts_do_the_same() -> None:
    b = kenmerken(a=7, b=3, c=5)
    condition = b.all(*(b.input("persoon", name) for name in "abc"))
    missing = asked(outcome(b, b.const(5), condition), case_of(obj("p", "persoon")))
    assert names(missing) == ["b", "c", "a"]
    assert missing[0].why == "Bij 1 van de 2 onderzochte antwoorden staat de uitkomst vast."


def test_name_decides_when_all_else_is_equal() -> None:
    b = kenmerken(z=5, a=5)
    missing = asked(
        outcome(b, b.const(5), b.any(b.input("persoon", "z"), b.input("persoon", "a"))), case_of(obj("p", "persoon"))
    )
    assert names(missing) == ["a", "z"]


def test_wider_effect_on_the_amount_goes_first() -> None:
    b = Builder()
    b.type("persoon", [attr("klein", low=0, high=10), attr("groot", low=0, high=1000)])
    total = b.sum(b.input("persoon", "klein"), b.input("persoon", "groot"))
    missing = asked(outcome(b, total), case_of(obj("p", "persoon")))
    assert names(missing) == ["groot", "klein"]
    assert missing[0].why == "Met dit feit is de uitkomst preciezer bekend."


def test_a_threshold_inside_the_range_is_tried() -> None:
    """The ends of the range alone would both settle it: only beside the threshold the other fact matters."""
    b = Builder()
    b.type("persoon", [attr("inkomen", low=0, high=100), attr("arm", BoolType())])
    income = b.input("persoon", "inkomen")
    between = b.all(
        b.compare(">=", income, b.const(40)), b.compare("<", income, b.const(60)), b.input("persoon", "arm")
    )
    missing = asked(outcome(b, b.const(5), between), case_of(obj("p", "persoon")))
    assert missing[0].why.startswith("Bij ")
    assert {item.fact.name for item in missing if item.needed} == {"inkomen", "arm"}


def test_facts_that_only_matter_together_are_all_needed() -> None:
    b = kenmerken(a=5, b=5)
    one, two = b.input("persoon", "a"), b.input("persoon", "b")
    differ = b.any(b.all(one, b.no(two)), b.all(b.no(one), two))
    missing = asked(outcome(b, b.const(5), differ), case_of(obj("p", "persoon")))
    assert [item.needed for item in missing] == [True, True]
    assert missing[0].why == "Dit feit is nodig, samen met andere feiten."


def test_whether_there_is_a_partner_is_asked() -> None:
    b = Builder()
    b.type("persoon", [], [role("partner", "persoon")])
    missing = asked(outcome(b, b.const(5), b.has("persoon", "partner")), case_of(obj("p", "persoon")))
    assert [(item.fact, item.needed) for item in missing] == [(FactRef("p", "partner", kind="rol"), True)]
    assert missing[0].why == "Met dit feit staat de uitkomst vast."


def test_nothing_is_asked_when_nothing_is_missing() -> None:
    b = kenmerken(a=5)
    assert asked(outcome(b, b.const(5), b.input("persoon", "a")), case_of(obj("p", "persoon", {"a": True}))) == ()


def test_order_of_the_facts_given_does_not_matter() -> None:
    b = kenmerken(a=7, b=3, c=5)
    program = outcome(b, b.const(5), b.all(*(b.input("persoon", name) for name in "abc")))
    facts = [FactRef("p", name) for name in "abc"]
    case = case_of(obj("p", "persoon"))
    assert order(program, "Besluit", case, MOMENT, facts) == order(program, "Besluit", case, MOMENT, facts[::-1])


# ---------------------------------------------------------------- thresholds


def edges(b: Builder, condition: int, name: str) -> tuple[Fraction | date, ...]:
    program = outcome(b, b.const(5), condition)
    run = Run(program, case_of(obj("p", "persoon", {"vast": 7})), MOMENT)
    trace = run.trace(((program.decisions["Besluit"].outcomes[0].value, None),))
    return thresholds(program, trace, FactRef("p", name))


def test_threshold_is_carried_back_through_arithmetic() -> None:
    b = Builder()
    b.type("persoon", [attr("inkomen", low=0, high=1000), attr("vast", low=0, high=10)])
    tenth = b.product(b.const(Fraction(1, 10)), b.input("persoon", "inkomen"))
    condition = b.compare(">", b.sum(b.input("persoon", "vast"), b.round(tenth)), b.const(27))
    assert edges(b, condition, "inkomen") == (Fraction(200),)


def test_threshold_of_an_age_is_a_birthday() -> None:
    b = Builder()
    b.type("persoon", [attr("geboortedatum", DateType()), attr("vast", low=0, high=10)])
    age = b.add(
        DateDiff, YEARS, start=b.input("persoon", "geboortedatum"), end=b.const(date(2026, 1, 1)), unit="jaar", age=True
    )
    limit = b.const(18)
    b.nodes[limit] = replace(b.nodes[limit], type=YEARS)
    condition = b.add(type(b.nodes[b.compare(">=", age, limit)]), BOOL, op=">=", left=age, right=limit)
    birthday = date(2008, 1, 1)
    assert edges(b, condition, "geboortedatum") == (birthday,)
    program = b.program({"Besluit": b.decision("persoon", "uitkomst")})
    day = timedelta(days=1)
    tried = answers(program, FactRef("p", "geboortedatum"), obj("p", "persoon"), [birthday])
    assert tried == (birthday - day, birthday, birthday + day)


def test_many_thresholds_are_thinned_evenly_with_both_ends() -> None:
    b = Builder()
    b.type("persoon", [attr("inkomen", low=0, high=1000)])
    program = outcome(b, b.const(5), b.compare(">", b.input("persoon", "inkomen"), b.const(1)))
    tried = answers(program, FactRef("p", "inkomen"), obj("p", "persoon"), [Fraction(n) for n in range(10, 900, 10)])
    assert len(tried) == 9
    assert (tried[0], tried[-1]) == (0, 1000)
