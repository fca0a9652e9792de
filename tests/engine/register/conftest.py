"""A register on SQLite and on PostgreSQL: every test that asks for ``place`` or ``register`` runs on both."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.register import Keys, Register
from tests.engine.register.made import KEYS, Place
from tests.services.postgres import Server


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "sqlite":
        yield Place(f"sqlite:///{tmp_path / 'register.db'}")
        return
    import psycopg

    server: Server = request.getfixturevalue("postgres")
    name = f"register_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server.address(), password=server.password, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield Place(server.address(database=name).replace("@", f":{server.password}@", 1))
    with psycopg.connect(server.address(), password=server.password, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def keys() -> Keys:
    return KEYS


@pytest.fixture
def register(place: Place, keys: Keys) -> Iterator[Register]:
    made = Register.open(place.url, keys)
    yield made
    made.close()
