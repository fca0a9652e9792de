"""The words that begin a block or a line of it, per kind of block. The reader, the editor and "bedoelde u ...?" read the same lists."""

from __future__ import annotations

import re

from dsl.suggest import Names

BLOCK_WORDS = (
    "Regeling",
    "Objecttype",
    "Opsomming",
    "Parameter",
    "Tabel",
    "Regel",
    "Beslistabel",
    "Besluit",
    "Signaal",
    "Grondslag",
    "Kalender",
    "Traject",
    "Registratie",
    "Norm",
    "Variant",
)
TRAJECT_PARTS = ("Gebeurtenis", "Toestand", "Overgang")
PART_OF = {**dict.fromkeys(TRAJECT_PARTS, "Traject"), "Lezing": "Norm"}
"""Words that begin a block which is part of the block above it, with the word of that block."""
VARIANT_PARTS = {
    "wijzigt": ("Parameter", "Tabel"),
    "vervangt": ("Regel", "Beslistabel"),
    "voegt toe": ("Objecttype", "Opsomming", "Parameter", "Tabel", "Regel", "Beslistabel", "Besluit"),
    "laat vervallen": ("Regel", "Beslistabel"),
}
"""What a part of a Variant does, with the blocks that it may do that to: `wijzigt Parameter het abonnementstarief`."""
VARIANT_BLOCKS = frozenset(word for words in VARIANT_PARTS.values() for word in words)

HEAD_LINES = (
    "bron",
    "ruimte",
    "zekerheid",
    "groep",
    "in afwijking van",
    "voorlopig tot",
    "latere vaststelling",
    "uitleg",
    "uitvoerder",
    "gebruikt",
    "sleutel",
    "treffer",
    "over",
    "per",
    "uitkomst",
    "wijziging werkt door vanaf",
    "deel van een maand",
    "bezwaar",
    "betaaltermijn",
    "te doen",
    "hoger bedrag",
    "lager bedrag",
    "korter naar oordeel",
    "langer naar oordeel",
    "grondslag",
    "doel",
    "ernst",
    "status",
    "advies",
    "verwijs naar",
    "rustdagen",
    "vrij",
    "niet voor termijnen boven",
    "stelt buiten toepassing",
)
TRAJECT_HEAD_LINES = (
    "begint als",
    "begint op",
    "volgorde op een dag",
    "is",
    "op",
    "zonder gevolg",
    "van",
    "naar",
    "bij",
    "na",
    "na afloop van",
    "gaat in op",
    "door",
    "brief",
    "taak",
)
"""Head lines that are so only in a Traject and its parts: short words that may begin a line elsewhere."""
LETTERS = ("brief", "taak", "te doen")
"""Head lines of a transition that say what must be sent or done, and by when."""
BASIS_HEAD_LINES = ("regeling", "ontvanger", "gegevens")
"""Head lines that are so only in a Grondslag."""
MEASURE_HEAD_LINES = (
    "meet",
    "telt op",
    "weegt",
    "begint op",
    "klaar op",
    "uiterlijk",
    "vóór",
    "noemer",
    "norm",
    "richting",
    "opgave gelezen",
    "opschorting",
    "opgeschort van",
    "opgeschort tot",
    "bewijsstuk",
    "marge",
    "basis",
    "soort waarde",
)
"""What a Norm or one of its lezingen measures and asks."""
OWN_NORM_HEAD_LINES = (
    "nummer",
    "gedrukt als",
    "onderdeel",
    "soort",
    "periode",
    "over het jaar",
    "verloop",
    "koers",
    "eenheid",
    "wettelijke termijn",
    "niet meetbaar",
    "gewicht",
    "wettelijk uiterlijk",
    "uitgesplitst naar",
    "samengesteld uit",
    "kanttekening",
)
READING_HEAD_LINES = ("gekozen",)
NORM_HEAD_LINES = (*MEASURE_HEAD_LINES, *OWN_NORM_HEAD_LINES, *READING_HEAD_LINES)
"""Head lines that are so only in a Norm and its lezingen."""
VARIANT_HEAD_LINES = ("vereist", "bovenop", "toelichting")
"""Head lines that are so only in a Variant."""
ALL_HEADS = (*HEAD_LINES, *TRAJECT_HEAD_LINES, *BASIS_HEAD_LINES, *NORM_HEAD_LINES, *VARIANT_HEAD_LINES)

