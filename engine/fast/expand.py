"""A decision with the JSON text of its whole trace, by whichever form can give it."""

from __future__ import annotations

from dataclasses import dataclass

from engine.case import Case, Moment
from engine.decide import decide
from engine.decision import Decision
from engine.fast.compiled import Fast
from engine.fast.run import run_fast
from engine.fast.shapes import decide_fast
from engine.fast.template import encode
from engine.scene import Scene
from engine.trace import Trace
from engine.trace_json import trace_json


@dataclass(frozen=True, slots=True)
class Expanded:
    """A decision, and the canonical JSON text of its trace (:mod:`engine.trace_json`)."""

    decision: Decision
    trace: str


def trace_text(scene: Scene, trace: Trace) -> str:
    """The canonical JSON text of a trace."""
    return encode(trace_json(scene, trace))


def expand(fast: Fast, besluit: str, case: Case, moment: Moment) -> Expanded:
    """Decide and write out in full. Raises KeyError when the program has no such Besluit."""
    run = run_fast(fast, besluit, case, moment)
    if run is None:
        decision = decide(fast.program, besluit, case, moment, "general")
        return Expanded(decision, trace_text(Scene(fast.program, case, moment), decision.trace))
    written = decide_fast(fast.program.decisions[besluit], run)
    return Expanded(written.decision, written.trace())
