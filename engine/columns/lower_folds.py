"""Folds over the objects in a role, as loops over a segment of the other table."""

from __future__ import annotations

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
    """The division of an amount over objects is left to the exact evaluator, for every row that needs it."""
    return low.v.cannot(Reason.VERDELING, low.blank(node.type))
