"""A long run of the signals: the workers and plain Python say the same of every dossier, however often a worker is killed.

    python -m tests.soak_signals [--dossiers 100000] [--seed 1] [--kill-every 50]

Random small dossiers are judged by a pool of workers from several threads. During the first part of them another thread kills a worker at
random moments; during the rest the workers live, so that their memory can be seen. Per dossier the report of the pool must equal that
of Python, or say that nothing was judged; one that was not judged is judged again at the end. Memory of this process and of each
worker is printed at intervals and must stay flat.
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
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice, repeat

from dsl.program import Join, Pattern, Program, SignalInfo
from engine.case import Case, Moment, Obj
from engine.signals.client import nothing
from engine.signals.form import Fact, Match, RuleForm
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
KILLING = 0.7
"""The part of the dossiers during which workers are killed."""
WARM = 0.2
"""The part of the run, and of the part in which workers live, after which memory is first looked at."""
TIMES = 20
"""How often the state is told."""
GROWTH_MIB = 16.0
WORKER_GROWTH_MIB = 4.0


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
class Memory:
    """MiB in use when it was warm, and last; ``limit``: how much more it may be."""

    limit: float
    warm: float | None = None
    last: float = 0.0

    def note(self, now: float, *, warm: bool) -> None:
        self.last = now
        if self.warm is None and warm:
            self.warm = now

    @property
    def growth(self) -> float:
        return 0.0 if self.warm is None else self.last - self.warm

    @property
    def flat(self) -> bool:
        return self.growth <= self.limit


@dataclass(slots=True)
class Outcome:
    """What a run found. ``unjudged``: dossiers that read as not judged; ``here``, ``there``: memory of this process, and of the worker
    that uses most, since none is killed."""

    dossiers: int = 0
    unjudged: int = 0
    recovered: int = 0
    killed: int = 0
    wrong: int = 0
    fired: int = 0
    here: Memory = field(default_factory=lambda: Memory(GROWTH_MIB))
    there: Memory = field(default_factory=lambda: Memory(WORKER_GROWTH_MIB))
    first_wrong: str = ""

    @property
    def good(self) -> bool:
        return not self.wrong and self.recovered == self.unjudged and self.here.flat and self.there.flat


def judged(program: Program, case: Case, worker: Evaluator | None) -> SignalReport:
    signals = tuple(program.signals.values())
    return report_on(program, signals, case, MOMENT, "python" if worker is None else "durable", worker)


def soak(dossiers: int, seed: int, kill_every: int, say: Callable[[str], None] = lambda text: None) -> Outcome:
    """Judge that many dossiers by both engines while workers are killed, on average every so many questions (0: never)."""
    rng = random.Random(seed)
    program = random_program(rng)
    pool = WorkerPool(WORKERS)
    out = Outcome()
    lost: list[Case] = []
    under_fire = int(KILLING * dossiers) if kill_every else 0
    told = 0
    killer = Killer(pool, kill_every, seed) if kill_every else None

    def both(case: Case, worker: Evaluator = pool) -> tuple[Case, SignalReport, SignalReport]:
        return case, judged(program, case, worker), judged(program, case, None)

    def run(count: int, threads: ThreadPoolExecutor, worker: Evaluator) -> None:
        nonlocal told
        cases = (random_case(rng) for _ in range(count))
        while batch := list(islice(cases, BATCH)):
            for case, there, here in threads.map(both, batch, repeat(worker)):
                _compare(out, case, there, here, lost)
            out.killed = killer.killed if killer else 0
            workers = [memory(pid) for pid in pool.pids]
            out.here.note(memory(os.getpid()), warm=out.dossiers >= WARM * dossiers)
            if workers and out.dossiers > under_fire:
                calm = (out.dossiers - under_fire) / max(1, dossiers - under_fire)
                out.there.note(max(workers), warm=calm >= WARM)
            if out.dossiers * TIMES // dossiers > told:
                told = out.dossiers * TIMES // dossiers
                using = ", ".join(f"{each:.1f}" for each in workers)
                say(
                    f"{out.dossiers} dossiers, {out.wrong} verschillen, {out.killed} keer gestopt, {out.unjudged} niet beoordeeld; "
                    f"geheugen hier {out.here.last:.1f} MiB, werkers {using} MiB"
                )

    try:
        with ThreadPoolExecutor(THREADS) as threads:
            if killer is not None:
                with killer:
                    run(under_fire, threads, killer)
            run(dossiers - under_fire, threads, pool)
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


class Killer:
    """A pool of which a worker is killed with -9 now and then: on average every so many questions, at a random moment in or after one.
    Time is no measure: on a busy machine the workers would do nothing but start."""

    def __init__(self, pool: WorkerPool, every: int, seed: int) -> None:
        self.killed = 0
        self._pool, self._every, self._random = pool, every, random.Random(seed + 1)
        self._questions = threading.Semaphore(0)
        self._stop = False
        self._thread = threading.Thread(target=self._run, daemon=True)

    def evaluate(
        self, rules: Sequence[RuleForm], facts: Sequence[Fact], meanwhile: Callable[[], None] = nothing
    ) -> set[Match]:
        self._questions.release()
        return self._pool.evaluate(rules, facts, meanwhile)

    def __enter__(self) -> Killer:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop = True
        self._questions.release(2 * self._every)
        self._thread.join()

    def _run(self) -> None:
        while True:
            for _ in range(self._random.randint(1, 2 * self._every - 1)):
                self._questions.acquire()
            # Most die over a question, some in between or while they start.
            time.sleep(self._random.uniform(0, self._random.choice((0.002, 0.002, 0.3))))
            if self._stop:
                return
            pids = self._pool.pids
            if pids:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self._random.choice(pids), signal.SIGKILL)
                    self.killed += 1


def memory(pid: int) -> float:
    """MiB of memory in use by a process; 0 when it is gone."""
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except OSError:
        return 0.0


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Beoordeel heel veel dossiers met beide motoren, terwijl werkers stoppen."
    )
    parser.add_argument("--dossiers", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kill-every", type=int, default=50)
    options = parser.parse_args()
    start = time.monotonic()
    out = soak(options.dossiers, options.seed, options.kill_every, lambda text: print(text, flush=True))
    print(
        f"{out.dossiers} dossiers in {time.monotonic() - start:.0f} s: {out.fired} signalen, {out.wrong} verschillen, werkers "
        f"{out.killed} keer gestopt, {out.unjudged} niet beoordeeld en daarna {out.recovered} wel"
    )
    for name, used in (("hier", out.here), ("werker", out.there)):
        print(
            f"geheugen {name}: {used.last:.1f} MiB, {used.growth:+.1f} sinds het begin (hoogstens {used.limit:+.1f}): "
            f"{'vlak' if used.flat else 'GROEIT'}"
        )
    if out.first_wrong:
        print(out.first_wrong)
    print("gehaald" if out.good else "NIET GEHAALD")
    return 0 if out.good else 1


if __name__ == "__main__":
    sys.exit(main())
