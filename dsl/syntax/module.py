"""A rule file as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from dsl.source import Span
from dsl.syntax.base import span
from dsl.syntax.definitions import (
    Beslistabel,
    Besluit,
    Kalender,
    Objecttype,
    Opsomming,
    Opzoektabel,
    Parameter,
    Regel,
    Signaal,
)
from dsl.syntax.grondslagen import Grondslag
from dsl.syntax.heads import Bron, Comment
from dsl.syntax.normen import Norm, Registratie
from dsl.syntax.trajecten import Traject
from dsl.syntax.varianten import Variant

Definitie = (
    Objecttype
    | Opsomming
    | Parameter
    | Opzoektabel
    | Regel
    | Beslistabel
    | Besluit
    | Signaal
    | Grondslag
    | Kalender
    | Traject
    | Registratie
    | Norm
    | Variant
)


@dataclass(frozen=True, slots=True)
class Regeling:
    """The head of a file: what regeling it belongs to, who executes it, its sources and what it uses."""

    naam: str
    uitvoerder: str | None = None
    bronnen: tuple[Bron, ...] = ()
    gebruikt: tuple[str, ...] = ()
    uitleg: str | None = None
    span: Span = span()


@dataclass(frozen=True, slots=True)
class Module:
    """One file. ``pad`` is its name without extension relative to the rules folder: ``wmo/bijdrage``."""

    pad: str
    regeling: Regeling
    definities: tuple[Definitie, ...]
    comments: tuple[Comment, ...] = ()
    span: Span = span()
