"""Files of the cache folder: plain data that a later start need not compute again.

A file that is damaged, foreign or of another version is as if it were not there, and nothing in it can make anything but the
data that its reader allows.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

ENVIRONMENT = "TOETSSTEEN_CACHE"
"""The environment variable that names another folder for the cache."""

_HASH_BYTES = hashlib.sha256().digest_size
_MOST_FILES = 32

Find = Callable[[str, str], Any]
"""The class with a name in a module that a file may hold; None for a class that it may not."""


def cache_dir() -> Path:
    named = os.environ.get(ENVIRONMENT)
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("toetssteen", appauthor=False)


class _Unpickler(pickle.Unpickler):
    def __init__(self, payload: bytes, find: Find) -> None:
        super().__init__(io.BytesIO(payload))
        self._find = find

    def find_class(self, module: str, name: str) -> Any:
        found = self._find(module, name)
        if found is None:
            raise pickle.UnpicklingError(f"{module}.{name} is no data")
        return found


def read_data(place: Path, magic: bytes, find: Find) -> Any:
    """What a file holds; None when there is none or it is not to be trusted."""
    try:
        data = place.read_bytes()
    except OSError:
        return None
    start = len(magic) + _HASH_BYTES
    payload = data[start:]
    if not data.startswith(magic) or hashlib.sha256(payload).digest() != data[len(magic) : start]:
        return None
    try:
        return _Unpickler(payload, find).load()
    except Exception:  # a damaged pickle may raise anything; whatever it is, the file is of no use
        return None


def write_data(place: Path, magic: bytes, value: object, most: int = _MOST_FILES) -> None:
    """Write a file in one step, and let the oldest of its kind go from the ``most``-th on. A cache that cannot be written is no reason
    to fail."""
    payload = pickle.dumps(value, protocol=5)
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place.parent, suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(magic + hashlib.sha256(payload).digest() + payload)
            os.replace(name, place)
        except OSError:
            os.unlink(name)
            raise
        files = sorted(place.parent.glob(f"*{place.suffix}"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in files[most:]:
            old.unlink(missing_ok=True)
