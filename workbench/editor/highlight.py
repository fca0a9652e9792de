"""Which characters of a rule file are what, by the tokens that the parser itself sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dsl.parsing.tokens import Token
from dsl.parsing.vocabulary import Soort, fold
from workbench.editor.places import FREE_TEXT, NAMES_FILE, NAMES_RULES, all_tokens
from workbench.editor.workspace import View

Kind = Literal[
    "blok", "titel", "kop", "bron", "woord", "naam", "type", "waarde", "parameter", "kenmerk", "plaatselijk",
    "onbekend", "getal", "tekst", "commentaar",
]  # fmt: skip
KINDS: tuple[Kind, ...] = (
    "blok", "titel", "kop", "bron", "woord", "naam", "type", "waarde", "parameter", "kenmerk", "plaatselijk",
    "onbekend", "getal", "tekst", "commentaar",
)  # fmt: skip
_OF_DECLARATION: dict[Soort, Kind] = {
    "objecttype": "type",
    "attribuut": "naam",
    "rol": "naam",
    "kenmerk": "kenmerk",
    "opsomming": "type",
    "waarde": "waarde",
    "parameter": "parameter",
    "tabel": "parameter",
    "kalender": "type",
}
_RANK: tuple[Kind, ...] = ("type", "parameter", "naam", "waarde", "kenmerk")
_LITERALS = frozenset(("GELD", "GETAL", "DUUR", "PROCENT", "DATUM", "WERKDAG_VAN", "TELWOORD"))
_SIGNS = frozenset(("_KOMMA", "_DUBBELEPUNT", "_HAAK_OPEN", "_HAAK_SLUIT"))


@dataclass(frozen=True, slots=True, order=True)
class Painted:
    """The characters ``start`` up to ``end`` are of a kind."""

    start: int
    end: int
    kind: Kind


def painted(view: View, name: str) -> list[Painted]:
    """All that has a kind, in order of the text; nothing overlaps."""
    shape = view.scanned[name].shape
    text = view.source(name).text
    kinds = _kinds_of_names(view, name)
    found = [Painted(comment.start, comment.end, "commentaar") for comment in shape.comments]
    for block in shape.blocks:
        found.append(Painted(block.start, block.start + len(text[block.start : block.body].rstrip()), "blok"))
        if block.body < block.end and block.word not in (
            "Parameter",
            "Tabel",
            "Objecttype",
            "Opsomming",
            "Registratie",
        ):
            found.append(Painted(block.body, block.end, "titel"))
        for line in block.lines:
            if line.kind == "kop":
                found += _head(view, name, line.start, line.body, line.end, line.key)
            elif line.kind in ("indien", "daarbij"):
                found.append(Painted(line.start, line.start + len(text[line.start : line.body].rstrip()), "woord"))
    found += [
        Painted(token.start, token.end, kind)
        for _, _, token in all_tokens(view, name)
        if (kind := _kind(token, kinds)) is not None
    ]
    return _apart(found)


def _head(view: View, name: str, start: int, body: int, end: int, key: str) -> Iterable[Painted]:
    text = view.source(name).text
    yield Painted(start, start + len(text[start:body].rstrip()) if body > start else end, "kop")
    if body >= end:
        return
    if key in NAMES_RULES or key == NAMES_FILE:
        yield Painted(body, end, "titel")
    elif key in FREE_TEXT:
        yield Painted(body, end, "tekst" if text[body] == '"' else "bron" if key == "bron" else "waarde")


def _kinds_of_names(view: View, name: str) -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    for it in view.vocabularies[name].declaraties:
        kind = _OF_DECLARATION.get(it.soort)
        if kind is not None:
            key = fold(it.naam)
            kinds[key] = min(kinds.get(key, kind), kind, key=_RANK.index)
    return kinds


def _kind(token: Token, kinds: dict[str, Kind]) -> Kind | None:
    if token.type in _LITERALS:
        return "getal"
    if token.type == "TEKST":
        return "tekst"
    if token.type == "KENMERK":
        return "kenmerk"
    if token.type in _SIGNS or token.type == "LIDW":
        return None
    if token.type.startswith("TABEL_"):
        return "parameter"
    if token.type == "NAAM":
        if not token.known:
            return "onbekend"
        return kinds.get(fold(" ".join(str(token.value).split())), "plaatselijk")
    return "woord"


def _apart(found: list[Painted]) -> list[Painted]:
    """In order, and of what overlaps only the first: a block's own words go before tokens in them."""
    result: list[Painted] = []
    for item in sorted(found, key=lambda it: (it.start, -it.end)):
        if item.start < item.end and (not result or item.start >= result[-1].end):
            result.append(item)
    return result
