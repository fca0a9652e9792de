"""What a decision wants noticed beside its outcome: faults that changed nothing, possible contradictions, given values.

A function of the trace alone, so it is the same whichever way the values were computed."""

from __future__ import annotations

from dsl.codes import lookup
from dsl.program import Choice
from engine.decision import Finding
from engine.scene import Scene
from engine.trace import Trace
from engine.values import Fault, Unknown


def findings_of(scene: Scene, trace: Trace) -> tuple[Finding, ...]:
    """The findings, sorted and each once. That something does not apply where another condition decides is no finding."""
    found: set[tuple[str, str]] = set()
    for step in trace.steps.values():
        if isinstance(step.value, Unknown):
            found.update(_told("TS612", reason=f"{note}.") for note in step.value.notes)
        node = scene.program.nodes[step.node]
        if isinstance(node, Choice) and step.operands and step.operands[0][0] == node.given:
            found.add(_told("TS613", attribute=node.attr, object=step.env[0]))
        if not isinstance(step.value, Fault):
            for operand in step.operands:
                value = trace.steps[operand].value
                if isinstance(value, Fault) and value.kind != "niet van toepassing":
                    found.add(_told("TS610", reason=value.text))
    return tuple(Finding(code, text) for code, text in sorted(found))


def _told(code: str, **fields: str) -> tuple[str, str]:
    return code, lookup(code).cause.format(**fields)
