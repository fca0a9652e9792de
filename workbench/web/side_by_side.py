"""Two finished simulations beside each other: the same figures of both, with their ranges, and what is not the same about them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from engine.simulation.figures import Figure
from engine.simulation.stacking import STACK

SHEET = "rapport.json"
MOST_BYTES = 20_000_000
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Wat het kost", ("bedrag ", "verschil in ", "deel door ", "naheffing ")),
    (
        "Wie erop vooruit of achteruit gaat",
        ("met een hoger ", "met een lager ", "gemiddeld meer ", "gemiddeld minder "),
    ),
    ("Hoeveel het er zijn", ("met een bedrag ", "extra ", "beschikkingen ")),
)
"""The figures that a comparison begins with, by how their names begin; all others come after them."""
_REST = "Alle andere cijfers"
_ABOUT = (
    ("tegenover", "Vergeleken met", "waarmee is vergeleken"),
    ("jaar", "Jaar", "het jaar"),
    ("populatie", "Populatie", "de populatie"),
    ("peildata", "Peildata", "de peildata"),
    ("versie", "Versie van het programma", "de versie van het programma"),
)


class UnreadableReportError(Exception):
    """There is no report to read, or another program made it."""


@dataclass(frozen=True, slots=True)
class Cell:
    words: str
    range: str = ""


Row = tuple[str, Cell, Cell]


@dataclass(frozen=True, slots=True)
class Group:
    """``key``: shown at once; the others open on demand."""

    title: str
    rows: tuple[Row, ...]
    key: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of one besluit, or of what is told beside the besluiten."""

    title: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``about``: what was reckoned, for both; ``unlike``: what of it makes that a difference need not come from the varianten."""

    about: tuple[tuple[str, str, str], ...]
    unlike: tuple[str, ...]
    parts: tuple[Part, ...]


def compared(one: Path, other: Path) -> Comparison:
    """The reports of two folders. Raises UnreadableReportError."""
    pair = _read(one / SHEET), _read(other / SHEET)
    receipts = [_mapping(it.get("verantwoording")) for it in pair]
    figures = [_mapping(it.get("getallen")) for it in pair]
    names = list(dict.fromkeys(name for held in figures for name in held))
    last = [name for name in names if name in (STACK, "aannames")]
    parts = [_part(name, [_by_name(held.get(name)) for held in figures]) for name in [*_without(names, last), *last]]
    about = [("Variant", *(_words(it.get("varianten")) or "het geldende recht" for it in receipts))]
    about += [(words, *(_words(it.get(key)) or "het geldende recht" for it in receipts)) for key, words, _ in _ABOUT]
    unlike = [words for key, _, words in _ABOUT if receipts[0].get(key) != receipts[1].get(key)]
    return Comparison(tuple((row[0], row[1], row[2]) for row in about), tuple(unlike), tuple(parts))


def _part(name: str, cells: list[Mapping[str, Cell]]) -> Part:
    left = list(dict.fromkeys(it for held in cells for it in held))
    groups = []
    for title, starts in _GROUPS:
        mine = [it for it in left if it.startswith(starts)]
        left = _without(left, mine)
        groups.append(Group(title, tuple(_rows(mine, cells))))
    groups.append(
        Group("Huishoudens", tuple(_rows(left, cells)))
        if name == STACK
        else Group(_REST, tuple(_rows(left, cells)), False)
    )
    return Part(name[:1].upper() + name[1:], tuple(group for group in groups if group.rows))


def _without(names: Iterable[str], taken: Iterable[str]) -> list[str]:
    gone = set(taken)
    return [it for it in names if it not in gone]


def _rows(names: Iterable[str], cells: list[Mapping[str, Cell]]) -> Iterator[Row]:
    for name in names:
        one, other = (held.get(name, Cell("–")) for held in cells)
        yield name, one, other


def _by_name(held: Any) -> dict[str, Cell]:
    """The cells of the figures of one besluit."""
    try:
        return {str(it["naam"]): Cell(str(it["in woorden"]), _spread(it)) for it in held or ()}
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        raise UnreadableReportError from None


def _spread(held: Mapping[str, Any]) -> str:
    value, low, high = (None if held[key] is None else Fraction(held[key]) for key in ("waarde", "laagste", "hoogste"))
    if held["soort"] not in ("euro", "aandeel", "aantal"):
        raise ValueError
    return Figure("", held["soort"], value, low, high, "").spread()


def _read(place: Path) -> Mapping[str, Any]:
    try:
        if place.stat().st_size > MOST_BYTES:
            raise UnreadableReportError
        found = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise UnreadableReportError from None
    if not isinstance(found, dict) or found.get("soort") != "uitvoeringstoets":
        raise UnreadableReportError
    return found


def _mapping(held: Any) -> Mapping[str, Any]:
    return held if isinstance(held, dict) else {}


def _words(held: Any) -> str:
    """A part of the account of a report in words: names of varianten, days, or what stands there; of a digest its beginning."""
    if isinstance(held, Mapping | list):
        return ", ".join(map(str, held))
    text = "" if held is None else str(held)
    return text[:12] if len(text) == 64 else text
