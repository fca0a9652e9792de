"""What was said about a fact: a value over a period, by an origin, known to whom since when; and what that amounts to.

The rules, for one fact as one organisation knows it on one day:

- what was not known then does not take part;
- of one origin, what became known later takes the place of what was known before, where both are about the same days;
- a case handler's settlement takes the place of what the origins that it names had said by then;
- what remains and differs is a contradiction between origins, and is kept as one (:class:`engine.case.Disputed`).

None of it looks at the order in which the statements stand in the dossier.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush
from itertools import zip_longest

from engine.case import Disputed, Held, Unobtainable
from engine.dossier.origins import organisations
from engine.values import Scalar

ALWAYS = date.min
"""The day since which is known what nobody said a day of."""

Period = tuple[date | None, date | None]
"""First and last day, both inside; None is open."""


@dataclass(frozen=True, slots=True)
class Known:
    """Since when a statement is known: to all (``to_all``), or per organisation. With neither, always and to all."""

    to_all: date | None = None
    per_organisation: tuple[tuple[str, date], ...] = ()

    def since(self, by: frozenset[str] | None) -> date | None:
        """The first day on which one of the organisations knew (None: any organisation); None when they never did."""
        if not self.per_organisation:
            return self.to_all or ALWAYS
        days = [day for name, day in self.per_organisation if by is None or name in by]
        return min(days, default=None)


AT_ONCE = Known()


@dataclass(frozen=True, slots=True)
class Saying:
    """What goes with a statement beside its value. ``instead``: the origins that a case handler's settlement goes before."""

    start: date | None = None
    end: date | None = None
    origin: str | None = None
    known: Known = AT_ONCE
    instead: frozenset[str] = frozenset()

    @property
    def is_plain(self) -> bool:
        """Whether it says no more than a period."""
        return self.origin is None and self.known == AT_ONCE


@dataclass(frozen=True, slots=True)
class Statement:
    """``value`` None: withdrawn, nothing is known of these days."""

    value: Scalar | Unobtainable | None
    saying: Saying


@dataclass(frozen=True, slots=True)
class Membership:
    """That the object with this key is in a role."""

    member: str
    saying: Saying


@dataclass(frozen=True, slots=True)
class View:
    """What is known on a day to an organisation; None: on whatever day, to whomever."""

    on: date | None = None
    by: frozenset[str] | None = None

    @classmethod
    def of(cls, on: date | None, by: str | None) -> View:
        return cls(on, None if by is None else organisations(by))

    def since(self, saying: Saying) -> date | None:
        """Since when a statement is known in this view; None when it is not."""
        day = saying.known.since(self.by)
        return None if day is None or (self.on is not None and day > self.on) else day


EVERYTHING = View()


def stretches(statements: Iterable[Statement], view: View) -> tuple[tuple[date | None, date | None, Held], ...]:
    """The values over time that the statements amount to: sorted, not overlapping, neighbours with the same value as one."""
    found = [(view.since(one.saying), one) for one in statements]
    known = [(day, one) for day, one in found if day is not None]
    if len(known) == 1:
        one = known[0][1]
        return () if one.value is None else ((one.saying.start, one.saying.end, one.value),)
    return _merged(_segments(known))


def on_one_day(statements: Iterable[Statement], view: View) -> Held | None:
    """What statements that are all about the same days amount to; None when nothing is known."""
    found = stretches(statements, view)
    return found[0][2] if found else None


# ---------------------------------------------------------------- the sweep over days


