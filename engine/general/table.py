"""The table of what each kind of node computes, keyed by its class."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from dsl.program import NodeBase
from engine.scene import Env, Scene, StepKey
from engine.values import Value

Operands = Sequence[tuple[StepKey, Value]]
"""The operands of a step with their values, as :func:`engine.trace.operand_plan` gives them."""

N = TypeVar("N", bound=NodeBase)
Compute = Callable[[Scene, N, Env, Operands], Value]

COMPUTE: dict[type[NodeBase], Compute[Any]] = {}


def computes(kind: type[N]) -> Callable[[Compute[N]], Compute[N]]:
    """Register the function that gives the value of nodes of this class."""

    def register(function: Compute[N]) -> Compute[N]:
        COMPUTE[kind] = function
        return function

    return register
