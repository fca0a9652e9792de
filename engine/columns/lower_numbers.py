"""Numbers: whole numerators over a denominator that is known beforehand, and where a divisor is data over that divisor too."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from dsl.program import (
    Bound,
    Compare,
    Convert,
    DateType,
    Lookup,
    NumType,
    ObjectRef,
    Param,
    Power,
    Product,
    Quotient,
    Round,
    Sum,
)
from engine.columns.form import Ins, Reason
from engine.columns.lower import Env, Lowering, lowers
from engine.columns.lower_tables import cells, dated_cells
from engine.columns.val import Step, Val


def troubles(low: Lowering, *parts: Val) -> Ins:
    return low.b.why(*(low.v.trouble(part) for part in parts))


@lowers(Sum, folded=True)
def _sum(low: Lowering, at: int, node: Sum, env: Env) -> Val:
    parts = [low.value(term, env) for term in node.terms]
    tops, den, div = low.v.aligned(*parts)
    total = tops[0] if node.signs[0] > 0 else low.b.negate(tops[0])
    for top, sign in zip(tops[1:], node.signs[1:], strict=True):
        total = low.b.calc("add" if sign > 0 else "sub", total, top)
    return Val(total, low.b.no, troubles(low, *parts), den, div)


def scaled(low: Lowering, value: Val, factor: Fraction) -> Val:
    """A number times a constant."""
    if factor == 0:
        return Val(low.b.number(0), low.b.no, value.bad)
    shared = gcd(factor.numerator, value.den)
    top = low.v.times(value.x, factor.numerator // shared)
    den = value.den // shared * factor.denominator
    if top.is_const:
        shared = gcd(int(top.low), den)
        top, den = low.b.number(top.low // shared), den // shared
    return Val(top, low.b.no, value.bad, den, value.div)


@lowers(Product, folded=True)
def _product(low: Lowering, at: int, node: Product, env: Env) -> Val:
    parts = [low.operand(factor, env) for factor in node.factors]
    constant = Fraction(1)
    out: Val | None = None
    for part in parts:
        if isinstance(part.const, Fraction):
            constant *= part.const
        elif out is None:
            out = part
        else:
            div = out.div if part.div is None else part.div if out.div is None else low.b.calc("mul", out.div, part.div)
            out = Val(low.b.calc("mul", out.x, part.x), low.b.no, low.b.fine, out.den * part.den, div)
    assert out is not None
    found = scaled(low, out, constant)
    return Val(found.x, low.b.no, troubles(low, *parts), found.den, found.div)


@lowers(Quotient, folded=True)
def _quotient(low: Lowering, at: int, node: Quotient, env: Env) -> Val:
    above, below = low.operand(node.num, env), low.operand(node.den, env)
    b = low.b
    if isinstance(below.const, Fraction) and below.const:
        return scaled(low, above, 1 / below.const)
    # a / A divided by (b / B) is a * B over A * b; what b is over itself goes above the line.
    shared = gcd(above.den, below.den)
    top, den = low.v.times(above.x, below.den // shared), above.den // shared
    if below.div is not None:
        top = b.calc("mul", top, below.div)
    divisor = below.x
    if divisor.low < 0:
        negative = b.compare("<", divisor, b.number(0))
        top = b.select(negative, b.negate(top), top)
        most = max(abs(divisor.low), divisor.high)
        size = b.select(negative, b.negate(divisor), divisor)
        divisor = b.make("max", b.level(size, b.number(0)), size.kind, 0, most)
    bad = troubles(low, above, below)
    if divisor.low <= 0:
        zero = b.compare("=", divisor, b.number(0))
        bad = b.why(bad, b.because(zero, Reason.FOUT))
        divisor = b.calc("max", divisor, b.number(1))
    if above.div is not None:
        divisor = b.calc("mul", divisor, above.div)
    return Val(top, b.no, bad, den, divisor)


@lowers(Power, folded=True)
def _power(low: Lowering, at: int, node: Power, env: Env) -> Val:
    base = low.operand(node.base, env)
    div = None if base.div is None else low.b.power(base.div, node.exponent)
    return Val(low.b.power(base.x, node.exponent), low.b.no, base.bad, base.den**node.exponent, div)


@lowers(Convert, folded=True)
def _convert(low: Lowering, at: int, node: Convert, env: Env) -> Val:
    return scaled(low, low.operand(node.of, env), node.factor)


@lowers(Bound, folded=True)
def _bound(low: Lowering, at: int, node: Bound, env: Env) -> Val:
    b = low.b
    of = low.operand(node.of, env)
    bottom = None if node.low is None else low.operand(node.low, env)
    top = None if node.high is None else low.operand(node.high, env)
    parts = [part for part in (of, bottom, top) if part is not None]
    is_number = isinstance(node.type, NumType)
    xs, den, div = low.v.aligned(*parts) if is_number else (tuple(part.x for part in parts), 1, None)
    by_part = dict(zip((id(part) for part in parts), xs, strict=True))
    out = by_part[id(of)]
    bad = b.why(*(part.bad for part in parts))
    if bottom is not None and top is not None:
        crossed = b.compare(">", by_part[id(bottom)], by_part[id(top)])
        bad = b.why(bad, b.because(crossed, Reason.FOUT))
    if bottom is not None:
        out = b.calc("max", out, by_part[id(bottom)])
    if top is not None:
        out = b.calc("min", out, by_part[id(top)])
    return Val(out, b.no, bad, den, div)


@lowers(Round, folded=True)
def _round(low: Lowering, at: int, node: Round, env: Env) -> Val:
    of = low.operand(node.of, env)
    count = rounded(low, of, node.mode, node.grid)
    return Val(low.v.times(count, node.grid.numerator), low.b.no, of.bad, node.grid.denominator)


def rounded(low: Lowering, of: Val, mode: str, grid: Fraction) -> Ins:
    """How many steps of the grid a number comes to."""
    b = low.b
    shared = gcd(grid.denominator, of.den * grid.numerator)
    top = low.v.times(of.x, grid.denominator // shared)
    below: Ins = b.number(of.den * grid.numerator // shared)
    if of.div is not None:
        below = b.calc("mul", below, of.div)
    if mode == "naar beneden":
        return b.floordiv(top, below)
    if mode == "naar boven":
        return b.negate(b.floordiv(b.negate(top), below))
    negative = b.compare("<", top, b.number(0))
    most = max(abs(top.low), abs(top.high))
    if top.low < 0:
        size = b.select(negative, b.negate(top), top)
        size = b.make("max", b.level(size, b.number(0)), size.kind, 0, most)
    else:
        size = top
    if below.is_const and below.low % 2 == 0:
        count = b.floordiv(b.calc("add", size, b.number(below.low // 2)), below)
    elif below.is_const and below.low == 1:
        count = size
    else:
        two = b.number(2)
        count = b.floordiv(b.calc("add", b.calc("mul", size, two), below), b.calc("mul", below, two))
    return b.select(negative, b.negate(count), count)


# ---------------------------------------------------------------- parameters and tables


@lowers(Param, folded=True)
def _param(low: Lowering, at: int, node: Param, env: Env) -> Val:
    """A parameter on a date that differs per row: its values as an array over their periods."""
    assert node.at is not None
    day = low.operand(node.at, env)
    edges, values = dated_cells(low.program.params[node.name].values)
    place = low.b.interval(day.x, edges)
    return _from_cells(low, node.type, place, values, day.bad)


@lowers(Lookup, folded=True)
def _lookup(low: Lowering, at: int, node: Lookup, env: Env) -> Val:
    b = low.b
    keys = [low.operand(key, env) for key in node.keys]
    bad = b.why(*(key.bad for key in keys))
    if any(key.div is not None for key in keys):
        return low.v.cannot(Reason.DELER, low.blank(node.type))
    edges, values = cells(low, node, keys)
    place: Ins = b.word(0)
    for key, cut in zip(keys, edges, strict=True):
        x = b.to_word(key.x) if key.x.kind == "b" else key.x
        place = b.calc("add", b.calc("mul", place, b.word(len(cut) + 1)), b.interval(x, cut))
    return _from_cells(low, node.type, place, values, bad)


def _from_cells(low: Lowering, kind: object, place: Ins, values: list[object], bad: Ins) -> Val:
    """The value in the cell of an array; None is a fault."""
    import numpy as np

    b = low.b
    missing = np.array([value is None for value in values])
    why = b.why(bad, b.because(b.table(missing, place), Reason.FOUT))
    held = [low.from_cell(kind, value) for value in values]
    found = next((one for one in held if one is not None), None)
    if found is None:
        return low.v.cannot(Reason.FOUT, low.blank(kind))  # type: ignore[arg-type]
    den = 1
    if isinstance(kind, NumType):
        from math import lcm

        den = lcm(*(one.den for one in held if one is not None))
    tops = [0 if one is None else one.x.low * (den // one.den) for one in held]
    if missing.any():
        tops = [
            found.x.low * (den // found.den) if value is None else top for value, top in zip(values, tops, strict=True)
        ]
    wide = not isinstance(kind, NumType) or max(map(abs, tops)) < 2**31
    array = np.array(tops, np.int32 if wide else np.int64)
    raw = b.table(array.astype(np.bool_) if found.x.kind == "b" else array, place)
    return Val(b.fit(raw) if isinstance(kind, NumType) else raw, b.no, why, den)


# ---------------------------------------------------------------- comparing


@lowers(Compare, folded=True)
def _compare(low: Lowering, at: int, node: Compare, env: Env) -> Val:
    left, right = low.operand(node.left, env), low.operand(node.right, env)
    kind = low.node(node.left).type
    bad = low.b.why(left.bad, right.bad)
    if isinstance(kind, NumType | DateType):
        stepped = _by_step(low, node.op, left, right)
        if stepped is not None:
            return low.v.known(stepped, bad)
    if isinstance(kind, NumType):
        (a, c), _, _ = low.v.aligned(left, right)
        return low.v.known(low.b.compare(node.op, a, c), bad)
    assert not isinstance(kind, ObjectRef) or node.op in ("=", "<>")
    return low.v.known(low.b.compare(node.op, left.x, right.x), bad)


_MIRROR = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def _by_step(low: Lowering, op: str, left: Val, right: Val) -> Ins | None:
    """A comparison of something that follows from one date with something that is the same for every row, as a comparison of
    that date itself."""
    if left.step is None:
        if right.step is None:
            return None
        left, right, op = right, left, _MIRROR[op]
    step = left.step
    assert step is not None
    if right.const is None:
        return None
    wanted = right.const if isinstance(right.const, Fraction) else right.x.low
    if op in ("=", "<>"):
        both = low.b.and_(_reached(low, step, wanted, "<="), _reached(low, step, wanted, ">="))
        return both if op == "=" else low.b.not_(both)
    return _reached(low, step, wanted, op)


def _reached(low: Lowering, step: Step, wanted: Fraction | int, op: str) -> Ins:
    """Where a function of one date stands so to a number; outside the calendar it is at fault anyway."""
    ends = step.valid()
    if ends is None:
        return low.b.no

    def holds(day: int) -> bool:
        found = step.of(day)
        assert found is not None
        return {"<": found < wanted, "<=": found <= wanted, ">": found > wanted, ">=": found >= wanted}[op]

    first, last = ends
    late = holds(last)
    if holds(first) == late:
        return low.b.yes if late else low.b.no
    while last - first > 1:
        middle = (first + last) // 2
        if holds(middle) == late:
            last = middle
        else:
            first = middle
    return low.b.compare(">=" if late else "<", step.base, low.b.word(last))
