"""The fixed phrases of the language: which words make which token, and how a token is called in a message.

A phrase is matched whole and without regard to capitals. This table is the only list of keywords: the lexer, the check that no
name equals a phrase, and the words "Verwacht: ..." all read it.
"""

from __future__ import annotations

from collections.abc import Iterator

EENHEDEN = {
    "uur": "uur",
    "uren": "uur",
    "dag": "dag",
    "dagen": "dag",
    "nacht": "nacht",
    "nachten": "nacht",
    "week": "week",
    "weken": "week",
    "maand": "maand",
    "maanden": "maand",
    "kwartaal": "kwartaal",
    "kwartalen": "kwartaal",
    "jaar": "jaar",
    "jaren": "jaar",
    "bijdrageperiode": "bijdrageperiode",
    "bijdrageperioden": "bijdrageperiode",
    "bijdrageperiodes": "bijdrageperiode",
    "werkdag": "werkdag",
    "werkdagen": "werkdag",
}
"""Unit words in singular and plural, with the singular that the tree holds."""

TELWOORDEN = {
    word: number
    for number, word in enumerate(
        ("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf"), start=2
    )
} | {"één": 1}

_SIZES = {">": ("groter", "hoger", "meer"), "<": ("kleiner", "lager", "minder")}
"""The words of a comparison of size; the tree holds "" for the first."""
_COMPARISONS: dict[str, tuple[str, ...]] = {
    "=": ("is gelijk aan", "gelijk is aan", "zijn gelijk aan", "gelijk zijn aan"),
    "<>": ("is niet gelijk aan", "niet gelijk is aan", "zijn niet gelijk aan", "niet gelijk zijn aan"),
    ">=": ("is ten minste",),
    "<=": ("is ten hoogste",),
}
_TIMES = {"<": "voor", ">": "na", "<=": "op of voor", ">=": "op of na"}
_STATUSES = {
    "verschuldigd": ("is verschuldigd", "verschuldigd is"),
    "niet verschuldigd": ("is niet verschuldigd", "niet verschuldigd is"),
    "op nihil gesteld": ("is op nihil gesteld", "op nihil is gesteld", "op nihil gesteld is"),
    "niet opgelegd": ("is niet opgelegd", "niet is opgelegd", "niet opgelegd is"),
}
_FIXED: dict[str, tuple[str, ...]] = {
    "EEN": ("een",),
    "_VAN": ("van",),
    "_EN": ("en",),
    "_OF": ("of",),
    "NIET": ("niet",),
    "GEEN": ("geen",),
    "_IS": ("is",),
    "_ZIJN": ("zijn",),
    "HEEFT": ("heeft", "hebben"),
    "_LIGT": ("ligt",),
    "MOET": ("moet", "moeten"),
    "WORDT": ("wordt",),
    "_OP": ("op",),
    "_IN": ("in",),
    "_ALS": ("als",),
    "_PER": ("per",),
    "TOT": ("tot",),
    "TM": ("t/m",),
    "VANAF": ("vanaf",),
    "_TUSSEN": ("tussen",),
    "JA": ("ja",),
    "NEE": ("nee",),
    "ONBEKEND": ("onbekend",),
    "_UITERLIJK": ("uiterlijk",),
    "_INDIEN": ("indien",),
    "DAARBIJ": ("daarbij geldt",),
    "MOET_BEREKEND": ("moet berekend worden als",),
    "MOET_GESTELD": ("moet gesteld worden op",),
    "_VERDEELD_OVER": ("wordt verdeeld over",),
    "_NAAR_RATO": ("naar rato van",),
    "GELIJKE_DELEN": ("in gelijke delen",),
    "_AFGEROND_OP": ("afgerond op",),
    "BEOORDELEN_WAARDE": ("beoordelen door behandelaar",),
    "PLUS": ("plus",),
    "MIN": ("min",),
    "MAAL": ("maal",),
    "GEDEELD": ("gedeeld door",),
    "MACHT": ("tot de macht",),
    "MET_MIN": ("met een minimum van",),
    "MET_MAX": ("met een maximum van",),
    "_EN_MAX": ("en een maximum van",),
    "OMG_BEDRAG": ("omgerekend naar een bedrag per",),
    "OMG_AANTAL": ("omgerekend naar",),
    "CENTEN": ("centen",),
    "HELE_EUROS": ("hele euro's", "hele euro’s"),
    "GEHELEN": ("gehelen",),
    "DECIMALEN": ("decimalen", "decimaal"),
    "VEELVOUD": ("een veelvoud van",),
    "IN_HELE_EUROS": ("in hele euro's", "in hele euro’s"),
    "IN_EUROS": ("in euro's", "in euro’s"),
    "VERLENGD": ("verlengd volgens de kalender",),
    "OP_KALENDER": ("op de kalender",),
    "LEEFTIJD": ("leeftijd van",),
    "AANTAL": ("aantal",),
    "IS_EEN_VAN": ("is een van",),
    "IS_GEEN_VAN": ("is geen van",),
    "ER_IS": ("er is", "er zijn"),
    "ER": ("er",),
    "_WAARVOOR": ("waarvoor geldt dat",),
    "VOOR_ALLE": ("voor alle",),
    "_GELDT_DAT": ("geldt dat",),
    "_VERSCHILLEND": ("met een verschillende", "met een verschillend"),
    "_NOEM": ("noem",),
    "_AAN_TEN_MINSTE": ("aan ten minste",),
    "_VAN_VOLGENDE": ("van de volgende voorwaarden is voldaan",),
}


