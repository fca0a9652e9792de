"""Every period by generated code, to see where something changes; only there a decision is made with its trace.

Only for a besluit about one object whose trace is fixed by which rules apply and which rows are hit (as in
:mod:`engine.fast.expand`): then equal outcomes by the same rules are the same decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dsl.program import DecisionInfo, Program
from engine.case import Case, Moment
from engine.evaluate import Evaluation, fast_form
from engine.fast.compiled import Compiled
from engine.fast.expand import is_plain
from engine.fast.run import FastRun


@dataclass(frozen=True, slots=True)
class Look:
    """The period that begins on ``day``: ``run`` can make the decision; ``key`` is equal where that would say the same."""

    day: date
    key: tuple[object, ...]
    run: Evaluation


class Quick:
    """Looks at one besluit about the root of a case, on any day. ``case`` has the facts as they count."""

    def __init__(self, program: Program, info: DecisionInfo, case: Case, verzonden_op: date | None) -> None:
        self.program = program
        self.info = info
        self.case = case
        self.verzonden_op = verzonden_op
        self._fast = fast_form(program)

    def look(self, day: date) -> Look | None:
        """None when the general form has to decide, or equal outcomes could still be explained in another way."""
        moment = Moment(day, self.verzonden_op)
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
        # The range of a later correction is computed, so equal outcomes can have another one.
        rules = self.program.rules
        return is_plain(compiled) and all(rules[number].provisional is None for number in compiled.segment.valid)
