"""Check a trace from its JSON alone: every step is computed again from the values of its operands.

Independent of both evaluators on purpose: nothing here is shared with them but the calendar arithmetic of dsl. A step with a
known outcome must give exactly that. With unknown operands every combination of their bounds must give something that lies
within the bounds of the outcome.
"""

from __future__ import annotations

import re
from itertools import islice, product
from typing import Any

from engine.selfcheck_step import READ, STRICT, Broken, Step
from engine.selfcheck_steps import OPERATIONS
from engine.selfcheck_values import FAULT, NA, NOTHING, Seen, encloses, parse_value, show

_ADDRESS = re.compile(r"n(\d+)@(.+)", re.DOTALL)
_MOST_COMBINATIONS = 32


def check_trace(trace: Any) -> list[str]:
    """What is wrong with a trace (engine.trace_json.trace_json, or that read back from text), as Dutch sentences; empty
    when every step follows from its operands."""
    problems: list[str] = []
    values: dict[str, Seen] = {}
    try:
        for raw in trace["stappen"]:
            _check_step(raw, values, problems)
        for outcome in trace["uitkomsten"]:
            for part in (outcome["waarde"], outcome["rechtsstatus"]):
                if part is not None:
                    _check_outcome(part, values, problems)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, ZeroDivisionError) as problem:
        problems.append(f"Het spoor is niet te lezen: {type(problem).__name__}.")
    if not problems and not trace["uitkomsten"]:
        problems.append("Het spoor noemt geen uitkomst.")
    return problems


def _check_outcome(part: dict[str, Any], values: dict[str, Seen], problems: list[str]) -> None:
    found = values.get(part["adres"])
    if found is None:
        problems.append(f"De uitkomst {part['adres']} staat niet in het spoor.")
    elif found != parse_value(part["is"]):
        problems.append(f"De uitkomst {part['adres']} is een andere dan die van zijn stap: {show(found)}.")


def _check_step(raw: dict[str, Any], values: dict[str, Seen], problems: list[str]) -> None:
    address, value = raw["adres"], parse_value(raw["waarde"])
    match = _ADDRESS.fullmatch(address)
    if match is None:
        problems.append(f"Stap {address}: dit is geen adres van een stap.")
        return
    if address in values:
        problems.append(f"Stap {address}: deze stap staat er twee keer.")
    values[address] = value
    missing = [operand for operand in raw["operanden"] if operand not in values or operand == address]
    if missing:
        problems.append(f"Stap {address}: {missing[0]} had eerder moeten staan.")
        return
    operands = [(operand, values[operand]) for operand in raw["operanden"]]
    step = Step(raw["bewerking"], int(match[1]), tuple(match[2].split("/")), raw["vast"], operands)
    if step.kind in READ:
        if parse_value(raw["gelezen"]) != value:
            problems.append(
                f"Stap {address}: gelezen is {show(parse_value(raw['gelezen']))}, hier staat {show(value)}."
            )
        return
    if step.kind not in OPERATIONS:
        problems.append(f"Stap {address}: de bewerking {step.kind} bestaat niet.")
        return
    try:
        problem = _recomputed(step, value)
    except Broken as broken:
        problem = str(broken)
    if problem:
        problems.append(f"Stap {address}: {problem}")


def _recomputed(step: Step, value: Seen) -> str:
    """What is wrong with the value of a step; "" when it follows from its operands."""
    unknown = {address: seen.samples() for address, seen in step.operands if seen.unknown}
    if not unknown:
        expected = OPERATIONS[step.kind](step)
        return (
            "" if _follows(expected, value) else f"uit de operanden volgt {show(expected)}, hier staat {show(value)}."
        )
    operation = OPERATIONS[step.kind]
    if operation in STRICT and any(seen is NA or seen.fault is not None for seen in step.values):
        # Whatever the unknown turns out to be.
        return "" if value.fault is not None else f"een operand heeft geen waarde, maar hier staat {show(value)}."
    is_open = not all(unknown.values())
    if is_open:
        # It could be anything, also what stands beside it: enough for what is so whatever it is.
        beside = [seen for seen in step.values if seen.known][:1]
        unknown = {address: samples or beside for address, samples in unknown.items()}
    for combination in islice(product(*unknown.values()), _MOST_COMBINATIONS):
        chosen = dict(zip(unknown, combination, strict=True))
        operands = [(address, chosen.get(address, seen)) for address, seen in step.operands]
        try:
            expected = operation(step.having(operands))
        except Broken:
            continue  # with these values the step would have had other operands
        except (TypeError, AttributeError, ValueError):
            if is_open:
                continue  # of another type than what stands beside it
            raise
        is_fault = not expected.known and expected is not NOTHING and expected is not NA
        is_else = expected.known and not encloses(value, expected)
        if (value.known and (is_fault or is_else)) or (is_else and not is_open):
            return f"de operanden laten {show(expected)} toe, maar hier staat {show(value)}."
    return ""


def _follows(expected: Seen, value: Seen) -> bool:
    if expected is NOTHING:
        return True
    if expected is NA:
        return value is NA
    if expected is FAULT or expected.fault is not None:
        return value.fault is not None and (expected is FAULT or expected.fault == value.fault)
    return value == expected
