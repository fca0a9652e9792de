"""From raw batches to columns of values. A row that cannot be used is counted and kept with its reason, never dropped in silence."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from dsl.diagnostics import Diagnostic, diagnose
from dsl.program import BoolType, ColumnInfo, DateType, NumType, Program, RegistryInfo
from dsl.source import NOWHERE
from dsl.suggest import did_you_mean, suggest
from engine.dossier.vocabulary import folded
from engine.normen.column import LIMIT, Array, Column
from engine.normen.frame import Frame
from engine.normen.parsing import Refused, parser_of
from engine.normen.sources import RawBatch, Source

KEPT = 10_000
"""So many refused rows are kept with their reason; all are counted."""


@dataclass(slots=True)
class Rejected:
    """Refused rows: how many, per reason, and the first of them as (row, key, reason)."""

    count: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    rows: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, row: int, key: str, reason: str, kind: str) -> None:
        self.count += 1
        self.reasons[kind] += 1
        if len(self.rows) < KEPT:
            self.rows.append((row, key, reason))


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column of the source gives which attribute; None where an optional column is not there."""

    places: tuple[tuple[ColumnInfo, int | None], ...]
    key: int


def layout_of(registry: RegistryInfo, source: Source) -> tuple[Layout | None, list[Diagnostic]]:
    """Find the columns by name; everything that is wrong at once."""
    findings: list[Diagnostic] = []
    named: dict[str, list[int]] = {}
    for number, name in enumerate(source.header):
        named.setdefault(folded(name), []).append(number)
    places: list[tuple[ColumnInfo, int | None]] = []
    for column in registry.columns:
        found = [number for name in column.names for number in named.get(folded(name), ())]
        if len(found) > 1:
            shown = " en ".join(f"'{source.header[number]}'" for number in found)
            findings.append(diagnose("TS543", NOWHERE, name=source.name, column=column.attr, found=shown))
        if not found and not column.optional:
            near = did_you_mean(suggest(column.attr, source.header)) or None
            findings.append(diagnose("TS542", NOWHERE, remedy=near, name=source.name, column=column.attr))
        places.append((column, found[0] if found else None))
    if findings:
        return None, findings
    key = next(place for column, place in places if column.attr == registry.key)
    assert key is not None  # the key may not be absent
    return Layout(tuple(places), key), []


