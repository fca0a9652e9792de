"""Before a run a look at the first rows, and beside it the same over small populations from other seeds: how far chance alone carries
a figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from engine.columns.errors import ColumnsError
from engine.columns.population import Population, shape_of
from engine.population.folder import Stored
from engine.simulation.part import Machine
from engine.simulation.reasons import ABOVE_CAP
from engine.simulation.tally import Tallies
from engine.simulation.work import Asked, NotAsked

FEWEST_SEEDS = 20
PERSONS_A_SEED = 50_000
CAP_A_SEED = 50
"""Rows that the exact evaluator takes over in a population of a seed: enough where few are left, and bounded where many are."""
_SAMPLE = 2_000
_LOOKED_INTO = 10
"""Of so many rows of the sample that are left to the exact evaluator it is asked why."""
MUCH_ROUTED = Fraction(1, 20)


@dataclass(frozen=True, slots=True)
class Much:
    """Of a besluit of which much is left to the exact evaluator: what share of all rows, what share of those with an amount or left,
    and why: what the kernels say, and what the exact evaluator says of some of them."""

    besluit: str
    of_all: Fraction
    of_concerned: Fraction
    reasons: tuple[str, ...]
    examples: tuple[str, ...]

    def line(self, cap: int) -> str:
        """What a user reads before the run."""
        text = (
            f"Let op: bij '{self.besluit}' gaat ongeveer {_percents(self.of_all)} van de rijen naar de exacte berekening: "
            f"{_percents(self.of_concerned)} van de rijen die een bedrag hebben of kunnen hebben. Waarom: {'; '.join(self.reasons)}."
        )
        if self.examples:
            text += f" Van enkele is nagegaan waarom zij niet te beslissen zijn: {'; '.join(self.examples)}."
        return text + f" Per deel worden er ten hoogste {cap} zo berekend; de rest wordt geteld en niet meegerekend."


def _percents(share: Fraction) -> str:
    return "minder dan 1%" if 0 < share < Fraction(1, 100) else f"{round(share * 100)}%"


@dataclass(frozen=True, slots=True)
class Sampled:
    """Of the first rows of a population: the besluiten of which much is left to the exact evaluator. ``left``: those that cannot be
    run over this population, and why."""

    much: tuple[Much, ...]
    left: tuple[NotAsked, ...]


def sample(machine: Machine, stored: Stored) -> Sampled:
    """Look at the first rows before all are run; what cannot be run is no longer asked of the machine.

    Raises OSError or ValueError when the first part cannot be read."""
    population = stored.parts[0].read()
    shape = shape_of(population)
    asked: list[Asked] = []
    left: list[NotAsked] = []
    for one in machine.work.asked:
        try:
            machine.prepared(one, shape)
        except ColumnsError as wrong:
            left.append(NotAsked(one.besluit, "; ".join(found.cause for found in wrong.findings)))
        else:
            asked.append(one)
    work = machine.work = replace(machine.work, asked=tuple(asked))
    counted = machine.count(population, _SAMPLE, 0)
    found: list[Much] = []
    for one in asked:
        tally = counted[one.besluit]
        routed = tally.of("overgedragen", "rijen")
        of_all = Fraction(routed, max(1, tally.of("rijen")))
        concerned = Fraction(routed, max(1, routed + tally.of("met bedrag")))
        if concerned <= MUCH_ROUTED:
            continue
        machine.work = replace(work, asked=(one,), pressure=False, stacked=False)
        looked = machine.count(population, _SAMPLE, _LOOKED_INTO)[one.besluit]
        reasons = tuple(sorted(tally.under("overgedragen", "reden")))
        found.append(
            Much(one.besluit, of_all, concerned, reasons, tuple(sorted(set(looked.under("niet geteld")) - {ABOVE_CAP})))
        )
    machine.work = work
    return Sampled(tuple(found), tuple(left))


@dataclass(frozen=True, slots=True)
class Drawn:
    """The numbers of a population of one seed, and for how many people of the country one of it stands."""

    seed: int
    tallies: Tallies
    weight: Fraction


def over_seeds(
    machine: Machine, drawn: Iterator[tuple[int, Population]], people: int, count_of: Callable[[Population], int]
) -> tuple[Drawn, ...]:
    """The same run over populations from other seeds. ``people``: how many there are in the country."""
    return tuple(
        Drawn(seed, machine.count(population, cap=CAP_A_SEED), Fraction(people, count_of(population)))
        for seed, population in drawn
    )


def weight_of(stored: Stored) -> Fraction:
    """For how many of the country one household of this population stands; 1 when it stands for itself alone."""
    told: Any = stored.about.get("telt voor")
    if not isinstance(told, dict) or "per huishouden" not in told:
        return Fraction(1)
    try:
        found = Fraction(str(told["per huishouden"]))
    except (ValueError, ZeroDivisionError):
        raise ValueError("'telt voor' in populatie.yaml is geen verhouding") from None
    if found <= 0:
        raise ValueError("'telt voor' in populatie.yaml is geen verhouding")
    return found


def names_of(tallies: Sequence[Tallies]) -> list[str]:
    return sorted({name for one in tallies for name in one})
