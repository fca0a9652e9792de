"""The trace of a decision: every step with its value, addressable and complete in itself.

A step is a node of the program evaluated in an environment: the key of the object it is about, and of the elements of the
aggregations around it. Its address is ``n<node>@<object>[/<element>...]``. In JSON each step carries its operation, its static
parameters, the addresses of its operands and its value, so that :mod:`engine.selfcheck` can recompute it without the Program.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.values import Value

StepKey = tuple[int, tuple[str, ...]]
"""(node id, environment): the object's key, then the keys of the elements, as many as the node's level."""


@dataclass(frozen=True, slots=True)
class Step:
    node: int
    env: tuple[str, ...]
    value: Value
    operands: tuple[StepKey, ...]

    @property
    def key(self) -> StepKey:
        return (self.node, self.env)


@dataclass(frozen=True, slots=True)
class Trace:
    """``steps`` in an order in which operands come first; ``outcomes`` are the keys of the outcome steps (value, status or None),
    beside Decision.outcomes. Only steps under an outcome are in it."""

    steps: dict[StepKey, Step]
    outcomes: tuple[tuple[StepKey, StepKey | None], ...]


def address(key: StepKey) -> str:
    node, env = key
    return f"n{node}@{'/'.join(env)}"
