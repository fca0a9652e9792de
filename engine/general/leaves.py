"""What stands at the bottom: constants, the dates of the decision, parameters, tables, a case handler's judgement."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from dsl.notation import format_date, format_display
from dsl.program import (
    BoolType,
    Const,
    Context,
    DatedValue,
    EnumType,
    Judge,
    KeyRange,
    Literal_,
    Lookup,
    NotApplicable,
    Param,
    dated_on,
)
from engine.bounds import bounds_of, hull, point, settle, with_flags
from engine.bounds import compare as compare_bounds
from engine.general.objects import range_of
from engine.general.operands import usable
from engine.general.table import Operands, computes
from engine.scene import Env, Scene
from engine.values import NA, Bounds, FactRef, Fault, Known, Scalar, Unknown, Value

VERZENDDATUM = FactRef("", "verzenddatum")
"""The date of sending is asked for like a fact of the decision itself."""


@computes(Const)
def _const(scene: Scene, node: Const, env: Env, operands: Operands) -> Value:
    return Known(node.value)


@computes(NotApplicable)
def _not_applicable(scene: Scene, node: NotApplicable, env: Env, operands: Operands) -> Value:
    return NA


@computes(Context)
def _context(scene: Scene, node: Context, env: Env, operands: Operands) -> Value:
    if node.which == "rekendatum":
        return Known(scene.today)
    if scene.moment.verzonden_op is not None:
        return Known(scene.moment.verzonden_op)
    return Unknown(Bounds(), frozenset((VERZENDDATUM,)))


# ---------------------------------------------------------------- parameters and tables


def _gap(what: str, on: date, span_of: Param | Lookup) -> Fault:
    text = f"{what} heeft geen waarde op {format_date(on)}. Voeg een waarde toe die op die dag geldt."
    return Fault("parameter ontbreekt", text, (span_of.span,))


def _between(values: tuple[DatedValue, ...], low: date | None, high: date | None) -> tuple[list[Value], bool]:
    """The values that hold on some day of a range of dates, and whether some day has none."""
    found: list[Value] = []
    gap = low is None or high is None or not values or values[0].start > low
    reached: date | None = None
    for item in values:
        if (high is not None and item.start > high) or (low is not None and item.end is not None and item.end < low):
            continue
        if reached is not None and (item.start - reached).days > 1:
            gap = True
        if item.value is None:
            gap = True
        else:
            found.append(Known(item.value))
        reached = item.end or date.max
    if reached is None or (high is not None and reached < high):
        gap = True
    return found, gap


@computes(Param)
def _param(scene: Scene, node: Param, env: Env, operands: Operands) -> Value:
    info = scene.program.params[node.name]
    on: date = scene.today
    if node.at is not None:
        values, fault = usable(scene, operands)
        if fault:
            return fault
        (at,) = values
        if not isinstance(at, Known):
            bounds = bounds_of(at)
            assert not isinstance(bounds.low, Fraction) and not isinstance(bounds.high, Fraction)
            found, gap = _between(info.values, bounds.low, bounds.high)
            return settle(with_flags(_with_gap(hull(found), gap), values), values)
        assert isinstance(at.value, date)
        on = at.value
    held = info.on(on)
    if held is None or held.value is None:
        return _gap(f"De parameter {info.name}", on, node)
    return Known(held.value)


def _with_gap(bounds: Bounds, gap: bool) -> Bounds:
    return Bounds(bounds.low, bounds.high, bounds.options, bounds.maybe_na, bounds.maybe_fault or gap)


def _fits(key: Value, cell: Literal_ | KeyRange) -> tuple[bool, bool]:
    """Whether a key possibly, and whether it possibly not, belongs to a cell."""
    bounds = bounds_of(key)
    if not isinstance(cell, KeyRange):
        outcome = compare_bounds("=", bounds, point(cell))
        return outcome.yes, outcome.no
    yes, no = True, False
    for op, end in ((">=", cell.low), ("<=" if cell.high_in else "<", cell.high)):
        if end is not None:
            outcome = compare_bounds(op, bounds, point(end))
            yes, no = yes and outcome.yes, no or outcome.no
    return yes, no


@computes(Lookup)
def _lookup(scene: Scene, node: Lookup, env: Env, operands: Operands) -> Value:
    info = scene.program.tables[node.table]
    keys, fault = usable(scene, operands)
    if fault:
        return fault
    found: list[Value] = []
    missing = _gap(f"De tabel {info.name}", scene.today, node)
    certain = False
    for row in info.rows:
        fits = [_fits(key, cell) for key, cell in zip(keys, row.keys, strict=True)]
        if not all(yes for yes, _ in fits):
            continue
        held = dated_on(row.values, scene.today)
        found.append(missing if held is None or held.value is None else Known(held.value))
        certain = certain or not any(no for _, no in fits)
    if not found:
        told = " en ".join(_key_words(key.value) for key in keys if isinstance(key, Known))
        text = f"De tabel {info.name} heeft geen rij voor {told or 'deze gegevens'}. Vul de tabel aan."
        return Fault("parameter ontbreekt", text, (node.span,))
    if all(value == missing for value in found):
        return missing
    return settle(with_flags(_with_gap(hull(found), not certain), keys), keys)


def _key_words(key: Scalar) -> str:
    """A key as a person knows it, for the one who has to find the row."""
    if isinstance(key, bool):
        return "ja" if key else "nee"
    if isinstance(key, date):
        return format_date(key)
    return f"'{key}'" if isinstance(key, str) else format_display(key)


# ---------------------------------------------------------------- beoordelen


@computes(Judge)
def _judge(scene: Scene, node: Judge, env: Env, operands: Operands) -> Value:
    answer = scene.case.answers.get(node.key)
    bounds = _answer_bounds(scene, node)
    if answer is None:
        return settle(bounds, [Unknown(Bounds(), questions=frozenset((node.key,)))])
    given = point(answer)
    inside = bounds.options is None or bool(given.options and given.options <= bounds.options)
    for op, end in ((">=", node.low), ("<=", node.high)):
        if end is not None and not isinstance(end, str | bool):
            inside = inside and compare_bounds(op, given, point(end)).yes
    if not inside:
        return Fault("grenzen", f"Het antwoord op de vraag “{node.question}” ligt buiten de grenzen.", (node.span,))
    return Known(answer)


def _answer_bounds(scene: Scene, node: Judge) -> Bounds:
    match node.type:
        case BoolType():
            return Bounds(options=frozenset((True, False)))
        case EnumType(name=name):
            return Bounds(options=frozenset(scene.program.enums[name]))
    return range_of(node.low, node.high)
