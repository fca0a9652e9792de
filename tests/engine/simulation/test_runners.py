"""Whoever runs the parts, and whatever goes wrong on the way: the same numbers, or exactly which parts are missing."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from engine.population.folder import Part, Stored
from engine.simulation.cluster import AddressError, check_address
from engine.simulation.finished import Finished
from engine.simulation.order import Order, OtherWorkError, Refused, attempt, machine_of, order_of
from engine.simulation.part import Machine
from engine.simulation.processes import LocalProcesses
from engine.simulation.runners import (
    TRIES,
    Here,
    Landed,
    PartsMissingError,
    Runner,
    Standing,
    run_parts,
    worth,
)
from tests.engine.simulation.runs import bytes_of, machine, population


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Stored:
    return population(tmp_path_factory.mktemp("p") / "mensen")


@pytest.fixture(scope="module")
def made() -> Machine:
    return machine()


@pytest.fixture(scope="module")
def order(made: Machine) -> Order:
    return order_of(made)


@pytest.fixture(scope="module")
def expected(made: Machine, order: Order, stored: Stored, tmp_path_factory: pytest.TempPathFactory) -> str:
    return bytes_of(run_parts(Here(made), order, stored, Finished(tmp_path_factory.mktemp("f"), order.key)))


@pytest.fixture
def finished(tmp_path: Path, order: Order) -> Finished:
    return Finished(tmp_path / "delen", order.key)


def at(done: int, what: Callable[[], None]) -> Callable[[Standing], None]:
    """Do something when so many parts are done."""

    def progress(standing: Standing) -> None:
        if standing.done == done:
            what()

    return progress


class Backwards(Here):
    """Gives the last part first."""

    def results(self, order: Order, parts: Sequence[Part]) -> Iterator[Landed]:
        return super().results(order, parts[::-1])


def test_the_order_of_the_parts_does_not_show(
    made: Machine, order: Order, stored: Stored, finished: Finished, expected: str
) -> None:
    assert bytes_of(run_parts(Backwards(made), order, stored, finished)) == expected


def test_a_machine_made_from_a_description_has_the_same_work(order: Order) -> None:
    assert order_of(machine_of(order)) == order


def test_other_rules_than_those_of_the_asker_are_refused(order: Order, stored: Stored) -> None:
    other = replace(order, variant=())
    with pytest.raises(OtherWorkError, match="hier staan andere regels"):
        machine_of(other)
    refused = attempt(other, stored.parts[0])
    assert isinstance(refused, Refused) and not refused.again


@pytest.mark.cluster
def test_processes_of_which_some_are_killed_give_the_same(
    order: Order, stored: Stored, finished: Finished, expected: str
) -> None:
    runner = LocalProcesses(2)
    killed = []

    def kill() -> None:
        for pid in runner.pids:
            killed.append(pid)
            os.kill(pid, signal.SIGKILL)

    assert bytes_of(run_parts(runner, order, stored, finished, at(2, kill))) == expected
    assert killed and not runner.pids


@pytest.mark.cluster
def test_processes_without_room_say_which_parts_are_missing(order: Order, stored: Stored, finished: Finished) -> None:
    two = replace(stored, parts=stored.parts[:2])
    with pytest.raises(PartsMissingError) as wrong:
        run_parts(LocalProcesses(1, memory=16), order, two, finished)
    assert [one.part for one in wrong.value.missing] == ["deel-0000", "deel-0001"]


def test_a_run_that_was_broken_off_goes_on_with_what_is_left(
    made: Machine, order: Order, stored: Stored, finished: Finished, expected: str
) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_parts(Here(made), order, stored, finished, at(3, stop))
    run: list[str] = []

    class Watched(Here):
        def results(self, order: Order, parts: Sequence[Part]) -> Iterator[Landed]:
            run.extend(part.folder.name for part in parts)
            return super().results(order, parts)

    # One file is cut off, one is of another work: neither counts.
    first, second, _ = sorted(finished.folder.iterdir())
    first.write_text(first.read_text("utf-8")[:40], "utf-8")
    second.write_text(second.read_text("utf-8").replace(order.key, "0" * 64), "utf-8")
    assert bytes_of(run_parts(Watched(made), order, stored, finished)) == expected
    assert len(run) == 5 and {"deel-0003", "deel-0004", "deel-0005"} < set(run)


def test_a_damaged_part_is_named_and_the_others_are_kept(
    made: Machine, order: Order, tmp_path: Path, finished: Finished
) -> None:
    stored = population(tmp_path / "stuk", parts=3, households=50)
    (tmp_path / "stuk" / "deel-0001" / "persoon.arrow").write_bytes(b"niets")
    with pytest.raises(PartsMissingError) as wrong:
        run_parts(Here(made), order, stored, finished)
    (missing,) = wrong.value.missing
    assert missing.part == "deel-0001" and "beschadigd" in missing.why and wrong.value.of == 3
    assert len(list(finished.folder.iterdir())) == 2


def test_a_part_that_fails_is_tried_again_but_not_for_ever(stored: Stored) -> None:
    from engine.simulation.runners import Turns

    turns = Turns(stored.parts[:1])
    part = turns.waiting.popleft()
    again = [turns.over(part, Refused("weg", again=True)) for _ in range(TRIES)]
    assert again == [False, False, True] and Turns(()).over(part, Refused("stuk", again=False))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "tcp://[::1]:1", "tls://planner.intern:8786"])
def test_an_address_of_this_machine_or_with_tls_is_used(address: str) -> None:
    check_address(address)


@pytest.mark.parametrize(
    "address", ["tcp://10.0.0.5:8786", "tcp://planner:1", "http://127.0.0.1:1", "127.0.0.1:1", "tls://x", "tcp://[::1"]
)
def test_any_other_address_is_refused(address: str) -> None:
    with pytest.raises(AddressError):
        check_address(address)


def test_a_process_per_few_parts_and_no_more_than_cores() -> None:
    assert [worth(parts, 4) for parts in (1, 7, 8, 15, 74)] == [1, 1, 2, 3, 4]


def test_here_is_a_runner(made: Machine) -> None:
    runner: Runner = Here(made)
    assert list(runner.results(order_of(made), ())) == []
