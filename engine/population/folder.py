"""A population on disk: a folder with parts and ``populatie.yaml``, which says what it is and where it came from.

    populatie.yaml
    deel-0000/leefeenheid.arrow, deel-0000/persoon.arrow, ...

A household is never split over parts. The folder appears when it is whole: until then its parts stand in a folder beside it.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.columns.population import Population
from engine.population.arrow import ENDING, read_part, write_part

ABOUT = "populatie.yaml"
SYNTHETIC, OWN = "synthetisch", "eigen"


class NotAPopulationError(ValueError):
    """A folder that is not a population, or one that is damaged; the text says why, in Dutch."""


@dataclass(frozen=True, slots=True)
class Part:
    """``rows`` per object type; ``digest`` over its files."""

    folder: Path
    rows: Mapping[str, int]
    digest: str

    def read(self) -> Population:
        """Raises NotAPopulationError when the part cannot be read, or is not what was written."""
        try:
            population = read_part(self.folder)
        except (OSError, ValueError) as wrong:
            raise NotAPopulationError(f"{self.folder.name}: {wrong}") from None
        found = {name: table.rows for name, table in population.tables.items()}
        if found != dict(self.rows):
            raise NotAPopulationError(
                f"{self.folder.name}: niet zo veel rijen als {ABOUT} zegt, of een bestand ontbreekt"
            )
        return population

    def check(self) -> None:
        """Read all of it and compare. Raises NotAPopulationError when a file was changed."""
        if _digest(self.folder) != self.digest:
            raise NotAPopulationError(f"{self.folder.name}: een bestand is veranderd sinds de populatie werd gemaakt")


@dataclass(frozen=True, slots=True)
class Stored:
    """``about`` is what ``populatie.yaml`` says, as texts, numbers, lists and groups."""

    folder: Path
    about: Mapping[str, Any]
    parts: tuple[Part, ...]

    @property
    def synthetic(self) -> bool:
        return bool(self.about["soort"] == SYNTHETIC)

    def rows(self, owner: str) -> int:
        return sum(part.rows.get(owner, 0) for part in self.parts)

    @property
    def digest(self) -> str:
        """One digest of all parts, for a receipt."""
        return hashlib.sha256("\n".join(part.digest for part in self.parts).encode()).hexdigest()


def write_population(
    folder: Path, parts: Iterator[Population], about: Callable[[list[dict[str, Any]]], Mapping[str, Any]]
) -> Stored:
    """Write parts one by one; ``about`` is asked for the rest when all are there. Raises FileExistsError when the folder exists,
    OSError when the disk does not take it: then nothing stays behind."""
    if folder.exists():
        raise FileExistsError(f"{folder} bestaat al")
    beside = folder.with_name(f".{folder.name}.bezig")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        made = []
        beside.mkdir(parents=True)
        for number, population in enumerate(parts):
            here = beside / f"deel-{number:04}"
            here.mkdir()
            write_part(here, population)
            rows = {name: table.rows for name, table in sorted(population.tables.items())}
            made.append({"map": here.name, "rijen": rows, "sha256": _digest(here)})
        _write_about(beside / ABOUT, {**about(made), "delen": made})
        beside.rename(folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return open_population(folder)


def open_population(folder: Path) -> Stored:
    """Raises NotAPopulationError."""
    import yaml

    path = folder / ABOUT
    try:
        about = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError:
        raise NotAPopulationError(f"{folder}: geen populatie, want er is geen {ABOUT}") from None
    # A date that does not exist is a ValueError of its own.
    except (OSError, ValueError, yaml.YAMLError) as wrong:
        raise NotAPopulationError(f"{path}: niet te lezen ({wrong})") from None
    try:
        soort = about["soort"]
        parts = tuple(
            Part(
                folder / _plain(str(one["map"])),
                {str(name): int(count) for name, count in one["rijen"].items()},
                str(one["sha256"]),
            )
            for one in about["delen"]
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise NotAPopulationError(f"{path}: hierin staat niet wat een populatie moet zeggen") from None
    if soort not in (SYNTHETIC, OWN) or not parts:
        raise NotAPopulationError(f"{path}: de soort is geen {SYNTHETIC} of {OWN}, of er zijn geen delen")
    missing = [part.folder.name for part in parts if not part.folder.is_dir()]
    if missing:
        raise NotAPopulationError(f"{folder}: deze delen ontbreken: {', '.join(missing)}")
    return Stored(folder, about, parts)


def _plain(name: str) -> str:
    """The name of a folder in this folder, and nowhere else."""
    if name in (".", "..") or Path(name).name != name:
        raise ValueError(name)
    return name


def _digest(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(folder.glob(f"*{ENDING}")):
        with path.open("rb") as file:
            total.update(f"{path.name}\n{hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
    return total.hexdigest()


def _write_about(path: Path, about: Mapping[str, Any]) -> None:
    import yaml

    text = yaml.safe_dump(dict(about), allow_unicode=True, sort_keys=False, width=120)
    path.write_text(text, "utf-8")
