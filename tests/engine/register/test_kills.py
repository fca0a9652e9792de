"""PostgreSQL and the writers killed in the middle, again and again: every acknowledged write is there, and the chain verifies."""

from __future__ import annotations

import time

import pytest

from tests.engine.register.test_failures import is_whole, writer
from tests.services.missing import unavailable
from tests.services.postgres import Unavailable, prepared

pytestmark = [pytest.mark.cluster, pytest.mark.timeout(900)]

TIMES = 4


def test_every_acknowledged_write_outlives_the_server() -> None:
    acknowledged: list[str] = []
    try:
        with prepared() as place:
            for number in range(TIMES):
                with place.running(fsync="on") as server:
                    address = server.address().replace("@", f":{server.password}@", 1)
                    if acknowledged:
                        is_whole(address, acknowledged)
                    with writer(address, "--threads", "8") as process:
                        assert process.stdout is not None
                        first = process.stdout.readline()
                        time.sleep(0.2 + 0.1 * number)
                        (place.kill if number % 2 else process.kill)()
                        lines = [first, *process.stdout]
                new = [line[2:].strip() for line in lines if line.startswith("+ ") and line.endswith("\n")]
                assert new
                acknowledged += new
            with place.running() as server:
                is_whole(server.address().replace("@", f":{server.password}@", 1), acknowledged)
    except Unavailable as wrong:
        unavailable(str(wrong))
