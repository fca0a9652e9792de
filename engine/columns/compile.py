"""A set of besluiten over one object type, compiled to the columnar form for a rekendatum and a shape of population."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import product
from typing import Literal

import numpy as np

from dsl.program import STATUSES, BoolType, DateType, DecisionInfo, NumType, Outcome, Program, Type
from engine.case import Moment
from engine.columns import lower_dates, lower_folds, lower_logic, lower_numbers, lower_objects  # noqa: F401
from engine.columns.builder import Builder, TooWideError
from engine.columns.errors import too_deep, too_wide
from engine.columns.form import Decided, Form, Ins, Output, Reason, keep_live, walk
from engine.columns.lower import LOWER, Env, Lowering
from engine.columns.population import Shape
from engine.columns.val import Val
from engine.decide import WITHOUT_AMOUNT

__all__ = ["LOWER", "Code", "compile_form"]

_CAPS = (60, 52, 48, 44, 40, 36, 33, 30, 27, 24, 20, 16)
"""Bits of the largest numerator let in, tried from wide to narrow."""


_MOST = 2**44
"""The largest numerator of an outcome: half a million of these can be added up in 64 bits. A row with a larger one is routed."""


class Code(IntEnum):
    """What a row gets for one outcome. With rechtsstatus: STATUTORY plus its position in STATUSES. An amount goes with it for
    VASTGESTELD, and for the rechtsstatussen verschuldigd and op nihil gesteld."""

    ROUTED = 0
    VASTGESTELD = 1
    NIET_VAN_TOEPASSING = 2
    STATUTORY = 10


def compile_form(
    program: Program,
    besluiten: Sequence[str],
    moments: Moment | Sequence[Moment],
    shape: Shape,
    *,
    beside: Sequence[Program] = (),
    only: int | None = None,
) -> Form:
    """The columnar form of besluiten, all over one object type, on one or more moments (the months of a year): what is the same on
    several of them is computed once. ``beside``: other programs that have these besluiten, such as a variant of the law; their
    decisions follow those of the first, and what is the same in them is computed once too. ``only``: the position of the one outcome
    that is asked of each besluit; a row is left over only where that cannot be told.

    Raises ColumnsError when an input has no declared range, when the population has a role of the wrong sort, or when the rules nest
    too deep; KeyError for a besluit that does not exist; ValueError for besluiten over different object types."""
    asked = [(one, [one.decisions[name] for name in besluiten]) for one in (program, *beside)]
    if len({info.over for _, infos in asked for info in infos}) != 1:
        raise ValueError("besluiten over different object types")
    days = [moments] if isinstance(moments, Moment) else list(moments)
    for cap in (None, *_CAPS):
        try:
            return _formed(asked, days, shape, cap, only)
        except TooWideError:
            continue
        except RecursionError:
            raise too_deep(besluiten[0]) from None
    raise too_wide(besluiten[0])


def _formed(
    asked: Sequence[tuple[Program, Sequence[DecisionInfo]]],
    moments: Sequence[Moment],
    shape: Shape,
    cap: int | None,
    only: int | None,
) -> Form:
    shared = Builder()
    decisions = []
    for (program, infos), moment in product(asked, moments):
        low = Lowering(program, moment, shape, cap, shared)
        env = Env(shared.row)
        found = [(info, [_outcome(low, outcome, env) for outcome in _wanted(info, only)]) for info in infos]
        # Last, when all is read: a row outside the box is left over in every decision.
        outside = shared.because(shared.or_(*low.outside.get(id(shared.rows), ())), Reason.BUITEN_BEREIK)
        for info, outcomes in found:
            reason = shared.why(outside, *(one.reason for one in outcomes))
            here = shared.not_(shared.is_bad(reason))
            outputs = tuple(_output(low, one, here) for one in outcomes)
            decisions.append(Decided(info.name, moment.rekendatum, reason, outputs))
    roots = [decision.reason for decision in decisions]
    roots += [ins for decision in decisions for output in decision.outputs for ins in (output.value, output.code)]
    keep_live(shared.rows, roots)
    read = {ins.data for ins in walk(shared.rows) if ins.op == "load"}
    types = {one.name: one for program, _ in asked for one in program.types.values()}
    return Form(
        asked[0][1][0].over,
        shared.rows,
        shared.row,
        tuple(decisions),
        tuple(source for source in shared.sources if source in read),
        tuple(held for _, held in shared.tables.values()),
        {(one.name, role.name): role.target for one in types.values() for role in one.roles.values()},
        cap,
    )


def _wanted(info: DecisionInfo, only: int | None) -> Sequence[Outcome]:
    return info.outcomes if only is None else (info.outcomes[only],)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """``shown``: the value as it is stored where it applies; ``reason``: why the row cannot be decided."""

    outcome: Outcome
    value: Val
    shown: Ins
    code: Ins
    reason: Ins


def _outcome(low: Lowering, outcome: Outcome, env: Env) -> _Outcome:
    value = low.value(outcome.value, env)
    legal = None if outcome.status is None else low.value(outcome.status, env)
    code, reason = _code(low, value, legal)
    shown, too_large = _shown(low, value)
    return _Outcome(outcome, value, shown, code, low.b.why(reason, too_large))


def _code(low: Lowering, value: Val, legal: Val | None) -> tuple[Ins, Ins]:
    """The code of an outcome where it is not routed, and why it is routed."""
    b = low.b
    reason = value.bad
    if value.div is not None:
        reason = b.why(reason, b.because(b.not_(value.na), Reason.DELER))
    plain = b.select(value.na, b.word(Code.NIET_VAN_TOEPASSING), b.word(Code.VASTGESTELD))
    if legal is None:
        return plain, reason
    reason = b.why(reason, legal.bad)
    code = plain
    for place, status in enumerate(STATUSES):
        holds = b.and_(b.compare("=", legal.x, b.word(place)), b.not_(legal.na))
        owed = b.word(Code.STATUTORY + place)
        if status in WITHOUT_AMOUNT:
            # An amount beside a status that has none is for the exact evaluator.
            reason = b.why(reason, b.because(b.and_(holds, b.not_(value.na)), Reason.FOUT))
            code = b.select(holds, owed, code)
        else:
            code = b.select(b.and_(holds, b.not_(value.na)), owed, code)
    return code, reason


def _shown(low: Lowering, value: Val) -> tuple[Ins, Ins]:
    """The value of an outcome as it is stored, held within what can be added up over many rows; and where it lies outside that."""
    b = low.b
    x = value.x
    if value.div is not None:
        return b.number(0), b.fine
    if x.kind not in ("f", "l", "x") or (x.low >= -_MOST and x.high <= _MOST):
        return x, b.fine
    bottom, top = b.as_kind(b.number(-_MOST), x.kind), b.as_kind(b.number(_MOST), x.kind)
    outside = b.and_(b.not_(value.na), b.or_(b.compare("<", x, bottom), b.compare(">", x, top)))
    kept = b.make("clamp", (x, bottom, top), x.kind, max(x.low, -_MOST), min(x.high, _MOST))
    return b.fit(kept), b.because(outside, Reason.BUITEN_BEREIK)


def _output(low: Lowering, one: _Outcome, here: Ins) -> Output:
    b = low.b
    kind: Type = low.program.nodes[one.outcome.value].type
    sort: Literal["number", "date", "words", "bool"]
    if isinstance(kind, NumType):
        sort = "number"
    elif isinstance(kind, BoolType):
        sort = "bool"
    else:
        sort = "date" if isinstance(kind, DateType) else "words"
    x = one.shown
    nothing = b.no if x.kind == "b" else b.as_kind(b.word(0), x.kind)
    x = b.select(b.and_(here, b.not_(one.value.na)), x, nothing)
    code = b.select(here, one.code, b.word(Code.ROUTED))
    return Output(one.outcome.words, sort, x, code, one.value.den, low.words(kind), _stored(x, sort))


def _stored(x: Ins, sort: str) -> str:
    """The narrowest type that holds a value."""
    if sort == "bool":
        return "bool"
    for dtype in ("int8", "int16", "int32", "int64"):
        info = np.iinfo(dtype)
        if info.min <= x.low and x.high <= info.max:
            return dtype
    raise AssertionError("a value that is not held within what can be stored")
