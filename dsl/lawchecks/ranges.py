"""Range analysis: between which ends each number lies over all facts and dates, from the declared ranges.

Used for divisors that may be 0 (TS414), bounds that cross (TS416) and, by other backends, for the size of numbers. None is an
open end. The range may be wider than the truth and is never narrower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from dsl.diagnostics import Diagnostic, diagnose
from dsl.lawchecks.walk import candidates, condition_of, own_nodes
from dsl.program import (
    Aggregate,
    And,
    Bound,
    Choice,
    Compare,
    Const,
    Convert,
    DateDiff,
    DatePart,
    Derived,
    Input,
    Judge,
    Lookup,
    Named,
    NumType,
    ObjectRef,
    Param,
    Power,
    Product,
    Program,
    Quotient,
    RoleInfo,
    Round,
    Share,
    Sum,
    TableHit,
)

End = Fraction | None
Range = tuple[End, End]
OPEN: Range = (None, None)
_ZERO: Range = (Fraction(0), Fraction(0))


def hull(ranges: Iterable[Range]) -> Range:
    found = list(ranges)
    if not found:
        return OPEN
    lows, highs = [low for low, _ in found], [high for _, high in found]
    low = None if any(end is None for end in lows) else min(end for end in lows if end is not None)
    high = None if any(end is None for end in highs) else max(end for end in highs if end is not None)
    return low, high


def times(a: Range, b: Range) -> Range:
    if None in a or None in b:
        if a == _ZERO or b == _ZERO:
            return Fraction(0), Fraction(0)
        positive = a[0] is not None and b[0] is not None and a[0] >= 0 and b[0] >= 0
        return (a[0] * b[0], None) if positive and a[0] is not None and b[0] is not None else OPEN
    products = [x * y for x in a for y in b if x is not None and y is not None]
    return min(products), max(products)


def plus(parts: Iterable[tuple[int, Range]]) -> Range:
    low: End = Fraction(0)
    high: End = Fraction(0)
    for sign, (bottom, top) in parts:
        if sign < 0:
            bottom, top = (None if top is None else -top), (None if bottom is None else -bottom)
        low = None if low is None or bottom is None else low + bottom
        high = None if high is None or top is None else high + top
    return low, high


def _at_least(a: Range, low: Range) -> Range:
    bottom = a[0] if low[0] is None else (low[0] if a[0] is None else max(a[0], low[0]))
    top = None if a[1] is None or low[1] is None else max(a[1], low[1])
    return bottom, top


def _at_most(a: Range, high: Range) -> Range:
    bottom = None if a[0] is None or high[0] is None else min(a[0], high[0])
    top = a[1] if high[1] is None else (high[1] if a[1] is None else min(a[1], high[1]))
    return bottom, top


def _number(value: object) -> Range:
    return (value, value) if isinstance(value, Fraction) else OPEN


def _literal(value: object) -> End:
    return value if isinstance(value, Fraction) else None


class Ranges:
    """The range of every numeric node of a program (others: open)."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.found: list[Range] = []
        for node in program.nodes:
            rule = _RULES.get(type(node)) if isinstance(node.type, NumType) else None
            self.found.append(rule(self, node) if rule is not None else OPEN)

    def __getitem__(self, number: int) -> Range:
        return self.found[number]

    def _dated(self, values: Iterable[object]) -> Range:
        known = [_number(value) for value in values if value is not None]
        return hull(known)

    def param(self, node: Param) -> Range:
        return self._dated(value.value for value in self.program.params[node.name].values)

    def lookup(self, node: Lookup) -> Range:
        return self._dated(value.value for row in self.program.tables[node.table].rows for value in row.values)

    def _declared(self, owner_node: int, attr: str) -> Range:
        owner = self.program.nodes[owner_node].type
        info = self.program.types[owner.name].attributes.get(attr) if isinstance(owner, ObjectRef) else None
        return (_literal(info.low), _literal(info.high)) if info is not None else OPEN

    def input(self, node: Input) -> Range:
        return self._declared(node.obj, node.attr)

    def derived(self, node: Derived) -> Range:
        owner = self.program.nodes[node.obj].type
        assert isinstance(owner, ObjectRef)
        definition = self.program.definitions.get((owner.name, node.attr))
        computed = self.found[definition.root] if definition is not None and definition.root < len(self.found) else OPEN
        declared = self._declared(node.obj, node.attr)
        return _at_least(_at_most(computed, (declared[1], declared[1])), (declared[0], declared[0]))

    def bound(self, node: Bound) -> Range:
        out = self.found[node.of]
        if node.low is not None:
            out = _at_least(out, self.found[node.low])
        return _at_most(out, self.found[node.high]) if node.high is not None else out

    def product(self, node: Product) -> Range:
        out: Range = (Fraction(1), Fraction(1))
        for factor in node.factors:
            out = times(out, self.found[factor])
        return out

    def quotient(self, node: Quotient) -> Range:
        low, high = self.found[node.den]
        if low is not None and low > 0:
            return times(self.found[node.num], (Fraction(0) if high is None else 1 / high, 1 / low))
        if high is not None and high < 0:
            return times(self.found[node.num], (1 / high, Fraction(0) if low is None else 1 / low))
        return OPEN

    def power(self, node: Power) -> Range:
        low, high = self.found[node.base]
        if low is None or high is None:
            return (Fraction(0), None) if node.exponent % 2 == 0 else OPEN
        ends = [low**node.exponent, high**node.exponent]
        return (Fraction(0) if node.exponent % 2 == 0 and low < 0 < high else min(ends)), max(ends)

    def round(self, node: Round) -> Range:
        low, high = self.found[node.of]
        return (None if low is None else low - node.grid), (None if high is None else high + node.grid)

    def aggregate(self, node: Aggregate) -> Range:
        maximum = _role(self.program, node.obj, node.role).maximum
        if node.how == "count":
            return Fraction(0), Fraction(maximum)
        assert node.value is not None
        each = self.found[node.value]
        if node.how == "sum":
            return hull([(Fraction(0), Fraction(0)), times(each, (Fraction(0), Fraction(maximum)))])
        return each

    def choice(self, node: Choice) -> Range:
        parts = [self.found[c.value] for c in node.candidates if isinstance(self.program.nodes[c.value].type, NumType)]
        return hull(parts + ([self.found[node.given]] if node.given is not None else []))

    def table(self, node: TableHit) -> Range:
        return hull(self.found[value] for _, _, value in node.rows)