_DEEDS = "|".join(deed.replace(" ", r"\s+") for deed in VARIANT_PARTS)
BLOCK = re.compile(rf"(?:(?P<deed>(?i:{_DEEDS}))\s+)?(?P<word>{'|'.join((*BLOCK_WORDS, *PART_OF))})(?=\s|$)")


def _heads(names: tuple[str, ...], bare: str) -> re.Pattern[str]:
    words = "|".join(name.replace(" ", " +") for name in names)
    return re.compile(rf"({words})\s*:\s*|(geldig)\s+(?=vanaf\b|t/m\b)|({bare})\s*$", re.IGNORECASE)


_HEAD = _heads(HEAD_LINES, "gevoelig|van +rechtswege +definitief")
_TRAJECT_HEAD = _heads(HEAD_LINES + TRAJECT_HEAD_LINES, "gevoelig|van +rechtswege +definitief|eindtoestand")
_BASIS_HEAD = _heads(HEAD_LINES + BASIS_HEAD_LINES, "gevoelig|van +rechtswege +definitief")
_NORM_HEAD = _heads(HEAD_LINES + NORM_HEAD_LINES, "gevoelig|van +rechtswege +definitief")
_VARIANT_HEAD = _heads(HEAD_LINES + VARIANT_HEAD_LINES, "gevoelig|van +rechtswege +definitief")
REGISTER_HEAD = re.compile(r"(sleutel|bron|uitleg|opent)\s*:\s*", re.IGNORECASE)
NORM_CLAUSE = re.compile(r'(telt\s+mee|voldoet|opgeschort|klasse\s+"[^"]*")\s+(?=indien(?=\s|$))', re.IGNORECASE)

# What stands behind these goes on over the next line when that begins nothing of its own.
_OPEN_HEADS = frozenset(
    ("te doen", "uitkomst", "hoger bedrag", "lager bedrag", "korter naar oordeel", "langer naar oordeel")
)
_OPEN_IN_TRAJECT = frozenset((*LETTERS, "op", "begint op", "na", "na afloop van", "gaat in op"))
_OPEN_IN_NORM = frozenset(
    (
        "meet",
        "telt op",
        "weegt",
        "begint op",
        "klaar op",
        "uiterlijk",
        "vóór",
        "norm",
        "opgeschort van",
        "opgeschort tot",
        "bewijsstuk",
        "wettelijk uiterlijk",
    )
)
IN_NORM = frozenset(("Norm", "Lezing"))
WITH_CONDITION = frozenset(("Regel", "Signaal", "Gebeurtenis", "Overgang"))
IN_TRAJECT = frozenset(("Traject", *TRAJECT_PARTS))
MEMBER_BLOCKS = frozenset(("Objecttype", "Opsomming", "Registratie"))


def open_heads(word: str) -> frozenset[str]:
    """The head lines of a block that may go on over the next line."""
    if word in IN_NORM:
        return _OPEN_IN_NORM
    return _OPEN_HEADS if word == "Besluit" else _OPEN_IN_TRAJECT if word in IN_TRAJECT else frozenset()


def heads_of(word: str) -> tuple[tuple[str, ...], re.Pattern[str]]:
    """The head words that a block may have beside the common ones, and the pattern of them all."""
    if word in IN_TRAJECT:
        return HEAD_LINES + TRAJECT_HEAD_LINES, _TRAJECT_HEAD
    if word in IN_NORM:
        return HEAD_LINES + NORM_HEAD_LINES, _NORM_HEAD
    if word == "Grondslag":
        return HEAD_LINES + BASIS_HEAD_LINES, _BASIS_HEAD
    if word == "Variant":
        return HEAD_LINES + VARIANT_HEAD_LINES, _VARIANT_HEAD
    return HEAD_LINES, _HEAD


