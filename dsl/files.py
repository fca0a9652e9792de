"""Rule files on disk: which there are, their texts, and what keeps one from being read.

A rule file is named by its path without extension relative to the folder with rules (``wmo/bijdrage``): that is what
``gebruikt:`` refers to. Findings name the path as the user gave it.
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from pathlib import Path

from dsl.diagnostics import Diagnostic, diagnose
from dsl.source import SourceFile, Span

EXTENSION = ".regels"
LIMIT_VARIABLE = "TOETSSTEEN_MAX_BYTES"
_LIMIT = os.environ.get(LIMIT_VARIABLE, "")
MAX_BYTES = int(_LIMIT) if _LIMIT.isdecimal() and len(_LIMIT) < 16 else 1_000_000
"""The largest rule file that is read; the environment may set another limit. A setting that is no number sets none."""


_REASONS = {
    errno.ENOTDIR: "een deel van het pad is geen map",
    errno.ELOOP: "de koppelingen in het pad verwijzen naar elkaar",
    errno.ENAMETOOLONG: "de naam is te lang",
    errno.ENOSPC: "er is geen ruimte meer",
    errno.EDQUOT: "er is geen ruimte meer",
    errno.EROFS: "er mag hier niets geschreven worden",
    errno.EPERM: "u mag het niet veranderen",
    errno.EIO: "het lezen of schrijven ging mis",
    errno.EMFILE: "er zijn te veel bestanden tegelijk open",
}


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A rule file that was read. ``name`` is what ``gebruikt:`` calls it."""

    name: str
    source: SourceFile


def read_text(path: Path, shown: str | None = None, limit: int = MAX_BYTES) -> SourceFile | Diagnostic:
    """The text of one file, or the finding that says why there is none (TS001, TS002, TS003, TS004)."""
    shown = str(path) if shown is None else shown
    span = Span(shown, 0, 0)
    try:
        data = read_bytes(path, limit)
    except OSError as wrong:
        return diagnose("TS001", span, path=shown, reason=reason(wrong))
    return decode(data, shown, limit)


def read_bytes(path: Path, limit: int) -> bytes:
    """The content of a file, and of one over the limit only so much that it shows: a device may never end."""
    with path.open("rb") as file:
        return file.read(limit + 1)


def decode(data: bytes, shown: str, limit: int = MAX_BYTES) -> SourceFile | Diagnostic:
    """As :func:`read_text`, for bytes that were read already (standard input)."""
    span = Span(shown, 0, 0)
    if len(data) > limit:
        return diagnose("TS004", span, path=shown, limit=limit)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        return diagnose("TS002", span, path=shown, line=data.count(b"\n", 0, wrong.start) + 1)
    if not text.strip():
        return diagnose("TS003", span, path=shown)
    return SourceFile(shown, text)


def reason(wrong: OSError) -> str:
    """Why the system refused a file, in Dutch where the reason is a common one."""
    if isinstance(wrong, FileNotFoundError):
        return "het bestaat niet"
    if isinstance(wrong, PermissionError):
        return "u mag het niet openen"
    if isinstance(wrong, IsADirectoryError):
        return "het is een map"
    if wrong.errno in _REASONS:
        return _REASONS[wrong.errno]
    return f"het systeem weigert het ({wrong.strerror or 'onbekende oorzaak'})"


def no_folder(path: Path, shown: str) -> Diagnostic | None:
    """Why a path is no folder that can be read from: it is not there (TS801) or it is a file (TS810). Never raises for what a
    person typed: a name that is too long, or links in a circle, is not there."""
    if os.path.isdir(path):
        return None
    return diagnose("TS810" if os.path.exists(path) else "TS801", Span(shown, 0, 0), path=shown)


def read_rules(root: Path, shown: str | None = None) -> tuple[list[RuleFile], list[Diagnostic]]:
    """All rule files under a folder, sorted by name, with the findings of those that could not be read. A folder without
    any is a finding too (TS009), and so is one that is not there (TS801) or is a file (TS810)."""
    shown = str(root) if shown is None else shown
    found: list[RuleFile] = []
    findings: list[Diagnostic] = []
    wrong = no_folder(root, shown)
    if wrong is not None:
        return [], [wrong]
    paths = sorted(path for path in root.rglob(f"*{EXTENSION}") if path.is_file())
    if not paths:
        return [], [diagnose("TS009", Span(shown, 0, 0), path=shown, extension=EXTENSION)]
    for path in paths:
        relative = path.relative_to(root)
        read = read_text(path, os.path.join(shown, str(relative)))
        if isinstance(read, Diagnostic):
            findings.append(read)
        else:
            found.append(RuleFile(relative.with_suffix("").as_posix(), read))
    return found, findings
