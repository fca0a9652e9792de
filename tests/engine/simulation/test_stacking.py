"""All bijdragen of a month together beside the bestaansminimum: what the exact evaluator says of every household, counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from dsl.cache import load_program
from dsl.program import Program
from engine.case import Case, Moment, Obj
from engine.columns.population import Column, Population, shape_of
from engine.columns.routed import case_of
from engine.decide import decide
from engine.paths import rules_dir, scenarios_dir
from engine.population.model import load_model
from engine.population.synthetic import synthetic_part
from engine.simulation.below_minimum import below_minimum
from engine.simulation.part import Machine
from engine.simulation.stacking import (
    EXAMPLE,
    NO_INCOME,
    NO_NORM,
    STACK,
    Stacking,
    concerned,
    contributions,
    not_decided,
    with_norm,
)
from engine.simulation.tally import Tally, merged
from engine.simulation.work import Work, choose
from engine.time.stacking import NORM, NORM_AGE
from engine.values import YES, Known

WMO, WLZ = "Eigen bijdrage Wmo", "Eigen bijdrage Wlz"
BIJDRAGEN = {WMO: 12, WLZ: 12, "Verdragsbijdrage": 1}
"""Those that these people can have, and how often they are owed in a year."""
WLZ_KINDS = (
    "verblijft in een instelling",
    "ontvangt een volledig pakket thuis",
    "ontvangt een modulair pakket thuis",
    "ontvangt een Wlz-budget",
)
ROWS = 400


@pytest.fixture(scope="module")
def programs() -> tuple[Program, Program]:
    found = [
        load_program(rules_dir(), variants=[name])[0]
        for name in ("geen indexatie abonnementstarief 2024", "indexatie abonnementstarief 2024")
    ]
    assert found[0] is not None and found[1] is not None
    return found[0], found[1]


@pytest.fixture(scope="module")
def people(programs: tuple[Program, Program]) -> Population:
    model, _, _ = load_model(scenarios_dir() / "populaties" / "nederland-2024.yaml", programs[0])
    assert model is not None
    return synthetic_part(programs[0], model, 5, 0, ROWS).population


@pytest.fixture(scope="module")
def stacking(programs: tuple[Program, Program], people: Population, work: Work) -> Stacking:
    return Stacking(programs, work.moments[-1], shape_of(people))


@pytest.fixture(scope="module")
def work(programs: tuple[Program, Program]) -> Work:
    asked, _ = choose(*programs, [WMO], ["leefeenheid"])
    return Work(*programs, asked, 2024, 6, 50, stacked=True)


def members(case: Case, role: str) -> tuple[Obj, ...]:
    held = case.root.roles.get(role, ())
    assert isinstance(held, tuple)
    return held


def of_year(one: Obj, name: str) -> Fraction:
    found = one.fact(name, date(2024, 12, 1))
    assert isinstance(found, Fraction)
    return found


def amount(program: Program, besluit: str, case: Case, moment: Moment) -> Fraction | None:
    """Of a month; None where it cannot be said."""
    place = next(place for info, place in contributions(program) if info.name == besluit)
    found = decide(program, besluit, case, moment, ordered=False).outcomes[place]
    if found.status.value not in ("vastgesteld", "niet van toepassing"):
        return None
    held = found.value
    owed = held.value if isinstance(held, Known) and isinstance(held.value, Fraction) else Fraction(0)
    return owed * BIJDRAGEN[besluit] / 12


def test_a_share_of_a_bijdrage_is_no_second_one(programs: tuple[Program, Program]) -> None:
    names = [info.name for info, _ in contributions(programs[1])]
    assert WMO in names and WLZ in names and len(names) == len(set(names))
    assert concerned(programs[1], (WMO,)) and not concerned(programs[1], ("Zorgtoeslag",))


def test_counts_are_those_of_the_exact_evaluator(
    programs: tuple[Program, Program], people: Population, stacking: Stacking, work: Work
) -> None:
    tally = stacking.counted(people, 2024, 1, ROWS)
    moment = work.moments[-1]
    normed = with_norm(programs[1])
    assert normed is not None
    expected: Counter[tuple[str, ...]] = Counter()
    for row in range(ROWS):
        case = case_of(programs[1], people, "leefeenheid", row)
        client = members(case, "cliënt")[0]
        cared = client.roles.get("maatwerkvoorziening")
        wlz = any(client.facts.get(name) for name in WLZ_KINDS)
        abroad = client.facts.get("woonland") != "Nederland"
        if not cared and not wlz and not abroad:
            continue
        told = [[amount(program, name, case, moment) for name in BIJDRAGEN] for program in programs]
        open_ = sorted(name for side in told for name, one in zip(BIJDRAGEN, side, strict=True) if one is None)
        if open_:
            expected["niet vast te stellen", not_decided(open_[0])] += 1
            continue
        sums = [sum(one for one in side if one is not None) for side in told]
        if not any(sums):
            continue
        for name, total in zip(("basis", "variant"), sums, strict=True):
            expected["met bijdrage", name] += total > 0
        of_age, norm = (
            decide(normed, name, case, moment, ordered=False).outcomes[0].value for name in (NORM_AGE, NORM)
        )
        if of_age != YES or not isinstance(norm, Known):
            expected["niet vast te stellen", NO_NORM] += 1
            continue
        persons = [*members(case, "cliënt"), *members(case, "echtgenoot")]
        income = sum((of_year(one, "inkomen") - of_year(one, "belasting") for one in persons), Fraction(0)) / 12
        expected["vergeleken",] += 1
        assert isinstance(norm.value, Fraction)
        for name, total in zip(("basis", "variant"), sums, strict=True):
            expected["eronder", name] += income - total < norm.value <= income
    assert expected["vergeleken",] > 5
    for key, number in expected.items():
        assert tally.of(*key) == number, key
    why = {held[1]: held[2] for held in tally.highest if held[0] == EXAMPLE}
    assert why.keys() == tally.under("niet vast te stellen").keys() - {NO_NORM, NO_INCOME}
    assert all("heeft geen waarde op" in held for held in why.values()), why


def test_parts_add_up_and_a_machine_counts_the_same(
    programs: tuple[Program, Program], people: Population, stacking: Stacking, work: Work
) -> None:
    counted = Machine(work, (), ROWS).count(people)
    assert counted[STACK].plain() == stacking.counted(people, 2024, 1, ROWS).plain()
    both = merged([counted, counted])[STACK]
    assert both.of("vergeleken") == 2 * counted[STACK].of("vergeleken")


def test_without_income_nothing_is_compared(programs: tuple[Program, Program], people: Population, work: Work) -> None:
    persons = people.tables["persoon"]
    columns = {key: held for key, held in persons.columns.items() if key != ("belasting", 2024)}
    poor = Population({**people.tables, "persoon": replace(persons, columns=columns)})
    tally = Stacking(programs, work.moments[-1], shape_of(poor)).counted(poor, 2024, 1, ROWS)
    assert tally.of("vergeleken") == 0 and tally.of("niet vast te stellen", NO_INCOME) > 0
    assert not tally.under("eronder")


def test_nobody_without_tax_is_told_apart_from_who_pays_it(people: Population, stacking: Stacking) -> None:
    """Without tax fewer come under the norm, and what they lack is what is told of them."""
    persons = people.tables["persoon"]
    tax = persons.columns["belasting", 2024]
    assert isinstance(tax, Column)
    columns = {**persons.columns, ("belasting", 2024): Column(tax.values * 0, tax.state, tax.scale)}
    rich = Population({**people.tables, "persoon": replace(persons, columns=columns)})
    before, after = (stacking.counted(one, 2024, 1, ROWS) for one in (people, rich))
    under = [one.of("eronder", "variant") + one.of("al eronder", "variant") for one in (before, after)]
    assert before.of("vergeleken") == after.of("vergeleken") and under[1] <= under[0]


def test_figures_of_few_households_are_not_shown() -> None:
    tally = Tally(1200)
    for key, number in (
        (("met bijdrage", "variant"), 900),
        (("eronder", "variant"), 24),
        (("tekort", "variant"), 24 * 1200),
    ):
        tally.add(number, *key)
    found = below_minimum(tally, Fraction(1), ())
    assert found.owing.variant.value == 900 and found.under.variant.hidden and found.short.variant.hidden
    tally.add(1, "eronder", "variant")
    tally.add(1200, "tekort", "variant")
    found = below_minimum(tally, Fraction(1), ())
    assert found.under.variant.value == 25 and found.short.variant.value == 1
