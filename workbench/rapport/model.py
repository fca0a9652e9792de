"""What a report says, before it is a page: chapters of texts, tables and charts. Every figure is a cell that leads to its computation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from engine.legal_effect import NOT_FOR_DECISIONS
from engine.simulation.figures import Figure


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph; ``strong`` for what a reader may not miss."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Text whose lines stay lines, such as a letter."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Texts beside each other, each with a head."""

    title: str
    texts: tuple[tuple[str, str], ...]


Cell = str | Figure


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """``bars``: what each bar is and how long. The table that gives the same figures stands beside it."""

    title: str
    unit: str
    bars: tuple[tuple[str, Figure], ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """What the engine cannot say: why, and what is needed for it."""

    why: str
    needed: tuple[str, ...]


Part = Text | Listing | Block | Beside | Table | Chart | Unknown


@dataclass(frozen=True, slots=True)
class Chapter:
    key: str
    title: str
    parts: tuple[Part, ...]

    @property
    def open(self) -> bool:
        """Whether something in it could not be told."""
        return any(isinstance(part, Unknown) for part in self.parts)


@dataclass(slots=True)
class Report:
    """``figures`` per name of the besluit; ``receipt``: what it was made from, name by name;
    ``numbers``: per besluit the whole numbers that the figures come from;
    ``expected``: what was expected beforehand, for a later invoeringstoets."""

    title: str
    subtitle: str
    chapters: list[Chapter] = field(default_factory=list)
    figures: dict[str, tuple[Figure, ...]] = field(default_factory=dict)
    receipt: dict[str, Any] = field(default_factory=dict)
    numbers: dict[str, Any] = field(default_factory=dict)
    synthetic: bool = True
    expected: dict[str, Any] = field(default_factory=dict)
    kind: str = "uitvoeringstoets"
    """Or a weging, which leaves most out."""


WATERMARK = NOT_FOR_DECISIONS
