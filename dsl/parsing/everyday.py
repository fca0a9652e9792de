"""Words of everyday for which the language has a fixed phrase: what people write who do not know that phrase yet.

They never mean anything by themselves. Where a clause does not fit, they say which phrase to propose; whether that phrase fits is
for the grammar to judge, so that one word may stand here for several.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from dsl.parsing.keywords import TELWOORDEN
from dsl.suggest import Names

_PHRASES = {
    "moet berekend worden als": (
        "wordt berekend als",
        "wordt berekend door",
        "is gelijk aan",
        "moet worden berekend als",
        "moet berekend worden door",
    ),
    "moet gesteld worden op": (
        "is",
        "bedraagt",
        "wordt",
        "wordt gesteld op",
        "wordt vastgesteld op",
        "moet worden gesteld op",
        "moet worden vastgesteld op",
    ),
    "is niet verschuldigd": (
        "zijn niet verschuldigd",
        "wordt niet geheven",
        "worden niet geheven",
        "hoeft niet betaald te worden",
        "vervalt",
        "vervallen",
    ),
    "is verschuldigd": ("zijn verschuldigd",),
    "wordt op nihil gesteld": ("worden op nihil gesteld", "zijn op nihil gesteld"),
    "wordt niet opgelegd": ("worden niet opgelegd", "zijn niet opgelegd"),
    "maal": ("keer", "vermenigvuldigd met", "x"),
    "met een minimum van": ("minimaal", "met minimaal", "met als minimum", "met minimum"),
    "met een maximum van": ("maximaal", "met maximaal", "met als maximum", "met maximum"),
    "gedeeld door": ("delen door", "gedeeld op"),
    "plus": ("vermeerderd met", "verhoogd met", "opgeteld bij"),
    "min": ("minus", "verminderd met", "verlaagd met"),
    "indien": ("als", "wanneer", "mits", "indien en voor zover"),
    "rekenkundig afgerond op": ("afgerond op", "rekenkundig afronden op", "afronden op"),
    "naar beneden afgerond op": ("afgerond naar beneden op", "naar beneden afronden op"),
    "naar boven afgerond op": ("afgerond naar boven op", "naar boven afronden op"),
    "ten minste": ("minimaal", "minstens", "op zijn minst"),
    "ten hoogste": ("maximaal", "hoogstens", "op zijn hoogst"),
    "is ten minste": (
        "is minimaal",
        "is minstens",
        "is niet minder dan",
        "is niet lager dan",
        "is niet kleiner dan",
        "is groter dan of gelijk aan",
        "is hoger dan of gelijk aan",
    ),
    "is ten hoogste": (
        "is maximaal",
        "is hoogstens",
        "is niet meer dan",
        "is niet hoger dan",
        "is niet groter dan",
        "is kleiner dan of gelijk aan",
        "is lager dan of gelijk aan",
    ),
    "is gelijk aan": ("is",),
    "is niet gelijk aan": ("is niet", "is ongelijk aan"),
    "is groter dan": ("is ouder dan", "is langer dan"),
    "is kleiner dan": ("is jonger dan", "is korter dan"),
    "groter is dan": ("ouder is dan", "langer is dan"),
    "kleiner is dan": ("jonger is dan", "korter is dan"),
    "ligt voor": ("is eerder dan", "ligt eerder dan", "is voor"),
    "ligt na": ("is later dan", "ligt later dan", "is na"),
    "waarvoor geldt dat": (
        "waarbij",
        "waarvan",
        "waar geldt dat",
        "waarbij geldt dat",
        "waarvan geldt dat",
        "voor wie geldt dat",
        "die voldoet aan",
    ),
    "t/m": ("tot en met",),
    "aan alle volgende voorwaarden is voldaan": (
        "aan al de volgende voorwaarden is voldaan",
        "aan de volgende voorwaarden is voldaan",
        "is voldaan aan alle volgende voorwaarden",
    ),
    "aan ten minste een van de volgende voorwaarden is voldaan": (
        "aan een van de volgende voorwaarden is voldaan",
        "aan minimaal een van de volgende voorwaarden is voldaan",
    ),
    "rekendatum": ("peildatum", "besluitdatum"),
    "50% van": ("de helft van",),
    "25% van": ("een kwart van",),
    "2 maal": ("het dubbele van", "tweemaal"),
    **{str(number): (word,) for word, number in TELWOORDEN.items()},
}
_TIMES = re.compile(r"([0-9]+)x")


def _by_words() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for phrase, said in _PHRASES.items():
        for words in said:
            found[words] = (*found.get(words, ()), phrase)
    return found


SIGNS: Mapping[str, str] = {
    "*": "maal",
    "×": "maal",
    "÷": "gedeeld door",
    "/": "gedeeld door",
    "+": "plus",
    "−": "min",
    "–": "min",
    "=": "is gelijk aan",
    "==": "is gelijk aan",
    "<>": "is niet gelijk aan",
    "!=": "is niet gelijk aan",
    "≠": "is niet gelijk aan",
    ">": "is groter dan",
    "<": "is kleiner dan",
    ">=": "is ten minste",
    "≥": "is ten minste",
    "<=": "is ten hoogste",
    "=<": "is ten hoogste",
    "≤": "is ten hoogste",
    "&": "en",
}
"""Signs of other notations -> the phrase that is meant."""

EVERYDAY: Mapping[str, tuple[str, ...]] = _by_words()
"""Everyday words in small letters -> the phrases that may be meant by them."""


def everyday(words: str) -> tuple[str, ...]:
    """The phrases that may be meant by words: those of :data:`EVERYDAY`, and `2 maal` for `2x`."""
    times = _TIMES.fullmatch(words)
    return (f"{times[1]} maal",) if times else EVERYDAY.get(words.casefold(), ())


_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})[-/](?P<month>[0-9]{1,2})[-/](?P<day>[0-9]{1,2})")
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})[-/.–—](?P<month>[0-9]{1,2})[-/.–—](?P<year>[0-9]{4})")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def date_meant(text: str) -> str | None:
    """What to write for a date in another form, or for a year alone."""
    found = _YEAR_FIRST.fullmatch(text) or _DAY_FIRST.fullmatch(text)
    if found is not None:
        return f"Schrijf {int(found['day']):02}-{int(found['month']):02}-{found['year']}."
    return f"Schrijf de hele datum, zoals 01-01-{text}." if _YEAR.fullmatch(text) else None


HEADS: Mapping[str, str] = {
    **dict.fromkeys(
        ("afwijkend van", "wijkt af van", "afwijking van", "uitzondering op", "in uitzondering op"), "in afwijking van:"
    ),
    **dict.fromkeys(("ingangsdatum", "geldig per", "geldt vanaf", "inwerkingtreding", "geldigheid"), "geldig vanaf"),
    **dict.fromkeys(("artikel", "wet", "wetsartikel", "grond", "bronnen", "wettelijke grondslag"), "bron:"),
    **dict.fromkeys(("toelichting", "tekst", "omschrijving", "motivering"), "uitleg:"),
    **dict.fromkeys(("organisatie", "uitgevoerd door", "instantie"), "uitvoerder:"),
    **dict.fromkeys(("gebruikt bestand", "importeert", "zie"), "gebruikt:"),
}
"""Everyday words for a head line -> the head line."""
_UNLESS = "tenzij"
_IF = frozenset(word for word, meant in EVERYDAY.items() if "indien" in meant and " " not in word)
_LIKE_IF = Names(("indien", *(word for word in _IF if len(word) > 4)))


def opens_condition(word: str) -> bool:
    """Whether a word is `indien` with a typing mistake, or another word for it; `tenzij` says the opposite, at the same place."""
    return word.casefold() in (*_IF, _UNLESS) or bool(_LIKE_IF.near(word))


def condition_meant(word: str) -> str:
    """What to write for a word that opens a condition."""
    if word.casefold() == _UNLESS:
        return "Schrijf 'indien' en ontken de voorwaarde, bijvoorbeeld met 'indien niet (...)'."
    return "Bedoelde u 'indien'?"
