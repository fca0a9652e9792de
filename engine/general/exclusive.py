"""Conditions that can never both be ja, seen from their form alone: so that two rules for income up to and above the same
limit are no possible contradiction while the income is unknown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dsl.program import And, Applies, Compare, Const, Named, Not, Or, Program
from engine.bounds import compare, point
from engine.values import Bounds

_OUTCOMES = {"<": "<", "<=": "<=", "=": "=", ">=": "=>", ">": ">", "<>": "<>"}
"""Per comparison for which orders of its sides it is ja."""
_MIRROR = {"<": ">", "=": "=", ">": "<"}
_ALL = "<=>"


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that must be so for a condition to be ja. Either a node with its sign (``sign`` set), or two sides with the
    orders in which they may stand (``orders``, of left to right)."""

    left: int
    right: int = -1
    orders: frozenset[str] = frozenset()
    sign: bool = True


def exclusive(program: Program, first: int | None, second: int | None) -> bool:
    """Whether two condition nodes about the same object are never both ja. None is a condition that is always ja."""
    if first is None or second is None:
        return False
    demands = list(_demands(program, second, True))
    return any(_clash(program, a, b) for a in _demands(program, first, True) for b in demands)


def _demands(program: Program, number: int, sign: bool) -> Iterator[Demand]:
    waiting = [(number, sign)]
    while waiting:
        at, sign = waiting.pop()
        node = program.nodes[at]
        yield Demand(at, sign=sign)
        match node:
            case Named(of=of):
                waiting.append((of, sign))
            case Not(of=of):
                waiting.append((of, not sign))
            case And(parts=parts) if sign:
                waiting.extend((part, True) for part in parts)
            case Or(parts=parts) if not sign:
                waiting.extend((part, False) for part in parts)
            case Applies(condition=condition, off=off) if sign:
                waiting.extend((other, False) for other in off)
                if condition is not None:
                    waiting.append((condition, True))
            case Compare(op=op, left=left, right=right):
                orders = frozenset(_OUTCOMES[op]) if sign else frozenset(_ALL) - frozenset(_OUTCOMES[op])
                yield Demand(left, right, orders)
                yield Demand(right, left, frozenset(_MIRROR[order] for order in orders))


def _clash(program: Program, a: Demand, b: Demand) -> bool:
    if a.left != b.left:
        return False
    if a.right < 0 or b.right < 0:
        return a.right < 0 and b.right < 0 and a.sign != b.sign
    if a.right == b.right:
        return not a.orders & b.orders
    # The same thing held against two constants.
    one, other = program.nodes[a.right], program.nodes[b.right]
    if not isinstance(one, Const) or not isinstance(other, Const):
        return False
    order = _order(point(one.value), point(other.value))
    if order == "=":
        return not a.orders & b.orders
    if order == "<":
        return "<" not in b.orders and ">" not in a.orders
    if order == ">":
        return "<" not in a.orders and ">" not in b.orders
    return a.orders == b.orders == frozenset("=")


def _order(left: Bounds, right: Bounds) -> str:
    """How two constants stand: =, < or > for numbers and dates, = or <> for words."""
    if compare("=", left, right).yes:
        return "="
    if left.options is not None:
        return "<>"
    return "<" if compare("<", left, right).yes else ">"
