"""Near names for "bedoelde u ...?".

Distance counts one per letter added, left out, changed or swapped with its neighbour (optimal string alignment), without
regard to case. Words in another order cost one. A name is near enough when its distance is at most about a third of the
length of what was written, and never more than one word of the usual length.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

_MAX_LENGTH = 80
"""Longer texts are not misspelled names but lost sentences; nothing is suggested for them."""
_MAX_DISTANCE = 6
_WORD_ORDER_COST = 1


def suggest(unknown: str, candidates: Iterable[str], limit: int = 3) -> list[str]:
    """The candidates nearest to `unknown`, nearest first, at most `limit`; equally near ones by name.

    Gives an empty list when nothing is near. `unknown` itself is never suggested.
    """
    wanted = unknown.casefold()
    if not wanted.strip() or len(wanted) > _MAX_LENGTH:
        return []
    allowed = min(_MAX_DISTANCE, max(1, (len(wanted) + 1) // 3))
    wanted_letters = Counter(wanted)
    wanted_sorted = " ".join(sorted(wanted.split()))
    found: list[tuple[int, str]] = []
    for candidate in sorted(set(candidates)):
        if candidate == unknown:
            continue
        folded = candidate.casefold()
        # Two bounds that need no table: the lengths, and the letters that the one has and the other lacks.
        if abs(len(folded) - len(wanted)) > allowed or _letters_apart(wanted_letters, len(wanted), folded) > allowed:
            continue
        distance = _distance(wanted, folded, allowed)
        folded_sorted = " ".join(sorted(folded.split()))
        if (wanted_sorted, folded_sorted) != (wanted, folded):
            distance = min(distance, _distance(wanted_sorted, folded_sorted, allowed) + _WORD_ORDER_COST)
        if distance <= allowed:
            found.append((distance, candidate))
    found.sort()
    return [candidate for _, candidate in found[:limit]]


def did_you_mean(suggestions: Sequence[str]) -> str:
    """The suggestions as a question, "Bedoelde u 'x' of 'y'?"; an empty text when there are none."""
    quoted = [f"'{suggestion}'" for suggestion in suggestions]
    if not quoted:
        return ""
    listed = quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} of {quoted[-1]}"
    return f"Bedoelde u {listed}?"


def _letters_apart(letters: Counter[str], length: int, other: str) -> int:
    """A lower bound of the distance: what the longer one has more of than the other, whatever the order."""
    shared = (letters & Counter(other)).total()
    return max(length, len(other)) - shared


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
