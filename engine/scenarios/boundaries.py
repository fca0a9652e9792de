"""Which thresholds of the law a suite has seen from both sides, from the traces of its decisions.

A threshold is a fixed amount, number or date (a constant, parameter or table value, also times a fixed factor) that a value of
the case is compared with by order, or that bounds it. It belongs to one place in the rules: the same parameter compared at two
places is two thresholds. The sides are those between which the rule changes: below and from the threshold on for "kleiner
dan" and "ten minste", up to and including it and above for "groter dan" and "ten hoogste"; and likewise for a minimum and a
maximum. Only definite values count. Conditions of signals are judged outside a decision and are not counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dsl.program import (
    Bound,
    Choice,
    Compare,
    Const,
    Convert,
    DateType,
    Derived,
    Lookup,
    Named,
    Node,
    NodeBase,
    NumType,
    ObjectRef,
    Param,
    Product,
    Program,
    Quotient,
    Round,
    Sum,
    TableHit,
)
from dsl.source import Span
from engine.trace import StepKey, Trace
from engine.values import Known

SideKey = tuple[int, int, int, bool]
"""Node of the comparison or bound, which of its operands is the threshold, node of the parameter, constant or table in that
operand, and whether the compared value lay on the upper side."""

_ARITHMETIC = (Named, Convert, Round, Product, Quotient, Sum)
_SELECTING = (Derived, Choice, TableHit)


@dataclass(frozen=True, slots=True)
class Threshold:
    """A threshold at one place, with the sides on which a suite has seen a value."""

    words: str
    regeling: str
    span: Span
    below: bool
    above: bool

    @property
    def both(self) -> bool:
        return self.below and self.above


# --- what one decision shows --------------------------------------------------------------------------------------


def sides_in(program: Program, trace: Trace) -> Iterator[SideKey]:
    """On which side of what it was compared with each value of a decision lay."""
    for step in trace.steps.values():
        node = program.nodes[step.node]
        pairs = _pairs(node)
        if not pairs:
            continue
        by_node = {key[0]: key for key in step.operands}
        for position, of, threshold, upper_from in pairs:
            value, edge = (_definite(trace, by_node.get(side)) for side in (of, threshold))
            if value is None or edge is None or isinstance(value, date) != isinstance(edge, date):
                continue
            over = value >= edge if upper_from else value > edge  # type: ignore[operator]
            for leaf in _leaves_used(program, trace, by_node[threshold]):
                yield step.node, position, leaf, over


def _definite(trace: Trace, key: StepKey | None) -> Fraction | date | None:
    value = trace.steps[key].value if key is not None else None
    if isinstance(value, Known) and isinstance(value.value, Fraction | date):
        return value.value
    return None


def _pairs(node: NodeBase) -> list[tuple[int, int, int, bool]]:
    """Per operand that can be a threshold: its position, the node compared, itself, and whether the threshold itself
    belongs to the upper side."""
    if isinstance(node, Bound):
        ends = [(1, node.of, node.low, True), (2, node.of, node.high, False)]
        return [(at, of, end, upper) for at, of, end, upper in ends if end is not None]
    if isinstance(node, Compare) and node.op in ("<", "<=", ">", ">="):
        return [
            (1, node.left, node.right, node.op in ("<", ">=")),
            (0, node.right, node.left, node.op in ("<=", ">")),  # 5 <= x says x >= 5
        ]
    return []


def _leaves_used(program: Program, trace: Trace, start: StepKey) -> set[int]:
    """The parameters, constants and tables from which a threshold came in this trace."""
    found: set[int] = set()
    waiting, seen = [start], {start}
    while waiting:
        key = waiting.pop()
        node = program.nodes[key[0]]
        if isinstance(node, Param | Const | Lookup):
            found.add(key[0])
            continue
        wanted = set(_values_of(node))
        operands = trace.steps[key].operands
        for operand in operands[1:] if isinstance(node, Derived) else operands:
            if operand not in seen and (isinstance(node, Derived) or operand[0] in wanted):
                seen.add(operand)
                waiting.append(operand)
    return found


def _values_of(node: NodeBase) -> tuple[int, ...]:
    """The operands that a value can come from; nothing for what is no fixed value itself."""
    if isinstance(node, Choice):
        return tuple(candidate.value for candidate in node.candidates)
    if isinstance(node, TableHit):
        return tuple(value for _, _, value in node.rows)
    return node.operands() if isinstance(node, _ARITHMETIC) else ()


# --- which thresholds there are -----------------------------------------------------------------------------------


def thresholds_of(program: Program, seen: Iterable[SideKey], named: Iterable[str]) -> tuple[Threshold, ...]:
    """All thresholds of the regelingen named, in the order of their places."""
    sides = set(seen)
    wanted = set(named)
    regelingen = {rule.span.file: rule.regeling for rule in program.rules}
    fixed = _Fixed(program)
    found: list[Threshold] = []
    for number in sorted(_in_definitions(program)):
        node = program.nodes[number]
        regeling = regelingen.get(node.span.file)
        if regeling is None or regeling not in wanted:
            continue
        for position, of, threshold, _ in _pairs(node):
            leaves = fixed.leaves(of, threshold)
            for leaf in sorted(leaves):
                below, above = ((number, position, leaf, over) in sides for over in (False, True))
                found.append(Threshold(_words(program, leaf), regeling, node.span, below, above))
    found.sort(key=lambda item: (item.span.file, item.span.start, item.words))
    return tuple(found)


class _Fixed:
    """Which nodes do not depend on the case, or do so only by choosing among fixed values."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._known: dict[int, frozenset[int] | None] = {}

    def leaves(self, of: int, threshold: int) -> frozenset[int]:
        """The parameters, tables and constants of a threshold; nothing when it is none, because it follows from the case or
        because what it is compared with is fixed too."""
        nodes = self.program.nodes
        if not isinstance(nodes[threshold].type, NumType | DateType):
            return frozenset()
        found = self._leaves(threshold)
        if found is None or self._plain(of):
            return frozenset()
        if not self._plain(threshold) and self._leaves(of) is not None:
            return frozenset()  # both are chosen by the case: neither is the threshold of the other
        return frozenset(leaf for leaf in found if not isinstance(nodes[leaf], Const)) or found

    def _plain(self, start: int) -> bool:
        """Whether nothing of the case takes part at all."""
        waiting = [start]
        while waiting:
            node = self.program.nodes[waiting.pop()]
            if isinstance(node, Const | Param):
                continue
            if not isinstance(node, _ARITHMETIC):
                return False
            waiting.extend(node.operands())
        return True

    def _leaves(self, number: int) -> frozenset[int] | None:
        """The leaves of a fixed value, None when it is not fixed. Definitions have no cycles, nodes neither."""
        if number not in self._known:
            self._known[number] = None
            self._known[number] = self._found(number)
        return self._known[number]

    def _found(self, number: int) -> frozenset[int] | None:
        node: Node = self.program.nodes[number]
        if isinstance(node, Const | Param | Lookup):
            return frozenset({number})
        if isinstance(node, Derived):
            about = self.program.nodes[node.obj].type
            assert isinstance(about, ObjectRef)
            parts = [self.program.definitions[about.name, node.attr].root]
        elif isinstance(node, _ARITHMETIC + _SELECTING):
            parts = list(_values_of(node))
        else:
            parts = []
        leaves = [self._leaves(part) for part in parts]
        if not leaves or any(part is None for part in leaves):
            return None
        return frozenset().union(*(part for part in leaves if part is not None))


def _in_definitions(program: Program) -> set[int]:
    """The nodes that a definition is computed from, so without the conditions of signals."""
    waiting = [definition.root for definition in program.definitions.values()]
    found = set(waiting)
    while waiting:
        for operand in program.nodes[waiting.pop()].operands():
            if operand not in found:
                found.add(operand)
                waiting.append(operand)
    return found


def _words(program: Program, leaf: int) -> str:
    # Imported here: only a report needs the words.
    from engine.explain.values_nl import scalar_text

    node = program.nodes[leaf]
    if isinstance(node, Param):
        return node.name
    if isinstance(node, Lookup):
        return f"tabel {node.table}"
    assert isinstance(node, Const)
    return scalar_text(node.value, node.type)
