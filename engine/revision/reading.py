"""Which facts and roles the decisions of a timeline looked at."""

from __future__ import annotations

from dsl.program import Aggregate, ForAll, HasRole, Input, Program, RoleRead, Share
from engine.difference.causes import Place
from engine.scene import object_key
from engine.time.timeline import Timeline


def reads(program: Program, told: Timeline) -> frozenset[Place]:
    """The facts and roles, by the key of their object and their name."""
    found: set[Place] = set()
    for stretch in told.stretches:
        steps = stretch.decision.trace.steps
        for key, step in steps.items():
            node = program.nodes[key[0]]
            if isinstance(node, Input | RoleRead | HasRole | Aggregate | ForAll | Share):
                owner = node.whole if isinstance(node, Share) else node.obj
                for operand in step.operands:
                    if operand[0] == owner:
                        about = object_key(steps[operand].value)
                        if about is not None:
                            found.add((about, node.attr if isinstance(node, Input) else node.role))
    return frozenset(found)
