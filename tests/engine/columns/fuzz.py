"""Every regeling of the shipped law, on as many random people as asked, through the exact evaluator, llvmlite and numpy.

    python -m tests.engine.columns.fuzz [--rows 100000] [--seed 0] [--processes 2] [--results FILE] [REGELING ...]

People come in populations of 2.000, each with columns, types, gaps and thresholds of its own; one population in twelve is decided on
the first days of three months in one pass. What each population gave is kept in the file of results, so that a run that was broken off
goes on; another law, another engine or other random people begin anew. Ends with status 1 when a renderer says something else than the
exact evaluator, or when the two differ in anything. What the law asks a case handler is answered at random where the columns say that it
does not matter; in one row of five the exact evaluator in its general form has to say so too."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from time import monotonic
from zlib import crc32

from dsl.cache import load_program
from dsl.dates import add_months
from dsl.program import Program
from engine.case import Moment
from engine.columns.kernel import compile_kernel
from engine.columns.population import shape_of
from engine.paths import rules_dir
from tests.engine.columns.compare import Found, compare
from tests.engine.columns.edges import edges_of
from tests.engine.columns.people import Maker

ROWS = 2_000
FIRST, LAST = date(2022, 1, 1), date(2027, 6, 30)
OFTEN_FIRST, OFTEN_LAST = date(2024, 1, 1), date(2026, 12, 31)
"""Days of which the law gives all amounts; on the others many a row is left over."""
TOGETHER = 12
"""One population in so many is decided on several days in one pass."""
FULLY, MILLIONS = 5, 10**10
"""One population in so many is run by the machine code that a run over millions gets."""
ASKING = 5
_ROOT = Path(__file__).resolve().parents[3]
_SAID = 3


@dataclass(frozen=True, slots=True)
class Unit:
    """One population: the ``number``-th of a besluit."""

    besluit: str
    number: int
    rows: int
    seed: int

    @property
    def own(self) -> int:
        """The seed of this population alone."""
        return crc32(f"{self.seed}/{self.besluit}/{self.number}".encode())


def one_population(program: Program, unit: Unit) -> Found:
    """A besluit on one random population, on one random day or on three in one pass."""
    besluit, seed = unit.besluit, unit.own
    random = Random(seed)
    first, last = (FIRST, LAST) if random.random() < 0.2 else (OFTEN_FIRST, OFTEN_LAST)
    day = first + timedelta(days=random.randrange((last - first).days))
    if random.random() < 0.3:
        day = day.replace(month=random.choice((1, 7)), day=1)
    sent = day + timedelta(days=random.randrange(90)) if random.random() < 0.9 else None
    moments: list[Moment] = [Moment(day, sent)]
    months: tuple[date, ...] = ()
    if unit.number % TOGETHER == TOGETHER - 1:
        months = tuple(add_months(day.replace(day=1), later) for later in range(3))
        moments = [Moment(one, one) for one in months]
    holes = random.choice((0.0, 0.0, 0.01, 0.05))
    bare = random.choice((0.0, 0.0, 0.0, 0.03))
    some = Maker(program, [besluit], day, seed, holes=holes, bare=bare).population(min(unit.rows, 50))
    edges = edges_of(program, besluit, some, moments[0], seed)
    maker = Maker(program, [besluit], day, seed + 1, holes=holes, bare=bare, edges=edges, months=months)
    population = maker.population(unit.rows)
    shape = shape_of(population)
    many = MILLIONS if unit.number % FULLY == 0 else 0
    kernels = [compile_kernel(program, [besluit], moments, shape, one, many) for one in ("numpy", "llvm")]
    return compare(program, [besluit], kernels, population, moments, asking=ASKING)


@lru_cache(maxsize=1)
def _law() -> Program:
    program, _, _ = load_program(rules_dir())
    if program is None:
        raise SystemExit("the rules have errors: see toetssteen controleer")
    return program


def _work(unit: Unit) -> tuple[Unit, Found, float]:
    started = monotonic()
    try:
        found = one_population(_law(), unit)
    except Exception as error:  # a renderer that stops is wrong too, and the others go on
        found = Found(unit.rows, wrong=[repr(error)])
    return unit, found, monotonic() - started


def version(program: Program) -> str:
    """Of everything that decides what a population gives: the law, the engine and how people are made."""
    found = hashlib.sha256(str(program.digest).encode())
    for folder in ("engine", "tests/engine/columns"):
        for path in sorted((_ROOT / folder).rglob("*.py")):
            found.update(path.read_bytes())
    return found.hexdigest()[:16]


class Results:
    """What populations gave, a line of JSON each."""

    def __init__(self, path: Path, program: Program) -> None:
        self.path = path
        self.version = version(program)
        self.done: dict[Unit, tuple[Found, float]] = {}
        for line in path.read_text("utf-8").splitlines() if path.exists() else ():
            try:
                held = json.loads(line)
            except ValueError:  # the last line of a run that was broken off
                continue
            if held.pop("version") == self.version:
                self.done[Unit(**held["unit"])] = (Found(**held["found"]), held["seconds"])

    def keep(self, unit: Unit, found: Found, seconds: float) -> None:
        self.done[unit] = (found, seconds)
        line = {"version": self.version, "unit": asdict(unit), "found": asdict(found), "seconds": round(seconds, 2)}
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def units(besluiten: list[str], rows: int, seed: int) -> list[Unit]:
    """Populations for at least so many rows, over the besluiten in turn."""
    each = min(ROWS, rows)
    count = max(len(besluiten), -(-rows // each))
    return [Unit(besluiten[at % len(besluiten)], at // len(besluiten), each, seed) for at in range(count)]


def _run(waiting: Iterable[Unit], processes: int) -> Iterator[tuple[Unit, Found, float]]:
    if processes <= 1:
        yield from map(_work, waiting)
        return
    with ProcessPoolExecutor(processes) as pool:
        for future in as_completed([pool.submit(_work, unit) for unit in waiting]):
            yield future.result()


def _told(regeling: str, found: Found, seconds: float) -> str:
    reasons = ", ".join(f"{name.lower()} {n}" for name, n in sorted(found.reasons.items()) if n) or "none"
    return (
        f"{regeling}: {found.rows} rows, {found.compared} compared, {found.routed} left over ({reasons}), "
        f"{len(found.wrong)} wrong, {seconds:.0f} s"
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="rows per regeling")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--results", type=Path, default=_ROOT / "build" / "fuzz-columns.jsonl")
    parser.add_argument("regelingen", nargs="*")
    given = parser.parse_args(arguments)
    program = _law()
    given.results.parent.mkdir(parents=True, exist_ok=True)
    results = Results(given.results, program)
    regelingen: dict[str, list[str]] = {}
    for name, info in program.decisions.items():
        if not given.regelingen or info.regeling in given.regelingen or name in given.regelingen:
            regelingen.setdefault(info.regeling, []).append(name)
    asked = {regeling: units(besluiten, given.rows, given.seed) for regeling, besluiten in regelingen.items()}
    regeling_of = {unit: regeling for regeling, all_of in asked.items() for unit in all_of}
    open_ = {regeling: {unit for unit in all_of if unit not in results.done} for regeling, all_of in asked.items()}
    whole, spent = Found(), 0.0

    def tell(regeling: str) -> None:
        nonlocal spent
        total, seconds = Found(), 0.0
        for unit in asked[regeling]:
            found, took = results.done[unit]
            total.add(found)
            seconds += took
        whole.add(total)
        spent += seconds
        print(_told(regeling, total, seconds), flush=True)

    for regeling, left in open_.items():
        if not left:
            tell(regeling)
    waiting = [unit for regeling, all_of in asked.items() for unit in all_of if unit in open_[regeling]]
    for unit, found, seconds in _run(waiting, given.processes):
        results.keep(unit, found, seconds)
        for wrong in found.wrong[:_SAID]:
            print(f"  {unit}: {wrong}", flush=True)
        left = open_[regeling_of[unit]]
        left.discard(unit)
        if not left:
            tell(regeling_of[unit])
    print(_told(f"{len(asked)} regelingen", whole, spent), flush=True)
    return 1 if whole.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
