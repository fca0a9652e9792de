"""The law that ships with the engine: on every scenario both forms give the same decision, and its trace checks out."""

from __future__ import annotations

import json

import pytest

from dsl.cache import load_program
from dsl.program import Program
from engine.decide import decide
from engine.fast.compiled import Fast
from engine.fast.expand import expand, trace_text
from engine.fast.run import run_fast
from engine.paths import rules_dir, scenarios_dir
from engine.scenarios.model import Scenario
from engine.scenarios.run import load_files
from engine.scene import Scene
from engine.selfcheck import check_trace


@pytest.fixture(scope="module")
def law() -> Program:
    program, _, _ = load_program(rules_dir())
    assert program is not None
    return program


@pytest.fixture(scope="module")
def scenarios(law: Program) -> list[Scenario]:
    files, _ = load_files(law, [scenarios_dir()])
    return [entry for file in files for entry in file.entries if isinstance(entry, Scenario)]


def test_the_law_decides_the_same_in_both_forms(law: Program, scenarios: list[Scenario]) -> None:
    assert scenarios
    fast = Fast(law)
    by_generated_code = 0
    for scenario in scenarios:
        besluit, case, moment = scenario.besluit, scenario.case, scenario.moment
        general = decide(law, besluit, case, moment, engine="general")
        text = trace_text(Scene(law, case, moment), general.trace)
        assert check_trace(json.loads(text)) == [], scenario.label
        found = expand(fast, besluit, case, moment)
        assert (found.outcomes, found.receipt) == (general.outcomes, general.receipt), scenario.label
        assert found.trace == text, scenario.label
        by_generated_code += run_fast(fast, besluit, case, moment) is not None
    print(f"{by_generated_code} of {len(scenarios)} scenarios by generated code")
