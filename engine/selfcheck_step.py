"""A step of a trace, for the check of a trace: its operands as they were seen, and how an operation on them is registered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from engine.selfcheck_values import FAULT, Plain, Seen

READ = frozenset(
    (
        "Const", "NotApplicable", "Context", "Self", "Element", "Param", "Lookup", "RoleRead", "HasRole", "Input", "Judge",
        "IsUnknown",
    )
)  # fmt: skip

Operands = list[tuple[str, Seen]]


class Broken(ValueError):
    """The operands of a step are not those that it must have; the text is a Dutch sentence."""


@dataclass(frozen=True, slots=True)
class Step:
    kind: str
    node: int
    env: tuple[str, ...]
    fixed: dict[str, Any]
    operands: Operands

    @property
    def values(self) -> list[Seen]:
        return [seen for _, seen in self.operands]

    def having(self, operands: Operands) -> Step:
        return replace(self, operands=operands)


Operation = Callable[[Step], Seen]
OPERATIONS: dict[str, Operation] = {}
STRICT: set[Operation] = set()
"""Those that need all their operands."""

YES, NO = Seen(True), Seen(False)


def registered(*names: str) -> Callable[[Operation], Operation]:
    def register(function: Operation) -> Operation:
        for name in names:
            OPERATIONS[name] = function
        return function

    return register


def strict(compute: Callable[[Step, list[Any]], Plain | None]) -> Operation:
    """An operation that needs all its operands: one that is a fault or does not apply makes a fault. None: a fault too."""

    def operation(step: Step) -> Seen:
        if any(not seen.known for seen in step.values):
            faults = {seen.fault for seen in step.values if seen.fault is not None}
            alone = len(faults) == 1 and all(seen.known or seen.fault is not None for seen in step.values)
            return Seen(fault=faults.pop()) if alone else FAULT
        outcome = compute(step, [seen.value for seen in step.values])
        return FAULT if outcome is None else Seen(outcome)

    STRICT.add(operation)
    return operation
