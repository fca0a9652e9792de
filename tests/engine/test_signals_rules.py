"""The signals that ship: what each must carry, and that both engines say of every scenario what it says of itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from dsl.cache import load_program
from dsl.program import Program
from engine.decide import decide
from engine.dossier.loader import CaseLoader
from engine.paths import rules_dir
from engine.scenarios.model import Scenario
from engine.scenarios.reading import read_scenarios
from engine.signals import judge
from engine.signals.client import Worker
from engine.signals.outcome import SignalReport
from engine.signals.planning import plan_signal
from engine.signals.subjects import relevant_signals

SCENARIOS = Path(__file__).parents[2] / "scenarios" / "signalen"


@cache
def program() -> Program:
    found, findings, _ = load_program(rules_dir())
    assert found is not None, findings
    return found


@cache
def scenarios() -> tuple[Scenario, ...]:
    loader = CaseLoader(program())
    entries = [
        entry
        for path in sorted(SCENARIOS.glob("*.yaml"))
        for entry in read_scenarios(loader, path.read_bytes(), path.as_posix()).entries
    ]
    assert entries
    return tuple(entry for entry in entries if isinstance(entry, Scenario))


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    pytest.importorskip("durable.engine")
    made = Worker()
    yield made
    made.close()


def judged(scenario: Scenario, motor: str, worker: Worker | None = None) -> SignalReport:
    decision = decide(program(), scenario.besluit, scenario.case, scenario.moment)
    found = judge(decision, program(), scenario.case, scenario.moment, motor, worker).signals  # type: ignore[arg-type]
    assert found is not None and found.judged
    return found


def test_every_signal_supports_with_a_basis_and_a_source_that_is_not_a_file() -> None:
    assert len(program().signals) >= 8
    for number, (name, signal) in enumerate(sorted(program().signals.items())):
        assert signal.purpose == "ondersteunen" and signal.bases and signal.advice and signal.refer_to, name
        assert signal.sources and not any(
            "/" in source.text or "r." in source.text.split() for source in signal.sources
        ), name
        plan_signal(program(), signal, number)


def test_both_engines_agree_on_every_scenario(worker: Worker) -> None:
    for scenario in scenarios():
        here, there = judged(scenario, "python"), judged(scenario, "durable", worker)
        assert (here.fired, here.open) == (there.fired, there.open), scenario.label.id
        assert tuple(sorted(one.name for one in here.fired)) == tuple(sorted(scenario.expected.signals or ()))


def test_every_signal_fires_in_one_scenario_and_not_in_another() -> None:
    fired = [frozenset(scenario.expected.signals or ()) for scenario in scenarios()]
    for name in program().signals:
        assert any(name in names for names in fired), name
    assert sum(not names for names in fired) >= len(program().signals)


def test_a_report_says_on_which_facts_a_signal_stands() -> None:
    (scenario,) = [one for one in scenarios() if one.label.id == "sig-stapelfactuur"]
    told = json.loads(json.dumps(judged(scenario, "python").to_json()))
    (signal,) = told["signalen"]
    assert signal["feiten"] == [
        {"ketenbericht": ["leefeenheid.cliënt.ketenbericht[1]"], "factuur": ["leefeenheid.cliënt.factuur[1]"]}
    ]
    assert signal["verwijs naar"] == ["maatwerktafel", "gemeente"]
    assert {"object": "leefeenheid", "feit": "echtgenoot", "op": None} in told["onbekend wie"]


def test_the_worker_builds_the_rules_once_whatever_the_case(worker: Worker) -> None:
    in_force = set()
    for scenario in scenarios():
        judged(scenario, "durable", worker)
        signals = relevant_signals(program(), scenario.besluit, scenario.moment.rekendatum)
        in_force.add(tuple(signal.name for signal in signals))
    assert worker.groups <= len(in_force) < len(scenarios()) / 5
