"""The head lines that blocks share, and comments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dsl.source import Span
from dsl.syntax.base import span
from dsl.syntax.expressions import Expr, Stap


@dataclass(frozen=True, slots=True)
class Bron:
    """A source line. ``tekst`` is the whole line; bwb, artikel and tekstdatum are read from it where present."""

    tekst: str
    bwb: str | None = None
    artikel: str | None = None
    tekstdatum: date | None = None
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Geldig:
    """``geldig vanaf D [t/m E]``; both ends belong to it. ``vanaf`` None is ``geldig t/m E``."""

    vanaf: date | None
    tot_en_met: date | None = None
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Voorlopig:
    """``voorlopig tot: "..."``: until when and on what it depends, in words; optionally the range of a later
    correction (``latere vaststelling: tussen A en B``)."""

    tekst: str
    ondergrens: Expr | None = None
    bovengrens: Expr | None = None
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Koppen:
    """The head lines that rules, tables and parameters share. Order as written within each kind."""

    geldig: Geldig | None = None
    bronnen: tuple[Bron, ...] = ()
    ruimte: str | None = None
    zekerheid: Literal["hoog", "middel", "laag"] | None = None
    gevoelig: bool = False
    groepen: tuple[str, ...] = ()
    in_afwijking_van: tuple[Stap, ...] = ()
    uitleg: str | None = None
    voorlopig: Voorlopig | None = None
    definitief_van_rechtswege: bool = False


@dataclass(frozen=True, slots=True)
class Comment:
    """``// text``. ``anker`` is the index of the line item (in print order) before which it stands; the number of
    line items means the end of the file."""

    tekst: str
    anker: int
    span: Span = span()
