"""The check of a trace accepts every trace of the evaluators and refuses one in which anything was altered."""

from __future__ import annotations

import copy
import json
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.general import Run
from engine.selfcheck import check_trace
from engine.trace_json import READ, trace_json
from tests.engine.random_programs import random_case, random_moment, random_program

SEEDS = st.integers(0, 2**40)
READ_NAMES = {kind.__name__ for kind in READ}


def told(seed: int, holes: float) -> dict[str, Any]:
    """The JSON of a random trace, through text and back."""
    rng = Random(seed)
    program = random_program(rng)
    run = Run(program, random_case(rng, holes), random_moment(rng))
    trace = run.trace(((program.decisions["besluit"].outcomes[0].value, None),))
    read: dict[str, Any] = json.loads(json.dumps(trace_json(run.scene, trace)))
    return read


def altered(value: dict[str, Any]) -> dict[str, Any]:
    """Another value of the same kind."""
    ((kind, inner),) = value.items()
    if kind == "getal":
        other = Fraction(inner) + Fraction(1, 100)
        return {"getal": f"{other.numerator}/{other.denominator}"}
    if kind == "kenmerk":
        return {"kenmerk": not inner}
    if kind == "datum":
        return {"datum": "1999-12-31" if inner != "1999-12-31" else "2000-01-01"}
    if kind == "tekst":
        return {"tekst": inner + "x"}
    return {"getal": "1/1"}


@settings(max_examples=120, deadline=None)
@given(SEEDS, st.sampled_from((0.0, 0.2)))
def test_every_trace_is_accepted(seed: int, holes: float) -> None:
    assert check_trace(told(seed, holes)) == []


@settings(max_examples=60, deadline=None)
@given(SEEDS)
@example(1495)  # a difference of dates of which one does not apply and the other is not known
@example(1029296900039)  # bounds that contradict each other around what is not known
@example(114349437000)  # bounds that settle what is not known
def test_an_altered_step_is_refused(seed: int) -> None:
    trace = told(seed, 0.0)
    for step in trace["stappen"]:
        if "onbekend" in step["waarde"]:
            continue
        honest = step["waarde"]
        step["waarde"] = altered(honest)
        assert check_trace(trace), step["adres"]
        step["waarde"] = honest


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.data())
def test_what_was_read_cannot_be_altered_alone(seed: int, data: st.DataObject) -> None:
    trace = told(seed, 0.0)
    reads = [step for step in trace["stappen"] if "gelezen" in step]
    step = data.draw(st.sampled_from(reads))
    step["gelezen"] = altered(step["gelezen"])
    assert check_trace(trace)


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.data())
def test_a_removed_or_moved_step_is_refused(seed: int, data: st.DataObject) -> None:
    trace = told(seed, 0.0)
    steps = trace["stappen"]
    at = data.draw(st.integers(0, len(steps) - 1))
    used = {operand for step in steps for operand in step["operanden"]} | {trace["uitkomsten"][0]["waarde"]["adres"]}
    assert steps[at]["adres"] in used
    fewer = {**trace, "stappen": steps[:at] + steps[at + 1 :]}
    assert check_trace(fewer)
    twice = {**trace, "stappen": [*steps, steps[at]]}
    assert check_trace(twice)


def test_the_outcome_must_be_that_of_its_step() -> None:
    trace = told(7, 0.0)
    trace["uitkomsten"][0]["waarde"]["is"] = {"getal": "12345/1"}
    assert check_trace(trace)
    assert check_trace({**trace, "uitkomsten": []})


@pytest.mark.parametrize("broken", [None, {}, [], {"stappen": [{}], "uitkomsten": []}, {"stappen": 3, "uitkomsten": 4}])
def test_what_is_no_trace_is_refused_in_words(broken: Any) -> None:
    problems = check_trace(copy.deepcopy(broken))
    assert problems
    assert all(problem.endswith(".") for problem in problems)


def test_unknown_bounds_that_are_too_narrow_are_refused() -> None:
    """A sum of something between 0 and 5000 and 1 cannot lie between 1 and 2."""
    unknown = {
        "opties": None,
        "misschien niet van toepassing": False,
        "misschien fout": False,
        "feiten": [],
        "vragen": [],
        "meldingen": [],
    }

    def between(low: str, high: str) -> dict[str, Any]:
        return {"onbekend": {"laag": {"getal": low}, "hoog": {"getal": high}, **unknown}}

    place = {"bestand": "", "van": 0, "tot": 0}

    def step(node: int, kind: str, value: Any, operands: list[str], **fixed: Any) -> dict[str, Any]:
        out = {
            "adres": f"n{node}@p",
            "bewerking": kind,
            "operanden": operands,
            "plaats": place,
            "vast": fixed,
            "waarde": value,
        }
        return {**out, "gelezen": value} if kind in READ_NAMES else out

    def trace(total: dict[str, Any]) -> dict[str, Any]:
        steps = [
            step(0, "Input", between("0/1", "5000/1"), []),
            step(1, "Const", {"getal": "1/1"}, []),
            step(2, "Sum", total, ["n0@p", "n1@p"], tekens=[1, 1]),
        ]
        return {"stappen": steps, "uitkomsten": [{"waarde": {"adres": "n2@p", "is": total}, "rechtsstatus": None}]}

    assert check_trace(trace(between("1/1", "5001/1"))) == []
    assert check_trace(trace(between("1/1", "2/1")))
    assert check_trace(trace({"getal": "5001/1"}))
