"""The mixtures of the causes of one change, and what a besluit comes to in each: what dividing a difference asks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from engine.difference.causes import Change, Place, State
from engine.difference.law import NoProgramError
from engine.difference.reading import reads
from engine.difference.worth import Amounts, Worth
from engine.time.amounts import amounts_of
from engine.time.timeline import Timeline, TooManyDecisionsError

End = tuple[State, Timeline]
"""The first or the last state of a change, with its timeline."""


class Mixtures:
    """Only causes that one of the two ends looked at take part; a cause that is not about facts always may. ``numbers`` are the periods
    that count; ``days`` as for :class:`engine.difference.worth.Worth`."""

    def __init__(
        self,
        change: Change,
        ends: tuple[End, End],
        besluit: str,
        outcome: int,
        days: tuple[date, date, date | None],
        numbers: Sequence[int],
    ) -> None:
        read = frozenset().union(*(reads(state.program, told) for state, told in ends))
        kept = change.only(frozenset(cause.key for cause in change.causes if _is_read(cause.places, read)))
        self.moments = [[cause.key for cause in moment] for moment in kept.moments]
        self._change = change
        self._nothing = (None,) * len(numbers)
        touched = [cause.places for cause in change.causes if cause.places is not None]
        places = frozenset().union(*touched) if len(touched) == len(change.causes) else None
        self._amounts = Worth(besluit, outcome, days, numbers, places)
        for state, told in ends:
            every = amounts_of(told, outcome)
            self._amounts.learn(state, tuple(every[number].amount for number in numbers))

    def worth(self, keys: frozenset[str]) -> Amounts:
        """The amounts of the first state with these causes; all open when rules or periods cannot be mixed so."""
        try:
            return self._amounts.of(self._change.state(keys))
        except (NoProgramError, TooManyDecisionsError, KeyError):
            return self._nothing


def _is_read(places: frozenset[Place] | None, read: frozenset[Place]) -> bool:
    return places is None or not places.isdisjoint(read)
