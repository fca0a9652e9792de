"""Registraties and norms as the engine measures them. Conditions, dates and values are nodes over Self, the record; the
rekendatum in them is the last day of the period that is measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from dsl.program.parts import SourceRef
from dsl.program.types import NumType
from dsl.source import Span

Denominator = Literal["afgehandeld", "ingestroomd", "vervallen"]
Comparator = Literal[
    "ten minste",
    "meer dan",
    "ten hoogste",
    "minder dan",
    "gelijk aan",
    "binnen een marge van",
    "tussen",
    "hoger dan vorige periode",
    "lager dan vorige periode",
    "ja",
    "n.t.b.",
    "",
]


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """One column: the attribute or kenmerk that it gives, and the names under which sources give it, the own name first."""

    attr: str
    names: tuple[str, ...]
    optional: bool
    span: Span


@dataclass(frozen=True, slots=True)
class RegistryInfo:
    """A Registratie. Its attributes stand in Program.types under its name; ``key`` is the column that tells records apart."""

    name: str
    regeling: str
    key: str
    columns: tuple[ColumnInfo, ...]
    sources: tuple[SourceRef, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class RecordShare:
    """The part of the records that ``good`` holds for; of their ``weight`` (a node) where given."""

    good: int
    weight: int | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many records there are."""


@dataclass(frozen=True, slots=True)
class Timeliness:
    """The part of the records that were done by their last day. ``start``, ``done`` and ``due`` are nodes of type date; ``done``
    is missing while a record is open. ``strict``: the last day itself is too late. ``over``: which records are counted in a
    period, by which of the three days."""

    start: int
    done: int
    due: int
    strict: bool
    over: Denominator


@dataclass(frozen=True, slots=True)
class Total:
    value: int


@dataclass(frozen=True, slots=True)
class Mean:
    value: int


@dataclass(frozen=True, slots=True)
class Percentile:
    """The smallest value that at least ``rank`` percent of the records do not pass; a median has rank 50."""

    value: int
    rank: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """The total of ``value`` by the total of ``per``."""

    value: int
    per: int


@dataclass(frozen=True, slots=True)
class Classes:
    """The part of the records in each class; classes may nest, so that the parts need not add up to one."""

    classes: tuple[tuple[str, int], ...]


Measure = RecordShare | Count | Timeliness | Total | Mean | Percentile | Ratio | Classes


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked: ``low`` and ``high`` are constants (percentages as fractions), ``high`` only for ``tussen``. Without a
    ``word`` the source prints a value and no comparator."""

    word: Comparator
    low: Fraction | None
    high: Fraction | None
    type: NumType


@dataclass(frozen=True, slots=True)
class Gauge:
    """What is measured and asked. ``counts``: which records count at all (a node, None: all). ``on``: the day that places a
    record in a period (a node, None: every record counts at the end of each period). ``measure`` is None for a norm that is only
    judged on figures that others report."""

    measure: Measure | None
    counts: int | None
    on: int | None
    demand: Demand | None
    direction_unknown: bool
    exact_figures: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a norm; ``chosen`` says why it is ours."""

    name: str
    chosen: str | None
    gauge: Gauge
    sources: tuple[SourceRef, ...]
    explanation: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class NormInfo:
    """A Norm. ``readings`` is empty when it can be read in one way only, which is ``gauge``. ``growing``: its figure only grows
    through the period. ``course``: how it is expected to grow (lineair, or niet in de bron).
    ``not_measurable``: why it cannot be measured as it is worded; then no reading is chosen."""

    name: str
    regeling: str
    executor: str | None
    number: str | None
    printed: str | None
    part: str | None
    kind: str
    period: str | None
    over_year: str | None
    growing: bool
    course: str | None
    unit: str | None
    registry: str | None
    gauge: Gauge
    slices: tuple[int, ...]
    parts: tuple[str, ...]
    legal_term: str | None
    not_measurable: str | None
    remarks: tuple[str, ...]
    readings: tuple[Reading, ...]
    start: date | None
    end: date | None
    certainty: str | None
    sources: tuple[SourceRef, ...]
    explanation: str | None
    span: Span

    def holds_in(self, start: date, end: date) -> bool:
        """Whether the norm holds on some day from ``start`` to ``end``."""
        return (self.start is None or self.start <= end) and (self.end is None or start <= self.end)

    @property
    def chosen(self) -> Reading | None:
        """The reading that counts as ours, if there are several."""
        return next((reading for reading in self.readings if reading.chosen is not None), None)
