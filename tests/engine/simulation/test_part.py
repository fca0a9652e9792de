"""The numbers of a part: what the exact evaluator says of every row, added up; the same in any order."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from dsl.cache import load_program
from dsl.program import Program
from engine.columns.population import Column, Population
from engine.columns.routed import case_of
from engine.decide import decide
from engine.decision import Status
from engine.paths import rules_dir, scenarios_dir
from engine.population.folder import SYNTHETIC, write_population
from engine.population.model import Model, load_model
from engine.population.synthetic import synthetic_part
from engine.simulation.effects import effects_of, tarief, volume
from engine.simulation.part import Machine
from engine.simulation.pressure import GOES, MEANS, with_more
from engine.simulation.run import MUCH_ROUTED, sample
from engine.simulation.tally import Tallies, merged, tally_of
from engine.simulation.work import Work, choose
from engine.values import Known

WMO, WLZ, CHILDCARE = "Eigen bijdrage Wmo", "Eigen bijdrage Wlz", "Kinderopvangtoeslag"
BELOW, ABOVE = "geen indexatie abonnementstarief 2024", "indexatie abonnementstarief 2024"
DIMENSIONS = ("leeftijd van de cliënt", "langdurige zorg")


def program_of(*variants: str) -> Program:
    program, _, _ = load_program(rules_dir(), variants=variants)
    assert program is not None
    return program


@pytest.fixture(scope="module")
def programs() -> tuple[Program, Program]:
    return program_of(BELOW), program_of(ABOVE)


@pytest.fixture(scope="module")
def model(programs: tuple[Program, Program]) -> Model:
    found, _, _ = load_model(scenarios_dir() / "populaties" / "nederland-2024.yaml", programs[0])
    assert found is not None
    return found


def work_of(programs: tuple[Program, Program], *names: str, cap: int = 500) -> Work:
    asked, left = choose(*programs, names, ["leefeenheid", "persoon"])
    assert left == ()
    return Work(*programs, asked, 2024, 6, cap)


def people(programs: tuple[Program, Program], model: Model, number: int, size: int) -> Population:
    return synthetic_part(programs[0], model, 3, number, size).population


@pytest.mark.parametrize("besluit", [WMO, WLZ])
def test_the_sums_are_those_of_the_exact_evaluator_row_by_row(
    programs: tuple[Program, Program], model: Model, besluit: str
) -> None:
    population = people(programs, model, 1, 220)
    work = work_of(programs, besluit)
    tally = Machine(work, (), 0).count(population)[besluit]
    sums = [Fraction(0), Fraction(0)]
    change: Counter[int] = Counter()
    undecided = 0
    for row in range(220):
        year = [Fraction(0), Fraction(0)]
        decided = True
        for side, program in enumerate(programs):
            case = case_of(program, population, "leefeenheid", row)
            for moment in work.moments:
                found = decide(program, besluit, case, moment, "general").outcomes[0]
                decided = decided and found.status in (Status.VASTGESTELD, Status.NIET_VAN_TOEPASSING)
                if isinstance(found.value, Known) and isinstance(found.value.value, Fraction):
                    year[side] += found.value.value * work.step
        undecided += not decided
        if decided:
            sums = [sums[0] + year[0], sums[1] + year[1]]
            change[(year[1] > year[0]) - (year[1] < year[0])] += 1
    assert sums[0] > 0
    assert Fraction(tally.of("bedrag", "basis"), tally.scale) == sums[0]
    assert Fraction(tally.of("bedrag", "variant"), tally.scale) == sums[1]
    assert tally.of("hoger", "rijen") == change[1] and tally.of("lager", "rijen") == change[-1]
    assert tally.of("geteld") == 220 - undecided == 220 - sum(tally.under("niet geteld").values())


def test_parts_add_up_to_the_same_in_any_order_and_after_being_stored(
    programs: tuple[Program, Program], model: Model
) -> None:
    machine = Machine(work_of(programs, WMO), DIMENSIONS, 0)
    parts = [machine.count(people(programs, model, number, 4_000)) for number in range(3)]
    whole = merged(parts)[WMO].plain()
    shuffled = parts.copy()
    random.Random(1).shuffle(shuffled)
    assert merged(shuffled)[WMO].plain() == whole
    assert merged([merged(parts[1:]), merged(parts[:1])])[WMO].plain() == whole
    stored: list[Tallies] = [{WMO: tally_of(part[WMO].plain())} for part in parts]
    assert merged(stored)[WMO].plain() == whole
    assert merged(parts)[WMO].of("rijen") == 12_000


def test_rows_above_the_cap_are_counted_and_left_out_of_every_sum(
    programs: tuple[Program, Program], model: Model
) -> None:
    population = people(programs, model, 2, 3_000)
    all_of_it = Machine(work_of(programs, WLZ), (), 0).count(population)[WLZ]
    none = Machine(work_of(programs, WLZ, cap=0), (), 0).count(population)[WLZ]
    routed = none.of("overgedragen", "rijen")
    assert routed == all_of_it.of("overgedragen", "rijen") > 0
    assert none.of("geteld") == 3_000 - routed
    assert none.of("niet geteld", "meer dan het hoogste aantal per deel") == routed


def test_a_run_says_beforehand_which_parameter_or_fact_leaves_rows_undecided(
    programs: tuple[Program, Program], model: Model, tmp_path: Path
) -> None:
    folder = write_population(tmp_path / "p", iter([people(programs, model, 2, 2_000)]), lambda _: {"soort": SYNTHETIC})
    machine = Machine(replace(work_of(programs, WLZ, CHILDCARE), year=2025), (), 0)
    found = {one.besluit: one for one in sample(machine, folder).much}
    assert found[WLZ].of_all < MUCH_ROUTED < found[WLZ].of_concerned
    assert any("heeft geen waarde op 01-01-2025" in text for text in found[WLZ].examples)
    # The population is of 2024: what somebody has in 2025 nobody said.
    assert found[CHILDCARE].examples == ("nog niet vast te stellen: niet bekend is inkomen",)
    assert "een gegeven is onbekend" in found[CHILDCARE].line(7)
    left = machine.count(people(programs, model, 2, 500))[WLZ].under("niet geteld")
    assert left and all("heeft geen waarde op 01-01-2025" in why for why in left)


def test_a_new_tariff_for_the_same_people_is_tarief_alone(programs: tuple[Program, Program], model: Model) -> None:
    work = work_of(programs, WMO)
    tally = Machine(work, DIMENSIONS, 0).count(people(programs, model, 0, 8_000))[WMO]
    before, after = (Fraction(tally.of("bedrag", side), tally.scale) for side in ("basis", "variant"))
    assert before > 0 and after / before == Fraction(2060, 1900)
    assert (tarief(tally), volume(tally)) == (after - before, 0)
    found = effects_of(work.asked[0], tally, Fraction(1), ())
    assert found.apart.mix.value == 0
    assert found.money.share.words() == "8,42%"


def test_tarief_volume_and_mix_add_up_where_some_join_and_some_leave(
    programs: tuple[Program, Program], model: Model
) -> None:
    old, new = program_of(), program_of("opslag zorgpremie 0 procent")
    asked, _ = choose(old, new, ["Zorgtoeslag"], ["leefeenheid"])
    tally = Machine(Work(old, new, asked, 2024, 12, 10), (), 0).count(people(programs, model, 0, 2_000))["Zorgtoeslag"]
    for key, number in ((("maanden", "variant"), 240), (("bedrag", "variant"), 7_001)):
        tally.add(number, *key)
    found = effects_of(asked[0], tally, Fraction(7, 3), ())
    parts = (found.apart.tarief.value, found.apart.volume.value, found.apart.mix.value)
    assert (
        sum(part for part in parts if part is not None)
        == found.money.difference.value
        == Fraction(7, 3) * 7_001 / tally.scale
    )


def test_who_earns_more_loses_what_the_exact_evaluator_takes(programs: tuple[Program, Program], model: Model) -> None:
    population = people(programs, model, 4, 400)
    more = with_more(population)
    assert more is not None
    asked, _ = choose(*programs, ["Huurtoeslag"], ["leefeenheid"])
    work = Work(*programs, asked, 2024, 12, 10, True)
    tally = Machine(work, (), 0).count(population)["Huurtoeslag"]
    lost = []
    for row in range(400):
        amounts = []
        for people_now in (population, more):
            case = case_of(programs[0], people_now, "leefeenheid", row)
            found = decide(programs[0], "Huurtoeslag", case, work.moments[0], "general").outcomes[asked[0].position]
            known = isinstance(found.value, Known) and isinstance(found.value.value, Fraction)
            amounts.append(found.value.value * 12 if known else Fraction(0))  # type: ignore[union-attr, operator]
        lost.append(amounts[0] - amounts[1])
    assert max(lost) > 0
    assert tally.highest["grootste verlies", "inkomen", "basis"] == max(lost) * tally.scale
    assert tally.of("druk", "inkomen", "basis", "0") == sum(one <= 0 for one in lost)
    assert tally.of("druk", "inkomen", "basis", "1") == sum(0 < one <= 250 for one in lost)
    assert tally.of("druk", "inkomen", "rijen") == 400


def test_a_limit_of_vermogen_is_a_cliff_and_how_deep(programs: tuple[Program, Program], model: Model) -> None:
    """Everybody stands a hundred euros under the limit of the huurtoeslag: who has one loses all of it."""
    population = people(programs, model, 4, 300)
    persons = population.tables["persoon"]
    columns = dict(persons.columns)
    for key, held in persons.columns.items():
        if (key if isinstance(key, str) else key[0]) in MEANS and isinstance(held, Column):
            columns[key] = Column(np.full_like(held.values, 36_852 * (held.scale or 1)), held.state, held.scale)
    near = Population({**population.tables, "persoon": replace(persons, columns=columns)})
    asked, _ = choose(*programs, ["Huurtoeslag"], ["leefeenheid"])
    tally = Machine(Work(*programs, asked, 2024, 12, 10, True), (), 0).count(near)["Huurtoeslag"]
    single = tally.of("afgrond", "vermogen", "basis", GOES, "rijen")
    assert 0 < single <= tally.of("met bedrag")
    assert tally.of("afgrond", "vermogen", "basis", GOES, "verlies") > single * 1_000 * tally.scale
    assert tally.of("afgrond", "inkomen", "basis", GOES, "rijen") <= single
    found = effects_of(asked[0], tally, Fraction(1), ()).pressure
    assert found is not None and {(one.cause, one.kind) for one in found.cliffs if not one.count.hidden} <= {
        ("vermogen", GOES)
    }
