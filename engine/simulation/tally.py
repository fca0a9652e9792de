"""Whole numbers under a name of several words. They add up the same in any order, and are all that leaves a part."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

Key = tuple[str, ...]
CLASSES = (-1200, -600, -240, -120, -60, -12, 0, 12, 60, 120, 240, 600, 1200)
"""Edges of the classes of differences, in euros per year. 0 itself is no change."""


@dataclass(slots=True)
class Tally:
    """Of one besluit. Amounts are numerators over ``scale``, of euros per year."""

    scale: int
    counts: Counter[Key] = field(default_factory=Counter)
    highest: dict[Key, int] = field(default_factory=dict)

    def add(self, number: int, *key: str) -> None:
        if number:
            self.counts[key] += int(number)

    def most(self, number: int, *key: str) -> None:
        """Keep the largest under a name, instead of the sum."""
        if number > self.highest.get(key, 0):
            self.highest[key] = int(number)

    def of(self, *key: str) -> int:
        return self.counts.get(key, 0)

    def under(self, *head: str) -> dict[str, int]:
        """What stands directly under a name."""
        size = len(head)
        return {key[-1]: n for key, n in self.counts.items() if len(key) == size + 1 and key[:size] == head}

    def merge(self, other: Tally) -> None:
        """Raises ValueError for amounts over another denominator."""
        if other.scale != self.scale:
            raise ValueError("amounts over different denominators")
        for key, number in other.counts.items():
            self.counts[key] += number
        for key, number in other.highest.items():
            self.most(number, *key)

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "noemer": self.scale,
            "aantallen": [[list(key), n] for key, n in sorted(self.counts.items()) if n],
            "grootste": [[list(key), n] for key, n in sorted(self.highest.items())],
        }


def tally_of(plain: dict[str, Any]) -> Tally:
    """What :meth:`Tally.plain` gave."""
    return Tally(
        int(plain["noemer"]),
        Counter({tuple(key): int(n) for key, n in plain["aantallen"]}),
        {tuple(key): int(n) for key, n in plain["grootste"]},
    )


Tallies = dict[str, Tally]
"""Per besluit."""


def merged(parts: list[Tallies]) -> Tallies:
    found: Tallies = {}
    for part in parts:
        for besluit, tally in part.items():
            if besluit not in found:
                found[besluit] = Tally(tally.scale)
            found[besluit].merge(tally)
    return found
