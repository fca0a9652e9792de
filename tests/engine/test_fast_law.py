"""The law that ships with the engine: on its scenarios both forms give the same decision, and its trace checks out."""

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
def fast(law: Program) -> Fast:
    return Fast(law)


FOLDERS = sorted(path.name for path in scenarios_dir().iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_law_decides_the_same_in_both_forms(law: Program, fast: Fast, folder: str) -> None:
    files, _ = load_files(law, [scenarios_dir() / folder])
    scenarios = [entry for file in files for entry in file.entries if isinstance(entry, Scenario)]
    # Neighbours in a file differ in a figure or two; every one of them takes minutes.
    for scenario in scenarios[::3]:
        besluit, case, moment = scenario.besluit, scenario.case, scenario.moment
        general = decide(law, besluit, case, moment, engine="general")
        text = trace_text(Scene(law, case, moment), general.trace)
        assert check_trace(json.loads(text)) == [], scenario.label
        found = expand(fast, besluit, case, moment)
        assert (found.decision.outcomes, found.decision.receipt) == (general.outcomes, general.receipt), scenario.label
        assert found.trace == text, scenario.label


def test_generated_code_decides_scenarios(law: Program, fast: Fast) -> None:
    """The fast form leaves a decision that rests on a fact that is open to the general one; were it to do so always, the comparison
    above would say nothing. Most dossiers lack a fact that turns out not to matter: strict code decides fewer than ten in a hundred."""
    files, _ = load_files(law, [scenarios_dir() / "toeslagen"])
    scenarios = [entry for file in files for entry in file.entries if isinstance(entry, Scenario)]
    decided = sum(run_fast(fast, one.besluit, one.case, one.moment) is not None for one in scenarios)
    assert decided > 0.5 * len(scenarios)
