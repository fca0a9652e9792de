"""Checked programs on disk, by the content of their rule files: a warm start reads texts and one file, and parses nothing.

A cache file holds a program with the warnings of its check. It is read by an unpickler that makes nothing but the plain data of
a program, and a file that is damaged, foreign or of another compiler is as if it were not there.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dsl.program
from dsl.diagnostics import Diagnostic
from dsl.files import RuleFile, read_rules
from dsl.program import Program
from dsl.severity import Severity
from dsl.source import Sources
from dsl.storage import ENVIRONMENT, cache_dir, read_data, write_data

if TYPE_CHECKING:
    from dsl.parsing.corpus import Corpus

__all__ = ["ENVIRONMENT", "Rules", "load_program", "read_cached"]

_MAGIC = b"toetssteen programma 1\n"
_SUFFIX = ".programma"
_ALLOWED = {
    ("fractions", "Fraction"),
    ("datetime", "date"),
    ("dsl.source", "Span"),
    ("dsl.diagnostics", "Diagnostic"),
    ("dsl.diagnostics", "Related"),
    ("dsl.severity", "Severity"),
}

Checked = tuple[Program, list[Diagnostic]]
Found = tuple[Program | None, list[Diagnostic]]


def load_program(
    root: Path, folder: Path | None = None, variants: Sequence[str] = ()
) -> tuple[Program | None, list[Diagnostic], Sources]:
    """The program of a folder with rules, from the cache where it is there.

    Gives the program (None when something of severity fout was found), all findings in order of place, and the texts. Places are
    named by the folder's own name and the path within it, so that a program, its digest and its traces do not depend on where
    the folder lies. ``folder`` goes before the environment and the user's own cache folder. With ``variants`` it is the law with
    these and all that is below them on top of it, and the findings are those of the law with them.
    """
    rules = Rules(root, folder)
    program, found = rules.program(variants)
    return program, found, rules.sources


class Rules:
    """A folder with rules: read once, parsed when first needed and then once, however many varianten are asked for."""

    def __init__(self, root: Path, folder: Path | None = None) -> None:
        files, self._unread = read_rules(root, os.path.basename(os.path.realpath(root)))
        self._begin(files, folder)

    @classmethod
    def of(cls, files: Sequence[RuleFile], folder: Path | None = None) -> Rules:
        """Rules of which the texts were kept."""
        made = cls.__new__(cls)
        made._unread = []
        made._begin(files, folder)
        return made

    def _begin(self, files: Sequence[RuleFile], folder: Path | None) -> None:
        self.files = tuple(files)
        self._place = folder or cache_dir()
        self._corpus: Corpus | None = None
        self.sources = Sources(file.source for file in files)

    def program(self, variants: Sequence[str] = ()) -> Found:
        """As :func:`load_program`, without the texts."""
        if any(found.severity is Severity.FOUT for found in self._unread):
            # A corpus that misses a file is never a program, so it is not kept either.
            _, found = self._check()
            return None, sorted([*self._unread, *found])
        program, found = _kept(self._place / f"{_key(self.files)}{_SUFFIX}", self._check)
        if program is not None and variants:
            place = self._place / f"{_key(self.files, variants)}{_SUFFIX}"
            program, found = _kept(place, lambda: self._check_with(variants))
        return program, found

    def _parsed(self) -> Corpus:
        from dsl.parsing.corpus import load_corpus

        self._corpus = self._corpus or load_corpus(self.files)
        return self._corpus

    def _check(self) -> Found:
        from dsl.check import check

        return check(self._parsed())

    def _check_with(self, variants: Sequence[str]) -> Found:
        from dsl.check import check_with

        return check_with(self._parsed(), variants)


def _kept(place: Path, check: Callable[[], Found]) -> Found:
    """What the cache holds, or else what checking gives."""
    cached = read_cached(place)
    if cached is not None:
        return cached
    program, found = check()
    if program is not None:
        write_data(place, _MAGIC, (program, found))
    return program, found


# --- the key and the place of a cache file


def _key(files: Sequence[RuleFile], variants: Sequence[str] = ()) -> str:
    digest = hashlib.sha256(_compiler_stamp())
    texts = [part for file in files for part in (file.name, file.source.path, file.source.text)]
    for part in (*texts, *variants):
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.hexdigest()


def _compiler_stamp() -> bytes:
    """Something else for every other state of the compiler: sizes and times of its own files."""
    digest = hashlib.sha256(_MAGIC)
    package = Path(__file__).parent
    for folder, _, names in sorted(os.walk(package)):
        for name in sorted(names):
            if name.endswith((".py", ".lark")):
                state = os.stat(os.path.join(folder, name))
                digest.update(f"{folder}/{name}:{state.st_size}:{state.st_mtime_ns}\n".encode())
    return digest.digest()


# --- reading and writing


def _find(module: str, name: str) -> Any:
    """Only the data of a program: its classes, exact numbers, dates and the containers that need no class."""
    own = vars(dsl.program).get(name) if module.startswith("dsl.program.") else None
    if isinstance(own, type) and own.__module__ == module:
        return own
    return getattr(import_module(module), name) if (module, name) in _ALLOWED else None


def read_cached(place: Path) -> Checked | None:
    """What a cache file holds; None when there is none or it is not to be trusted."""
    found = read_data(place, _MAGIC, _find)
    if isinstance(found, tuple) and len(found) == 2 and isinstance(found[0], Program) and isinstance(found[1], list):
        return found
    return None
