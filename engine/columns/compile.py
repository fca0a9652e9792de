"""A set of besluiten over one object type, compiled to the columnar form for a rekendatum and a shape of population."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Literal

import numpy as np

from dsl.program import STATUSES, BoolType, DateType, DecisionInfo, NumType, Outcome, Program, Type
from engine.case import Moment
from engine.columns import lower_dates, lower_folds, lower_logic, lower_numbers, lower_objects  # noqa: F401
from engine.columns.builder import TooWideError
from engine.columns.errors import too_deep, too_wide
from engine.columns.form import Form, Ins, Output, Reason, keep_live
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


def compile_form(program: Program, besluiten: Sequence[str], moment: Moment, shape: Shape) -> Form:
    """The columnar form of the outcomes of besluiten, all over one object type.

    Raises ColumnsError when an input has no declared range, when the population has a role of the wrong sort, or when the rules nest
    too deep; KeyError for a besluit that does not exist; ValueError for besluiten over different object types."""
    infos = [program.decisions[name] for name in besluiten]
    if len({info.over for info in infos}) != 1:
        raise ValueError("besluiten over different object types")
    for cap in (None, *_CAPS):
        try:
            return _formed(Lowering(program, moment, shape, cap), infos)
        except TooWideError:
            continue
        except RecursionError:
            raise too_deep(infos[0].name) from None
    raise too_wide(infos[0].name)


def _formed(low: Lowering, infos: Sequence[DecisionInfo]) -> Form:
    env = Env(low.b.row)
    reasons: list[Ins] = []
    found: list[tuple[str, Outcome, Val, Ins]] = []
    for info in infos:
        for outcome in info.outcomes:
            value = low.value(outcome.value, env)
            legal = None if outcome.status is None else low.value(outcome.status, env)
            code, reason = _code(low, value, legal)
            reasons.append(reason)
            found.append((f"{info.name}: {outcome.words}", outcome, value, code))
    shown = [_shown(low, value) for _, _, value, _ in found]
    outside = low.b.or_(*low.outside.get(id(low.b.rows), ()))
    reasons.append(low.b.because(outside, Reason.BUITEN_BEREIK))
    reason = low.b.why(*reasons, *(why for _, why in shown))
    here = low.b.not_(low.b.is_bad(reason))
    outputs = tuple(
        _output(low, name, low.program.nodes[outcome.value].type, value, x, code, here)
        for (name, outcome, value, code), (x, _) in zip(found, shown, strict=True)
    )
    roots = [reason, *(ins for output in outputs for ins in (output.value, output.code))]
    keep_live(low.b.rows, roots)
    return Form(
        infos[0].over,
        low.b.rows,
        low.b.row,
        outputs,
        reason,
        tuple(low.b.sources),
        tuple(held for _, held in low.b.tables.values()),
        low.cap,
    )


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


def _output(low: Lowering, name: str, kind: Type, value: Val, x: Ins, code: Ins, here: Ins) -> Output:
    b = low.b
    sort: Literal["number", "date", "words", "bool"]
    if isinstance(kind, NumType):
        sort = "number"
    elif isinstance(kind, BoolType):
        sort = "bool"
    else:
        sort = "date" if isinstance(kind, DateType) else "words"
    nothing = b.no if x.kind == "b" else b.as_kind(b.word(0), x.kind)
    x = b.select(b.and_(here, b.not_(value.na)), x, nothing)
    return Output(
        name, sort, x, b.select(here, code, b.word(Code.ROUTED)), value.den, low.words(kind), _stored(x, sort)
    )


def _stored(x: Ins, sort: str) -> str:
    """The narrowest type that holds a value."""
    if sort == "bool":
        return "bool"
    for dtype in ("int8", "int16", "int32", "int64"):
        info = np.iinfo(dtype)
        if info.min <= x.low and x.high <= info.max:
            return dtype
    raise AssertionError("a value that is not held within what can be stored")
