"""Conditions: what can be so or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dsl.source import Span
from dsl.syntax.base import span
from dsl.syntax.expressions import Beoordeling, Expr, InJaar, OpDatum, Pad

Vergelijker = Literal["=", "<>", "<", "<=", ">", ">="]
Vergelijkwoord = Literal["", "hoger", "meer", "lager", "minder"]
"""How the author calls > and <: ``hoger dan``, ``lager dan``; "" is ``groter dan`` and ``kleiner dan``."""
Rechtsstatus = Literal["verschuldigd", "op nihil gesteld", "niet verschuldigd", "niet opgelegd"]


@dataclass(frozen=True, slots=True)
class Vergelijking:
    """A comparison. ``tijd`` says that the words of time were used (ligt voor, ligt op of na)."""

    links: Expr
    op: Vergelijker
    rechts: Expr
    tijd: bool = False
    woord: Vergelijkwoord = ""
    span: Span = span()


@dataclass(frozen=True, slots=True)
class EenVan:
    """``x is een van: a, b of c`` (or ``is geen van``)."""

    links: Expr
    waarden: tuple[Expr, ...]
    positief: bool = True
    span: Span = span()


@dataclass(frozen=True, slots=True)
class KenmerkTest:
    """A kenmerk, or the having of a role, of the object at ``pad``. ``kenmerk`` is the declared positive form
    (``heeft de pensioengerechtigde leeftijd bereikt``; for a role: ``heeft een echtgenoot``)."""

    pad: Pad
    kenmerk: str
    positief: bool = True
    span: Span = span()


@dataclass(frozen=True, slots=True)
class StatusTest:
    """``de bijdrage van de verzekerde is (niet) verschuldigd`` / ``is op nihil gesteld`` / ``is niet opgelegd``."""

    pad: Pad
    status: Rechtsstatus
    span: Span = span()


@dataclass(frozen=True, slots=True)
class OnbekendTest:
    """``x is onbekend``: true only for a fact that was stated to be unobtainable. Input facts only, at the rekendatum or
    at another time (``het inkomen van de persoon in het peiljaar is onbekend``)."""

    pad: Pad | OpDatum | InJaar
    positief: bool = True
    span: Span = span()


@dataclass(frozen=True, slots=True)
class ToepassingTest:
    """``x is (niet) van toepassing``."""

    pad: Pad
    positief: bool = True
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Bestaat:
    """``er is een kind van de persoon waarvoor geldt dat ...``, ``er zijn ten minste 2 ...``, ``er is geen ...``.
    ``minimum`` is the least number that must exist; ``positief`` False denies. ``verschillend`` names the attribute
    whose distinct values are counted (``met een verschillende regeling``)."""

    pad: Pad
    minimum: int = 1
    positief: bool = True
    deel: Voorwaarde | None = None
    verschillend: str | None = None
    noem: str | None = None
    span: Span = span()


@dataclass(frozen=True, slots=True)
class VoorAlle:
    """``voor alle kinderen van de persoon geldt dat ...``."""

    pad: Pad
    deel: Voorwaarde
    noem: str | None = None
    span: Span = span()


@dataclass(frozen=True, slots=True)
class En:
    delen: tuple[Voorwaarde, ...]
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Of:
    delen: tuple[Voorwaarde, ...]
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Niet:
    deel: Voorwaarde
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Kwantor:
    """``aan alle / ten minste een / ten minste n / geen van de volgende voorwaarden is voldaan:`` with bullets."""

    soort: Literal["alle", "ten minste", "geen"]
    delen: tuple[Voorwaarde, ...]
    minimum: int = 1  # only for "ten minste"
    span: Span = span()


Voorwaarde = (
    Vergelijking
    | EenVan
    | KenmerkTest
    | StatusTest
    | OnbekendTest
    | ToepassingTest
    | Bestaat
    | VoorAlle
    | Beoordeling
    | En
    | Of
    | Niet
    | Kwantor
)
