"""A Variant: what would be different from the law in the other files, and what it would take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dsl.source import Span
from dsl.syntax.base import span
from dsl.syntax.definitions import (
    Beslistabel,
    Besluit,
    Objecttype,
    Opsomming,
    Opzoektabel,
    Parameter,
    Regel,
    TabelRij,
    Waarde,
)
from dsl.syntax.expressions import Stap
from dsl.syntax.heads import Bron, Koppen

Niveau = Literal["wet", "AMvB", "regeling", "verordening", "beleidsregel", "geen"]
"""Who has to decide for the variant to become law; "geen" for what is law already, or was."""


@dataclass(frozen=True, slots=True)
class WijzigtParameter:
    """``wijzigt Parameter P`` with dated values: each holds from its first day up to its own end, or to the next value here, or for
    good. On other days the parameter keeps the values that it had."""

    parameter: Stap
    waarden: tuple[Waarde, ...]
    bronnen: tuple[Bron, ...] = ()
    span: Span = span()


@dataclass(frozen=True, slots=True)
class WijzigtTabel:
    """``wijzigt Tabel T`` with rows: a row with the keys of a row of the table gives it other values, in the way of
    :class:`WijzigtParameter`; a row with other keys is added."""

    tabel: Stap
    rijen: tuple[TabelRij, ...]
    bronnen: tuple[Bron, ...] = ()
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Vervangt:
    """``vervangt Regel R``: the rule or table holds in place of all that had its name, for as long as it is valid."""

    definitie: Regel | Beslistabel
    span: Span = span()


@dataclass(frozen=True, slots=True)
class VoegtToe:
    """``voegt toe Regel R``, or another block that stands on its own."""

    definitie: Objecttype | Opsomming | Parameter | Opzoektabel | Regel | Beslistabel | Besluit
    span: Span = span()


@dataclass(frozen=True, slots=True)
class LaatVervallen:
    """``laat vervallen Regel R``, with ``per: D`` from that day on."""

    soort: Literal["Regel", "Beslistabel"]
    regel: Stap
    per: date | None = None
    bronnen: tuple[Bron, ...] = ()
    span: Span = span()


VariantDeel = WijzigtParameter | WijzigtTabel | Vervangt | VoegtToe | LaatVervallen


@dataclass(frozen=True, slots=True)
class Variant:
    """``bovenop``: variants that are applied before this one. ``delen`` in the order written."""

    naam: str
    vereist: Niveau
    koppen: Koppen = Koppen()
    bovenop: tuple[Stap, ...] = ()
    toelichting: str | None = None
    delen: tuple[VariantDeel, ...] = ()
    span: Span = span()
