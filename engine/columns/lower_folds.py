"""Folds over the objects in a role, as loops over a segment of the other table."""

from __future__ import annotations

from dsl.program import Aggregate, ForAll, NumType, Share
from engine.columns.form import Ins, Reason, Region
from engine.columns.lower import Env, Lowering, lowers
from engine.columns.lower_objects import segment, source
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
        # More objects than were declared are outside what is proven.
        most = low.program.types[owner].roles[node.role].maximum
        self.most = most
        count = b.make("sub", (after, first), "w", -(2**31), 2**31 - 1) if not after.is_const else b.word(0)
        too_many = b.compare(">", count, b.word(most))
        self.bad = b.why(self.bad, b.because(too_many, Reason.BUITEN_BEREIK))
        here = b.is_bad(self.bad)
        self.body = Region(parent.depth + 1, parent)
        self.first, self.after = first, b.select(here, first, after)
        position = b.make("element", (), "w", 0, 2**31 - 1, region=self.body)
        shape = low.shape.table(owner).role(node.role)
        element: Ins = position
        if shape is not None and shape.members is not None:
            element = b.load(source(node.role, owner, "members", shape.members), position)
            if element.kind != "w":
                element = b.make("cvt", (element,), "w", 0, 2**31 - 1)
        self.position = position
        self.inside = env.inside(element, node.depth)
        self._loop: Ins | None = None

    def fold(self, how: str, value: Ins, low: int | None = None, high: int | None = None) -> Ins:
        """The fold of a value in the loop."""
        if self._loop is None:
            self._loop = self.low.b.loop(self.body, self.first, self.after)
        return self.low.b.fold(
            self._loop, how, value, value.low if low is None else low, value.high if high is None else high
        )

    def answer(self, value: Val) -> Val:
        return self.low.v.through(self.obj, value)


@lowers(Aggregate)
def _aggregate(low: Lowering, at: int, node: Aggregate, env: Env) -> Val:
    if node.distinct is not None:
        return _distinct(low, node, env)
    b = low.b
    fold = Fold(low, node, node.obj, env)
    where = low.v.truth(True) if node.where is None else low.operand(node.where, fold.inside)
    open_ = b.is_bad(where.bad)
    takes = b.and_(where.x, b.not_(open_))
    if node.how == "count":
        bad = b.why(fold.bad, fold.fold("or", where.bad))
        count = fold.fold("sum", b.to_word(takes), 0, fold.most)
        return fold.answer(Val(b.as_number(count), b.no, bad))
    assert node.value is not None
    value = low.operand(node.value, fold.inside)
    wrong = b.why(where.bad, b.because(takes, value.bad))
    if value.div is not None:
        wrong = b.why(wrong, b.because(takes, Reason.DELER))
    bad = b.why(fold.bad, fold.fold("or", wrong))
    if node.how == "sum":
        ends = [0, value.x.low * fold.most, value.x.high * fold.most]
        sum_low, sum_high = min(ends), max(ends)
        total_kind = b.number(max(abs(sum_low), abs(sum_high))).kind
        part = b.select(takes, value.x, b.as_kind(b.number(0), value.x.kind))
        total = fold.fold("sum", b.as_kind(part, total_kind), sum_low, sum_high)
        return fold.answer(Val(total, b.no, bad, value.den))
    start = value.x.low if node.how == "max" else value.x.high
    neutral = b.const(start, value.x.kind)
    extreme = fold.fold(node.how, b.select(takes, value.x, neutral), value.x.low, value.x.high)
    none = b.not_(fold.fold("or", takes))
    na = b.and_(none, b.not_(b.is_bad(bad)))
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
    bad = b.why(fold.bad, fold.fold("or", wrong))
    count = fold.fold("sum", b.to_word(new), 0, fold.most)
    return fold.answer(Val(b.as_number(count), b.no, bad))


@lowers(ForAll)
def _for_all(low: Lowering, at: int, node: ForAll, env: Env) -> Val:
    b = low.b
    fold = Fold(low, node, node.obj, env)
    holds = low.operand(node.holds, fold.inside)
    truth = fold.fold("and", b.or_(holds.x, b.is_bad(holds.bad)))
    open_ = fold.fold("or", holds.bad)
    bad = b.why(fold.bad, b.because(truth, open_))
    return fold.answer(Val(truth, b.no, bad))


@lowers(Share)
def _share(low: Lowering, at: int, node: Share, env: Env) -> Val:
    """The division of an amount over objects is left to the exact evaluator, for every row that needs it."""
    return low.v.cannot(Reason.VERDELING, low.blank(node.type))
