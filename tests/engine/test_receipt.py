"""Receipts: enough to make a decision again, and to see that something is not the same."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from multiprocessing.reduction import ForkingPickler
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.program import Program
from engine.case import Case, Moment
from engine.decide import decide
from engine.fast.compiled import Fast
from engine.fast.expand import expand, trace_text
from engine.general import Run
from engine.replay import verify
from engine.selfcheck import check_trace
from tests.engine.random_programs import random_case, random_moment, random_program

SEEDS = st.integers(0, 2**40)


def drawn(seed: int, alone: bool = False) -> tuple[Program, Case, Moment]:
    rng = Random(seed)
    return random_program(rng, alone), random_case(rng, rng.choice((0.0, 0.2))), random_moment(rng)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_a_receipt_is_verified_by_deciding_again(seed: int) -> None:
    program, case, moment = drawn(seed)
    receipt = decide(program, "besluit", case, moment).receipt
    assert verify(receipt, program, "besluit", case)
    assert not verify(receipt, replace(program, digest="ander"), "besluit", case)
    assert not verify(replace(receipt, outcome="0" * 64), program, "besluit", case)
    assert not verify(replace(receipt, engine="0"), program, "besluit", case)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_other_facts_are_not_verified(seed: int) -> None:
    program, case, moment = drawn(seed)
    receipt = decide(program, "besluit", case, moment).receipt
    case.root.facts["bedrag"] = (
        Fraction(12345, 100) if case.root.facts.get("bedrag") != Fraction(12345, 100) else Fraction(1)
    )
    assert not verify(receipt, program, "besluit", case)


@settings(max_examples=80, deadline=None)
@given(SEEDS, st.booleans())
def test_a_decision_written_out_is_that_of_the_general_form(seed: int, alone: bool) -> None:
    """Trace to the byte, outcomes and receipt; asked twice, so that a remembered shape is used too."""
    program, case, moment = drawn(seed, alone)
    fast = Fast(program)
    general = decide(program, "besluit", case, moment, engine="general")
    run = Run(program, case, moment)
    text = trace_text(run.scene, general.trace)
    assert check_trace(json.loads(text)) == []
    for _ in range(2):
        found = expand(fast, "besluit", case, moment)
        assert found.trace == text
        assert (found.decision.outcomes, found.decision.receipt) == (general.outcomes, general.receipt)


def test_one_shape_serves_other_values() -> None:
    """The text that is kept per shape holds nothing of the case that it was made for."""
    shared = 0
    for seed in range(150):
        rng = Random(seed)
        program = random_program(rng, alone=True)
        fast, moment = Fast(program), random_moment(rng)
        for _ in range(4):
            case = random_case(rng)
            general = decide(program, "besluit", case, moment, engine="general")
            text = trace_text(Run(program, case, moment).scene, general.trace)
            assert expand(fast, "besluit", case, moment).trace == text
        compiled = fast.compiled("besluit", moment, slots=True)
        shared += len(compiled.shapes) if compiled is not None else 0
    assert shared > 20


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_both_forms_give_the_same_decision(seed: int) -> None:
    program, case, moment = drawn(seed)
    general = decide(program, "besluit", case, moment, engine="general")
    for _ in range(4):
        found = decide(program, "besluit", case, moment)
        assert found == general
    assert ForkingPickler.loads(ForkingPickler.dumps(found)) == general, "one process hands it to another"


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_an_object_is_what_the_case_has_under_its_key(seed: int) -> None:
    """A case with other facts has new objects under the keys of those that are in the roles."""
    rng = Random(seed)
    program = random_program(rng)
    case, other, moment = random_case(rng), random_case(rng), random_moment(rng)
    objects = {
        key: replace(one, facts=other.objects[key].facts if key in other.objects else one.facts)
        for key, one in case.objects.items()
    }
    changed = Case(objects[case.root.key], objects, case.answers)
    general = decide(program, "besluit", changed, moment, engine="general")
    for _ in range(4):
        assert decide(program, "besluit", changed, moment) == general


def test_a_receipt_holds_the_dates_of_the_decision() -> None:
    program, case, moment = drawn(3)
    receipt = decide(program, "besluit", case, moment).receipt
    later = decide(program, "besluit", case, Moment(moment.rekendatum + timedelta(days=1), moment.verzonden_op)).receipt
    assert receipt.rekendatum == moment.rekendatum
    assert receipt != later
