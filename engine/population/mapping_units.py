"""Units as people write them in a mapping file, and by how much a number in one is multiplied to be one in another."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from dsl.program import NumType

_WORDS: dict[str, tuple[str, Fraction]] = {
    word: (base, Fraction(factor))
    for base, factor, words in (
        ("euro", "1", "euro euro's euros €"),
        ("euro", "1/100", "cent centen"),
        ("uur", "1", "uur uren"),
        ("nacht", "1", "nacht nachten"),
        ("werkdag", "1", "werkdag werkdagen"),
        ("dag", "1", "dag dagen"),
        ("dag", "7", "week weken"),
        ("maand", "1", "maand maanden"),
        ("maand", "3", "kwartaal kwartalen"),
        ("maand", "12", "jaar jaren"),
        ("bijdrageperiode", "1", "bijdrageperiode bijdrageperioden bijdrageperiodes"),
    )
    for word in words.split()
}
"""A unit, of which base, and how many of it. Between a month and a day there is no fixed number."""
_OF_TYPE = {"week": ("dag", 7), "kwartaal": ("maand", 3), "jaar": ("maand", 12)}
_PARTS = {"procent": Fraction(1, 100), "%": Fraction(1, 100), "fractie": Fraction(1)}


def factor_of(words: str, kind: NumType) -> Fraction | None:
    """By what a number in the unit ``words`` is multiplied to be a value of the type; None when it is a unit of something else."""
    if kind.show == "percentage" and not kind.unit:
        return _PARTS.get(words.casefold())
    bases: Counter[str] = Counter()
    factor = Fraction(1)
    for number, word in enumerate(words.casefold().split(" per ")):
        known = _WORDS.get(word.strip())
        if known is None:
            return None
        sign = -1 if number else 1
        bases[known[0]] += sign
        factor *= known[1] ** sign
    for name, exponent in kind.unit:
        base, size = _OF_TYPE.get(name, (name, 1))
        bases[base] -= exponent
        factor /= Fraction(size) ** exponent
    return None if any(bases.values()) else factor


def unit_needed(kind: NumType) -> bool:
    """Whether a bare number could be read in more than one way."""
    return bool(kind.unit) or kind.show == "percentage"


def unit_words(kind: NumType) -> str:
    """A unit that fits the type, to show in a remedy."""
    if not kind.unit:
        return "procent" if kind.show == "percentage" else ""
    above = " ".join(name for name, exponent in kind.unit if exponent > 0)
    below = "".join(f" per {name}" for name, exponent in kind.unit if exponent < 0)
    return (above + below).strip()
