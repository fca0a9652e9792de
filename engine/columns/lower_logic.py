"""Conditions and rules: V2 to V5 and V8 of the design, where nothing that matters is open.

A condition that is decided by one of its parts is decided, whatever the others are; only what stays open sends a row away."""

from __future__ import annotations

from collections.abc import Sequence

from dsl.program import And, Applies, AtLeast, Choice, Input, IsApplicable, Node, Not, NumType, Or, RuleInfo, TableHit
from engine.columns.form import Ins, Reason
from engine.columns.lower import Env, Lowering, lowers
from engine.columns.lower_objects import column_on, state_of
from engine.columns.val import Val


def all_of(low: Lowering, parts: Sequence[Val]) -> Val:
    """Ja when all are; nee as soon as one surely is nee."""
    b = low.b
    truth = b.and_(*(b.or_(part.x, b.is_bad(part.bad)) for part in parts))
    return _decided(low, truth, truth, parts)


def any_of(low: Lowering, parts: Sequence[Val]) -> Val:
    """Ja as soon as one surely is; nee when all are nee."""
    b = low.b
    truth = b.or_(*(b.and_(part.x, b.not_(b.is_bad(part.bad))) for part in parts))
    return _decided(low, truth, b.not_(truth), parts)


def _decided(low: Lowering, truth: Ins, open_: Ins, parts: Sequence[Val]) -> Val:
    bad = low.b.because(open_, low.b.why(*(part.bad for part in parts)))
    const = bool(truth.data) if truth.is_const and bad is low.b.fine else None
    return Val(truth, low.b.no, bad, const=const)


def opposite(low: Lowering, value: Val) -> Val:
    const = None if value.const is None else not value.const
    return Val(low.b.not_(value.x), low.b.no, value.bad, const=const)


@lowers(And)
def _and(low: Lowering, at: int, node: And, env: Env) -> Val:
    return all_of(low, [low.operand(part, env) for part in node.parts])


@lowers(Or)
def _or(low: Lowering, at: int, node: Or, env: Env) -> Val:
    return any_of(low, [low.operand(part, env) for part in node.parts])


@lowers(Not)
def _not(low: Lowering, at: int, node: Not, env: Env) -> Val:
    return opposite(low, low.operand(node.of, env))


@lowers(AtLeast)
def _at_least(low: Lowering, at: int, node: AtLeast, env: Env) -> Val:
    b = low.b
    parts = [low.operand(part, env) for part in node.parts]
    bad = [b.is_bad(part.bad) for part in parts]
    sure = _count(low, [b.and_(part.x, b.not_(open_)) for part, open_ in zip(parts, bad, strict=True)])
    possible = _count(low, [b.or_(part.x, open_) for part, open_ in zip(parts, bad, strict=True)])
    enough = b.compare(">=", sure, b.word(node.minimum))
    maybe = b.compare(">=", possible, b.word(node.minimum))
    return _decided(low, enough, b.and_(maybe, b.not_(enough)), parts)


def _count(low: Lowering, parts: Sequence[Ins]) -> Ins:
    total = low.b.word(0)
    for part in parts:
        total = low.b.calc("add", total, low.b.to_word(part))
    return total


@lowers(IsApplicable)
def _is_applicable(low: Lowering, at: int, node: IsApplicable, env: Env) -> Val:
    of = low.value(node.of, env)
    answer = low.b.not_(of.na)
    const = bool(answer.data) if answer.is_const and of.bad is low.b.fine else None
    return Val(answer, low.b.no, of.bad, const=const)


# ---------------------------------------------------------------- rules


def _valid(low: Lowering, applies: int) -> bool:
    node = low.node(applies)
    assert isinstance(node, Applies)
    return _rule(low, node).valid_on(low.today)


def _rule(low: Lowering, node: Applies) -> RuleInfo:
    return low.program.rules[node.rule]


@lowers(Applies)
def _applies(low: Lowering, at: int, node: Applies, env: Env) -> Val:
    if not _rule(low, node).valid_on(low.today):
        return low.v.truth(False)
    parts = [] if node.condition is None else [low.operand(node.condition, env)]
    parts += [opposite(low, low.operand(off, env)) for off in node.off]
    return all_of(low, parts)