# ---------------------------------------------------------------- what is nearly such a word

_FIRST_WORD = re.compile(r"(\w+)(?P<colon>\s*:)?(?=\s+\w)")
_FIRST_OF_PART = re.compile(rf"(?P<deed>\w+(?:\s+\w+)?)\s+(?P<word>(?i:{'|'.join(BLOCK_WORDS)}))(?=\s|$)")
_BY_FOLDED = {word.casefold(): word for word in (*BLOCK_WORDS, *PART_OF)}
_BLOCK_NAMES = Names((*BLOCK_WORDS, *PART_OF))
_DEED_NAMES = Names(VARIANT_PARTS)
_TYPED = re.compile(
    r"(\S.*?\S)\s+(?:[-–—=]\s+)?(?:(?:is|zijn)\s+)?(?:een\s+)?((?:bedrag|percentage|getal|geheel\s+getal|aantal\s+\w+|jaartal|datum|tekst)\b(?!\s+(?:van|op)\b).*)",
    re.IGNORECASE,
)
_KENMERK, _ROL = Names(("kenmerk",)), Names(("rol",))
_OF_A_ROLE = re.compile(r":\s*(?:een|hoogstens\s+een|ten\s+hoogste)\s", re.IGNORECASE)
_IS_VERB = re.compile(r"is|[a-z]+t")
_NEAR = 2  # letters of difference; a word of a sentence may be further


def block_meant(text: str, start: int, end: int, word: str) -> tuple[str, str, int, int] | None:
    """What a line begins when its first words are nearly those of a block: deed, block word, and where the words that are
    misspelled begin and the block word ends. ``word`` is that of the block above."""
    part = _FIRST_OF_PART.match(text, start, end) if word == "Variant" or word in VARIANT_BLOCKS else None
    if part:
        deed = " ".join(part["deed"].split())
        near = [(0, deed.casefold())] if deed.casefold() in VARIANT_PARTS else _DEED_NAMES.near(deed)
        if near and near[0][0] <= _NEAR:
            return near[0][1], _BY_FOLDED[part["word"].casefold()], start, part.end("word")
    first = _FIRST_WORD.match(text, start, end)
    if first is None or not (first[1][0].isupper() or (start == 0 or text[start - 1] in "\r\n")):
        return None
    if first["colon"]:
        # `Regel: naam`; a head line of the block above has the same form, in small letters as a rule.
        same = first[1] in _BY_FOLDED.values() and first[1].casefold() not in heads_of(word)[0]
        return ("", first[1], start, first.end()) if same else None
    near = _BLOCK_NAMES.near(first[1])
    if not near or near[0][0] > min(_NEAR, len(first[1]) // 3) or near[0][1][0].casefold() != first[1][0].casefold():
        return None
    return "", near[0][1], start, first.end()


def member_word(content: str) -> tuple[str, int, bool]:
    """What a line of an Objecttype describes ("kenmerk", "rol" or "" for an attribute), where the rest begins, and whether the word
    is right."""
    first, _, rest = content.partition(" ")
    lowered = first.lower()
    if not rest or lowered in ("de", "het"):
        return "", 0, True
    if lowered in ("kenmerk", "rol"):
        return lowered, len(first) + 1, True
    if ":" not in content and _near(first, _KENMERK):
        return "kenmerk", len(first) + 1, False
    if _OF_A_ROLE.search(content) and _near(first, _ROL):
        return "rol", len(first) + 1, False
    if ":" not in content and _IS_VERB.fullmatch(first) and not _TYPED.fullmatch(content):
        return "kenmerk", 0, False
    return "", 0, True


def split_type(content: str) -> tuple[str, str, bool]:
    """The words before and behind the colon of an attribute, and whether the colon is there: `de geboortedatum is een datum` misses it."""
    name, colon, rest = content.partition(":")
    if colon:
        return name, rest or " ", True
    typed = _TYPED.fullmatch(content)
    return (typed[1], typed[2], False) if typed else (content, "", False)


def _near(word: str, names: Names) -> bool:
    return any(distance <= _NEAR for distance, _ in names.near(word))
