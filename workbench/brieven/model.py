"""A letter before anybody decides how it looks: every renderer says all of it, in this order."""

from __future__ import annotations

from dataclasses import dataclass

from dsl.program import SourceRef

CONCEPT = "Concept: nog niet verzonden"
"""Stands on every page: what is made here is checked, signed and sent by a person."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or a point of a list. ``source``: the article it names, with its address."""

    text: str
    point: bool = False
    source: SourceRef | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """``heading`` "" stands for the opening, which needs none."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """``particulars``: what a letter says of itself beside the address, as (name, value). ``copies``: who also gets it."""

    sender: tuple[str, ...]
    addressee: tuple[str, ...]
    particulars: tuple[tuple[str, str], ...]
    subject: str
    salutation: str
    chapters: tuple[Chapter, ...]
    closing: tuple[str, ...]
    copies: tuple[str, ...] = ()
