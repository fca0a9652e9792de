"""Dates and divisions: what they give, and that their bounds hold everything that the ends could become."""

from __future__ import annotations

import json
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsl.program import (
    CalendarInfo,
    DateDiff,
    DateFunction,
    DatePart,
    DateShift,
    FreeDay,
    NumType,
    Program,
    Term,
    WorkDays,
    YearStart,
)
from engine.case import ByYear, Case, Dated, Moment, Obj, Unobtainable
from engine.general import Run
from engine.selfcheck import check_trace
from engine.trace_json import trace_json
from engine.values import NA, NO, YES, Bounds, FactRef, Fault, Known, Unknown, Value
from tests.engine.build import DATE, Builder, attr, case_of, obj, role
from tests.engine.test_soundness import SETTINGS, holds

DAY = date(2024, 7, 1)
WHOLE = NumType((), Fraction(1), "aantal")
UNITS = ("dag", "week", "maand", "kwartaal", "jaar")
ATW = CalendarInfo(
    "Atw", (5, 6), (FreeDay("Nieuwjaar", "vast", 1, 1), FreeDay("Pasen", "pasen", offset=1)), (Term(12, "week"),), None,
    (), Builder().span(),
)  # fmt: skip


def program_of(b: Builder) -> Program:
    program = b.program()
    program.calendars["Atw"] = ATW
    return program


def dated(start: tuple[date, date], amount: tuple[int, int] = (0, 0)) -> Builder:
    b = Builder()
    b.type("zaak", [attr("begin", DATE, *start), attr("eind", DATE, *start), attr("aantal", WHOLE, *amount)])
    return b


def every_date_node(b: Builder) -> list[int]:
    day, end, amount = (b.input("zaak", name) for name in ("begin", "eind", "aantal"))
    nodes = [
        b.add(DateShift, DATE, date=day, amount=amount, unit=unit, sign=sign) for unit in UNITS for sign in (1, -1)
    ]
    nodes += [
        b.add(DateFunction, DATE, date=day, edge=edge, period=period)
        for edge in ("first", "last", "first of next")
        for period in ("maand", "kwartaal", "jaar")
    ]
    nodes += [b.add(DatePart, WHOLE, date=day, part=part) for part in ("jaar", "maand", "dag")]
    nodes += [b.add(DateDiff, WHOLE, start=day, end=end, unit=unit, age=age) for unit in UNITS for age in (False, True)]
    nodes += [
        b.bound(day, end),
        b.bound(day, None, end),
        b.bound(day, b.const(date(2021, 1, 1)), b.const(date(2023, 1, 1))),
        b.add(WorkDays, DATE, date=day, calendar="Atw", how="extend"),
        b.add(WorkDays, DATE, date=day, calendar="Atw", how="add", amount=amount),
        b.add(YearStart, DATE, year=b.sum(b.add(DatePart, WHOLE, date=day, part="jaar"), amount)),
    ]
    return nodes


@SETTINGS
@given(st.integers(0, 10**9))
def test_bounds_of_dates_hold_every_date(seed: int) -> None:
    random = Random(seed)
    first = date(2019, 12, 25) + timedelta(days=random.randint(0, 1900))
    last = first + timedelta(days=random.choice((0, 1, 3, 40, 400)))
    low = random.randint(-4, 4)
    high = low + random.choice((0, 1, 5))
    b = dated((first, last), (low, high))
    nodes = every_date_node(b)
    program = program_of(b)

    def values(facts: dict[str, Any]) -> list[Value]:
        run = Run(program, case_of(obj("z", "zaak", facts)), Moment(DAY))
        return [run.value(node) for node in nodes]

    full = {
        "begin": random.choice((first, last, first + (last - first) / 2)),
        "eind": random.choice((first, last)),
        "aantal": Fraction(random.randint(low, high)),
    }
    exact = values(full)
    partial = values({name: fact for name, fact in full.items() if random.random() < 0.4})
    for bounded, found in zip(partial, exact, strict=True):
        assert isinstance(found, Known)
        assert holds(bounded, found.value)


