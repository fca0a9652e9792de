"""All that a report is made from, and the words that its chapters share."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from dsl.notation import format_display
from dsl.program import VariantInfo
from engine.population.folder import Stored
from engine.simulation.below_minimum import BelowMinimum
from engine.simulation.contributed import Contributed
from engine.simulation.effects import Effects
from engine.simulation.figures import Figure
from engine.simulation.work import MONTHS, NotAsked, Work
from engine.variants.changes import Changes
from workbench.rapport.model import Part, Text, Unknown

WAYS = {
    "betaalt": ("betalen meer", "betalen minder"),
    "krijgt": ("krijgen meer", "krijgen minder"),
    "onbekend": ("hebben een hoger bedrag", "hebben een lager bedrag"),
}


@dataclass(frozen=True, slots=True)
class Agency:
    """What follows from assumptions about the agency: parts of three chapters, and the digest of the file that they come from."""

    volumes: tuple[Part, ...]
    costs: tuple[Part, ...]
    assumptions: tuple[Part, ...]
    digest: str
    figures: tuple[Figure, ...] = ()
    expected: dict[str, Any] = field(default_factory=dict)
    besluit: str = ""
    """What the assumptions are about."""
    letters: tuple[tuple[str, Figure], ...] = ()
    corrections: tuple[tuple[str, Figure], ...] = ()
    costs_digest: str = "geen"


NO_COSTS = Unknown(
    "er is geen normtijd en geen tarief met een bron, en ook geen prijs per stuk",
    ("een bestand met per handeling een normtijd en een tarief, of een prijs, met hun bron: --kosten",),
)

NOTHING_ASSUMED = Agency(
    (
        Unknown(
            "er is geen bestand met aannames over aantallen beschikkingen, contacten en bezwaren",
            ("een bestand met aannames en hun bron: --aannames",),
        ),
    ),
    (NO_COSTS,),
    (Text("Dit rapport steunt op geen andere aannames dan die van de populatie."),),
    "geen",
)


@dataclass(frozen=True, slots=True)
class Material:
    """All that a report is made from."""

    work: Work
    stored: Stored
    variants: tuple[VariantInfo, ...]
    below: tuple[str, ...]
    changes: Changes
    effects: tuple[Effects, ...]
    left: tuple[NotAsked, ...]
    seeds: int
    no_seeds: str
    """Why there is no range over seeds, if there is none."""
    agency: Agency = NOTHING_ASSUMED
    minimum: BelowMinimum | None = None
    contributed: Contributed | None = None
    columns: frozenset[tuple[str, str]] = frozenset()
    """The facts of the population: object type and name."""
    households: tuple[Part, ...] = ()


# ---------------------------------------------------------------- words


def unit_of(one: Effects) -> str:
    return {"leefeenheid": "huishoudens", "persoon": "personen"}.get(one.asked.over, one.asked.over)


def nothing_decided(one: Effects) -> bool:
    """Whether nobody has an amount by either program, while some could not be decided."""
    return not one.tally.of("met bedrag") and bool(one.tally.under("niet geteld"))


def with_spread(figure: Figure) -> str:
    spread = figure.spread()
    return f"{figure.words()} ({spread})" if spread else figure.words()


def number(value: object) -> str:
    return format_display(Fraction(str(value))) if isinstance(value, int | float) else str(value)


def months_words(work: Work) -> str:
    """On which days was decided."""
    count = MONTHS // work.step
    return f"{count} peildata in {work.year}, elk voor {work.step} {'maand' if work.step == 1 else 'maanden'}"
