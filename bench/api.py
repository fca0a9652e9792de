"""Decisions per second over HTTP, with trace and register, beside the same stack with a constant instead of deciding.

    python -m bench.api [--seconds 5] [--json FILE]

The workbench runs as a user starts it: SQLite, and two processes that decide. One process asks over 16 connections that stay open. Beside
it stands a second workbench that decided once: it reads the same question by the same gate, answers with that besluit, and writes it in
its register and log of processings, without asking who decides. What that one does more in a second is what deciding costs, with
signals, explanation, writing them out, and going to another process and back. A third figure leaves the register out as well: a constant
of the same size, and nothing else.

They are asked in turn, and of each the round in the middle counts, so that all meet the same machine. A machine that does other work is
slower for what uses both processors than for what uses one; so the rate that the processor time of an answer allows on two free
processors stands beside it, and that counts where more is running than there are processors. Bar: at least half as many decisions a
second as the same stack without deciding, for the besluit in the middle. Exits with 1 when it is missed. Needs Linux.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.routing import Mount

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from engine.paths import scenarios_dir
from workbench.api.app import make_app
from workbench.api.bodies import LimitedRoute
from workbench.api.questions import DecisionQuestion
from workbench.api.wiring import Bench, JsonBytes, Who
from workbench.cli.commands.serve import listening
from workbench.service.asked import Asked
from workbench.service.pointers import plain, tree
from workbench.service.pool import Calculator
from workbench.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
CONNECTIONS = 16
CORES = 2
ROUNDS = 3
CONSTANT = "/beslissingen/constant-"
BAR = 0.5
CASES = (
    ("AOW-leeftijd", "mevrouw-bakker"),
    ("Zorgtoeslag", "zorgtoeslag"),
    ("Bijdrage voor vervoer Wmo", "meneer-bakker"),
)


@dataclass(frozen=True)
class Measured:
    """``times``: of each answer, in seconds, sorted. ``serving``, ``deciding`` and ``asking``: processor time of the server, of the
    processes that decide, and of who asks, in seconds."""

    times: list[float]
    seconds: float
    size: int
    serving: float
    deciding: float
    asking: float

    @property
    def allowed(self) -> float:
        """Answers per second that two free processors have the time for; the server is one process with one thread at a time."""
        together = (self.serving + self.deciding + self.asking) / CORES
        return len(self.times) / max(together, self.serving)

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    def at(self, share: float) -> float:
        """Milliseconds within which this share of the answers came."""
        return self.times[min(len(self.times) - 1, int(share * len(self.times)))] * 1000


class _Connection:
    """One connection that is kept open, with just enough of HTTP to measure by: what measures costs less than what is measured."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def to(cls, port: int) -> _Connection:
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(self, request: bytes, status: bytes) -> int:
        """The size of the answer. Raises RuntimeError for another status."""
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        size = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        body = await self._reader.readexactly(size)
        if head[9:12] != status:
            raise RuntimeError(f"{head[:60]!r} {body[:300]!r}")
        return size

    async def close(self) -> None:
        self._writer.close()
        await self._writer.wait_closed()


@dataclass(frozen=True)
class Server:
    port: int
    clock: Clock


@dataclass(frozen=True)
class Clock:
    """Processor time of a server and of the processes that it started, by what the system counted of them."""

    pid: int

    def read(self) -> tuple[float, float, float]:
        children = [int(one) for one in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]
        return _used(self.pid), sum(map(_used, children)), time.process_time()


def _used(pid: int) -> float:
    parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


async def load(server: Server, request: bytes, seconds: float) -> Measured:
    """Ask again and again on all connections for so long."""
    connections = [await _Connection.to(server.port) for _ in range(CONNECTIONS)]
    times: list[float] = []
    sizes: set[int] = set()
    before = server.clock.read()
    started = time.perf_counter()

    async def one(connection: _Connection) -> None:
        while (now := time.perf_counter()) - started < seconds:
            sizes.add(await connection.ask(request, b"201"))
            times.append(time.perf_counter() - now)

    await asyncio.gather(*(one(connection) for connection in connections))
    taken = time.perf_counter() - started
    used = [after - first for first, after in zip(before, server.clock.read(), strict=True)]
    for connection in connections:
        await connection.close()
    return Measured(sorted(times), taken, max(sizes), *used)


