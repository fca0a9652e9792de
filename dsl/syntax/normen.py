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
class Koppeling:
    """``telt elk gesprek met hetzelfde onderdeel waarvan de gespreksdag binnen 14 dagen na de dag van uitgaan ligt``: a column that no
    source gives, but that is counted in another registratie (``over``)."""

    over: Stap
    gelijk: Stap
    dag: Stap
    aantal: int
    eenheid: str
    na: Stap
    span: Span = span()


@dataclass(frozen=True, slots=True)
class RegistratieKolom:
    """One column of a registratie. ``namen``: what sources call it besides its own name. ``mag_ontbreken``: a record may leave it
    empty."""

    veld: Attribuut | Kenmerk
    namen: tuple[str, ...] = ()
    mag_ontbreken: bool = False
    telt: Koppeling | None = None
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Openingsfeit:
    """``<kolom> als <feit>``; with a role also ``als <feit> van een <rol> met <soort> gelijk aan <waarde>``: an object in a role, that is
    only there when the record has the column."""

    kolom: Stap
    feit: Stap
    rol: Stap | None = None
    soort: Stap | None = None
    waarde: Stap | None = None
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Opening:
    """``opent: een bezwaarzaak met <kolom> als <feit>, ...``: how a record becomes a dossier."""

    type: Stap
    feiten: tuple[Openingsfeit, ...]
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Registratie:
    """An object type of records. ``sleutel`` names the column that tells records apart."""

    lidwoord: str
    naam: str
    meervoud: str | None
    sleutel: Stap
    kolommen: tuple[RegistratieKolom, ...]
    opent: tuple[Opening, ...] = ()
    koppen: Koppen = Koppen()
    span: Span = span()

    @property
    def leden(self) -> tuple[Attribuut | Kenmerk, ...]:
        return tuple(column.veld for column in self.kolommen)


Maat = Literal[
    "aandeel",
    "aantal",
    "tijdigheid",
    "som",
    "gemiddelde",
    "mediaan",
    "percentiel",
    "hoogste",
    "laagste",
    "verhouding",
    "afwijking",
    "verdeling",
    "stand",
    "mijlpaal",
    "bewijsstuk",
    "frequentie",
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
class Grootheid:
    """What every record has of itself: its doorlooptijd (from ``begint op`` to ``klaar op``), its ouderdom (since ``begint op``, while
    it is open) or the rangnummer of the werkdag in the month on which it was done (``klaar op``)."""

    soort: Literal["doorlooptijd", "ouderdom", "rangnummer"]
    eenheid: str = "dag"
    kalender: Stap | None = None
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Meting:
    """``meet:``. ``waarde`` is what is added up, averaged or ranked; ``per`` the second amount of a verhouding or afwijking; ``rang`` of
    a percentiel, or the length of the window of a frequentie, in ``eenheid``."""

    soort: Maat
    waarde: Expr | Grootheid | None = None
    per: Expr | None = None
    rang: int = 0
    eenheid: str = ""
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Klasse:
    """A class of a verdeling. Classes may nest."""

    naam: str
    voorwaarde: Voorwaarde
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Eis:
    """``norm:``. Without ``woord`` the source prints a value and no comparator. ``van_vorige``, ``van_norm``: the value is (a part of)
    the figure of the period before, or of another norm."""

    woord: Eiswoord
    waarde: Expr | None = None
    tot: Expr | None = None
    van_vorige: bool = False
    van_norm: Stap | None = None
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
    opschorting: Literal["uitgesloten", "klok stil", "telt door"] | None = None
    opgeschort: Voorwaarde | None = None
    opgeschort_van: Expr | None = None
    opgeschort_tot: Expr | None = None
    bewijsstuk: Expr | None = None
    eis: Eis | None = None
    marge: Literal["tweezijdig", "naar boven", "naar beneden"] | None = None
    basis: str | None = None
    ongeveer: bool = False
    afgerond_op: Expr | None = None
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
    koerspunten: tuple[tuple[Expr, int], ...] = ()
    eenheid: str | None = None
    gewicht: int | None = None
    wettelijke_termijn: str | None = None
    wettelijk_uiterlijk: Expr | None = None
    niet_meetbaar: str | None = None
    splitsingen: tuple[Expr, ...] = ()
    samengesteld: tuple[Stap, ...] = ()
    kanttekeningen: tuple[str, ...] = ()
    lezingen: tuple[Lezing, ...] = ()
    koppen: Koppen = Koppen()
    span: Span = span()
