"""Files that a command writes, and standard input: whole or not at all, and never without end."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from dsl.diagnostics import Diagnostic, diagnose
from dsl.files import MAX_BYTES, decode, reason
from dsl.source import NOWHERE, SourceFile

STANDARD_INPUT = "-"


def read_input(limit: int = MAX_BYTES) -> SourceFile | Diagnostic:
    """The text on standard input; it is shown as ``-``."""
    if sys.stdin is None:
        return diagnose("TS807", NOWHERE, stream="standaardinvoer", reason="er is geen invoer")
    try:
        data = sys.stdin.buffer.read(limit + 1)
    except OSError as wrong:
        return diagnose("TS807", NOWHERE, stream="standaardinvoer", reason=reason(wrong))
    return decode(data, STANDARD_INPUT, limit)


def write_whole(path: Path, content: str | bytes) -> Diagnostic | None:
    """Write beside the file and put it in its place in one step; the finding when that fails, and then nothing has changed. A
    link stays a link: what it points to is replaced."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        target = path.resolve()
        mode = target.stat().st_mode if target.exists() else None
        if mode is not None and not target.is_file():
            if target.is_dir():
                raise IsADirectoryError
            target.write_bytes(data)  # a device or a pipe has no place to put a file in
            return None
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".toetssteen-")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
            os.chmod(temporary, 0o666 & ~_umask() if mode is None else mode)
            os.replace(temporary, target)
        except OSError:
            with suppress(OSError):
                os.unlink(temporary)
            raise
    except (OSError, RuntimeError) as wrong:  # a RuntimeError is what pathlib makes of links in a circle
        why = reason(wrong) if isinstance(wrong, OSError) else "de koppelingen in het pad verwijzen naar elkaar"
        return diagnose("TS806", NOWHERE, path=str(path), reason=why)
    return None


_LISTING = "bestanden.txt"
"""The names of all pages, so that a next site in the folder takes away the pages of what is no longer there, and nothing else."""
_PAGE = re.compile(r"[a-z0-9-]+\.(?:html|css)")


def write_site(folder: Path, site: Mapping[str, str]) -> Diagnostic | None:
    """Write the pages of a site by their names. Files of others in the folder stay; pages of an earlier site go."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        return diagnose("TS806", NOWHERE, path=str(folder), reason=reason(wrong))
    listed = {**site, _LISTING: "".join(f"{name}\n" for name in sorted(site))}
    earlier = _earlier_pages(folder)
    unwritten = next(filter(None, (write_whole(folder / name, text) for name, text in sorted(listed.items()))), None)
    if unwritten is None:
        for name in earlier - site.keys():
            with suppress(OSError):
                (folder / name).unlink()
    return unwritten


def _earlier_pages(folder: Path) -> set[str]:
    """The pages that an earlier site wrote in this folder."""
    try:
        names = (folder / _LISTING).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return set()
    return {name for name in names if _PAGE.fullmatch(name)}


def _umask() -> int:
    """The rights that new files of this process do not get. They can only be read by setting them."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
