"""Every regeling of the shipped law, on as many random rows as asked, through the exact evaluator, llvmlite and numpy.

    python -m tests.engine.columns.fuzz [--rows 100000] [--seed 0] [REGELING ...]

Rows come in populations of 2.000, each with columns, types, gaps and thresholds of its own. Ends with status 1 when a renderer says
something else than the exact evaluator, or when the two differ in anything."""

from __future__ import annotations

import argparse
import sys
from datetime import date, timedelta
from random import Random
from time import monotonic

from dsl.cache import load_program
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


def one_population(program: Program, besluit: str, rows: int, seed: int) -> Found:
    """A besluit on one random population on one random day."""
    random = Random(seed)
    day = FIRST + timedelta(days=random.randrange((LAST - FIRST).days))
    if random.random() < 0.3:
        day = day.replace(month=random.choice((1, 7)), day=1)
    moment = Moment(day, day + timedelta(days=random.randrange(90)) if random.random() < 0.9 else None)
    holes = random.choice((0.0, 0.0, 0.01, 0.05))
    first = Maker(program, [besluit], day, seed, holes=holes).population(min(rows, 50))
    edges = edges_of(program, besluit, first, moment, seed)
    population = Maker(program, [besluit], day, seed + 1, holes=holes, edges=edges).population(rows)
    kernels = [compile_kernel(program, [besluit], moment, shape_of(population), one) for one in ("numpy", "llvm")]
    return compare(program, [besluit], kernels, population, moment)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="rows per regeling")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("regelingen", nargs="*")
    given = parser.parse_args(arguments)
    program, _, _ = load_program(rules_dir())
    if program is None:
        return 1
    regelingen: dict[str, list[str]] = {}
    for name, info in program.decisions.items():
        if not given.regelingen or info.regeling in given.regelingen or name in given.regelingen:
            regelingen.setdefault(info.regeling, []).append(name)
    failed = False
    for regeling, besluiten in regelingen.items():
        total = Found()
        started = monotonic()
        seed = given.seed
        while total.rows < given.rows:
            for besluit in besluiten:
                seed += 2
                found = one_population(program, besluit, min(ROWS, given.rows), seed)
                total.add(found)
                for wrong in found.wrong[:3]:
                    print(f"  seed {seed}: {wrong}", flush=True)
        failed = failed or bool(total.wrong)
        print(
            f"{regeling}: {total.rows} rows, {total.compared} compared, {total.routed} left over, "
            f"{len(total.wrong)} wrong, {monotonic() - started:.0f} s",
            flush=True,
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
