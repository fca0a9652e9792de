"""The contents of head lines and declaration lines, each read by a small function of its own.

Every function takes the part of the file that it reads and raises :class:`Misread` with the finding when it cannot.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from dsl import syntax as s
from dsl.diagnostics import Diagnostic, diagnose
from dsl.notation import NotationError, parse_date
from dsl.parsing.everyday import date_meant
from dsl.parsing.keywords import EENHEDEN, TELWOORDEN
from dsl.parsing.vocabulary import split_article
from dsl.source import SourceFile, Span
from dsl.suggest import did_you_mean, suggest

_BWB = re.compile(r"\(\s*(BWB[A-Z][0-9]{7})\s*\)")
_ARTICLE = re.compile(r"\bart(?:ikel|\.)\s*([0-9]+(?:[.:]?[0-9A-Za-z]+)*)", re.IGNORECASE)
_TEXT_DATE = re.compile(r"\(\s*tekst\s+([^()]*)\)", re.IGNORECASE)
_DAYS_OF_A_YEAR = re.compile(r"naar rato van (36[056]) dagen per jaar")
_STRING = re.compile(r'"([^"]*)"')
_OTHER_QUOTES = frozenset("“”„‟‘’'`´")
_NUMBER_WORDS = {"een": 1, "één": 1, **TELWOORDEN}
_VALID = re.compile(r"(?:vanaf\s+(.+?))?\s*(?:t/m\s+(.+))?$", re.IGNORECASE | re.DOTALL)
_UNTIL = re.compile(r"\s(tot\s+en\s+met|tot|-|–)\s", re.IGNORECASE)
WITH_LAST_DAY = "Schrijf 't/m' met de laatste dag: 'vanaf 01-01-2025 t/m 31-12-2025'."
_TERM = re.compile(r"([0-9]+|[a-zé]+)\s+([a-z]+)(?:\s+bij\s+([^,]+?))?(?:\s*,\s*kalender\s+(.+))?$", re.IGNORECASE)
_PERIODS = frozenset(EENHEDEN.values()) - {"werkdag"}
_TYPE = re.compile(
    r"(?:(?P<bedrag>bedrag)(?:\s+per\s+(?P<per>\w+))?"
    r"|(?P<getal>percentage|getal)(?:\s+met\s+(?P<decimalen>\w+)\s+decima(?:len|al))?"
    r"|(?P<aantal>aantal)\s+(?P<eenheid>\w+)(?:\s+per\s+(?P<aantalper>\w+))?"
    r"|(?P<vast>geheel\s+getal|jaartal|datum|tekst))$",
    re.IGNORECASE,
)


class Misread(Exception):
    """Carries the finding for a line that could not be read."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic
        super().__init__(diagnostic.code)


@dataclass(frozen=True, slots=True)
class Part:
    """The characters `start` up to `end` of a file, without outer space."""

    source: SourceFile
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def words(self) -> str:
        """The text with single spaces."""
        return " ".join(self.text.split())

    @property
    def span(self) -> Span:
        return self.source.span(self.start, self.end)

    def cut(self, start: int, end: int) -> Part:
        """The part from `start` to `end`, counted from the beginning of this one, without outer space."""
        piece = self.text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        return Part(self.source, self.start + left, self.start + max(left, start + len(piece.rstrip())))

    def pieces(self) -> list[Part]:
        """Divided at every comma that a space or the end follows and that stands in no text."""
        found: list[Part] = []
        begin = 0
        for match in re.finditer(r'"[^"]*"|,(?=\s|$)', self.text):
            if match[0] == ",":
                found.append(self.cut(begin, match.start()))
                begin = match.end()
        return [*found, self.cut(begin, len(self.text))]

    def fail(self, code: str, **fields: Any) -> Misread:
        return Misread(diagnose(code, self.span, **fields))

    def lacks(self, expected: str) -> Misread:
        """Something should follow this part."""
        return Misread(diagnose("TS102", self.span.at_end(), after=self.words[-40:], expected=expected))


