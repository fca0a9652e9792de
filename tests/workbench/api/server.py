"""The workbench as a process of its own, as a user starts it, on a free port and in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_START = "import sys; from workbench.cli import main; sys.exit(main())"


@dataclass(frozen=True)
class Server:
    url: str
    process: subprocess.Popen[str]
    log: Path


@contextmanager
def serving(folder: Path, database: str | None = None, **settings: str) -> Iterator[Server]:
    """A server that answers; ended with SIGTERM, unless it has ended."""
    own = {
        "PORT": "0",
        "DATABASE": database or f"sqlite:///{folder / 'register.db'}",
        "KEY_FILE": str(folder / "sleutel"),
        "LOGBOOK": str(folder / "logboek.jsonl"),
        "JOBS": str(folder / "taken"),
        "POPULATIONS": str(folder / "populaties"),
        "REGISTRATIONS": str(folder / "registraties"),
        **settings,
    }
    root = Path(__file__).parents[3]
    environment = os.environ | {f"TOETSSTEEN_{name}": value for name, value in own.items()} | {"PYTHONPATH": str(root)}
    log = folder / "server.log"
    with log.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", _START, "serve"],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=environment,
            cwd=folder,
        )
        with process:
            assert process.stdout is not None
            first = process.stdout.readline()
            try:
                if "http://" not in first:
                    raise RuntimeError(f"the server does not start: {log.read_text(encoding='utf-8')[-2000:]}")
                yield Server(first[first.index("http://") :].split()[0], process, log)
            finally:
                process.terminate()
                process.wait(60)
