"""Who runs the parts of a population: this process, processes of this machine, or a cluster. All map the same function over the same
parts, and their numbers add up to the same.

A part whose process dies is run again, a bounded number of times; what then is still missing is said by name.
"""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from engine.columns.errors import ColumnsError
from engine.population.folder import NotAPopulationError, Part, Stored
from engine.population.synthetic import PERSON
from engine.simulation.finished import Finished
from engine.simulation.order import Order, Refused, as_plain, counted, from_plain
from engine.simulation.part import Machine
from engine.simulation.tally import Tallies, merged

TRIES = 3
"""How often a part is run before it is given up."""

_PARTS_A_PROCESS = 4
"""Parts for which it is worth having a process make its own kernels."""

Outcome = dict[str, Any] | Refused
Landed = tuple[Part, Outcome]


class Runner(Protocol):
    """Gives each part once, in any order, with its numbers or why there are none."""

    def results(self, order: Order, parts: Sequence[Part]) -> Iterator[Landed]: ...


@dataclass(frozen=True, slots=True)
class Missing:
    part: str
    why: str


class PartsMissingError(Exception):
    """Some parts could not be run; the others are finished."""

    def __init__(self, missing: Sequence[Missing], of: int) -> None:
        super().__init__(f"{len(missing)} van {of} delen ontbreken")
        self.missing = tuple(missing)
        self.of = of


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a run is. ``kept``: parts that an earlier run had finished. ``people`` of the parts that this run finished; ``left`` of
    those that are to come."""

    done: int
    total: int
    kept: int
    people: int
    left: int


def people_of(part: Part) -> int:
    """Persons, or where a population has none the rows of its largest table."""
    return part.rows.get(PERSON, max(part.rows.values(), default=0))


def worth(parts: int, cores: int | None = None) -> int:
    """How many processes so many parts are worth."""
    return max(1, min(cores or os.cpu_count() or 1, parts // _PARTS_A_PROCESS))


def run_parts(
    runner: Runner,
    order: Order,
    stored: Stored,
    finished: Finished,
    progress: Callable[[Standing], None] = lambda standing: None,
) -> Tallies:
    """The numbers of a whole population, with what ``finished`` has of it, which gets every part that comes in.

    Raises PartsMissingError when parts stay without numbers, ConnectionError when there is no cluster, OSError when a finished part
    cannot be kept."""
    found: dict[str, Tallies] = {}
    for part in stored.parts:
        tallies = finished.of(part)
        if tallies is not None:
            found[part.folder.name] = tallies
    waiting = [part for part in stored.parts if part.folder.name not in found]
    kept, people, left = len(found), 0, sum(people_of(part) for part in waiting)
    total = len(stored.parts)
    missing = []
    progress(Standing(kept, total, kept, people, left))
    for part, outcome in runner.results(order, waiting) if waiting else ():
        left -= people_of(part)
        if isinstance(outcome, Refused):
            missing.append(Missing(part.folder.name, outcome.why))
            continue
        finished.keep(part, outcome)
        found[part.folder.name] = from_plain(outcome)
        people += people_of(part)
        progress(Standing(len(found), total, kept, people, left))
    if missing:
        raise PartsMissingError(sorted(missing, key=lambda one: one.part), total)
    return merged([found[part.folder.name] for part in stored.parts])


class Here:
    """This process alone, with threads where the kernel takes them."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    def results(self, order: Order, parts: Sequence[Part]) -> Iterator[Landed]:
        for part in parts:
            try:
                yield part, as_plain(counted(self.machine, part))
            except NotAPopulationError as wrong:
                yield part, Refused(str(wrong), again=False)
            except ColumnsError as wrong:
                yield part, Refused("; ".join(found.cause for found in wrong.findings), again=False)
            except MemoryError:
                yield part, Refused("te weinig geheugen", again=True)


class Turns:
    """Which parts are still to be run, and which were run too often."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.waiting = deque(parts)
        self._tries: Counter[str] = Counter()

    def over(self, part: Part, outcome: Outcome) -> bool:
        """Whether this is the last word on a part; otherwise it waits again."""
        self._tries[part.folder.name] += 1
        if isinstance(outcome, Refused) and outcome.again and self._tries[part.folder.name] < TRIES:
            self.waiting.append(part)
            return False
        return True
