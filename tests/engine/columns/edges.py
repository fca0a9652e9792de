"""The values of facts at which an outcome changes, from the traces of the exact evaluator."""

from __future__ import annotations

from random import Random
from typing import Any

from dsl.program import DateType, NumType, Program
from engine.case import Case, Moment
from engine.columns.population import Population
from engine.columns.routed import case_of
from engine.general.run import Run
from engine.thresholds import thresholds
from engine.values import FactRef


def edges_of(
    program: Program, besluit: str, population: Population, moment: Moment, seed: int, cases: int = 8, facts: int = 6
) -> dict[tuple[str, str], set[Any]]:
    """Per object type and attribute the values beside which something changes, in ``cases`` rows with one fact left out each
    time."""
    random = Random(seed)
    info = program.decisions[besluit]
    found: dict[tuple[str, str], set[Any]] = {}
    outcomes = tuple((one.value, one.status) for one in info.outcomes)
    for _ in range(cases):
        row = random.randrange(population.tables[info.over].rows)
        case = case_of(program, population, info.over, row)
        open_ = [
            (obj.key, name)
            for obj in case.objects.values()
            for name in obj.facts
            if isinstance(program.types[obj.type].attributes[name].type, NumType | DateType)
        ]
        for key, name in random.sample(open_, min(facts, len(open_))):
            without = _without(case, key, name)
            trace = Run(program, without, moment).trace(outcomes)
            owner = without.objects[key].type
            for at in (None, moment.rekendatum):
                found.setdefault((owner, name), set()).update(thresholds(program, trace, FactRef(key, name, at)))
    return found


def _without(case: Case, key: str, name: str) -> Case:
    """The case with one fact taken away; the case itself is not used again."""
    case.objects[key].facts.pop(name, None)
    return case
