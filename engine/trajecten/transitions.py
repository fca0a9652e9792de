"""Which transitions are possible on a day, and what one that happens brings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dsl.calendars import Calendar, TermUnit, term_end
from dsl.dates import DateRangeError, add_days
from dsl.program import Context, Countdown, Letter, Program, TrajectInfo, TransitionInfo
from engine.calendars import calendar_of
from engine.deadlines import BURGER
from engine.trajecten.model import LetterDue, Need, Occurrence, Step
from engine.trajecten.occurrences import Evaluator, need_of
from engine.values import NO, YES, Fault, Known, NotApplicableValue, Unknown, Value

_EVERY_DAY = Calendar("elke dag")
_UNITS: dict[str, TermUnit] = {unit: unit for unit in ("werkdag", "dag", "week", "maand", "kwartaal", "jaar")}
_MOST_SHIFTS = 100
"""So often a last day that moves while it comes near is followed."""


@dataclass(frozen=True, slots=True)
class Timer:
    """A transition by time. ``last_day`` None: not known, for want of ``need``; it happens on ``not_before`` at the earliest."""

    transition: TransitionInfo
    last_day: date | None
    need: Need = Need()
    not_before: date | None = None

    @property
    def day(self) -> date | None:
        """The day after the last day: when the transition happens."""
        return None if self.last_day is None else add_days(self.last_day, 1)


@dataclass(frozen=True, slots=True)
class Choice:
    """The transitions of which the condition is ja, not known, and nee. ``faults`` are the causes of conditions without a
    value, which count as not known."""

    yes: tuple[TransitionInfo, ...]
    unknown: tuple[tuple[TransitionInfo, Need], ...]
    no: tuple[TransitionInfo, ...]
    faults: tuple[str, ...]


class Transitions:
    """The transitions of a traject by the state that they leave and what sets them off."""

    def __init__(self, traject: TrajectInfo, values: Evaluator) -> None:
        self.values = values
        self.faults: dict[str, None] = {}  # why a date could not be computed, in the order found
        self._by_event: dict[tuple[str, str], list[TransitionInfo]] = {}
        self._by_time: dict[str, list[TransitionInfo]] = {}
        for transition in traject.transitions:
            for state in transition.from_states:
                if transition.event is not None:
                    self._by_event.setdefault((state, transition.event), []).append(transition)
                else:
                    self._by_time.setdefault(state, []).append(transition)

    # --- events

    def waits_for(self, state: str, event: str) -> bool:
        """Whether some transition leaves the state on this event."""
        return (state, event) in self._by_event

    def choice(self, state: str, occurrence: Occurrence) -> Choice:
        open_ = [it for it in self._by_event.get((state, occurrence.event), ()) if it.valid_on(occurrence.day)]
        return self._chosen(open_, occurrence.day, occurrence.key)

    def _chosen(self, transitions: list[TransitionInfo], day: date, key: str | None) -> Choice:
        yes: list[TransitionInfo] = []
        no: list[TransitionInfo] = []
        unknown: list[tuple[TransitionInfo, Need]] = []
        faults: list[str] = []
        for transition in transitions:
            value = self.values.holds(transition.condition, day, key)
            if value == YES:
                yes.append(transition)
            elif value == NO:
                no.append(transition)
            else:
                unknown.append((transition, need_of(value)))
                if not isinstance(value, Unknown):
                    faults.append(f"Voorwaarde van '{transition.name}': {_fault_words(value)}")
        return Choice(tuple(yes), tuple(unknown), tuple(no), tuple(faults))

    # --- time

    def has_term(self, state: str) -> bool:
        """Whether some transition leaves the state by time."""
        return state in self._by_time

    def timers(self, state: str, entered: date | None) -> list[Timer]:
        """The transitions by time that began to run when the state was entered."""
        if entered is None:
            return []
        found = (self._timer(transition, entered) for transition in self._by_time.get(state, ()))
        return [timer for timer in found if timer is not None]

    def _timer(self, transition: TransitionInfo, entered: date) -> Timer | None:
        """None when there is no such term."""
        if transition.after is not None:
            return self._term(transition, transition.after, entered)
        assert transition.after_day is not None
        asked = entered
        fixed = _names_its_day(self.values.program, transition.after_day)
        for _ in range(_MOST_SHIFTS):
            value = self.values.value(transition.after_day, asked)
            if isinstance(value, NotApplicableValue):
                return None
            if not isinstance(value, Known) or not isinstance(value.value, date):
                self._note(value, f"Het einde van de termijn bij '{transition.name}'")
                return Timer(transition, None, need_of(value), _earliest(value, entered))
            last = value.value
            if last < asked:
                return Timer(transition, add_days(asked, -1))  # it is past already, or has become so
            if fixed:
                return Timer(transition, last)
            asked = add_days(last, 1)
        return Timer(transition, None, Need(), entered)

    def _term(self, transition: TransitionInfo, term: Countdown, entered: date) -> Timer | None:
        amount = self.values.value(term.amount, entered)
        if isinstance(amount, NotApplicableValue):
            return None
        if not isinstance(amount, Known) or not isinstance(amount.value, Fraction) or amount.value.denominator != 1:
            self._note(amount, f"De termijn bij '{transition.name}'")
            return Timer(transition, None, need_of(amount), entered)
        calendar = _EVERY_DAY if term.calendar is None else calendar_of(self.values.program, term.calendar)
        try:
            return Timer(transition, term_end(entered, int(amount.value), _UNITS[term.unit], calendar))
        except DateRangeError:
            return None  # beyond every day that can be asked for

    def timed_choice(self, transitions: list[TransitionInfo], day: date) -> Choice:
        """Of transitions whose time has come on this day."""
        return self._chosen([it for it in transitions if it.valid_on(day)], day, None)

    # --- what happens

    def step(
        self, transition: TransitionInfo, state: str, day: date, occurrence: Occurrence | None, last: date | None
    ) -> Step:
        key = None if occurrence is None else occurrence.key
        effect: date | None = day
        need = Need()
        if transition.effect is not None:
            effect, need = self._day(transition.effect, day, key, f"De ingang van '{transition.name}'")
        letters = tuple(
            found for letter in transition.letters if (found := self._letter(transition, letter, day, key)) is not None
        )
        return Step(transition, state, transition.to, day, effect, occurrence, last, letters, need)

    def _letter(self, transition: TransitionInfo, letter: Letter, day: date, key: str | None) -> LetterDue | None:
        """None when it need not be sent."""
        wanted = self.values.holds(letter.condition, day, key)
        if wanted == NO:
            return None
        due, need = self._day(letter.due, day, key, f"De laatste dag van '{letter.text}'")
        by = BURGER if letter.kind == "te doen" else transition.by
        if wanted != YES:
            due, need = None, need | need_of(wanted)
        return LetterDue(letter.kind, letter.text, due, by, transition.sources, need)

    def _day(self, node: int, on: date, key: str | None, what: str) -> tuple[date | None, Need]:
        value = self.values.value(node, on, key)
        if isinstance(value, Known) and isinstance(value.value, date):
            return value.value, Need()
        self._note(value, what)
        return None, need_of(value)

    def _note(self, value: Value, what: str) -> None:
        """That something cannot be computed, for another reason than that a fact is missing."""
        if not isinstance(value, Unknown):
            self.faults[f"{what} is niet te berekenen: {_fault_words(value)}"] = None


def _earliest(value: Value, entered: date) -> date:
    """The first day on which a transition after a last day that is not known may happen."""
    low = value.bounds.low if isinstance(value, Unknown) else None
    return max(entered, add_days(low, 1)) if isinstance(low, date) else entered


def _names_its_day(program: Program, node: int) -> bool:
    """Whether an expression counts from the day on which it is asked, so that it says nothing new on a later day."""
    waiting = [node]
    while waiting:
        found = program.nodes[waiting.pop()]
        if isinstance(found, Context):
            return True
        waiting.extend(found.operands())
    return False


def _fault_words(value: Value) -> str:
    return value.text if isinstance(value, Fault) else "niet van toepassing."
