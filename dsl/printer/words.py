"""Words shared by the printing of expressions, conditions and definitions."""

from __future__ import annotations

from fractions import Fraction

from dsl import syntax as s
from dsl.notation import format_date, format_money, format_number, format_percentage

NUMBER_WORDS = ("nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")

PLURALS = {
    "uur": "uren",
    "dag": "dagen",
    "nacht": "nachten",
    "werkdag": "werkdagen",
    "week": "weken",
    "maand": "maanden",
    "kwartaal": "kwartalen",
    "jaar": "jaren",
    "bijdrageperiode": "bijdrageperioden",
}
# After a number Dutch says "18 jaar", "3 uur" and "2 kwartaal" but "6 weken".
_SAME_AFTER_NUMBER = {"jaar", "uur"}

COMPARISONS: dict[tuple[s.Vergelijker, bool], tuple[str, str, str]] = {
    # (operator, words of time): between the sides when the verb is second; before and after the right side when it is last
    ("=", False): ("is gelijk aan", "gelijk is aan", ""),
    ("<>", False): ("is niet gelijk aan", "niet gelijk is aan", ""),
    (">", False): ("is groter dan", "groter is dan", ""),
    ("<", False): ("is kleiner dan", "kleiner is dan", ""),
    (">=", False): ("is ten minste", "ten minste", "is"),
    ("<=", False): ("is ten hoogste", "ten hoogste", "is"),
    ("<", True): ("ligt voor", "voor", "ligt"),
    (">", True): ("ligt na", "na", "ligt"),
    ("<=", True): ("ligt op of voor", "op of voor", "ligt"),
    (">=", True): ("ligt op of na", "op of na", "ligt"),
}
CELL_COMPARISONS: dict[tuple[s.Vergelijker, bool], str] = {
    ("<>", False): "niet gelijk aan",
    (">", False): "groter dan",
    ("<", False): "kleiner dan",
    (">=", False): "ten minste",
    ("<=", False): "ten hoogste",
    ("<", True): "voor",
    (">", True): "na",
}
STATUS_SECOND = {
    "verschuldigd": "is verschuldigd",
    "op nihil gesteld": "is op nihil gesteld",
    "niet verschuldigd": "is niet verschuldigd",
    "niet opgelegd": "is niet opgelegd",
}
STATUS_LAST = {
    "verschuldigd": "verschuldigd is",
    "op nihil gesteld": "op nihil is gesteld",
    "niet verschuldigd": "niet verschuldigd is",
    "niet opgelegd": "niet is opgelegd",
}
STATUS_SAYS = {
    "verschuldigd": "is verschuldigd",  # refused later on, but a tree can say it
    "op nihil gesteld": "wordt op nihil gesteld",
    "niet verschuldigd": "is niet verschuldigd",
    "niet opgelegd": "wordt niet opgelegd",
}


def called(words: str, size: s.Vergelijkwoord) -> str:
    """The words of a comparison with the author's word for groter or kleiner."""
    return words.replace("groter", size).replace("kleiner", size) if size else words


def quoted(text: str) -> str:
    return f'"{text}"'


def with_article(article: str, name: str) -> str:
    return f"{article} {name}" if article else name


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def listed(parts: list[str], last: str) -> str:
    """a, b ``last`` c"""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def step(node: s.Stap) -> str:
    return with_article(node.lidwoord, node.naam)


def path(node: s.Pad) -> str:
    return " van ".join(step(part) for part in node.stappen)


def counted(number: str, unit: str, one: bool) -> str:
    return f"{number} {unit if one or unit in _SAME_AFTER_NUMBER else PLURALS[unit]}"


def money(value: Fraction) -> str:
    """An amount in a rule: cents are written out, but nought and whole thousands read better without."""
    plain = value.denominator == 1 and (value == 0 or abs(value) >= 1000)
    return format_money(value).removesuffix(",00") if plain else format_money(value)


def literal(node: s.Getal | s.Geld | s.Procent | s.Datum | s.Tekst) -> str:
    if isinstance(node, s.Getal):
        number = format_number(node.waarde)
        counts = number if node.eenheid is None else counted(number, node.eenheid, node.waarde == 1)
        return counts + (f" per {node.per}" if node.per else "")
    if isinstance(node, s.Geld):
        return money(node.waarde) + (f" per {node.per}" if node.per else "")
    if isinstance(node, s.Procent):
        return format_percentage(node.waarde)
    if isinstance(node, s.Datum):
        return format_date(node.waarde)
    return quoted(node.waarde)


def type_words(node: s.TypeVorm) -> str:
    if node.soort == "aantal":
        words = f"aantal {PLURALS[node.eenheid or '']}"
        return words + (f" per {node.per}" if node.per else "")
    if node.soort == "bedrag" and node.per:
        return f"bedrag per {node.per}"
    if node.decimalen is not None:
        return f"{node.soort} met {node.decimalen} {'decimaal' if node.decimalen == 1 else 'decimalen'}"
    return node.soort
