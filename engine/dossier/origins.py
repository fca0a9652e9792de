"""Who says a fact (its origin), and which organisations know it.

Both are open lists: an agency may name a registration that is not here. What is close to a name of the list is taken for a
slip of the pen, because an origin or organisation by another name would quietly be another one.
"""

from __future__ import annotations

from dsl.suggest import suggest
from engine.dossier.vocabulary import folded

HANDLER = "behandelaar"
CITIZEN = "opgave burger"
ORIGINS = (
    "BRP",
    "Polisadministratie",
    "Belastingdienst",
    "Basisregistratie inkomen",
    "RVIG",
    "iWlz",
    "iWmo",
    "iEb",
    "CIZ",
    CITIZEN,
    HANDLER,
    "SVB",
    "CAK",
    "UWV",
    "DUO",
    "IND",
    "Dienst Toeslagen",
    "gemeente",
    "zorgkantoor",
    "zorgverzekeraar",
    "Wlz-uitvoerder",
    "zorgaanbieder",
    "verhuurder",
    "werkgever",
    "rechtbank",
)
_BY_NAME = {folded(name): name for name in ORIGINS}
_ALIKE = {
    "college van burgemeester en wethouders": "gemeente",
    "college": "gemeente",
    "burger": CITIZEN,
    "toeslagen": "Dienst Toeslagen",
}
_NUMBERED = (HANDLER, "gemeente", "zorgaanbieder", "verhuurder", "werkgever", "zorgverzekeraar", "zorgkantoor")
"""Of these there are many: a name or number may stand behind (``behandelaar 12``)."""


def spelled(text: str) -> str:
    """A name as the list writes it; a name of nobody in the list as it is."""
    words = " ".join(text.split())
    name = _ALIKE.get(folded(words), folded(words))
    found = _BY_NAME.get(name)
    if found is not None:
        return found
    return next((kind + words[len(kind) :] for kind in _NUMBERED if name.startswith(f"{kind} ")), words)


def near(text: str) -> list[str]:
    """What a name that is not in the list was probably meant to be."""
    name = spelled(text)
    if name in ORIGINS or any(name.startswith(f"{kind} ") for kind in _NUMBERED):
        return []
    return suggest(name, ORIGINS)


def is_handler(origin: str | None) -> bool:
    return origin is not None and (origin == HANDLER or origin.startswith(f"{HANDLER} "))


def organisations(words: str) -> frozenset[str]:
    """The organisations that the words for an executor name: ``zorgverzekeraar en CAK`` are two."""
    whole = spelled(words)
    if whole in ORIGINS:
        return frozenset((whole,))
    return frozenset(spelled(part) for part in words.split(" en "))


def may_estimate(origin: str | None) -> bool:
    """Whether an origin can say something of a year that has yet to begin: a register cannot, a citizen estimates."""
    return origin == CITIZEN or is_handler(origin)
