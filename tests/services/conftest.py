"""Services that tests talk to. Where one cannot run the tests are skipped with the reason; in CI that is a failure."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.services import dask
from tests.services.postgres import Server, Unavailable, running


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    try:
        import psycopg  # noqa: F401  # the server is of no use without it
    except ImportError:
        _unavailable("psycopg is not installed")
    service = running()
    try:
        server = service.__enter__()
    except Unavailable as wrong:
        _unavailable(str(wrong))
    try:
        yield server
    finally:
        service.__exit__(None, None, None)


@pytest.fixture
def cluster() -> Iterator[dask.Cluster]:
    """Two workers; one for each test, since a test may kill them."""
    try:
        import distributed  # noqa: F401
    except ImportError:
        _unavailable("distributed is not installed", "Dask")
    service = dask.running()
    try:
        found = service.__enter__()
    except dask.Unavailable as wrong:
        _unavailable(str(wrong), "Dask")
    try:
        yield found
    finally:
        service.__exit__(None, None, None)


def _unavailable(why: str, service: str = "PostgreSQL") -> None:
    if os.environ.get("CI"):
        pytest.fail(f"CI needs {service}: {why}")
    pytest.skip(f"no {service}: {why}")
