"""Who is in a role over time, from what was said about it.

Of one origin, a period of a member that became known later takes the place of the earlier periods of that member that it
overlaps, as a whole: that a marriage ended is said by the marriage with its last day. Where origins contradict each other
about a member, or give the role more members on one day than it can have, the role is in dispute on those days.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from engine.dossier.statements import Known, Membership, View, settles

FIRST, LAST = date.min.toordinal(), date.max.toordinal()

Days = tuple[int, int]
"""First and last ordinal day, both inside."""


@dataclass(frozen=True, slots=True)
class RolePeriods:
    """Per member its periods, in the order of the dossier; the days that are in dispute, with the origins."""

    items: tuple[tuple[date | None, date | None, str], ...]
    disputed: tuple[tuple[date | None, date | None, tuple[str | None, ...]], ...] = ()

    @property
    def is_dated(self) -> bool:
        return bool(self.disputed) or any(start is not None or end is not None for start, end, _ in self.items)


def periods_of(memberships: Sequence[Membership], view: View, maximum: int) -> RolePeriods:
    """Who is in the role when, as known in a view."""
    by_member: dict[str, list[tuple[date, Membership]]] = {}
    for one in memberships:
        since = view.since(one.saying)
        if since is not None:
            by_member.setdefault(one.member, []).append((since, one))
    if len(by_member) <= maximum and all(len(told) == 1 for told in by_member.values()):
        # As it mostly is: everybody is told of once, and there are not too many.
        told_once = [one for ((_, one),) in by_member.values()]
        return RolePeriods(tuple([(one.saying.start, one.saying.end, one.member) for one in told_once]))
    items: list[tuple[Days, str, frozenset[str | None]]] = []
    disputed: list[tuple[Days, frozenset[str | None]]] = []
    for member, all_told in by_member.items():
        said: dict[str | None, list[tuple[date, Membership]]] = {}
        for since, one in all_told:
            said.setdefault(one.saying.origin, []).append((since, one))
        claims = {origin: _last_words(told) for origin, told in _unsettled(said).items()}
        origins = frozenset(claims)
        if len(claims) == 1:
            (periods,) = claims.values()
            items += [(days, member, origins) for days in periods]
            continue
        for days, count in _counted(days for periods in claims.values() for days in periods):
            if count == len(claims):
                items.append((days, member, origins))
            elif count:
                disputed.append((days, origins))
    if len(by_member) > maximum:
        for days, count in _counted(days for days, _, _ in items):
            if count > maximum:
                here = (origins for other, _, origins in items if _overlap(days, other))
                disputed.append((days, frozenset().union(*here)))
    in_dispute = {(days, tuple(sorted(origins, key=_none_first))) for days, origins in disputed}
    return RolePeriods(
        tuple((*_period(days), member) for days, member, _ in items),
        tuple((*_period(days), origins) for days, origins in sorted(in_dispute, key=_by_days)),
    )


def _unsettled(
    said: dict[str | None, list[tuple[date, Membership]]],
) -> dict[str | None, list[tuple[date, Membership]]]:
    """What was said of a member, without what a case handler's settlement goes before."""
    settlements = [(since, one) for told in said.values() for since, one in told if one.saying.instead]
    if not settlements:
        return said
    out = {}
    for origin, told in said.items():
        left = [
            (since, one)
            for since, one in told
            if not any(
                origin in settled.saying.instead and settles(day, settled.saying.origin, since, one)
                for day, settled in settlements
            )
        ]
        if left:
            out[origin] = left
    return out


def _last_words(told: list[tuple[date, Membership]]) -> list[Days]:
    """The periods that one origin gives a member, after its own corrections."""
    kept: list[Days] = []
    for _, days in sorted(((since, _days(one)) for since, one in told), key=lambda one: (-one[0].toordinal(), one[1])):
        if not any(_overlap(days, other) for other in kept):
            kept.append(days)
    return sorted(kept)


def overlapping(memberships: Iterable[Membership]) -> list[tuple[int, int]]:
    """Pairs of memberships (by their places) of one member, said by one origin and known since the same day, that overlap."""
    groups: dict[tuple[str, str | None, Known], list[tuple[Days, int]]] = {}
    for at, one in enumerate(memberships):
        groups.setdefault((one.member, one.saying.origin, one.saying.known), []).append((_days(one), at))
    found = []
    for group in groups.values():
        group.sort()
        for (before, first), (after, second) in zip(group, group[1:], strict=False):
            if _overlap(before, after):
                found.append((first, second))
    return sorted(found)


def most_at_once(memberships: Iterable[Membership]) -> int:
    """How many members one origin gives a role on one day by what became known on one day."""
    groups: dict[tuple[str | None, Known], list[Days]] = {}
    for one in memberships:
        groups.setdefault((one.saying.origin, one.saying.known), []).append(_days(one))
    return max((count for group in groups.values() for _, count in _counted(group)), default=0)


def _counted(periods: Iterable[Days]) -> list[tuple[Days, int]]:
    """Stretches of days with the number of periods that they lie in."""
    change: dict[int, int] = {}
    for first, last in periods:
        change[first] = change.get(first, 0) + 1
        change[last + 1] = change.get(last + 1, 0) - 1
    out: list[tuple[Days, int]] = []
    count = 0
    edges = sorted(change)
    for first, after in zip(edges, edges[1:], strict=False):
        count += change[first]
        if out and out[-1][1] == count:
            out[-1] = ((out[-1][0][0], after - 1), count)
        else:
            out.append(((first, after - 1), count))
    return out


def _days(one: Membership) -> Days:
    start, end = one.saying.start, one.saying.end
    return FIRST if start is None else start.toordinal(), LAST if end is None else end.toordinal()


def _overlap(left: Days, right: Days) -> bool:
    return left[0] <= right[1] and right[0] <= left[1]


def _period(days: Days) -> tuple[date | None, date | None]:
    first, last = days
    return None if first == FIRST else date.fromordinal(first), None if last == LAST else date.fromordinal(last)


def _none_first(origin: str | None) -> tuple[bool, str]:
    return origin is not None, origin or ""


def _by_days(item: tuple[Days, tuple[str | None, ...]]) -> tuple[Days, tuple[tuple[bool, str], ...]]:
    days, origins = item
    return days, tuple(_none_first(origin) for origin in origins)
