"""Ten invented households, chosen by rule: what the variant does to each, explained for both sides.

Of everybody whose amount changes, one of each kind: the same difference for the same sort of household tells nothing new. Of these, in
order of the difference, ten at equal distances. Nobody chooses them, and they are never of a population of real people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from dsl.program import Program
from engine.case import Case
from engine.columns.population import NOBODY, Column, Population, ToMany, ToOne, shape_of
from engine.columns.routed import case_of
from engine.decide import decide
from engine.difference.compare import compare, state_change
from engine.explain import describe
from engine.explain.values_nl import enumeration, signed_text
from engine.simulation.groups import AOW_AGE, HOUSEHOLD, PERSON
from engine.simulation.part import Machine, changes_by_row
from engine.simulation.work import Asked

COUNT = 10
RULE = (
    "Uit het eerste deel van de populatie: iedereen van wie het bedrag over het jaar anders wordt, van elke soort de eerste (hetzelfde "
    "verschil, met of zonder partner, evenveel kinderen, voor of na de AOW-leeftijd). Daaruit, op volgorde van het verschil, tien op "
    "gelijke afstand."
)


@dataclass(frozen=True, slots=True)
class Household:
    """``change`` in euros per year; ``who`` what kind of household; the letters by both programs and what explains the difference."""

    row: int
    change: Fraction
    who: str
    before: str
    after: str
    why: tuple[str, ...]


def ten(machine: Machine, population: Population, asked: Asked) -> tuple[Household, ...]:
    """At most ten; fewer where fewer change."""
    prepared = machine.prepared(asked, shape_of(population))
    change = changes_by_row(machine, population, asked)
    rows = np.flatnonzero(change)
    rows = rows[np.lexsort((rows, change[rows]))]
    rows = _one_of_each(population, asked.over, rows, change, machine.work.year)
    if not rows.size:
        return ()
    places = sorted({round(step * (rows.size - 1) / (COUNT - 1)) for step in range(COUNT)})
    return tuple(
        _household(machine, population, asked, int(rows[place]), Fraction(int(change[rows[place]]), prepared.scale))
        for place in places
    )


def _one_of_each(
    population: Population, over: str, rows: NDArray[np.int64], change: NDArray[np.int64], year: int
) -> NDArray[np.int64]:
    """The first row of each kind, in the order of ``rows``."""
    kinds = [change[rows]]
    if over == HOUSEHOLD:
        roles = population.tables[over].roles
        partner, child, client = roles.get("echtgenoot"), roles.get("kind"), roles.get("cliënt")
        if isinstance(partner, ToOne) and partner.index is not None:
            kinds.append((partner.index[rows] != NOBODY).astype(np.int64))
        if isinstance(child, ToMany):
            kinds.append(np.diff(child.offsets)[rows].astype(np.int64))
        born = population.tables[PERSON].columns.get("geboortedatum") if PERSON in population.tables else None
        if isinstance(client, ToOne) and client.index is not None and isinstance(born, Column):
            kinds.append((born.values[client.index[rows]] <= date(year - AOW_AGE, 1, 1).toordinal()).astype(np.int64))
    _, first = np.unique(np.stack(kinds, axis=1), axis=0, return_index=True)
    found: NDArray[np.int64] = rows[np.sort(first)]
    return found


def _household(machine: Machine, population: Population, asked: Asked, row: int, change: Fraction) -> Household:
    work = machine.work
    moment = work.moments[-1]
    case = case_of(work.variant, population, asked.over, row)

    def letter(program: Program) -> str:
        return describe(decide(program, asked.besluit, case, moment), program, case)

    before = "Dit besluit bestaat nog niet." if asked.new else letter(work.baseline)
    why = () if asked.new else _why(work.baseline, work.variant, case, asked.besluit, machine)
    return Household(row, change, _who(case, work.year), before, letter(work.variant), why)


def _why(one: Program, other: Program, case: Case, besluit: str, machine: Machine) -> tuple[str, ...]:
    """What made the difference in the last month, cause by cause."""
    day = machine.work.days[-1]
    found = compare(state_change(one, case, other, None), besluit, day, day)
    if found.division is None:
        return ()
    names = found.change.by_key
    return tuple(
        f"{enumeration([names[key].words for key in share.causes])}: {signed_text(share.rounded)}"
        for share in found.division.shares
    )


def _who(case: Case, year: int) -> str:
    """What one sees of a household at a glance."""
    root = case.root
    members = {role: held for role, held in root.roles.items() if isinstance(held, tuple)}
    words = []
    for person in members.get("cliënt", (root,)):
        born = person.facts.get("geboortedatum")
        if isinstance(born, date):
            words.append(f"iemand van {year - born.year}")
    if members.get("echtgenoot"):
        words.append("met partner")
    children = len(members.get("kind", ()))
    if children:
        words.append(f"met {children} {'kind' if children == 1 else 'kinderen'}")
    return " ".join(words) or "een huishouden"
