"""What a page shows of texts that somebody is changing, as plain data: each a function over the process that judges them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dsl.cache import Rules
from dsl.diagnostics import Diagnostic
from dsl.files import RuleFile
from dsl.program import Program
from workbench.editor.apart import Shelf
from workbench.editor.outline import formatted, outline
from workbench.editor.words import DiffLine, place_of, word_diff
from workbench.editor.workspace import View

_MOST_ELSEWHERE = 50


@dataclass(frozen=True, slots=True)
class Finding:
    line: int
    severity: str
    code: str
    cause: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Page:
    """``findings`` of the file, ``elsewhere`` (place and cause) what its change does to others, ``outline`` its blocks: word, name and
    line; ``diff`` what is not the same as in the text in force."""

    findings: tuple[Finding, ...] = ()
    elsewhere: tuple[tuple[str, str], ...] = ()
    outline: tuple[tuple[str, str, int], ...] = ()
    diff: tuple[DiffLine, ...] = ()


def judged(shelf: Shelf, texts: Mapping[str, str], name: str, original: str, whole: bool) -> Page:
    """A file among ``texts``. ``whole``: judged with all other files and the varianten, as before saving."""
    view = shelf.view(texts)
    source = view.source(name)
    if whole:
        found = shelf.workspace.whole(texts)
        own = [it for it in found if it.span.file == source.path]
        other = [it for it in found if it.span.file != source.path]
    else:
        part = view.judged(name)
        own, other = list(part.findings), list(part.elsewhere)
    return Page(
        tuple(_finding(view, name, it) for it in own),
        tuple((place_of(view, it.span), it.cause) for it in other[:_MOST_ELSEWHERE]),
        tuple((it.word, it.name, source.position(it.span.start)[0]) for it in outline(view, name)),
        tuple(word_diff(original, texts[name])) if texts[name] != original else (),
    )


def _finding(view: View, name: str, it: Diagnostic) -> Finding:
    line, _ = view.source(name).position(it.span.start)
    return Finding(line, it.severity.value, it.code, it.cause, it.remedy)


def tidied(shelf: Shelf, texts: Mapping[str, str], name: str) -> str | None:
    """The file in the one layout; None while a mistake stands in the way."""
    return formatted(shelf.view(texts), name)


def all_findings(shelf: Shelf, texts: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Place, severity and cause of everything that is wrong with all files."""
    view = shelf.view(texts)
    return [(place_of(view, it.span), it.severity.value, it.cause) for it in shelf.workspace.whole(texts)]


def differences(shelf: Shelf, pairs: Sequence[tuple[str, str]]) -> list[list[DiffLine]]:
    """What is not the same in each pair of texts, word by word."""
    return [word_diff(old, new) for old, new in pairs]


def checked_program(shelf: Shelf, files: Sequence[RuleFile]) -> tuple[Program | None, int]:
    """The program of files, and how much was found."""
    program, found = Rules.of(files).program()
    return program, len(found)
