"""Both renderers of the columnar form, against the exact evaluator and against each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import numpy as np
import pytest

from dsl.cache import load_program
from dsl.program import NODE_KINDS, Program
from engine.case import Moment
from engine.columns import blocks, native_ops
from engine.columns.compile import Code, compile_form
from engine.columns.errors import ColumnsError
from engine.columns.form import Reason
from engine.columns.kernel import Kernel, compile_kernel
from engine.columns.lower import LOWER
from engine.columns.population import Column, Nobody, Population, Same, Table, ToMany, ToOne, shape_of
from engine.columns.routed import case_of
from engine.decide import decide
from engine.paths import rules_dir
from tests.engine.columns.compare import compare
from tests.engine.columns.people import Maker
from tests.engine.random_programs import random_moment, random_program

TREATY = "valt onder de verdragsregeling voor zorg"
NEW_YEAR = Moment(date(2026, 1, 1), date(2026, 1, 5))


@pytest.fixture(scope="module")
def law() -> Program:
    program, _, _ = load_program(rules_dir())
    assert program is not None
    return program


def singles(rows: int = 400, **columns: Any) -> Population:
    """People who live alone, all insured and here lawfully; ``columns`` go before those."""
    random = np.random.default_rng(rows)
    births = random.integers(date(1950, 1, 1).toordinal(), date(2012, 1, 1).toordinal(), rows).astype(np.int32)
    facts: dict[Any, Any] = {
        "geboortedatum": Column(births),
        "inkomen": Column(random.integers(0, 60_000, rows).astype(np.int32)),
        "rendementsgrondslag": Column(random.integers(0, 200_000, rows).astype(np.int32)),
        "is verzekerd volgens de Zorgverzekeringswet": Column(np.ones(rows, np.bool_)),
        "heeft een opgeschorte zorgverzekering": Same(False),
        "verblijft rechtmatig in Nederland": Same(True),
    }
    people = Table(rows, facts | columns)
    houses = Table(rows, {}, {"cliënt": ToOne(), "echtgenoot": Nobody()})
    return Population({"persoon": people, "leefeenheid": houses})


def kernel(law: Program, population: Population, renderer: Any = "numpy", besluit: str = "Zorgtoeslag") -> Kernel:
    return compile_kernel(law, [besluit], NEW_YEAR, shape_of(population), renderer)


def test_every_kind_of_node_is_laid_out() -> None:
    assert [kind.__name__ for kind in NODE_KINDS if kind not in LOWER] == []


@pytest.mark.parametrize("seed", range(8))
def test_random_programs_give_what_the_exact_evaluator_gives(seed: int) -> None:
    random = Random(seed)
    program, moment = random_program(random), random_moment(random)
    maker = Maker(program, ["besluit"], moment.rekendatum, seed, holes=0.03 if seed % 2 else 0.0)
    population = maker.population(40)
    shape = shape_of(population)
    kernels = [compile_kernel(program, ["besluit"], moment, shape, one) for one in ("numpy", "llvm")]
    assert compare(program, ["besluit"], kernels, population, moment).wrong == []


def rounded_wrong(ins: Any, a: Any, b: Any) -> Any:
    """A cent too much where a division does not come out."""
    return np.ceil(a / b)


@pytest.mark.parametrize("renderer", ["numpy", "llvm"])
def test_a_wrong_rounding_in_a_renderer_is_found(law: Program, renderer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    population = singles()
    if renderer == "numpy":
        monkeypatch.setitem(blocks.OPS, "floordiv", rounded_wrong)
    else:
        right = native_ops.Ops.op_floordiv

        def wrong(self: Any, ins: Any, a: Any, c: Any) -> Any:
            found = right(self, ins, a, c)
            return self.b.fadd(found, native_ops.TYPES["f"](1.0)) if ins.kind == "f" else found

        monkeypatch.setattr(native_ops.Ops, "op_floordiv", wrong)
    for asking in (1, 5):
        found = compare(law, ["Zorgtoeslag"], [kernel(law, population, renderer)], population, NEW_YEAR, asking=asking)
        assert len(found.wrong) > found.rows / 4


@pytest.mark.parametrize("renderer", ["numpy", "llvm"])
def test_another_program_beside_it_gives_what_each_gives_alone(law: Program, renderer: Any) -> None:
    """The amount only: what else a besluit says is not computed, and loads are shared."""
    other, _, _ = load_program(rules_dir(), variants=["indexatie abonnementstarief 2024"])
    assert other is not None
    population = singles()
    shape = shape_of(population)
    days = [NEW_YEAR, Moment(date(2026, 2, 1))]
    alone = [kernel(one, population, renderer).run(population) for one in (law, other)]
    both = compile_kernel(law, ["Zorgtoeslag"], days, shape, renderer, beside=[other], only=0)
    assert len(both.form.sources) == len(kernel(law, population, renderer).form.sources)
    decisions = both.run(population).decisions
    assert [one.rekendatum for one in decisions] == [one.rekendatum for one in days] * 2
    for found, separate in zip(decisions[::2], alone, strict=True):
        (amount,) = found.outcomes
        assert np.array_equal(amount.values, separate.outcomes[0].values)
        assert np.array_equal(amount.codes, separate.outcomes[0].codes)


def test_a_fact_that_cannot_matter_sends_no_row_away(law: Program) -> None:
    """Nobody said who falls under the treaty: that matters only for those who are not insured."""
    insured = np.ones(400, np.bool_)
    insured[7] = False
    population = singles(**{"is verzekerd volgens de Zorgverzekeringswet": Column(insured)})
    result = kernel(law, population).run(population).decisions[0]
    assert result.routed_rows().tolist() == [7]
    (totals,) = kernel(law, population).part(population).decisions
    assert totals.because()[Reason.ONBEKEND] == 1
    assert totals.left_over == 1


@pytest.mark.parametrize("renderer", ["numpy", "llvm"])
def test_a_row_outside_the_box_is_left_over(law: Program, renderer: Any) -> None:
    incomes = np.full(400, 20_000, np.int64)
    incomes[3], incomes[5] = -1, 10_000_001
    population = singles(inkomen=Column(incomes))
    result = kernel(law, population, renderer).run(population).decisions[0]
    left_over = set(result.routed_rows().tolist())
    assert {3, 5} <= left_over
    assert result.reason[3] & Reason.BUITEN_BEREIK
    assert result.outcomes[0].codes[3] == Code.ROUTED
    assert result.outcomes[1].values[5] == 0


def test_a_number_that_is_no_date_says_nothing(law: Program) -> None:
    births = np.full(400, date(1980, 1, 1).toordinal(), np.int32)
    births[[2, 4]] = 0, 2**31 - 1
    nothing = Column(np.zeros(400, np.int32))
    population = singles(
        geboortedatum=Column(births), inkomen=nothing, rendementsgrondslag=nothing, **{TREATY: Same(False)}
    )
    result = kernel(law, population).run(population)
    assert np.flatnonzero(result.reason & Reason.BUITEN_BEREIK).tolist() == [2, 4]
    for row in (2, 4):
        decision = decide(law, "Zorgtoeslag", case_of(law, population, "leefeenheid", row), NEW_YEAR)
        assert [missing.fact.name for missing in decision.missing] == ["geboortedatum"]


@pytest.mark.parametrize("renderer", ["numpy", "llvm"])
def test_parts_and_threads_add_up_to_the_whole(law: Program, renderer: Any) -> None:
    population = singles(200_000, **{TREATY: Same(False)})
    one = kernel(law, population, renderer)
    whole = one.run(population, threads=1)
    assert one.part(population, threads=2) == whole.totals
    sum_of_parts = one.part(population, 0, 70_001)
    sum_of_parts.add(one.part(population, 70_001, 130_000))
    sum_of_parts.add(one.part(population, 130_000))
    assert sum_of_parts == whole.totals
    middle = one.run(population, 70_001, 70_100)
    for part, all_of_it in zip(middle.decisions[0].outcomes, whole.decisions[0].outcomes, strict=True):
        assert np.array_equal(part.values, all_of_it.values[70_001:70_100])
        assert np.array_equal(part.codes, all_of_it.codes[70_001:70_100])


def test_totals_are_those_of_the_arrays(law: Program) -> None:
    population = singles(5_000)
    result = kernel(law, population, "llvm").run(population)
    toekenning, per_year, _ = result.decisions[0].outcomes
    totals = result.totals.decisions[0].outcomes
    assert totals[1].total == int(per_year.values.sum())
    assert totals[1].codes[Code.VASTGESTELD] == int((per_year.codes == Code.VASTGESTELD).sum())
    granted = int(((toekenning.values == 0) & (toekenning.codes == Code.VASTGESTELD)).sum())
    assert totals[0].words["toegekend"] == granted
    assert per_year.output.scale == 1
    assert per_year.values.dtype == np.int16


def test_a_population_of_another_shape_is_refused(law: Program) -> None:
    one = kernel(law, singles())
    with pytest.raises(ValueError, match="shape"):
        one.part(singles(inkomen=Column(np.zeros(400, np.int64))))


def test_a_role_of_the_wrong_sort_is_told(law: Program) -> None:
    population = singles()
    many = ToMany(np.arange(401, dtype=np.int64))
    houses = replace(population.tables["leefeenheid"], roles={"cliënt": many, "echtgenoot": Nobody()})
    shape = shape_of(Population({**population.tables, "leefeenheid": houses}))
    with pytest.raises(ColumnsError) as told:
        compile_form(law, ["Zorgtoeslag"], NEW_YEAR, shape)
    assert [found.code for found in told.value.findings] == ["TS891"]


def test_a_number_without_a_range_is_told() -> None:
    program = random_program(Random(3))
    person = program.types["persoon"]
    open_ = {name: replace(info, low=None, high=None) for name, info in person.attributes.items()}
    house = program.types["huis"]
    open_house = {name: replace(info, low=None, high=None) for name, info in house.attributes.items()}
    program = replace(
        program,
        types={"persoon": replace(person, attributes=open_), "huis": replace(house, attributes=open_house)},
    )
    shape = shape_of(Maker(program, ["besluit"], date(2024, 1, 1), 1).population(5))
    with pytest.raises(ColumnsError) as told:
        compile_form(program, ["besluit"], Moment(date(2024, 1, 1)), shape)
    assert {found.code for found in told.value.findings} == {"TS890"}


def test_an_empty_part_amounts_to_nothing(law: Program) -> None:
    population = singles(0)
    for renderer in ("numpy", "llvm"):
        totals = kernel(law, population, renderer).part(population)
        assert totals.rows == 0
        assert all(one.total == 0 and one.codes == {} for one in totals.decisions[0].outcomes)


@pytest.mark.parametrize(
    ("index", "said"),
    [(np.full(400, 400, np.int32), "buiten de 400 rijen"), (np.zeros(399, np.int32), "399 waarden op 400")],
)
def test_a_population_that_is_not_whole_is_not_run(law: Program, index: Any, said: str) -> None:
    population = singles()
    houses = replace(population.tables["leefeenheid"], roles={"cliënt": ToOne(index), "echtgenoot": Nobody()})
    population = Population({**population.tables, "leefeenheid": houses})
    with pytest.raises(ColumnsError) as told:
        kernel(law, population).part(population)
    assert [found.code for found in told.value.findings] == ["TS895"]
    assert said in told.value.findings[0].cause


@pytest.mark.parametrize(
    "wrong", [{"inkomen": Column(np.ones(400, np.bool_))}, {"inkomen": Same(True)}, {"geboortedatum": Same("ooit")}]
)
def test_a_column_of_the_wrong_sort_is_told(law: Program, wrong: dict[str, Any]) -> None:
    with pytest.raises(ColumnsError) as told:
        kernel(law, singles(**wrong))
    assert [found.code for found in told.value.findings] == ["TS891"]