def _role(program: Program, obj: int, role: str) -> RoleInfo:
    owner = program.nodes[obj].type
    assert isinstance(owner, ObjectRef)
    return program.types[owner.name].roles[role]


_RULES: dict[type[object], Callable[..., Range]] = {
    Const: lambda self, node: _number(node.value),
    Param: Ranges.param,
    Lookup: Ranges.lookup,
    Input: Ranges.input,
    Derived: Ranges.derived,
    Judge: lambda self, node: (_literal(node.low), _literal(node.high)),
    Named: lambda self, node: self.found[node.of],
    Sum: lambda self, node: plus(zip(node.signs, (self.found[term] for term in node.terms), strict=True)),
    Product: Ranges.product,
    Quotient: Ranges.quotient,
    Power: Ranges.power,
    Convert: lambda self, node: times(self.found[node.of], (node.factor, node.factor)),
    Bound: Ranges.bound,
    Round: Ranges.round,
    DateDiff: lambda self, node: OPEN,
    DatePart: lambda self, node: (Fraction(1), Fraction({"jaar": 9999, "maand": 12, "dag": 31}[node.part])),
    Aggregate: Ranges.aggregate,
    Choice: Ranges.choice,
    TableHit: Ranges.table,
    Share: lambda self, node: OPEN,
}


def range_findings(program: Program) -> Iterator[Diagnostic]:
    ranges = Ranges(program)
    yield from _unranged(program)
    yield from _decided_comparisons(program, ranges)
    yield from _divisors(program, ranges)
    yield from _crossed_bounds(program, ranges)


def _unranged(program: Program) -> Iterator[Diagnostic]:
    """TS417: an input without a range can be mistyped unnoticed, and leaves nothing to say while it is unknown."""
    read = {(node.attr, program.nodes[node.obj].type) for node in program.nodes if isinstance(node, Input)}
    for owner in program.types.values():
        if owner.name in program.registries:
            continue  # a record that lacks a value is left out of the figure and counted, so that nothing stays open
        for attr in owner.attributes.values():
            numeric = isinstance(attr.type, NumType) and attr.type.show != "jaartal"
            unlimited = attr.low is None or attr.high is None
            if numeric and unlimited and (attr.name, ObjectRef(owner.name)) in read:
                yield diagnose("TS417", attr.span, name=attr.name)


