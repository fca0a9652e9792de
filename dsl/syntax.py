"""The syntax tree of a rule file: frozen, typed nodes that carry their source span.

The tree says what the author wrote, in the author's words and order; meaning (names, types, units) is
given by the later passes. Two trees are equal when they say the same, wherever they stand in a file: the
span takes no part in equality, so ``parse(print(tree)) == tree`` can be asked of every tree.

Numbers are exact (:class:`fractions.Fraction`), dates are :class:`datetime.date`, names are plain text as
declared (without article), one space between words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from dsl.source import Span

NO_SPAN = Span("", 0, 0)


def _span() -> Span:
    return field(default=NO_SPAN, compare=False, repr=False)


# ---------------------------------------------------------------- expressions


@dataclass(frozen=True, slots=True)
class Getal:
    """A plain number, optionally with a unit and then a period: ``18``, ``6 weken``, ``20 uren per maand``."""

    waarde: Fraction
    eenheid: str | None = None  # singular unit word: dag week maand kwartaal jaar uur nacht bijdrageperiode werkdag
    per: str | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Geld:
    """An amount: ``€ 19,00``, with its own period where written: ``€ 1 per maand``."""

    waarde: Fraction
    per: str | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Procent:
    """A percentage literal; ``waarde`` is the fraction: 4,273% is 4273/100000."""

    waarde: Fraction
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Datum:
    waarde: date
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Tekst:
    """A text literal, without its quotes."""

    waarde: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Context:
    """A date of the decision itself: ``de rekendatum`` or ``de verzenddatum``."""

    welke: Literal["rekendatum", "verzenddatum"]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Stap:
    """One name in a path. ``lidwoord`` is de, het, een or "" as written; ``bekend`` is False for a run of
    words that is not in the vocabulary (the names pass reports it)."""

    naam: str
    lidwoord: str = ""
    bekend: bool = field(default=True, compare=False)
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Pad:
    """``het inkomen van de echtgenoot van de leefeenheid``: stappen from attribute to root, as written.
    A single step may also be a parameter, a local name, an enumeration value or the subject of the rule."""

    stappen: tuple[Stap, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class OpDatum:
    """``P op D``: a parameter or input fact read at another date."""

    pad: Pad
    datum: Expr
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class InJaar:
    """``P in J``: a parameter or input fact read in another year (``in het peiljaar``); J is a year number
    (``het jaar van ...``) or an attribute of type ``jaartal``."""

    pad: Pad
    jaar: Expr
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Opzoek:
    """``het tarief per gemeente voor <sleutel> [en <sleutel>]``: a row of a lookup table."""

    tabel: Stap
    sleutels: tuple[Expr, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Som:
    """An n-ary chain of plus and min: ``termen`` are (sign, expression), the first sign is always +1."""

    termen: tuple[tuple[Literal[1, -1], Expr], ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Product:
    """An n-ary chain of ``maal`` and ``gedeeld door``: (False, e) multiplies, (True, e) divides, left to right."""

    factoren: tuple[tuple[bool, Expr], ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Macht:
    """``x tot de macht n`` with n a whole constant."""

    basis: Expr
    exponent: int
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class PercentageVan:
    """``10% van x``; the percentage is a literal or an expression between brackets."""

    percentage: Expr
    van: Expr
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Begrensd:
    """``x, met een minimum van A en een maximum van B`` = min(max(x, A), B)."""

    van: Expr
    minimum: Expr | None
    maximum: Expr | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Omgerekend:
    """``x, omgerekend naar een bedrag per maand`` (or ``naar maanden``): an explicit conversion of period."""

    van: Expr
    per: str
    soort: Literal["bedrag", "aantal"] = "bedrag"
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class InEuros:
    """``x in hele euro's`` (``heel``) or ``x in euro's``: the plain number of euros in an amount, its period dropped."""

    van: Expr
    heel: bool
    span: Span = _span()


Afrondwijze = Literal["rekenkundig", "naar beneden", "naar boven"]


@dataclass(frozen=True, slots=True)
class Afgerond:
    """``x, rekenkundig afgerond op centen``; ``raster`` is the grid in the unit of x (1/100 for centen, 1 for
    hele euro's, 1/5 for een veelvoud van € 0,20, 10^-n for n decimalen)."""

    van: Expr
    wijze: Afrondwijze
    raster: Fraction
    raster_vorm: Literal["centen", "hele euro's", "veelvoud", "decimalen", "gehelen"] = "centen"
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Verlengd:
    """``d, verlengd volgens de kalender K``: the next working day when d is none (terms over K's limit excepted
    by the caller: see docs/taal)."""

    van: Expr
    kalender: Stap
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class WerkdagenVerder:
    """``d plus 10 werkdagen op de kalender K``."""

    van: Expr
    aantal: Expr
    kalender: Stap
    span: Span = _span()


DatumFunctieSoort = Literal[
    "eerste dag van de maand",
    "eerste dag van de maand na",
    "laatste dag van de maand",
    "eerste dag van het kwartaal",
    "eerste dag van het kwartaal na",
    "laatste dag van het kwartaal",
    "eerste dag van het jaar",
    "eerste dag van het jaar na",
    "laatste dag van het jaar",
]


@dataclass(frozen=True, slots=True)
class DatumFunctie:
    """``de eerste dag van de maand van D`` / ``... na D``, ``de laatste dag van het jaar van D``."""

    soort: DatumFunctieSoort
    van: Expr
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class DeelVanDatum:
    """``het jaar van D``, ``de maand van D``, ``de dag van D``: a plain whole number (jaartal, 1-12, 1-31)."""

    deel: Literal["jaar", "maand", "dag"]
    van: Expr
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class TijdTussen:
    """``het aantal hele maanden tussen A en B`` (dagen, weken, maanden, jaren): whole units completed."""

    eenheid: str
    van: Expr
    tot: Expr
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Leeftijd:
    """``de leeftijd van de cliënt op D``: whole years since the attribute geboortedatum of that object."""

    van: Pad
    op: Expr
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Aggregatie:
    """``het aantal kinderen van de persoon [waarvoor geldt dat ...]``, ``de som van het inkomen van de kinderen
    van de persoon``, ``de grootste``/``de kleinste``. Exactly one step of ``pad`` is a to-many role; the steps
    before it are read of each element. ``noem`` renames the element (``(noem: het andere kind)``)."""

    soort: Literal["aantal", "som", "grootste", "kleinste"]
    pad: Pad
    deel: Voorwaarde | None = None
    noem: str | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Beoordeling:
    """``beoordelen door behandelaar: "vraag"`` as a value or as a condition."""

    vraag: str
    span: Span = _span()


Expr = (
    Getal
    | Geld
    | Procent
    | Datum
    | Tekst
    | Context
    | Pad
    | OpDatum
    | InJaar
    | Opzoek
    | Som
    | Product
    | Macht
    | PercentageVan
    | Begrensd
    | Omgerekend
    | InEuros
    | Afgerond
    | Verlengd
    | WerkdagenVerder
    | DatumFunctie
    | DeelVanDatum
    | TijdTussen
    | Leeftijd
    | Aggregatie
    | Beoordeling
)


# ---------------------------------------------------------------- conditions

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
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class EenVan:
    """``x is een van: a, b of c`` (or ``is geen van``)."""

    links: Expr
    waarden: tuple[Expr, ...]
    positief: bool = True
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class KenmerkTest:
    """A kenmerk, or the having of a role, of the object at ``pad``. ``kenmerk`` is the declared positive form
    (``heeft de pensioengerechtigde leeftijd bereikt``; for a role: ``heeft een echtgenoot``)."""

    pad: Pad
    kenmerk: str
    positief: bool = True
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class StatusTest:
    """``de bijdrage van de verzekerde is (niet) verschuldigd`` / ``is op nihil gesteld`` / ``is niet opgelegd``."""

    pad: Pad
    status: Rechtsstatus
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class OnbekendTest:
    """``x is onbekend``: true only for a fact that was stated to be unobtainable. Input facts only, at the rekendatum or
    at another time (``het inkomen van de persoon in het peiljaar is onbekend``)."""

    pad: Pad | OpDatum | InJaar
    positief: bool = True
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class ToepassingTest:
    """``x is (niet) van toepassing``."""

    pad: Pad
    positief: bool = True
    span: Span = _span()


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
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class VoorAlle:
    """``voor alle kinderen van de persoon geldt dat ...``."""

    pad: Pad
    deel: Voorwaarde
    noem: str | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class En:
    delen: tuple[Voorwaarde, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Of:
    delen: tuple[Voorwaarde, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Niet:
    deel: Voorwaarde
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Kwantor:
    """``aan alle / ten minste een / ten minste n / geen van de volgende voorwaarden is voldaan:`` with bullets."""

    soort: Literal["alle", "ten minste", "geen"]
    delen: tuple[Voorwaarde, ...]
    minimum: int = 1  # only for "ten minste"
    span: Span = _span()


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


# ---------------------------------------------------------------- heads and shared parts


@dataclass(frozen=True, slots=True)
class Bron:
    """A source line. ``tekst`` is the whole line; bwb, artikel and tekstdatum are read from it where present."""

    tekst: str
    bwb: str | None = None
    artikel: str | None = None
    tekstdatum: date | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Geldig:
    """``geldig vanaf D [t/m E]``; both ends belong to it. ``vanaf`` None is ``geldig t/m E``."""

    vanaf: date | None
    tot_en_met: date | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Voorlopig:
    """``voorlopig tot: "..."``: until when and on what it depends, in words; optionally the range of a later
    correction (``latere vaststelling: tussen A en B``)."""

    tekst: str
    ondergrens: Expr | None = None
    bovengrens: Expr | None = None
    span: Span = _span()


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
    span: Span = _span()


# ---------------------------------------------------------------- definitions


@dataclass(frozen=True, slots=True)
class TypeVorm:
    """A type as written. soort: bedrag, percentage, getal, geheel getal, aantal, datum, tekst, jaartal, or the name of
    an enumeration. ``per``: bedrag per <periode>; ``eenheid``: aantal <eenheid>; ``decimalen``: getal met n decimalen."""

    soort: str
    per: str | None = None
    eenheid: str | None = None
    decimalen: int | None = None
    span: Span = _span()


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
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Kenmerk:
    """``kenmerk heeft de pensioengerechtigde leeftijd bereikt``; ``vorm`` is the positive form, verb first."""

    vorm: str
    mag_worden_opgegeven: bool = False
    gevoelig: bool = False
    moeite: int | None = None
    span: Span = _span()


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
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Objecttype:
    lidwoord: str
    naam: str
    meervoud: str | None
    leden: tuple[Attribuut | Kenmerk | Rol, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Opsomming:
    """``Opsomming de leveringsvorm`` with one value a line."""

    lidwoord: str
    naam: str
    waarden: tuple[Stap, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Waarde:
    """``vanaf D [t/m E]: <literal> [(zekerheid: middel)] [bron: ...]``; ``waarde`` None is ``onbekend``, a stated gap."""

    vanaf: date
    waarde: Expr | None
    tot_en_met: date | None = None
    zekerheid: Literal["hoog", "middel", "laag"] | None = None
    bronnen: tuple[Bron, ...] = ()
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Parameter:
    lidwoord: str
    naam: str
    type: TypeVorm
    waarden: tuple[Waarde, ...]
    koppen: Koppen = Koppen()
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class TabelRij:
    """``bij "Drimmelen":`` or ``bij € 0 t/m € 20.000:`` followed by dated values. ``sleutels`` are literals or (low,
    high) pairs of a range (None: open end), one per key of the table."""

    sleutels: tuple[Expr | Bereik, ...]
    waarden: tuple[Waarde, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Opzoektabel:
    """``Tabel het tarief per gemeente : bedrag per maand`` with ``sleutel:`` lines (types) and rows."""

    lidwoord: str
    naam: str
    type: TypeVorm
    sleutels: tuple[TypeVorm, ...]
    rijen: tuple[TabelRij, ...]
    koppen: Koppen = Koppen()
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Bereik:
    """A range in a table cell: ``van A t/m B`` (both ends in), ``van A tot B`` (B out), open ends None."""

    laag: Expr | None
    hoog: Expr | None
    hoog_telt_mee: bool = True
    span: Span = _span()


# what a rule says


@dataclass(frozen=True, slots=True)
class Stelt:
    """``De A van een T moet berekend worden als E`` (``berekend``) or ``moet gesteld worden op E``."""

    doel: Pad
    waarde: Expr
    berekend: bool
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class KentToe:
    """``Een T is minderjarig`` / ``Een T heeft geen recht op ...``."""

    doel: Pad
    kenmerk: str
    positief: bool = True
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class StatusUitspraak:
    """``De bijdrage van een leefeenheid is niet verschuldigd`` (or wordt op nihil gesteld, wordt niet opgelegd)."""

    doel: Pad
    status: Rechtsstatus
    span: Span = _span()


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
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Beoordeelt:
    """``De A van een T: beoordelen door behandelaar: "vraag"``."""

    doel: Pad
    vraag: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class BuitenToepassing:
    """``stelt buiten toepassing: E``: switches rule or group E off; has no value."""

    regels: tuple[Stap, ...]
    span: Span = _span()


Uitspraak = Stelt | KentToe | StatusUitspraak | Verdeelt | Beoordeelt | BuitenToepassing


@dataclass(frozen=True, slots=True)
class LokaleNaam:
    """A bullet under ``Daarbij geldt:``: ``de grondslag is 10% van ...``."""

    lidwoord: str
    naam: str
    waarde: Expr
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Regel:
    naam: str
    koppen: Koppen
    uitspraak: Uitspraak
    voorwaarde: Voorwaarde | None = None
    daarbij: tuple[LokaleNaam, ...] = ()
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class CelVergelijking:
    """A cell ``ten minste € 5`` or a bare value (op "=")."""

    op: Vergelijker
    waarde: Expr
    woord: Vergelijkwoord = ""
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class CelEenVan:
    waarden: tuple[Expr, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class CelJaNee:
    ja: bool
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class CelNvt:
    span: Span = _span()


Cel = CelVergelijking | CelEenVan | CelJaNee | CelNvt | Bereik


@dataclass(frozen=True, slots=True)
class Kolom:
    """A condition column: ``<expr>`` compared with the cells, or a kenmerk test whose cells are ja / nee / n.v.t."""

    test: Expr | KenmerkTest
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Rij:
    uitkomsten: tuple[Expr, ...]
    cellen: tuple[Cel, ...]
    span: Span = _span()


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
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class TeDoen:
    """``te doen: "Geef ... door" uiterlijk <datum> [indien ...]``: what the citizen must do and by when."""

    tekst: str
    uiterlijk: Expr
    voorwaarde: Voorwaarde | None = None
    bron: Bron | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Termijn:
    """``bezwaar: 6 weken bij het CAK`` / ``betaaltermijn: 30 dagen``; ``kalender`` where ``, kalender K`` is written."""

    aantal: int
    eenheid: str
    bij: str | None = None
    kalender: str | None = None
    span: Span = _span()


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
    koppen: Koppen = Koppen()
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Signaal:
    naam: str
    over: Stap
    koppen: Koppen
    grondslag: str | None
    doel: str | None
    ernst: Literal["laag", "middel", "hoog"] | None
    advies: str | None
    verwijs_naar: tuple[str, ...]
    voorwaarde: Voorwaarde | None
    span: Span = _span()


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
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Kalender:
    naam: str
    koppen: Koppen
    rustdagen: tuple[str, ...]
    vrij: tuple[VrijeDag, ...]
    niet_boven: tuple[Termijn, ...] = ()  # niet voor termijnen boven: 90 dagen, 12 weken, 3 maanden
    werkdagen_in_termijn: tuple[int, Termijn] | None = None  # ten minste 2 werkdagen in termijnen vanaf 3 dagen
    span: Span = _span()


Definitie = Objecttype | Opsomming | Parameter | Opzoektabel | Regel | Beslistabel | Besluit | Signaal | Kalender


@dataclass(frozen=True, slots=True)
class Regeling:
    """The head of a file: what regeling it belongs to, who executes it, its sources and what it uses."""

    naam: str
    uitvoerder: str | None = None
    bronnen: tuple[Bron, ...] = ()
    gebruikt: tuple[str, ...] = ()
    uitleg: str | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Module:
    """One file. ``pad`` is its name without extension relative to the rules folder: ``wmo/bijdrage``."""

    pad: str
    regeling: Regeling
    definities: tuple[Definitie, ...]
    comments: tuple[Comment, ...] = ()
    span: Span = _span()
