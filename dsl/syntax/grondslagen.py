"""A Grondslag: which facts about which regelingen an organisation may use, for what, and from when to when."""

from __future__ import annotations

from dataclasses import dataclass

from dsl.source import Span
from dsl.syntax.base import span
from dsl.syntax.expressions import Stap
from dsl.syntax.heads import Koppen


@dataclass(frozen=True, slots=True)
class Grondslag:
    """One row of the table of grounds. ``regelingen`` are values of one enumeration (none: facts of every regeling);
    ``ontvangers`` the organisations that may use the facts; ``doelen`` what for; ``gegevens`` names of object types, attributes
    and kenmerken. ``koppen`` holds the validity and the sources."""

    naam: str
    koppen: Koppen
    regelingen: tuple[Stap, ...]
    ontvangers: tuple[str, ...]
    doelen: tuple[str, ...]
    gegevens: tuple[Stap, ...]
    span: Span = span()
