"""A small population of several parts and the work over it, for tests of who runs the parts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from dsl.cache import load_program
from engine.columns.population import Population
from engine.paths import rules_dir, scenarios_dir
from engine.population.folder import SYNTHETIC, Stored, write_population
from engine.population.model import load_model
from engine.population.synthetic import synthetic_part
from engine.simulation.order import as_plain
from engine.simulation.part import Machine
from engine.simulation.tally import Tallies
from engine.simulation.work import Work, choose

VARIANT = "indexatie abonnementstarief 2024"
BESLUIT = "Eigen bijdrage Wmo"


def population(folder: Path, parts: int = 6, households: int = 400) -> Stored:
    law, _, _ = load_program(rules_dir())
    assert law is not None
    model, _, _ = load_model(scenarios_dir() / "populaties" / "nederland-2024.yaml", law)
    assert model is not None

    def made() -> Iterator[Population]:
        for number in range(parts):
            yield synthetic_part(law, model, 3, number, households).population

    return write_population(folder, made(), lambda _: {"soort": SYNTHETIC})


def machine(rows: int = 2_000) -> Machine:
    variant, _, _ = load_program(rules_dir(), variants=[VARIANT])
    assert variant is not None
    below = [name for name in variant.applied if name != VARIANT]
    baseline, _, _ = load_program(rules_dir(), variants=below)
    assert baseline is not None
    asked, _ = choose(baseline, variant, [BESLUIT], ["leefeenheid"])
    return Machine(Work(baseline, variant, asked, 2024, 12, 50), (), rows)


def bytes_of(tallies: Tallies) -> str:
    return json.dumps(as_plain(tallies))
