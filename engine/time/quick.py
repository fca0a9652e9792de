"""Every period by generated code, to see where something changes; only there a decision is made with its trace.

Only for a besluit about one object whose trace is fixed by which rules apply and which rows are hit (as in
:mod:`engine.fast.expand`): then equal outcomes by the same rules are the same decision. Which steps the trace of such a *shape* has is
worked out once; of the next decision of that shape only the values are new, and they are looked up when somebody reads them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from dsl.program import DecisionInfo, Program
from engine.case import Case, Moment
from engine.deadlines import deadlines_of
from engine.decide import assemble
from engine.decision import Decision
from engine.evaluate import fast_form
from engine.fast.compiled import Compiled
from engine.fast.expand import is_plain, outcomes_with
from engine.fast.run import FastRun
from engine.receipt import digest_of_facts, receipt_of
from engine.time.steps import Steps
from engine.trace import Trace
from engine.values import Known


@dataclass(frozen=True, slots=True)
class Look:
    """The period that begins on ``day``; ``key`` is equal where the decision would say the same."""

    day: date
    key: tuple[object, ...]
    compiled: Compiled
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
        return Look(day, key, compiled, FastRun(self.program, compiled, state, result))

    def _is_fixed(self, compiled: Compiled) -> bool:
        # The range of a later correction is computed, so equal outcomes can have another one.
        rules = self.program.rules
        return is_plain(compiled) and all(rules[number].provisional is None for number in compiled.segment.valid)

    def decide(self, look: Look) -> Decision:
        """The decision of that period."""
        compiled, run = look.compiled, look.run
        count = len(compiled.roots)
        place = ("besluit", self.case.root.key, run.result[count + 1])
        like: Decision | None = compiled.shapes.get(place)
        if like is None or None in run.result[count]:
            trace = run.trace(tuple((outcome.value, outcome.status) for outcome in self.info.outcomes))
            decision = assemble(run, self.info, trace, ordered=False)
            if all(isinstance(step.value, Known) for step in trace.steps.values()):
                compiled.shapes[place] = decision
            return decision
        outcomes = outcomes_with(compiled, like.outcomes, run.result)
        if self._facts is None:
            self._facts = digest_of_facts(self.case)
        moment = run.scene.moment
        return replace(
            like,
            rekendatum=moment.rekendatum,
            verzonden_op=moment.verzonden_op,
            bekend_op=moment.bekend_op,
            bekend_bij=moment.bekend_bij,
            outcomes=outcomes,
            deadlines=deadlines_of(run.scene, self.info, like.status, outcomes, run.value),
            receipt=receipt_of(self.program, self.case, moment, outcomes, self._facts),
            trace=Trace(Steps(like.trace.steps, run), like.trace.outcomes),
        )