def _phrases() -> Iterator[tuple[str, str, object]]:
    for article in ("de", "het"):
        yield article, "LIDW", article
    for kind, phrases in _FIXED.items():
        for phrase in phrases:
            yield phrase, kind, None
    for word, unit in EENHEDEN.items():
        yield word, "EENHEID", unit
    for word, number in TELWOORDEN.items():
        yield word, "TELWOORD", number
    for operator, phrases in _COMPARISONS.items():
        for phrase in phrases:
            yield phrase, "VERGELIJKER", (operator, False, "")
    for operator, sizes in _SIZES.items():
        for size in sizes:
            word = "" if size == sizes[0] else size
            yield f"is {size} dan", "VERGELIJKER", (operator, False, word)
            yield f"{size} is dan", "VERGELIJKER", (operator, False, word)
            yield f"{size} dan", "DAN", (operator, word)
    for operator, word in _TIMES.items():
        yield f"ligt {word}", "VERGELIJKER", (operator, True, "")
        yield word, "VOOR" if word == "voor" else "NA", operator
    yield "niet gelijk aan", "NIET_GELIJK", "<>"
    yield "ten minste", "TEN_MINSTE", ">="
    yield "ten hoogste", "TEN_HOOGSTE", "<="
    for status, phrases in _STATUSES.items():
        for phrase in phrases:
            yield phrase, "STATUS", status
    yield "wordt op nihil gesteld", "STATUS_WORDT", "op nihil gesteld"
    yield "wordt niet opgelegd", "STATUS_WORDT", "niet opgelegd"
    for phrase, positive in (
        ("is onbekend", True),
        ("onbekend is", True),
        ("is niet onbekend", False),
        ("niet onbekend is", False),
    ):
        yield phrase, "IS_ONBEKEND", positive
    for phrase, positive in (
        ("is van toepassing", True),
        ("van toepassing is", True),
        ("is niet van toepassing", False),
        ("niet van toepassing is", False),
    ):
        yield phrase, "VAN_TOEPASSING", positive
    yield "aan alle volgende voorwaarden is voldaan", "KWANTOR", "alle"
    yield "aan geen van de volgende voorwaarden is voldaan", "KWANTOR", "geen"
    for way in ("rekenkundig", "naar beneden", "naar boven"):
        yield f"{way} afgerond op", "AFGEROND", way
    for kind in ("som", "grootste", "kleinste"):
        yield f"{kind} van", "GREEP", kind
    yield "rekendatum", "CONTEXT", "rekendatum"
    yield "verzenddatum", "CONTEXT", "verzenddatum"
    for part in ("jaar", "maand", "dag"):
        yield f"{part} van", "DEEL_VAN", part
    for period, article in (("maand", "de"), ("kwartaal", "het"), ("jaar", "het")):
        yield f"eerste dag van {article} {period} van", "DATUMFUNCTIE", f"eerste dag van {article} {period}"
        yield f"eerste dag van {article} {period} na", "DATUMFUNCTIE", f"eerste dag van {article} {period} na"
        yield f"laatste dag van {article} {period} van", "DATUMFUNCTIE", f"laatste dag van {article} {period}"
    for plural, unit in (
        ("dagen", "dag"),
        ("weken", "week"),
        ("maanden", "maand"),
        ("kwartalen", "kwartaal"),
        ("jaren", "jaar"),
    ):
        yield f"aantal hele {plural} tussen", "AANTAL_TUSSEN", unit
    yield "aantal dagen tussen", "AANTAL_TUSSEN", "dag"


