"""Settings that hold for every test, and the one PostgreSQL that all tests of a run share."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.services.missing import unavailable
from tests.services.postgres import Server, Unavailable, running

# Generated cases run beside other work on few cores, where a time limit per example says nothing: pytest's own limit
# per test catches a hang. In CI the same cases come every time, so that a failure is about the change under test.
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Each test that uses it makes a database of its own."""
    try:
        import psycopg  # noqa: F401  # the server is of no use without it
    except ImportError:
        unavailable("psycopg is not installed")
    service = running()
    try:
        server = service.__enter__()
    except Unavailable as wrong:
        unavailable(str(wrong))
    try:
        yield server
    finally:
        service.__exit__(None, None, None)
