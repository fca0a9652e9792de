"""The forms in which a Dutch predicate (kenmerk) may be written.

A kenmerk is declared once, in the positive form with the verb first: ``heeft de pensioengerechtigde leeftijd bereikt``. A
sentence may deny it and may put the verb last (after ``indien``, ``dat``, ``en``). All forms come from the declared one by
the few rules of Dutch word order below; the lexer matches them whole, the printer prints the first of each kind.

Denial. ``geen`` stands before a noun without an article of its own (``ontvangt geen ondersteuning``) and takes the place of
``een``. Everything else is denied by ``niet``: before a closing participle (``heeft de leeftijd niet bereikt``), before the loose
part of a verb (``neemt niet deel aan een cursus``), else right after the verb. A time goes before both (``had vorig jaar
geen toeslagpartners``). Where ``of`` or ``en`` joins the last word to something that is no participle, ``niet`` stands before
the whole, since it would deny only the last part elsewhere: ``is niet minderjarig of overleden``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

Words = tuple[str, ...]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A loose part has the syllable of a participle behind it: uitgesteld, uitbetaald, but not uitzicht or opdracht.
_PARTICIPLE = re.compile(
    r"^(?:(?:aan|af|bij|door|in|mee|na|om|op|toe|uit|voor)(?:ge|be|ver|ont|her)|ge|be|ver|ont|her|er|mis|over|onder)"
    r"\w{2,}(?:d|t|en)$"
)
# Nouns that have the look of a participle.
_NOT_PARTICIPLE = _set(
    "inkomen vermogen onderhoud uitkeringen inkomsten afstand overzicht gebied beleid gewicht geschillen bezittingen "
    "verplichtingen opleidingen verzoeken bezwaren belangen bedragen uitgaven afspraken gezinsleden opdrachten aandelen"
)
# Verbs without an object: what follows is a quality, a place or a way, and is denied by niet.
_WITHOUT_OBJECT = _set(
    "is was zijn waren wordt werd blijft bleef lijkt heet woont woonde verblijft verbleef leeft leefde zit zat staat stond ligt "
    "lag valt viel telt telde komt kwam gaat ging bestaat bestond werkt werkte hoort behoort behoorde geldt gold reist loopt "
    "slaapt vertrekt vertrok verhuist verhuisde emigreert studeert"
)
_ARTICLES = _set("de het een")
_PREPOSITIONS = _set(
    "aan achter als bij binnen boven buiten dan door gedurende in jegens langs met na naar naast namens om omtrent onder op over "
    "per rond sinds te tegen ten ter tijdens tot tussen uit van vanaf vanuit vanwege via volgens voor wegens zonder"
)
# A noun behind one of these takes no geen.
_DETERMINERS = _set(
    "dat deze die dit elk elke haar hun ieder iedere mijn ons onze uw zijn alle "
    "twee drie vier vijf zes zeven acht negen tien elf twaalf meer minder veel voldoende weinig"
)
_ADVERBS = _set(
    "al altijd daar deeltijds eens eerder er hier maximaal meestal minimaal minstens nog nooit nu ongeveer ook opnieuw "
    "rechtmatig reeds samen slechts soms steeds ten tevens tijdelijk toen vaak voltijds weer wel zelf zelfstandig"
)
_TIME = re.compile(
    r"^(?:vorig|vorige|dit|deze|afgelopen|volgend|volgende|komend|komende) (?:jaar|kalenderjaar|kwartaal|maand|week)$"
)
# The loose part of a separable verb: written to the verb when that stands last (bijdraagt, deelneemt). It closes the
# predicate or has a preposition behind it, other than one that begins an amount (voor ten minste 2 weken).
_LOOSE = _set("aan af bij deel door in mee na om op over plaats samen terug toe uit vast voor voort weg")
_OF_AMOUNTS = _set("te ten ter dan per")
_AUXILIARIES = _set("is was heeft had wordt werd zijn hebben")


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a kenmerk: its words, whether it affirms, whether the verb stands last."""

    words: Words
    positive: bool
    verb_last: bool


@dataclass(frozen=True, slots=True)
class _Parts:
    """A predicate in the order of the declared form. ``closing`` is what ends the clause before its tail: a participle (or
    several, joined by of or en) or the loose part of a verb; ``tail`` is the phrase that may stand behind a loose part."""

    verb: str
    time: Words
    middle: Words
    closing: Words
    tail: Words
    loose: bool


