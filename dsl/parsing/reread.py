"""Reading rule files again after some of them changed: what another text cannot make different is kept.

A text is read with the names of all files that it uses, so that a name that is added somewhere could change how any of these reads. It
only does so where the words of the name stand in the text; that is what is looked at here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from dsl.files import RuleFile
from dsl.morphology import forms, role_predicate
from dsl.parsing.corpus import Corpus, Parsed, Scanned, scan, together
from dsl.parsing.modules import parse_module
from dsl.parsing.vocabulary import WORD, Vocabulary, fold, words_of

_WORD = re.compile(WORD)
_TELLS_OF_OTHERS = frozenset(("TS101", "TS102", "TS201", "TS204", "TS230"))
"""Findings that depend on what is declared elsewhere, also when the text does not name it: they say what was meant."""

_Name = tuple[str, str, int]


@dataclass(frozen=True)
class _Read:
    scanned: Scanned
    vocabulary: Vocabulary
    parsed: Parsed

    @cached_property
    def names(self) -> frozenset[_Name]:
        return _names(self.vocabulary)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the text, and those of every form of what it declares."""
        found = {fold(word) for word in _WORD.findall(self.scanned.source.text)}
        for declaration in self.scanned.declarations:
            found.update(word for form in _forms(declaration.soort, declaration.naam) for word in form)
        return frozenset(found)

    @cached_property
    def keeps(self) -> bool:
        """Whether what was found depends on the words of the text alone."""
        return not any(found.code in _TELLS_OF_OTHERS for found in self.parsed[1])


class Rereader:
    """Reads the same files again and again, each time with other texts for some of them."""

    def __init__(self) -> None:
        self._scanned: dict[str, Scanned] = {}
        self._read: dict[str, _Read] = {}
        self.vocabularies: Mapping[str, Vocabulary] = {}
        """The names that each file may use, by name of the file, of what was read last."""

    @property
    def scanned(self) -> Mapping[str, Scanned]:
        """Blocks, lines and declarations of each file by its name, of what was read last."""
        return self._scanned

    def corpus(self, files: Iterable[RuleFile]) -> Corpus:
        """What :func:`dsl.parsing.corpus.load_corpus` gives for these files."""
        before = self._scanned
        now: dict[str, Scanned] = {}
        for file in sorted(files, key=lambda file: file.name):
            old = before.get(file.name)
            same = old is not None and old.source.path == file.source.path and old.source.text == file.source.text
            now[file.name] = old if same and old is not None else scan(file.source)
        self._scanned = now
        vocabularies: dict[str, Vocabulary] = {}

        def parse(name: str, one: Scanned, vocabulary: Vocabulary) -> Parsed:
            vocabularies[name] = vocabulary
            old = self._read.get(name)
            if old is not None and old.scanned is one and _reads_the_same(old, vocabulary):
                return old.parsed
            parsed = parse_module(one.source, name, vocabulary, shape=one.shape)
            self._read[name] = _Read(one, vocabulary, parsed)
            return parsed

        corpus = together(now, parse)
        self.vocabularies = vocabularies
        return corpus


def _reads_the_same(old: _Read, vocabulary: Vocabulary) -> bool:
    changed = old.names ^ _names(vocabulary)
    if not changed:
        return True
    if not old.keeps:
        return False
    words = old.words
    return not any(words.issuperset(form) for soort, naam, _ in changed for form in _forms(soort, naam))


def _names(vocabulary: Vocabulary) -> frozenset[_Name]:
    return frozenset((it.soort, it.naam, it.sleutels) for it in vocabulary.declaraties)


def _forms(soort: str, naam: str) -> list[tuple[str, ...]]:
    """The words of a name in every form in which a text can hold it."""
    if soort == "kenmerk":
        return [tuple(map(fold, form.words)) for form in forms(naam)]
    found = [words_of(naam)]
    if soort == "rol":
        found += [tuple(map(fold, form.words)) for form in forms(role_predicate(naam))]
    return found
