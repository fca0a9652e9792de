"""Which steps a fast decision has, worked out once per *shape*; of the next decision of that shape only the values are new.

Which steps a trace has, and everything of a decision but its values, follows from which rules apply, which rows are hit, who is in the
roles, and what is not known. Generated code gives all of that beside the values (its *signature*); where it has no value itself, the
general form says what stands there. Decisions that are equal in this have one shape.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from dsl.program import DecisionInfo, Element, NotApplicable
from engine.case import ByYear, Case, Dated, Disputed, Fact
from engine.deadlines import deadlines_of
from engine.decide import assemble
from engine.decision import Decision, OutcomeResult
from engine.fast.compiled import Compiled
from engine.fast.run import FastRun, Place, scalar
from engine.fast.runtime import MISSING, Raw
from engine.fast.template import HOLE, Form, Template, encode, form_of, pieces_of
from engine.receipt import receipt_of
from engine.scene import StepKey
from engine.trace import Trace
from engine.trace_json import trace_json, value_json
from engine.trace_steps import Steps
from engine.values import NA, Known, Value

_MOST_SHAPES = 64
"""For one besluit in one segment; a shape holds a whole trace."""


@dataclass(frozen=True, slots=True)
class Written:
    """A decision with what it takes to write out its trace: a ``shape`` that others had before it, or none."""

    decision: Decision
    run: FastRun
    shape: Shape | None = None

    def trace(self) -> str:
        """The canonical JSON text of the trace (:mod:`engine.trace_json`)."""
        if self.shape is None:
            return encode(trace_json(self.run.scene, self.decision.trace))
        return self.shape.template.text([frame.slots for frame in self.run.frames])


class Shape:
    """``like`` is the first decision that had it, made by ``run``; the steps of ``open`` have no value in a slot."""

    def __init__(self, like: Decision, run: FastRun, open_: tuple[StepKey, ...]) -> None:
        self.like = like
        self._template: Template | None = None
        self._source: tuple[FastRun, frozenset[StepKey]] | None = (run, frozenset(open_))

    @property
    def template(self) -> Template:
        """The text of the trace, for the values of any decision of this shape; made when it is first asked for. Two threads may both
        make it; either is right."""
        source = self._source
        if source is not None:
            self._template = _template(self.like, *source)
            self._source = None
        assert self._template is not None
        return self._template


def _template(like: Decision, run: FastRun, open_: frozenset[StepKey]) -> Template:
    scene, analysis = run.scene, run.compiled.analysis
    holes: dict[Place, tuple[int, Form]] = {}

    def told(key: StepKey, value: Value) -> Any:
        at = analysis.resolve(key[0])
        step = scene.key(at, key[1])
        place = None if step in open_ else run.places.get(step)
        if place is None or not isinstance(value, Known):
            return value_json(value)
        hole = holes.setdefault(place, (len(holes), form_of(scene.program.nodes[at].type, analysis.scales.get(at))))
        return HOLE.format(hole[0])

    pieces = pieces_of(encode(trace_json(scene, like.trace, told)))
    order = tuple(int(piece) for piece in pieces[1::2])
    return Template(tuple(pieces), tuple((*place, form) for place, (_, form) in holes.items()), order)


def decide_fast(info: DecisionInfo, run: FastRun, facts: str | None = None) -> Written:
    """The decision that a fast evaluation comes to. ``facts``: see :func:`engine.receipt.receipt_of`."""
    compiled, scene = run.compiled, run.scene
    seen = None if compiled.moves else _seen(run)
    shape: Shape | None = None if seen is None else compiled.shapes.get(seen.key)
    if shape is None or seen is None:
        trace = run.trace(tuple((outcome.value, outcome.status) for outcome in info.outcomes))
        decision = assemble(run, info, trace, facts=facts)
        if seen is not None:
            _keep(decision, run, seen)
        return Written(decision, run)
    like, moment = shape.like, scene.moment
    outcomes = _outcomes(compiled, like.outcomes, run.result)
    decision = replace(
        like,
        rekendatum=moment.rekendatum,
        verzonden_op=moment.verzonden_op,
        bekend_op=moment.bekend_op,
        bekend_bij=moment.bekend_bij,
        outcomes=outcomes,
        deadlines=deadlines_of(scene, info, like.status, outcomes, run.value),
        receipt=receipt_of(scene.program, scene.case, moment, outcomes, facts),
        trace=Trace(Steps(like.trace.steps, run), like.trace.outcomes),
    )
    return Written(decision, run, shape)


def _outcomes(
    compiled: Compiled, like: tuple[OutcomeResult, ...], result: tuple[Raw, ...]
) -> tuple[OutcomeResult, ...]:
    """The outcomes of a decision of the same shape with the values of this one."""
    nodes = compiled.analysis.program.nodes
    values: list[Value] = [
        NA if raw is None else Known(scalar(raw, nodes[root].type, scale))
        for raw, root, scale in zip(result, compiled.roots, compiled.root_scales, strict=False)
    ]
    out = []
    for outcome in like:
        value = values.pop(0)
        legal = None if outcome.legal_status is None else values.pop(0)
        # Written out, since dataclasses.replace costs more than the decision itself.
        out.append(
            OutcomeResult(
                outcome.words, outcome.attr, outcome.status, value, legal, outcome.grounds, outcome.finality, (),
                outcome.uncertain,
            )
        )  # fmt: skip
    return tuple(out)


def _keep(decision: Decision, run: FastRun, seen: _Seen) -> None:
    """Remember a decision as the first of its shape, when that fixes all of it but its values."""
    if any(outcome.reservations for outcome in decision.outcomes):
        return  # the range of a later correction is computed
    compiled, scene = run.compiled, run.scene
    analysis, nodes = compiled.analysis, scene.program.nodes
    for step in decision.trace.steps.values():
        at = analysis.resolve(step.node)
        fixed = at in analysis.constants or isinstance(nodes[at], Element | NotApplicable)
        if not fixed and scene.key(at, step.env) not in run.places:
            return
    if len(compiled.shapes) >= _MOST_SHAPES:
        compiled.shapes.clear()
    compiled.shapes[seen.key] = Shape(decision, run, seen.open)


# ---------------------------------------------------------------- what two decisions of one shape have in common


@dataclass(frozen=True, slots=True)
class _Seen:
    """``key`` is equal for decisions of one shape. ``open``: the steps for which generated code has no value."""

    key: tuple[object, ...]
    open: tuple[StepKey, ...]


def _seen(run: FastRun) -> _Seen | None:
    """None when more may differ between two decisions than a key can tell."""
    is_open = run.compiled.analysis.is_open
    key: list[object] = []
    steps: list[StepKey] = []
    for frame in run.frames:
        key += (frame.env, id(frame.layout), frame.signature)
        for slot, raw in enumerate(frame.slots):
            if raw is None or raw is MISSING:
                field = frame.layout.fields[slot]
                assert isinstance(field, int)
                step = run.scene.key(field, frame.env)
                steps.append(step)
                # What strict code has no value for, the general form tells apart; open code knows niet van toepassing.
                key.append((slot, None if raw is None and is_open else run.general.value_at(step)))
    if steps and _is_disputed(run.scene.case):
        return None
    return _Seen(tuple(key), tuple(steps))


def _is_disputed(case: Case) -> bool:
    """Whether origins contradict each other about a fact: what they say is told with the decision."""
    return any(_holds_dispute(fact) for obj in case.objects.values() for fact in obj.facts.values())


def _holds_dispute(fact: Fact) -> bool:
    match fact:
        case Dated(items):
            return any(isinstance(held, Disputed) for _, _, held in items)
        case ByYear(years):
            return any(isinstance(held, Disputed) for held in years.values())
    return isinstance(fact, Disputed)
