"""The active path: the steps on which an outcome rests, and the rules that give it."""

from __future__ import annotations

from collections.abc import Iterator

from dsl.program import Applies, Candidate, Choice, Program, RuleInfo, TableHit
from engine.scene import Scene, StepKey
from engine.trace import Trace, surely_out, valid_candidates
from engine.values import NO, YES, Fault, Value


def active_candidates(scene: Scene, trace: Trace, key: StepKey) -> list[Candidate]:
    """The candidates of a Choice step that give its value: whose rule surely applies and that none defeats. None when the
    dossier gave the value."""
    node = scene.program.nodes[key[0]]
    assert isinstance(node, Choice)
    got = _operand_values(trace, key)
    if node.given is not None and node.given in got:
        return []
    return [
        candidate
        for candidate in valid_candidates(scene, node)
        if got[candidate.applies] == YES and not surely_out(scene, candidate, got)
    ]


def _operand_values(trace: Trace, key: StepKey) -> dict[int, Value]:
    return {operand[0]: trace.steps[operand].value for operand in trace.steps[key].operands}


def resting_on(scene: Scene, trace: Trace, root: StepKey) -> Iterator[StepKey]:
    """The steps under ``root`` on the active path, each once: of a Choice only the condition and value of the rules that
    give it, of a table only the row that is hit."""
    seen = {root}
    waiting = [root]
    while waiting:
        key = waiting.pop()
        yield key
        for operand in reversed(_rests_on(scene, trace, key)):
            if operand not in seen:
                seen.add(operand)
                waiting.append(operand)


def _rests_on(scene: Scene, trace: Trace, key: StepKey) -> tuple[StepKey, ...]:
    node = scene.program.nodes[key[0]]
    step = trace.steps[key]
    if isinstance(node, Choice):
        keep = {part for c in active_candidates(scene, trace, key) for part in (c.applies, c.value)}
        if keep:
            return tuple(operand for operand in step.operands if operand[0] in keep)
    if isinstance(node, TableHit):
        got = _operand_values(trace, key)
        for _, condition, value in node.rows:
            if condition is None or got.get(condition, NO) == YES:
                return tuple(operand for operand in step.operands if operand[0] in (condition, value))
    return step.operands


def rules_on(scene: Scene, trace: Trace, root: StepKey) -> list[tuple[int, StepKey]]:
    """The rules that apply on the active path, with the step of their Choice, in order of rule number."""
    found = {
        (candidate.rule, key)
        for key in resting_on(scene, trace, root)
        if isinstance(scene.program.nodes[key[0]], Choice)
        for candidate in active_candidates(scene, trace, key)
    }
    return sorted(found)


def grounds_of(scene: Scene, trace: Trace, root: StepKey) -> tuple[int, ...]:
    """The numbers of all rules that give the outcome itself; more than one when several grounds hold at once."""
    key = root
    while not isinstance(scene.program.nodes[key[0]], Choice):
        operands = trace.steps[key].operands
        if not operands:
            return ()
        key = operands[-1]
    if isinstance(trace.steps[key].value, Fault):
        return ()
    return tuple(sorted({candidate.rule for candidate in active_candidates(scene, trace, key)}))


def rules_with_room(program: Program, trace: Trace) -> tuple[RuleInfo, ...]:
    """The rules that a decision looked at and that leave room to judge, by number."""
    nodes = (program.nodes[number] for number, _ in trace.steps)
    found = {node.rule: program.rules[node.rule] for node in nodes if isinstance(node, Applies)}
    return tuple(
        rule
        for _, rule in sorted(found.items())
        if rule.room is not None and rule.room.startswith("beoordelingsruimte")
    )
