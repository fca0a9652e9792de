"""Numbers and dates by themselves: each operation over random and extreme values, through both renderers and the exact evaluator."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest

from dsl.program import (
    DateDiff,
    DateFunction,
    DatePart,
    DateShift,
    NumType,
    Power,
    Product,
    Program,
    Quotient,
    Round,
    Type,
    WorkDays,
    YearStart,
)
from engine.case import Moment
from engine.columns.compile import compile_form
from engine.columns.form import Reason, walk
from engine.columns.kernel import Kernel, compile_kernel
from engine.columns.population import Column, Population, Table, ToMany, ToOne, shape_of
from tests.engine.build import BOOL, DATE, NUM, Builder, attr, role
from tests.engine.columns.compare import compare
from tests.engine.test_dates_and_shares import ATW, UNITS, WHOLE

MOMENT = Moment(date(2024, 7, 1), date(2024, 7, 3))
CENT = NumType((("euro", 1),), Fraction(1, 100), "bedrag")


def program_with(b: Builder, owner: str, nodes: dict[int, Type]) -> Program:
    """A besluit with an outcome per node."""
    for place, (node, kind) in enumerate(nodes.items()):
        b.rule(owner, f"u{place}", node)
        b.definition(owner, f"u{place}", kind)
    kinds = list(nodes.values())
    outcomes = []
    for place, kind in enumerate(kinds):
        outcomes += b.decision(owner, f"u{place}", kind=kind).outcomes
    decision = b.decision(owner, "u0", kind=kinds[0])
    program = b.program({"Besluit": replace(decision, outcomes=tuple(outcomes))})
    program.calendars["Atw"] = ATW
    return program


def kernels(program: Program, population: Population) -> list[Kernel]:
    shape = shape_of(population)
    return [compile_kernel(program, ["Besluit"], MOMENT, shape, one) for one in ("numpy", "llvm")]


def check(program: Program, population: Population, *, least: int) -> None:
    found = compare(program, ["Besluit"], kernels(program, population), population, MOMENT)
    assert found.wrong == []
    assert found.compared >= least


def days(random: Random, count: int) -> list[date]:
    edges = [
        date(2000, 2, 29),
        date(2024, 2, 28),
        date(2024, 2, 29),
        date(2023, 12, 31),
        date(2024, 1, 31),
        date(1900, 3, 1),
    ]
    free = [MOMENT.rekendatum + timedelta(days=random.randint(-45_000, 30_000)) for _ in range(count)]
    return [random.choice(edges) if random.random() < 0.3 else day for day in free]


@pytest.mark.parametrize("fixed", ["nothing", "first", "last"])
def test_dates_count_as_in_the_exact_evaluator(fixed: str) -> None:
    """Between two dates of the row, and between one and a date that is the same for all, where comparing becomes a threshold."""
    b = Builder()
    b.type("zaak", [attr("begin", DATE), attr("eind", DATE), attr("aantal", WHOLE, -40, 40)])
    first, last, amount = (b.input("zaak", name) for name in ("begin", "eind", "aantal"))
    if fixed == "first":
        first = b.const(date(2020, 2, 29))
    elif fixed == "last":
        last = b.const(date(2023, 1, 31))
    few = b.const(Fraction(13))
    nodes: dict[int, Type] = {}
    for unit in UNITS:
        nodes[b.add(DateDiff, WHOLE, start=first, end=last, unit=unit)] = WHOLE
        for sign in (1, -1):
            nodes[b.add(DateShift, DATE, date=first, amount=amount, unit=unit, sign=sign)] = DATE
        shifted = b.add(DateShift, DATE, date=last, amount=few, unit=unit)
        nodes[b.compare("<", shifted, first)] = BOOL
    age = b.add(DateDiff, WHOLE, start=first, end=last, unit="jaar", age=True)
    nodes[age] = WHOLE
    for op in ("<", "<=", "=", "<>", ">", ">="):
        nodes[b.compare(op, age, b.const(Fraction(18)))] = BOOL
    for edge in ("first", "last", "first of next"):
        for period in ("maand", "kwartaal", "jaar"):
            nodes[b.add(DateFunction, DATE, date=last, edge=edge, period=period)] = DATE
    for part in ("jaar", "maand", "dag"):
        nodes[b.add(DatePart, WHOLE, date=last, part=part)] = WHOLE
    year = b.add(DatePart, WHOLE, date=first, part="jaar")
    nodes[b.add(YearStart, DATE, year=year)] = DATE
    nodes[b.add(WorkDays, DATE, date=last, calendar="Atw", how="extend")] = DATE
    nodes[b.add(WorkDays, DATE, date=last, calendar="Atw", how="add", amount=amount)] = DATE
    random = Random(5)
    rows = 160
    columns: dict[Any, Any] = {
        name: Column(np.array([day.toordinal() for day in days(random, rows)], np.int32)) for name in ("begin", "eind")
    }
    columns["aantal"] = Column(np.array([random.randint(-40, 40) for _ in range(rows)], np.int8))
    check(program_with(b, "zaak", nodes), Population({"zaak": Table(rows, columns)}), least=130)


def amounts(random: Random, low: int, high: int, rows: int) -> Any:
    return np.array(
        [random.choice((low, high, low + 1, random.randint(low, high), random.randint(low, high))) for _ in range(rows)]
    )


@pytest.mark.parametrize("most", [1_000, 10_000_000, 1_000_000_000_000])
def test_rounding_is_exact_in_every_kind_of_number(most: int) -> None:
    """Amounts so large that a product takes 53, 63 or 127 bits; halves on both sides of nought."""
    b = Builder()
    b.type("zaak", [attr("a", CENT, -most, most), attr("b", CENT, 1, most), attr("n", WHOLE, -7, 7)])
    first, second, small = (b.input("zaak", name) for name in ("a", "b", "n"))
    nodes: dict[int, Type] = {}
    rate = b.const(Fraction(1373, 10_000))
    part = b.add(Product, NUM, factors=(first, rate))
    share = b.add(Quotient, NUM, num=first, den=second)
    over = b.add(Quotient, NUM, num=first, den=small)
    square = b.add(Product, NUM, factors=(first, second, b.const(Fraction(1, 1000))))
    power = b.add(Power, NUM, base=b.add(Product, NUM, factors=(first, b.const(Fraction(1, 1000)))), exponent=2)
    for value in (part, share, over, square, power):
        for mode in ("rekenkundig", "naar boven", "naar beneden"):
            for grid in (Fraction(1, 100), Fraction(1), Fraction(12)):
                rounded = b.add(Round, NUM, of=value, mode=mode, grid=grid)
                # What rounding does to it, so that the outcome itself is small.
                away = b.sum(rounded, value, signs=(1, -1))
                nodes[b.add(Round, NUM, of=away, mode="rekenkundig", grid=Fraction(1, 1000))] = NUM
        nodes[b.compare("<", value, b.const(Fraction(5, 2)))] = BOOL
    random = Random(most)
    rows = 160
    columns: dict[Any, Any] = {
        "a": Column(amounts(random, -most * 100, most * 100, rows)),
        "b": Column(amounts(random, 100, most * 100, rows)),
        "n": Column(amounts(random, 1, 7, rows).astype(np.int8)),
    }
    program = program_with(b, "zaak", nodes)
    population = Population({"zaak": Table(rows, columns)})
    kinds = {ins.kind for ins in walk(compile_form(program, ["Besluit"], MOMENT, shape_of(population)).rows)}
    assert {1_000: "f", 10_000_000: "l", 1_000_000_000_000: "x"}[most] in kinds
    check(program, population, least=100)


def test_a_division_that_is_not_rounded_is_left_over() -> None:
    b = Builder()
    b.type("zaak", [attr("a", CENT, 0, 100), attr("n", WHOLE, 0, 7)])
    share = b.add(Quotient, NUM, num=b.input("zaak", "a"), den=b.input("zaak", "n"))
    program = program_with(b, "zaak", {share: NUM})
    columns: dict[Any, Any] = {"a": Column(np.array([100, 200])), "n": Column(np.array([3, 0]))}
    population = Population({"zaak": Table(2, columns)})
    result = kernels(program, population)[1].run(population).decisions[0]
    assert result.reason.tolist() == [Reason.DELER, Reason.DELER | Reason.FOUT]


def test_the_box_shrinks_where_declared_ranges_prove_too_little() -> None:
    """A fifth power of a huge amount: small amounts are computed, large ones left over."""
    b = Builder()
    b.type("zaak", [attr("a", CENT, 0, 10**15)])
    power = b.add(Power, NUM, base=b.input("zaak", "a"), exponent=5)
    rounded = b.add(Round, NUM, of=power, mode="rekenkundig", grid=Fraction(1))
    limited = b.bound(rounded, None, b.const(Fraction(10**9)))
    columns: dict[Any, Any] = {"a": Column(np.array([1, 250, 5_000, 10**16]))}
    population = Population({"zaak": Table(4, columns)})
    program = program_with(b, "zaak", {limited: NUM})
    form = compile_form(program, ["Besluit"], MOMENT, shape_of(population))
    assert form.capped is not None
    found = compare(program, ["Besluit"], kernels(program, population), population, MOMENT)
    assert (found.wrong, found.compared, found.routed) == ([], 3, 1)


@pytest.mark.parametrize("weighted", [True, False])
def test_an_amount_is_divided_as_the_exact_evaluator_divides_it(weighted: bool) -> None:
    """Over the members of a house in proportion to a weight, the cents that are left going to the largest remainders."""
    b = Builder()
    b.type("huis", [attr("bedrag", CENT, -50, 1_000)], [role("bewoner", "persoon", 5)])
    b.type("persoon", [attr("deel", CENT, -1, 100)], [role("huis", "huis")])
    house = b.role("persoon", "huis")
    total = b.input("huis", "bedrag", house)
    weight = b.input("persoon", "deel", b.element("persoon")) if weighted else None
    cents = b.share(total, house, "bewoner", weight)
    euros = b.share(b.round(total, "naar beneden", 1), house, "bewoner", weight, "1")
    random = Random(2)
    houses = 120
    sizes = [random.randint(0, 4) for _ in range(houses)]
    offsets = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    size = int(offsets[-1])
    home = np.repeat(np.arange(houses), sizes).astype(np.int32)
    home[random.randrange(size)] = (home[-1] + 1) % houses  # somebody who is not among the members
    home[random.randrange(size)] = -1
    parts = np.array(
        [random.choice((0, 1, 1, 50, 33, 10_000, -1 if random.random() < 0.1 else 2)) for _ in range(size)]
    )
    amounts_ = np.array([random.choice((1, 100, 1_001, 99_999, -1_001)) for _ in range(houses)])
    state = np.array([random.random() < 0.05 for _ in range(houses)]).astype(np.uint8)
    population = Population(
        {
            "huis": Table(houses, {"bedrag": Column(amounts_)}, {"bewoner": ToMany(offsets, None, state)}),
            "persoon": Table(size, {"deel": Column(parts)}, {"huis": ToOne(home)}),
        }
    )
    check(program_with(b, "persoon", {cents: NUM, euros: NUM}), population, least=size // 2)
