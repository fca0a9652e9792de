"""The rule files of a folder while some of them are being changed.

A :class:`Workspace` keeps the trees of all files and what was found when they were last judged together. A :class:`View` is these
files with other texts for some. It answers at once: only the changed text is read again, with the few files in which a changed name
stands, and only the part of the law is judged that the text reads. :meth:`Workspace.settle` judges everything.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock

from dsl.check import check, check_with
from dsl.diagnostics import Diagnostic, Findings
from dsl.files import EXTENSION, RuleFile, read_rules
from dsl.lawchecks import all_checks
from dsl.making import make_program
from dsl.names.symbols import Meanings, Symbols
from dsl.parsing.corpus import Corpus, Scanned, reach
from dsl.parsing.reread import Rereader
from dsl.parsing.vocabulary import Vocabulary
from dsl.program import Program
from dsl.source import SourceFile
from dsl.variants.relevant import Names
from dsl.variants.stack import Variants, collect_variants, split
from workbench.editor.judging import Judged, judge_part


@dataclass(frozen=True)
class Settled:
    """All files judged together: ``program`` is None when something stands in the way of one. ``names`` finds the part of the law that
    a change can matter to."""

    corpus: Corpus
    program: Program | None
    findings: tuple[Diagnostic, ...]
    meanings: Meanings
    names: Names


@dataclass(frozen=True)
class View:
    """The files with the texts that are being changed, as far as they could be read."""

    settled: Settled
    corpus: Corpus
    scanned: Mapping[str, Scanned]
    vocabularies: Mapping[str, Vocabulary]
    _judged: dict[str, Judged] = field(default_factory=dict)

    def source(self, name: str) -> SourceFile:
        return self.scanned[name].source

    def judged(self, name: str) -> Judged:
        """What one file comes to with all that it reads. The varianten of other files, and what nothing uses any more, are judged by
        :meth:`Workspace.settle` only."""
        if name not in self._judged:
            self._judged[name] = judge_part(self, name)
        return self._judged[name]

    def meanings(self, name: str) -> Meanings:
        """What the names in a file mean."""
        return self.judged(name).meanings

    def symbols(self, name: str) -> Symbols:
        """All names of the law as it was when it was last judged, as a file sees them now: also one that is new or holds a variant."""
        found = self.settled.meanings.symbols
        assert found is not None  # making a program always collects them
        return replace(found, visible={**found.visible, name: frozenset(reach(name, self.scanned))}, meanings=None)

    def name_of(self, path: str) -> str | None:
        """The name of the file that findings and places call ``path``."""
        for name, one in self.scanned.items():
            if one.source.path == path:
                return name
        return None


class Workspace:
    """A folder with rule files. Safe to use from several threads."""

    def __init__(self, files: Iterable[RuleFile], unread: Iterable[Diagnostic] = ()) -> None:
        self._files = {file.name: file for file in files}
        self.unread = tuple(unread)
        self._shown = _shown_folder(self._files)
        self._reader = Rereader()
        self._lock = Lock()
        self._settled: Settled | None = None
        self._settling = Lock()

    @classmethod
    def of_folder(cls, root: Path) -> Workspace:
        """The rule files below a folder; what could not be read is in ``unread``."""
        return cls(*read_rules(root, os.path.basename(os.path.realpath(root))))

    @property
    def files(self) -> Mapping[str, RuleFile]:
        """The files as they are on disk, by name."""
        return self._files

    def files_with(self, texts: Mapping[str, str]) -> list[RuleFile]:
        """All files with other texts for some, in order of name, each with the path that findings call it."""
        changed = {name: self._file(name, text) for name, text in texts.items()}
        return [file for _, file in sorted({**self._files, **changed}.items())]

    def replace_file(self, name: str, text: str) -> None:
        """The text of a file as it was saved; a new name is a new file."""
        self._files = {**self._files, name: self._file(name, text)}

    def remove_file(self, name: str) -> None:
        self._files = {other: file for other, file in self._files.items() if other != name}

    def settle(self, texts: Mapping[str, str] | None = None) -> Settled:
        """Judge all files, with other texts for some; views are judged on top of this from now on."""
        corpus, _, _ = self._read(texts or {})
        meanings = Meanings()
        program, found = check(corpus, meanings)
        law, _ = split(sorted(corpus.modules, key=lambda module: module.pad))
        settled = Settled(corpus, program, tuple(sorted([*self.unread, *found])), meanings, Names(law))
        settled.names.indexed()
        self._settled = settled
        return settled

    def program(self, texts: Mapping[str, str]) -> Program | None:
        """The law with other texts, without judging its varianten; None when something stands in the way."""
        corpus, _, _ = self._read(texts)
        findings = Findings(corpus.diagnostics)
        law, _ = split(sorted(corpus.modules, key=lambda module: module.pad))
        program = make_program(law, {it.span.file: corpus.sources[it.span.file].text for it in law}, True, findings)
        if not findings.has_errors:
            findings.extend(all_checks(law, program))
        return None if findings.has_errors else program

    def variants(self, texts: Mapping[str, str]) -> Variants:
        """The varianten in the files, with other texts for some."""
        corpus, _, _ = self._read(texts)
        _, own = split(sorted(corpus.modules, key=lambda module: module.pad))
        return collect_variants(own, True)[0]

    def with_variant(self, texts: Mapping[str, str], name: str) -> tuple[Program | None, list[Diagnostic]]:
        """The law with other texts and a variant on top of it; or None and what stands in the way. The law itself must be sound."""
        corpus, _, _ = self._read(texts)
        return check_with(corpus, (name,))

    def whole(self, texts: Mapping[str, str]) -> list[Diagnostic]:
        """Everything that is wrong with all files, with other texts for some: also varianten, and what nothing uses any more."""
        corpus, _, _ = self._read(texts)
        return sorted([*self.unread, *check(corpus)[1]])

    def settled(self) -> Settled:
        """The last judgement of everything; made now when there is none yet."""
        with self._settling:
            return self._settled or self.settle()

    def view(self, texts: Mapping[str, str] | None = None) -> View:
        """The files with other texts for some of them, by name. A name that is no file yet is a new one."""
        settled = self.settled()
        corpus, scanned, vocabularies = self._read(texts or {})
        return View(settled, corpus, scanned, vocabularies)

    def _read(self, texts: Mapping[str, str]) -> tuple[Corpus, Mapping[str, Scanned], Mapping[str, Vocabulary]]:
        files = {**self._files, **{name: self._file(name, text) for name, text in texts.items()}}
        with self._lock:
            corpus = self._reader.corpus(files.values())
            return corpus, self._reader.scanned, self._reader.vocabularies

    def _file(self, name: str, text: str) -> RuleFile:
        known = self._files.get(name)
        path = known.source.path if known is not None else f"{self._shown}{name}{EXTENSION}"
        return RuleFile(name, SourceFile(path, text))


def _shown_folder(files: Mapping[str, RuleFile]) -> str:
    """What stands before the name of a file in its path, so that a new file gets the same."""
    for name, file in files.items():
        if file.source.path.endswith(f"{name}{EXTENSION}"):
            return file.source.path.removesuffix(f"{name}{EXTENSION}")
    return ""
