"""What another process is told: which rules, which varianten and which besluiten, never programs or machine code. It loads the same
rules itself, and refuses when they are not the same.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from engine.columns.errors import ColumnsError
from engine.population.folder import NotAPopulationError, Part
from engine.simulation.part import Machine
from engine.simulation.tally import Tallies, tally_of
from engine.simulation.work import Work, choose
from engine.version import ENGINE_VERSION


@dataclass(frozen=True, slots=True)
class Order:
    """``rules``: the folder with rules (None: the shipped ones). ``baseline`` and ``variant``: the varianten of either program.
    ``rows``: how many will be run in all, about. ``key``: of the work as it is here,
    which has to be that of the work as it is there."""

    rules: str | None
    baseline: tuple[str, ...]
    variant: tuple[str, ...]
    besluiten: tuple[str, ...]
    year: int
    step: int
    cap: int
    dimensions: tuple[str, ...]
    rows: int
    pressure: bool
    stacked: bool
    key: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a part gave nothing, in Dutch. ``again``: it may do better another time."""

    why: str
    again: bool


class OtherWorkError(Exception):
    """The rules or the version of a worker are not those of the one who asks."""


def key_of(work: Work, dimensions: tuple[str, ...]) -> str:
    """The same for two runs of which each part gives the same."""
    return hashlib.sha256(repr((ENGINE_VERSION, work.key, dimensions)).encode()).hexdigest()


def order_of(machine: Machine, rules: Path | None = None) -> Order:
    """The description of the work of a machine, for a process that is to make the same."""
    work = machine.work
    return Order(
        None if rules is None else str(rules.resolve()),
        work.baseline.applied,
        work.variant.applied,
        tuple(one.besluit for one in work.asked),
        work.year,
        work.step,
        work.cap,
        machine.dimensions,
        machine.rows,
        work.pressure,
        work.stacked,
        key_of(work, machine.dimensions),
    )


@lru_cache(maxsize=1)
def machine_of(order: Order) -> Machine:
    """The machine of an order, with kernels that live as long as the process. Raises OtherWorkError."""
    from dsl.cache import load_program
    from engine.paths import rules_dir

    root = rules_dir() if order.rules is None else Path(order.rules)
    baseline, _, _ = load_program(root, variants=order.baseline)
    variant, _, _ = load_program(root, variants=order.variant)
    if baseline is None or variant is None:
        raise OtherWorkError("de regels zijn hier niet te laden")
    if any(name not in variant.decisions for name in order.besluiten):
        raise OtherWorkError("hier staan andere regels")
    tables = [variant.decisions[name].over for name in order.besluiten]
    asked, _ = choose(baseline, variant, order.besluiten, tables)
    work = Work(baseline, variant, asked, order.year, order.step, order.cap, order.pressure, order.stacked)
    if key_of(work, order.dimensions) != order.key:
        raise OtherWorkError("hier staan andere regels, of een andere versie van Toetssteen")
    # Beside it run other processes, one per core.
    return Machine(work, order.dimensions, order.rows, threads=1)


def attempt(order: Order, part: Part, *, check: bool = False) -> dict[str, Any] | Refused:
    """The numbers of a part as JSON, in whatever process. ``check``: first see that its files are those that the asker has."""
    try:
        if check:
            part.check()
        return as_plain(counted(machine_of(order), part))
    except (OtherWorkError, NotAPopulationError) as wrong:
        return Refused(str(wrong), again=False)
    except ColumnsError as wrong:
        return Refused("; ".join(found.cause for found in wrong.findings), again=False)
    except MemoryError:
        return Refused("te weinig geheugen", again=True)
    except OSError as wrong:
        return Refused(f"{part.folder.name}: {wrong.strerror or wrong}", again=True)


def counted(machine: Machine, part: Part) -> Tallies:
    """Raises NotAPopulationError, ColumnsError."""
    return machine.count(part.read())


def as_plain(tallies: Tallies) -> dict[str, Any]:
    return {name: tally.plain() for name, tally in tallies.items()}


def from_plain(plain: dict[str, Any]) -> Tallies:
    """What :func:`as_plain` gave. Raises KeyError, TypeError, ValueError for something else."""
    return {str(name): tally_of(tally) for name, tally in plain.items()}
