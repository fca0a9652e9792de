"""Folds over the objects in a role, as loops over a segment of the other table."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from dsl.program import Aggregate, ForAll, NumType, Share
from engine.columns.form import Ins, Reason, Region
from engine.columns.lower import Env, Lowering, lowers
from engine.columns.lower_objects import segment, source, there_of
from engine.columns.val import Val


class Fold:
    """A loop over the objects in a role of ``obj``; ``inside`` is the environment of one of them."""

    def __init__(self, low: Lowering, node: Aggregate | ForAll | Share, about: int, env: Env) -> None:
        b = low.b
        self.low = low
        self.obj = low.value(about, env)
        owner = low.owner(about)
        around = [self.obj.x, env.self, *env.elements[: node.level]]
        parent = max((ins.region for ins in around), key=lambda one: one.depth)
        first, after, self.bad = segment(low, owner, node.role, self.obj.x)
        # More objects than were declared are outside what is proven. Of nobody there are none.
        self.most = low.program.types[owner].roles[node.role].maximum
        count = b.make("sub", (after, first), "w", -(2**31), 2**31 - 1) if not after.is_const else b.word(0)
        there = b.and_(there_of(low, self.obj.x), b.not_(b.is_bad(self.bad)))
        too_many = b.compare(">", count, b.word(self.most))
        if too_many is not b.no:
            low.outside.setdefault(id(too_many.region), []).append(b.and_(there, too_many))
        self.body = Region(parent.depth + 1, parent)
        self.first, self.after = first, b.select(b.and_(there, b.not_(too_many)), after, first)
        position = b.make("element", (), "w", 0, 2**31 - 1, region=self.body)
        shape = low.shape.table(owner).role(node.role)
        element: Ins = position
        if shape is not None and shape.members is not None:
            element = b.load(source(node.role, owner, "members", shape.members), position)
            if element.kind != "w":
                element = b.make("cvt", (element,), "w", 0, 2**31 - 1)
        self.position = position
        self.element = element
        self.inside = env.inside(element, node.depth)

    def folds(self, *wanted: tuple[str, Ins, int, int]) -> list[Ins]:
        """The folds of values in one loop: how, the value, and between which ends the outcome lies. Called once, when every value
        is there: the loop stands after whatever its body needs."""
        b = self.low.b
        outside = b.or_(*self.low.outside.pop(id(self.body), ()))
        loop = b.loop(self.body, self.first, self.after)
        if outside is not b.no:
            beyond = b.fold(loop, "or", outside, 0, 1)
            self.low.outside.setdefault(id(beyond.region), []).append(beyond)
        return [b.fold(loop, how, value, low, high) for how, value, low, high in wanted]

    def answer(self, value: Val) -> Val:
        return self.low.v.through(self.obj, value)


@lowers(Aggregate)
def _aggregate(low: Lowering, at: int, node: Aggregate, env: Env) -> Val:
    if node.distinct is not None:
        return _distinct(low, node, env)
    b = low.b
    fold = Fold(low, node, node.obj, env)
    where = low.v.truth(True) if node.where is None else low.operand(node.where, fold.inside)
    takes = b.and_(where.x, b.not_(b.is_bad(where.bad)))
    if node.how == "count":
        open_, count = fold.folds(("or", where.bad, 0, 127), ("sum", b.to_word(takes), 0, fold.most))
        return fold.answer(Val(b.as_number(count), b.no, b.why(fold.bad, open_)))
    assert node.value is not None
    value = low.operand(node.value, fold.inside)
    wrong = b.why(where.bad, b.because(takes, value.bad))
    if value.div is not None:
        wrong = b.why(wrong, b.because(takes, Reason.DELER))
    if node.how == "sum":
        ends = [0, value.x.low * fold.most, value.x.high * fold.most]
        least, most = min(ends), max(ends)
        part = b.select(takes, value.x, b.as_kind(b.number(0), value.x.kind))
        part = b.as_kind(part, b.number(max(abs(least), abs(most))).kind)
        open_, total = fold.folds(("or", wrong, 0, 127), ("sum", part, least, most))
        return fold.answer(Val(total, b.no, b.why(fold.bad, open_), value.den))
    least, most = value.x.low, value.x.high
    neutral = b.const(least if node.how == "max" else most, value.x.kind)
    part = b.select(takes, value.x, neutral)
    open_, extreme, some = fold.folds(("or", wrong, 0, 127), (node.how, part, least, most), ("or", takes, 0, 1))
    bad = b.why(fold.bad, open_)
    na = b.and_(b.not_(some), b.not_(b.is_bad(bad)))
    return fold.answer(Val(extreme, na, bad, value.den if isinstance(node.type, NumType) else 1))


def _distinct(low: Lowering, node: Aggregate, env: Env) -> Val:
    """How many different values: a position counts when no earlier one that takes part has its value."""
    b = low.b
    fold = Fold(low, node, node.obj, env)
    assert node.distinct is not None

    def measured(inside: Env) -> tuple[Ins, Ins, Val]:
        where = low.v.truth(True) if node.where is None else low.operand(node.where, inside)
        value = low.operand(node.distinct, inside)  # type: ignore[arg-type]
        takes = b.and_(where.x, b.not_(b.is_bad(where.bad)))
        return takes, b.why(where.bad, b.because(takes, value.bad)), value

    takes, wrong, value = measured(fold.inside)
    again = Region(fold.body.depth + 1, fold.body)
    position = b.make("element", (), "w", 0, 2**31 - 1, region=again)
    owner = low.owner(node.obj)
    shape = low.shape.table(owner).role(node.role)
    element: Ins = position
    if shape is not None and shape.members is not None:
        element = b.to_word(b.load(source(node.role, owner, "members", shape.members), position))
    other_takes, _, other = measured(env.inside(element, node.depth))
    if value.div is not None:
        wrong = b.why(wrong, b.because(takes, Reason.DELER))
    equal = b.and_(other_takes, b.compare("=", value.x, other.x))
    loop = b.loop(again, fold.first, fold.position)
    seen = b.fold(loop, "or", equal, 0, 1)
    new = b.and_(takes, b.not_(seen))
    open_, count = fold.folds(("or", wrong, 0, 127), ("sum", b.to_word(new), 0, fold.most))
    return fold.answer(Val(b.as_number(count), b.no, b.why(fold.bad, open_)))


@lowers(ForAll)
def _for_all(low: Lowering, at: int, node: ForAll, env: Env) -> Val:
    b = low.b
    fold = Fold(low, node, node.obj, env)
    holds = low.operand(node.holds, fold.inside)
    truth, open_ = fold.folds(("and", b.or_(holds.x, b.is_bad(holds.bad)), 0, 1), ("or", holds.bad, 0, 127))
    bad = b.why(fold.bad, b.because(truth, open_))
    return fold.answer(Val(truth, b.no, bad))


@lowers(Share)
def _share(low: Lowering, at: int, node: Share, env: Env) -> Val:
    """What the object itself gets of an amount that is divided over the members of a role: whole steps of the grid in proportion to
    the weights; the steps that are left go to the largest remainders, of equal ones to the first."""
    b = low.b
    total = low.operand(node.total, env)
    steps, inexact = _steps(low, total, node.grid)

    def weights(fold: Fold) -> Val:
        return low.v.fraction(Fraction(1)) if node.weight is None else low.operand(node.weight, fold.inside)

    first = Fold(low, node, node.whole, env)
    weight = weights(first)
    most = first.most * max(weight.x.high, 0)
    mine = b.compare("=", first.element, env.self)
    part = b.as_kind(b.calc("max", weight.x, b.number(0)), b.number(most).kind)
    nought = b.as_kind(b.number(0), part.kind)
    far = b.word(2**31 - 1)
    here, place, whole, own, wrong = first.folds(
        ("or", mine, 0, 1),
        ("min", b.select(mine, first.position, far), 0, 2**31 - 1),
        ("sum", part, 0, most),
        ("max", b.select(mine, part, nought), 0, max(weight.x.high, 0)),
        ("or", b.why(weight.bad, b.because(b.compare("<", weight.x, b.number(0)), Reason.FOUT)), 0, 127),
    )
    divisor = b.calc("max", whole, b.number(1))
    second = Fold(low, node, node.whole, env)
    each = b.calc("max", weights(second).x, b.number(0))
    floor, rest = _divided(low, b.calc("mul", steps, each), divisor)
    own_floor, own_rest = _divided(low, b.calc("mul", steps, own), divisor)
    earlier = b.and_(b.compare("=", rest, own_rest), b.compare("<", second.position, place))
    before = b.or_(b.compare(">", rest, own_rest), earlier)
    ends = [0, floor.low * second.most, floor.high * second.most]
    counted = b.as_kind(floor, b.number(max(map(abs, ends))).kind)
    given, rank = second.folds(("sum", counted, min(ends), max(ends)), ("sum", b.to_word(before), 0, second.most))
    extra = b.compare("<", b.as_number(rank), b.calc("sub", steps, given))
    share = b.calc("add", own_floor, b.select(extra, b.number(1), b.number(0)))
    empty = b.compare("=", whole, b.number(0))
    fault = b.why(total.bad, wrong, b.because(b.or_(inexact, empty), Reason.FOUT))
    if weight.div is not None or total.div is not None:
        fault = b.why(fault, b.const(int(Reason.DELER), "s"))
    bad = b.why(first.bad, b.because(here, fault))
    na = b.and_(b.not_(here), b.not_(b.is_bad(first.bad)))
    return first.answer(Val(low.v.times(share, node.grid.numerator), na, bad, node.grid.denominator))


def _steps(low: Lowering, total: Val, grid: Fraction) -> tuple[Ins, Ins]:
    """How many whole steps of a grid an amount is, and where it is no whole number of them."""
    b = low.b
    shared = gcd(grid.denominator, total.den * grid.numerator)
    top = low.v.times(total.x, grid.denominator // shared)
    per = b.number(total.den * grid.numerator // shared)
    steps, rest = _divided(low, top, per)
    return steps, b.compare("<>", rest, b.number(0))


def _divided(low: Lowering, above: Ins, below: Ins) -> tuple[Ins, Ins]:
    """A number divided by one above 0, rounded down, and what is left."""
    b = low.b
    down = b.floordiv(above, below)
    left = b.calc("sub", above, b.calc("mul", down, below))
    if left.is_const:
        return down, left
    return down, b.make("known", (left,), left.kind, 0, max(0, below.high - 1))
