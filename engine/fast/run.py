"""One fast evaluation, asked like the general one: the value of any step, and the trace.

The values stand in the slots that the generated code filled; what those do not hold (a step that no outcome needed, why
something is niet van toepassing) is asked of the general form, so that the answer is the same by construction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from dsl.program import Aggregate, DateType, ForAll, Program, Share, Type
from engine.case import Case, Moment
from engine.fast.compiled import Compiled, Fast
from engine.fast.emit import Function, Layout
from engine.fast.runtime import MISSING, FlatObj, Raw, State
from engine.general.run import Run
from engine.scale import Scale
from engine.scene import NOBODY, Env, Scene, StepKey
from engine.trace import Trace, trace_of
from engine.values import NA, Known, Scalar, Value


def scalar(raw: Raw, kind: Type, scale: Scale) -> Scalar:
    """The scalar that a raw value stands for."""
    if isinstance(raw, FlatObj):
        return raw.key
    if isinstance(raw, bool | str | Fraction):
        return raw
    if isinstance(kind, DateType):
        return date.fromordinal(raw)
    return Fraction(raw, scale)


Place = tuple[int, int]
"""Which frame, and which of its slots."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The slots that a generated function filled for one object, or one turn of a fold for one element. ``signature``: what decides
    which steps it has."""

    env: Env
    layout: Layout
    slots: tuple[Raw, ...]
    signature: tuple[Raw, ...]


class FastRun:
    """An evaluation by generated code, with the interface of :class:`engine.general.run.Run`."""

    def __init__(self, program: Program, compiled: Compiled, state: State, result: tuple[Raw, ...]) -> None:
        self.scene = Scene(program, state.case, state.moment)
        self.compiled = compiled
        self.state = state
        self.result = result
        self._general: Run | None = None

    @property
    def general(self) -> Run:
        """The general form for the same case, made when it is first needed."""
        if self._general is None:
            self._general = Run(self.scene.program, self.scene.case, self.scene.moment)
        return self._general

    def value(self, node: int, env: Env | None = None) -> Value:
        return self.value_at(self.scene.key(node, env or (self.scene.case.root.key,)))

    def value_at(self, key: StepKey) -> Value:
        analysis = self.compiled.analysis
        if key[0] in analysis.flags:
            at = analysis.resolve(key[0])
            constant = analysis.constants.get(at)
            if constant is not None:
                return Known(constant)  # type: ignore[arg-type]
            raw = self.raw(self.scene.key(at, key[1]))
            if raw is None and analysis.is_open:
                return NA
            if raw is not None and raw is not MISSING:
                return Known(scalar(raw, self.scene.program.nodes[at].type, analysis.scales.get(at)))
        return self.general.value_at(key)

    def trace(self, outcomes: tuple[tuple[int, int | None], ...]) -> Trace:
        """The steps under the outcomes, as the general form gives them."""
        env = (self.scene.case.root.key,)
        keys = tuple(
            (self.scene.key(value, env), None if status is None else self.scene.key(status, env))
            for value, status in outcomes
        )
        return trace_of(self.scene, keys, self.value_at)

    # ------------------------------------------------------------ slots

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        """All that the generated code filled, in one order."""
        main = self.compiled.functions[-1]
        found = list(self._frames((self.scene.case.root.key,), main, self.result))
        for flat in self.state.objects.values():
            for number, record in flat.memo.items():
                found += self._frames((flat.key,), self.compiled.by_number[number], record)
        return tuple(found)

    def _frames(self, env: Env, function: Function, record: tuple[Raw, ...]) -> Iterator[Frame]:
        """Those of one function, with the turns of its folds."""
        count = len(function.roots)
        waiting = [Frame(env, function.layout, record[count], record[count + 1])]
        while waiting:
            frame = waiting.pop()
            yield frame
            for slot, fold, inside in frame.layout.folds:
                depth = self._depth(fold)
                outer = (*frame.env[:depth], *(NOBODY,) * (depth - len(frame.env)))
                waiting += [Frame((*outer, element.key), inside, *inner) for element, *inner in frame.slots[slot]]

    def _depth(self, fold: int) -> int:
        node = self.scene.program.nodes[fold]
        assert isinstance(node, Aggregate | ForAll | Share)
        return node.depth

    @cached_property
    def places(self) -> dict[StepKey, Place]:
        """Where the raw value of every step stands that the generated code computed."""
        return {
            self.scene.key(field, frame.env): (number, slot)
            for number, frame in enumerate(self.frames)
            for slot, field in enumerate(frame.layout.fields)
            if isinstance(field, int)
        }

    def raw(self, key: StepKey) -> Raw:
        """The raw value of a step; MISSING when generated code has none."""
        place = self.places.get(key)
        return MISSING if place is None else self.frames[place[0]].slots[place[1]]


def run_fast(fast: Fast, decision: str, case: Case, moment: Moment) -> FastRun | None:
    """Evaluate a decision by generated code, by strict code if that can; None when the general form has to decide."""
    for is_open in (False, True):
        compiled = fast.compiled(decision, moment, slots=True, is_open=is_open)
        found = None if compiled is None else compiled.run(case, moment)
        if compiled is not None and found is not None:
            result, state = found
            poison = MISSING if is_open else None
            if all(raw is not poison for raw in result[: len(compiled.roots)]):
                return FastRun(fast.program, compiled, state, result)
    return None


def plain_outcomes(fast: Fast, decision: str, case: Case, moment: Moment) -> tuple[Value, ...] | None:
    """The values of the outcomes (of each its value, and its rechtsstatus when it has one) without anything to explain them
    by; None when the general form has to decide."""
    compiled = fast.compiled(decision, moment, slots=False)
    found = None if compiled is None else compiled.values(case, moment)
    if compiled is None or found is None or None in found:
        return None
    nodes = fast.program.nodes
    return tuple(
        Known(scalar(raw, nodes[root].type, scale))
        for raw, root, scale in zip(found, compiled.roots, compiled.root_scales, strict=True)
    )
