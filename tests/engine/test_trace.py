"""The trace: complete, closed, in order, and no more than what stands under an outcome."""

from __future__ import annotations

from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from engine.case import Case, Moment, Unobtainable
from engine.general import Run
from engine.general.table import COMPUTE
from engine.trace import StepKey, Trace, address
from engine.values import FactRef, Fault, Unknown
from tests.engine.build import BOOL, Builder, attr, case_of, obj
from tests.engine.random_build import build
from tests.engine.random_cases import FACTS, random_case, random_fact
from tests.engine.random_rules import TODAY, Writer
from tests.engine.test_soundness import SETTINGS

SEEDS = st.integers(0, 10**9)
DAY = date(2024, 7, 1)


def random_run(seed: int, known: float) -> tuple[Random, Run, list[int]]:
    random = Random(seed)
    rules = Writer(random).rule_set()
    program, outcomes = build(rules)
    return random, Run(program, random_case(random, rules, known=known), Moment(TODAY)), outcomes


def full_trace(run: Run, outcomes: list[int]) -> Trace:
    return run.trace(tuple((node, None) for node in outcomes))


@SETTINGS
@given(SEEDS)
def test_every_step_follows_its_operands_and_leads_to_an_outcome(seed: int) -> None:
    _, run, outcomes = random_run(seed, 0.6)
    trace = full_trace(run, outcomes)
    done: set[StepKey] = set()
    for key, step in trace.steps.items():
        assert key == step.key and set(step.operands) <= done
        done.add(key)
    used = {operand for step in trace.steps.values() for operand in step.operands}
    assert set(trace.steps) == used | {key for key, _ in trace.outcomes}
    assert len({address(key) for key in trace.steps}) == len(trace.steps)


@SETTINGS
@given(SEEDS)
def test_a_step_is_a_function_of_the_operands_it_names(seed: int) -> None:
    _, run, outcomes = random_run(seed, 0.6)
    trace = full_trace(run, outcomes)
    for step in trace.steps.values():
        operands = [(operand, trace.steps[operand].value) for operand in step.operands]
        node = run.scene.program.nodes[step.node]
        assert COMPUTE[type(node)](run.scene, node, step.env, operands) == step.value


@SETTINGS
@given(SEEDS)
def test_a_fact_that_is_not_needed_changes_nothing(seed: int) -> None:
    """V5: only what is not absorbed is asked for, so whatever a fact that is not asked for turns out to be, the outcome
    stays what it was."""
    random, run, outcomes = random_run(seed, 0.6)
    case = run.scene.case
    values = [run.value(node) for node in outcomes]
    silent = [(o.key, name) for o in case.objects.values() for name in FACTS if name not in o.facts]
    for key, name in random.sample(silent, min(4, len(silent))):
        found = case.objects[key]
        found.facts[name] = random.choice((random_fact(random, name), Unobtainable()))
        again = Run(run.scene.program, case, Moment(TODAY))
        for node, value in zip(outcomes, values, strict=True):
            if not isinstance(value, Unknown) or FactRef(key, name) not in value.facts:
                after = again.value(node)
                # Of two causes of one fault, another may be told.
                assert after == value or (isinstance(value, Fault) and isinstance(after, Fault))
        del found.facts[name]


def choice_of_three() -> tuple[Builder, int]:
    """A base, an exception for who is sick, and a rule that is not valid yet."""
    b = Builder()
    b.type("persoon", [attr("inkomen", low=0, high=100), attr("ziek", BOOL)])
    base = b.rule("persoon", "bijdrage", b.input("persoon", "inkomen"))
    b.rule("persoon", "bijdrage", b.const(2), condition=b.input("persoon", "ziek"), deviates_from=[base])
    b.rule("persoon", "bijdrage", b.const(3), start=date(2030, 1, 1), deviates_from=[base])
    return b, b.definition("persoon", "bijdrage")


def traced(b: Builder, root: int, case: Case) -> set[int]:
    return {node for node, _ in Run(b.program(), case, Moment(DAY)).trace(((root, None),)).steps}


def test_a_choice_shows_why_each_rule_applies_or_not_and_only_values_that_may_count() -> None:
    b, root = choice_of_three()
    rules = b.rules
    values = [candidate.value for candidate in b.nodes[root].candidates]  # type: ignore[union-attr]
    sick = traced(b, root, case_of(obj("p", "persoon", {"ziek": True, "inkomen": 1})))
    assert {rules[0].applies, rules[1].applies, values[1]} <= sick
    assert not {values[0], values[2], rules[2].applies} & sick
    unsure = traced(b, root, case_of(obj("p", "persoon", {"inkomen": 1})))
    assert {values[0], values[1]} <= unsure