def read_date(part: Part) -> date:
    text = part.words
    if re.fullmatch(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", text):
        raise part.fail("TS109", text=text, remedy=date_meant(text))
    try:
        return parse_date(text)
    except NotationError as error:
        exists = re.fullmatch(r"[0-9]{1,2}[- ]\w+[- ][0-9]{4}", text)
        code, remedy = ("TS106", error.remedy) if exists else ("TS109", date_meant(text))
        raise Misread(diagnose(code, part.span, text=text, remedy=remedy)) from None


def read_bron(part: Part) -> s.Bron:
    text = part.words
    bwb, article, dated = _BWB.search(text), _ARTICLE.search(text), _TEXT_DATE.search(part.text)
    text_date = read_date(part.cut(dated.start(1), dated.end(1))) if dated else None
    return s.Bron(text, bwb[1] if bwb else None, article[1] if article else None, text_date, part.span)


def read_geldig(part: Part) -> s.Geldig:
    """`vanaf D [t/m E]` or `t/m E`."""
    until_word = _UNTIL.search(part.text)
    if until_word:
        word = part.cut(*until_word.span(1))
        raise word.fail("TS101", remedy=WITH_LAST_DAY, found=word.words, expected="'t/m'")
    match = _VALID.match(part.text)
    if not match or not (match[1] or match[2]):
        raise part.lacks("een datum")
    since = read_date(part.cut(match.start(1), match.end(1))) if match[1] else None
    until = read_date(part.cut(match.start(2), match.end(2))) if match[2] else None
    if since and until and until < since:
        raise part.fail("TS129", since=match[1], until=match[2])
    return s.Geldig(since, until, part.span)


def read_string(part: Part) -> str:
    """The text between quotes; a text over several lines reads as one line."""
    match = _STRING.fullmatch(part.text)
    if not match:
        quoted = part.text[:1] in _OTHER_QUOTES
        remedy = 'Gebruik rechte aanhalingstekens: ".' if quoted else 'Zet voor en achter de tekst een ".'
        raise part.fail("TS101", remedy=remedy, found=_short(part.words), expected='een tekst tussen "')
    return re.sub(r"\s*[\r\n]+\s*", " ", match[1])


def read_choice(part: Part, head: str, allowed: tuple[str, ...]) -> str:
    text = part.words.casefold()
    if text not in allowed:
        begun = [word for word in allowed if len(text) > 1 and word.startswith(text)]
        near = did_you_mean(begun if len(begun) == 1 else suggest(text, allowed)) or None
        raise part.fail("TS114", remedy=near, found=_short(part.words), head=head, allowed=", ".join(allowed))
    return text


def read_ruimte(part: Part) -> str:
    pieces = part.pieces()
    levels = {
        "wet": "wet",
        "amvb": "AMvB",
        "regeling": "regeling",
        "verordening": "verordening",
        "beleidsregel": "beleidsregel",
    }
    level = levels.get(pieces[0].words.casefold())
    if level is not None and len(pieces) < 2:
        remedy = f"Schrijf 'gebonden, {level}' of 'beoordelingsruimte, {level}'."
        raise pieces[0].fail("TS114", found=level, head="ruimte", allowed="gebonden, beoordelingsruimte", remedy=remedy)
    read_choice(pieces[0], "ruimte", ("gebonden", "beoordelingsruimte"))
    if len(pieces) < 2:
        return pieces[0].words.casefold()
    if pieces[1].words.casefold() not in levels or len(pieces) > 2:
        raise pieces[1].fail("TS114", found=_short(pieces[1].words), head="ruimte", allowed=", ".join(levels.values()))
    return f"{pieces[0].words.casefold()}, {levels[pieces[1].words.casefold()]}"


def read_count(part: Part) -> int:
    text = part.words.casefold()
    if text in _NUMBER_WORDS:
        return _NUMBER_WORDS[text]
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise part.fail("TS121")
    return int(text)


def read_unit(part: Part) -> str:
    """The singular of a unit word."""
    unit = EENHEDEN.get(part.words.casefold())
    if unit is None:
        near = did_you_mean(suggest(part.words.casefold(), EENHEDEN)[:1]) or None
        allowed = ", ".join(sorted(set(EENHEDEN.values())))
        raise part.fail("TS114", remedy=near, found=_short(part.words), head="eenheid", allowed=allowed)
    return unit


def read_period(part: Part) -> str:
    """Per what a decision is taken: mostly a unit of time, and else words of the law."""
    words = part.words
    unit = {"dagelijks": "dag", "wekelijks": "week", "maandelijks": "maand", "jaarlijks": "jaar"}.get(words.casefold())
    if unit is not None:
        raise part.fail("TS101", remedy=f"Schrijf '{unit}'.", found=words, expected="een eenheid van tijd, zoals maand")
    if words.casefold() not in EENHEDEN and " " not in words and suggest(words.casefold(), EENHEDEN):
        return read_unit(part)
    return words


def read_days_of_a_year(part: Part) -> int:
    """`naar rato van 365 dagen per jaar`"""
    match = _DAYS_OF_A_YEAR.fullmatch(part.words)
    if not match:
        raise part.fail(
            "TS101", found=_short(part.words), expected="'naar rato van 365 dagen per jaar' (of 360 of 366)"
        )
    return int(match[1])


def read_termijn(part: Part) -> s.Termijn:
    """`6 weken [bij het CAK][, kalender K]`."""
    match = _TERM.match(part.text)
    if not match:
        raise part.fail("TS101", found=_short(part.words), expected="een termijn (zoals 6 weken)")
    count = read_count(part.cut(match.start(1), match.end(1)))
    unit = read_unit(part.cut(match.start(2), match.end(2)))
    body = " ".join(match[3].split()) if match[3] else None
    return s.Termijn(count, unit, body, " ".join(match[4].split()) if match[4] else None, part.span)


def read_type(part: Part) -> s.TypeVorm:
    """A type as written; what is no fixed type is taken for the name of an opsomming."""
    text = part.words
    if not text:
        raise part.lacks("een type (zoals bedrag per maand)")
    match = _TYPE.match(text)
    if not match:
        if re.match(r"(?:bedrag|percentage|getal|aantal|geheel|datum|tekst|jaartal)\b", text, re.IGNORECASE):
            raise part.fail("TS130", text=_short(text))
        return s.TypeVorm(split_article(text)[1], span=part.span)
    if match["bedrag"]:
        return s.TypeVorm("bedrag", per=_period(part, match["per"]), span=part.span)
    if match["getal"]:
        digits = match["decimalen"]
        count = _NUMBER_WORDS.get(digits.lower()) if digits and not digits.isdigit() else digits and int(digits)
        if digits and (count is None or not 0 <= int(count) <= 12):
            raise part.fail("TS123", limit=12)
        return s.TypeVorm(
            match["getal"].lower(), decimalen=int(count) if digits and count is not None else None, span=part.span
        )
    if match["aantal"]:
        unit = EENHEDEN.get(match["eenheid"].casefold())
        if unit is None:
            raise part.fail("TS130", text=_short(text))
        return s.TypeVorm("aantal", per=_period(part, match["aantalper"]), eenheid=unit, span=part.span)
    return s.TypeVorm(" ".join(match["vast"].lower().split()), span=part.span)


def _period(part: Part, word: str | None) -> str | None:
    if word is None:
        return None
    period = EENHEDEN.get(word.casefold())
    if period not in _PERIODS:
        near = suggest(word.casefold(), _PERIODS)[:1]
        remedy = did_you_mean([f"{part.words.rsplit(' ', 1)[0]} {name}" for name in near]) or None
        raise part.fail("TS130", remedy=remedy, text=_short(part.words))
    return period


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
