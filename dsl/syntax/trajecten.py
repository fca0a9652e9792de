"""A Traject: states, the events that it looks at, and the transitions between the states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dsl.source import Span
from dsl.syntax.base import span
from dsl.syntax.conditions import Voorwaarde
from dsl.syntax.definitions import TeDoen
from dsl.syntax.expressions import Expr, Pad, Stap
from dsl.syntax.heads import Koppen


@dataclass(frozen=True, slots=True)
class Gebeurtenis:
    """``is: een betaling van de persoon``, ``op: de datum van de betaling``, ``indien ...``: which objects are this event,
    and on which day each of them happened."""

    naam: str
    bron: Pad
    op: Expr
    voorwaarde: Voorwaarde | None = None
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Toestand:
    """A state. ``einde``: that nothing leads out of it is meant. ``zonder_gevolg``: events that may happen in it and change
    nothing."""

    naam: str
    einde: bool = False
    zonder_gevolg: tuple[Stap, ...] = ()
    koppen: Koppen = Koppen()
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Looptijd:
    """``na: 4 weken, kalender K``: a term that runs from the day on which the state was entered. ``zonder_kalender`` says
    that no calendar extends it."""

    duur: Expr
    kalender: Stap | None = None
    zonder_kalender: bool = False
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Brief:
    """``brief: "..." uiterlijk D [indien V]``, or a ``taak:`` or ``te doen:`` in the same form."""

    soort: Literal["brief", "taak", "te doen"]
    wat: TeDoen
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Overgang:
    """From one of the states ``van`` to ``naar``: ``bij`` an event, ``na`` a term, or the day after ``na_afloop_van``."""

    naam: str
    van: tuple[Stap, ...]
    naar: Stap
    bij: Stap | None = None
    na: Looptijd | None = None
    na_afloop_van: Expr | None = None
    voorwaarde: Voorwaarde | None = None
    gaat_in_op: Expr | None = None
    door: str | None = None
    brieven: tuple[Brief, ...] = ()
    koppen: Koppen = Koppen()
    span: Span = span()


TrajectDeel = Gebeurtenis | Toestand | Overgang


@dataclass(frozen=True, slots=True)
class Traject:
    """``volgorde``: which events go first on one day. ``delen`` in the order written."""

    naam: str
    over: Stap
    begint_als: Stap
    begint_op: Expr | None = None
    volgorde: tuple[Stap, ...] = ()
    koppen: Koppen = Koppen()
    delen: tuple[TrajectDeel, ...] = ()
    span: Span = span()
