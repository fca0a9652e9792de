"""The explanation as a tree: what is said, before anybody decides how it looks.

Text, Markdown and JSON are rendered from it (:mod:`engine.explain.render`), so that the three never say different things.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dsl.program import SourceRef

Level = Literal["burger", "behandelaar", "juridisch"]
Form = Literal["tekst", "markdown", "json"]
Kind = Literal["zin", "punt", "regel", "voorwaarde", "feit", "stap", "parameter", "vraag", "termijn", "melding"]


@dataclass(frozen=True, slots=True)
class Part:
    """One sentence or point. ``value`` is what it came to, in Dutch notation; ``addresses`` are the steps of the trace that
    it renders; ``rules`` the numbers of the rules that it speaks of.
    A part without text is its sources."""

    kind: Kind
    text: str
    value: str | None = None
    sources: tuple[SourceRef, ...] = ()
    addresses: tuple[str, ...] = ()
    rules: tuple[int, ...] = ()
    children: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """``heading`` "" stands for the opening, which needs none."""

    heading: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    level: Level
    title: str
    sections: tuple[Section, ...]
