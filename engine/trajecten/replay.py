"""Replay: from the dated events of a dossier to the state of a traject on a day.

The events of one day come after what time brings on that day, day after day. What is not known is followed in every way that it
can go (:mod:`engine.trajecten.worlds`): the state is told only when all ways agree. An event is judged in the state of its own
day and never waits for another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from dsl.dates import FIRST_DAY
from dsl.notation import format_date
from dsl.program import Program
from engine.case import Case
from engine.trajecten.model import NOTHING, Accounted, Need, Occurrence, TrajectResult, Verdict
from engine.trajecten.occurrences import Evaluator, distinct_days, events_of, need_of
from engine.trajecten.orders import orders_of
from engine.trajecten.outcome import outcome_of
from engine.trajecten.reasons import refusal
from engine.trajecten.transitions import Choice, Timer, Transitions
from engine.trajecten.worlds import World, merged
from engine.values import Known

_MOST_TERMS = 20_000
"""After so many terms in a row a traject does not come to rest."""

_RESTLESS = "Het traject komt niet tot rust: steeds weer eindigt er een termijn. Vanaf {day} is de toestand niet vast te stellen."
_CONFLICT = "Op {day} kunnen in de toestand '{state}' meer overgangen tegelijk: {names}. Vanaf die dag is de toestand niet vast te stellen."
_ORDER = "Op {day} zijn er gebeurtenissen waarvan de volgorde telt en nergens staat: {names}."

_Told = tuple[Verdict, str, Need]


def replay(program: Program, traject: str, case: Case, on: date) -> TrajectResult:
    """The traject of the root object of the case, up to and including ``on``. Raises KeyError when the program has no such
    traject."""
    return Replay(program, traject, case).until(on)


class Replay:
    """The replay of one traject, to be asked for one or more days."""

    def __init__(self, program: Program, traject: str, case: Case) -> None:
        self.program = program
        self.info = program.trajecten[traject]
        self.case = case
        self.values = Evaluator(program, case)
        self.transitions = Transitions(self.info, self.values)
        self.events = events_of(self.info, self.values)
        self._days = dict(distinct_days(self.events.dated))
        self._rank = {name: number for number, name in enumerate(self.info.same_day)}
        self._timers: dict[tuple[str, date | None], list[Timer]] = {}
        self._worlds: tuple[World, ...] = ()
        self._passed: date | None = None
        self._told: dict[Occurrence, list[_Told]] = {}
        self._findings: dict[str, None] = {}

    def until(self, on: date) -> TrajectResult:
        """The traject on a day. Asking for a later day goes on from the day asked before."""
        if self._passed is not None and on < self._passed:
            return Replay(self.program, self.info.name, self.case).until(on)
        if self._passed is None:
            self._worlds = self._beginning(on)
        for day, events in self._days.items():
            if day <= on and (self._passed is None or day > self._passed):
                self._worlds = self._on(day, events, self._worlds)
        self._worlds = self._merged(self._advanced(self._worlds, on), on)
        self._passed = on
        findings = {**self._findings, **self.transitions.faults}
        return outcome_of(self, on, self._worlds, self._accounts(on), tuple(findings))

    def timers(self, state: str, entered: date | None) -> list[Timer]:
        """The transitions by time out of a state that was entered on a day."""
        key = (state, entered)
        if key not in self._timers:
            self._timers[key] = self.transitions.timers(state, entered)
        return self._timers[key]

    def _timed(self, state: str | None) -> bool:
        return state is not None and self.transitions.has_term(state)

    def _merged(self, worlds: Iterable[World], day: date) -> tuple[World, ...]:
        return merged(worlds, day, self._timed)

    # --- the beginning

    def _beginning(self, on: date) -> tuple[World, ...]:
        first = World(self.info.begins_as, None)
        if self.info.begins_on is not None:
            value = self.values.value(self.info.begins_on, FIRST_DAY)
            if not isinstance(value, Known) or not isinstance(value.value, date):
                return (first.opened(None, need_of(value)),)
            first = replace(first, entered=value.value)
        return (self._entered(first),)

    def _entered(self, world: World) -> World:
        """A world in a new state; nothing is known from then on when an event without a day may have moved it."""
        for event, need in self.events.any_time.items():
            if world.state is not None and self.transitions.waits_for(world.state, event):
                return world.opened(world.entered, need)
        return world

    # --- time

    def _advanced(self, worlds: Iterable[World], until: date) -> list[World]:
        """Worlds after everything that time brings up to and including a day."""
        done: list[World] = []
        waiting = list(worlds)
        count = 0
        while waiting:
            world = waiting.pop(0)
            further = self._by_time(world, until) if count < _MOST_TERMS else None
            count += 1
            if further is None:
                done.append(world)
            else:
                waiting[:0] = further
        if count <= _MOST_TERMS:
            return done
        self._findings[_RESTLESS.format(day=format_date(until))] = None
        return [world.opened(until, NOTHING) for world in done]

    def _by_time(self, world: World, until: date) -> list[World] | None:
        """What the first of the terms that end makes of a world; None when none ends."""
        if world.state is None or world.entered is None:
            return None
        timers = self.timers(world.state, world.entered)
        ended = [
            (timer.day, timer)
            for timer in timers
            if timer.day is not None and timer.day <= until and (world.lapsed is None or timer.day > world.lapsed)
        ]
        day = min((day for day, _ in ended), default=None)
        unknown = [(timer.not_before, timer) for timer in timers if timer.not_before is not None]
        earliest = min((first for first, _ in unknown), default=None)
        if earliest is not None and earliest <= until and (day is None or earliest <= day):
            # From its earliest day on, a transition whose day is not known may have happened.
            need = NOTHING
            for first, timer in unknown:
                need = need | timer.need if first == earliest else need
            return [world.opened(earliest, need)]
        if day is None:
            return None
        now = [timer for when, timer in ended if when == day]
        choice = self.transitions.timed_choice([timer.transition for timer in now], day)
        branches = self._branches(world, choice, day, None, now[0].last_day)
        return [replace(it, lapsed=day) if it.steps is world.steps else it for it in branches]

    # --- events

    def _on(self, day: date, events: Sequence[Occurrence], worlds: tuple[World, ...]) -> tuple[World, ...]:
        """Worlds after the events of a day."""
        before = self._merged(self._advanced(worlds, day), day)
        if len(events) == 1 or not any(self._moves(world, event) for world in before for event in events):
            return self._in_order(events, before)
        orders = orders_of(events, self._rank, self._content)
        names = ", ".join(sorted({event.event for event in events}))
        if orders is None:
            self._findings[_ORDER.format(day=format_date(day), names=names)] = None
            for event in events:
                self._tell(event, Verdict.NIET_BEOORDEELD, "De volgorde op deze dag staat nergens.", NOTHING)
            return self._merged([world.opened(day, NOTHING) for world in before], day)
        after = [self._in_order(order, before) for order in orders]
        if len({frozenset(world.key(day, self._timed) for world in found) for found in after}) > 1:
            self._findings[_ORDER.format(day=format_date(day), names=names)] = None
        return self._merged([world for found in after for world in found], day)

    def _content(self, event: Occurrence) -> str:
        """The same for events of which the dossier says the same."""
        found = self.case.objects[event.key]
        return event.key if found.roles else repr(sorted(found.facts.items()))

    def _moves(self, world: World, event: Occurrence) -> bool:
        """Whether an event may bring a world into another state."""
        if world.state is None:
            return False
        choice = self.transitions.choice(world.state, event)
        return bool(choice.yes or choice.unknown)

    def _in_order(self, events: Sequence[Occurrence], worlds: tuple[World, ...]) -> tuple[World, ...]:
        for event in events:
            after = [found for world in worlds for found in self._happened(world, event)]
            worlds = self._merged(self._advanced(after, event.day), event.day)
        return worlds

    def _happened(self, world: World, event: Occurrence) -> list[World]:
        """What an event makes of a world."""
        if world.state is None:
            self._tell(event, Verdict.NIET_BEOORDEELD, "De toestand van die dag is niet vast te stellen.", world.need)
            return [world]
        if world.entered is not None and event.day < world.entered:
            why = f"Het traject begint pas op {format_date(world.entered)}."
            self._tell(event, Verdict.GEWEIGERD, why, NOTHING)
            return [world]
        choice = self.transitions.choice(world.state, event)
        state = self.info.states[world.state]
        if choice.yes or choice.unknown:
            return self._branches(world, choice, event.day, event, None)
        if event.event in state.ignores:
            self._tell(event, Verdict.ZONDER_GEVOLG, f"In de toestand '{state.name}' verandert dit niets.", NOTHING)
        else:
            self._tell(event, Verdict.GEWEIGERD, refusal(self, world.state, event, choice), NOTHING)
        return [world]

    # --- what both bring

    def _branches(
        self, world: World, choice: Choice, day: date, event: Occurrence | None, last: date | None
    ) -> list[World]:
        """The worlds that a choice of transitions leads to; one when everything is known."""
        assert world.state is not None
        for fault in choice.faults:
            self._findings[fault] = None
        if len(choice.yes) > 1:
            names = ", ".join(f"'{transition.name}'" for transition in choice.yes)
            self._findings[_CONFLICT.format(day=format_date(day), state=world.state, names=names)] = None
            self._tell(event, Verdict.NIET_BEOORDEELD, f"Meer overgangen tegelijk: {names}.", NOTHING)
            return [world.opened(day, NOTHING)]
        need = NOTHING if event is None else event.need
        for _, missing in choice.unknown:
            need = need | missing
        certain = not choice.unknown and (event is None or event.sure)
        found = [
            self._entered(world.moved(self.transitions.step(it, world.state, day, event, last), need))
            for it in (*choice.yes, *(it for it, _ in choice.unknown))
        ]
        if choice.yes and certain:
            why = f"{choice.yes[0].name}: van '{world.state}' naar '{choice.yes[0].to}'."
            self._tell(event, Verdict.GEBRUIKT, why, NOTHING)
            return found
        if not found:
            return [world]
        self._tell(event, Verdict.ONZEKER, "Of dit gevolg heeft, hangt af van wat nog niet bekend is.", need)
        if choice.yes and choice.unknown:
            found.append(world.opened(day, need))  # perhaps more than one is possible
        if not choice.yes or (event is not None and not event.sure):
            found.append(world.needing(need))
        return found

    # --- accounts

    def _tell(self, event: Occurrence | None, verdict: Verdict, why: str, need: Need) -> None:
        if event is not None:
            self._told.setdefault(event, []).append((verdict, why, need))

    def _accounts(self, on: date) -> tuple[Accounted, ...]:
        """Every event of the dossier, by day, with what became of it."""
        found = list(self.events.rest)
        for event in self.events.dated:
            if event.day > on:
                why = f"Deze dag ligt na {format_date(on)}."
                found.append(Accounted(event.key, event.event, event.day, Verdict.NA_DE_DATUM, why))
                continue
            told = self._told[event]
            verdicts = {verdict for verdict, _, _ in told}
            need = event.need
            for _, _, missing in told:
                need = need | missing
            if len(verdicts) == 1:
                # The ways that it may have gone stand in no order: each says its own, and no two the same.
                why = " Of: ".join(sorted({each for _, each, _ in told}))
                found.append(Accounted(event.key, event.event, event.day, told[0][0], why, need))
            else:
                why = "Wat hiervan kwam, hangt af van wat niet bekend is of van de volgorde op deze dag."
                found.append(Accounted(event.key, event.event, event.day, Verdict.ONZEKER, why, need))
        return tuple(sorted(found, key=lambda it: (it.day is None, it.day or date.max, it.event or "", it.key)))
