"""Scale inference: over which fixed denominator the value of a number node is always a whole number.

The denominators are least common multiples of reduced fractions: of the grids of inputs, of constants, of parameter values
that can be read, and of rounding grids. Twelve months, 365 days and 13,73% are all just denominators. A node has no static
denominator (None) where a divisor is data or an input has no declared grid; it is then computed with
:class:`fractions.Fraction`. The same inference decides whether an outcome can be finer than its grid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from dsl.program import (
    Aggregate,
    Bound,
    Choice,
    Const,
    Convert,
    DateDiff,
    DatedValue,
    DatePart,
    Derived,
    Input,
    Lookup,
    Named,
    Node,
    NotApplicable,
    NumType,
    Param,
    Power,
    Product,
    Program,
    Quotient,
    Round,
    Share,
    Sum,
    TableHit,
)

Scale = int | None


@dataclass(frozen=True, slots=True)
class Law:
    """What is fixed while inferring: ``readable`` gives those dated values of a parameter or row that a node can read,
    ``in_force`` whether a rule can give a value, ``definition`` the root of a derived attribute, ``constant`` the value of a
    node that has only one (None: it has more)."""

    readable: Callable[[Node, Sequence[DatedValue]], Sequence[DatedValue]]
    in_force: Callable[[int], bool]
    definition: Callable[[Derived], int]
    constant: Callable[[int], object]


def common(scales: Iterable[Scale]) -> Scale:
    """The scale on which values of all these scales are whole; None when one of them has none."""
    out = 1
    for scale in scales:
        if scale is None:
            return None
        out = lcm(out, scale)
    return out


def scale_of_values(values: Iterable[object]) -> Scale:
    """The scale of a set of constants."""
    return common(value.denominator for value in values if isinstance(value, Fraction))


def grid_scale(grid: Fraction | None) -> Scale:
    return None if grid is None else grid.denominator


def scales(program: Program, order: Iterable[int], law: Law) -> dict[int, Scale]:
    """The scale of every number node in ``order`` (operands first); other nodes are not in the result."""
    out: dict[int, Scale] = {}
    for at in order:
        node = program.nodes[at]
        if isinstance(node.type, NumType):
            out[at] = _scale(program, node, out, law)
    return out


def _scale(program: Program, node: Node, known: dict[int, Scale], law: Law) -> Scale:
    match node:
        case Const():
            return scale_of_values([node.value])
        case Param():
            return scale_of_values(item.value for item in law.readable(node, program.params[node.name].values))
        case Lookup():
            rows = program.tables[node.table].rows
            return scale_of_values(item.value for row in rows for item in law.readable(node, row.values))
        case Input():
            return grid_scale(node.type.grid) if isinstance(node.type, NumType) else None
        case Derived():
            return known[law.definition(node)]
        case Named():
            return known[node.of]
        case Sum():
            return common(known[term] for term in node.terms)
        case Product():
            return _times([known[factor] for factor in node.factors])
        case Quotient():
            return _divided(known[node.num], law.constant(node.den))
        case Power():
            base = known[node.base]
            return None if base is None else base**node.exponent
        case Convert():
            return _times([known[node.of], node.factor.denominator])
        case Bound():
            return common(known[operand] for operand in node.operands())
        case Round() | Share():
            return node.grid.denominator
        case DatePart() | DateDiff():
            return 1
        case Aggregate():
            return 1 if node.value is None else known[node.value]
        case Choice():
            ways = [known[c.value] for c in node.candidates if law.in_force(c.rule) and c.value in known]
            ways += [known[other] for other in (node.default, node.given) if other is not None and other in known]
            return common(ways)
        case TableHit():
            return common(known[value] for _, _, value in node.rows if value in known)
        case NotApplicable():
            return 1
    return None


def _times(parts: list[Scale]) -> Scale:
    out = 1
    for part in parts:
        if part is None:
            return None
        out *= part
    return out


def _divided(above: Scale, below: object) -> Scale:
    """Dividing by a constant is multiplying by its inverse; a divisor that is data has no static denominator."""
    if above is None or not isinstance(below, Fraction) or not below:
        return None
    return above * abs(below.numerator)
