"""Files with records by their kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from dsl.diagnostics import Diagnostic, diagnose
from dsl.source import NOWHERE
from engine.normen.sources import Source, Unreadable
from engine.normen.sources.arrow import open_arrow
from engine.normen.sources.excel import open_excel
from engine.normen.sources.parquet import open_parquet
from engine.normen.sources.parts import together
from engine.normen.sources.text import open_csv

OPENERS: dict[str, Callable[[Path, str], Source]] = {
    ".csv": open_csv,
    ".parquet": open_parquet,
    ".arrow": open_arrow,
    ".xlsx": open_excel,
}


def spoken(name: str) -> str:
    """The name of a file or table as that of a registratie is compared."""
    return " ".join(name.casefold().replace("_", " ").split())


def find_files(folder: Path) -> dict[str, list[tuple[Path, ...]]]:
    """The files with records in a folder, by the name of the registratie that they hold. The files in a folder within it are parts of
    one source."""
    found: dict[str, list[tuple[Path, ...]]] = {}
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            parts = tuple(part for part in sorted(path.iterdir()) if part.suffix.casefold() in OPENERS)
            if parts:
                found.setdefault(spoken(path.name), []).append(parts)
        elif path.suffix.casefold() in OPENERS:
            found.setdefault(spoken(path.stem), []).append((path,))
    return found


def open_file(path: Path) -> Source:
    """Raises Unreadable."""
    opener = OPENERS.get(path.suffix.casefold())
    if opener is None:
        wanted = ", ".join(OPENERS)
        raise Unreadable(
            diagnose("TS541", NOWHERE, name=str(path), line=1, reason=f"de soort is onbekend; wel {wanted}")
        )
    return opener(path, str(path))


def open_files(paths: Sequence[Path]) -> Source:
    """One source of all. Raises Unreadable with the findings of every file."""
    findings: list[Diagnostic] = []
    parts: list[tuple[str, Source]] = []
    for path in paths:
        try:
            parts.append((path.name, open_file(path)))
        except Unreadable as wrong:
            findings += wrong.findings
    if findings:
        raise Unreadable(*findings)
    return together(str(paths[0].parent), parts)
