"""Groups of rows for which a population can be told apart: only those on which its margins were calibrated.

A synthetic population says nothing about a group that no margin bounds, so there is no breakdown on it. Somebody's own population
is counted as it is: there each of these groups is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.columns.population import NOBODY, Column, Population, ToMany, ToOne

HOUSEHOLD, PERSON = "leefeenheid", "persoon"
AOW_AGE = 67
_WLZ = (
    "verblijft in een instelling",
    "ontvangt een volledig pakket thuis",
    "ontvangt een modulair pakket thuis",
    "ontvangt een Wlz-budget",
)
Flags = NDArray[np.bool_]
Groups = Mapping[tuple[str, str], Flags]
"""Per dimension and group which rows are in it."""
_Finder = Callable[[Population, int], Mapping[str, Flags] | None]


@dataclass(frozen=True, slots=True)
class Dimension:
    """``margin``: what a margin that bounds the groups speaks of. ``find`` gives the rows of each group, or None where the population
    does not say."""

    name: str
    margin: str
    find: _Finder


def _clients(population: Population) -> NDArray[Any] | None:
    role = population.tables[HOUSEHOLD].roles.get("cliënt")
    return role.index if isinstance(role, ToOne) and role.index is not None and role.state is None else None


def _of_client(population: Population, name: str) -> NDArray[Any] | None:
    clients = _clients(population)
    persons = population.tables.get(PERSON)
    held = None if persons is None else persons.columns.get(name)
    if clients is None or not isinstance(held, Column) or held.state is not None:
        return None
    values: NDArray[Any] = held.values[clients]
    return values


def _age(population: Population, year: int) -> Mapping[str, Flags] | None:
    born = _of_client(population, "geboortedatum")
    if born is None:
        return None
    old = born <= date(year - AOW_AGE, 1, 1).toordinal()
    return {f"{AOW_AGE} jaar en ouder": old, f"jonger dan {AOW_AGE} jaar": ~old}


def _children(population: Population, year: int) -> Mapping[str, Flags] | None:
    role = population.tables[HOUSEHOLD].roles.get("kind")
    if not isinstance(role, ToMany) or role.state is not None:
        return None
    some = np.diff(role.offsets) > 0
    return {"met kinderen": some, "zonder kinderen": ~some}


def _care(population: Population, year: int) -> Mapping[str, Flags] | None:
    found = [held for name in _WLZ if (held := _of_client(population, name)) is not None]
    if not found:
        return None
    some = np.logical_or.reduce(found)
    return {"langdurige zorg (Wlz)": some, "geen langdurige zorg": ~some}


def _form_of_care(population: Population, year: int) -> Mapping[str, Flags] | None:
    """Of those with langdurige zorg where they get it; the others are in neither."""
    care, stays = _care(population, year), _of_client(population, _WLZ[0])
    if care is None or stays is None:
        return None
    some = care["langdurige zorg (Wlz)"]
    return {"in een instelling": some & stays, "thuis": some & ~stays}


def _partner(population: Population, year: int) -> Mapping[str, Flags] | None:
    role = population.tables[HOUSEHOLD].roles.get("echtgenoot")
    if not isinstance(role, ToOne) or role.index is None or role.state is not None:
        return None
    some: Flags = role.index != NOBODY
    return {"met partner": some, "zonder partner": ~some}


def _one(name: str, yes: str, no: str) -> _Finder:
    """Those whose client has a kenmerk, and the others."""

    def find(population: Population, year: int) -> Mapping[str, Flags] | None:
        held = _of_client(population, name)
        return None if held is None else {yes: held, no: ~held}

    return find


_reported = _one("is door de zorgverzekeraar gemeld", "bij het CAK gemeld", "niet gemeld")
_abroad = _one("woont buiten Nederland", "in het buitenland, met verdragsrecht", "in Nederland")

DIMENSIONS = (
    Dimension("leeftijd van de cliënt", "mensen met de AOW-leeftijd", _age),
    Dimension("partner in het huishouden", "huishoudens met partners in Nederland", _partner),
    Dimension("kinderen in het huishouden", "huishoudens met kinderen", _children),
    Dimension("langdurige zorg", "huishoudens met langdurige zorg", _care),
    Dimension("plaats van langdurige zorg", "huishoudens met langdurige zorg in een instelling", _form_of_care),
    Dimension(
        "achterstand in de zorgpremie",
        "mensen bij het CAK gemeld wegens premieachterstand, meer dan 24 maanden",
        _reported,
    ),
    Dimension("woonland", "verdragsgerechtigde gepensioneerden in het buitenland", _abroad),
)
NOT_TOLD_APART = ("inkomensdeciel", "pakket van zorg thuis", "gemeenteklasse")
"""Breakdowns that are often asked for, and that no margin bounds."""


def dimensions_of(about: Mapping[str, Any], synthetic: bool) -> tuple[str, ...]:
    """The names of the dimensions on which a population may be broken down."""
    margins = {str(one.get("naam")) for one in about.get("marges", ())}
    return tuple(one.name for one in DIMENSIONS if not synthetic or one.margin in margins)


def groups_of(population: Population, over: str, year: int, names: tuple[str, ...]) -> dict[tuple[str, str], Flags]:
    """Per dimension and group which rows are in it."""
    if over != HOUSEHOLD:
        return {}
    found: dict[tuple[str, str], Flags] = {}
    for dimension in DIMENSIONS:
        if dimension.name in names:
            for group, rows in (dimension.find(population, year) or {}).items():
                found[dimension.name, group] = rows
    return found
