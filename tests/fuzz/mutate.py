"""Mutations of a text that keep it close to something real: that is where parsers break."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

FRAGMENTS = (
    "indien", " van de ", " en ", " of ", "•", "••", "(", ")", '"', ":", ",", "€ ", "%", "//", "\t", "\r\n", "\n\n", "|", "- ", "-- ",
    "Regel ", "Parameter ", "Objecttype de ", "Beslistabel ", "Signaal ", "Norm ", "Daarbij geldt:", "geldig vanaf ", "31-02-2024",
    "Traject ", "Gebeurtenis ", "Toestand ", "Overgang ", "van: ", "naar: ", "bij: ", "na: ", "gaat in op: ", "eindtoestand",
    "99999999999999999999", "0,000000000001", "een", "geen", "niet (", "aan alle volgende voorwaarden is voldaan:", "\u0000", "\ufeff",
    "\u202e", "é", "e\u0301", "ﬁ", "𝟙", "[", "]", "{", "}", "&a ", "*a", "!!python/object ", "? ", "<<: ", "null", "ja", "nee",
)  # fmt: skip


def _cut(text: str, random: Random) -> str:
    start = random.randrange(len(text) + 1)
    return text[:start] + text[start + random.randrange(1, 80) :]


def _insert(text: str, random: Random) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice(FRAGMENTS) + text[at:]


def _copy(text: str, random: Random) -> str:
    start, at = random.randrange(len(text) + 1), random.randrange(len(text) + 1)
    return text[:at] + text[start : start + random.randrange(1, 400)] + text[at:]


def _swap_lines(text: str, random: Random) -> str:
    lines = text.split("\n")
    first, second = random.randrange(len(lines)), random.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    return "\n".join(lines)


def _flip(text: str, random: Random) -> str:
    if not text:
        return text
    at = random.randrange(len(text))
    return text[:at] + chr((ord(text[at]) + random.choice((-1, 1, 32, 256))) % 0x10FFFF or 1) + text[at + 1 :]


def _repeat(text: str, random: Random) -> str:
    """Depth and length: where recursion and bad loops show."""
    piece = random.choice(("(", "niet (", "• ", "- ", "[", "{a: ", "1 plus ", "niet ", "het inkomen van de ", "    "))
    return _insert_at(text, piece * random.choice((10, 70, 300, 3000)), random)


def _insert_at(text: str, piece: str, random: Random) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + piece + text[at:]


MUTATIONS: Sequence[Callable[[str, Random], str]] = (_cut, _insert, _copy, _swap_lines, _flip, _repeat)


def mutate(text: str, random: Random) -> str:
    """The text with one to six mutations; lone surrogates, which no file can hold, do not come out."""
    for _ in range(random.randrange(1, 7)):
        text = random.choice(MUTATIONS)(text, random)
    return text.encode("utf-8", "replace").decode("utf-8")
