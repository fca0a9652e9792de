"""Reading ``wijziging werkt door vanaf:``: from when a change counts, as a sentence of law and as data.

The words stay as their author wrote them. What is read from them is the unit in which changes count (dag, week, maand,
bijdrageperiode, kwartaal, jaar), whether the unit of the change itself counts or the next, whether it runs from the day of the
change or from the day on which the organisation knew of it, and whether a change that makes the outcome lower counts at another time.
"""

from __future__ import annotations

import re
from dataclasses import replace

from dsl.notation import NotationError, parse_date
from dsl.program import EFFECT_UNITS, Apart, Effect

READABLE = (
    "'de dag van ...' of 'de dag waarop ...'",
    "'de maand van ...' of 'de maand waarin ...'",
    "'de maand na ...' of 'de eerste dag van de maand na ...'",
    "'de maand na ..., of die maand als dat op de eerste dag was'",
    "'de maand nadat het CAK van de wijziging weet'",
    "'de maand van ... bij een verhoging, de maand daarna bij een verlaging'",
    "'1 januari van het jaar'",
    "een datum",
)
"""The forms, for a message; week, bijdrageperiode, kwartaal and jaar may stand for maand."""

_UNIT = "|".join(EFFECT_UNITS)
_NEXT = re.compile(
    rf"(?:de eerste dag van )?(?:de|het) (?:(?P<unit>{_UNIT}) (?:na|nadat)|volgende (?P<following>{_UNIT}))\b"
)
_THIS = re.compile(
    rf"(?:de eerste dag van )?(?:de|het) (?P<unit>{_UNIT}) (?:van|waarin|waarop|waarover|waarvoor)\b|(?:de|het) (?P<bare>{_UNIT})$"
)
_MOMENT = re.compile(r"(?:de ontvangst|het begin) van\b")
_NEW_YEAR = re.compile(r"1 januari van het (?P<next>volgende )?jaar\b")
_OR_THIS = re.compile(rf",? of (?:die|dat) (?P<unit>{_UNIT}) als (?:dat|die) op de eerste dag (?:was|is)$")
_KNOWN = re.compile(r"nadat (?:het|de) .+ van de wijziging weet$")
_APART = re.compile(r"(?P<what>.+) vanaf (?P<when>.+)$")
_BOTH_WAYS = re.compile(
    r"(?P<first>.+) bij een (?P<way>verhoging|verlaging), (?P<second>.+) bij een (?P<other>verhoging|verlaging)$"
)
_ONE_WAY = re.compile(r"\bbij een (?:verhoging|verlaging)\b")
_AFTER = re.compile(rf"(?:de|het) (?P<unit>{_UNIT}) daarna$")


def read_effect(words: str) -> Effect | None:
    """What the words say; None when they have none of the readable forms."""
    text = " ".join(words.split()).rstrip(".")
    main, *others = text.split("; ")
    effect = _ways(main)
    apart = [_apart(one) for one in others]
    if effect is None or None in apart:
        return None
    return replace(effect, apart=tuple(one for one in apart if one is not None))


def _apart(text: str) -> Apart | None:
    found = _APART.match(text)
    effect = None if found is None else _one(found["when"])
    return None if found is None or effect is None else Apart(found["what"], effect)


def _ways(text: str) -> Effect | None:
    """An effect that may not be the same for a change that makes the outcome higher and one that makes it lower."""
    both = _BOTH_WAYS.match(text.casefold())
    if both is None:
        return None if _ONE_WAY.search(text.casefold()) else _one(text)
    first = _one(both["first"])
    after = _AFTER.match(both["second"])
    if first is None or first.next or first.fixed is not None or after is None or after["unit"] != first.unit:
        return None
    later = Effect(first.unit, next=True)
    if both["way"] == both["other"]:
        return None
    return replace(first, lowering=later) if both["way"] == "verhoging" else replace(later, lowering=first)


def _one(text: str) -> Effect | None:
    text = text.casefold()
    or_this = _OR_THIS.search(text)
    main = text if or_this is None else text[: or_this.start()]
    found = _unit(main)
    if found is None or or_this is None:
        return found
    if or_this["unit"] != found.unit or not found.next:
        return None
    return Effect(found.unit, next=True, this_if_first=True, when_known=found.when_known)


def _unit(text: str) -> Effect | None:
    if (found := _NEXT.match(text)) is not None:
        return Effect(found["unit"] or found["following"], next=True, when_known=_KNOWN.search(text) is not None)
    if (found := _THIS.match(text)) is not None:
        return Effect(found["unit"] or found["bare"])
    if _MOMENT.match(text):
        return Effect("dag")
    if (found := _NEW_YEAR.match(text)) is not None:
        return Effect("jaar", next=found["next"] is not None)
    try:
        return Effect("dag", fixed=parse_date(text))
    except NotationError:
        return None