def _segments(known: Sequence[tuple[date, Statement]]) -> list[tuple[int, int | None, Held]]:
    """Stretches by first and last ordinal day, between the days on which some statement begins or stops to hold."""
    begins: dict[int, list[tuple[date, Statement]]] = {}
    edges = set()
    for day, one in known:
        first = _ordinal(one.saying.start)
        begins.setdefault(first, []).append((day, one))
        edges.add(first)
        if one.saying.end is not None:
            edges.add(one.saying.end.toordinal() + 1)
    heaps: dict[str | None, list[tuple[int, str, int, date, Statement]]] = {}
    out: list[tuple[int, int | None, Held]] = []
    days = sorted(edges)
    number = 0
    for first, after in zip_longest(days, days[1:]):
        for day, one in begins.get(first, ()):
            number += 1
            newest_first = (-day.toordinal(), repr(one.value), number)
            heappush(heaps.setdefault(one.saying.origin, []), (*newest_first, day, one))
        said = {}
        for origin, heap in heaps.items():
            while heap and _last(heap[0][4].saying) < first:
                heappop(heap)
            if heap:
                said[origin] = heap[0][3:]
        value = _amounts_to(said)
        if value is not None:
            out.append((first, None if after is None else after - 1, value))
    return out


def _amounts_to(said: dict[str | None, tuple[date, Statement]]) -> Held | None:
    """What the last words of each origin about some days amount to."""
    if len(said) == 1:
        ((_, one),) = said.values()
        return one.value
    gone = {
        other
        for origin, (since, one) in said.items()
        for other in one.saying.instead
        if other in said and settles(since, origin, *said[other])
    }
    claims = [(origin, one.value) for origin, (_, one) in said.items() if origin not in gone and one.value is not None]
    if not claims:
        return None
    first = claims[0][1]
    if all(type(value) is type(first) and value == first for _, value in claims):
        return first
    return Disputed(tuple(sorted(claims, key=lambda claim: (claim[0] is not None, claim[0] or ""))))


def settles(since: date, origin: str | None, other_since: date, other: Statement | Membership) -> bool:
    """Whether a settlement goes before what another origin said: it was known by then. Of two that name each other, the
    later does."""
    return other_since < since or (other_since == since and origin not in other.saying.instead)


def _merged(segments: list[tuple[int, int | None, Held]]) -> tuple[tuple[date | None, date | None, Held], ...]:
    out: list[tuple[int, int | None, Held]] = []
    for first, last, value in segments:
        before = out[-1] if out else None
        if before is not None and before[1] is not None and before[1] + 1 == first and _same(before[2], value):
            out[-1] = (before[0], last, value)
        else:
            out.append((first, last, value))
    return tuple((_day(first), None if last is None else date.fromordinal(last), value) for first, last, value in out)


def _same(left: Held, right: Held) -> bool:
    return type(left) is type(right) and left == right


def _ordinal(start: date | None) -> int:
    return 1 if start is None else start.toordinal()


def _last(saying: Saying) -> int:
    return date.max.toordinal() if saying.end is None else saying.end.toordinal()


def _day(ordinal: int) -> date | None:
    return None if ordinal == 1 else date.fromordinal(ordinal)


# ---------------------------------------------------------------- what cannot be


def contradictions(statements: Sequence[Statement]) -> list[tuple[int, int, date]]:
    """Pairs of statements (by their places in the sequence) of one origin about the same days that became known on the same day
    to somebody, with different values; with the first day on which they overlap. At most one pair per statement."""
    groups: dict[tuple[str | None, str | None, date], list[tuple[int, int, int]]] = {}
    names = {name for one in statements for name, _ in one.saying.known.per_organisation}
    for at, one in enumerate(statements):
        for name in sorted(names) or (None,):
            since = one.saying.known.since(None if name is None else frozenset((name,)))
            if since is not None:
                group = groups.setdefault((one.saying.origin, name, since), [])
                group.append((_ordinal(one.saying.start), _last(one.saying), at))
    found: dict[int, tuple[int, int, date]] = {}
    for group in groups.values():
        group.sort()
        widest = group[0]
        for item in group[1:]:
            first, _, at = item
            if first <= widest[1] and not _same_value(statements[widest[2]], statements[at]):
                found.setdefault(at, (widest[2], at, date.fromordinal(first)))
            widest = max(widest, item, key=lambda one: one[1])
    return [found[at] for at in sorted(found)]


def _same_value(left: Statement, right: Statement) -> bool:
    return type(left.value) is type(right.value) and left.value == right.value
