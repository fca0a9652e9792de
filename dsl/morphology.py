"""The forms in which a Dutch predicate (kenmerk) may be written.

A kenmerk is declared once, in the positive form with the verb first: ``heeft de pensioengerechtigde leeftijd bereikt``. A
sentence may deny it and may put the verb last (after ``indien``, ``dat``, ``en``). All forms come from the declared one by
the few rules of Dutch word order below; the lexer matches them whole, the printer prints the first of each kind.

Denial: ``geen`` takes the place of ``een`` right after the verb (and stands before a bare plural or mass noun only when the
author declares it so); before a closing participle or preposition phrase stands ``niet``: ``heeft de leeftijd niet bereikt``,
``is niet minderjarig``, ``verblijft niet in een instelling``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_PARTICIPLE = re.compile(r"^(?:ge|be|ver|ont|her|er|mis|over|onder|aan|af|op|uit|in|toe|mee)\w{2,}(?:d|t|en)$")
_NOT_PARTICIPLE = {
    "inkomen",
    "vermogen",
    "bedrag",
    "verblijf",
    "gezin",
    "recht",
    "beroep",
    "bezwaar",
    "onderhoud",
    "verzoek",
}
_BARE_OBJECT = re.compile(
    r"^(?:recht|bezwaar|beroep|bijstand|inkomen|vermogen|zorg|kinderbijslag|studiefinanciering|onderdak|werk)\b"
)


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a kenmerk: its words, whether it affirms, whether the verb stands last."""

    words: tuple[str, ...]
    positive: bool
    verb_last: bool


def role_predicate(role: str) -> str:
    """The kenmerk that a role gives by itself: ``heeft een echtgenoot``."""
    return f"heeft een {role}"


def _has_participle(rest: tuple[str, ...]) -> bool:
    return len(rest) > 1 and rest[0] != "een" and rest[-1] not in _NOT_PARTICIPLE and bool(_PARTICIPLE.match(rest[-1]))


def _denials(rest: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The rest of the predicate denied, most usual first."""
    if rest and rest[0] == "een":
        return [("geen", *rest[1:])]
    if _BARE_OBJECT.match(" ".join(rest)):
        return [("geen", *rest), ("niet", *rest)]
    if _has_participle(rest):
        return [(*rest[:-1], "niet", rest[-1]), ("niet", *rest)]
    return [("niet", *rest)]


def _orders(verb: str, rest: tuple[str, ...], participle: bool) -> list[tuple[tuple[str, ...], bool]]:
    """(words, verb last) for one denied or affirmed rest."""
    orders = [((verb, *rest), False)]
    if participle:
        orders += [((*rest[:-1], verb, rest[-1]), True), ((*rest, verb), True)]
    else:
        orders.append(((*rest, verb), True))
    return orders


@lru_cache(maxsize=8192)
def forms(vorm: str) -> tuple[Form, ...]:
    """All forms of the declared predicate ``vorm``; of each (positive, verb_last) the first is the one to print."""
    verb, *tail = vorm.split()
    rest = tuple(tail)
    participle = _has_participle(rest)
    found: dict[tuple[str, ...], Form] = {}
    for words, last in _orders(verb, rest, participle):
        found.setdefault(words, Form(words, True, last))
    for denied in _denials(rest):
        for words, last in _orders(verb, denied, participle):
            found.setdefault(words, Form(words, False, last))
    return tuple(found.values())


def phrase(vorm: str, positive: bool, verb_last: bool) -> str:
    """The form to print: ``phrase("is minderjarig", False, True)`` is ``niet minderjarig is``."""
    return next(" ".join(f.words) for f in forms(vorm) if f.positive == positive and f.verb_last == verb_last)
