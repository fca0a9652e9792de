"""Invented records for every registratie, calibrated on figures of documents: which file says what, and from a seed always the same.

What is drawn and how often stands in ``scenarios/normen/ijking.yaml``, each figure with its source; this module only draws. Records come
in batches in the order of their days, so that millions of them need little memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from dsl.program import BoolType, DateType, Program
from engine.calendars import calendar_of
from engine.normen.column import Array, Column, day_number, either
from engine.normen.quantities import workdays
from engine.paths import scenarios_dir

BATCH = 200_000
"""At most so many records are drawn at once."""
FAULTS = ("dubbel", "andere gegevens", "sleutel leeg", "klaar voor begin")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: ``year`` to which the records belong, ``scale`` the part of the real numbers, ``faults`` the part of the records
    that gets something wrong."""

    year: int
    seed: int
    scale: Fraction = Fraction(1)
    faults: Fraction = Fraction(0)


def calibration(path: Path | None = None) -> dict[str, Any]:
    """What the file with calibrations says, by registratie; ``kalender`` names the calendar of working days."""
    import yaml

    read = yaml.safe_load((path or scenarios_dir() / "normen" / "ijking.yaml").read_text(encoding="utf-8"))
    assert isinstance(read, dict)
    return read


def share(written: object) -> float:
    """ "98%" as a chance. Chances are the one thing that may be a float: they say what is drawn, and nothing is computed with them."""
    text = str(written)
    return float(Fraction(text.removesuffix("%")) / 100) if text.endswith("%") else float(text)


@dataclass(frozen=True, slots=True)
class _Group:
    """Records that are drawn alike; ``size`` of them."""

    number: int
    size: int
    columns: Mapping[str, Mapping[str, Any]]


