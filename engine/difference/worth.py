"""What a besluit comes to in every period of many states of knowledge: amounts alone, without traces or reasons.

Dividing a difference over its causes asks for the amounts of every mixture of them. Where generated code settles a besluit about one
object, only that is run, and only once for a period in which two states hold the same of what the causes are about. In every other
case the whole state is decided as a timeline.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from dsl.program import DecisionInfo, Input, Program
from engine.case import ByYear, Case, Moment, Obj
from engine.difference.causes import Place, State
from engine.evaluate import fast_form
from engine.fast.compiled import Compiled
from engine.fast.run import scalar
from engine.fast.runtime import Raw
from engine.general import Run
from engine.time.amounts import amount_from, amounts_of
from engine.time.effect import by_direction, effect_of, grid_of, in_effect
from engine.time.timeline import timeline
from engine.time.units import first_day, periods
from engine.values import Known, Value

Amounts = tuple[Fraction | None, ...]


class Worth:
    """The amounts of one outcome of a besluit over the first and until the second of ``days`` that is sent on the third (None: not sent),
    in the periods with these numbers. ``places`` are the facts in which the states differ (None: they may differ in anything)."""

    def __init__(
        self,
        besluit: str,
        outcome: int,
        days: tuple[date, date, date | None],
        numbers: Sequence[int],
        places: frozenset[Place] | None,
    ) -> None:
        self.besluit = besluit
        self.outcome = outcome
        self.start, self.end, self.sent = days
        self.numbers = numbers
        self.places = places
        self._columns: dict[tuple[str, object], tuple[int, ...]] = {}
        self._held: dict[object, int] = {}
        self._decided: dict[tuple[str, str], list[date]] = {}
        self._settles: dict[int, bool] = {}
        self._elsewhere: dict[int, bool] = {}
        self._found: dict[tuple[object, ...], Fraction | None] = {}

    def of(self, state: State) -> Amounts:
        """Raises what :func:`engine.time.timeline.timeline` raises."""
        program, info = state.program, state.program.decisions[self.besluit]
        days = self._days(info)
        if not days or not self._is_settled(program, info, state.case, Moment(days[0], self.sent)):
            told = timeline(
                program, self.besluit, state.case, self.start, self.end, self.sent, state.known, reasons=False
            )
            amounts = amounts_of(told, self.outcome)
            return tuple(amounts[number].amount for number in self.numbers)
        counted = in_effect(state.case, effect_of(info), state.known)
        keys = self._keys(counted.root, days)
        return tuple(
            self._amount(program, info, counted, day, None if keys is None else (id(program), day, keys[at]))
            for at, day in enumerate(days)
        )

    def learn(self, state: State, amounts: Amounts) -> None:
        """Take over the amounts of a state that was decided already."""
        info = state.program.decisions[self.besluit]
        days = self._days(info)
        if days and self._is_settled(state.program, info, state.case, Moment(days[0], self.sent)):
            keys = self._keys(in_effect(state.case, effect_of(info), state.known).root, days) or ()
            for key, day, amount in zip(keys, days, amounts, strict=False):
                if not self._reads_on_other_days(self._compiled(state.program, Moment(day, self.sent))):
                    self._found[id(state.program), day, key] = amount

    def _days(self, info: DecisionInfo) -> list[date]:
        """The day on which each of the periods is decided."""
        grid = grid_of(info)
        per = info.per or grid
        found = self._decided.get((grid, per))
        if found is None:
            spans = list(periods(per, self.start, self.end))
            found = [first_day(grid, max(spans[number][0], self.start)) for number in self.numbers]
            self._decided[grid, per] = found
        return found

    def _is_settled(self, program: Program, info: DecisionInfo, case: Case, moment: Moment) -> bool:
        """Whether generated code settles the first period of the first state that is asked for."""
        found = self._settles.get(id(program))
        if found is None:
            simple = not case.root.roles and by_direction(program.decisions[self.besluit]) is None
            compiled = self._compiled(program, moment) if simple else None
            found = compiled is not None and compiled.values(case, moment) is not None
            self._settles[id(program)] = found
        return found

    # ------------------------------------------------------------ what two states have in common

    def _keys(self, root: Obj, days: Sequence[date]) -> list[tuple[int, ...]] | None:
        """Per day a key that is equal for states with the same facts on it."""
        if self.places is None:
            return None
        columns = [self._column(name, root, days) for key, name in sorted(self.places) if key == root.key]
        return list(zip(*columns, strict=True)) if columns else [()] * len(days)

    def _column(self, name: str, root: Obj, days: Sequence[date]) -> tuple[int, ...]:
        fact = root.facts.get(name)
        given = tuple(sorted(fact.years.items())) if isinstance(fact, ByYear) else fact
        found = self._columns.get((name, given))
        if found is None:
            held = self._held
            found = tuple(held.setdefault((name, root.fact(name, day)), len(held)) for day in days)
            self._columns[name, given] = found
        return found

    # ------------------------------------------------------------ one period

    def _amount(
        self, program: Program, info: DecisionInfo, counted: Case, day: date, key: tuple[object, ...] | None
    ) -> Fraction | None:
        if key is not None and key in self._found:
            return self._found[key]
        moment = Moment(day, self.sent)
        compiled = self._compiled(program, moment)
        amount = self._evaluated(program, info, counted, moment, compiled)
        if key is not None and not self._reads_on_other_days(compiled):
            self._found[key] = amount
        return amount

    def _compiled(self, program: Program, moment: Moment) -> Compiled | None:
        return fast_form(program).compiled(self.besluit, moment, slots=False)

    def _evaluated(
        self, program: Program, info: DecisionInfo, counted: Case, moment: Moment, compiled: Compiled | None
    ) -> Fraction | None:
        outcome = info.outcomes[self.outcome]
        raws = None if compiled is None else compiled.values(counted, moment)
        if compiled is not None and raws is not None:
            value = _known(program, compiled, raws, outcome.value)
            legal = None if outcome.status is None else _known(program, compiled, raws, outcome.status)
            if value is not None and (legal is not None or outcome.status is None):
                return amount_from(value, legal)
        run = Run(program, counted, moment)
        return amount_from(run.value(outcome.value), None if outcome.status is None else run.value(outcome.status))

    def _reads_on_other_days(self, compiled: Compiled | None) -> bool:
        """Whether it reads, or may read, what is not in the key of its day."""
        if compiled is None:
            return True
        found = self._elsewhere.get(id(compiled))
        if found is None:
            nodes = compiled.analysis.program.nodes
            found = any(isinstance(node := nodes[at], Input) and node.at is not None for at in compiled.analysis.order)
            self._elsewhere[id(compiled)] = found
        return found


def _known(program: Program, compiled: Compiled, raws: tuple[Raw, ...], node: int) -> Value | None:
    """The value of an outcome; None when the generated code does not tell why there is none."""
    at = compiled.roots.index(node)
    raw = raws[at]
    return None if raw is None else Known(scalar(raw, program.nodes[node].type, compiled.root_scales[at]))
