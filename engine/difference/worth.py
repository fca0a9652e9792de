"""What a besluit comes to in every period of many states of knowledge: amounts alone, without traces or reasons.

Dividing a difference over its causes asks for the amounts of every mixture of them. Each period is evaluated on its own, by generated
code where that settles it, and only once for states that hold the same of what the causes are about.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from dsl.program import DecisionInfo, Input, Program
from engine.case import ByYear, Case, DatedRole, Moment, Obj
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
        self._ordered = sorted(places or ())
        self._columns: dict[tuple[Place, object], tuple[int, ...]] = {}
        self._held: dict[object, int] = {}
        self._decided: dict[tuple[str, str], list[date]] = {}
        self._elsewhere: dict[int, frozenset[str]] = {}
        self._found: dict[tuple[object, ...], Fraction | None] = {}

    def of(self, state: State) -> Amounts:
        """Raises what :func:`engine.time.timeline.timeline` raises."""
        program, info = state.program, state.program.decisions[self.besluit]
        if _needs_a_timeline(info) or (self.places is None and state.case.root.roles):
            # Without places no two states are known to hold the same, and a timeline decides only where something changes.
            told = timeline(
                program, self.besluit, state.case, self.start, self.end, self.sent, state.known, reasons=False
            )
            amounts = amounts_of(told, self.outcome)
            return tuple(amounts[number].amount for number in self.numbers)
        days = self._days(info)
        counted = in_effect(state.case, effect_of(info), state.known)
        keys = self._keys(program, counted, days)
        return tuple(
            self._amount(program, info, counted, day, None if keys is None else (id(program), day, keys[at]))
            for at, day in enumerate(days)
        )

    def learn(self, state: State, amounts: Amounts) -> None:
        """Take over the amounts of a state that was decided already."""
        info = state.program.decisions[self.besluit]
        if not _needs_a_timeline(info):
            days = self._days(info)
            keys = self._keys(state.program, in_effect(state.case, effect_of(info), state.known), days) or ()
            for key, day, amount in zip(keys, days, amounts, strict=False):
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

    # ------------------------------------------------------------ what two states have in common

    def _keys(self, program: Program, counted: Case, days: Sequence[date]) -> list[tuple[int, ...]] | None:
        """Per day a key that is equal for states with the same facts on it."""
        if self.places is None:
            return None
        columns = [self._column(program, counted, place, days) for place in self._ordered]
        return list(zip(*columns, strict=True)) if columns else [()] * len(days)

    def _column(self, program: Program, counted: Case, place: Place, days: Sequence[date]) -> tuple[int, ...]:
        key, name = place
        obj = counted.objects.get(key)
        role = None if obj is None else obj.roles.get(name)
        if obj is None or role is not None:
            return tuple(self._number(place, _members(role, day), obj is None) for day in days)
        fact = obj.facts.get(name)
        given = tuple(sorted(fact.years.items())) if isinstance(fact, ByYear) else fact
        found = self._columns.get((place, given))
        if found is None:
            if isinstance(fact, ByYear) or name in self._read_on_other_days(program):
                # What is read of it may be of any day.
                found = (self._number(place, given),) * len(days)
            else:
                found = tuple(self._number(place, obj.fact(name, day)) for day in days)
            self._columns[place, given] = found
        return found

    def _number(self, *what: object) -> int:
        return self._held.setdefault(what, len(self._held))

    def _read_on_other_days(self, program: Program) -> frozenset[str]:
        """The attributes that some rule reads on a date of its own."""
        found = self._elsewhere.get(id(program))
        if found is None:
            nodes = (node for node in program.nodes if isinstance(node, Input) and node.at is not None)
            found = self._elsewhere[id(program)] = frozenset(node.attr for node in nodes)
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
        if key is not None:
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


def _needs_a_timeline(info: DecisionInfo) -> bool:
    """Whether what a period comes to is not settled by one day of it."""
    return by_direction(info) is not None or info.days_in_year is not None


def _members(role: tuple[Obj, ...] | DatedRole | None, day: date) -> tuple[str, ...] | None:
    """Who is in a role on a day; None where that is not known."""
    held = role.on(day) if isinstance(role, DatedRole) else role
    return None if held is None else tuple(member.key for member in held)


def _known(program: Program, compiled: Compiled, raws: tuple[Raw, ...], node: int) -> Value | None:
    """The value of an outcome; None when the generated code does not tell why there is none."""
    at = compiled.roots.index(node)
    raw = raws[at]
    return None if raw is None else Known(scalar(raw, program.nodes[node].type, compiled.root_scales[at]))
