"""Which form evaluates a decision: the general one, or generated code once that is worth making."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from dsl.program import Program
from engine.case import Case, Moment
from engine.scene import Env, Scene, StepKey
from engine.trace import Trace
from engine.values import Value

if TYPE_CHECKING:
    from engine.fast.compiled import Fast
    from engine.fast.run import FastRun

_WORTH_MAKING = 3
"""From the how manieth decision with one program generated code is made for it; before that, making it costs more."""

_MOST_PROGRAMS = 8


class Evaluation(Protocol):
    """One evaluation of a program for a case on a moment, by either form."""

    scene: Scene

    def value(self, node: int, env: Env | None = None) -> Value: ...

    def value_at(self, key: StepKey) -> Value: ...

    def trace(self, outcomes: tuple[tuple[int, int | None], ...]) -> Trace: ...


class _Used:
    """A program that decisions were made with, how often, and its generated forms."""

    __slots__ = ("count", "fast", "program")

    def __init__(self, program: Program) -> None:
        self.program = program
        self.count = 0
        self.fast: Fast | None = None


_used: dict[int, _Used] = {}


def evaluated(program: Program, besluit: str, case: Case, moment: Moment) -> FastRun | None:
    """An evaluation of a Besluit by generated code; None when the general form has to make it, or generating is not worth it yet.
    What it gives does not depend on the form that gives it."""
    used = _used_of(program)
    used.count += 1
    if used.count < _WORTH_MAKING:
        return None
    from engine.fast.run import run_fast

    return run_fast(fast_form(program), besluit, case, moment)


def fast_form(program: Program) -> Fast:
    """The generated forms of a program, made when first asked for and kept."""
    # Imported here: a command that decides once does not need the generator.
    from engine.fast.compiled import Fast

    used = _used_of(program)
    used.fast = used.fast or Fast(program)
    return used.fast


def _used_of(program: Program) -> _Used:
    used = _used.get(id(program))
    if used is None or used.program is not program:
        if len(_used) >= _MOST_PROGRAMS:
            _used.clear()
        used = _used[id(program)] = _Used(program)
    return used
