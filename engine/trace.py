"""The trace of a decision: every step with its value, addressable and complete in itself.

A step is a node of the program evaluated in an environment: the key of the object it is about, and of the elements of the
aggregations around it. Its address is ``n<node>@<object>[/<element>...]``. In JSON each step carries its operation, its static
parameters, the addresses of its operands and its value, so that :mod:`engine.selfcheck` can recompute it without the Program.

Which operands a step has is a function of the values of its operands alone (:func:`operand_plan`), so every evaluator gives
the same trace:

- every node has all its operands, in the order written, except those below (en, of and ten minste n have all their parts)
- ``Derived``: the object, and the definition's Choice about that object (or placeholder) when there is one
- ``Aggregate``, ``ForAll``, ``Share``: the object; per element its condition; its value only when the condition is not nee
- ``IsUnknown``: the object and the date of its fact, then the fact
- ``Applies``: nothing when the rule is not valid on the rekendatum; otherwise its condition and what switches it off
- ``Choice``: only the given fact when the dossier has it. Otherwise the Applies of every candidate that is valid on the
  rekendatum, those of their valid defeaters, and the values of the candidates that are not surely out (condition nee, or a
  defeater ja). The default when no candidate is left, or when none surely applies
- ``TableHit``: eerste: the conditions up to and including the first that is ja; enige: all. The values of the rows among these
  whose condition is not nee
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass

from dsl.program import Aggregate, Applies, Candidate, Choice, Derived, ForAll, IsUnknown, NodeBase, Share, TableHit
from engine.scene import Env, Scene, StepKey, object_key
from engine.values import NO, YES, Value

__all__ = ["Env", "Step", "StepKey", "Trace", "address", "expanded_operands", "operand_plan", "trace_of"]

Plan = Generator[StepKey, Value, None]
"""Yields the operands of a step one by one and is sent the value of each."""


@dataclass(frozen=True, slots=True)
class Step:
    node: int
    env: Env
    value: Value
    operands: tuple[StepKey, ...]

    @property
    def key(self) -> StepKey:
        return (self.node, self.env)


@dataclass(frozen=True, slots=True)
class Trace:
    """``steps`` in an order in which operands come first; ``outcomes`` are the keys of the outcome steps (value, status or None),
    beside Decision.outcomes. Only steps under an outcome are in it."""

    steps: Mapping[StepKey, Step]
    outcomes: tuple[tuple[StepKey, StepKey | None], ...]


def address(key: StepKey) -> str:
    node, env = key
    return f"n{node}@{'/'.join(env)}"


# ---------------------------------------------------------------- which operands a step has


def operand_plan(scene: Scene, key: StepKey) -> Plan:
    """The operands of a step, in order; what comes next may depend on the values sent."""
    node = scene.program.nodes[key[0]]
    special = _PLANS.get(type(node))
    return special(scene, node, key[1]) if special else _all_operands(scene, node, key[1])


def _all_operands(scene: Scene, node: NodeBase, env: Env) -> Plan:
    for operand in node.operands():
        yield scene.key(operand, env)


def _derived(scene: Scene, node: Derived, env: Env) -> Plan:
    about = object_key((yield scene.key(node.obj, env)))
    if about is not None:
        yield definition_key(scene, node, about)


def definition_key(scene: Scene, node: Derived, about: str) -> StepKey:
    """The step of the definition that a Derived node reads."""
    return scene.key(scene.program.definitions[scene.owner(node.obj), node.attr].root, (about,))


def _aggregate(scene: Scene, node: Aggregate, env: Env) -> Plan:
    about = object_key((yield scene.key(node.obj, env)))
    if about is None:
        return
    for inner in scene.folded(node, env, about):
        if node.where is not None and (yield scene.key(node.where, inner)) == NO:
            continue
        for operand in (node.value, node.distinct):
            if operand is not None:
                yield scene.key(operand, inner)


def _for_all(scene: Scene, node: ForAll, env: Env) -> Plan:
    about = object_key((yield scene.key(node.obj, env)))
    if about is not None:
        for inner in scene.folded(node, env, about):
            yield scene.key(node.holds, inner)


def _share(scene: Scene, node: Share, env: Env) -> Plan:
    yield scene.key(node.total, env)
    about = object_key((yield scene.key(node.whole, env)))
    if about is not None and node.weight is not None:
        for inner in scene.folded(node, env, about):
            yield scene.key(node.weight, inner)


def _is_unknown(scene: Scene, node: IsUnknown, env: Env) -> Plan:
    yield from _all_operands(scene, scene.program.nodes[node.of], env)
    yield scene.key(node.of, env)


def _applies(scene: Scene, node: Applies, env: Env) -> Plan:
    if scene.program.rules[node.rule].valid_on(scene.today):
        yield from _all_operands(scene, node, env)


def _choice(scene: Scene, node: Choice, env: Env) -> Plan:
    if node.given is not None and scene.is_given(env[0], node.attr):
        yield scene.key(node.given, env)
        return
    values: dict[int, Value] = {}
    valid = valid_candidates(scene, node)
    for candidate in valid:
        values[candidate.applies] = yield scene.key(candidate.applies, env)
    for candidate in valid:
        for defeater in valid_defeaters(scene, candidate):
            if defeater not in values:
                values[defeater] = yield scene.key(defeater, env)
    certain = False
    for candidate in valid:
        if not surely_out(scene, candidate, values):
            certain = certain or values[candidate.applies] == YES
            yield scene.key(candidate.value, env)
    if node.default is not None and not certain:
        yield scene.key(node.default, env)


def _table_hit(scene: Scene, node: TableHit, env: Env) -> Plan:
    possible: list[int] = []
    for _, condition, value in node.rows:
        fits = YES if condition is None else (yield scene.key(condition, env))
        if fits != NO:
            possible.append(value)
        if fits == YES and node.policy == "eerste":
            break
    for value in possible:
        yield scene.key(value, env)


_PLANS: dict[type[NodeBase], Callable[..., Plan]] = {
    Derived: _derived,
    Aggregate: _aggregate,
    ForAll: _for_all,
    Share: _share,
    IsUnknown: _is_unknown,
    Applies: _applies,
    Choice: _choice,
    TableHit: _table_hit,
}


def valid_candidates(scene: Scene, node: Choice) -> list[Candidate]:
    """The candidates whose rule is valid on the rekendatum."""
    return [c for c in node.candidates if scene.program.rules[c.rule].valid_on(scene.today)]


def valid_defeaters(scene: Scene, candidate: Candidate) -> list[int]:
    """The Applies nodes of the rules that deviate from the candidate and are valid on the rekendatum. Worked out once:
    a choice asks it of every candidate, more than once."""
    known = scene.lasting.valid_defeaters.get(candidate.applies)
    if known is not None:
        return known
    nodes, rules = scene.program.nodes, scene.program.rules
    found = []
    for defeater in candidate.defeaters:
        node = nodes[defeater]
        assert isinstance(node, Applies)
        if rules[node.rule].valid_on(scene.today):
            found.append(defeater)
    scene.lasting.valid_defeaters[candidate.applies] = found
    return found


def surely_out(scene: Scene, candidate: Candidate, values: Mapping[int, Value]) -> bool:
    """Whether a candidate can be left out: its condition is nee, or a rule that deviates from it surely applies."""
    return values[candidate.applies] == NO or any(values[d] == YES for d in valid_defeaters(scene, candidate))


# ---------------------------------------------------------------- the trace itself


def expanded_operands(scene: Scene, key: StepKey, value_of: Callable[[StepKey], Value]) -> tuple[StepKey, ...]:
    """The operands of a step, when the values of all its operands can be had."""
    plan = operand_plan(scene, key)
    found: list[StepKey] = []
    try:
        operand = next(plan)
        while True:
            found.append(operand)
            operand = plan.send(value_of(operand))
    except StopIteration:
        return tuple(found)


def trace_of(
    scene: Scene, outcomes: tuple[tuple[StepKey, StepKey | None], ...], value_of: Callable[[StepKey], Value]
) -> Trace:
    """The steps under the outcomes: depth first, each operand before its first user."""
    steps: dict[StepKey, Step] = {}
    for root in (key for pair in outcomes for key in pair if key is not None):
        waiting: list[tuple[StepKey, tuple[StepKey, ...] | None]] = [(root, None)]
        while waiting:
            key, operands = waiting.pop()
            if operands is not None:
                steps.setdefault(key, Step(key[0], key[1], value_of(key), operands))
            elif key not in steps:
                operands = expanded_operands(scene, key, value_of)
                waiting.append((key, operands))
                waiting.extend((operand, None) for operand in reversed(operands))
    return Trace(steps, outcomes)
