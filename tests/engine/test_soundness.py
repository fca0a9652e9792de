"""V1, the yardstick: what the evaluator calls definite is what every completion gives, and its bounds hold them all.

Also: on complete facts it gives what the naive reference gives, and the order of rules and conditions never matters."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.case import Moment
from engine.general import Run
from engine.values import Bounds, Fault, Known, NotApplicableValue, Unknown, Value
from tests.engine.random_build import build
from tests.engine.random_cases import complete, random_case
from tests.engine.random_rules import TODAY, Writer
from tests.engine.reference import FAULT, NA, Thing

SETTINGS = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
SEEDS = st.integers(0, 10**9)


def holds(value: Value, truth: Any) -> bool:
    """Whether a value of the evaluator allows what a completion gives."""
    match value:
        case Known(known):
            return type(truth) is type(known) and bool(truth == known)
        case NotApplicableValue():
            return truth is NA
        case Fault():
            return truth is FAULT
        case Unknown(bounds):
            return within(bounds, truth)


def within(bounds: Bounds, truth: Any) -> bool:
    if truth is NA:
        return bounds.maybe_na
    if truth is FAULT:
        return bounds.maybe_fault
    if isinstance(truth, Thing):
        return True
    if bounds.options is not None:
        return truth in bounds.options
    return (bounds.low is None or bounds.low <= truth) and (bounds.high is None or truth <= bounds.high)


@SETTINGS
@given(SEEDS)
def test_definite_is_what_every_completion_gives(seed: int) -> None:
    random = Random(seed)
    rules = Writer(random).rule_set()
    program, outcomes = build(rules)
    case = random_case(random, rules, known=random.choice((0.3, 0.6, 0.85)))
    run = Run(program, case, Moment(TODAY))
    values = [run.value(node) for node in outcomes]
    for _ in range(12):
        world, root = complete(random, program, case)
        for node, value in zip(outcomes, values, strict=True):
            truth = world.value(node, root)
            assert holds(value, truth), (value, truth)


@SETTINGS
@given(SEEDS)
def test_complete_facts_give_what_the_reference_gives(seed: int) -> None:
    random = Random(seed)
    rules = Writer(random).rule_set()
    program, outcomes = build(rules)
    case = random_case(random, rules, known=1.0, silent_roles=False)
    run = Run(program, case, Moment(TODAY))
    world, root = complete(random, program, case)
    for node in outcomes:
        value = run.value(node)
        assert not isinstance(value, Unknown)
        assert holds(value, world.value(node, root))


def unplaced(value: Value) -> Value:
    """The value without the places in the text, which do move with the rules."""
    return replace(value, spans=()) if isinstance(value, Fault) else value


@SETTINGS
@given(SEEDS)
def test_order_of_rules_and_conditions_changes_nothing(seed: int) -> None:
    random = Random(seed)
    rules = Writer(random).rule_set()
    case = random_case(random, rules, known=0.6)
    found = []
    for shuffle in (None, Random(seed + 1)):
        program, outcomes = build(rules, shuffle)
        run = Run(program, case, Moment(TODAY))
        found.append([unplaced(run.value(node)) for node in outcomes])
    for first, second in zip(*found, strict=True):
        assert first == second
