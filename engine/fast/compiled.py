"""A decision of a program in generated form, made once per segment and kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from dsl.program import DecisionInfo, Lookup, Param, Program, RoleRead, Share, WorkDays
from engine.case import Case, Moment
from engine.fast.analysis import Analysis
from engine.fast.emit import Function, Module
from engine.fast.emit_function import module_text
from engine.fast.runtime import Fallback, FlatObj, Raw, State
from engine.fast.segments import Segment, UnsupportedError, segment_of
from engine.scale import Scale

_STATE = re.compile(r"\br\.|, r\)(?!:)")
"""Where generated code reads the state, or hands it on to another function."""


@dataclass(slots=True, eq=False)
class Compiled:
    """The generated functions of one decision in one segment, with or without slots. ``roots`` are the nodes of its
    outcomes: of each its value, and its rechtsstatus when it has one. ``moves``: the words of a step may depend on more than the
    signature that code with slots gives. ``is_plain``: a trace is about one object, and nothing in it depends on a value but values and
    which rules and rows there are. ``shapes``: see :mod:`engine.fast.shapes`."""

    analysis: Analysis
    roots: tuple[int, ...]
    root_scales: tuple[Scale, ...]
    functions: dict[int, Function]
    call: Any
    flatteners: dict[str, Any]
    text: str
    stateful: bool
    moves: bool
    is_plain: bool
    by_number: dict[int, Function]
    shapes: dict[Any, Any] = field(default_factory=dict)

    @property
    def segment(self) -> Segment:
        return self.analysis.segment

    def run(self, case: Case, moment: Moment) -> tuple[tuple[Raw, ...], State] | None:
        """What the main function gives (the raw outcomes, the slots, what fixes the shape of the trace) and the state it left;
        None when the general form has to decide."""
        state = State(case, moment, self.flatteners)
        try:
            return self.call(state.flat(case.root), state), state
        except (Fallback, RecursionError) as out:
            out.__traceback__ = None  # one exception serves all: it would keep every case that it ever came through
            return None

    def values(self, case: Case, moment: Moment) -> tuple[Raw, ...] | None:
        """What the main function gives, for who has no use for the state; None when the general form has to decide."""
        if self.stateful:
            found = self.run(case, moment)
            return None if found is None else found[0]
        root = case.root
        flatten = self.flatteners.get(root.type)
        try:
            found_values: tuple[Raw, ...] = self.call(
                FlatObj(root, (), True) if flatten is None else flatten(root, moment.rekendatum), None
            )
        except Fallback as out:
            out.__traceback__ = None
            return None
        return found_values


def outcome_nodes(decision: DecisionInfo) -> tuple[int, ...]:
    return tuple(node for outcome in decision.outcomes for node in (outcome.value, outcome.status) if node is not None)


def compile_decision(
    program: Program, decision: DecisionInfo, segment: Segment, *, slots: bool, is_open: bool = False
) -> Compiled:
    """Generate and load the functions of a decision. Raises UnsupportedError."""
    roots = outcome_nodes(decision)
    analysis = Analysis(program, segment, roots, is_open)
    module = Module(analysis, decision.over, roots, slots=slots)
    namespace = module.namespace
    text = module_text(module)
    # The text is made of node ids and numbers alone; everything that a user wrote is a constant in the namespace.
    exec(compile(text, f"<{'slots' if slots else 'plain'} {segment.start}>", "exec"), namespace)  # noqa: S102
    return Compiled(
        analysis,
        roots,
        tuple(analysis.scales.get(root) for root in roots),
        module.functions,
        namespace[f"f{module.main.number}"],
        module.flatteners(namespace),
        text,
        stateful=_STATE.search(text) is not None,
        moves=any(isinstance(program.nodes[at], Share) for at in analysis.order),
        is_plain=_is_plain(module),
        by_number={function.number: function for function in module.functions.values()},
    )


def _is_plain(module: Module) -> bool:
    nodes = [module.analysis.program.nodes[at] for at in module.analysis.order]
    moving = any(
        isinstance(node, RoleRead | Lookup | Share | WorkDays) or (isinstance(node, Param) and node.at is not None)
        for node in nodes
    )
    return not moving and not module.main.layout.folds and len(module.functions) == 1


class Fast:
    """The generated forms of the decisions of one program, made when first asked for."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._made: dict[tuple[str, bool, bool], list[tuple[int, int, Compiled | None]]] = {}

    def compiled(self, decision: str, moment: Moment, *, slots: bool, is_open: bool = False) -> Compiled | None:
        """The generated form for a rekendatum; None when the general form has to decide. ``is_open``: facts may be missing."""
        day = moment.rekendatum.toordinal()
        made = self._made.setdefault((decision, slots, is_open), [])
        for start, end, found in made:
            if start <= day <= end:
                return found
        info = self.program.decisions[decision]
        try:
            segment = segment_of(self.program, outcome_nodes(info), moment.rekendatum)
            found = compile_decision(self.program, info, segment, slots=slots, is_open=is_open)
            made.append((segment.start, segment.end, found))
        except UnsupportedError:
            made.append((day, day, None))
            return None
        return found
