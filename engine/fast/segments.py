"""Spans of rekendata over which a decision reads the same law: the same rules valid, the same parameter values.

Within a segment the validity of a rule and the value of a parameter are constants, so that generated code holds only what
applies. Its ends are the change points of everything dated that the decision can read.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from dsl.program import (
    Applies,
    Choice,
    DatedValue,
    Derived,
    Lookup,
    Node,
    ObjectRef,
    Param,
    Program,
    dated_on,
)


class UnsupportedError(Exception):
    """This decision cannot be generated for this segment; the general form decides."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Rekendata from ``start`` to ``end``, both ordinals and both included. ``valid`` are the numbers of the rules in force."""

    start: int
    end: int
    valid: frozenset[int]

    @property
    def day(self) -> date:
        """A day that stands for the whole segment."""
        return date.fromordinal(self.start)


def object_type(program: Program, node: int) -> str:
    """The object type of a node that denotes an object."""
    kind = program.nodes[node].type
    if not isinstance(kind, ObjectRef):
        raise UnsupportedError(f"n{node}")
    return kind.name


def definition_root(program: Program, node: Derived) -> int:
    """The Choice node of the attribute that is read."""
    definition = program.definitions.get((object_type(program, node.obj), node.attr))
    if definition is None:
        raise UnsupportedError(node.attr)
    return definition.root


def live_operands(program: Program, node: Node, valid: frozenset[int] | None) -> tuple[int, ...]:
    """The operands that can matter when the rules in ``valid`` are in force (None: whatever is in force), the definition of a
    derived attribute included."""
    match node:
        case Derived():
            return (node.obj, definition_root(program, node))
        case Applies() if valid is not None and node.rule not in valid:
            return ()
        case Choice() if valid is not None:
            out: list[int] = [] if node.given is None else [node.given]
            for candidate in node.candidates:
                if candidate.rule in valid:
                    out += [candidate.applies, *candidate.defeaters, candidate.value]
            return tuple(out) if node.default is None else (*out, node.default)
    return node.operands()


def reach(program: Program, roots: tuple[int, ...], valid: frozenset[int] | None) -> list[int]:
    """All nodes under the roots, operands before users, through the definitions of derived attributes."""
    order: list[int] = []
    done: set[int] = set()
    pending: set[int] = set()
    stack = list(reversed(roots))
    while stack:
        at = stack[-1]
        if at in done:
            stack.pop()
            continue
        if at in pending:
            stack.pop()
            pending.discard(at)
            done.add(at)
            order.append(at)
            continue
        pending.add(at)
        for operand in reversed(live_operands(program, program.nodes[at], valid)):
            if operand in pending:
                raise UnsupportedError(f"n{operand}")
            if operand not in done:
                stack.append(operand)
    return order


def segment_of(program: Program, roots: tuple[int, ...], day: date) -> Segment:
    """The segment that ``day`` lies in, for the nodes under the roots."""
    nodes = [program.nodes[at] for at in reach_any(program, roots)]
    rules = {node.rule for node in nodes if isinstance(node, Applies)}
    points: set[int] = set()
    for number in rules:
        rule = program.rules[number]
        points.update(_edges(rule.start, rule.end))
    for node in nodes:
        for item in _dated_values(program, node):
            points.update(_edges(item.start, item.end))
    ordered = sorted(points)
    at = bisect_right(ordered, day.toordinal())
    start = ordered[at - 1] if at else 1
    end = ordered[at] - 1 if at < len(ordered) else date.max.toordinal()
    return Segment(start, end, frozenset(n for n in rules if program.rules[n].valid_on(day)))


def reach_any(program: Program, roots: tuple[int, ...]) -> set[int]:
    """All nodes under the roots, whatever the date."""
    found: set[int] = set()
    stack = list(roots)
    while stack:
        at = stack.pop()
        if at not in found:
            found.add(at)
            stack.extend(live_operands(program, program.nodes[at], None))
    return found


def _edges(start: date | None, end: date | None) -> list[int]:
    out = [] if start is None else [start.toordinal()]
    return out if end is None else [*out, end.toordinal() + 1]


def _dated_values(program: Program, node: Node) -> tuple[DatedValue, ...]:
    match node:
        case Param(at=None):
            return program.params[node.name].values
        case Lookup():
            return tuple(item for row in program.tables[node.table].rows for item in row.values)
    return ()


def param_value(program: Program, node: Param, segment: Segment) -> object:
    """The value of a parameter without a date of its own in a segment."""
    item = dated_on(program.params[node.name].values, segment.day)
    if item is None or item.value is None:
        raise UnsupportedError(node.name)
    return item.value
