"""Proof 2: the zorgtoeslag of rules/ over 17.5 million rows in memory, beside numpy and polars written by hand and OpenFisca, in one run.

    python -m bench.populatie [--rows 17500000] [--openfisca-rows 700000] [--json FILE]

All start from the same two tables, of leefeenheden and of persons; beside that, what numpy and polars do when the partner was looked up for
them. All give the same whole-number totals, and some thousands of rows are decided by the exact evaluator too. Rates are rows per second of
wall time, the best of some rounds in turn, since other work shares the machine; beside them per second of processor time, and what the
machine's memory gives in the same run (the STREAM triad).

OpenFisca (the same rules as its formulas, `_openfisca.py`) has an environment of its own, .venv-openfisca, which `make bench` builds. It
runs apart over fewer rows of the same making, and the columns are measured over those very rows too. Its amounts are floats of 32 bits: how
many rows get another amount is told. Without that environment the rest is measured, and the output says so.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._openfisca_peer import PYTHON, by_openfisca, installed
from bench._zorgtoeslag import (
    TODAY,
    by_numpy,
    by_polars,
    flattened,
    people,
    polars_flattened,
    polars_frame,
    polars_query,
    polars_tables,
)
from dsl.cache import load_program
from engine.case import Moment
from engine.columns.kernel import DecisionArrays, Kernel, compile_kernel
from engine.columns.population import Population, shape_of
from engine.columns.routed import case_of
from engine.columns.totals import Totals
from engine.decide import decide
from engine.paths import rules_dir
from engine.values import Known

BESLUIT = "Zorgtoeslag"
ROUNDS = 5
SAMPLE = 3_000
MOMENT = Moment(TODAY)
BLOCK = 65_536
NUMPY = "numpy met de hand"
POLARS = "polars streaming met de hand"
Bar = tuple[str, float, str, float]


def best(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """The least wall time of some rounds, in seconds."""
    return min(_timed(work) for _ in range(rounds))


def _timed(work: Callable[[], Any]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def triad(size: int = 20_000_000) -> float:
    """Bytes per second of a = b + 3c by two threads: three arrays much larger than the cache."""
    a, b, c = (np.ones(size) for _ in range(3))

    def part(start: int, stop: int) -> None:
        for at in range(start, stop, BLOCK):
            here = slice(at, min(stop, at + BLOCK))
            np.add(b[here], np.multiply(c[here], 3.0), out=a[here])

    def both() -> None:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda at: part(at, at + size // 2), (0, size // 2)))

    return 3 * 8 * size / best(both)


def peak_of(work: Callable[[], Any]) -> int:
    """By how many bytes the memory of this process grew at most during some work; 0 where the system does not tell."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        before = _memory("VmRSS")
        kept = work()
        grown = _memory("VmHWM") - before
        del kept
    except OSError:
        return 0
    return grown


def _memory(name: str) -> int:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1]) * 1024
    return 0


def as_totals(totals: Totals) -> dict[str, int]:
    """The totals in the words of the peers."""
    granted, yearly, monthly = totals.decisions[0].outcomes
    return {"toegekend": granted.words.get("toegekend", 0), "per jaar": yearly.total, "per maand": monthly.total}


def bytes_per_row(kernel: Kernel, population: Population) -> float:
    """What a run reads and writes per row, as the arrays are stored."""
    rows = population.tables[kernel.form.over].rows
    read = 0.0
    for source in kernel.form.sources:
        length = population.tables[source.table].rows
        read += np.dtype(source.dtype).itemsize * length / rows
    return read + 1


def different(program: Any, population: Population, result: DecisionArrays) -> int:
    """In how many rows of a sample the exact evaluator gives something else."""
    random = Random(1)
    wrong = 0
    for row in random.sample(range(len(result.reason)), min(SAMPLE, len(result.reason))):
        if result.reason[row]:
            continue
        found = decide(program, BESLUIT, case_of(program, population, "leefeenheid", row), MOMENT, ordered=False)
        for outcome, arrays in zip(found.outcomes, result.outcomes, strict=True):
            raw = int(arrays.values[row])
            value: object = None
            if arrays.codes[row] == 1:
                words = arrays.output.words
                value = words[raw] if arrays.output.sort == "words" else Fraction(raw, arrays.output.scale)
            wrong += value != (outcome.value.value if isinstance(outcome.value, Known) else None)
    return wrong