@dataclass(slots=True)
class Records:
    """The records of a source as frames. ``rejected`` fills while they are read."""

    program: Program
    registry: RegistryInfo
    source: Source
    layout: Layout
    rejected: Rejected = field(default_factory=Rejected)
    read: int = 0

    def frames(self) -> Iterator[tuple[Frame, Sequence[str]]]:
        """Every batch with the keys of its records. Raises Unreadable."""
        twice = self._keys_given_twice()
        copies: dict[str, tuple[str, ...]] = {}
        conflicting = self._conflicting(twice) if twice else frozenset()
        for raw in self.source.batches():
            self.read += len(raw.rows) + len(raw.broken)
            for row, why in raw.broken:
                self.rejected.add(row, "", why, "verkeerd aantal velden")
            columns, good = self._typed(raw)
            keys = [text.strip() for text in raw.columns[self.layout.key]]
            for place, key in enumerate(keys):
                if key not in twice or not good[place]:
                    continue
                if key in conflicting:
                    why = "de sleutel komt vaker voor, met andere gegevens"
                    self.rejected.add(raw.rows[place], key, why, why)
                    good[place] = False
                elif key in copies:
                    self.rejected.add(raw.rows[place], key, "het record komt vaker voor", "het record komt vaker voor")
                    good[place] = False
                else:
                    copies[key] = ()
            kept = {name: column.taken(good) for name, column in columns.items()}
            yield (
                Frame(self.program, kept, int(good.sum())),
                [key for key, keep in zip(keys, good.tolist(), strict=True) if keep],
            )

    def _keys_given_twice(self) -> frozenset[str]:
        """Keys that occur more than once. Reads the source, so that it does not matter which of two rows comes first."""
        from pandas.util import hash_array

        hashes: list[Array] = []
        for part in self.source.texts(self.layout.key):
            hashes.append(hash_array(_stripped(part)))
        if not hashes:
            return frozenset()
        ordered = np.sort(np.concatenate(hashes))
        repeated = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
        if not len(repeated):
            return frozenset()
        suspects: Counter[str] = Counter()
        for part in self.source.texts(self.layout.key):
            texts = _stripped(part)
            suspects.update(texts[np.isin(hash_array(texts), repeated)].tolist())
        return frozenset(key for key, count in suspects.items() if count > 1)

    def _conflicting(self, twice: frozenset[str]) -> frozenset[str]:
        """Keys whose rows do not all say the same."""
        places = [place for _, place in self.layout.places if place is not None]
        first: dict[str, tuple[str, ...]] = {}
        found: set[str] = set()
        for raw in self.source.batches():
            for number, key in enumerate(text.strip() for text in raw.columns[self.layout.key]):
                if key in twice:
                    said = tuple(raw.columns[place][number].strip() for place in places)
                    if first.setdefault(key, said) != said:
                        found.add(key)
        return frozenset(found)

    def _typed(self, raw: RawBatch) -> tuple[dict[str, Column], Array]:
        """The columns of a batch, and which of its rows can be used."""
        size = len(raw.rows)
        good = np.ones(size, bool)
        columns: dict[str, Column] = {}
        keys = raw.columns[self.layout.key]
        for info, place in self.layout.places:
            attribute = self.program.types[self.registry.name].attributes[info.attr]
            if place is None:
                columns[info.attr] = _empty(attribute.type, size)
                continue
            codes, distinct = _distinct(raw.columns[place])
            parse = parser_of(self.program, attribute)
            values: list[Any] = []
            absent = np.zeros(len(distinct), bool)
            refused: dict[int, str] = {}
            for number, text in enumerate(distinct):
                value: Any = None
                if not text:
                    absent[number] = True
                    if not info.optional:
                        refused[number] = "is leeg"
                else:
                    try:
                        value = parse(text)
                    except Refused as why:
                        refused[number] = f"{str(why)} ('{text[:40]}')"
                values.append(value)
            columns[info.attr] = _column(attribute.type, values, absent, codes)
            if refused:
                bad = np.isin(codes, np.array(sorted(refused)))
                for row in np.flatnonzero(bad & good).tolist():
                    reason = f"'{info.attr}' {refused[int(codes[row])]}"
                    self.rejected.add(raw.rows[row], keys[row].strip(), reason, f"'{info.attr}' is niet te lezen")
                good &= ~bad
        return columns, good


def _stripped(texts: Sequence[str]) -> Array:
    return np.array([text.strip() for text in texts], object)


def _distinct(texts: Sequence[str]) -> tuple[Array, list[str]]:
    """The different texts, stripped, and for each record the number of its own."""
    from pandas import factorize

    codes, found = factorize(np.array(texts, object))
    stripped = [str(text).strip() for text in found]
    return codes, stripped


def _empty(kind: object, size: int) -> Column:
    return Column(np.zeros(size, _dtype(kind)), np.ones(size, bool))


def _dtype(kind: object) -> Any:
    if isinstance(kind, BoolType):
        return bool
    return np.int64 if isinstance(kind, NumType | DateType) else object


def _column(kind: object, values: list[Any], absent: Array, codes: Array) -> Column:
    """The column of distinct values spread over the records. Refused values stand as missing; their rows are left out."""
    missing = absent | np.array([value is None for value in values], bool)
    if not isinstance(kind, NumType):
        plain = [value if value is not None else _filler(kind) for value in values]
        return Column(np.array(plain, _dtype(kind))[codes], missing[codes])
    numbers = [Fraction(value) if value is not None else Fraction(0) for value in values]
    den = math.lcm(*(number.denominator for number in numbers)) if numbers else 1
    whole = [int(number * den) for number in numbers]
    wide: Any = object if any(abs(number) >= LIMIT for number in whole) else np.int64
    return Column(np.array(whole, wide)[codes], missing[codes], den)


def _filler(kind: object) -> Any:
    return False if isinstance(kind, BoolType) else 0 if isinstance(kind, DateType) else ""
