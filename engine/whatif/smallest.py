"""The smallest change of one number or date that makes the outcome another one, exact to its grid or to the day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from dsl.program import DateType, NumType, Program
from engine.case import Case, Disputed, Moment
from engine.decide import decide
from engine.decision import Decision, Status
from engine.general import Run
from engine.values import Known, Scalar, Unknown, Value
from engine.whatif.changed import Change, Place, with_changes
from engine.whatif.nearest import nearest_above, nearest_below

_FAR = 200 * 366
"""So many days around the present date are looked at for a date without a range of its own."""

Why = Literal["geen getal of datum", "niet bekend", "uitkomst staat niet vast", "geen grenzen"]


class CannotLookError(Exception):
    """There is no smallest change to look for; ``why`` says what stands in the way."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Smallest:
    """``value`` is the nearest value of the fact with another outcome and ``decision`` that decision; None when no value within the
    range of the fact gives another one. ``present`` is what the fact is now."""

    place: Place
    present: Scalar
    now: Decision
    value: Scalar | None
    decision: Decision | None


def smallest_change(
    program: Program, besluit: str, case: Case, moment: Moment, place: Place, only_status: bool = False
) -> Smallest:
    """The nearest value of a fact that changes an outcome (``only_status``: that changes a status or rechtsstatus, not just an amount).
    Raises CannotLookError when the fact or the outcome is not definite, and TooManyLooksError when the answer is not found within
    bounds. Of two values as near, the lower."""
    now = decide(program, besluit, case, moment)
    if now.status not in (Status.VASTGESTELD, Status.NIET_VAN_TOEPASSING):
        raise CannotLookError("uitkomst staat niet vast")
    scale = _Scale.of(place, case, moment)
    kept = _Kept(program, besluit, case, moment, place, scale, only_status)
    above = nearest_above(scale.present, scale.high, kept.same)
    below = nearest_below(scale.present, scale.low, kept.same)
    found = [number for number in (below, above) if number is not None]
    if not found:
        return Smallest(place, scale.value(scale.present), now, None, None)
    best = scale.value(min(found, key=lambda number: abs(number - scale.present)))
    other = decide(program, besluit, with_changes(case, [Change(place, best)]), moment)
    return Smallest(place, scale.value(scale.present), now, best, other)


@dataclass(frozen=True, slots=True)
class _Scale:
    """A fact as whole numbers: days, or steps of its grid."""

    present: int
    low: int
    high: int
    value: Callable[[int], Scalar]

    @classmethod
    def of(cls, place: Place, case: Case, moment: Moment) -> _Scale:
        held, info = place.held(case, moment.rekendatum), place.attr
        if not isinstance(info.type, NumType | DateType):
            raise CannotLookError("geen getal of datum")
        if isinstance(held, date):
            day = held.toordinal()
            low = info.low.toordinal() if isinstance(info.low, date) else max(1, day - _FAR)
            high = info.high.toordinal() if isinstance(info.high, date) else min(date.max.toordinal(), day + _FAR)
            return cls(day, low, high, date.fromordinal)
        if not isinstance(held, Fraction):
            raise CannotLookError("niet bekend")
        if not isinstance(info.low, Fraction) or not isinstance(info.high, Fraction):
            raise CannotLookError("geen grenzen")
        kind = info.type
        assert isinstance(kind, NumType)
        step = kind.grid or Fraction(1, 100)
        # A value off the grid stays reachable: steps are counted from where it is.
        offset = held % step
        return cls(
            int((held - offset) / step),
            -int((offset - info.low) // step),
            int((info.high - offset) // step),
            lambda number: number * step + offset,
        )


@dataclass(frozen=True, slots=True)
class _Kept:
    program: Program
    besluit: str
    case: Case
    moment: Moment
    place: Place
    scale: _Scale
    only_status: bool
    present: list[object] = field(default_factory=list)

    def same(self, low: int, high: int) -> bool:
        """Whether every value of the fact from ``low`` to ``high`` gives what it gives now."""
        first = self.scale.value(low)
        held = first if low == high else Disputed(((None, first), (None, self.scale.value(high))))
        if not self.present:
            self.present.extend(self._outcomes(self.case))
        return self._outcomes(with_changes(self.case, [Change(self.place, held)])) == self.present

    def _outcomes(self, case: Case) -> list[object]:
        run = Run(self.program, case, self.moment)
        found: list[object] = []
        for outcome in self.program.decisions[self.besluit].outcomes:
            legal = None if outcome.status is None else run.value(outcome.status)
            value = run.value(outcome.value)
            found.append(legal)
            found.append(_kind_of(value) if self.only_status and isinstance(outcome.attr.type, NumType) else value)
        return found


def _kind_of(value: Value) -> object:
    """Of an amount only whether there is one, and whether it is nothing."""
    if isinstance(value, Unknown) and not (value.bounds.maybe_na or value.bounds.maybe_fault):
        low, high = value.bounds.low, value.bounds.high
        if (isinstance(low, Fraction) and low > 0) or (isinstance(high, Fraction) and high < 0):
            return True
    return value.value != 0 if isinstance(value, Known) else value