@pytest.mark.parametrize(
    ("unit", "amount", "outcome"),
    [("maand", 1, date(2024, 2, 29)), ("jaar", 1, date(2025, 1, 31)), ("week", -1, date(2024, 1, 24))],
)
def test_month_ends_clamp(unit: str, amount: int, outcome: date) -> None:
    b = Builder()
    shift = b.add(DateShift, DATE, date=b.const(date(2024, 1, 31)), amount=b.const(amount), unit=unit)
    assert Run(b.program(), case_of(obj("z", "zaak")), Moment(DAY)).value(shift) == Known(outcome)


def test_who_was_born_on_29_february_is_a_year_older_on_1_march() -> None:
    b = Builder()
    born, last = b.const(date(2004, 2, 29)), b.const(date(2022, 2, 28))
    run_nodes = [b.add(DateDiff, WHOLE, start=born, end=last, unit="jaar", age=age) for age in (True, False)]
    run = Run(b.program(), case_of(obj("z", "zaak")), Moment(DAY))
    assert [run.value(node) for node in run_nodes] == [Known(Fraction(17)), Known(Fraction(18))]


def test_half_a_month_and_the_year_9000_are_faults() -> None:
    b = Builder()
    start = b.const(date(2024, 1, 1))
    half = b.add(DateShift, DATE, date=start, amount=b.const(Fraction(1, 2)), unit="maand")
    far = b.add(DateShift, DATE, date=start, amount=b.const(7000), unit="jaar")
    run = Run(b.program(), case_of(obj("z", "zaak")), Moment(DAY))
    kinds = [value.kind for value in (run.value(half), run.value(far)) if isinstance(value, Fault)]
    assert kinds == ["geen heel getal", "datum"]


# ---------------------------------------------------------------- facts over time


def over_time(fact: Any, at: int | None = None) -> Value:
    b = dated((date(2024, 1, 1), date(2024, 12, 31)))
    b.type("zaak", [attr("inkomen", low=0, high=9), attr("per jaar", low=0, high=9, per_year=True)])
    name = "per jaar" if isinstance(fact, ByYear) else "inkomen"
    node = b.input("zaak", name, at=None if at is None else b.const(date(at, 5, 1)))
    return Run(b.program(), case_of(obj("z", "zaak", {name: fact})), Moment(DAY)).value(node)


def test_a_fact_is_read_on_its_date() -> None:
    periods = Dated(((None, date(2024, 6, 30), Fraction(1)), (date(2024, 7, 1), date(2025, 1, 1), Fraction(2))))
    assert over_time(periods) == Known(Fraction(2))
    assert over_time(periods, 2024) == Known(Fraction(1))
    missing = over_time(periods, 2026)
    assert isinstance(missing, Unknown) and missing.facts == {FactRef("z", "inkomen", date(2026, 5, 1))}


def test_a_fact_per_year_is_missing_per_year() -> None:
    years = ByYear({2023: Fraction(4), 2022: Unobtainable()})
    assert over_time(years, 2023) == Known(Fraction(4))
    for year, at in ((2022, date(2022, 1, 1)), (2024, None), (2021, date(2021, 1, 1))):
        missing = over_time(years, year)
        assert isinstance(missing, Unknown) and missing.facts == {FactRef("z", "per jaar", at)}


@pytest.mark.parametrize(("year", "outcome"), [(2022, YES), (2023, NO), (2021, None)])
def test_whether_a_fact_is_unobtainable_is_asked_per_year(year: int, outcome: Value | None) -> None:
    """Stated for that year: ja. Silence about that year, whatever is stated of others: onbekend."""
    b = Builder()
    b.type("zaak", [attr("inkomen", low=0, high=9, per_year=True)])
    node = b.is_unknown(b.input("zaak", "inkomen", at=b.const(date(year, 1, 1))))
    case = case_of(obj("z", "zaak", {"inkomen": ByYear({2023: Fraction(4), 2022: Unobtainable()})}))
    run = Run(b.program(), case, Moment(DAY))
    found = run.value(node)
    assert isinstance(found, Unknown) if outcome is None else found == outcome
    assert check_trace(json.loads(json.dumps(trace_json(run.scene, run.trace(((node, None),)))))) == []


