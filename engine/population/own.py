"""A population of one's own tables: read with a mapping file, judged, and written in parts of whole households.

The tables are gone through once for their keys and once for their values, so that memory holds a batch and some numbers per row, never
a table. A row that cannot be used is counted and kept in a file, and its whole household is left out: of a household that misses
somebody the law would say something else.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from dsl.diagnostics import Diagnostic, diagnose
from dsl.files import reason
from dsl.program import Program
from dsl.source import NOWHERE
from engine.normen.rejected import Refusal, Rejected, RejectFile
from engine.normen.sources import RawBatch, Unreadable
from engine.population.folder import Stored, write_population
from engine.population.mapping_columns import FactReader
from engine.population.mapping_links import NOWHERE_TO, Links, at_places, link, of_this_type, read_rows, trouble_words
from engine.population.mapping_meaning import Translation
from engine.population.mapping_parts import Parts, Spill, households_a_part
from engine.population.mapping_sources import OpenTable, open_tables
from engine.population.own_about import Account, TableAccount, about_own


@dataclass(frozen=True, slots=True)
class Own:
    """What came of it: the population and an account, or findings. ``refused_in``: the folder with rows that could not be used."""

    stored: Stored | None
    account: Account | None
    findings: list[Diagnostic]
    refused_in: Path | None = None


def make_own(program: Program, translation: Translation, place: str, folder: Path, digest: str) -> Own:
    """Write the population. ``place``: where the tables are (a folder, a file, the address of a database); ``digest``: that of the mapping
    file. Never raises for what stands in the tables, nor for a disk that is full: then nothing is left behind."""
    if folder.exists():
        return Own(None, None, [diagnose("TS806", NOWHERE, path=str(folder), reason="die map bestaat al")])
    with open_tables(place, translation) as opened, ExitStack() as held:
        if opened.findings:
            return Own(None, None, opened.findings)
        beside = folder.with_name(f".{folder.name}.tussen")
        try:
            shutil.rmtree(beside, ignore_errors=True)
            held.callback(shutil.rmtree, beside, ignore_errors=True)
            beside.mkdir(parents=True)
            work = _Work(program, translation, opened.tables, folder, beside, held)
            return work.made(digest)
        except Unreadable as wrong:
            return Own(None, None, list(wrong.findings))
        except OSError as wrong:
            return Own(None, None, [diagnose("TS806", NOWHERE, path=str(folder), reason=reason(wrong))])


@dataclass(slots=True)
class _Work:
    program: Program
    translation: Translation
    tables: Mapping[str, OpenTable]
    folder: Path
    beside: Path
    held: ExitStack
    rejected: dict[str, Rejected] = field(default_factory=dict)
    accounts: dict[str, TableAccount] = field(default_factory=dict)

    def made(self, digest: str) -> Own:
        """Raises Unreadable and OSError."""
        links = link(
            self.translation, {owner: read_rows(table, self.translation) for owner, table in self.tables.items()}
        )
        readers = {
            owner: tuple(FactReader(self.program, fact) for fact in table.columns.facts)
            for owner, table in self.tables.items()
        }
        spill = Spill(self.beside)
        self.held.callback(spill.abandon)
        refused_in = self.folder.with_name(f"{self.folder.name}-afgekeurd")
        for owner, table in self.tables.items():
            # The file is written beside its place: only what is kept at the end appears there.
            names = [table.source.header[place] for place in table.read_order]
            file = self.held.enter_context(RejectFile(self.beside / f"{owner}.csv", names))
            self.rejected[owner] = Rejected(file=file)
            self.accounts[owner] = TableAccount(owner, table.source.name)
            self._read(owner, table, links, readers[owner], spill)
        spill.close()
        findings = [
            found
            for owner, own in readers.items()
            for reader in own
            for found in reader.findings(self.tables[owner].source.name)
        ]
        if findings:
            return Own(None, None, findings)
        for owner, table in self.tables.items():
            self._set_aside(owner, table, links)
        kept = self._keep(refused_in)
        account = Account(self.translation, self.accounts, readers, digest)
        if links.bad.all():
            return Own(None, account, [diagnose("TS565", NOWHERE, root=links.root, reason=account.first_reason)], kept)
        parts = Parts(self.translation, links, readers, spill)
        try:
            stored = write_population(
                self.folder, parts.populations(), lambda made: about_own(self.program, account, made)
            )
        except BaseException:
            self._clear(refused_in)
            raise
        return Own(stored, account, [], kept)

    def _read(self, owner: str, table: OpenTable, links: Links, readers: tuple[FactReader, ...], spill: Spill) -> None:
        account, size = self.accounts[owner], households_a_part(links)
        total = hashlib.sha256()
        rows = links.rows[owner]
        for raw, first, kept in _batches(table, account):
            problems: dict[int, list[str]] = {}
            for at in np.flatnonzero(rows.trouble[first : first + len(kept)]).tolist():
                problems[at] = trouble_words(links, owner, first + at, self.translation.tables)
            columns: dict[str, Any] = {"rij": np.arange(first, first + len(kept), dtype=np.int64)}
            for number, reader in enumerate(readers):
                typed = reader.read(_taken(raw, table.slot(reader.fact.column), kept))
                columns |= {f"w{number}": typed.values, f"s{number}": typed.state}
                for at, why in typed.refused.items():
                    problems.setdefault(at, []).append(f"'{reader.fact.column}' {why}")
            for broken in raw.broken:
                account.count(broken.kind, broken.row, raw.part)
                self.rejected[owner].add(Refusal(broken.row, "", broken.reason, raw.part), (), loose=broken.fields)
            for at, reasons in sorted(problems.items()):
                self._reject(owner, table, raw, int(kept[at]), reasons)
            wrong = np.zeros(len(kept), bool)
            wrong[list(problems)] = True
            rows.refused[first : first + len(kept)] = wrong
            links.leave_out(owner, np.arange(first, first + len(kept))[wrong])
            if not table.files:
                total.update("\x1e".join("\x1f".join(column) for column in raw.columns).encode(errors="replace"))
            part = rows.unit[first : first + len(kept)] // size
            part[wrong] = NOWHERE_TO
            for number in np.unique(part[part >= 0]).tolist():
                spill.add(number, owner, {name: column[part == number] for name, column in columns.items()})
        account.digests = [_sha256(path) for path in table.files] or [total.hexdigest()]

    def _reject(self, owner: str, table: OpenTable, raw: RawBatch, at: int, reasons: list[str]) -> None:
        for one in reasons:
            self.accounts[owner].count(one, raw.rows[at], raw.part)
        self.accounts[owner].refused += 1
        key = table.columns.key
        name = "" if key is None else raw.columns[table.slot(key)][at]
        values = [column[at] for column in raw.columns]
        self.rejected[owner].add(Refusal(raw.rows[at], name, "; ".join(reasons), raw.part), (), values)

    def _set_aside(self, owner: str, table: OpenTable, links: Links) -> None:
        """Keep, too, the rows without a problem of their own that are left out with their household."""
        rows = links.rows[owner]
        aside = ~rows.refused & at_places(links.bad, rows.unit, False)
        account = self.accounts[owner]
        account.aside = int(aside.sum())
        account.used = rows.size - (account.refused - account.broken) - account.aside
        if not account.aside:
            return
        why = f"hoort bij een {links.root} waarvan een andere rij is afgekeurd"
        for raw, first, kept in _batches(table, None):
            for at in np.flatnonzero(aside[first : first + len(kept)]).tolist():
                row = int(kept[at])
                key = table.columns.key
                name = "" if key is None else raw.columns[table.slot(key)][row]
                values = [column[row] for column in raw.columns]
                self.rejected[owner].add(Refusal(raw.rows[row], name, why, raw.part), (), values)

    def _keep(self, place: Path) -> Path | None:
        """Put the files with rows in their place, where there are any."""
        self._clear(place)
        wanting = {owner: one for owner, one in self.rejected.items() if one.count}
        if not wanting:
            return None
        place.mkdir(parents=True, exist_ok=True)
        for owner, one in wanting.items():
            assert one.file is not None
            one.file.path = place / f"{owner}.csv"
            one.file.keep()
        return place

    def _clear(self, place: Path) -> None:
        """Files with rows of another time, or of a population that did not come about, do not stay."""
        for owner in self.tables:
            (place / f"{owner}.csv").unlink(missing_ok=True)
        with suppress(OSError):
            place.rmdir()


def _batches(table: OpenTable, account: TableAccount | None) -> Iterator[tuple[RawBatch, int, Any]]:
    """Batches with the number of their first row among those of the object type, and the places in the batch of those rows."""
    first = 0
    for raw in table.source.read(table.read_order):
        mask = of_this_type(raw, table)
        kept = np.arange(len(raw.rows)) if mask is None else np.flatnonzero(mask)
        if account is not None:
            account.read += len(raw.rows) + len(raw.broken)
            account.others += len(raw.rows) - len(kept)
            account.refused += len(raw.broken)
            account.broken += len(raw.broken)
        yield raw, first, kept
        first += len(kept)


def _taken(raw: RawBatch, slot: int, kept: Any) -> Any:
    column = raw.columns[slot]
    if len(kept) == len(raw.rows):
        return column
    return [column[at] for at in kept.tolist()]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
