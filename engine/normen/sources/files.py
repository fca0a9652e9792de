"""Files with records by their kind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine.normen.sources import Source
from engine.normen.sources.excel import open_excel
from engine.normen.sources.parquet import open_parquet
from engine.normen.sources.text import open_csv

OPENERS: dict[str, Callable[[Path, str], Source]] = {".csv": open_csv, ".parquet": open_parquet, ".xlsx": open_excel}


def find_files(folder: Path) -> dict[str, list[Path]]:
    """The files with records in a folder, by the name of the registratie that they hold."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.casefold() in OPENERS:
            found.setdefault(" ".join(path.stem.casefold().replace("_", " ").split()), []).append(path)
    return found


def open_file(path: Path) -> Source:
    """Raises Unreadable."""
    return OPENERS[path.suffix.casefold()](path, str(path))
