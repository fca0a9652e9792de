"""A disk that is full, a database that goes away, a program that is killed: what was acknowledged is there, nothing is half there."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from engine.register import Keys, Register
from engine.register.chain import Head, locked_head
from engine.register.database import Database
from engine.register.transaction import Transaction
from engine.register.trouble import NotStorable, RegisterError, Unavailable
from engine.register.turns import Turns
from tests.engine.register.made import ANNA, KEYS, Place

pytestmark = pytest.mark.timeout(900)
ROOT = Path(__file__).parents[3]


@contextmanager
def busy(turns: Turns) -> Iterator[None]:
    """Somebody has the turn, who writes nothing for so long."""
    begun, done = threading.Event(), threading.Event()

    def work(_: Transaction, head: Head) -> tuple[Head, None]:
        begun.set()
        done.wait(30)
        return head, None

    thread = threading.Thread(target=turns.write, args=(work,))
    thread.start()
    assert begun.wait(30)
    try:
        yield
    finally:
        done.set()
        thread.join()


@contextmanager
def writer(address: str, *options: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.engine.register.writer", address, *options]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def is_whole(address: str, acknowledged: list[str]) -> Head:
    """Checks a register after a failure, and that it can be written in."""
    register = Register.open(address, KEYS)
    try:
        found = register.verify()
        assert found.ok, found
        there = {entry.id for entry in all_of(register)}
        assert set(acknowledged) <= there
        register.record("besluit", None, {}, ANNA)
        assert register.verify().ok
        return register.head()
    finally:
        register.close()


def all_of(register: Register) -> Iterator[object]:
    page = register.entries("besluit", limit=500)
    while page:
        yield from page
        page = register.entries("besluit", after=page[-1].id, limit=500)


def test_a_writer_that_is_killed_loses_nothing_that_it_acknowledged(place: Place) -> None:
    with writer(place.url, "--threads", "4") as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(0.1)
        process.kill()
        # What was still on its way when the process died may end in the middle of a line.
        lines = [first, *process.stdout]
    acknowledged = [line[2:].strip() for line in lines if line.startswith("+ ") and line.endswith("\n")]
    assert acknowledged
    is_whole(place.url, acknowledged)


@pytest.mark.skipif(sys.platform != "linux", reason="limits the size of files")
def test_a_file_that_cannot_grow_leaves_what_was_acknowledged(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'register.db'}"
    with writer(address, "--threads", "3", "--most-bytes", "400000") as process:
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "! Het register is niet te bereiken of te beschrijven: " in out
    acknowledged = [line[2:] for line in out.splitlines() if line.startswith("+ ")]
    assert acknowledged
    assert is_whole(address, acknowledged).seq >= len(acknowledged)


def test_a_full_disk_is_told_and_nothing_is_half_written(tmp_path: Path) -> None:
    register = Register.open(f"sqlite:///{tmp_path / 'register.db'}", KEYS)
    database = register._store.database._engine

    @event.listens_for(database, "checkout")
    def full(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA max_page_count = 60")

    acknowledged = []
    with pytest.raises(Unavailable, match="de schijf is vol"):
        for _ in range(100):
            acknowledged.append(register.record("besluit", None, {"ruis": os.urandom(5000).hex()}, ANNA).id)
    assert acknowledged
    assert [entry.id for entry in register.entries("besluit", limit=500)] == acknowledged
    assert register.verify().ok
    event.remove(database, "checkout", full)
    register.close()
    is_whole(f"sqlite:///{tmp_path / 'register.db'}", acknowledged)


@pytest.mark.parametrize("begun", ["postgresql"], indirect=True)
def test_a_connection_that_breaks_in_the_middle_of_a_write_leaves_nothing(place: Place) -> None:
    def broken() -> None:
        place.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    register = Register.open(place.url, KEYS)
    made = register.add_dossier({}, ANNA)
    before = register.head()
    clock = register._store.now
    object.__setattr__(
        register._store, "now", lambda: (broken(), clock())[1]
    )  # after the head was locked, before it is moved
    with pytest.raises(Unavailable, match="verbinding"):
        register.record("besluit", made.id, {}, ANNA)
    object.__setattr__(register._store, "now", clock)
    assert register.head() == before
    broken()  # and between two writes: the next one takes another connection
    assert register.record("besluit", made.id, {}, ANNA).number == before.seq + 1
    assert register.verify().ok
    register.close()


def test_what_is_refused_does_not_touch_what_is_written_with_it(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten threads that wait for one turn, of which some ask what cannot be."""
    first = register.add_dossier({}, ANNA)
    turns = register._store.turns
    transactions = []
    writing = Database.writing
    monkeypatch.setattr(Database, "writing", lambda self: (transactions.append(1), writing(self))[1])

    def ask(number: int) -> object:
        try:
            if number % 3 == 0:
                return register.change_dossier(first.id, {"naam": str(number)}, ANNA, expected=first.etag)
            return register.record("besluit" if number % 3 == 1 else "Fout", first.id, {"nr": number}, ANNA)
        except RegisterError as refused:
            return refused

    with ThreadPoolExecutor(10) as pool:
        with busy(turns):
            asked = [pool.submit(ask, number) for number in range(10)]
            deadline = time.monotonic() + 30
            while len(turns._waiting) < 10 and time.monotonic() < deadline:
                time.sleep(0.01)
        told = [one.result() for one in asked]
    conflicts = [one for one in told if type(one).__name__ == "Conflict"]
    assert len(conflicts) == 3
    assert sum(isinstance(one, NotStorable) for one in told) == 3
    written = register.entries("besluit")
    assert sorted(entry.payload["nr"] for entry in written) == [1, 4, 7]
    assert len(transactions) == 2, "that of who had the turn, and one of all who waited"
    newest = register.dossier(first.id)
    assert newest.version == 2
    assert {one.current for one in conflicts} == {newest.etag}  # type: ignore[attr-defined]
    assert register.verify().ok


