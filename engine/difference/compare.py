"""One besluit from two states beside each other: two versions of the rules, two people, or both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dsl.program import DecisionInfo, Program
from engine.case import Case
from engine.difference.causes import Change, law_then_facts
from engine.difference.law import law_causes
from engine.difference.mixtures import Mixtures
from engine.difference.people import case_change
from engine.difference.shares import Division, divide
from engine.time.amounts import CENT, Amount, amounts_of, money_outcome
from engine.time.timeline import Timeline, timeline


@dataclass(frozen=True, slots=True)
class Comparison:
    """``periods`` are the amounts per period in the one state and in the other (none when the besluit gives no amount); ``division``
    what each cause adds over all periods that are definite in both."""

    info: DecisionInfo
    old: Timeline
    new: Timeline
    periods: tuple[tuple[Amount, Amount], ...]
    change: Change
    division: Division | None


def state_change(one: Program, case: Case, other_program: Program | None, other_case: Case | None) -> Change:
    """From a program and a case to others; None where that stays the same. The law is walked first."""
    facts = case_change(one, case, other_case or case)
    if other_program is None:
        return facts
    causes, programs = law_causes(one, other_program)
    return law_then_facts(causes, facts, programs)


def compare(change: Change, besluit: str, start: date, end: date) -> Comparison:
    """The besluit over the periods from ``start`` to ``end`` in the first and the last state of a change. Raises KeyError when one of
    the two has no such besluit, and what :func:`engine.time.timeline.timeline` raises."""
    everything = frozenset(cause.key for cause in change.causes)
    old, new = (_told(change, besluit, keys, start, end) for keys in (frozenset[str](), everything))
    outcome = money_outcome(old.info)
    periods: tuple[tuple[Amount, Amount], ...] = ()
    division = None
    if outcome is not None and money_outcome(new.info) == outcome:
        periods = tuple(zip(amounts_of(old, outcome), amounts_of(new, outcome), strict=True))
        if any(one.amount != other.amount for one, other in periods):
            ends = (change.state(frozenset()), old), (change.state(everything), new)
            mixtures = Mixtures(change, ends, besluit, outcome, (start, end, None), range(len(periods)))
            division = divide(mixtures.moments, mixtures.worth, CENT)
    return Comparison(new.info, old, new, periods, change, division)


def _told(change: Change, besluit: str, keys: frozenset[str], start: date, end: date) -> Timeline:
    state = change.state(keys)
    return timeline(state.program, besluit, state.case, start, end, known=state.known)