def beside_openfisca(python: Path, kernel: Kernel, rows: int) -> tuple[list[Bar], dict[str, object]]:
    """The bars and the figures of OpenFisca over so many leefeenheden; says what it found, or that there is nothing to run."""
    if not installed(python):
        print(f"openfisca-core niet gemeten: het staat niet in {python} (make bench installeert het)")
        return [], {}
    found = people(rows)
    population = found.population
    result = kernel.run(population)
    peer = by_openfisca(python, found, result.decisions[0], ROUNDS)
    ours = best(lambda: kernel.part(population), 4 * ROUNDS)
    persons = population.tables["persoon"].rows
    print(f"{peer.version}, op één processor, over {rows:,} leefeenheden, {persons:,} personen:")
    print(
        f"  {rows / peer.computed / 1e6:.2f} M rijen per seconde van de klok, {rows / peer.busy / 1e6:.2f} per processor; met het opbouwen"
        f" van de simulatie {rows / peer.with_building / 1e6:.2f}; de kolommen over dezelfde rijen {rows / ours / 1e6:.1f}"
    )
    print(f"  {peer.differing:,} rijen hebben een ander bedrag (floats van 32 bits), hoogstens € {peer.most} per jaar")
    print(f"  totalen {peer.totals}; de kolommen {as_totals(result.totals)}")
    told = asdict(peer) | {"rows": rows, "ours": ours}
    return [
        ("keer openfisca-core", peer.computed / ours, ">=", 25.0),
        ("rijen per miljoen met een ander bedrag in openfisca-core", 1e6 * peer.differing / rows, "<=", 100.0),
    ], told


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Meet de zorgtoeslag over een bevolking naast numpy en polars met de hand en OpenFisca."
    )
    parser.add_argument("--rows", type=int, default=17_500_000)
    parser.add_argument("--openfisca-rows", type=int, default=700_000)
    parser.add_argument("--openfisca", type=Path, default=PYTHON, help="de Python met openfisca-core")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    program, _, _ = load_program(rules_dir())
    assert program is not None
    found = people(options.rows)
    rows, population = options.rows, found.population
    shape = shape_of(population)
    started = perf_counter()
    kernel = compile_kernel(program, [BESLUIT], MOMENT, shape, "llvm")
    totals = kernel.part(population)
    first_answer = perf_counter() - started
    grown = peak_of(lambda: kernel.run(population))
    result = kernel.run(population).decisions[0]
    wrong = different(program, population, result)
    stream = triad()
    blocks = compile_kernel(program, [BESLUIT], MOMENT, shape, "numpy")
    query = polars_query(polars_frame(found.flat))
    house, person = polars_tables(found)
    answers = [
        as_totals(totals),
        as_totals(blocks.part(population)),
        by_numpy(flattened(found)),
        by_polars(query),
        by_polars(polars_query(polars_flattened(house, person))),
    ]
    work: dict[str, Callable[[], object]] = {
        "kolommen, llvmlite, alleen totalen": lambda: kernel.part(population),
        "kolommen, llvmlite, met uitkomst per rij": lambda: kernel.run(population),
        "kolommen, numpy in blokken": lambda: blocks.part(population),
        NUMPY: lambda: by_numpy(flattened(found)),
        POLARS: lambda: by_polars(polars_query(polars_flattened(house, person))),
        "  de partner al opgezocht, numpy": lambda: by_numpy(found.flat),
        "  de partner al opgezocht, polars": lambda: by_polars(query),
    }
    rates: dict[str, float] = dict.fromkeys(work, 0.0)
    busy: dict[str, float] = dict.fromkeys(work, 0.0)
    for turn in range(ROUNDS):
        for name, one in work.items():
            if turn < 2 or "numpy" not in name:
                at_work = process_time()
                rates[name] = max(rates[name], rows / _timed(one))
                busy[name] = max(busy[name], rows / (process_time() - at_work))
    moved = bytes_per_row(kernel, population)
    main_rate = rates["kolommen, llvmlite, alleen totalen"]
    print(f"{rows:,} leefeenheden, {population.tables['persoon'].rows:,} personen; {kernel.form.size} instructies")
    print(f"{'M rijen per seconde':44}{'van de klok':>12}{'per processor':>15}")
    for name, rate in rates.items():
        print(f"{name:44}{rate / 1e6:12.1f}{busy[name] / 1e6:15.1f}")
    print(f"STREAM triad {stream / 1e9:.1f} GB/s; {moved:.1f} bytes per rij: {main_rate * moved / stream:.0%} daarvan")
    print(f"eerste antwoord {first_answer:.2f} s; totalen {answers[0]}")
    openfisca_bars, openfisca = beside_openfisca(options.openfisca, kernel, options.openfisca_rows)
    bars: list[Bar] = [
        ("M rijen per seconde", main_rate / 1e6, ">=", 100.0),
        ("keer numpy met de hand", main_rate / rates[NUMPY], ">=", 10.0),
        ("keer polars streaming", main_rate / rates[POLARS], ">=", 3.0),
        ("extra bytes per rij, met uitkomst per rij", grown / rows, "<=", 30.0),
        ("% doorgestuurde rijen", 100 * totals.decisions[0].left_over / rows, "<=", 0.1),
        ("rijen anders dan de exacte berekening", float(wrong), "<=", 0.0),
        ("antwoorden die verschillen", float(sum(one != answers[0] for one in answers)), "<=", 0.0),
        *openfisca_bars,
    ]
    good = True
    for name, value, sign, bar in bars:
        met = value >= bar if sign == ">=" else value <= bar
        good = good and met
        print(f"{'gehaald     ' if met else 'NIET GEHAALD'} {name}: {value:,.2f} ({sign} {bar:,})")
    if options.json:
        told = {
            "machine": platform.platform(),
            "rows": rows,
            "rates": rates,
            "rates per processor": busy,
            "triad": stream,
            "bytes per row": moved,
            "first answer": first_answer,
            "openfisca": openfisca,
            "bars": [{"name": name, "value": value, "bar": f"{sign} {bar}"} for name, value, sign, bar in bars],
        }
        options.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
