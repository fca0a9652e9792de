"""Programs that tests need from Debian's packages: found, or installed where we may."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

_PATIENCE = 600


class Unavailable(Exception):
    """Why something that a test needs cannot be had here."""


def found_or_installed(
    name: str,
    package: str,
    find: Callable[[], Path | None],
    around: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> Path:
    """What ``find`` gives; when that is None and we may, after installing a package. ``around`` surrounds the installing. Raises
    Unavailable."""
    found = find()
    if found is not None:
        return found
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise Unavailable(f"{name} is not installed (Debian: apt-get install {package})")
    # apt-get runs once at a time: neither two workers of one test run nor two packages may be installed at once.
    with open(Path(tempfile.gettempdir()) / "toetssteen-apt.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = find()
        if found is None:
            with around():
                _install(package)
            found = find()
    if found is None:
        raise Unavailable(f"{name} was installed but is not there")
    return found


def _install(package: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", package]):
        try:
            done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            raise Unavailable(f"{' '.join(command)} took too long") from None
        if done.returncode:
            raise Unavailable(f"{' '.join(command)} failed: {done.stderr.strip()[-300:]}")
