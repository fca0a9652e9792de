"""Evaluate on demand, each (node, environment) once, with an explicit stack: depth costs memory, not recursion."""

from __future__ import annotations

from dsl.program import Program
from engine.case import Case, Moment
from engine.general import dates, folds, leaves, logic, numbers, objects, rules  # noqa: F401  (they fill the table)
from engine.general.table import COMPUTE
from engine.scene import Env, Scene, StepKey
from engine.trace import Plan, Trace, operand_plan, trace_of
from engine.values import Value


class Run:
    """One evaluation of a program for a case on a moment. Values are kept: asking twice costs nothing. ``like``: a run of the
    same program on the same rekendatum, whose work that does not depend on the case is used again."""

    def __init__(self, program: Program, case: Case, moment: Moment, like: Run | None = None) -> None:
        self.scene = Scene(program, case, moment)
        if like is not None:
            self.scene.lasting = like.scene.lasting
        self._memo: dict[StepKey, Value] = {}

    def value(self, node: int, env: Env | None = None) -> Value:
        """The value of a node for the object and elements in ``env`` (keys; the root of the case when left out)."""
        return self.value_at(self.scene.key(node, env or (self.scene.case.root.key,)))

    def value_at(self, key: StepKey) -> Value:
        """The value of a step. Raises ValueError when the nodes form a cycle, which the checker refuses."""
        memo = self._memo
        if key in memo:
            return memo[key]
        self.scene.admit(key[1])
        under_way = {key}
        stack: list[tuple[StepKey, Plan, list[tuple[StepKey, Value]]]] = [(key, operand_plan(self.scene, key), [])]
        answer: Value | None = None
        while stack:
            current, plan, operands = stack[-1]
            try:
                wanted = next(plan) if answer is None else plan.send(answer)
            except StopIteration:
                answer = memo[current] = self._compute(current, operands)
                under_way.discard(current)
                stack.pop()
                if stack:
                    stack[-1][2].append((current, answer))
                continue
            if wanted in memo:
                answer = memo[wanted]
                operands.append((wanted, answer))
                continue
            if wanted in under_way:
                raise ValueError(f"node {wanted[0]} depends on itself for {'/'.join(wanted[1])}")
            under_way.add(wanted)
            stack.append((wanted, operand_plan(self.scene, wanted), []))
            answer = None
        return memo[key]

    def _compute(self, key: StepKey, operands: list[tuple[StepKey, Value]]) -> Value:
        node = self.scene.program.nodes[key[0]]
        return COMPUTE[type(node)](self.scene, node, key[1], operands)

    def trace(self, outcomes: tuple[tuple[int, int | None], ...]) -> Trace:
        """The steps under the outcomes (node of the value, node of the rechtsstatus) of the root object."""
        env = (self.scene.case.root.key,)
        keys = tuple(
            (self.scene.key(value, env), None if status is None else self.scene.key(status, env))
            for value, status in outcomes
        )
        return trace_of(self.scene, keys, self.value_at)
