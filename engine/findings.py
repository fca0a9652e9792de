"""What a decision wants noticed beside its outcome: faults, and whether they changed the outcome, possible contradictions, given values.

A function of the trace alone, so it is the same whichever way the values were computed."""

from __future__ import annotations

from collections.abc import Iterable

from dsl.codes import lookup
from dsl.program import Choice
from engine.decision import Finding
from engine.faults import CODES
from engine.scene import Scene
from engine.trace import Trace
from engine.values import FactRef, Fault, Unknown


def findings_of(scene: Scene, trace: Trace, unobtainable: Iterable[FactRef] = ()) -> tuple[Finding, ...]:
    """The findings, sorted and each once. ``unobtainable`` are facts that the outcome waits for and that cannot be had.

    That something does not apply where another condition decides is no finding."""
    found = {(CODES[fault.kind], fault.text) for fault in outcome_faults(trace)}
    reaching = {text for _, text in found}
    found.update(_told("TS614", attribute=fact.name, object=fact.obj) for fact in unobtainable)
    for step in trace.steps.values():
        if isinstance(step.value, Unknown):
            found.update(_told("TS612", reason=f"{note}.") for note in step.value.notes)
        node = scene.program.nodes[step.node]
        if isinstance(node, Choice) and step.operands and step.operands[0][0] == node.given:
            found.add(_told("TS613", attribute=node.attr, object=step.env[0]))
        if not isinstance(step.value, Fault):
            for operand in step.operands:
                value = trace.steps[operand].value
                if isinstance(value, Fault) and value.kind != "niet van toepassing" and value.text not in reaching:
                    found.add(_told("TS610", reason=value.text))
    return tuple(Finding(code, text) for code, text in sorted(found))


def outcome_faults(trace: Trace) -> tuple[Fault, ...]:
    """The faults that keep outcomes from having a value."""
    values = [trace.steps[key].value for keys in trace.outcomes for key in keys if key is not None]
    return tuple(dict.fromkeys(value for value in values if isinstance(value, Fault)))


def _told(code: str, **fields: str) -> tuple[str, str]:
    return code, lookup(code).cause.format(**fields)
