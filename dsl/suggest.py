"""Near names for "bedoelde u ...?".

Distance counts one per letter added, left out, changed or swapped with its neighbour (optimal string alignment), without
regard to case. Words in another order cost one. A name is near enough when its distance is at most about a third of the
length of what was written, and never more than one word of the usual length.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

_MAX_LENGTH = 120
"""Longer texts are not misspelled names but lost sentences; nothing is suggested for them."""
_MAX_DISTANCE = 6
_WORD_ORDER_COST = 1
_TOP = 1 << (61 * 5)  # letters are counted up to six


class Names:
    """Names to compare with, prepared once for many questions."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_length: defaultdict[int, list[tuple[str, str, int]]] = defaultdict(list)
        for name in sorted(set(names)):
            folded = name.casefold()
            self._by_length[len(folded)].append((name, folded, _letters(folded)))

    def near(self, unknown: str, most: int = _MAX_DISTANCE) -> list[tuple[int, str]]:
        """Distance and name of all that are near and at most ``most`` apart, nearest first, equally near ones by name; `unknown`
        itself is not."""
        wanted = unknown.casefold()
        if not wanted.strip() or len(wanted) > _MAX_LENGTH:
            return []
        allowed = min(most, max(1, (len(wanted) + 1) // 3))
        letters = _letters(wanted)
        wanted_sorted = " ".join(sorted(wanted.split()))
        found: list[tuple[int, str]] = []
        for length in range(len(wanted) - allowed, len(wanted) + allowed + 1):
            for name, folded, own in self._by_length.get(length, ()):
                # Bounds that need no table: what the one has more of than the other, whatever the order.
                if (letters & ~own).bit_count() > allowed or (own & ~letters).bit_count() > allowed or name == unknown:
                    continue
                distance = _distance(wanted, folded, allowed)
                folded_sorted = " ".join(sorted(folded.split()))
                if (wanted_sorted, folded_sorted) != (wanted, folded):
                    distance = min(distance, _distance(wanted_sorted, folded_sorted, allowed) + _WORD_ORDER_COST)
                if distance <= allowed:
                    found.append((distance, name))
        return sorted(found)


def suggest(unknown: str, candidates: Iterable[str], limit: int = 3) -> list[str]:
    """The candidates nearest to `unknown`, nearest first, at most `limit`; equally near ones by name.

    Gives an empty list when nothing is near. `unknown` itself is never suggested.
    """
    return [name for _, name in Names(candidates).near(unknown)[:limit]]


def did_you_mean(suggestions: Sequence[str]) -> str:
    """The suggestions as a question, "Bedoelde u 'x' of 'y'?"; an empty text when there are none."""
    quoted = [f"'{suggestion}'" for suggestion in suggestions]
    if not quoted:
        return ""
    listed = quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} of {quoted[-1]}"
    return f"Bedoelde u {listed}?"


def _letters(text: str) -> int:
    """Which letters a text has and how often, as bits: a letter that comes again has a bit of its own. Letters or counts that share
    a bit only make a bound wider."""
    bits = 0
    for letter in text:
        bit = 1 << (ord(letter) % 61)
        while bits & bit and bit < _TOP:
            bit <<= 61
        bits |= bit
    return bits


def _distance(left: str, right: str, bound: int) -> int:
    """Optimal string alignment distance, or a number above `bound` as soon as it is sure to be larger."""
    before: list[int] = []
    previous = list(range(len(right) + 1))
    for row, letter in enumerate(left, start=1):
        current = [row]
        for column, other in enumerate(right, start=1):
            cost = previous[column - 1] + (letter != other)
            cost = min(cost, previous[column] + 1, current[column - 1] + 1)
            if row > 1 and column > 1 and letter == right[column - 2] and left[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > bound and min(previous) > bound:
            return bound + 1
        before, previous = previous, current
    return previous[-1]
