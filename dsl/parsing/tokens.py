"""Pass 2: text to tokens, with the vocabulary of the file.

The longest run of words that is a name, a kenmerk in one of its forms or a fixed phrase is one token. Words that are none of
these are one token NAAM that is marked unknown, so that the sentence can still be read and the name be reported by itself.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import Any

from dsl.diagnostics import Diagnostic, diagnose
from dsl.notation import NotationError, parse_date, parse_money, parse_number, parse_percentage
from dsl.parsing.everyday import SIGNS, date_meant
from dsl.parsing.keywords import EENHEDEN, PHRASES
from dsl.parsing.vocabulary import WORD, Trie, fold
from dsl.source import SourceFile, Span
from dsl.syntax import Datum, Geld, Getal, Procent, Tekst

_MONTHS = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
_LIKE_MONTHS = "ja|fe|ma|mr|ap|me|ju|au|se|ok|oc|no|de"
_DIGITS = r"[0-9]+(?:\.[0-9]+)*(?:,[0-9]+)?"
_NUMBER = rf"(?:[0-9]+\ )?[0-9]+/[0-9]+(?![\w/])|{_DIGITS}"
LEXEME = re.compile(
    rf"""
    (?P<ws>\s+|(?<!\S)//[^\r\n]*)
  | (?P<nvt>n\.v\.t\.)
  | (?P<geld>[-−]?€\s*(?:[-−]\s*)?(?:[0-9]+\ [0-9]+/[0-9]+|[0-9]+/[0-9]+|{_DIGITS}(?:,-+)?))
  | (?P<datum>[0-9]{{1,2}}-[0-9]{{1,2}}-[0-9]{{4}}(?![\w])|[0-9]{{1,2}}\s+(?:{_MONTHS})\s+[0-9]{{4}}(?!\w))
  | (?P<geendatum>[0-9]{{4}}[-/][0-9]{{1,2}}[-/][0-9]{{1,2}}(?!\w)
      |[0-9]{{1,2}}(?P<streep>[-/.–—])[0-9]{{1,2}}(?P=streep)(?:[0-9]{{4}}|[0-9]{{2}})(?!\w)
      |[0-9]{{1,2}}\s+(?:{_LIKE_MONTHS})[a-z]+\.?\s+[0-9]{{4}}(?!\w))
  | (?P<procent>[-−]?(?:{_NUMBER})\s?%)
  | (?P<werkdagvan>[0-9]{{1,3}}e\s+werkdag\s+van\s+(?:de\s+maand|het\s+(?:kwartaal|jaar))\s+(?:van|na)(?!\w))
  | (?P<getal>[-−]?(?:{_NUMBER})(?![\w]))
  | (?P<woord>{WORD})
  | (?P<tekst>"[^"]*")
  | (?P<teken>[,:()])
  | (?P<vreemd>[<>=!≤≥≠*×·÷+/&|]+|.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_SIGNS = {",": "_KOMMA", ":": "_DUBBELEPUNT", "(": "_HAAK_OPEN", ")": "_HAAK_SLUIT"}
_QUOTES = dict.fromkeys("“”„‟‘’'`´", 'Zet om een tekst rechte aanhalingstekens: ".')
_DASHES = frozenset("–—−‐‑")
_VERBS = frozenset(("_IS", "_ZIJN", "HEEFT", "WORDT"))
_DETERMINERS = frozenset(("de", "het", "een"))
_LINE_BREAK = re.compile(r"\s*[\r\n]+\s*")


class Token:
    """A token for the grammar. `value` is what the token means: a literal node, a name, (kenmerk, sign), ..."""

    __slots__ = ("type", "value", "start", "end", "known", "first")

    def __init__(self, type: str, value: Any, start: int, end: int, known: bool = True, first: bool = False) -> None:
        self.type = type
        self.value = value
        self.start = start
        self.end = end
        self.known = known
        self.first = first  # of its line, the first line of the sentence excepted

    def __repr__(self) -> str:
        return f"{self.type}:{self.value!r}" if self.known else f"{self.type}?{self.value!r}"


class Lexer:
    """Makes tokens of parts of one file. Findings gather in `diagnostics`."""

    def __init__(self, source: SourceFile, trie: Trie) -> None:
        self.source = source
        self.trie = trie
        self.diagnostics: list[Diagnostic] = []

    def tokens(self, start: int, end: int, local: Trie | None = None, *, join: bool = True) -> list[Token]:
        """The tokens of the characters `start` up to `end`; `local` holds the names of the rule itself. Without `join` each
        unknown word is a token."""
        lexemes = [m for m in LEXEME.finditer(self.source.text, start, end) if m.lastgroup != "ws"]
        keys = [fold(m[0]) if m.lastgroup == "woord" or m.lastgroup == "getal" else None for m in lexemes]
        tries = (self.trie, local) if local else (self.trie,)
        found: list[Token] = []
        index = 0
        size = len(lexemes)
        while index < size:
            lexeme = lexemes[index]
            kind = lexeme.lastgroup
            if kind == "woord":
                length, entry = _longest(keys, index, tries, bool(found) and found[-1].type == "NAAM")
                last = lexemes[index + max(length, 1) - 1]
                if entry:
                    found.append(Token(entry[0], entry[1], lexeme.start(), last.end()))
                else:
                    found.append(Token("NAAM", lexeme[0], lexeme.start(), lexeme.end(), known=False))
                index += max(length, 1)
                continue
            index += 1
            if kind == "teken":
                found.append(Token(_SIGNS[lexeme[0]], lexeme[0], lexeme.start(), lexeme.end()))
            elif kind == "getal" and index < size and keys[index] in EENHEDEN and _longest(keys, index, tries)[0] <= 1:
                unit = lexemes[index]
                token = self._literal("getal", lexeme[0], lexeme.start(), unit.end())
                if token:
                    number = token.value
                    token.type = "DUUR"
                    token.value = Getal(number.waarde, EENHEDEN[keys[index] or ""], None, number.span)
                    found.append(token)
                index += 1
            elif kind == "getal" and index < size and keys[index] in ("procent", "euro"):
                found.append(self._in_words(lexeme[0], lexeme.start(), lexemes[index].end(), keys[index] == "procent"))
                index += 1
            elif kind == "werkdagvan":
                words = fold(lexeme[0]).split()
                rank = (int(words[0][:-1]), words[4], words[5] == "na")
                found.append(Token("WERKDAG_VAN", rank, lexeme.start(), lexeme.end()))
            elif kind == "vreemd":
                found += self._strange(lexeme[0], lexeme.start())
            else:
                token = self._literal(kind or "", lexeme[0], lexeme.start(), lexeme.end())
                if token:
                    found.append(token)
        if join and not all(token.known for token in found):
            found = self._join_unknown(found)
        self._mark_line_starts(found, start, end)
        return found

    def _join_unknown(self, tokens: list[Token]) -> list[Token]:
        """Unknown words beside each other, or beside a name, on one line are one unknown name: two names never meet.

        Not so `de persoon minderjaarig is`: a verb behind shows that the unknown words are a kenmerk of what is named.
        """
        text = self.source.text
        joined: list[Token] = []
        for index, token in enumerate(tokens):
            before = joined[-1] if joined else None
            behind = tokens[index + 1].type if index + 1 < len(tokens) else ""
            if (
                before is not None
                and token.type == before.type == "NAAM"
                and not (token.known and before.known)
                and not (before.known and behind in _VERBS)
                and text[before.end : token.start].strip(" ") == ""
            ):
                name = " ".join(text[before.start : token.end].split())
                joined[-1] = Token("NAAM", name, before.start, token.end, known=False)
            else:
                joined.append(token)
        return joined

    def _mark_line_starts(self, tokens: list[Token], start: int, end: int) -> None:
        text = self.source.text
        if text.find("\n", start, end) < 0 and text.find("\r", start, end) < 0:
            return
        for before, token in zip(tokens, tokens[1:], strict=False):
            between = text[before.end : token.start]
            token.first = "\n" in between or "\r" in between

    def _literal(self, kind: str, text: str, start: int, end: int) -> Token | None:
        span = Span(self.source.path, start, end)
        if kind == "tekst":
            return Token("TEKST", Tekst(_LINE_BREAK.sub(" ", text[1:-1]), span), start, end)
        if kind == "nvt":
            return Token("NVT", None, start, end)
        try:
            match kind:
                case "geld":
                    return Token("GELD", Geld(parse_money(text, strict_dutch=True), None, span), start, end)
                case "procent" if "." in text:
                    # 4.273% would be more than forty times the whole: always a comma that was meant.
                    remedy = f"Bedoelde u {text.replace('.', ',')}? Schrijf duizenden procenten zonder punt."
                    raise NotationError(f"{text} heeft een punt.", remedy)
                case "procent":
                    return Token("PROCENT", Procent(parse_percentage(text, strict_dutch=True), span), start, end)
                case "getal":
                    return Token("GETAL", Getal(parse_number(text, strict_dutch=True), None, None, span), start, end)
                case "datum":
                    return Token("DATUM", Datum(parse_date(text), span), start, end)
                case _:
                    self.diagnostics.append(diagnose("TS109", span, text=text, remedy=date_meant(text)))
                    return Token("DATUM", None, start, end)
        except NotationError as error:
            code = {"geld": "TS107", "datum": "TS106"}.get(kind, "TS108")
            self.diagnostics.append(diagnose(code, span, text=" ".join(text.split()), remedy=error.remedy))
            # A stand-in of the right kind keeps the sentence whole; the finding already refuses it.
            stand_in = {"geld": Geld(Fraction(0)), "procent": Procent(Fraction(0)), "getal": Getal(Fraction(0))}
            return Token(kind.upper(), stand_in.get(kind), start, end)

    def _in_words(self, number: str, start: int, end: int, percentage: bool) -> Token:
        """Report a number with its sign as a word; gives a stand-in."""
        span = Span(self.source.path, start, end)
        text = " ".join(self.source.text[start:end].split())
        code, meant = ("TS108", f"{number}%") if percentage else ("TS107", f"€ {number}")
        self.diagnostics.append(diagnose(code, span, text=text, remedy=f"Schrijf {meant}."))
        kind, value = ("PROCENT", Procent(Fraction(0))) if percentage else ("GELD", Geld(Fraction(0)))
        return Token(kind, value, start, end)

    def _strange(self, characters: str, offset: int) -> list[Token]:
        """Report signs that mean nothing; one that people write for a phrase stands in for it, so that the sentence stays whole."""
        span = self.source.span(offset, offset + len(characters))
        if characters == '"':
            return []  # reported by the layout
        hidden = unicodedata.category(characters[0]) in ("Cc", "Cf")
        codepoint = " ".join(f"U+{ord(character):04X}" for character in characters)
        around = self.source.text[max(0, offset - 1) : offset] + self.source.text[span.end : span.end + 1]
        if characters in _DASHES and len(around) == 2 and around.isalpha():
            hyphen = "Schrijf het gewone koppelteken: -."
            self.diagnostics.append(
                diagnose("TS006", span, character=characters, codepoint=f"U+{ord(characters):04X}", remedy=hyphen)
            )
            return []
        meant = SIGNS.get(characters)
        remedy = f"Schrijf '{meant}'." if meant else _QUOTES.get(characters)
        code = "TS008" if hidden else "TS006"
        self.diagnostics.append(diagnose(code, span, character=characters, codepoint=codepoint, remedy=remedy))
        entry = PHRASES[tuple(meant.split())] if meant else None
        return [Token(*entry, offset, span.end)] if entry else []


def _longest(
    keys: list[str | None], index: int, tries: tuple[Trie, ...], after_name: bool = True
) -> tuple[int, tuple[str, Any] | None]:
    """Number of words and entry of the longest match that begins at `index`; a later trie wins at equal length.

    A kenmerk with the verb last follows on the name of whom it is about (`de zaak een persoon heeft`). Where no name goes
    before, the same words begin a sentence about somebody: `Een persoon heeft recht op zorgtoeslag`.
    """
    no_kenmerk = not after_name and keys[index] in _DETERMINERS
    best, entry = 0, None
    for trie in tries:
        node: Trie | None = trie
        position = index
        while True:
            key = keys[position] if position < len(keys) else None
            node = node.get(key) if key is not None else None  # type: ignore[union-attr]
            if node is None:
                break
            position += 1
            if "" in node and position - index >= best and not (no_kenmerk and node[""][0] == "KENMERK"):
                best, entry = position - index, node[""]
    return best, entry
