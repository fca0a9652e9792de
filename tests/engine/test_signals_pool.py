"""The pool of workers: it survives the death of a worker, and only dossiers with something to correlate go to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from dsl.program import Program
from engine.case import Case, Moment
from engine.signals import oracle
from engine.signals.form import Fact, Match, RuleForm
from engine.signals.judging import report_on
from engine.signals.pool import WorkerPool
from engine.signals.preparing import prepare, relevant, screened
from tests.engine.signal_cases import SignalBuilder, event, house, person, programs_and_cases
from tests.engine.test_signals import broken_arrangement, levied, objected
from tests.soak_signals import soak

MOMENT = Moment(date(2024, 6, 1))


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    pytest.importorskip("durable.engine")
    made = WorkerPool(2)
    yield made
    made.close()


def test_workers_killed_at_random_lose_no_dossier_and_are_never_silence() -> None:
    pytest.importorskip("durable.engine")
    out = soak(dossiers=600, seed=7, kill_every=30)
    assert out.dossiers == 600 and out.fired > 300
    assert out.wrong == 0, out.first_wrong
    assert out.killed > 0 and out.recovered == out.unjudged
    assert out.here.last > 0 and out.there.last > 0


def test_a_pool_comes_back_after_each_death(pool: WorkerPool) -> None:
    rule, facts = RuleForm("r", "z", ()), [Fact("f1", "z", 0, {})]
    seen = set()
    for _ in range(3):
        assert pool.evaluate([rule], facts) == {("r", (("zelf", "f1"),))}
        (pid,) = pool.pids
        seen.add(pid)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)  # so that the death is there to be noticed
    assert len(seen) == 3


def test_threads_share_the_workers(pool: WorkerPool) -> None:
    rule = RuleForm("r", "z", ())
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda n: pool.evaluate([rule], [Fact(f"f{n}", "z", 0, {})]), range(200)))
    assert found == [{("r", (("zelf", f"f{n}"),))} for n in range(200)]
    assert 1 <= len(pool.pids) <= 2


def test_a_pool_without_workers_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        WorkerPool(0)


# ---------------------------------------------------------------- screening


class Counting:
    """Plain Python in the place of a pool, that counts what goes to it."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def evaluate(self, rules: object, facts: list[Fact], meanwhile: Callable[[], None]) -> set[Match]:
        self.asked.append(len(facts))
        meanwhile()
        return oracle.evaluate(rules, facts)  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs_and_cases())
def test_screening_first_is_the_same_as_judging_everything(both: tuple[Program, Case]) -> None:
    program, case = both
    ready = prepare(program, tuple(program.signals.values()), case, MOMENT)
    subjects = [*ready.together, *ready.alone()]
    everything = [fact for subject in subjects for fact in subject.certain]
    found = [
        oracle.evaluate(rules, screened(subjects, correlating=each))
        for rules, each in ((ready.correlating, True), (ready.single, False))
    ]
    everything = list({fact.id: fact for fact in everything}.values())
    assert found[0] | found[1] == oracle.evaluate((*ready.single, *ready.correlating), everything)
    assert not found[0] & found[1]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs_and_cases())
def test_only_dossiers_with_two_relevant_facts_go_to_a_worker(both: tuple[Program, Case]) -> None:
    program, case = both
    signals = tuple(program.signals.values())
    pool = Counting()
    with_pool = report_on(program, signals, case, MOMENT, "durable", pool)
    alone = report_on(program, signals, case, MOMENT, "python")
    assert (with_pool.fired, with_pool.open) == (alone.fired, alone.open)
    ready = prepare(program, signals, case, MOMENT)
    count = relevant(ready.correlating, screened(ready.together, correlating=True))
    assert bool(pool.asked) is (count >= 2) is (with_pool.engine == "durable")


@pytest.mark.parametrize(("objections", "asked"), [([], False), ([objected(3)], True)])
def test_one_fact_alone_has_nothing_to_correlate(objections: list[object], asked: bool) -> None:
    pool = Counting()
    program = broken_arrangement(SignalBuilder())
    case = house(person(naheffing=[levied()], bezwaar=objections, betaling=[]))  # type: ignore[arg-type]
    report = report_on(program, tuple(program.signals.values()), case, MOMENT, "durable", pool)
    assert bool(pool.asked) is asked and bool(report.fired) is asked


def test_a_single_event_fires_without_a_worker() -> None:
    b = SignalBuilder()
    program = b.whole(b.signal("een naheffing", (b.pattern("naheffing"),)))
    pool = Counting()
    report = report_on(
        program,
        tuple(program.signals.values()),
        house(person(naheffing=[event("naheffing", 1)])),
        MOMENT,
        "durable",
        pool,
    )
    assert [signal.name for signal in report.fired] == ["een naheffing"]
    assert report.engine == "python" and pool.asked == []


def test_a_worker_loads_nothing_of_the_language() -> None:
    """It starts anew for every run of a command: what it loads, a case handler waits for."""
    pytest.importorskip("durable.engine")
    code = "import engine.signals.worker, engine.signals.session, sys; print([m for m in sys.modules if 'dsl' in m or 'general' in m])"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": "."}
    )
    assert out.stdout.strip() == "[]"
