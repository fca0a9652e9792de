"""Places of findings in words, and which characters of a text changed."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Literal

from dsl.source import Span
from workbench.editor.workspace import View

_AROUND = 3
_MOST_LINES = 2_000


def place_of(view: View, span: Span) -> str:
    """``wmo/bijdrage, regel 12``; empty where there is no place."""
    name = view.name_of(span.file)
    if name is None:
        return ""
    line, _ = view.source(name).position(span.start)
    return f"{name}, regel {line}"


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of a comparison: as it was, as it is, or the same. ``pieces``: the words with whether they changed."""

    kind: Literal["weg", "nieuw", "gelijk", "sprong"]
    pieces: tuple[tuple[str, bool], ...]


def word_diff(old: str, new: str) -> list[DiffLine]:
    """The lines that differ with some around them, word by word."""
    before, after = old.split("\n")[:_MOST_LINES], new.split("\n")[:_MOST_LINES]
    found: list[DiffLine] = []
    groups = difflib.SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(_AROUND)
    for number, group in enumerate(groups):
        if number:
            found.append(DiffLine("sprong", (("…", False),)))
        for what, a, b, c, d in group:
            if what == "equal":
                found += [DiffLine("gelijk", ((line, False),)) for line in before[a:b]]
                continue
            pairs = list(zip(before[a:b], after[c:d], strict=False)) if b - a == d - c else []
            if pairs:
                for was, now in pairs:
                    one, other = _words(was, now)
                    found += [DiffLine("weg", one), DiffLine("nieuw", other)]
            else:
                found += [DiffLine("weg", ((line, False),)) for line in before[a:b]]
                found += [DiffLine("nieuw", ((line, False),)) for line in after[c:d]]
    return found


def _words(old: str, new: str) -> tuple[tuple[tuple[str, bool], ...], tuple[tuple[str, bool], ...]]:
    one, other = _split(old), _split(new)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if a < b:
            left.append(("".join(one[a:b]), what != "equal"))
        if c < d:
            right.append(("".join(other[c:d]), what != "equal"))
    return tuple(left), tuple(right)


def _split(line: str) -> list[str]:
    parts: list[str] = []
    for letter in line:
        if parts and (parts[-1][-1].isspace() == letter.isspace()):
            parts[-1] += letter
        else:
            parts.append(letter)
    return parts
