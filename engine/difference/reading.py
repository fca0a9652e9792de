"""Which facts and roles the decisions of a timeline looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dsl.program import Aggregate, ForAll, HasRole, Input, Program, RoleRead, Self, Share
from engine.difference.causes import Place
from engine.scene import StepKey, object_key
from engine.time.timeline import Timeline
from engine.trace import Step
from engine.trace_steps import Steps

_READING = (Input, RoleRead, HasRole, Aggregate, ForAll, Share)


def reads(program: Program, told: Timeline) -> frozenset[Place]:
    """The facts and roles, by the key of their object and their name."""
    found: set[Place] = set()
    looked_at: set[int] = set()
    for stretch in told.stretches:
        steps = stretch.decision.trace.steps
        shape = steps.shape if isinstance(steps, Steps) else steps
        if id(shape) not in looked_at:
            places = list(_places(program, shape, steps))
            found.update((about, name) for about, name, _ in places)
            if all(fixed for _, _, fixed in places):
                looked_at.add(id(shape))
    return frozenset(found)


def _places(
    program: Program, shape: Mapping[StepKey, Step], steps: Mapping[StepKey, Step]
) -> Iterator[tuple[str, str, bool]]:
    """What the steps read, and whether every trace of this shape reads the same."""
    for key, step in shape.items():
        node = program.nodes[key[0]]
        if not isinstance(node, _READING):
            continue
        owner = node.whole if isinstance(node, Share) else node.obj
        fixed = isinstance(program.nodes[owner], Self)
        name = node.attr if isinstance(node, Input) else node.role
        for operand in step.operands:
            if operand[0] == owner:
                about = operand[1][0] if fixed else object_key(steps[operand].value)
                if about is not None:
                    yield about, name, fixed
