"""Whether two conditions can never be ja at once, as far as their form shows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dsl.program import And, Compare, Const, Not, Or, Program

_MOST_STEPS = 2_000
"""So many pairs are looked at; conditions that need more count as possible at once."""

# Which operators on the same two sides leave nothing in common.
_APART = {frozenset(pair) for pair in (("<", ">="), ("<", ">"), ("<", "="), ("<=", ">"), (">", "="), ("=", "<>"))}
_UP_TO, _FROM = ("<", "<=", "="), (">", ">=", "=")
_DENIED = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_FLIPPED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def exclusive(program: Program, one: int | None, other: int | None) -> bool:
    """Whether one of the two conditions is always nee when the other is ja; None is always ja. False when the form does
    not show it."""
    if one is None or other is None:
        return False
    return _Search(program).apart((one, True), (other, True))


_Literal = tuple[int, bool]
"""A node, and whether it is ja."""


class _Search:
    def __init__(self, program: Program) -> None:
        self.nodes = program.nodes
        self.steps = 0

    def apart(self, one: _Literal, other: _Literal) -> bool:
        self.steps += 1
        if self.steps > _MOST_STEPS:
            return False
        for first, second in ((one, other), (other, one)):
            together, parts = self._parts(first)
            if parts:
                check = any if together else all
                return check(self.apart(part, second) for part in parts)
        return self._facts_apart(one, other)

    def _parts(self, literal: _Literal) -> tuple[bool, list[_Literal]]:
        """The parts of a condition, and whether all of them hold (or at least one); none for a single fact."""
        node = self.nodes[literal[0]]
        if isinstance(node, Not):
            return True, [(node.of, not literal[1])]
        if isinstance(node, And | Or):
            return isinstance(node, And) == literal[1], [(part, literal[1]) for part in node.parts]
        return True, []

    def _facts_apart(self, one: _Literal, other: _Literal) -> bool:
        if one[0] == other[0]:
            return one[1] != other[1]
        return any(self._compared_apart(a, b) for a in self._forms(one) for b in self._forms(other))

    def _forms(self, literal: _Literal) -> Iterator[tuple[int, str, int]]:
        """A comparison with its sides either way round."""
        node = self.nodes[literal[0]]
        if isinstance(node, Compare):
            op = node.op if literal[1] else _DENIED[node.op]
            yield node.left, op, node.right
            yield node.right, _FLIPPED[op], node.left

    def _compared_apart(self, one: tuple[int, str, int], other: tuple[int, str, int]) -> bool:
        if one[0] != other[0]:
            return False
        if one[2] == other[2]:
            return frozenset((one[1], other[1])) in _APART
        left, right = self.nodes[one[2]], self.nodes[other[2]]
        if not isinstance(left, Const) or not isinstance(right, Const) or type(left.value) is not type(right.value):
            return False
        return _values_apart(one[1], left.value, other[1], right.value)


def _values_apart(one: str, low: Any, other: str, high: Any) -> bool:
    """Whether ``x one low`` and ``x other high`` have no x in common, for two values of one type."""
    if one == "=" and other == "=":
        return bool(low != high)
    if isinstance(low, str | bool):
        return False
    if one in _UP_TO and other in _FROM:
        touch = "=" in one and "=" in other
        return bool(low < high or (low == high and not touch))
    if one in _FROM and other in _UP_TO:
        return _values_apart(other, high, one, low)
    return False