def _decided_comparisons(program: Program, ranges: Ranges) -> Iterator[Diagnostic]:
    """TS423: a comparison that the declared ranges already decide, so that it tests nothing. Not in tables: a row that begins
    at the least possible value is how tables are written."""
    in_tables = {
        inside
        for node in program.nodes
        if isinstance(node, TableHit)
        for _, condition, _ in node.rows
        for inside in own_nodes(program, condition)
    }
    for number, node in enumerate(program.nodes):
        if (
            number in in_tables
            or not isinstance(node, Compare)
            or not isinstance(program.nodes[node.left].type, NumType)
        ):
            continue
        truth = _truth(node.op, ranges[node.left], ranges[node.right])
        if truth is not None:
            yield diagnose("TS423", node.span, truth="ja" if truth else "nee")


def _truth(op: str, left: Range, right: Range) -> bool | None:
    """What the comparison says for all values in the ranges, or None when that differs."""
    if op in (">", ">="):
        return _truth(_MIRROR[op], right, left)
    if op in ("=", "<>"):
        apart = _surely_less(left, right) or _surely_less(right, left)
        return (op == "<>") if apart else None
    surely = _surely_less(left, right) if op == "<" else _surely_at_most(left, right)
    never = _surely_at_most(right, left) if op == "<" else _surely_less(right, left)
    return True if surely else False if never else None


def _surely_less(a: Range, b: Range) -> bool:
    return a[1] is not None and b[0] is not None and a[1] < b[0]


def _surely_at_most(a: Range, b: Range) -> bool:
    return a[1] is not None and b[0] is not None and a[1] <= b[0]


def _divisors(program: Program, ranges: Ranges) -> Iterator[Diagnostic]:
    safe: set[int] = set()
    at_risk: set[int] = set()
    for _, candidate in candidates(program):
        condition = condition_of(program, candidate)
        guarded = set(_not_zero(program, condition))
        for root in (candidate.value, condition):
            for number in own_nodes(program, root):
                node = program.nodes[number]
                if isinstance(node, Quotient):
                    (safe if node.den in guarded else at_risk).add(number)
    for number in sorted(at_risk):
        node = program.nodes[number]
        assert isinstance(node, Quotient)
        low, high = ranges[node.den]
        excluded = (low is not None and low > 0) or (high is not None and high < 0)
        if not excluded:
            divisor = program.nodes[node.den]
            yield diagnose("TS414", divisor.span, expression=_excerpt(program, node.den))


def _not_zero(program: Program, condition: int | None) -> Iterator[int]:
    """Nodes that cannot be 0 where the condition holds: compared with a constant that excludes it, in a conjunct."""
    stack = [] if condition is None else [condition]
    while stack:
        node = program.nodes[stack.pop()]
        if isinstance(node, And):
            stack.extend(node.parts)
        elif isinstance(node, Compare):
            for own, other, op in ((node.left, node.right, node.op), (node.right, node.left, _MIRROR[node.op])):
                bound = program.nodes[other]
                if isinstance(bound, Const) and isinstance(bound.value, Fraction) and _excludes(op, bound.value):
                    yield own


_MIRROR = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def _excludes(op: str, bound: Fraction) -> bool:
    return {
        "=": bound != 0,
        "<>": bound == 0,
        ">": bound >= 0,
        ">=": bound > 0,
        "<": bound <= 0,
        "<=": bound < 0,
    }[op]


def _excerpt(program: Program, number: int) -> str:
    span = program.nodes[number].span
    text = program.texts.get(span.file, "")[span.start : span.end]
    return " ".join(text.split()) or "deler"


def _crossed_bounds(program: Program, ranges: Ranges) -> Iterator[Diagnostic]:
    for node in program.nodes:
        if isinstance(node, Bound) and node.low is not None and node.high is not None:
            low, high = ranges[node.low][0], ranges[node.high][1]
            if low is not None and high is not None and low > high:
                yield diagnose(
                    "TS416", node.span, minimum=_excerpt(program, node.low), maximum=_excerpt(program, node.high)
                )
