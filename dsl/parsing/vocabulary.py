"""Pass 1: which names does a file declare, and which words make a token.

Declarations are each on one line, so this pass needs no grammar and no other file. The vocabulary of a file is what it declares
itself and what every file declares that it uses, also indirectly.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal, TypeAlias

from dsl.morphology import forms, role_predicate
from dsl.parsing.blocks import Block, Line, layout
from dsl.parsing.headwords import member_word, split_type
from dsl.parsing.keywords import MAX_KEYS, PHRASES
from dsl.source import SourceFile, Span
from dsl.suggest import Names

Soort = Literal[
    "objecttype", "attribuut", "kenmerk", "rol", "opsomming", "waarde", "parameter", "tabel", "kalender", "plaatselijk"
]
Entry: TypeAlias = tuple[str, Any]  # (token kind, value)
Trie: TypeAlias = dict[str, Any]  # word -> Trie, and "" -> Entry

_ARTICLE = re.compile(r"(?:(de|het|een)\s+)?", re.IGNORECASE)
_PLURAL = re.compile(r"\(\s*mv\s*:\s*([^()]*)\)", re.IGNORECASE)
# A word may end in the hyphen of a shared second part: zak- en kleedgeld.
WORD = r"[\w\u0300-\u036f](?:[\w\u0300-\u036f'’/\-]*[\w\u0300-\u036f])?(?:-(?=\s+(?:en|of)\b))?"
_WORD = re.compile(WORD)
_LOCAL = re.compile(r"(?:(?:de|het|een)\s+)?(.+?)\s+(?:is\b|=)", re.IGNORECASE | re.DOTALL)
_NAMED = re.compile(r"\(\s*noem\s*:\s*(?:(?:de|het|een)\s+)?([^()]+?)\s*\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Declaratie:
    """One declared name, without article. `vorm` of a kenmerk is `naam`; `eigenaar` is the objecttype or opsomming it stands
    in; `sleutels` is the number of keys of a table."""

    soort: Soort
    naam: str
    span: Span
    eigenaar: str | None = None
    sleutels: int = 0


@lru_cache(maxsize=65536)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a name as they are compared: one form per letter, without capitals."""
    return tuple(fold(word) for word in text.split())


def fold(word: str) -> str:
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", word).casefold())


@lru_cache(maxsize=65536)
def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(fold, words))


def split_article(text: str) -> tuple[str, str]:
    """("de", "bijdrage") of "de bijdrage"; the article is "" where there is none. Spaces become single."""
    match = _ARTICLE.match(text.lstrip())
    assert match is not None  # the article is optional
    return (match[1] or "").lower(), " ".join(text.lstrip()[match.end() :].split())


def scan_declarations(source: SourceFile) -> tuple[Declaratie, ...]:
    """All declarations of a file, in order of the text. Never fails: what is no declaration is passed over."""
    return declarations_of(source, layout(source).blocks)


def declarations_of(source: SourceFile, blocks: Iterable[Block]) -> tuple[Declaratie, ...]:
    found: list[Declaratie] = []
    for block in blocks:
        if block.deed in ("", "voegt toe"):  # the other parts of a variant name what is declared elsewhere
            _scan_block(source, block, found)
    return tuple(found)


def _scan_block(source: SourceFile, block: Block, found: list[Declaratie]) -> None:
    text = source.text
    head = text[block.body : block.end]
    span = source.span(block.body, block.end)
    name = split_article(re.split(r"\s*(?:\(|:)", head, maxsplit=1)[0])[1]
    if not name:
        return
    match block.word:
        case "Objecttype" | "Registratie":
            found.append(Declaratie("objecttype", name, span))
            plural = _PLURAL.search(head)
            if plural and plural[1].strip():
                found.append(Declaratie("objecttype", " ".join(plural[1].split()), span))
            for line in block.lines:
                if line.kind == "lid":
                    _scan_member(source, line, name, found)
        case "Opsomming":
            found.append(Declaratie("opsomming", name, span))
            for line in block.lines:
                value = split_article(text[line.start : line.end])[1]
                found.append(Declaratie("waarde", value, source.span(line.start, line.end), name))
        case "Parameter":
            found.append(Declaratie("parameter", name, span))
        case "Tabel":
            keys = sum(line.kind == "kop" and line.key == "sleutel" for line in block.lines)
            found.append(Declaratie("tabel", name, span, sleutels=min(max(keys, 1), MAX_KEYS)))
        case "Kalender":
            found.append(Declaratie("kalender", name, span))


def _scan_member(source: SourceFile, line: Line, owner: str, found: list[Declaratie]) -> None:
    content = source.text[line.start : line.end]
    span = source.span(line.start, line.end)
    word, begin, _ = member_word(content)
    if word == "kenmerk":
        vorm = " ".join(content[begin:].split(",", 1)[0].split())
        if vorm:
            found.append(Declaratie("kenmerk", vorm, span, owner))
        return
    if word == "rol":
        name = " ".join(re.split(r"[(:]", content[begin:], maxsplit=1)[0].split())
        if name:
            found.append(Declaratie("rol", name, span, owner))
            plural = _PLURAL.search(content)
            if plural and plural[1].strip():
                found.append(Declaratie("rol", " ".join(plural[1].split()), span, name))
        return
    name = split_article(split_type(content)[0])[1]
    if name and split_type(content)[1]:
        found.append(Declaratie("attribuut", name, span, owner))


