"""Conditions that can never both be ja, seen from their form alone: so that two rules for income up to and above the same
limit are no possible contradiction while the income is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dsl.program import (
    And,
    Applies,
    Compare,
    Const,
    Context,
    Convert,
    DateFunction,
    DatePart,
    DateShift,
    Named,
    Not,
    Or,
    Param,
    Product,
    Program,
    Sum,
    YearStart,
)
from engine.bounds import compare, point
from engine.general.table import COMPUTE
from engine.scene import Scene, StepKey
from engine.values import Bounds, Known, Scalar, Value

_OUTCOMES = {"<": "<", "<=": "<=", "=": "=", ">=": "=>", ">": ">", "<>": "<>"}
"""Per comparison for which orders of its sides it is ja."""
_MIRROR = {"<": ">", "=": "=", ">": "<"}
_ALL = "<=>"
_FREE_OF_OBJECTS = (Const, Context, Param, Sum, Product, Convert, DateShift, DateFunction, DatePart, YearStart, Named)
_DEEPEST = 8
"""How deep a calculation is followed to see that it is the same for every case."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Something that must be so for a condition to be ja. Either a node with its sign (``sign`` set), or two sides with the
    orders in which they may stand (``orders``, of left to right)."""

    left: int
    right: int = -1
    orders: frozenset[str] = frozenset()
    sign: bool = True


Demands = Mapping[int, Sequence[Demand]]
"""What must be so for a condition to be ja, by the node that it is about."""


def demanded(scene: Scene, condition: int | None) -> Demands:
    """The demands of a condition, to hold many of them against each other."""
    if condition is None:
        return {}
    known = scene.lasting.demands.get(condition)
    if known is not None:
        return known
    found: dict[int, list[Demand]] = {}
    for demand in _demands(scene.program, condition, True):
        found.setdefault(demand.left, []).append(demand)
    scene.lasting.demands[condition] = found
    return found


def clashing(scene: Scene, first: Demands, second: Demands) -> bool:
    """Whether two conditions about the same object are never both ja, seen from their demands."""
    shared = first.keys() & second.keys()
    return any(_clash(scene, a, b) for left in shared for a in first[left] for b in second[left])


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


def _clash(scene: Scene, a: Demand, b: Demand) -> bool:
    if a.left != b.left:
        return False
    if a.right < 0 or b.right < 0:
        return a.right < 0 and b.right < 0 and a.sign != b.sign
    if a.right == b.right:
        return not a.orders & b.orders
    # The same thing held against two others that do not depend on the case.
    one, other = _fixed(scene, a.right), _fixed(scene, b.right)
    if one is None or other is None:
        return False
    order = _order(point(one), point(other))
    if order == "=":
        return not a.orders & b.orders
    if order == "<":
        return "<" not in b.orders and ">" not in a.orders
    if order == ">":
        return "<" not in a.orders and ">" not in b.orders
    return a.orders == b.orders == frozenset("=")


def _fixed(scene: Scene, number: int, depth: int = _DEEPEST) -> Scalar | None:
    """The value of a node that depends on the dates of the decision alone; None for any other."""
    node = scene.program.nodes[number]
    if depth == 0 or not isinstance(node, _FREE_OF_OBJECTS):
        return None
    operands: list[tuple[StepKey, Value]] = []
    for operand in node.operands():
        value = _fixed(scene, operand, depth - 1)
        if value is None:
            return None
        operands.append(((operand, ()), Known(value)))
    found = COMPUTE[type(node)](scene, node, (), operands)
    return found.value if isinstance(found, Known) else None


def _order(left: Bounds, right: Bounds) -> str:
    """How two constants stand: =, < or > for numbers and dates, = or <> for words."""
    if compare("=", left, right).yes:
        return "="
    if left.options is not None:
        return "<>"
    return "<" if compare("<", left, right).yes else ">"
