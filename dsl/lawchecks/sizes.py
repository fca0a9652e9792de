"""How large and how fine the numbers of a rule file can grow (TS430).

Exact numbers grow with every multiplication: a chain of powers would fill the memory before it gave an outcome. Counted is not the
number itself but its make: how many quantities are multiplied into it (size), and how many fractions since the last rounding
(fineness). No law comes near the limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from dsl.diagnostics import Diagnostic, diagnose
from dsl.program import (
    Bound,
    Const,
    Convert,
    Derived,
    Input,
    Judge,
    Lookup,
    NumType,
    ObjectRef,
    Param,
    Power,
    Product,
    Program,
    Quotient,
    Round,
    Share,
)

Size = tuple[int, int]
MOST_FACTORS = 60
MOST_FRACTIONS = 300


def size_findings(program: Program) -> Iterator[Diagnostic]:
    """One finding where a number first passes the limit; what is computed from it is not reported again."""
    found: list[Size] = []
    for node in program.nodes:
        operands = [found[operand] for operand in node.operands()]
        size = max((own for own, _ in operands), default=0)
        fine = max((own for _, own in operands), default=0)
        if isinstance(node, Const):
            value = node.value if isinstance(node.value, Fraction) else Fraction(0)
            size, fine = int(abs(value) >= 10), int(value.denominator > 1)
        elif isinstance(node, Param | Lookup | Input | Judge):
            size, fine = 1, 1
        elif isinstance(node, Derived):
            owner = program.nodes[node.obj].type
            definition = program.definitions.get((owner.name, node.attr)) if isinstance(owner, ObjectRef) else None
            size, fine = found[definition.root] if definition is not None and definition.root < len(found) else (1, 1)
        elif isinstance(node, Product | Quotient):
            size, fine = sum(own for own, _ in operands), sum(own for _, own in operands)
        elif isinstance(node, Power):
            size, fine = size * node.exponent, fine * node.exponent
        elif isinstance(node, Convert):
            fine += 1
        elif isinstance(node, Round | Share):
            fine = 1
        elif isinstance(node, Bound) and node.low is not None and node.high is not None:
            size = max(found[node.low][0], found[node.high][0])
        if isinstance(node.type, NumType) and (size > MOST_FACTORS or fine > MOST_FRACTIONS):
            yield diagnose("TS430", node.span)
            size, fine = 1, 1
        found.append((size, fine))
