"""Blocks: what a rule file declares and says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from dsl.source import Span
from dsl.syntax.base import span
from dsl.syntax.conditions import KenmerkTest, Rechtsstatus, Vergelijker, Vergelijkwoord, Voorwaarde
from dsl.syntax.expressions import Expr, Pad, Stap
from dsl.syntax.heads import Bron, Koppen


@dataclass(frozen=True, slots=True)
class TypeVorm:
    """A type as written. soort: bedrag, percentage, getal, geheel getal, aantal, datum, tekst, jaartal, or the name of
    an enumeration. ``per``: bedrag per <periode>; ``eenheid``: aantal <eenheid>; ``decimalen``: getal met n decimalen."""

    soort: str
    per: str | None = None
    eenheid: str | None = None
    decimalen: int | None = None
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Attribuut:
    lidwoord: str
    naam: str
    type: TypeVorm
    minimum: Expr | None = None  # ligt tussen minimum en maximum: literals in the unit of the type
    maximum: Expr | None = None
    raster: Literal["centen", "hele euro's"] | None = None
    met_rechtsstatus: bool = False
    per_kalenderjaar: bool = False
    mag_worden_opgegeven: bool = False
    gevoelig: bool = False
    moeite: int | None = None  # declared effort of obtaining the fact, 1 easy to 9 hard
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Kenmerk:
    """``kenmerk heeft de pensioengerechtigde leeftijd bereikt``; ``vorm`` is the positive form, verb first."""

    vorm: str
    mag_worden_opgegeven: bool = False
    gevoelig: bool = False
    moeite: int | None = None
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Rol:
    """``rol kind (mv: kinderen) : ten hoogste 15 personen``, ``rol echtgenoot : hoogstens een persoon``, ``rol cliënt :
    een persoon``. ``maximum`` 1 with ``verplicht`` is exactly one. ``omgekeerd`` names the inverse role on the target."""

    naam: str
    doel: str
    maximum: int
    verplicht: bool = False
    meervoud: str | None = None
    omgekeerd: str | None = None
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Objecttype:
    lidwoord: str
    naam: str
    meervoud: str | None
    leden: tuple[Attribuut | Kenmerk | Rol, ...]
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Opsomming:
    """``Opsomming de leveringsvorm`` with one value a line."""

    lidwoord: str
    naam: str
    waarden: tuple[Stap, ...]
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Waarde:
    """``vanaf D [t/m E]: <literal> [(zekerheid: middel)] [bron: ...]``; ``waarde`` None is ``onbekend``, a stated gap."""

    vanaf: date
    waarde: Expr | None
    tot_en_met: date | None = None
    zekerheid: Literal["hoog", "middel", "laag"] | None = None
    bronnen: tuple[Bron, ...] = ()
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Parameter:
    lidwoord: str
    naam: str
    type: TypeVorm
    waarden: tuple[Waarde, ...]
    koppen: Koppen = Koppen()
    span: Span = span()


@dataclass(frozen=True, slots=True)
class TabelRij:
    """``bij "Drimmelen":`` or ``bij € 0 t/m € 20.000:`` followed by dated values. ``sleutels`` are literals or (low,
    high) pairs of a range (None: open end), one per key of the table."""

    sleutels: tuple[Expr | Bereik, ...]
    waarden: tuple[Waarde, ...]
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Opzoektabel:
    """``Tabel het tarief per gemeente : bedrag per maand`` with ``sleutel:`` lines (types) and rows."""

    lidwoord: str
    naam: str
    type: TypeVorm
    sleutels: tuple[TypeVorm, ...]
    rijen: tuple[TabelRij, ...]
    koppen: Koppen = Koppen()
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Bereik:
    """A range in a table cell: ``van A t/m B`` (both ends in), ``van A tot B`` (B out), open ends None."""

    laag: Expr | None
    hoog: Expr | None
    hoog_telt_mee: bool = True
    span: Span = span()


# what a rule says


@dataclass(frozen=True, slots=True)
class Stelt:
    """``De A van een T moet berekend worden als E`` (``berekend``) or ``moet gesteld worden op E``."""

    doel: Pad
    waarde: Expr
    berekend: bool
    span: Span = span()


@dataclass(frozen=True, slots=True)
class KentToe:
    """``Een T is minderjarig`` / ``Een T heeft geen recht op ...``."""

    doel: Pad
    kenmerk: str
    positief: bool = True
    span: Span = span()


@dataclass(frozen=True, slots=True)
class StatusUitspraak:
    """``De bijdrage van een leefeenheid is niet verschuldigd`` (or wordt op nihil gesteld, wordt niet opgelegd)."""

    doel: Pad
    status: Rechtsstatus
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Verdeelt:
    """``De bijdrage van een leefeenheid wordt verdeeld over de leden van de leefeenheid, naar rato van het inkomen van
    het lid, als het aandeel van het lid, afgerond op centen``. ``gewicht`` None: in gelijke delen. The odd cents go one
    each to the largest remainders, ties in the order of the dossier."""

    totaal: Pad
    over: Pad
    gewicht: Pad | None
    aandeel: Pad
    raster: Fraction
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Beoordeelt:
    """``De A van een T: beoordelen door behandelaar: "vraag"``."""

    doel: Pad
    vraag: str
    span: Span = span()


@dataclass(frozen=True, slots=True)
class BuitenToepassing:
    """``stelt buiten toepassing: E``: switches rule or group E off; has no value."""

    regels: tuple[Stap, ...]
    span: Span = span()


Uitspraak = Stelt | KentToe | StatusUitspraak | Verdeelt | Beoordeelt | BuitenToepassing


@dataclass(frozen=True, slots=True)
class LokaleNaam:
    """A bullet under ``Daarbij geldt:``: ``de grondslag is 10% van ...``."""

    lidwoord: str
    naam: str
    waarde: Expr
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Regel:
    naam: str
    koppen: Koppen
    uitspraak: Uitspraak
    voorwaarde: Voorwaarde | None = None
    daarbij: tuple[LokaleNaam, ...] = ()
    span: Span = span()


@dataclass(frozen=True, slots=True)
class CelVergelijking:
    """A cell ``ten minste € 5`` or a bare value (op "=")."""

    op: Vergelijker
    waarde: Expr
    woord: Vergelijkwoord = ""
    span: Span = span()


@dataclass(frozen=True, slots=True)
class CelEenVan:
    waarden: tuple[Expr, ...]
    span: Span = span()


@dataclass(frozen=True, slots=True)
class CelJaNee:
    ja: bool
    span: Span = span()


@dataclass(frozen=True, slots=True)
class CelNvt:
    span: Span = span()


Cel = CelVergelijking | CelEenVan | CelJaNee | CelNvt | Bereik


@dataclass(frozen=True, slots=True)
class Kolom:
    """A condition column: ``<expr>`` compared with the cells, or a kenmerk test whose cells are ja / nee / n.v.t."""

    test: Expr | KenmerkTest
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Rij:
    uitkomsten: tuple[Expr, ...]
    cellen: tuple[Cel, ...]
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Beslistabel:
    """Result columns (paths set by this table) left, condition columns right. treffer: enige (rows may not contradict)
    or eerste (the first row that fits)."""

    naam: str
    koppen: Koppen
    treffer: Literal["enige", "eerste"]
    doelen: tuple[Pad, ...]
    kolommen: tuple[Kolom, ...]
    rijen: tuple[Rij, ...]
    span: Span = span()


@dataclass(frozen=True, slots=True)
class TeDoen:
    """``te doen: "Geef ... door" uiterlijk <datum> [indien ...]``: what the citizen must do and by when."""

    tekst: str
    uiterlijk: Expr
    voorwaarde: Voorwaarde | None = None
    bron: Bron | None = None
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Termijn:
    """``bezwaar: 6 weken bij het CAK`` / ``betaaltermijn: 30 dagen``; ``kalender`` where ``, kalender K`` is written."""

    aantal: int
    eenheid: str
    bij: str | None = None
    kalender: str | None = None
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Herziening:
    """``hoger bedrag: "naheffing" vanaf <datum>``: what it is called when a later decision about the same time gives more (or,
    ``lager bedrag``, less), and back to which day that may be. ``korter naar oordeel`` and ``langer naar oordeel``: a later or an
    earlier day that the case handler may choose instead; the text holds the tests for that."""

    soort: Literal["hoger bedrag", "lager bedrag", "korter naar oordeel", "langer naar oordeel"]
    tekst: str
    vanaf: Expr
    bron: Bron | None = None
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Besluit:
    naam: str
    over: Stap
    per: str | None
    uitkomsten: tuple[Pad, ...]
    werkt_door_vanaf: str | None
    bezwaar: Termijn | None = None
    betaaltermijn: Termijn | None = None
    betaaltermijn_tekst: str | None = None
    te_doen: tuple[TeDoen, ...] = ()
    herziening: tuple[Herziening, ...] = ()
    koppen: Koppen = Koppen()
    span: Span = span()
    dagen_per_jaar: int | None = None  # ``deel van een maand: naar rato van 365 dagen per jaar``


@dataclass(frozen=True, slots=True)
class Signaal:
    naam: str
    over: Stap
    koppen: Koppen
    grondslagen: tuple[Stap, ...]  # names of Grondslagen
    doel: str | None
    ernst: Literal["laag", "middel", "hoog"] | None
    advies: str | None
    verwijs_naar: tuple[str, ...]
    voorwaarde: Voorwaarde | None
    status: Literal["in gebruik", "proef", "voornemen", "uitgangspunt"] | None = None
    span: Span = span()


@dataclass(frozen=True, slots=True)
class VrijeDag:
    """A line of a calendar. soort: "vast" (dag, maand), "pasen" (offset in days), "datum" (one date). ``op_zondag``
    moves a fixed day by that many days when it falls on a Sunday (Koningsdag: -1)."""

    naam: str
    soort: Literal["vast", "pasen", "datum"]
    dag: int = 0
    maand: int = 0
    offset: int = 0
    datum: date | None = None
    op_zondag: int = 0
    vanaf: int | None = None  # first year
    tot_en_met: int | None = None  # last year
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Kalender:
    naam: str
    koppen: Koppen
    rustdagen: tuple[str, ...]
    vrij: tuple[VrijeDag, ...]
    niet_boven: tuple[Termijn, ...] = ()  # niet voor termijnen boven: 90 dagen, 12 weken, 3 maanden
    werkdagen_in_termijn: tuple[int, Termijn] | None = None  # ten minste 2 werkdagen in termijnen vanaf 3 dagen
    span: Span = span()
