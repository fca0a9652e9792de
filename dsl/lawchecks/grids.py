"""Scale inference: an outcome, or an attribute with a declared grid, may not come out finer than that grid (TS415).

For each node the grid is the largest step of which its value is surely a multiple: a rule file is refused for what it can
give, not for what a test case happens to give. None is no grid at all (a divisor that is data). Nought is the value zero,
which lies on every grid.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import gcd, prod

from dsl.diagnostics import Diagnostic, diagnose
from dsl.lawchecks.walk import place_in
from dsl.program import (
    Aggregate,
    Bound,
    Choice,
    Const,
    Convert,
    DateDiff,
    DatePart,
    Derived,
    Input,
    Judge,
    Lookup,
    Named,
    NotApplicable,
    NumType,
    ObjectRef,
    Param,
    Power,
    Product,
    Program,
    Quotient,
    Round,
    Share,
    Sum,
    TableHit,
    TableRow,
)

Grid = Fraction | None
CENT = Fraction(1, 100)


def common(grids: list[Grid]) -> Grid:
    """The largest step of which multiples of all these steps are multiples."""
    out = Fraction(0)
    for grid in grids:
        if grid is None:
            return None
        out = Fraction(
            gcd(out.numerator * grid.denominator, grid.numerator * out.denominator), out.denominator * grid.denominator
        )
    return out


def grids(program: Program) -> list[Grid]:
    """The grid of every node, in node order (operands come first; a Derived follows its definition)."""
    found: list[Grid] = []
    for node in program.nodes:
        if not isinstance(node.type, NumType):
            found.append(None)
            continue
        operands = [found[operand] for operand in node.operands()]
        grid: Grid = None
        if isinstance(node, Const):
            grid = node.value if isinstance(node.value, Fraction) else None
            grid = abs(grid) if grid is not None else None
        elif isinstance(node, Param):
            grid = common([_step(value.value) for value in program.params[node.name].values])
        elif isinstance(node, Lookup):
            grid = common([step for row in program.tables[node.table].rows for step in _row_steps(row)])
        elif isinstance(node, Input | Judge):
            grid = node.type.grid
        elif isinstance(node, Derived):
            grid = _derived(program, node, found)
        elif isinstance(node, Sum | Bound | Named):
            grid = common(operands)
        elif isinstance(node, Product):
            known = [operand for operand in operands if operand is not None]
            grid = prod(known, start=Fraction(1)) if len(known) == len(operands) else None
        elif isinstance(node, Quotient):
            divisor = program.nodes[node.den]
            over = found[node.num]
            if (
                isinstance(divisor, Const)
                and isinstance(divisor.value, Fraction)
                and divisor.value
                and over is not None
            ):
                grid = over / abs(divisor.value)
        elif isinstance(node, Power):
            base = found[node.base]
            grid = base**node.exponent if base is not None else None
        elif isinstance(node, Convert):
            over = found[node.of]
            grid = over * abs(node.factor) if over is not None else None
        elif isinstance(node, Round | Share):
            grid = node.grid
        elif isinstance(node, Aggregate):
            grid = Fraction(1) if node.how == "count" else (found[node.value] if node.value is not None else None)
        elif isinstance(node, DateDiff | DatePart):
            grid = Fraction(1)
        elif isinstance(node, Choice):
            values = [found[candidate.value] for candidate in node.candidates]
            grid = common(values + ([found[node.given]] if node.given is not None else []))
        elif isinstance(node, TableHit):
            grid = common([found[value] for _, _, value in node.rows])
        elif isinstance(node, NotApplicable):
            grid = Fraction(0)
        found.append(grid)
    return found


def _step(value: object) -> Grid:
    """A stated gap gives no value, so it asks for no step."""
    return abs(value) if isinstance(value, Fraction) else Fraction(0)


def _row_steps(row: TableRow) -> list[Grid]:
    return [_step(value.value) for value in row.values]


def _derived(program: Program, node: Derived, found: list[Grid]) -> Grid:
    owner = program.nodes[node.obj].type
    assert isinstance(owner, ObjectRef)
    if isinstance(node.type, NumType) and node.type.grid is not None:
        return node.type.grid  # held to it where it is defined
    definition = program.definitions.get((owner.name, node.attr))
    return found[definition.root] if definition is not None and definition.root < len(found) else None


def grid_findings(program: Program) -> Iterator[Diagnostic]:
    found = grids(program)
    outcomes = {(o.attr.owner, o.attr.name) for decision in program.decisions.values() for o in decision.outcomes}
    for (owner, attr), definition in sorted(program.definitions.items()):
        choice = program.nodes[definition.root]
        if not isinstance(choice, Choice) or not isinstance(choice.type, NumType):
            continue
        needed = choice.type.grid
        if needed is None and (owner, attr) in outcomes and choice.type.show == "bedrag":
            needed = CENT
        if needed is None:
            continue
        for candidate in choice.candidates:
            grid = found[candidate.value]
            if grid is None or (grid / needed).denominator != 1:
                yield diagnose(
                    "TS415",
                    place_in(program.rules[candidate.rule], program.nodes[candidate.value].span),
                    attribute=attr,
                    grid=_words(needed),
                    found="een onbeperkt aantal decimalen" if grid is None else f"stappen van {_number(grid)}",
                )


def _words(grid: Fraction) -> str:
    return {CENT: "hele centen", Fraction(1): "hele euro's"}.get(grid, f"een veelvoud van {_number(grid)}")


def _number(value: Fraction) -> str:
    from dsl.notation import format_display

    return format_display(value)