class Examples:
    """The records of one registratie. ``size`` is how many there are, before any is repeated as a fault."""

    def __init__(self, program: Program, registry: str, said: Mapping[str, Any], wish: Wish) -> None:
        self._registry, self._wish = registry, wish
        own = said[registry]
        self._key, self._pattern = program.registries[registry].key, str(own["sleutel"])
        self.types = {
            column.attr: program.types[registry].attributes[column.attr].type
            for column in program.registries[registry].columns
            if column.link is None
        }
        self._needed = [column.attr for column in program.registries[registry].columns if not column.optional]
        self._dates = [name for name, kind in self.types.items() if isinstance(kind, DateType)]
        self._groups = [
            _Group(number, _size(own, group, wish), _columns(own, group)) for number, group in enumerate(own["groepen"])
        ]
        self.size = sum(group.size for group in self._groups)
        calendar = calendar_of(program, said["kalender"])
        self._first = day_number(date(wish.year - 3, 1, 1))
        days = np.arange(self._first, day_number(date(wish.year + 4, 1, 1)))
        self._working = workdays(days - 1, days, calendar) == 1
        # Who asks for the records does so a month after the year.
        self._asked_on = day_number(date(wish.year + 1, 1, 31))

    def batches(self) -> Iterator[dict[str, Column]]:
        """The columns of each batch; the texts of keys stand in ``words``."""
        count = max(1, -(-self.size // BATCH))
        given = 0
        width = len(str(max(self.size, 10)))
        for batch in range(count):
            parts = [self._drawn(group, batch, count) for group in self._groups]
            joined = _joined([part for part in parts if part is not None], self._dates)
            if joined is None:
                continue
            size = len(next(iter(joined.values())).values)
            numbers = range(given + 1, given + size + 1)
            given += size
            texts = tuple(self._pattern.format(jaar=self._wish.year, nummer=str(n).zfill(width)) for n in numbers)
            joined[self._key] = Column(np.arange(size), words=texts)
            yield self._faulty({name: joined[name] for name in self.types if name in joined}, batch)

    # --- drawing

    def _random(self, *place: int) -> np.random.Generator:
        return np.random.Generator(
            np.random.PCG64([self._wish.seed, self._wish.year, crc32(self._registry.encode()), *place])
        )

    def _drawn(self, group: _Group, batch: int, count: int) -> dict[str, Column] | None:
        """The part of a group in a batch, in the order of its first day."""
        first, last = group.size * batch // count, group.size * (batch + 1) // count
        if first == last:
            return None
        chance = self._random(group.number, batch)
        rows = np.arange(first, last)
        columns: dict[str, Column] = {}
        for name, said in group.columns.items():
            column = self._column(name, said, chance, columns, rows, group.size)
            gaps = _gaps(said, chance, columns, len(rows))
            columns[name] = (
                column if gaps is None else Column(column.values, column.missing | gaps, column.den, column.words)
            )
        # What has not happened yet is no record.
        absent = either([columns[name].gaps for name in self._needed if name in columns])
        return columns if absent is None else {name: column.taken(~absent) for name, column in columns.items()}

    def _column(
        self,
        name: str,
        said: Mapping[str, Any],
        chance: np.random.Generator,
        columns: Mapping[str, Column],
        rows: Array,
        size: int,
    ) -> Column:
        count = len(rows)
        if "dag" in said:
            return Column(self._days(said, chance, rows, size))
        if "na" in said:
            start = columns[said["na"]]
            last = columns[said["uiterlijk"]].values if "uiterlijk" in said else start.values + int(said["binnen"])
            return self._after(said, chance, start.values, last)
        if "in het jaar" in said:
            begin = np.full(count, self._day(0))
            return self._after(said, chance, begin, begin + int(said["in het jaar"]))
        if "plus" in said:
            return Column(columns[said["plus"]].values + 7 * int(said["weken"]))
        if "maandeinde" in said:
            ends = [day_number(date(self._wish.year + (n == 12), n % 12 + 1, 1)) - 1 for n in range(1, 13)]
            return Column(np.array(ends, np.int64)[rows % 12])
        if set(said) - {"bron", "aanname"} == {"leeg"}:
            return Column(np.zeros(count, np.int64))
        if "vorig jaar" in said:
            return Column(np.full(count, self._wish.year - 1))
        if "ja" in said:
            return Column(chance.random(count) < share(said["ja"]))
        if "keuze" in said:
            values = np.array([int(value) for value in said["keuze"]])
            edges = np.cumsum([share(part) for part in said["keuze"].values()])
            return Column(
                values[np.minimum(np.searchsorted(edges, chance.random(count), side="right"), len(values) - 1)]
            )
        if "getal" in said:
            return Column(_around(chance, float(said["getal"]), float(said["spreiding"]), count))
        if "bedrag" in said:
            return Column(_around(chance, 100 * float(said["bedrag"]), float(said["spreiding"]), count), den=100)
        if "rond" in said:
            of = columns[said["rond"]]
            factor = share(said["gemiddeld"]) + float(said["spreiding"]) * (2 * chance.random(count) - 1)
            return Column(np.rint(of.values * factor).astype(np.int64), den=of.den)
        if isinstance(self.types[name], BoolType):
            return Column(np.full(count, said["vast"] == "ja"))
        return Column(np.zeros(count, np.int64), words=(str(said["vast"]),))

    def _day(self, number: int) -> int:
        return day_number(date(self._wish.year, 1, 1)) + number

    def _days(self, said: Mapping[str, Any], chance: np.random.Generator, rows: Array, size: int) -> Array:
        """Days spread over a time, in order: record ``n`` of ``size`` gets a day at about that part of it."""
        days = np.arange(self._day(int(said.get("van", 0))), self._day(int(said.get("tot", _length(self._wish.year)))))
        if said["dag"] == "werkdagen":
            days = days[self._working[days - self._first]]
        else:
            # On days off there is something too, but less.
            days = np.sort(np.concatenate((days, np.repeat(days[self._working[days - self._first]], 3))))
        places = ((rows + chance.random(len(rows))) / size * len(days)).astype(np.int64)
        found: Array = days[np.minimum(places, len(days) - 1)]
        return found

    def _after(self, said: Mapping[str, Any], chance: np.random.Generator, start: Array, last: Array) -> Column:
        """When a record was done: on a working day, with a given chance by its last day, or not yet when the records were asked for."""
        count = len(start)
        room = np.maximum(last - start, 0)
        mean = np.maximum(room / max(float(said["gemiddeld"]), 0.5), 1.01)
        early = start + ((room + 1) * chance.random(count) ** (mean - 1)).astype(np.int64)
        late = last + 1 + (-np.log1p(-chance.random(count)) * float(said["uitloop"])).astype(np.int64)
        in_time = chance.random(count) < share(said["aandeel"])
        done = np.where(in_time, np.minimum(early, last), late)
        after, before = self._next(done, 1), self._next(done, -1)
        done = np.where(in_time & (after > last) & (before >= start), before, after)
        never = chance.random(count) < share(said.get("nooit", "0%"))
        return Column(done, never | (done > self._asked_on))

    def _next(self, days: Array, step: int) -> Array:
        """The day itself, or the nearest working day after (1) or before (-1) it."""
        days = days.copy()
        for _ in range(14):
            off = ~self._working[np.clip(days - self._first, 0, len(self._working) - 1)]
            if not off.any():
                break
            days[off] += step
        return days

    # --- faults

    def _faulty(self, columns: dict[str, Column], batch: int) -> dict[str, Column]:
        """Records with something wrong: given twice, twice with other values, without a key, or done before they began."""
        size = len(columns[self._key].values)
        wrong = int(size * self._wish.faults)
        if not wrong:
            return columns
        chance = self._random(1_000_000, batch)
        rows = np.sort(chance.choice(size, wrong, replace=False))
        kinds = chance.integers(0, len(FAULTS), wrong)
        again = np.concatenate((np.arange(size), rows[kinds <= 1]))
        found = {name: column.taken(again) for name, column in columns.items()}
        changed = np.zeros(len(again), bool)
        changed[size:] = kinds[kinds <= 1] == 1
        days = [name for name in self._dates if name in found]
        if days:
            first = found[days[0]]
            found[days[0]] = Column(np.where(changed, first.values + 1, first.values), first.gaps)
        if len(days) > 1:
            swapped = np.zeros(len(again), bool)
            swapped[rows[kinds == 3]] = True
            end = found[days[-1]]
            found[days[-1]] = Column(np.where(swapped, found[days[0]].values - 5, end.values), end.gaps)
        key = found[self._key]
        gone = np.zeros(len(again), bool)
        gone[rows[kinds == 2]] = True
        found[self._key] = Column(key.values, gone, words=key.words)
        return found


def _size(own: Mapping[str, Any], group: Mapping[str, Any], wish: Wish) -> int:
    """How many records: those of a year, and of the time before it that is drawn as well."""
    days = [said for said in _columns(own, group).values() if "dag" in said]
    span = (
        Fraction(int(days[0].get("tot", 365)) - int(days[0].get("van", 0)), 365) if days and "tot" not in days[0] else 1
    )
    scale = Fraction(1) if own.get("schaalt") == "nee" else wish.scale
    return max(1, round(int(group["aantal"]) * span * scale))


def _columns(own: Mapping[str, Any], group: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """How each column is drawn, in the order of the registratie: what a group says of itself goes first."""
    said: dict[str, Mapping[str, Any]] = {**own["kolommen"], **group.get("kolommen", {})}
    return {**{name: {"vast": value} for name, value in group["vast"].items()}, **said}


def _gaps(
    said: Mapping[str, Any], chance: np.random.Generator, columns: Mapping[str, Column], size: int
) -> Array | None:
    gaps: Array | None = None
    if "leeg" in said:
        gaps = chance.random(size) < share(said["leeg"])
    if "alleen bij" in said:
        absent = ~columns[said["alleen bij"]].values
        gaps = absent if gaps is None else gaps | absent
    return gaps


def _around(chance: np.random.Generator, middle: float, spread: float, size: int) -> Array:
    """Whole numbers above zero, half of them below ``middle``."""
    return np.maximum(np.rint(middle * np.exp(spread * chance.standard_normal(size))), 1).astype(np.int64)


def _joined(parts: Sequence[dict[str, Column]], dates: Sequence[str]) -> dict[str, Column] | None:
    """The parts of all groups as one, in the order of the first column of days."""
    if not parts:
        return None
    columns: dict[str, Column] = {}
    for name in parts[0]:
        each = [part[name] for part in parts]
        missing = np.concatenate([column.missing for column in each])
        if each[0].words is not None:
            words = tuple(dict.fromkeys(word for column in each for word in column.words or ()))
            values = np.concatenate(
                [np.array([words.index(word) for word in column.words or ()])[column.values] for column in each]
            )
            columns[name] = Column(values, missing, words=words)
        else:
            columns[name] = Column(np.concatenate([column.values for column in each]), missing, each[0].den)
    days = [columns[name].values for name in dates if name in columns and not columns[name].missing.any()]
    if not days:
        return columns
    order = np.argsort(days[0], kind="stable")
    return {name: column.taken(order) for name, column in columns.items()}


def _length(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days