class _Standing:
    """The rules or rows that are not surely out (V3): a value is definite when one of them surely fits and all give the same."""

    def __init__(self, low: Lowering, node: Choice | TableHit) -> None:
        self.low = low
        self.node = node
        self.chosen: Val | None = None
        self.any_left = low.b.no
        self._certain = low.b.no
        self._open: list[Ins] = []
        self._wrong: list[Ins] = []
        self._differ: list[Ins] = []

    def add(self, left: Ins, fits: Val, beaten: Sequence[Val], value: Val) -> None:
        b = self.low.b
        self._certain = b.or_(self._certain, b.and_(left, fits.x, b.not_(b.is_bad(fits.bad))))
        self._open.append(b.because(left, b.why(fits.bad, *(one.bad for one in beaten))))
        self._wrong.append(b.because(left, value.bad))
        if self.chosen is None:
            self.chosen = value
        else:
            both = b.and_(self.any_left, left)
            if both is not b.no:
                self._differ.append(b.and_(both, _differs(self.low, self.node, self.chosen, value)))
            self.chosen = self.low.v.merge(left, value, self.chosen)
        self.any_left = b.or_(self.any_left, left)

    def why(self) -> Ins:
        """Why there is no definite value, where there is none."""
        b = self.low.b
        open_ = b.why(*self._open)
        differ = b.or_(*self._differ)
        settled = b.and_(self._certain, b.not_(differ))
        return b.why(*self._wrong, b.because(differ, Reason.FOUT), b.because(b.not_(settled), open_))


@lowers(Choice)
def _choice(low: Lowering, at: int, node: Choice, env: Env) -> Val:
    """The value of the one rule that stands, or of several that give the same."""
    b = low.b
    standing = _Standing(low, node)
    for candidate in node.candidates:
        if not low.program.rules[candidate.rule].valid_on(low.today):
            continue
        fits = low.operand(candidate.applies, env)
        beaten = [low.operand(d, env) for d in candidate.defeaters if _valid(low, d)]
        out = any_of(low, [opposite(low, fits), *beaten])
        left = b.not_(b.and_(out.x, b.not_(b.is_bad(out.bad))))
        if left is not b.no:
            standing.add(left, fits, beaten, low.value(candidate.value, env))
    chosen, any_left, bad = standing.chosen, standing.any_left, standing.why()
    if any_left is not b.yes:
        none = low.v.not_applicable(low.blank(node.type)) if node.default is None else low.value(node.default, env)
        bad = b.why(bad, b.because(b.not_(any_left), none.bad))
        chosen = none if chosen is None else low.v.merge(any_left, chosen, none)
    assert chosen is not None
    const = chosen.const if bad is b.fine and chosen.na is b.no else None
    out = Val(chosen.x, chosen.na, bad, chosen.den, chosen.div, const, chosen.step)
    return out if node.given is None else _or_given(low, node, node.given, out, env)


def _differs(low: Lowering, node: Node, a: Val, c: Val) -> Ins:
    """Where two values are not the same; both niet van toepassing is the same."""
    b = low.b
    if isinstance(node.type, NumType):
        (left, right), _, _ = low.v.aligned(a, c)
    else:
        left, right = a.x, c.x
    apart = b.and_(b.not_(a.na), b.not_(c.na), b.compare("<>", left, right))
    return b.or_(apart, b.select(a.na, b.not_(c.na), c.na))


def _or_given(low: Lowering, node: Choice, given: int, ruled: Val, env: Env) -> Val:
    """What the population gives for an attribute that may be given, where it does."""
    fact = low.node(given)
    assert isinstance(fact, Input)
    held = column_on(low, node.owner, fact.attr, low.today)
    if held is None:
        return ruled
    found = low.value(given, env)
    if not held[1].has_state:
        return found
    is_given = low.b.compare("=", state_of(low, node.owner, fact.attr, env.self), low.b.word(0))
    return low.v.merge(is_given, found, ruled)


@lowers(TableHit)
def _table_hit(low: Lowering, at: int, node: TableHit, env: Env) -> Val:
    return _first_row(low, node, env) if node.policy == "eerste" else _only_row(low, node, env)


def _first_row(low: Lowering, node: TableHit, env: Env) -> Val:
    """The first row that fits, built from the last one back."""
    b = low.b
    out = low.v.not_applicable(low.blank(node.type))
    for _, condition, value in reversed(node.rows):
        found = low.value(value, env)
        if condition is None:
            out = found
            continue
        fits = low.operand(condition, env)
        open_ = b.is_bad(fits.bad)
        merged = low.v.merge(fits.x, found, out)
        why = b.select(open_, fits.bad, merged.bad)
        out = Val(merged.x, b.and_(merged.na, b.not_(open_)), why, merged.den, merged.div, merged.const)
    return out


def _only_row(low: Lowering, node: TableHit, env: Env) -> Val:
    """Rows that fit together have to agree."""
    b = low.b
    standing = _Standing(low, node)
    for _, condition, value in node.rows:
        fits = low.v.truth(True) if condition is None else low.operand(condition, env)
        left = b.or_(fits.x, b.is_bad(fits.bad))
        if left is not b.no:
            standing.add(left, fits, [], low.value(value, env))
    none = low.v.not_applicable(low.blank(node.type))
    chosen = none if standing.chosen is None else low.v.merge(standing.any_left, standing.chosen, none)
    bad = standing.why()
    return Val(chosen.x, chosen.na, bad, chosen.den, chosen.div, chosen.const if bad is b.fine else None)
