"""Set a besluit as it was beside the besluit as it is now known, per period, within what the law still allows.

The engine applies the window of the law and no other. A shorter one that the law leaves to a person is shown with its tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dsl.program import DecisionInfo
from engine.difference.causes import Change, State
from engine.difference.mixtures import Mixtures
from engine.difference.shares import Division, divide
from engine.revision.sent import SENT, History, differing, shifted
from engine.revision.windows import DIRECTIONS, Window, windows_of
from engine.time.amounts import CENT, Amount, amounts_of, money_outcome, whole_months
from engine.time.timeline import Timeline, timeline

NOTHING_SENT = History()


class NoAmountError(Exception):
    """The besluit gives no amount of money, so that there is no difference to settle."""


@dataclass(frozen=True, slots=True)
class Row:
    """Periods next to each other with the same old and new outcome; ``count`` of them. ``difference`` is per period; None when one of
    the two is not definite. ``within``: whether the window of the law reaches these periods (None: open, or no window is known)."""

    start: date
    end: date
    count: int
    old: Amount
    new: Amount
    difference: Fraction | None
    within: bool | None

    @property
    def total(self) -> Fraction | None:
        return None if self.difference is None else self.difference * self.count


@dataclass(frozen=True, slots=True)
class Settled:
    """What the differences of one direction come to, and what the law calls that."""

    window: Window
    total: Fraction
    periods: int


@dataclass(frozen=True, slots=True)
class Revision:
    """``settled``: per direction what may be set right. ``too_late``: differences that the window does not reach, more and less.
    ``open_periods``: how many periods are not definite in one of the two. ``division``: the difference within the window, divided
    over its causes (None: nothing differs, or it cannot be divided). Where a besluit was sent about a period, that is the old one;
    ``old`` is always what follows from the knowledge of then. Both timelines are without reasons. ``deviating``: periods in which
    what was sent is not that amount."""

    info: DecisionInfo
    sent: date
    old: Timeline
    new: Timeline
    periods: tuple[tuple[Amount, Amount], ...]
    rows: tuple[Row, ...]
    windows: tuple[Window, ...]
    settled: tuple[Settled, ...]
    too_late: tuple[Fraction, Fraction]
    undecided: tuple[Fraction, Fraction]
    open_periods: int
    change: Change
    division: Division | None
    deviating: tuple[tuple[Amount, Amount], ...] = ()

    @property
    def broken(self) -> tuple[date, ...]:
        """The days inside a period on which one of the two changes. A period counts here as it is on its first day, so what follows
        from that day on in the period itself is not in the difference. Not where the law reckons with part of a month."""
        if self.info.days_in_year is not None:
            return ()
        starts = {stretch.start for told in (self.old, self.new) for stretch in told.stretches[1:]}
        return tuple(sorted(starts - {old.start for old, _ in self.periods}))

    def total_since(self, higher: bool, day: date) -> Fraction:
        """What the higher (or else the lower) amounts come to over the periods that begin on or after a day."""
        differences = (
            new.amount - old.amount
            for old, new in self.periods
            if old.start >= day and old.amount is not None and new.amount is not None
        )
        return sum((one for one in differences if (one > 0) is higher), Fraction(0))


def revise(
    change: Change, besluit: str, start: date, end: date, sent: date, history: History = NOTHING_SENT
) -> Revision:
    """The herziening of ``besluit`` over the periods from ``start`` to ``end``, sent on ``sent``, when everything in ``change`` has come
    about. ``history`` is what was sent before. Raises NoAmountError when the besluit gives no amount, and what
    :func:`engine.time.timeline.timeline` raises."""
    everything = frozenset(cause.key for cause in change.causes)
    first, last = change.state(frozenset()), change.state(everything)
    info = last.program.decisions[besluit]
    first_asked = start
    start, end = whole_months(info, start, end)
    outcome = money_outcome(info)
    if outcome is None:
        raise NoAmountError(besluit)
    old = _timeline(first, besluit, start, end, sent)
    new = _timeline(last, besluit, start, end, sent)
    windows = windows_of(last.program, info, last.case, sent)
    reckoned = amounts_of(old, outcome)
    before = history.amounts(info, outcome, reckoned, first_asked)
    pairs = list(zip(before, amounts_of(new, outcome), strict=True))
    reach = [_within(windows, one, other) for one, other in pairs]
    rows = _rows(pairs, reach)
    inside = [number for number, within in enumerate(reach) if within]
    division = None
    if any(one.amount != other.amount for one, other in (pairs[number] for number in inside)):
        ends = (first, old), (last, new)
        said = [(before[number], reckoned[number]) for number in inside]
        mixtures = Mixtures(change, ends, besluit, outcome, (start, end, sent), inside)
        change, division = _divide(change, mixtures, said)
    return Revision(
        info,
        sent,
        old,
        new,
        tuple(pairs),
        rows,
        windows,
        tuple(_settle(windows, rows)),
        _outside(rows, False),
        _outside(rows, None),
        sum(row.count for row in rows if row.difference is None),
        change,
        division,
        differing(list(zip(before, reckoned, strict=True))),
    )


def _timeline(state: State, besluit: str, start: date, end: date, sent: date) -> Timeline:
    return timeline(state.program, besluit, state.case, start, end, sent, state.known, reasons=False)


def _within(windows: Sequence[Window], old: Amount, new: Amount) -> bool | None:
    """Whether a difference in this period may still be set right."""
    if old.amount is None or new.amount is None:
        return None
    kind = "hoger bedrag" if new.amount > old.amount else "lager bedrag"
    window = next((one for one in windows if one.kind == kind), None)
    return None if window is None else window.holds(old.start)


def _rows(pairs: Sequence[tuple[Amount, Amount]], reach: Sequence[bool | None]) -> tuple[Row, ...]:
    rows: list[Row] = []
    for (old, new), within in zip(pairs, reach, strict=True):
        difference = None if old.amount is None or new.amount is None else new.amount - old.amount
        last = rows[-1] if rows else None
        if last is not None and (_told(last.old), _told(last.new), last.within) == (_told(old), _told(new), within):
            rows[-1] = Row(last.start, old.end, last.count + 1, last.old, last.new, difference, within)
        else:
            rows.append(Row(old.start, old.end, 1, old, new, difference, within))
    return tuple(rows)


def _told(amount: Amount) -> tuple[object, ...]:
    return amount.amount, amount.status, amount.sent, amount.portions


def _settle(windows: Sequence[Window], rows: Sequence[Row]) -> list[Settled]:
    found = []
    for window in windows:
        sign = DIRECTIONS.get(window.kind)
        mine = [row for row in rows if row.within and row.difference and sign and row.difference * sign > 0]
        if mine:
            total = sum((row.total or Fraction(0) for row in mine), Fraction(0))
            found.append(Settled(window, total, sum(row.count for row in mine)))
    return found


def _outside(rows: Sequence[Row], within: bool | None) -> tuple[Fraction, Fraction]:
    totals = [row.total for row in rows if row.within is within and row.total]
    more = sum((total for total in totals if total > 0), Fraction(0))
    return more, sum((total for total in totals if total < 0), Fraction(0))


def _divide(change: Change, mixtures: Mixtures, said: Sequence[tuple[Amount, Amount]]) -> tuple[Change, Division]:
    """The difference over the periods inside the window, divided over its causes. ``said``: for these periods what was sent and what
    was reckoned; where they differ, that is the first cause."""
    deviates = any(sent.amount != reckoned.amount for sent, reckoned in said)
    first = ((SENT,),) if deviates else ()

    def worth(keys: frozenset[str]) -> tuple[Fraction | None, ...]:
        if not deviates:
            return mixtures.worth(keys)
        if not keys:
            return tuple(sent.amount for sent, _ in said)
        return mixtures.worth(keys - {SENT.key}) if SENT.key in keys else shifted(mixtures.worth(keys), said)

    moments = [*([cause.key for cause in moment] for moment in first), *mixtures.moments]
    return Change((*first, *change.moments), change.state), divide(moments, worth, CENT)
