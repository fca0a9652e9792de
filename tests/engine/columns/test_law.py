"""The law that ships with the engine: what the columns say of difficult populations is what the exact evaluator says."""

from __future__ import annotations

from datetime import date

import pytest

from dsl.cache import load_program
from dsl.program import Program
from engine.case import Moment
from engine.columns.kernel import compile_kernel
from engine.columns.population import shape_of
from engine.paths import rules_dir
from tests.engine.columns.compare import compare
from tests.engine.columns.people import Maker

DAYS = (date(2026, 1, 1), date(2024, 7, 15), date(2025, 3, 31))
BOTH = ("Zorgtoeslag", "Kindgebonden budget", "Verdragsbijdrage", "Betaaltermijn en verjaring")


@pytest.fixture(scope="module")
def law() -> Program:
    program, _, _ = load_program(rules_dir())
    assert program is not None
    return program


@pytest.mark.parametrize("besluit", BOTH)
def test_both_renderers_say_what_the_exact_evaluator_says(law: Program, besluit: str) -> None:
    moment = Moment(DAYS[0], DAYS[0])
    population = Maker(law, [besluit], moment.rekendatum, 7).population(150)
    kernels = [compile_kernel(law, [besluit], moment, shape_of(population), one) for one in ("numpy", "llvm")]
    found = compare(law, [besluit], kernels, population, moment)
    assert found.wrong == []
    assert found.compared > 50


@pytest.mark.parametrize("besluit", ["Zorgtoeslag", "AOW-pensioen"])
def test_the_months_of_a_year_run_in_one_pass(law: Program, besluit: str) -> None:
    """Facts that differ by month, and law that changes within the period."""
    days = tuple(date(2025, month, 1) for month in (10, 11, 12)) + tuple(date(2026, month, 1) for month in (1, 2, 3))
    moments = [Moment(day, day) for day in days]
    population = Maker(law, [besluit], days[0], 11, months=days).population(25)
    shape = shape_of(population)
    kernels = [compile_kernel(law, [besluit], moments, shape, one) for one in ("numpy", "llvm")]
    found = compare(law, [besluit], kernels, population, moments)
    assert found.wrong == []
    assert found.compared > 75
    alone = compile_kernel(law, [besluit], moments[0], shape, "numpy").form.size
    assert kernels[0].form.size < len(days) * alone