def local_names(source: SourceFile, block: Block) -> tuple[str, ...]:
    """Names that a rule makes for itself: the bullets under Daarbij geldt, and `(noem: ...)`."""
    names: dict[str, None] = {}
    text = source.text
    below = False
    for line in block.lines:
        if line.kind == "daarbij":
            below = True
        elif line.kind == "kop":
            below = False
        elif below and line.kind == "punt" and line.depth == 1:
            match = _LOCAL.match(text, line.body, line.end)
            if match:
                names[" ".join(match[1].split())] = None
    if "noem" in text[block.start : block.stop].lower():
        for match in _NAMED.finditer(text, block.start, block.stop):
            names[" ".join(match[1].split())] = None
    return tuple(names)


def insert(trie: Trie, words: Iterable[str], entry: Entry) -> None:
    node = trie
    for word in words:
        node = node.setdefault(word, {})
    node[""] = entry


def merged(one: Trie, other: Trie) -> Trie:
    """The entries of both; of equal words those of the second."""
    result = {**one, **other}
    for word in one.keys() & other.keys() - {""}:
        result[word] = merged(one[word], other[word])
    return result


_PHRASE_TRIE: Trie = {}
for _words, _entry in PHRASES.items():
    insert(_PHRASE_TRIE, _words, _entry)


class _TrieOverPhrases:
    """A trie that begins as that of all phrases, which every file has: only the nodes that are added to are copied."""

    def __init__(self) -> None:
        self.root: Trie = dict(_PHRASE_TRIE)
        self._own = {id(self.root)}

    def insert(self, words: Iterable[str], entry: Entry) -> None:
        node = self.root
        for word in words:
            child = node.get(word)
            if child is None or id(child) not in self._own:
                child = node[word] = dict(child) if child else {}
                self._own.add(id(child))
            node = child
        node[""] = entry


def trie_of_names(names: Iterable[str]) -> Trie:
    trie: Trie = {}
    for name in names:
        insert(trie, words_of(name), ("NAAM", name))
    return trie


@dataclass(frozen=True)
class Vocabulary:
    """The names that a file may use."""

    declaraties: frozenset[Declaratie] = frozenset()

    @classmethod
    def of(cls, declarations: Iterable[Declaratie]) -> Vocabulary:
        return cls(frozenset(declarations))

    @cached_property
    def hash(self) -> str:
        """Changes when, and only when, some text could give other tokens. Places of declarations take no part."""
        names = sorted({f"{d.soort}\x1f{d.naam}\x1f{d.sleutels}" for d in self.declaraties})
        return hashlib.sha256("\x1e".join(names).encode()).hexdigest()

    @cached_property
    def predicates(self) -> frozenset[str]:
        """Every form of every kenmerk and of the having of every role."""
        declared = [
            d.naam if d.soort == "kenmerk" else role_predicate(d.naam)
            for d in self.declaraties
            if d.soort in ("kenmerk", "rol")
        ]
        return frozenset(" ".join(form.words) for vorm in declared for form in forms(vorm))

    @cached_property
    def sayings(self) -> Names:
        """Everything that words can be a token as: names, kenmerken in each form and fixed phrases."""
        return Names([*self.names, *self.predicates, *(" ".join(words) for words in PHRASES)])

    @cached_property
    def lacking(self) -> dict[tuple[str, ...], str]:
        """Names and kenmerken of several words by what remains when one of them is left out; never a denial."""
        found: dict[tuple[str, ...], str] = {}
        for said in sorted((*self.names, *self.predicates, *(" ".join(words) for words in PHRASES))):
            words = words_of(said)
            for index, word in enumerate(words):
                if len(words) > 1 and word not in ("geen", "niet"):
                    found.setdefault((*words[:index], *words[index + 1 :]), said)
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """What is declared, kenmerken excepted."""
        return frozenset(d.naam for d in self.declaraties if d.soort != "kenmerk")

    @cached_property
    def attributes(self) -> frozenset[str]:
        return frozenset(d.naam for d in self.declaraties if d.soort == "attribuut")

    @cached_property
    def trie(self) -> Trie:
        """Phrases, kenmerken and names; of equal words a name wins from a kenmerk and a kenmerk from a phrase."""
        trie = _TrieOverPhrases()
        ordered = sorted(self.declaraties, key=lambda d: (d.soort, d.naam))
        predicates = [d.naam for d in ordered if d.soort == "kenmerk"]
        predicates += [role_predicate(d.naam) for d in ordered if d.soort == "rol"]
        for predicate in reversed(predicates):  # the first of two that share a form stays
            for form in reversed(forms(predicate)):
                if form.words in PHRASES:
                    continue
                trie.insert(_folded(form.words), ("KENMERK", (predicate, form.positive)))
        for declaration in reversed(ordered):
            if words_of(declaration.naam) in PHRASES:
                continue  # is refused; taking it here would only bring follow-up findings
            if declaration.soort == "tabel":
                kind = f"TABEL_{declaration.sleutels}"
                trie.insert(words_of(declaration.naam), (kind, declaration.naam))
            elif declaration.soort != "kenmerk":
                trie.insert(words_of(declaration.naam), ("NAAM", declaration.naam))
        return trie.root


def cache_key(text: str, vocabulary: Vocabulary) -> str:
    """Two parses with the same key give the same tree and findings."""
    return hashlib.sha256(f"{vocabulary.hash}\x1f{text}".encode("utf-8", "surrogatepass")).hexdigest()
