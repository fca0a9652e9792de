"""Services that tests talk to. Where one cannot run the tests are skipped with the reason; in CI that is a failure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.services import dask
from tests.services.missing import unavailable


@pytest.fixture
def cluster() -> Iterator[dask.Cluster]:
    """Two workers; one for each test, since a test may kill them."""
    try:
        import distributed  # noqa: F401
    except ImportError:
        unavailable("distributed is not installed", "Dask")
    service = dask.running()
    try:
        found = service.__enter__()
    except dask.Unavailable as wrong:
        unavailable(str(wrong), "Dask")
    try:
        yield found
    finally:
        service.__exit__(None, None, None)