def request(path: str, body: bytes, port: int) -> bytes:
    head = f"POST /v1{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def measure(
    server: Server, other: Server, besluit: str, name: str, seconds: float
) -> tuple[Measured, Measured, Measured]:
    """Decisions, those of the ``other`` server that decided once, and bare constants, in turn; of each the round in the middle."""
    root = tree((scenarios_dir() / "dossiers" / f"{name}.yaml").read_text(encoding="utf-8"))
    assert root is not None
    body = json.dumps({"besluit": besluit, "dossier": plain(root)}).encode()
    decisions, again = (request("/beslissingen", body, one.port) for one in (server, other))
    size = (await load(server, decisions, 1.0)).size
    await load(other, again, 0.5)
    constants = request(f"{CONSTANT}{size}", body, other.port)
    await load(other, constants, 0.5)
    rounds = [
        (
            await load(server, decisions, seconds),
            await load(other, again, seconds),
            await load(other, constants, seconds),
        )
        for _ in range(ROUNDS)
    ]
    decided, kept, constant = ([found[which] for found in rounds] for which in range(3))
    return _middle(decided), _middle(kept), _middle(constant)


def _middle(many: list[Measured]) -> Measured:
    return sorted(many, key=lambda one: one.rate)[len(many) // 2]


class Once:
    """Decides each besluit once, and gives that again."""

    def __init__(self, calculator: Calculator) -> None:
        self._calculator = calculator
        self._made: dict[str, tuple[bytes, bytes]] = {}

    async def answer(self, name: str, asked: Asked, *args: Any) -> tuple[bytes, bytes]:
        if asked.besluit not in self._made:
            self._made[asked.besluit] = await self._calculator.answer(name, asked, *args)
        return self._made[asked.besluit]

    def close(self) -> None:
        self._calculator.close()


def serve(folder: Path, is_constant: bool) -> None:
    """The workbench, or one that decides once (``is_constant``), with one address more, for a constant of any size."""
    settings = Settings(
        database=f"sqlite:///{folder / 'register.db'}",
        key_file=folder / "sleutel",
        logbook=folder / "log.jsonl",
        jobs=folder / "taken",
        workers=2,
    )
    app = make_app(settings)
    if is_constant:
        rules = app.state.workbench.in_force
        rules._used = replace(rules.used, calculator=Once(rules.used.calculator))
    (api,) = (one.app for one in app.routes if isinstance(one, Mount) and one.path == "/v1")
    assert isinstance(api, FastAPI)
    kept: dict[int, bytes] = {}

    async def constant(size: int, question: DecisionQuestion, bench: Bench, who: Who) -> JsonBytes:
        if size not in kept:
            kept[size] = json.dumps({"tekst": "a" * (size - len('{"tekst": ""}'))}).encode()
        return JsonBytes(kept[size], 201, {"Location": "/v1/beslissingen/x"})

    api.router.route_class = LimitedRoute
    api.post(CONSTANT + "{size}", status_code=201)(constant)
    with listening("127.0.0.1", 0) as listener:
        print(listener.getsockname()[1], flush=True)
        uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False)).run([listener])


@contextmanager
def served(*options: str) -> Iterator[Server]:
    """A workbench in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bench.api", "--serve", folder, *options]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
            assert process.stdout is not None
            try:
                yield Server(int(process.stdout.readline()), Clock(process.pid))
            finally:
                process.terminate()


def _rate(one: Measured) -> float:
    return one.rate


def _allowed(one: Measured) -> float:
    return one.allowed


def shown(name: str, one: Measured) -> str:
    each = [1000 * part / len(one.times) for part in (one.serving, one.deciding)]
    return (
        f"    {name:<10}{one.rate:6.0f} per second   p50 {one.at(0.5):6.1f} ms   p99 {one.at(0.99):6.1f} ms   "
        f"processor {each[0]:.2f} + {each[1]:.2f} ms: {one.allowed:.0f} per second on two that are free"
    )


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--serve", type=Path)
    parser.add_argument("--constant", action="store_true")
    args = parser.parse_args()
    if args.serve is not None:
        serve(args.serve, args.constant)
        return 0
    found = {}
    busy = os.getloadavg()[0] > CORES
    with served() as server, served("--constant") as other:
        for besluit, name in CASES:
            measured = asyncio.run(measure(server, other, besluit, name, args.seconds))
            decided, kept, constant = measured
            by_clock, by_processor = ([of(decided) / of(one) for one in (kept, constant)] for of in (_rate, _allowed))
            share, bare = by_processor if busy else by_clock
            found[besluit] = {
                "per second": decided.rate,
                "share": share,
                "share of a bare constant": bare,
                "p50 ms": decided.at(0.5),
                "p99 ms": decided.at(0.99),
            }
            told = " and ".join(f"{one[0]:.0%} (bare: {one[1]:.0%})" for one in (by_clock, by_processor))
            print(f"{besluit} ({decided.size:,} bytes): {told} of a constant, by the clock and by processor time")
            for label, one in zip(("decisions", "constant", "bare"), measured, strict=True):
                print(shown(label, one))
    middle = statistics.median(one["share"] for one in found.values())
    by = "by processor time, for this machine does other work" if busy else "by the clock"
    print(f"in the middle {middle:.0%} {by} (bar {BAR:.0%})")
    if args.json is not None:
        args.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return 0 if middle >= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
