"""A fast decision written out: the whole trace as JSON text, the outcomes, and the receipt.

Which steps a trace has, and everything of them but their values, depends only on which rules apply and which rows are hit.
So that text is made once per such *shape*, by the same code that writes the trace of the general form, and after that a
decision only fills in its values. Decisions in which other objects take part are written out step by step.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from math import gcd
from operator import itemgetter
from typing import Any

from dsl.program import (
    DateType,
    DecisionInfo,
    EnumType,
    Lookup,
    NumType,
    Param,
    RoleRead,
    Share,
    TextType,
    Type,
    WorkDays,
)
from engine.case import Case, Moment
from engine.decide import assemble
from engine.decision import OutcomeResult, Receipt
from engine.evaluate import Evaluation
from engine.fast.compiled import Compiled, Fast
from engine.fast.run import FastRun, scalar
from engine.fast.runtime import FlatObj, Raw
from engine.general.run import Run
from engine.receipt import receipt_of
from engine.scale import Scale
from engine.scene import Scene, StepKey
from engine.trace import Trace
from engine.trace_json import trace_json, value_json
from engine.values import Known, Value

_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_HOLE = re.compile(r'"\\u0000(\d+)\\u0000"')
_MOST_SHAPES = 1000


@dataclass(frozen=True, slots=True)
class Expanded:
    """A decision in full: the canonical JSON text of its trace (:mod:`engine.trace_json`), its outcomes and its receipt."""

    trace: str
    outcomes: tuple[OutcomeResult, ...]
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Shape:
    """The text of a trace in ``pieces``, every second one a hole for a value: ``slots`` gives which slots are read, ``forms``
    how each is written, and ``order`` which of these stands in each hole. Without pieces the shape does not fix the text."""

    pieces: tuple[str, ...]
    slots: tuple[int, ...]
    forms: tuple[Callable[[Raw], str], ...]
    order: Callable[[list[str]], tuple[str, ...]]
    outcomes: tuple[OutcomeResult, ...]

    def text(self, slots: tuple[Raw, ...]) -> str | None:
        """The trace with these slots; None when something in it is niet van toepassing."""
        texts = []
        for at, form in zip(self.slots, self.forms, strict=True):
            raw = slots[at]
            if raw is None:
                return None
            texts.append(form(raw))
        pieces = list(self.pieces)
        pieces[1::2] = self.order(texts)
        return "".join(pieces)


def trace_text(scene: Scene, trace: Trace) -> str:
    """The canonical JSON text of a trace."""
    return _encode(trace_json(scene, trace))


def expand(fast: Fast, besluit: str, case: Case, moment: Moment) -> Expanded:
    """Decide and write out in full, by whichever form can. Raises KeyError when the program has no such Besluit."""
    info = fast.program.decisions[besluit]
    compiled = fast.compiled(besluit, moment, slots=True)
    found = None if compiled is None else compiled.run(case, moment)
    if compiled is None or found is None or None in found[0][: len(compiled.roots)]:
        return _step_by_step(Run(fast.program, case, moment), info)
    result, state = found
    if not is_plain(compiled):
        return _step_by_step(FastRun(fast.program, compiled, state, result), info)
    count = len(compiled.roots)
    key = (case.root.key, result[count + 1])
    shape = compiled.shapes.get(key)
    if shape is None:
        shape = _shape(compiled, FastRun(fast.program, compiled, state, result), info)
        if len(compiled.shapes) >= _MOST_SHAPES:
            compiled.shapes.clear()
        compiled.shapes[key] = shape
    text = shape.text(result[count]) if shape.pieces else None
    if text is None:
        return _step_by_step(FastRun(fast.program, compiled, state, result), info)
    outcomes = outcomes_with(compiled, shape.outcomes, result)
    return Expanded(text, outcomes, receipt_of(fast.program, case, moment, outcomes))


def _step_by_step(run: Evaluation, info: DecisionInfo) -> Expanded:
    trace = run.trace(tuple((outcome.value, outcome.status) for outcome in info.outcomes))
    decision = assemble(run, info, trace)
    return Expanded(trace_text(run.scene, trace), decision.outcomes, decision.receipt)


def outcomes_with(
    compiled: Compiled, like: tuple[OutcomeResult, ...], result: tuple[Raw, ...]
) -> tuple[OutcomeResult, ...]:
    """The outcomes of a decision of the same shape with the values of this one."""
    nodes = compiled.analysis.program.nodes
    values = [
        Known(scalar(raw, nodes[root].type, scale))
        for raw, root, scale in zip(result, compiled.roots, compiled.root_scales, strict=False)
    ]
    out = []
    for outcome in like:
        value: Value = values.pop(0)
        legal = None if outcome.legal_status is None else values.pop(0)
        # Written out, since dataclasses.replace costs more than the decision itself.
        out.append(
            OutcomeResult(
                outcome.words, outcome.attr, outcome.status, value, legal, outcome.grounds, outcome.finality, (),
                outcome.uncertain,
            )
        )  # fmt: skip
    return tuple(out)


# ---------------------------------------------------------------- shapes


def is_plain(compiled: Compiled) -> bool:
    """Whether the trace of a decision has no other objects, and nothing beside its values depends on a value."""
    if compiled.plain is None:
        nodes = [compiled.analysis.program.nodes[at] for at in compiled.analysis.order]
        moving = any(
            isinstance(node, RoleRead | Lookup | Share | WorkDays) or (isinstance(node, Param) and node.at)
            for node in nodes
        )
        folds = any(not isinstance(field, int) for field in compiled.functions[-1].layout.fields)
        compiled.plain = not moving and not folds and len(compiled.functions) == 1
    return compiled.plain


def _shape(compiled: Compiled, run: FastRun, info: DecisionInfo) -> Shape:
    """The shape of a decision that was just made; an empty template when its text is not fixed by the shape."""
    trace = run.trace(tuple((outcome.value, outcome.status) for outcome in info.outcomes))
    outcomes = assemble(run, info, trace).outcomes
    analysis = compiled.analysis
    places = {at: place for place, at in enumerate(compiled.functions[-1].layout.fields) if isinstance(at, int)}
    holes: dict[int, int] = {}

    def told(key: StepKey, value: Value) -> Any:
        at = analysis.resolve(key[0])
        if at not in places or not isinstance(value, Known):
            return value_json(value)
        return f"\0{holes.setdefault(at, len(holes))}\0"

    pieces = _HOLE.split(_encode(trace_json(run.scene, trace, told)))
    fixed = not any(outcome.reservations for outcome in outcomes)
    every_known = all(isinstance(step.value, Known) for step in trace.steps.values())
    order = [int(piece) for piece in pieces[1::2]]
    if not fixed or not every_known or len(order) < 2:
        return Shape((), (), (), tuple, outcomes)
    nodes = analysis.program.nodes
    return Shape(
        tuple(pieces),
        tuple(places[at] for at in holes),
        tuple(_form(nodes[at].type, analysis.scales.get(at)) for at in holes),
        itemgetter(*order),
        outcomes,
    )


def _form(kind: Type, scale: Scale) -> Callable[[Raw], str]:
    """How a raw value of a node is written."""
    match kind:
        case NumType():
            if scale is None:
                return _fraction
            return _whole if scale == 1 else partial(_scaled, scale)
        case DateType():
            return _date
        case TextType() | EnumType():
            return _text
    return _object_or_bool


def _scaled(scale: int, raw: int) -> str:
    shared = gcd(raw, scale)
    return f'{{"getal":"{raw // shared}/{scale // shared}"}}'


def _whole(raw: int) -> str:
    return f'{{"getal":"{raw}/1"}}'


def _fraction(raw: Fraction) -> str:
    return f'{{"getal":"{raw.numerator}/{raw.denominator}"}}'


def _date(raw: int) -> str:
    return f'{{"datum":"{date.fromordinal(raw).isoformat()}"}}'


def _text(raw: str) -> str:
    return f'{{"tekst":{_encode(raw)}}}'


def _object_or_bool(raw: bool | FlatObj) -> str:
    if raw is True:
        return '{"kenmerk":true}'
    return '{"kenmerk":false}' if raw is False else _text(raw.key)
