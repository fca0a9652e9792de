"""A PostgreSQL server of our own for as long as tests run: found or installed, made in a new folder, on this machine only, with a new
password, and gone afterwards.

By hand: ``python -m tests.services.postgres COMMAND`` runs a command with the variables of the server (PGHOST and so on) set.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.services.debian import Unavailable, found_or_installed

_PATIENCE = 60
USER = "toetssteen"


@dataclass(frozen=True)
class Server:
    port: int
    password: str

    def address(self, user: str = USER, database: str = "postgres") -> str:
        """Without the password."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.port),
            "PGUSER": USER,
            "PGDATABASE": "postgres",
            "PGPASSWORD": self.password,
        }


def programs() -> Path:
    """The folder with the programs of the newest PostgreSQL; installed when there is none and we may. Raises Unavailable."""
    return found_or_installed("PostgreSQL", "postgresql", _installed, _no_cluster)


def _installed() -> Path | None:
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    named = shutil.which("initdb")
    places = [*known, *([Path(named).resolve().parent] if named else [])]
    return next((place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None)


_NO_CLUSTER = Path("/etc/postgresql-common/createcluster.d/toetssteen.conf")
"""Debian makes and starts a server of its own on installing, unless a file here says otherwise."""


@contextmanager
def _no_cluster() -> Iterator[None]:
    _NO_CLUSTER.parent.mkdir(parents=True, exist_ok=True)
    _NO_CLUSTER.write_text("create_main_cluster = false\n")
    try:
        yield
    finally:
        _NO_CLUSTER.unlink()


def _as_whom() -> dict[str, Any]:
    """As whom to run the server: it refuses root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise Unavailable("root may not run PostgreSQL, and there is no user postgres or nobody")


@dataclass(frozen=True)
class Prepared:
    """A folder with an empty database, in which a server can run, be killed, and run again."""

    programs: Path
    folder: Path
    whom: Mapping[str, Any]
    password: str

    @contextmanager
    def running(self, **options: str) -> Iterator[Server]:
        """A server that is ready. Raises Unavailable."""
        with _server(self.programs, self.folder, self.whom, options) as port:
            yield Server(port, self.password)

    def kill(self) -> None:
        """As when the machine stops: no farewell to anybody."""
        first = (self.folder / "data" / "postmaster.pid").read_text().split()[0]
        os.kill(int(first), signal.SIGKILL)


@contextmanager
def running() -> Iterator[Server]:
    """A server that is ready. Raises Unavailable."""
    with prepared() as place, place.running() as server:
        yield server


@contextmanager
def prepared() -> Iterator[Prepared]:
    """Raises Unavailable."""
    place = programs()
    whom = _as_whom()
    folder = Path(tempfile.mkdtemp(prefix="toetssteen-postgres-"))
    try:
        if whom:
            os.chown(folder, whom["user"], whom["group"])
        password = secrets.token_urlsafe(12)
        secret = folder / "password"
        secret.write_text(password)
        if whom:
            os.chown(secret, whom["user"], whom["group"])
        made = subprocess.run(
            [
                place / "initdb",
                "--pgdata",
                folder / "data",
                "--username",
                USER,
                "--pwfile",
                secret,
                "--auth",
                "scram-sha-256",
            ]
            + ["--encoding", "UTF8", "--locale", "C", "--no-sync"],
            capture_output=True,
            text=True,
            cwd=folder,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
            timeout=_PATIENCE,
            **whom,
        )
        if made.returncode:
            raise Unavailable(f"initdb failed: {made.stderr.strip()[-300:]}")
        yield Prepared(place, folder, whom, password)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _server(place: Path, folder: Path, whom: Mapping[str, Any], more: Mapping[str, str]) -> Iterator[int]:
    log = folder / "log"
    for _ in range(3):  # another program may take the free port first
        port = _free_port()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": folder,
            "fsync": "off",
            "max_connections": 20,
            **more,
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with log.open("wb") as out:
            process = subprocess.Popen(
                [place / "postgres", "-D", folder / "data", *options],
                stdout=out,
                stderr=out,
                cwd=folder,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
                **whom,
            )
        try:
            if _ready(place, process, port):
                yield port
                return
        finally:
            _stop(process)
    raise Unavailable(f"the server does not start: {log.read_text(errors='replace').strip()[-500:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ready(place: Path, process: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        if not subprocess.run(
            [place / "pg_isready", "--quiet", "--host", "127.0.0.1", "--port", str(port)], timeout=_PATIENCE
        ).returncode:
            return True
        time.sleep(0.1)
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)  # ends the connections, too
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def main() -> int:
    try:
        with running() as server:
            return subprocess.run(sys.argv[1:] or ["psql"], env={**os.environ, **server.environment}).returncode
    except Unavailable as wrong:
        print(wrong, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
