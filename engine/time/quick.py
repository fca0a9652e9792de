"""Every period by generated code, to see where something changes; only there a decision is made with its trace.

Only for a besluit about one object whose trace is fixed by which rules apply and which rows are hit: then equal outcomes by the same
rules are the same decision (of one shape: :mod:`engine.fast.shapes`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from dsl.program import DecisionInfo, Program
from engine.case import Case, Moment
from engine.decision import Decision
from engine.evaluate import fast_form
from engine.fast.compiled import Compiled
from engine.fast.run import FastRun
from engine.fast.shapes import decide_fast
from engine.receipt import digest_of_facts


@dataclass(frozen=True, slots=True)
class Look:
    """The period that begins on ``day``; ``key`` is equal where the decision would say the same."""

    day: date
    key: tuple[object, ...]
    run: FastRun


class Quick:
    """Looks at one besluit about the root of a case, on any day. ``case`` has the facts as they count; of ``dates`` all
    but the rekendatum holds for every day."""

    def __init__(self, program: Program, info: DecisionInfo, case: Case, dates: Moment) -> None:
        self.program = program
        self.info = info
        self.case = case
        self.dates = dates
        self._fast = fast_form(program)
        self._facts: str | None = None

    def look(self, day: date) -> Look | None:
        """None when the general form has to decide, or equal outcomes could still be explained in another way."""
        moment = replace(self.dates, rekendatum=day)
        compiled = self._fast.compiled(self.info.name, moment, slots=True)
        if compiled is None or not self._is_fixed(compiled):
            return None
        found = compiled.run(self.case, moment)
        if found is None:
            return None
        result, state = found
        count = len(compiled.roots)
        if None in result[:count]:
            return None
        key = (id(compiled), result[:count], result[count + 1])
        return Look(day, key, FastRun(self.program, compiled, state, result))

    def _is_fixed(self, compiled: Compiled) -> bool:
        if any(self.program.rules[number].provisional is not None for number in compiled.segment.valid):
            return False  # the range of a later correction is computed, so equal outcomes can have another one
        return compiled.is_plain

    def decide(self, look: Look) -> Decision:
        """The decision of that period."""
        if self._facts is None:
            self._facts = digest_of_facts(self.case)
        return decide_fast(self.info, look.run, self._facts).decision
