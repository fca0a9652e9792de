"""A Dask scheduler with workers on this machine only, without a dashboard, gone afterwards.

By hand (``make cluster``): ``python -m tests.services.dask`` runs one until Ctrl-C and says its address.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_PATIENCE = 60
_ROOT = Path(__file__).resolve().parents[2]


class Unavailable(Exception):
    """Why there can be no cluster here."""


@dataclass(frozen=True)
class Cluster:
    """``workers``: their processes, which nobody starts again when they are killed."""

    address: str
    workers: tuple[subprocess.Popen[bytes], ...]


@contextmanager
def running(workers: int = 2, port: int = 0) -> Iterator[Cluster]:
    """A cluster of which all workers are there. Raises Unavailable."""
    folder = Path(tempfile.mkdtemp(prefix="toetssteen-dask-"))
    log = folder / "log"
    processes: list[subprocess.Popen[bytes]] = []
    try:
        with log.open("wb") as out:
            scheduler = ["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
            processes.append(_started([*scheduler, "--scheduler-file", str(folder / "planner.json")], folder, out))
            address = _told(log, processes[0])
            worker = ["worker", address, "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard"]
            for _ in range(workers):
                processes.append(_started([*worker, "--local-directory", str(folder)], folder, out))
        _joined(log, processes, workers)
        yield Cluster(address, tuple(processes[1:]))
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _started(arguments: list[str], folder: Path, out: IO[bytes]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{arguments[0]}", *arguments[1:]]
    paths = os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.Popen(command, stdout=out, stderr=out, cwd=folder, env={**os.environ, "PYTHONPATH": paths})


def _told(log: Path, scheduler: subprocess.Popen[bytes]) -> str:
    """The address that the scheduler gives in its log."""
    for _ in _while(scheduler):
        for word in log.read_text(errors="replace").split():
            if word.startswith("tcp://127.0.0.1:"):
                return word
    raise Unavailable(f"the scheduler does not start: {_end(log)}")


def _joined(log: Path, processes: list[subprocess.Popen[bytes]], workers: int) -> None:
    for _ in _while(*processes):
        if log.read_text(errors="replace").count("Registered to:") >= workers:
            return
    raise Unavailable(f"the workers do not start: {_end(log)}")


def _while(*processes: subprocess.Popen[bytes]) -> Iterator[None]:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and all(one.poll() is None for one in processes):
        yield
        time.sleep(0.1)


def _end(log: Path) -> str:
    return log.read_text(errors="replace").strip()[-500:]


def main() -> int:
    parser = argparse.ArgumentParser(description="A Dask scheduler with workers on this machine only.")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--port", type=int, default=8786)
    options = parser.parse_args()
    try:
        with running(options.workers, options.port) as cluster:
            print(f"--cluster {cluster.address} (Ctrl-C stops it)", flush=True)
            while all(one.poll() is None for one in cluster.workers):
                time.sleep(1)
    except Unavailable as wrong:
        print(wrong, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
