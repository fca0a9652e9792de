"""Whether two conditions can never be ja at once, as far as their form shows it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from dsl.program import And, Compare, Const, DatedValue, Input, Not, ObjectRef, Or, Param, Product, Program

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
        self.program = program
        self.nodes = program.nodes
        self.steps = 0

    def apart(self, one: _Literal, other: _Literal) -> bool:
        self.steps += 1
        if self.steps > _MOST_STEPS:
            return False
        one, other = self._plain(one), self._plain(other)
        if one[0] == other[0]:
            return one[1] != other[1]
        for first, second in ((one, other), (other, one)):
            if parts := self._parts(first, together=False):
                return all(self.apart(part, second) for part in parts)
        for first, second in ((one, other), (other, one)):
            if any(self.apart(part, second) for part in self._parts(first, together=True)):
                return True
        return any(self._compared_apart(a, b) for a in self._forms(one) for b in self._forms(other))

    def _plain(self, literal: _Literal) -> _Literal:
        """A condition without its denials."""
        number, holds = literal
        while isinstance(node := self.nodes[number], Not):
            number, holds = node.of, not holds
        return number, holds

    def _parts(self, literal: _Literal, *, together: bool) -> list[_Literal]:
        """The parts of a condition of which all hold (``together``), or at least one; none for another condition."""
        node = self.nodes[literal[0]]
        if isinstance(node, And | Or) and (isinstance(node, And) == literal[1]) == together:
            return [(part, literal[1]) for part in node.parts]
        return []

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
        if isinstance(left, Const) and isinstance(right, Const) and type(left.value) is type(right.value):
            return _values_apart(one[1], left.value, other[1], right.value)
        return self._bounds_apart(one, other) or self._bounds_apart(other, one)

    def _bounds_apart(self, low: tuple[int, str, int], high: tuple[int, str, int]) -> bool:
        """Whether ``x < low`` and ``x >= high`` have no x in common, since low is never above high."""
        apart = low[1] in _UP_TO and high[1] in _FROM and not ("=" in low[1] and "=" in high[1])
        return apart and self._never_above(low[2], high[2])

    def _never_above(self, low: int, high: int) -> bool:
        """Whether a value is at most another on every day, as far as parameters and equal factors show it."""
        one, other = self.nodes[low], self.nodes[high]
        if low == high:
            return True
        if isinstance(one, Param) and isinstance(other, Param) and one.at == other.at:
            return self._param_never_above(one.name, other.name)
        if isinstance(one, Product) and isinstance(other, Product):
            shared = [factor for factor in one.factors if factor in other.factors]
            own = [factor for factor in one.factors if factor not in shared]
            theirs = [factor for factor in other.factors if factor not in shared]
            alone = len(own) == len(theirs) == 1
            return alone and all(map(self._not_negative, shared)) and self._never_above(own[0], theirs[0])
        return False

    def _param_never_above(self, low: str, high: str) -> bool:
        """On a day on which one of them has no value neither condition is ja."""
        pairs = product(self.program.params[low].values, self.program.params[high].values)
        return all(
            not _overlap(one, other) or one.value is None or other.value is None or one.value <= other.value  # type: ignore[operator]
            for one, other in pairs
        )

    def _not_negative(self, number: int) -> bool:
        node = self.nodes[number]
        if isinstance(node, Const):
            return isinstance(node.value, Fraction) and node.value >= 0
        if not isinstance(node, Input):
            return False
        owner = self.nodes[node.obj].type
        assert isinstance(owner, ObjectRef)
        low = self.program.types[owner.name].attributes[node.attr].low
        return isinstance(low, Fraction) and low >= 0


def _overlap(one: DatedValue, other: DatedValue) -> bool:
    return (one.end is None or other.start <= one.end) and (other.end is None or one.start <= other.end)


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
