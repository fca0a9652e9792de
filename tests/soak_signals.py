"""A long run of the signals: the workers and plain Python say the same of every dossier, however often a worker is killed.

    python -m tests.soak_signals [--dossiers 100000] [--seed 1] [--kill-every 0.3]

Random small dossiers are judged by a pool of workers from several threads while another thread kills a worker at random moments. Per
dossier the report of the pool must equal that of Python, or say that nothing was judged; one that was not judged is judged again
at the end, without killing. Memory of this process and of the workers must stay flat.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice

from dsl.program import Join, Pattern, Program, SignalInfo
from engine.case import Case, Moment, Obj
from engine.signals.judging import report_on
from engine.signals.outcome import NOT_JUDGED, SignalReport
from engine.signals.pool import Evaluator, WorkerPool
from tests.engine.build import obj
from tests.engine.signal_cases import DAY, ROLES, SignalBuilder, house

MOMENT = Moment(date(2024, 6, 1))
SIGNALS = 20
WORKERS = 2
THREADS = 4
BATCH = 500
WARM = 0.2
"""The part of the run after which memory is first looked at."""
GROWTH_MIB = 48.0


def random_program(rng: random.Random, signals: int = SIGNALS) -> Program:
    b = SignalBuilder()
    return b.whole(*(_signal(rng, b, f"signaal {number}") for number in range(signals)))


def _signal(rng: random.Random, b: SignalBuilder, name: str) -> SignalInfo:
    condition = b.input("persoon", "let op") if rng.random() < 0.3 else None
    return b.signal(name, *(tuple(_patterns(rng, b)) for _ in range(rng.choice((1, 1, 2)))), condition=condition)


def _patterns(rng: random.Random, b: SignalBuilder) -> list[Pattern]:
    out: list[Pattern] = []
    for index in range(rng.randint(1, 3)):
        kind = rng.choice(ROLES)
        negated = index > 0 and rng.random() < 0.3
        minimum = 1 if negated else rng.choice((1, 1, 2))
        targets = [before for before in out if not before.negated and before.minimum == 1]
        joins = tuple(_join(rng, b, kind, rng.choice(targets)) for _ in range(rng.randint(0, 2)) if targets)
        local = b.of(kind, "onjuist") if rng.random() < 0.3 else None
        out.append(b.pattern(kind, alias=f"{kind}{index}", negated=negated, minimum=minimum, joins=joins, local=local))
    return out


def _join(rng: random.Random, b: SignalBuilder, kind: str, target: Pattern) -> Join:
    field = rng.choice(("dag", "bedrag", "zaak"))
    op = rng.choice(("=", "<>") if field == "zaak" else ("=", "<>", "<", "<=", ">", ">="))
    return b.join(kind, op, target.alias, target.element, field, rng.choice((0, 42)) if field == "dag" else 0)


def random_case(rng: random.Random) -> Case:
    """A person with up to four events of each kind, of which some facts and roles are missing."""

    def event(kind: str, number: int) -> Obj:
        values: dict[str, object] = {
            "dag": DAY + timedelta(days=rng.randint(0, 60)),
            "bedrag": Fraction(rng.randint(1, 4), rng.choice((1, 2, 3))),
            "zaak": rng.choice(("A", "B", "é")),
            "onjuist": rng.random() < 0.5,
        }
        return obj(f"{kind}{number}", kind, {name: value for name, value in values.items() if rng.random() < 0.95})  # type: ignore[misc]

    roles = {kind: [event(kind, n) for n in range(rng.randint(0, 4))] for kind in ROLES if rng.random() < 0.9}
    facts = {"let op": rng.random() < 0.5} if rng.random() < 0.9 else {}
    return house(obj("persoon1", "persoon", facts, roles))  # type: ignore[arg-type]


@dataclass(slots=True)
class Outcome:
    """What a run found. ``unjudged``: dossiers that read as not judged; ``growth``: MiB since the run was warm."""

    dossiers: int = 0
    unjudged: int = 0
    recovered: int = 0
    killed: int = 0
    wrong: int = 0
    fired: int = 0
    growth: float = 0.0
    first_wrong: str = ""


def judged(program: Program, case: Case, worker: Evaluator | None) -> SignalReport:
    signals = tuple(program.signals.values())
    return report_on(program, signals, case, MOMENT, "python" if worker is None else "durable", worker)


def soak(dossiers: int, seed: int, kill_every: float, say: Callable[[str], None] = lambda text: None) -> Outcome:
    """Judge that many dossiers by both engines while workers are killed."""
    rng = random.Random(seed)
    program = random_program(rng)
    pool = WorkerPool(WORKERS)
    out = Outcome()
    warm: float | None = None
    lost: list[Case] = []

    def both(case: Case) -> tuple[Case, SignalReport, SignalReport]:
        return case, judged(program, case, pool), judged(program, case, None)

    cases = (random_case(rng) for _ in range(dossiers))
    try:
        with _killing(pool, kill_every, seed, out), ThreadPoolExecutor(THREADS) as threads:
            while batch := list(islice(cases, BATCH)):
                for case, there, here in threads.map(both, batch):
                    _compare(out, case, there, here, lost)
                if warm is None and out.dossiers >= WARM * dossiers:
                    warm = memory()
                if out.dossiers % (20 * BATCH) == 0:
                    say(
                        f"{out.dossiers} dossiers, {out.killed} keer gestopt, {out.unjudged} niet beoordeeld, {memory():.0f} MiB"
                    )
        out.growth = memory() - (warm or 0.0)
        for case in lost:
            _, there, here = both(case)
            out.recovered += there.judged and (there.fired, there.open) == (here.fired, here.open)
    finally:
        pool.close()
    return out


def _compare(out: Outcome, case: Case, there: SignalReport, here: SignalReport, lost: list[Case]) -> None:
    out.dossiers += 1
    out.fired += len(here.fired)
    if not there.judged:
        out.unjudged += 1
        lost.append(case)
        fine = (there.reason or "").startswith(NOT_JUDGED) and not there.fired and not there.open
    else:
        fine = (there.fired, there.open) == (here.fired, here.open)
    if not fine:
        out.wrong += 1
        out.first_wrong = out.first_wrong or f"{case.root}\n{there}\n{here}"


@contextlib.contextmanager
def _killing(pool: WorkerPool, every: float, seed: int, out: Outcome) -> Iterator[None]:
    """Kill -9 a worker at random moments, on average ``every`` so many seconds; never with 0."""
    stop = threading.Event()
    rng = random.Random(seed + 1)

    def run() -> None:
        while not stop.wait(rng.uniform(0, 2 * every)):
            pids = pool.pids
            if pids:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(rng.choice(pids), signal.SIGKILL)
                    out.killed += 1

    killer = threading.Thread(target=run, daemon=True)
    if every:
        killer.start()
    try:
        yield
    finally:
        stop.set()
        if every:
            killer.join()


def memory() -> float:
    """MiB of memory in use by this process."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Beoordeel heel veel dossiers met beide motoren, terwijl werkers stoppen."
    )
    parser.add_argument("--dossiers", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kill-every", type=float, default=0.3)
    options = parser.parse_args()
    start = time.monotonic()
    out = soak(options.dossiers, options.seed, options.kill_every, lambda text: print(text, flush=True))
    print(
        f"{out.dossiers} dossiers in {time.monotonic() - start:.0f} s: {out.fired} signalen, {out.wrong} verschillen, werkers "
        f"{out.killed} keer gestopt, {out.unjudged} niet beoordeeld en daarna {out.recovered} wel; geheugen {out.growth:+.1f} MiB"
    )
    if out.first_wrong:
        print(out.first_wrong)
    good = not out.wrong and out.recovered == out.unjudged and out.growth <= GROWTH_MIB
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
