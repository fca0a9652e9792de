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
class Link:
    """Records of another registratie (``over``) counted with a record: those with the same ``same`` of which ``day`` lies from
    ``since`` of this record to ``days`` later. Each is counted once, with the last record before it. All are names of columns;
    ``same`` is one of both."""

    over: str
    same: str
    day: str
    since: str
    days: int


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """One column: the attribute or kenmerk that it gives, and the names under which sources give it, the own name first. ``link``: no
    source gives it; it is counted in another registratie."""

    attr: str
    names: tuple[str, ...]
    optional: bool
    span: Span
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class OpenedRole:
    """An object in ``role`` (as a dossier names it) of which ``attr`` is what a record has in ``column``, and ``kind`` is ``value``."""

    column: str
    role: str
    attr: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class OpeningInfo:
    """How a record becomes a dossier about one object of ``type``: its columns by the attribute that each gives, and the objects in its
    roles."""

    type: str
    facts: tuple[tuple[str, str], ...]
    roles: tuple[OpenedRole, ...] = ()


@dataclass(frozen=True, slots=True)
class RegistryInfo:
    """A Registratie. Its attributes stand in Program.types under its name; ``key`` is the column that tells records apart."""

    name: str
    regeling: str
    key: str
    columns: tuple[ColumnInfo, ...]
    sources: tuple[SourceRef, ...]
    span: Span
    openings: tuple[OpeningInfo, ...] = ()


@dataclass(frozen=True, slots=True)
class Elapsed:
    """From ``start`` to ``done`` in whole dagen, weken, maanden, or in werkdagen of a calendar: those after ``start`` up to ``done``."""

    start: int
    done: int
    unit: str
    calendar: str | None


@dataclass(frozen=True, slots=True)
class Age:
    """The days since ``start`` of a record that is open on the last day; the others have none."""

    start: int
    done: int


@dataclass(frozen=True, slots=True)
class WorkdayRank:
    """Which working day of its month ``day`` is; a day off counts as the next one."""

    day: int
    calendar: str


Quantity = int | Elapsed | Age | WorkdayRank
"""A number of every record: a node, or what is counted between its days."""


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
    period, by which of the three days. Of their ``weight`` (a node) where given."""

    start: int
    done: int
    due: int
    strict: bool
    over: Denominator
    weight: int | None = None


@dataclass(frozen=True, slots=True)
class Total:
    value: int


@dataclass(frozen=True, slots=True)
class Mean:
    value: Quantity
    weight: int | None = None


@dataclass(frozen=True, slots=True)
class Percentile:
    """The smallest value that at least ``rank`` percent of the records do not pass; a median has rank 50, the lowest value 0, the
    highest 100."""

    value: Quantity
    rank: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """The total of ``value`` by the total of ``per``; ``deviation``: less one, how far the one is from the other."""

    value: int
    per: int
    deviation: bool = False


@dataclass(frozen=True, slots=True)
class Classes:
    """The part of the records in each class; classes may nest, so that the parts need not add up to one."""

    classes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Stock:
    """How many records are open on the last day; with how many there were at the beginning, came in and went out."""

    start: int
    done: int


@dataclass(frozen=True, slots=True)
class Milestone:
    """Whether all records were done by their last day."""

    done: int
    due: int
    strict: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether some record has its ``evidence`` (a node)."""

    evidence: int


@dataclass(frozen=True, slots=True)
class Frequency:
    """The part of the windows of ``amount`` ``unit`` within the period in which at least one record falls."""

    amount: int
    unit: str


Measure = (
    RecordShare
    | Count
    | Timeliness
    | Total
    | Mean
    | Percentile
    | Ratio
    | Classes
    | Stock
    | Milestone
    | Proof
    | Frequency
)


@dataclass(frozen=True, slots=True)
class Suspension:
    """What happens to records whose term was suspended (``when``, or where ``start`` has a value): uitgesloten, klok stil (their last
    day moves by the days from ``start`` to ``end``), or telt door."""

    how: Literal["uitgesloten", "klok stil", "telt door"]
    when: int | None
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked: ``low`` and ``high`` are numbers (percentages as fractions), ``high`` only for ``tussen``. Without a ``word`` the
    source prints a value and no comparator. ``nodes``: ends that depend on the day (parameters), in place of ``low`` and ``high``.
    ``of``: the value is ``low`` (or the whole) of the figure of this norm, or of the period before. ``about``: the source says ongeveer.
    ``step``: the source rounded the value in such steps. ``margin``: to which sides a margin counts; ``basis``: what it is a part of."""

    word: Comparator
    low: Fraction | None
    high: Fraction | None
    type: NumType
    nodes: tuple[int, ...] = ()
    of: str | None = None
    of_former: bool = False
    about: bool = False
    step: Fraction | None = None
    margin: Literal["tweezijdig", "naar boven", "naar beneden"] = "tweezijdig"
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Gauge:
    """What is measured and asked. ``counts``: which records count at all (a node, None: all). ``on``: the day that places a
    record in a period (a node, None: every record counts at the end of each period). ``measure`` is None for a norm that is only
    judged on figures that others report. ``term``: start, end and last day of a record where something else is measured, so that what
    is open and late can be said."""

    measure: Measure | None
    counts: int | None
    on: int | None
    demand: Demand | None
    direction_unknown: bool
    exact_figures: bool
    suspension: Suspension | None = None
    term: tuple[int, int, int] | None = None


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
    through the period. ``course``: how it is expected to grow (lineair, per maand, or niet in de bron); ``points``: what must be reached by
    the end of which months. ``weight``: how much it counts in a norm that is made of it. ``legal``: the same measured by the last day
    that the law gives.
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
    points: tuple[tuple[Fraction, int], ...] = ()
    weight: int = 1
    legal: Gauge | None = None

    def holds_in(self, start: date, end: date) -> bool:
        """Whether the norm holds on some day from ``start`` to ``end``."""
        return (self.start is None or self.start <= end) and (self.end is None or start <= self.end)

    @property
    def chosen(self) -> Reading | None:
        """The reading that counts as ours, if there are several."""
        return next((reading for reading in self.readings if reading.chosen is not None), None)
