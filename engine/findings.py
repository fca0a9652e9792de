"""What a decision wants noticed beside its outcome: faults, and whether they changed the outcome, possible contradictions, given values.

A function of the trace alone, so it is the same whichever way the values were computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from dsl.codes import lookup
from dsl.program import Aggregate, Choice, ForAll, HasRole, Input, RoleRead, Type
from engine.case import DatedRole, Disputed, Unobtainable, holds
from engine.decision import Finding
from engine.dossier.words import value_words
from engine.faults import CODES
from engine.scene import Scene, object_key
from engine.trace import Step, Trace
from engine.values import FactRef, Fault, Known, Scalar, Unknown


def findings_of(scene: Scene, trace: Trace, unobtainable: Iterable[FactRef] = ()) -> tuple[Finding, ...]:
    """The findings, sorted and each once. ``unobtainable`` are facts that the outcome waits for and that cannot be had.

    That something does not apply where another condition decides is no finding."""
    found = {(CODES[fault.kind], fault.text) for fault in outcome_faults(trace)}
    reaching = {text for _, text in found}
    found.update(_told("TS614", attribute=fact.name, object=fact.obj) for fact in unobtainable)
    in_dispute = _roles_in_dispute(scene)
    for step in trace.steps.values():
        node = scene.program.nodes[step.node]
        if isinstance(step.value, Unknown):
            found.update(_told("TS612", reason=f"{note}.") for note in step.value.notes)
            if isinstance(node, Input):
                found.update(_disputed_fact(scene, trace, node, step))
        if in_dispute and isinstance(node, RoleRead | HasRole | Aggregate | ForAll):
            place = object_key(trace.steps[step.operands[0]].value) or "", node.role
            if place in in_dispute:
                found.add(_told("TS616", role=node.role, object=place[0], said=in_dispute[place]))
        if isinstance(node, Choice) and step.operands and step.operands[0][0] == node.given:
            found.add(_told("TS613", attribute=node.attr, object=step.env[0]))
        if not isinstance(step.value, Fault):
            for operand in step.operands:
                value = trace.steps[operand].value
                if isinstance(value, Fault) and value.kind != "niet van toepassing" and value.text not in reaching:
                    found.add(_told("TS610", reason=value.text))
    return tuple(Finding(code, text) for code, text in sorted(found))


def _disputed_fact(scene: Scene, trace: Trace, node: Input, step: Step) -> Iterator[tuple[str, str]]:
    """What origins contradict each other about in a fact that a step read."""
    about = object_key(trace.steps[step.operands[0]].value)
    at = None if node.at is None else trace.steps[step.operands[1]].value
    day = scene.today if at is None else at.value if isinstance(at, Known) else None
    held = scene.fact(about, node.attr, day) if about is not None and isinstance(day, date) else None
    if isinstance(held, Disputed):
        said = ", ".join(f"{_origin(origin)} zegt {_claim(node.type, value)}" for origin, value in held.claims)
        yield _told("TS615", attribute=node.attr, object=str(about), said=said)


def _roles_in_dispute(scene: Scene) -> dict[tuple[str, str], str]:
    """The roles (object, name) of which it is not settled who is in them, with the origins that contradict each other."""
    found = {}
    for key, obj in scene.case.objects.items():
        for name, held in obj.roles.items():
            if isinstance(held, DatedRole) and held.on(scene.today) is None:
                told = (origins for start, end, origins in held.disputed if holds(start, end, scene.today))
                found[key, name] = " en ".join(sorted({_origin(origin) for origins in told for origin in origins}))
    return found


def _origin(origin: str | None) -> str:
    return origin or "een opgave zonder herkomst"


def _claim(kind: Type, value: Scalar | Unobtainable) -> str:
    return "niet te verkrijgen" if isinstance(value, Unobtainable) else value_words(kind, value)


def outcome_faults(trace: Trace) -> tuple[Fault, ...]:
    """The faults that keep outcomes from having a value."""
    values = [trace.steps[key].value for keys in trace.outcomes for key in keys if key is not None]
    return tuple(dict.fromkeys(value for value in values if isinstance(value, Fault)))


def _told(code: str, **fields: str) -> tuple[str, str]:
    return code, lookup(code).cause.format(**fields)
