"""The content hash of a program: of the texts of its rule files and of the compiler that read them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

COMPILER_VERSION = "18"
"""Raised whenever the same texts may give another program, so that no stale cached program is used."""


def program_digest(texts: Mapping[str, str]) -> str:
    """sha256 (hex) over compiler version, names and texts; the order of the files does not count, nor where their folder is."""
    digest = hashlib.sha256()
    for part in (COMPILER_VERSION, *(part for path in sorted(texts) for part in (path, texts[path]))):
        # Surrogates cannot come from a UTF-8 file, but a text may also be handed in by an editor.
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big"))
        digest.update(encoded)
    return digest.hexdigest()