def test_when_the_database_fails_everybody_hears_so(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    before = register.head()
    turns = register._store.turns

    def ask(number: int) -> object:
        with pytest.raises(Unavailable) as told:
            register.record("besluit", None, {"nr": number}, ANNA)
        return told.value

    with ThreadPoolExecutor(4) as pool:
        with busy(turns):
            monkeypatch.setattr("engine.register.turns.locked_head", lambda *_: _raise())
            asked = [pool.submit(ask, number) for number in range(4)]
            while len(turns._waiting) < 4:
                time.sleep(0.01)
        told = [one.result() for one in asked]
    assert len({id(one) for one in told}) == 4
    monkeypatch.undo()
    assert register.head() == before
    assert threading.active_count() < 20


def _raise() -> None:
    raise Unavailable("weg")


def test_who_waits_too_long_for_another_writer_hears_so(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = Register.open(place.url, KEYS)
    monkeypatch.setattr("engine.register.database._PATIENCE", 1)
    register = Register.open(place.url, KEYS)
    with hanging._store.database.writing() as connection:
        locked_head(connection, KEYS)
        with pytest.raises(Unavailable, match="houdt het te lang bezet"):
            register.record("besluit", None, {}, ANNA)
    assert register.record("besluit", None, {}, ANNA).number == 3
    for one in (hanging, register):
        one.close()


def test_what_is_no_register_is_told(tmp_path: Path) -> None:
    file = tmp_path / "register.db"
    file.write_bytes(b"dit is geen database " * 100)
    with pytest.raises(Unavailable, match="geen SQLite"):
        Register.open(f"sqlite:///{file}", KEYS)
    for address in (
        "sqlite://",
        "sqlite:///:memory:",
        "mysql://x/y",
        "geen adres",
        "postgresql://iemand@127.0.0.1:1/x",
    ):
        with pytest.raises(Unavailable):
            Register.open(address, KEYS)
    with pytest.raises(Unavailable, match="map"):
        Register.open(f"sqlite:///{file}/daarin/register.db", KEYS)


def test_tables_of_a_later_version_are_left_alone(register: Register, place: Place) -> None:
    ((version,),) = place.run("SELECT version_num FROM alembic_version")
    place.run("UPDATE alembic_version SET version_num = '999'")
    with pytest.raises(Unavailable, match="andere versie"):
        Register.open(place.url, KEYS)
    place.run("UPDATE alembic_version SET version_num = :version", version=version)
    assert register.verify().ok


def test_a_password_is_not_told(place: Place) -> None:
    with pytest.raises(Unavailable) as told:
        Register.open("postgresql://iemand:geheim@127.0.0.1:1/x", Keys.new())
    assert "geheim" not in str(told.value)
    assert told.value.__cause__ is None


def test_a_file_that_was_moved_or_replaced_takes_nothing_more(tmp_path: Path, keys: Keys) -> None:
    place, away = tmp_path / "register.db", tmp_path / "weg.db"
    register = Register.open(f"sqlite:///{place}", keys)
    made = register.add_dossier({}, ANNA)
    for suffix in ("", "-wal", "-shm"):
        place.with_name(place.name + suffix).rename(away.with_name(away.name + suffix))
    for ask in (lambda: register.add_dossier({}, ANNA), lambda: register.dossier(made.id), register.head):
        with pytest.raises(Unavailable, match="weg, of vervangen"):
            ask()
    assert not place.exists()
    for suffix in ("", "-wal", "-shm"):
        away.with_name(away.name + suffix).rename(place.with_name(place.name + suffix))
    other = register.add_dossier({}, ANNA)
    assert [one.id for one in register.dossiers()] == [made.id, other.id] and register.verify().ok
    register.close()
    later = Register.open(f"sqlite:///{place}", keys)
    place.rename(away)
    place.write_bytes(away.read_bytes())
    with pytest.raises(Unavailable, match="weg, of vervangen"):
        later.add_dossier({}, ANNA)
    later.close()
