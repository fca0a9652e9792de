"""From what a user names (a folder, a file ``bronnen.yaml``, a database) to the source of each registratie."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from dsl.diagnostics import Diagnostic, diagnose
from dsl.files import no_folder, reason
from dsl.program import Program
from dsl.source import NOWHERE
from engine.normen.sources import Source, Unreadable
from engine.normen.sources.database import Address, Database, open_database
from engine.normen.sources.files import find_files, open_files, spoken
from engine.normen.sources.settings import NAME, FilesAt, Place, read_settings
from engine.normen.sources.sql import open_table


@dataclass(slots=True)
class Gathered:
    """The open source of each registratie that has one, and everything that is wrong."""

    sources: dict[str, Source] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)


@contextmanager
def gather(place: str, program: Program, registries: Iterable[str]) -> Iterator[Gathered]:
    """The sources of these registraties. ``place``: a folder, a file bronnen.yaml, or the address of a database. Databases are open as long
    as the context is."""
    found = Gathered()
    with ExitStack() as open_things:
        wanted = {name: _names(program, name) for name in registries}
        if "://" in place:
            _from_database(place, wanted, open_things, found)
        else:
            _from_folder(Path(place), program, wanted, open_things, found)
        yield found


def _names(program: Program, registry: str) -> set[str]:
    """What a file or table with its records can be called."""
    return {spoken(name) for name in (registry, program.types[registry].plural) if name}


def _from_database(place: str, wanted: Mapping[str, set[str]], open_things: ExitStack, found: Gathered) -> None:
    try:
        database = open_things.enter_context(open_database(Address(place, "--registratie", named=False)))
        tables = database.tables()
    except Unreadable as wrong:
        found.findings += wrong.findings
        return
    for registry, names in wanted.items():
        with _collecting(found):
            fitting = [table for table in tables if spoken(table) in names]
            if _one(registry, fitting, found):
                found.sources[registry] = open_table(database, fitting[0])


def _from_folder(
    path: Path, program: Program, wanted: Mapping[str, set[str]], open_things: ExitStack, found: Gathered
) -> None:
    files: Mapping[str, list[tuple[Path, ...]]] = {}
    settings = path
    if os.path.isfile(path) and path.suffix.casefold() in (".yaml", ".yml"):
        places = _settings(path, program, found)
    else:
        missing = no_folder(path, str(path))
        if missing is not None:
            found.findings.append(missing)
            return
        settings = path / NAME
        places = _settings(settings, program, found) if os.path.exists(settings) else {}
        try:
            files = find_files(path)
        except OSError as wrong:
            found.findings.append(diagnose("TS001", NOWHERE, path=str(path), reason=reason(wrong)))
    databases: dict[Address, Database] = {}
    for registry, names in wanted.items():
        here = [paths for name in sorted(names) for paths in files.get(name, ())]
        labels = [paths[0].name if paths[0].parent == path else f"{paths[0].parent.name}/" for paths in here]
        place = places.get(registry)
        with _collecting(found):
            if not _one(registry, [*labels, *([settings.name] if place is not None else [])], found):
                continue
            if place is None or isinstance(place, FilesAt):
                found.sources[registry] = open_files(here[0] if place is None else place.paths)
                continue
            if place.address not in databases:
                databases[place.address] = open_things.enter_context(open_database(place.address))
            found.sources[registry] = open_table(databases[place.address], place.table, place.schema)


def _settings(path: Path, program: Program, found: Gathered) -> Mapping[str, Place]:
    places, findings = read_settings(path, program)
    found.findings += findings
    return places


def _one(registry: str, labels: list[str], found: Gathered) -> bool:
    """Whether there is one place; more than one is a finding."""
    if len(labels) > 1:
        found.findings.append(diagnose("TS548", NOWHERE, name=registry, found=", ".join(labels)))
    return len(labels) == 1


@contextmanager
def _collecting(found: Gathered) -> Iterator[None]:
    """What cannot be opened is a finding beside the others."""
    try:
        yield
    except Unreadable as wrong:
        found.findings += wrong.findings
