"""The same parts by a cluster: the same numbers, also when a worker is killed."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from engine.simulation.finished import Finished
from engine.simulation.order import order_of
from engine.simulation.runners import Here, Standing, run_parts
from tests.engine.simulation.runs import bytes_of, machine, population
from tests.services.dask import Cluster


@pytest.mark.cluster
def test_a_cluster_gives_the_same_totals_also_when_a_worker_is_killed(cluster: Cluster, tmp_path: Path) -> None:
    from engine.simulation.cluster import Dask

    made, stored = machine(), population(tmp_path / "mensen", parts=8)
    order = order_of(made)
    expected = bytes_of(run_parts(Here(made), order, stored, Finished(tmp_path / "a", order.key)))
    runner = Dask(cluster.address)
    assert bytes_of(run_parts(runner, order, stored, Finished(tmp_path / "b", order.key))) == expected

    def kill(standing: Standing) -> None:
        if standing.done == 2:
            os.kill(cluster.workers[0].pid, signal.SIGKILL)

    assert bytes_of(run_parts(runner, order, stored, Finished(tmp_path / "c", order.key), kill)) == expected
    assert cluster.workers[0].wait(10) == -signal.SIGKILL


def test_a_cluster_that_does_not_answer_is_said(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    from engine.simulation.cluster import Dask

    made, stored = machine(), population(tmp_path / "mensen", parts=1, households=50)
    order = order_of(made)
    with pytest.raises(ConnectionError, match="geeft geen antwoord"):
        run_parts(Dask("tcp://127.0.0.1:9", patience=1), order, stored, Finished(tmp_path / "a", order.key))
