"""The kernels with which the bench measures rules are cut out of the kernel of the besluit."""

from __future__ import annotations

from datetime import date

import numpy as np

from bench._rule_costs import Cut
from dsl.cache import load_program
from engine.case import Moment
from engine.columns.compile import compile_form
from engine.columns.kernel import kernel_of
from engine.columns.population import Column, Nobody, Population, Same, Table, ToOne, shape_of
from engine.paths import rules_dir

DAY = Moment(date(2026, 1, 1))
BESLUIT = "Zorgtoeslag"
INCOME = ("regel", "toetsingsinkomen (Algemene wet inkomensafhankelijke regelingen)")


def test_a_rule_that_is_cut_out_gives_what_the_rule_says_and_needs_no_more() -> None:
    law, _, _ = load_program(rules_dir())
    assert law is not None
    incomes = np.arange(20_000, 20_400, dtype=np.int32)
    facts = {
        "geboortedatum": Same(date(1980, 1, 1)),
        "inkomen": Column(incomes),
        "rendementsgrondslag": Column(incomes * 2),
        "is verzekerd volgens de Zorgverzekeringswet": Same(True),
    }
    houses = Table(len(incomes), {}, {"cliënt": ToOne(), "echtgenoot": Nobody()})
    population = Population({"persoon": Table(len(incomes), facts), "leefeenheid": houses})
    shape = shape_of(population)
    fused = compile_form(law, [BESLUIT], DAY, shape)

    def cut() -> Cut:
        return Cut(law, BESLUIT, DAY, shape, fused.capped)

    whole = cut()
    form = cut().form(whole.gives[INCOME])
    assert {source.name for source in form.sources} == {"inkomen"}
    (outcome,) = kernel_of(form, shape, "numpy").part(population).decisions[0].outcomes
    assert outcome.total == incomes.sum()

    # What several parts give counts as that of the first of them; what a part reads is given by others.
    parts = [whole.own(part) for part in whole.gives]
    assert sum(map(len, parts)) == len(set().union(*parts)) == len(whole.first)
    assert all(whole.own(part).isdisjoint(whole.read(part)) for part in whole.gives)
    per_year = next(part for part in whole.gives if part[1].startswith("zorgtoeslag per jaar"))
    assert whole.read(per_year)