def role_predicate(role: str) -> str:
    """The kenmerk that a role gives by itself: ``heeft een echtgenoot``."""
    return f"heeft een {role}"


def _is_participle(word: str) -> bool:
    return word not in _NOT_PARTICIPLE and bool(_PARTICIPLE.match(word))


def _parts(vorm: str) -> _Parts:
    verb, *tail = vorm.split()
    rest: Words = tuple(tail)
    time = rest[:2] if _TIME.match(" ".join(rest[:2])) else ()
    rest = rest[len(time) :]
    if verb not in _AUXILIARIES:
        for place, word in enumerate(rest):
            behind = rest[place + 1 : place + 2]
            if word in _LOOSE and (not behind or behind[0] in _PREPOSITIONS - _OF_AMOUNTS):
                return _Parts(verb, time, rest[:place], (word,), rest[place + 1 :], True)
    start = _participles(rest)
    return _Parts(verb, time, rest[:start], rest[start:], (), False)


def _participles(rest: Words) -> int:
    """Where the participles begin that end the predicate; its length when there are none that can stand apart."""
    none = len(rest)
    start = none - 1
    if start < 1 or not _is_participle(rest[start]):
        return none
    while start >= 2 and rest[start - 1] in ("of", "en"):
        if not _is_participle(rest[start - 2]):
            return none
        start -= 2
    return start if start and rest[0] != "een" else none


def _takes_geen(parts: _Parts) -> bool:
    """Whether the middle begins with a noun, or an adjective and its noun, without an article."""
    if not parts.middle or parts.verb in _WITHOUT_OBJECT:
        return False
    first = parts.middle[0]
    closed = (_ARTICLES, _DETERMINERS, _PREPOSITIONS, _ADVERBS)
    return not (any(first in words for words in closed) or first[0].isdigit() or _is_participle(first))


def _denials(parts: _Parts) -> list[tuple[Words, Words]]:
    """(middle, closing) denied, most usual first."""
    middle, closing = parts.middle, parts.closing
    if middle[:1] == ("een",):
        # Of "een kind of een pleegkind" both are denied; "een huis en een auto" is denied as a whole.
        if "en" in middle and middle[middle.index("en") + 1 :][:1] == ("een",):
            return [(("niet", *middle), closing)]
        kept = [w for before, w in zip(middle, middle[1:], strict=False) if not (before == "of" and w == "een")]
        return [(("geen", *kept), closing)]
    before_closing = [(middle, ("niet", *closing))] if closing else []
    first = [(("niet", *middle), closing)]
    if _takes_geen(parts):
        return [(("geen", *middle), closing), *before_closing, *first]
    if middle and middle[0] in _ADVERBS:
        return first + before_closing
    return before_closing + first


def _orders(parts: _Parts, middle: Words, closing: Words) -> list[tuple[Words, bool]]:
    """(words, verb last) for one denied or affirmed predicate, most usual first."""
    verb, time, tail = parts.verb, parts.time, parts.tail
    second = ((verb, *time, *middle, *closing, *tail), False)
    if parts.loose:
        joined = (*closing[:-1], closing[-1] + verb)
        return [
            second,
            ((*time, *middle, *joined, *tail), True),
            ((*time, *middle, *closing[:-1], *tail, joined[-1]), True),
        ]
    after = ((*time, *middle, *closing, verb), True)
    if not closing:
        return [second, after]
    before = closing.index("niet") + 1 if "niet" in closing else 0
    return [second, ((*time, *middle, *closing[:before], verb, *closing[before:]), True), after]


@lru_cache(maxsize=8192)
def forms(vorm: str) -> tuple[Form, ...]:
    """All forms of the declared predicate ``vorm``; of each (positive, verb_last) the first is the one to print."""
    parts = _parts(vorm)
    found: dict[Words, Form] = {}
    for words, last in _orders(parts, parts.middle, parts.closing):
        found.setdefault(words, Form(words, True, last))
    for middle, closing in _denials(parts):
        for words, last in _orders(parts, middle, closing):
            found.setdefault(words, Form(words, False, last))
    return tuple(found.values())


def phrase(vorm: str, positive: bool, verb_last: bool) -> str:
    """The form to print: ``phrase("is minderjarig", False, True)`` is ``niet minderjarig is``. A verb alone (``rookt``) has one
    place only."""
    alike = [form for form in forms(vorm) if form.positive == positive]
    return " ".join(next((form for form in alike if form.verb_last == verb_last), alike[0]).words)
