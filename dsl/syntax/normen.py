"""Registraties and norms: records with typed columns, and what is measured over them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dsl.source import Span
from dsl.syntax.base import span
from dsl.syntax.conditions import Voorwaarde
from dsl.syntax.definitions import Attribuut, Kenmerk
from dsl.syntax.expressions import Expr, Stap
from dsl.syntax.heads import Koppen


@dataclass(frozen=True, slots=True)
class RegistratieKolom:
    """One column of a registratie. ``namen``: what sources call it besides its own name. ``mag_ontbreken``: a record may leave it
    empty."""

    veld: Attribuut | Kenmerk
    namen: tuple[str, ...] = ()
    mag_ontbreken: bool = False
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Registratie:
    """An object type of records. ``sleutel`` names the column that tells records apart."""

    lidwoord: str
    naam: str
    meervoud: str | None
    sleutel: Stap
    kolommen: tuple[RegistratieKolom, ...]
    koppen: Koppen = Koppen()
    span: Span = span()

    @property
    def leden(self) -> tuple[Attribuut | Kenmerk, ...]:
        return tuple(column.veld for column in self.kolommen)


Maat = Literal[
    "aandeel", "aantal", "tijdigheid", "som", "gemiddelde", "mediaan", "percentiel", "verhouding", "verdeling"
]
Eiswoord = Literal[
    "ten minste",
    "meer dan",
    "ten hoogste",
    "minder dan",
    "gelijk aan",
    "binnen een marge van",
    "tussen",
    "hoger dan vorige periode",
    "lager dan vorige periode",
    "ja",
    "n.t.b.",
    "",
]


@dataclass(frozen=True, slots=True)
class Meting:
    """``meet:``. ``waarde`` is what is added up, averaged or ranked; ``per`` the second amount of a verhouding; ``rang`` of a
    percentiel."""

    soort: Maat
    waarde: Expr | None = None
    per: Expr | None = None
    rang: int = 0
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Klasse:
    """A class of a verdeling. Classes may nest."""

    naam: str
    voorwaarde: Voorwaarde
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Eis:
    """``norm:``. Without ``woord`` the source prints a value and no comparator."""

    woord: Eiswoord
    waarde: Expr | None = None
    tot: Expr | None = None
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Maatstaf:
    """What a norm measures and asks; a lezing replaces parts of it. ``strikt``: the day of ``uiterlijk`` itself is too late (vóór)."""

    meet: Meting | None = None
    telt_mee: Voorwaarde | None = None
    voldoet: Voorwaarde | None = None
    klassen: tuple[Klasse, ...] = ()
    telt_op: Expr | None = None
    weegt: Expr | None = None
    begint_op: Expr | None = None
    klaar_op: Expr | None = None
    uiterlijk: Expr | None = None
    strikt: bool = False
    noemer: Literal["afgehandeld", "ingestroomd", "vervallen"] | None = None
    eis: Eis | None = None
    richting_onbekend: bool = False
    leest_opgave: Literal["zoals gedrukt", "als exact getal"] | None = None


@dataclass(frozen=True, slots=True)
class Lezing:
    """One way to read a norm. ``gekozen`` says why this is ours."""

    naam: str
    gekozen: str | None
    maatstaf: Maatstaf
    koppen: Koppen = Koppen()
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Norm:
    naam: str
    over: Stap | None
    maatstaf: Maatstaf
    nummer: str | None = None
    gedrukt: str | None = None
    onderdeel: str | None = None
    soort: str | None = None
    periode: str | None = None
    over_het_jaar: str | None = None
    verloop: str | None = None
    koers: str | None = None
    eenheid: str | None = None
    wettelijke_termijn: str | None = None
    niet_meetbaar: str | None = None
    splitsingen: tuple[Expr, ...] = ()
    samengesteld: tuple[Stap, ...] = ()
    kanttekeningen: tuple[str, ...] = ()
    lezingen: tuple[Lezing, ...] = ()
    koppen: Koppen = Koppen()
    span: Span = span()
