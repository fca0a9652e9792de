"""Machine code that was made before, in the cache folder of this user: what takes seconds is made once per text and processor.

A file is found by the hash of all that its code follows from: the text, the processor and its features, the version of LLVM, how well it
was to be made. Code is run, unlike the other files of the cache, so it is read only from a folder that belongs to this user alone."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from dsl.storage import cache_dir, read_data, write_data

_MAGIC = b"toetssteen machinecode 1\n"
_MOST = 512


def kept(parts: tuple[str, ...], make: Callable[[], bytes]) -> bytes:
    """The code that follows from ``parts``: as it was kept, or made now."""
    folder = cache_dir() / "machinecode"
    if not _private(folder):
        return make()
    name = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    place = folder / f"{name}.code"
    found = read_data(place, _MAGIC, lambda module, kind: None) if _own(place) else None
    if isinstance(found, bytes):
        return found
    made = make()
    write_data(place, _MAGIC, made, most=_MOST)
    return made


def _private(folder: Path) -> bool:
    """Whether there is a folder, made here if need be, in which only this user can write."""
    if not hasattr(os, "getuid"):
        return False
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return False
    return not folder.is_symlink() and _own(folder)


def _own(path: Path) -> bool:
    try:
        held = path.stat()
    except OSError:
        return False
    return held.st_uid == os.getuid() and not held.st_mode & 0o022
