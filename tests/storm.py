"""Many clients write at once over HTTP, on PostgreSQL, while the server and the database are killed in the middle.

    python -m tests.storm [--clients 50] [--seconds 60] [--kills 10]

First a calm stretch of ``--seconds`` in which all clients write; then ``--kills`` times the server or the database is killed (turn by
turn), as when a machine stops, and started again while the clients go on. A client that gets no answer asks again with the same
Idempotency-Key, as the description of the API tells it to. In the end every write that was acknowledged must be in the register, once;
every version of a dossier must be the one that its writer was told; and the chain must verify. Exits with 1 otherwise.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from engine.paths import scenarios_dir
from engine.register import Keys, Register
from engine.register.trouble import Unavailable as RegisterAway
from tests.services.postgres import Prepared, prepared
from workbench.service.pointers import plain, tree

ROOT = Path(__file__).resolve().parent.parent
SHARED = 5
"""Dossiers that all clients change, so that they get in each other's way."""
PATIENCE = 90.0


@dataclass
class Told:
    """What the clients were told. ``decisions`` are ids in the register; ``versions`` the name that a writer gave to a version of a
    dossier that was acknowledged, by id and version."""

    decisions: list[str] = field(default_factory=list)
    versions: dict[tuple[str, int], str] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    unanswered: int = 0
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Client(threading.Thread):
    """One of many who work at the same time."""

    def __init__(self, number: int, address: str, told: Told, shared: list[str], stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self._rng = random.Random(number)
        self._http = httpx.Client(base_url=address, timeout=20.0)
        self._told, self._shared, self._ended = told, shared, stop

    def run(self) -> None:
        while not self._ended.is_set():
            turn = self._rng.random()
            try:
                if turn < 0.5:
                    self._decide()
                elif turn < 0.75:
                    self._add()
                else:
                    self._change()
            except httpx.TransportError:
                with self._told.lock:
                    self._told.unanswered += 1
                self._ended.wait(0.2)
        self._http.close()

    def _decide(self) -> None:
        answer = self._surely("POST", "/v1/beslissingen", {"besluit": "Zorgtoeslag", "dossier": content("besluit")})
        if answer is not None and answer.status_code == 201:
            with self._told.lock:
                self._told.decisions.append(answer.json()["id"])

    def _add(self) -> None:
        name = uuid4().hex
        answer = self._surely("POST", "/v1/dossiers", {"inhoud": content(name)})
        if answer is not None and answer.status_code == 201:
            self._remember(answer, name)

    def _change(self) -> None:
        """Read a dossier and change it: without an answer nobody knows, so nothing is counted on."""
        id_ = self._rng.choice(self._shared)
        read = self._counted(self._http.get(f"/v1/dossiers/{id_}"))
        if read.status_code != 200:
            return
        name = uuid4().hex
        changed = self._counted(
            self._http.put(
                f"/v1/dossiers/{id_}", json={"inhoud": content(name)}, headers={"If-Match": read.headers["etag"]}
            )
        )
        if changed.status_code == 200:
            self._remember(changed, name)

    def _surely(self, method: str, path: str, body: dict[str, Any]) -> httpx.Response | None:
        """Ask until there is an answer, always with the same key."""
        key = str(uuid4())
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                answer = self._counted(self._http.request(method, path, json=body, headers={"Idempotency-Key": key}))
            except httpx.TransportError:
                with self._told.lock:
                    self._told.unanswered += 1
                time.sleep(0.2)
                continue
            if answer.status_code != 503:
                return answer
            time.sleep(0.2)
        return None

    def _remember(self, answer: httpx.Response, name: str) -> None:
        told = answer.json()
        with self._told.lock:
            self._told.versions[told["id"], told["versie"]] = name

    def _counted(self, answer: httpx.Response) -> httpx.Response:
        with self._told.lock:
            self._told.statuses[answer.status_code] += 1
            if answer.status_code not in (200, 201, 412, 503):
                self._told.wrong.append(f"{answer.request.method} {answer.request.url.path}: {answer.text[:300]}")
        return answer


def content(name: str) -> dict[str, Any]:
    """A dossier in which nothing is missing, under a name of its own."""
    return {**_whole(), "naam": name}


@lru_cache(maxsize=1)
def _whole() -> dict[str, Any]:
    root = tree((scenarios_dir() / "dossiers" / "zorgtoeslag.yaml").read_text("utf-8"))
    assert root is not None
    found: dict[str, Any] = plain(root)
    return found


@contextmanager
def serving(database: str, folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The workbench on a port, until the block ends or it is killed."""
    settings = {
        "TOETSSTEEN_DATABASE": database,
        "TOETSSTEEN_PORT": str(port),
        "TOETSSTEEN_WORKERS": "1",
        "XDG_DATA_HOME": str(folder),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-c", "import sys; from workbench.cli import main; sys.exit(main(['serve']))"]
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | settings, stdout=log, stderr=log, start_new_session=True
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/gezond", process)
        yield process
    finally:
        kill(process)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(httpx.TransportError):
            if httpx.get(address, timeout=5.0).status_code == 200:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit("the server does not start")


def kill(process: subprocess.Popen[bytes]) -> None:
    """The server and the processes that decide for it: as when the machine stops."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, 9)
    process.wait()


def storm(clients: int, seconds: float, kills: int) -> int:
    told, stop = Told(), threading.Event()
    with tempfile.TemporaryDirectory(prefix="toetssteen-storm-") as name, prepared() as place, ExitStack() as ends:
        folder, port = Path(name), free_port()
        ends.callback(stop.set)
        with _up(place, folder, port) as (_, _):
            address = f"http://127.0.0.1:{port}"
            shared = [
                httpx.post(f"{address}/v1/dossiers", json={"inhoud": content("gedeeld")}, timeout=30).json()["id"]
                for _ in range(SHARED)
            ]
            everybody = [Client(number, address, told, shared, stop) for number in range(clients)]
            for one in everybody:
                one.start()
            stop.wait(seconds)
            print(f"rustig: {len(told.decisions)} besluiten en {len(told.versions)} versies bevestigd", flush=True)
        for number in range(kills):
            with _up(place, folder, port) as (process, database):
                stop.wait(2.0 + random.random())
                (place.kill if number % 2 else lambda: kill(process))()
                stop.wait(0.5)
                del database
            print(
                f"{number + 1} keer gedood: {len(told.decisions)} besluiten en {len(told.versions)} versies", flush=True
            )
        with _up(place, folder, port) as (_, database):
            stop.wait(2.0)
            stop.set()
            for one in everybody:
                one.join(PATIENCE)
            return verdict(told, database, folder, any(one.is_alive() for one in everybody))


@contextmanager
def _up(place: Prepared, folder: Path, port: int) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    with place.running(fsync="on", max_connections="60") as server:
        database = server.address().replace("postgresql://", "postgresql+psycopg://", 1)
        database = database.replace("@", f":{server.password}@", 1)
        with serving(database, folder, port) as process:
            yield process, database


def verdict(told: Told, database: str, folder: Path, hanging: bool) -> int:
    """Hold what is in the register against what the clients were told."""
    keys = Keys.made_file(folder / "toetssteen" / "sleutel")
    register = Register.open(database, keys)
    try:
        checked = register.verify()
        there: Counter[str] = Counter()
        last = None
        while found := register.entries("besluit", after=last, limit=500, payload=False):
            there.update(one.id for one in found)
            last = found[-1].id
        lost = [id_ for id_ in told.decisions if id_ not in there]
        other = [key for key, given in told.versions.items() if register.dossier(*key).content.get("naam") != given]
    except RegisterAway as away:
        raise SystemExit(f"the register is away: {away}") from None
    finally:
        register.close()
    acknowledged = Counter(told.decisions)
    double = [id_ for id_, count in acknowledged.items() if count > 1]
    print(f"antwoorden: {dict(sorted(told.statuses.items()))}, {told.unanswered} keer geen antwoord")
    print(
        f"{len(told.decisions)} besluiten en {len(told.versions)} versies bevestigd; {len(lost)} kwijt, {len(other)} anders, "
        f"{len(double)} dubbel; {checked.entries} inschrijvingen, de keten {'klopt' if checked.ok else f'klopt niet: {checked.why}'}"
    )
    for text in told.wrong[:5]:
        print(f"onverwacht: {text}")
    good = checked.ok and not (lost or other or double or told.wrong or hanging) and bool(told.decisions)
    print("gehaald" if good else "NIET GEHAALD")
    return 0 if good else 1


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Schrijf met velen tegelijk, terwijl server en database gedood worden."
    )
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--kills", type=int, default=10)
    asked = parser.parse_args()
    return storm(asked.clients, asked.seconds, asked.kills)


if __name__ == "__main__":
    sys.exit(main())
