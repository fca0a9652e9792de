"""In which order the events of one day may have come, as far as the traject and the dossier leave that open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from engine.trajecten.model import Occurrence

MOST_ORDERS = 120
"""So many orders of the events of one day are tried."""
_MOST_EVENTS = 200
"""With more events than this on one day, and an order that is not declared, none is tried."""


def orders_of(
    events: Sequence[Occurrence], rank: Mapping[str, int], content: Callable[[Occurrence], str]
) -> list[list[Occurrence]] | None:
    """All orders, the first one by rank; None when there are too many. ``rank``: the declared order of events by name, which every
    order keeps to. Events of the same ``content`` stand in the order given: exchanging them makes no difference."""
    ranked = sorted(events, key=lambda event: rank.get(event.event, len(rank)))
    kinds: dict[tuple[str, str], list[Occurrence]] = {}
    for event in ranked:
        kinds.setdefault((event.event, content(event)), []).append(event)
    names = {name for name, _ in kinds}
    if len(kinds) == 1 or (len(names) == len(kinds) and names <= rank.keys()):
        return [ranked]
    if len(events) > _MOST_EVENTS:
        return None
    found = list(islice(_arranged(list(kinds.values()), rank), MOST_ORDERS + 1))
    return None if len(found) > MOST_ORDERS else found


def _arranged(kinds: list[list[Occurrence]], rank: Mapping[str, int]) -> Iterator[list[Occurrence]]:
    left = [kind for kind in kinds if kind]
    if not left:
        yield []
    first = min((rank[kind[0].event] for kind in left if kind[0].event in rank), default=None)
    for kind in left:
        if rank.get(kind[0].event, first) != first:
            continue
        rest = [other[1:] if other is kind else other for other in left]
        for order in _arranged(rest, rank):
            yield [kind[0], *order]
