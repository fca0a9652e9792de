"""Expressions: what can be computed or read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from dsl.source import Span
from dsl.syntax.base import span

if TYPE_CHECKING:
    from dsl.syntax.conditions import Voorwaarde


@dataclass(frozen=True, slots=True)
class Getal:
    """A plain number, optionally with a unit and then a period: ``18``, ``6 weken``, ``20 uren per maand``."""

    waarde: Fraction
    eenheid: str | None = None  # singular unit word: dag week maand kwartaal jaar uur nacht bijdrageperiode werkdag
    per: str | None = None
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Geld:
    """An amount: ``€ 19,00``, with its own period where written: ``€ 1 per maand``."""

    waarde: Fraction
    per: str | None = None
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Procent:
    """A percentage literal; ``waarde`` is the fraction: 4,273% is 4273/100000."""

    waarde: Fraction
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Datum:
    waarde: date
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Tekst:
    """A text literal, without its quotes."""

    waarde: str
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Context:
    """A date of the decision itself: ``de rekendatum`` or ``de verzenddatum``."""

    welke: Literal["rekendatum", "verzenddatum"]
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Stap:
    """One name in a path. ``lidwoord`` is de, het, een or "" as written; ``bekend`` is False for a run of
    words that is not in the vocabulary (the names pass reports it)."""

    naam: str
    lidwoord: str = ""
    bekend: bool = field(default=True, compare=False)
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Pad:
    """``het inkomen van de echtgenoot van de leefeenheid``: stappen from attribute to root, as written.
    A single step may also be a parameter, a local name, an enumeration value or the subject of the rule."""

    stappen: tuple[Stap, ...]
    span: Span = span()


@dataclass(frozen=True, slots=True)
class OpDatum:
    """``P op D``: a parameter or input fact read at another date."""

    pad: Pad
    datum: Expr
    span: Span = span()


@dataclass(frozen=True, slots=True)
class InJaar:
    """``P in J``: a parameter or input fact read in another year (``in het peiljaar``); J is a year number
    (``het jaar van ...``) or an attribute of type ``jaartal``."""

    pad: Pad
    jaar: Expr
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Opzoek:
    """``het tarief per gemeente voor <sleutel> [en <sleutel>]``: a row of a lookup table."""

    tabel: Stap
    sleutels: tuple[Expr, ...]
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Som:
    """An n-ary chain of plus and min: ``termen`` are (sign, expression), the first sign is always +1."""

    termen: tuple[tuple[Literal[1, -1], Expr], ...]
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Product:
    """An n-ary chain of ``maal`` and ``gedeeld door``: (False, e) multiplies, (True, e) divides, left to right."""

    factoren: tuple[tuple[bool, Expr], ...]
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Macht:
    """``x tot de macht n`` with n a whole constant."""

    basis: Expr
    exponent: int
    span: Span = span()


@dataclass(frozen=True, slots=True)
class PercentageVan:
    """``10% van x``; the percentage is a literal or an expression between brackets."""

    percentage: Expr
    van: Expr
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Begrensd:
    """``x, met een minimum van A en een maximum van B`` = min(max(x, A), B)."""

    van: Expr
    minimum: Expr | None
    maximum: Expr | None
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Omgerekend:
    """``x, omgerekend naar een bedrag per maand`` (or ``naar maanden``): an explicit conversion of period."""

    van: Expr
    per: str
    soort: Literal["bedrag", "aantal"] = "bedrag"
    span: Span = span()


@dataclass(frozen=True, slots=True)
class InEuros:
    """``x in hele euro's`` (``heel``) or ``x in euro's``: the plain number of euros in an amount, its period dropped."""

    van: Expr
    heel: bool
    span: Span = span()


Afrondwijze = Literal["rekenkundig", "naar beneden", "naar boven"]


@dataclass(frozen=True, slots=True)
class Afgerond:
    """``x, rekenkundig afgerond op centen``; ``raster`` is the grid in the unit of x (1/100 for centen, 1 for
    hele euro's, 1/5 for een veelvoud van € 0,20, 10^-n for n decimalen)."""

    van: Expr
    wijze: Afrondwijze
    raster: Fraction
    raster_vorm: Literal["centen", "hele euro's", "veelvoud", "decimalen", "gehelen"] = "centen"
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Verlengd:
    """``d, verlengd volgens de kalender K``: the next working day when d is none (terms over K's limit excepted
    by the caller: see docs/taal)."""

    van: Expr
    kalender: Stap
    span: Span = span()


@dataclass(frozen=True, slots=True)
class WerkdagenVerder:
    """``d plus 10 werkdagen op de kalender K``."""

    van: Expr
    aantal: Expr
    kalender: Stap
    span: Span = span()


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
    span: Span = span()


@dataclass(frozen=True, slots=True)
class WerkdagVan:
    """``de 5e werkdag van de maand van D op de kalender K`` / ``... na D``: the ``rang``-th working day of that maand, kwartaal or jaar."""

    rang: int
    periode: Literal["maand", "kwartaal", "jaar"]
    na: bool
    van: Expr
    kalender: Stap
    span: Span = span()


@dataclass(frozen=True, slots=True)
class DeelVanDatum:
    """``het jaar van D``, ``de maand van D``, ``de dag van D``: a plain whole number (jaartal, 1-12, 1-31)."""

    deel: Literal["jaar", "maand", "dag"]
    van: Expr
    span: Span = span()


@dataclass(frozen=True, slots=True)
class TijdTussen:
    """``het aantal hele maanden tussen A en B`` (dagen, weken, maanden, jaren): whole units completed."""

    eenheid: str
    van: Expr
    tot: Expr
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Leeftijd:
    """``de leeftijd van de cliënt op D``: whole years since the attribute geboortedatum of that object."""

    van: Pad
    op: Expr
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Aggregatie:
    """``het aantal kinderen van de persoon [waarvoor geldt dat ...]``, ``de som van het inkomen van de kinderen
    van de persoon``, ``de grootste``/``de kleinste``. Exactly one step of ``pad`` is a to-many role; the steps
    before it are read of each element. ``noem`` renames the element (``(noem: het andere kind)``)."""

    soort: Literal["aantal", "som", "grootste", "kleinste"]
    pad: Pad
    deel: Voorwaarde | None = None
    noem: str | None = None
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Beoordeling:
    """``beoordelen door behandelaar: "vraag"`` as a value or as a condition."""

    vraag: str
    span: Span = span()


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
    | WerkdagVan
    | DatumFunctie
    | DeelVanDatum
    | TijdTussen
    | Leeftijd
    | Aggregatie
    | Beoordeling
)
