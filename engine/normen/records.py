"""From raw batches to columns of values. A row that cannot be used is counted and kept with its reason, never dropped in silence."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np

from dsl.diagnostics import Diagnostic, diagnose
from dsl.program import AttrInfo, BoolType, DateType, EnumType, NumType, Program, RegistryInfo
from dsl.source import NOWHERE
from engine.dossier.values import grid_of
from engine.normen.column import EARLIEST, LATEST, LIMIT, Array, Column
from engine.normen.frame import Frame, Memory
from engine.normen.keys import KeyColumn, Repeats, among, hashes_of
from engine.normen.layout import Layout, layout_of, misfits
from engine.normen.parsing import Parser, Refused, parser_of
from engine.normen.rejected import Refusal, Rejected
from engine.normen.sources import Coded, RawBatch, Source, Unreadable
from engine.normen.sources.arrays import Bulk, Plain
from engine.normen.spans import ends_first, spans_of

__all__ = ["Records", "Rejected", "layout_of", "open_records"]

_DAY_AND_MONTH = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-[0-9]{4}")


def open_records(
    program: Program, registry: RegistryInfo, source: Source, rejected: Rejected | None = None
) -> tuple[Records | None, list[Diagnostic]]:
    """The records of a source, or everything that keeps its columns from being those of the registratie."""
    layout, findings = layout_of(registry, source)
    if layout is not None:
        findings = misfits(program, registry, source, layout)
    if layout is None or findings:
        return None, findings
    return Records(program, registry, source, layout, rejected or Rejected()), []


class _Problem(NamedTuple):
    """Why a row cannot be used; ``kind`` is the reason without its particulars, where it has any."""

    reason: str
    kind: str = ""


@dataclass(slots=True)
class _Order:
    """In a column of dates: how many can only be read with the day first, how many only with the month first, and the first such row."""

    day_first: int = 0
    month_first: int = 0
    example: tuple[int, str] = (0, "")


@dataclass(slots=True)
class Records:
    """The records of a source as frames. ``rejected`` fills while they are read. ``linked``: of columns that no source gives, the number of
    each key that has one."""

    program: Program
    registry: RegistryInfo
    source: Source
    layout: Layout
    rejected: Rejected = field(default_factory=Rejected)
    read: int = 0
    linked: dict[str, Mapping[str, int]] = field(default_factory=dict)
    _orders: dict[str, _Order] = field(default_factory=dict)
    _memory: Memory = field(default_factory=dict)

    def frames(self) -> Iterator[tuple[Frame, KeyColumn]]:
        """Every batch with the keys of its records. Raises Unreadable, at the end also for columns whose dates cannot be trusted."""
        twice = self._keys_given_twice()
        conflicting = self._conflicting(twice) if twice else frozenset()
        yield from self.frames_of(self.source.read(self.places), twice, conflicting)
        self._check_orders()

    def frames_of(
        self,
        batches: Iterable[RawBatch],
        twice: frozenset[str] = frozenset(),
        conflicting: frozenset[str] = frozenset(),
        repeats: Repeats | None = None,
    ) -> Iterator[tuple[Frame, KeyColumn]]:
        """Batches of the source as frames, where the keys in ``twice`` occur more than once, and those in ``conflicting`` with
        different values. Who does not know that yet has all keys added to ``repeats``."""
        seen: set[str] = set()
        key_at = self.places.index(self.layout.key)
        suspects = hashes_of(twice)
        spans = spans_of(self.program, self.registry.name)
        for raw in batches:
            self.read += len(raw.rows) + len(raw.broken)
            keys = KeyColumn.from_source(raw.columns[key_at])
            columns, problems = self._typed(raw, keys)
            for place, reason, kind in ends_first(spans, columns):
                problems.setdefault(place, []).append(_Problem(reason, kind))
            if repeats is not None:
                repeats.add(keys.hashes)
            for place, key in among(keys, twice, suspects):
                if place in problems:
                    continue
                if key in conflicting:
                    problems[place] = [_Problem("de sleutel komt vaker voor, met andere gegevens")]
                elif key in seen:
                    problems[place] = [_Problem("het record komt vaker voor")]
                else:
                    seen.add(key)
            self._reject(raw, keys, problems)
            if problems:
                good = np.ones(len(raw.rows), bool)
                good[list(problems)] = False
                columns = {name: column.taken(good) for name, column in columns.items()}
                keys = keys.taken(good)
            for name, counts in self.linked.items():
                columns[name] = Column(np.array([counts.get(key, 0) for key in keys], np.int64))
            yield Frame(self.program, columns, len(keys), self._memory), keys

    @property
    def places(self) -> list[int]:
        """The columns of the source that are used, each once."""
        return list(dict.fromkeys(place for _, place in self.layout.places if place is not None))

    @property
    def column_names(self) -> list[str]:
        """What the source calls the columns that are used, in the order in which they are read."""
        return [self.source.header[place] for place in self.places]

    def _reject(self, raw: RawBatch, keys: KeyColumn, problems: Mapping[int, Sequence[_Problem]]) -> None:
        """Count and keep the rows that cannot be used, in the order in which they stand."""
        found: list[tuple[int, Callable[[], None]]] = []
        for row in raw.broken:
            refusal = Refusal(row.row, "", row.reason, raw.part)
            found.append((row.row, partial(self.rejected.add, refusal, (row.kind,), loose=row.fields)))
        for place, wrong in problems.items():
            refusal = Refusal(raw.rows[place], keys.text(place), "; ".join(one.reason for one in wrong), raw.part)
            kinds = [one.kind or one.reason for one in wrong]
            values = [column[place] for column in raw.columns]
            found.append((refusal.row, partial(self.rejected.add, refusal, kinds, values)))
        for _, add in sorted(found, key=itemgetter(0)):
            add()

    def _keys_given_twice(self) -> frozenset[str]:
        """Keys that occur more than once. Reads the source, so that it does not matter which of two rows comes first."""
        first = self._repeats(Repeats())
        rounds = [first] if not first.too_many else first.in_parts()
        repeated = np.concatenate([(one if one is first else self._repeats(one)).found() for one in rounds])
        if not len(repeated):
            return frozenset()
        suspects: Counter[str] = Counter()
        for keys in self._keys():
            suspects.update(keys.texts(np.flatnonzero(np.isin(keys.hashes, repeated)).tolist()))
        return frozenset(key for key, count in suspects.items() if count > 1)

    def _repeats(self, found: Repeats) -> Repeats:
        for keys in self._keys():
            found.add(keys.hashes)
        return found

    def _keys(self) -> Iterator[KeyColumn]:
        return (KeyColumn.from_source(raw.columns[0]) for raw in self.source.read([self.layout.key]))

    def _conflicting(self, twice: frozenset[str]) -> frozenset[str]:
        """Keys whose rows do not all say the same, as values: 20,6 and 20,60 are the same amount."""
        places = self.places
        key_at = places.index(self.layout.key)
        read = {place: self._parser(info.attr) for info, place in self.layout.places if place is not None}
        first: dict[str, tuple[object, ...]] = {}
        found: set[str] = set()
        suspects = hashes_of(twice)
        for raw in self.source.read(places):
            for number, key in among(KeyColumn.from_source(raw.columns[key_at]), twice, suspects):
                texts = [column[number].strip() for column in raw.columns]
                said = tuple(_value(read[place], text) for place, text in zip(places, texts, strict=True))
                if first.setdefault(key, said) != said:
                    found.add(key)
        return frozenset(found)

    def _parser(self, attr: str) -> Parser:
        return parser_of(self.program, self._attribute(attr))

    def _attribute(self, attr: str) -> AttrInfo:
        return self.program.types[self.registry.name].attributes[attr]

    def _typed(self, raw: RawBatch, keys: KeyColumn) -> tuple[dict[str, Column | KeyColumn], dict[int, list[_Problem]]]:
        """The columns of a batch, and per row that cannot be used all that is wrong with it."""
        problems: dict[int, list[_Problem]] = {}
        columns: dict[str, Column | KeyColumn] = {}
        where = {place: number for number, place in enumerate(self.places)}
        for info, place in self.layout.places:
            attribute = self._attribute(info.attr)
            if place is None:
                columns[info.attr] = _empty(attribute.type, len(raw.rows))
                continue
            given = raw.columns[where[place]]
            column = _plain(attribute, info.optional, given) if isinstance(given, Plain) else None
            if column is not None:
                columns[info.attr] = column
                continue
            text = not isinstance(attribute.type, NumType | DateType | EnumType)
            if place == self.layout.key and text and not keys.begin_with("=#"):
                columns[info.attr] = keys
                for row in np.flatnonzero(keys.starts == keys.ends).tolist():
                    empty = _Problem(f"'{info.attr}' is leeg", f"'{info.attr}' is niet te lezen")
                    problems.setdefault(row, []).append(empty)
                continue
            codes, distinct = distinct_texts(given)
            if isinstance(attribute.type, DateType) and self.source.kinds[place] == "tekst":
                self._count_orders(info.attr, distinct, codes, raw)
            values, absent, refused = _parsed(distinct, self._parser(info.attr), info.optional)
            columns[info.attr] = _column(attribute.type, values, absent, codes)
            if refused:
                for row in np.flatnonzero(
                    np.array([number in refused for number in range(len(distinct))])[codes]
                ).tolist():
                    wrong = _Problem(f"'{info.attr}' {refused[int(codes[row])]}", f"'{info.attr}' is niet te lezen")
                    problems.setdefault(row, []).append(wrong)
        return columns, problems

    def _count_orders(self, attr: str, distinct: Sequence[str], codes: Array, raw: RawBatch) -> None:
        order = self._orders.setdefault(attr, _Order())
        counts: Array | None = None
        for number, text in enumerate(distinct):
            parts = _DAY_AND_MONTH.fullmatch(text)
            if parts is None or (int(parts[1]) > 12) == (int(parts[2]) > 12):
                continue
            counts = np.bincount(codes, minlength=len(distinct)) if counts is None else counts
            if int(parts[1]) > 12:
                order.day_first += int(counts[number])
                continue
            if not order.month_first:
                order.example = (raw.rows[int(np.flatnonzero(codes == number)[0])], text)
            order.month_first += int(counts[number])

    def _check_orders(self) -> None:
        """Where as many dates have the month first as have the day first, those that can be read both ways cannot be trusted either."""
        found = [
            diagnose("TS551", NOWHERE, name=self.source.name, column=attr, row=order.example[0], text=order.example[1])
            for attr, order in self._orders.items()
            if order.month_first and order.month_first >= order.day_first
        ]
        if found:
            raise Unreadable(*found)


def _value(parse: Parser, text: str) -> object:
    try:
        return parse(text) if text else None
    except Refused:
        return text, "is niet te lezen"


def _parsed(distinct: Sequence[str], parse: Parser, optional: bool) -> tuple[list[Any], Array, dict[int, str]]:
    """The values of texts, which of them are nothing, and why others are refused."""
    values: list[Any] = []
    absent = np.zeros(len(distinct), bool)
    refused: dict[int, str] = {}
    for number, text in enumerate(distinct):
        value: Any = None
        if not text:
            absent[number] = True
            if not optional:
                refused[number] = "is leeg"
        else:
            try:
                value = parse(text)
            except Refused as why:
                refused[number] = f"{why} ('{text[:40]}')"
        values.append(value)
    return values, absent, refused


def _plain(attribute: AttrInfo, optional: bool, given: Plain) -> Column | None:
    """Values that the source gives in bulk and that surely are what the column wants; None where each has to be looked at."""
    kind, values = attribute.type, given.values
    if given.gaps is not None and not optional:
        return None
    if isinstance(kind, BoolType) and given.kind == "ja of nee":
        return Column(values, given.gaps)
    if not len(values):
        return None
    low, high = int(values.min()), int(values.max())
    if isinstance(kind, DateType) and given.kind == "datum" and low >= EARLIEST and high <= LATEST:
        return Column(values, given.gaps)
    if isinstance(kind, NumType) and given.kind == "geheel" and kind.show in ("bedrag", "getal", "aantal"):
        grid = grid_of(kind)
        fits = grid is None or (1 / grid).denominator == 1
        floor = attribute.low if isinstance(attribute.low, Fraction) else Fraction(0)
        top = attribute.high if isinstance(attribute.high, Fraction) else Fraction(2**31 - 1)
        if fits and max(floor, Fraction(0)) <= low and high <= min(top, Fraction(2**31 - 1)):
            return Column(values.astype(np.int32), given.gaps)
    return None


def distinct_texts(texts: Sequence[str]) -> tuple[Array, list[str]]:
    """The different texts, stripped, and for each record the number of its own."""
    if isinstance(texts, Bulk):
        texts = texts.coded()
    if isinstance(texts, Coded):
        last = len(texts.texts) - 1
        return np.where(texts.codes < 0, last, texts.codes), [text.strip() for text in texts.texts]
    from pandas import factorize

    codes, found = factorize(np.array(texts, object))
    return codes, [str(text).strip() for text in found]


def _empty(kind: object, size: int) -> Column:
    words = None if isinstance(kind, BoolType | NumType | DateType) else ("",)
    return Column(np.zeros(size, bool if isinstance(kind, BoolType) else np.int32), np.ones(size, bool), words=words)


def _column(kind: object, values: list[Any], absent: Array, codes: Array) -> Column:
    """The column of distinct values spread over the records. Refused values stand as missing; their rows are left out."""
    missing = absent | np.array([value is None for value in values], bool)
    gaps = missing[codes] if missing.any() else None
    gaps = gaps if gaps is not None and gaps.any() else None
    if isinstance(kind, BoolType):
        return Column(np.array([bool(value) for value in values], bool)[codes], gaps)
    if isinstance(kind, DateType):
        return Column(np.array([value or 0 for value in values], np.int32)[codes], gaps)
    if not isinstance(kind, NumType):
        return Column(codes, gaps, words=tuple("" if value is None else str(value) for value in values))
    nothing = Fraction(0)
    numbers: list[Fraction] = [nothing if value is None else value for value in values]
    den = math.lcm(*{number.denominator for number in numbers})
    whole = [number.numerator * (den // number.denominator) for number in numbers]
    most = max(map(abs, whole), default=0)
    dtype: Any = np.int32 if most < 2**31 else np.int64 if most < LIMIT else object
    return Column(np.array(whole, dtype)[codes], gaps, den)
