"""Marginal pressure: what a household keeps of a thousand euros more income, besluit by besluit.

Everybody's client gets the extra income in every year that the population knows; all else stays as it is, tax too. Where more than the
thousand goes, a household stands before a cliff. So it may before a limit of vermogen, with a thousand euros more of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.columns.population import Column, ColumnName, Fact, Population, ToOne
from engine.simulation.groups import HOUSEHOLD, PERSON

EXTRA = 1_000
"""Euros a year."""
CLASSES = (0, 250, 500, EXTRA, 2_500, 5_000)
"""Edges of what is lost of it, in euros a year."""
INCOMES = ("inkomen", "te verwachten inkomen", "bijdrage-inkomen", "arbeidsopbrengst")
MEANS = ("rendementsgrondslag", "te verwachten rendementsgrondslag", "grondslag sparen en beleggen")
CAUSES = {"inkomen": INCOMES, "vermogen": MEANS}
"""What a household gets a thousand euros more of, and the facts that say how much it has."""


def with_more(population: Population, names: Sequence[str] = INCOMES) -> Population | None:
    """The population in which every client has more of something; None where it does not say who the client is or how much there is."""
    persons = population.tables.get(PERSON)
    role = population.tables[HOUSEHOLD].roles.get("cliënt") if HOUSEHOLD in population.tables else None
    if persons is None or not isinstance(role, ToOne) or role.index is None:
        return None
    clients = role.index[role.index >= 0]
    columns: dict[ColumnName, Fact] = dict(persons.columns)
    found = False
    for key, held in persons.columns.items():
        name = key if isinstance(key, str) else key[0]
        if name in names and isinstance(held, Column) and held.words is None:
            values = held.values.copy()
            values[clients] += EXTRA * (held.scale or 1)
            columns[key] = Column(values.astype(held.values.dtype), held.state, held.scale, held.words)
            found = True
    if not found:
        return None
    return Population({**population.tables, PERSON: replace(persons, columns=columns)})


def classes_of(lost: NDArray[np.int64], scale: int) -> dict[int, int]:
    """Rows per class of what is lost, of numerators over a denominator."""
    places = np.searchsorted(np.array(CLASSES, np.int64) * scale, lost, side="left")
    found, counts = np.unique(places, return_counts=True)
    return {int(place): int(count) for place, count in zip(found, counts, strict=True)}


GOES, COMES, JUMPS = "het bedrag valt weg", "er komt een bedrag", "het bedrag springt"


def cliffs_of(
    before: NDArray[np.int64], after: NDArray[np.int64], lost: NDArray[np.int64], scale: int
) -> dict[str, tuple[int, int]]:
    """Per kind of cliff how many rows stand before it and what they lose together, of numerators over a denominator."""
    fall = lost > EXTRA * scale
    kinds = (
        (GOES, fall & (before != 0) & (after == 0)),
        (COMES, fall & (before == 0) & (after != 0)),
        (JUMPS, fall & (before != 0) & (after != 0)),
    )
    return {kind: (int(np.count_nonzero(rows)), int(lost[rows].sum())) for kind, rows in kinds}
