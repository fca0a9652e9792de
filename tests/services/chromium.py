"""The system's Chromium, for tests that open pages in a real browser: found, or installed where we may.

By hand: ``python -m tests.services.chromium`` prints where it is.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ARGUMENTS = (
    "--headless",
    "--no-sandbox",  # root, in a container, has no other way
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_PATIENCE = 600


class Unavailable(Exception):
    """Why there can be no browser here."""


def program() -> Path:
    """The browser; installed when there is none and we may. Raises Unavailable."""
    found = _installed()
    if found is not None:
        return found
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Unavailable("Chromium is not installed (Debian: apt-get install chromium)")
    # Two workers of one test run must not install at once.
    with open(Path(tempfile.gettempdir()) / "toetssteen-chromium.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _installed() is None:
            _install()
    found = _installed()
    if found is None:
        raise Unavailable("Chromium was installed but is not there")
    return found


def _installed() -> Path | None:
    return next((Path(place) for name in _NAMES if (place := shutil.which(name)) is not None), None)


def _install() -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = (["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"])
    for command in commands:
        try:
            done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            raise Unavailable(f"{' '.join(command)} took too long") from None
        if done.returncode:
            raise Unavailable(f"{' '.join(command)} failed: {done.stderr.strip()[-300:]}")


def main() -> int:
    try:
        print(program())
    except Unavailable as wrong:
        print(wrong, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