# ---------------------------------------------------------------- verdeling


def house(random: Random, known: float) -> tuple[Program, Case, int, Obj]:
    b = Builder()
    b.type("huis", [attr("totaal", low=-3, high=7)], [role("lid", "lid", 4)])
    b.type("lid", [attr("gewicht", low=0, high=3)], [role("huis", "huis")])
    whole = b.role("lid", "huis")
    weight = b.input("lid", "gewicht", b.element("lid")) if random.random() < 0.8 else None
    share = b.share(b.input("huis", "totaal", whole), whole, "lid", weight, random.choice(("0.01", "1")))
    found = obj("h", "huis", {"totaal": random.randint(-3, 7)} if random.random() < known else {})
    members = [
        obj(f"m{i}", "lid", {"gewicht": random.randint(0, 3)} if random.random() < known else {}, {"huis": [found]})
        for i in range(random.randint(1, 4))
    ]
    found.roles["lid"] = tuple(members)
    return b.program(), case_of(found), share, found


@SETTINGS
@given(st.integers(0, 10**9))
def test_shares_add_up_and_their_bounds_hold_every_share(seed: int) -> None:
    random = Random(seed)
    program, case, share, found = house(random, random.choice((0.7, 1.0)))
    members = found.roles["lid"]

    def shares() -> list[Value]:
        run = Run(program, case, Moment(DAY))
        return [run.value(share, (member.key,)) for member in members]

    before = shares()
    for each, name, high in ((found, "totaal", 7), *((member, "gewicht", 3) for member in members)):
        each.facts.setdefault(name, Fraction(random.randint(0, high)))
    after = shares()
    known = [value.value for value in after if isinstance(value, Known) and isinstance(value.value, Fraction)]
    if known:
        assert len(known) == len(members) and sum(known) == found.facts["totaal"]
    for bounded, exact in zip(before, after, strict=True):
        if isinstance(exact, Known):
            assert holds(bounded, exact.value)
        else:
            assert isinstance(bounded, Fault) or (isinstance(bounded, Unknown) and bounded.bounds.maybe_fault)


def test_who_is_no_member_has_no_share() -> None:
    program, case, share, found = house(Random(3), 1.0)
    stranger = obj("x", "lid", {"gewicht": 1}, {"huis": [found]})
    case.objects["x"] = stranger
    assert Run(program, case, Moment(DAY)).value(share, ("x",)) == NA


def test_an_inner_fold_that_reads_no_outer_element_is_one_step() -> None:
    """Its level is lower than its depth, so the outer element stands in its environment as nobody."""
    b = Builder()
    b.type("persoon", [attr("inkomen", low=0, high=9)], [role("kind", "persoon", 3)])
    inner = b.fold("sum", "persoon", "kind", depth=2, value=b.input("persoon", "inkomen", b.element("persoon", 2)))
    b.nodes[inner] = b.relevelled(inner, 0)
    outer = b.fold("sum", "persoon", "kind", value=b.sum(inner, b.input("persoon", "inkomen", b.element("persoon"))))
    kids = [obj(f"k{i}", "persoon", {"inkomen": i}) for i in (1, 2)]
    run = Run(b.program(), case_of(obj("p", "persoon", {}, {"kind": kids})), Moment(DAY))
    assert run.value(outer) == Known(Fraction(9))
    assert [env for node, env in run.trace(((outer, None),)).steps if node == inner] == [("p",)]
    silent = Run(b.program(), case_of(obj("p", "persoon")), Moment(DAY)).value(outer)
    assert isinstance(silent, Unknown) and silent.bounds == Bounds(Fraction(0), Fraction(108))
