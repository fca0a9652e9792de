"""Records of one registratie counted with those of another: the calls that followed a mailing, the payments that followed an invoice."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping

from dsl.program import Link
from engine.normen.column import words_of
from engine.normen.records import Records


def count_linked(records: Records, link: Link, others: Records) -> Mapping[str, int]:
    """How many records of ``others`` belong to each record, by key; none is not mentioned. Each belongs to the last record with the same
    value that lies on or before its day, if that is at most so many days ago; of records on one day to the last by key. Raises
    Unreadable."""
    starts = _starts(records, link)
    counts: Counter[str] = Counter()
    for frame, _ in others.frames():
        same, day = frame.column(link.same), frame.column(link.day)
        known = ~same.missing & ~day.missing
        pairs = Counter(zip(words_of(same)[known].tolist(), day.values[known].tolist(), strict=True))
        for (value, moment), count in pairs.items():
            mine = starts.get(value, [])
            place = bisect_right(mine, moment, key=lambda start: start[0]) - 1
            if place >= 0 and moment - mine[place][0] <= link.days:
                counts[mine[place][1]] += count
    return counts


def _starts(records: Records, link: Link) -> Mapping[str, list[tuple[int, str]]]:
    """The days from which is counted with their keys, in order, by the value that both have."""
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for frame, keys in records.frames():
        same, since = frame.column(link.same), frame.column(link.since)
        known = (~same.missing & ~since.missing).tolist()
        rows = zip(known, words_of(same).tolist(), since.values.tolist(), keys, strict=True)
        for complete, value, day, key in rows:
            if complete:
                found[value].append((day, key))
    for starts in found.values():
        starts.sort()
    return found