PHRASES: dict[tuple[str, ...], tuple[str, object]] = {
    tuple(phrase.split()): (kind, value) for phrase, kind, value in _phrases()
}
"""Words of each fixed phrase -> (token kind, value)."""

PHRASE_OF: dict[str, str] = {kind: " ".join(words) for words, (kind, _) in reversed(PHRASES.items())}
"""Token kind -> the first of its phrases."""

# Ordered by what is most useful to name first; kinds with one description are named once.
DESCRIPTIONS: dict[str, str] = {
    "NAAM": "een naam",
    "KENMERK": "een kenmerk (zoals 'is minderjarig')",
    "GETAL": "een getal",
    "DUUR": "een duur (zoals 6 weken)",
    "GELD": "een bedrag",
    "PROCENT": "een percentage",
    "DATUM": "een datum",
    "TEKST": 'een tekst tussen "',
    "MOET_BEREKEND": "'moet berekend worden als'",
    "MOET_GESTELD": "'moet gesteld worden op'",
    "VERGELIJKER": "een vergelijking (zoals 'is gelijk aan' of 'is groter dan')",
    "STATUS": "'is niet verschuldigd'",
    "STATUS_WORDT": "'wordt op nihil gesteld'",
    "IS_ONBEKEND": "'is onbekend'",
    "VAN_TOEPASSING": "'is van toepassing'",
    "IS_EEN_VAN": "'is een van:'",
    "IS_GEEN_VAN": "'is geen van:'",
    "BEOORDELEN": "'beoordelen door behandelaar:'",
    "BEOORDELEN_WAARDE": "'beoordelen door behandelaar:'",
    "NIET_GELIJK": "'niet gelijk aan'",
    "TEN_MINSTE": "'ten minste'",
    "TEN_HOOGSTE": "'ten hoogste'",
    "DAN": "'groter dan'",
    "VOOR": "'voor'",
    "NA": "'na'",
    "_LIGT": "'ligt'",
    "_VAN": "'van'",
    "PLUS": "'plus'",
    "MIN": "'min'",
    "MAAL": "'maal'",
    "GEDEELD": "'gedeeld door'",
    "_EN": "'en'",
    "_OF": "'of'",
    "EENHEID": "een eenheid (zoals maand of jaar)",
    "TELWOORD": "een getal",
    "KWANTOR": "'aan alle volgende voorwaarden is voldaan:'",
    "_AAN_TEN_MINSTE": "'aan ten minste een van de volgende voorwaarden is voldaan:'",
    "AFGEROND": "'rekenkundig afgerond op'",
    "CONTEXT": "'de rekendatum'",
    "DATUMFUNCTIE": "'de eerste dag van de maand van'",
    "WERKDAG_VAN": "'de 5e werkdag van de maand van'",
    "DEEL_VAN": "'het jaar van'",
    "AANTAL_TUSSEN": "'het aantal hele maanden tussen'",
    "GREEP": "'de som van'",
    "TABEL": "een tabel",
    "_DUBBELEPUNT": "':'",
    "_KOMMA": "een komma",
    "_HAAK_OPEN": "'('",
    "_HAAK_SLUIT": "')'",
    "NVT": "'n.v.t.'",
    "LIDW": "'de' of 'het'",
    "$END": "het einde van de zin",
}
_TABLE_KINDS = ("TABEL_1", "TABEL_2", "TABEL_3", "TABEL_4")
MAX_KEYS = len(_TABLE_KINDS)


def describe(kind: str) -> str:
    """What a kind of token is called in a message: never the name that the grammar uses."""
    if kind in _TABLE_KINDS:
        kind = "TABEL"
    if kind in DESCRIPTIONS:
        return DESCRIPTIONS[kind]
    return f"'{_FIXED[kind][0]}'"
