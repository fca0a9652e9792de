"""Ten invented households, chosen by rule: what the variant does to each, explained for both sides.

Of everybody whose amount changes, one of each of the ten kinds that there are most of: how large the difference is, and what sort of
household. Nobody chooses them, and they are never of a population of real people.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
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
from engine.explain import explain
from engine.explain.burger import OBJECTION, RULES
from engine.explain.render import render
from engine.explain.values_nl import enumeration, signed_text
from engine.simulation.groups import AOW_AGE, HOUSEHOLD, PERSON
from engine.simulation.part import Machine, changes_by_row
from engine.simulation.tally import CLASSES
from engine.simulation.work import Asked

COUNT = 10
RULE = (
    "Uit het eerste deel van de populatie: iedereen van wie het bedrag over het jaar anders wordt, in soorten (hoe groot het verschil "
    "is, met of zonder partner, hoeveel kinderen, voor of na de AOW-leeftijd). Van de tien soorten die het meest voorkomen staat hier "
    "het huishouden in het midden. Worden bedragen hoger en lager, dan zijn het van beide de vijf grootste soorten, of meer als er van "
    "het andere minder zijn."
)


@dataclass(frozen=True, slots=True)
class Household:
    """``change`` in euros per year; ``who`` what kind of household; the letters by both programs, without what stands in each of them about
    bezwaar and sources, and what explains the difference."""

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
    if not rows.size:
        return ()
    rows = rows[np.lexsort((rows, change[rows]))]
    kinds = _kinds(population, asked.over, rows, change, prepared.scale, machine.work.year)
    return tuple(
        _household(machine, population, asked, row, Fraction(int(change[row]), prepared.scale))
        for row in _most_found(rows, change, kinds)
    )


def _most_found(rows: NDArray[np.int64], change: NDArray[np.int64], kinds: NDArray[np.int64]) -> list[int]:
    """Of the kinds that there are most of, the row in the middle, in the order of ``rows``."""
    _, kind, count = np.unique(kinds, axis=0, return_inverse=True, return_counts=True)
    members = [rows[kind.ravel() == number] for number in range(count.size)]
    by_count = sorted(members, key=lambda held: (-held.size, int(held[0])))
    less = [held for held in by_count if change[held[0]] < 0]
    more = [held for held in by_count if change[held[0]] > 0]
    half = COUNT // 2
    less, more = less[: max(half, COUNT - len(more))], more[: max(half, COUNT - len(less))]
    chosen = {int(held[held.size // 2]) for held in (*less, *more)}
    return [int(row) for row in rows if int(row) in chosen]


def _kinds(
    population: Population, over: str, rows: NDArray[np.int64], change: NDArray[np.int64], scale: int, year: int
) -> NDArray[np.int64]:
    """Of each row what makes its kind: the class of its difference, and what sort of household it is."""
    edges = np.array(CLASSES, np.int64) * scale
    kinds = [np.searchsorted(edges, change[rows]).astype(np.int64)]
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
    return np.stack(kinds, axis=1)


def _household(machine: Machine, population: Population, asked: Asked, row: int, change: Fraction) -> Household:
    work = machine.work
    moment = work.moments[-1]
    case = case_of(work.variant, population, asked.over, row)

    def letter(program: Program) -> str:
        told = explain(decide(program, asked.besluit, case, moment), program, case)
        kept = tuple(section for section in told.sections if section.heading not in (OBJECTION, RULES))
        return render(replace(told, sections=kept), "tekst")

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
        if share.rounded
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
    children = len(members.get("kind", ()))
    beside = ["partner"] if members.get("echtgenoot") else []
    beside += [f"{children} {'kind' if children == 1 else 'kinderen'}"] if children else []
    if beside:
        words.append(f"met {enumeration(beside)}")
    return " ".join(words) or "een huishouden"
