"""A register on SQLite and on PostgreSQL: every test that asks for ``place`` or ``register`` runs on both."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.register import Keys, Register
from engine.register.tables import metadata
from tests.engine.register.made import KEYS, Place, fill
from tests.services.postgres import Server


@contextmanager
def made_place(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Place]:
    """An empty database that is gone afterwards."""
    if kind == "sqlite":
        yield Place(f"sqlite:///{folder / 'register.db'}")
        return
    import psycopg

    server: Server = request.getfixturevalue("postgres")
    name = f"register_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server.address(), password=server.password, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield Place(server.address(database=name).replace("@", f":{server.password}@", 1))
    with psycopg.connect(server.address(), password=server.password, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@dataclass(frozen=True)
class Whole:
    """A filled register, its database, and all that is in there."""

    register: Register
    place: Place
    rows: dict[str, list[dict[str, Any]]]


def snapshot(place: Place) -> dict[str, list[dict[str, Any]]]:
    rows = {}
    for table in metadata.tables.values():
        names = [column.name for column in table.c]
        found = place.run(f"SELECT {', '.join(names)} FROM {table.name}")
        rows[table.name] = [dict(zip(names, row, strict=True)) for row in found]
    return rows


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A database without a register."""
    with made_place(request.param, request, tmp_path) as made:
        yield made


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def begun(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Place, dict[str, list[dict[str, Any]]]]]:
    with made_place(request.param, request, tmp_path_factory.mktemp("begun")) as place:
        # Time never goes back in a register, and tests of terms have a clock of their own.
        Register.open(place.url, KEYS, clock=lambda: datetime(2020, 1, 1, tzinfo=UTC)).close()
        yield place, snapshot(place)


@pytest.fixture
def place(begun: tuple[Place, dict[str, list[dict[str, Any]]]]) -> Iterator[Place]:
    """A database with a register in which nothing was written yet; without triggers."""
    place, rows = begun
    yield place
    place.put_back(rows)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def whole_kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    with made_place(request.param, request, tmp_path_factory.mktemp("whole")) as place:
        register = Register.open(place.url, KEYS)
        fill(register)
        rows = {}
        for table in metadata.tables.values():
            names = [column.name for column in table.c]
            rows[table.name] = [
                dict(zip(names, row, strict=True)) for row in place.run(f"SELECT {', '.join(names)} FROM {table.name}")
            ]
        yield Whole(register, place, rows)
        register.close()


@pytest.fixture
def whole(whole_kept: Whole) -> Iterator[Whole]:
    """As :class:`Whole`, put back afterwards."""
    yield whole_kept
    whole_kept.place.put_back(whole_kept.rows)


@pytest.fixture
def keys() -> Keys:
    return KEYS


@pytest.fixture
def register(place: Place, keys: Keys) -> Iterator[Register]:
    made = Register.open(place.url, keys)
    yield made
    made.close()
