"""What surrounds the nodes: vocabulary, parameters, rules, besluiten, signals, calendars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dsl.program.types import Literal_, Type
from dsl.source import Span


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A source of law. ``url`` links to the article on wetten.overheid.nl when the BWB id is known."""

    text: str
    bwb: str | None = None
    article: str | None = None
    text_date: date | None = None

    @property
    def url(self) -> str | None:
        if self.bwb is None:
            return None
        on = f"/{self.text_date.isoformat()}" if self.text_date else ""
        return f"https://wetten.overheid.nl/{self.bwb}{on}"


@dataclass(frozen=True, slots=True)
class AttrInfo:
    """An attribute or kenmerk (then ``type`` is BoolType and ``name`` its positive form). ``derived``: some rule sets it."""

    owner: str
    name: str
    article: str  # de, het or ""
    type: Type
    derived: bool
    low: Literal_ | None = None
    high: Literal_ | None = None
    has_status: bool = False
    per_year: bool = False
    may_be_given: bool = False
    sensitive: bool = False
    effort: int = 5
    span: Span = Span("", 0, 0)


@dataclass(frozen=True, slots=True)
class RoleInfo:
    owner: str
    name: str
    plural: str | None
    target: str
    maximum: int
    required: bool
    inverse: str | None = None
    span: Span = Span("", 0, 0)

    @property
    def many(self) -> bool:
        return self.plural is not None or self.maximum > 1


@dataclass(frozen=True, slots=True)
class TypeInfo:
    name: str
    article: str
    plural: str | None
    attributes: dict[str, AttrInfo]  # kenmerken too, by positive form
    roles: dict[str, RoleInfo]


@dataclass(frozen=True, slots=True)
class DatedValue:
    """Valid from ``start`` to ``end`` (inclusive; None: open). ``value`` None is a stated gap (onbekend)."""

    start: date
    end: date | None
    value: Literal_ | None
    certainty: str | None
    sources: tuple[SourceRef, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ParamInfo:
    name: str
    article: str
    type: Type
    values: tuple[DatedValue, ...]  # sorted by start, not overlapping
    sources: tuple[SourceRef, ...]
    span: Span

    def on(self, day: date) -> DatedValue | None:
        """The value valid on a day; None where there is none (a stated gap is a DatedValue with value None)."""
        return dated_on(self.values, day)


def dated_on(values: tuple[DatedValue, ...], day: date) -> DatedValue | None:
    for item in reversed(values):
        if item.start <= day:
            return item if item.end is None or day <= item.end else None
    return None


@dataclass(frozen=True, slots=True)
class KeyRange:
    """A range of keys; ``high_in`` says whether ``high`` itself belongs to it. None is open."""

    low: Literal_ | None
    high: Literal_ | None
    high_in: bool = True


@dataclass(frozen=True, slots=True)
class TableRow:
    keys: tuple[Literal_ | KeyRange, ...]
    values: tuple[DatedValue, ...]


@dataclass(frozen=True, slots=True)
class LookupInfo:
    name: str
    article: str
    type: Type
    key_types: tuple[Type, ...]
    rows: tuple[TableRow, ...]
    sources: tuple[SourceRef, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Provisional:
    """voorlopig tot: in words, and the range of a later correction (nodes, or None)."""

    text: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """A rule (or a Beslistabel, or one of its result columns). ``number`` is its position in Program.rules."""

    number: int
    name: str
    regeling: str
    kind: Literal["regel", "tabel"]
    owner: str
    attr: str | None  # None: a rule that only puts others out of force
    start: date | None
    end: date | None
    sources: tuple[SourceRef, ...]
    room: str | None
    certainty: str | None
    sensitive: bool
    groups: tuple[str, ...]
    deviates_from: tuple[int, ...]  # rule numbers, direct
    switches_off: tuple[int, ...]
    explanation: str | None
    provisional: Provisional | None
    final_by_law: bool
    status: str | None  # rechtsstatus that it gives, for attributes that have one
    applies: int  # its Applies node
    span: Span

    def valid_on(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Definition:
    owner: str
    attr: str  # may end in #status
    root: int  # its Choice node


@dataclass(frozen=True, slots=True)
class Term:
    """A number of units, for bezwaar and betaling. ``calendar`` extends the last day to a working day."""

    amount: int
    unit: str
    at: str | None = None
    calendar: str | None = None


@dataclass(frozen=True, slots=True)
class ToDo:
    text: str
    due: int  # a node of type date
    condition: int | None
    source: SourceRef | None


@dataclass(frozen=True, slots=True)
class Revision:
    """What a later decision about the same time may do. ``kind`` "hoger bedrag" or "lager bedrag": ``words`` is what the law calls
    the difference then, ``since`` (a node of type date) the first day over which it may be made. "korter naar oordeel" and "langer naar
    oordeel": a later or earlier first day that the law leaves to the case handler; ``words`` are the tests for it."""

    kind: Literal["hoger bedrag", "lager bedrag", "korter naar oordeel", "langer naar oordeel"]
    words: str
    since: int
    source: SourceRef | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """``value`` is the node of the outcome seen from the object that the besluit is over; ``status`` the node of its
    rechtsstatus, if it has one; ``words`` is how the author names it."""

    value: int
    status: int | None
    words: str
    attr: AttrInfo


EFFECT_UNITS = ("dag", "week", "maand", "bijdrageperiode", "kwartaal", "jaar")
"""The units in which a change can take effect."""


@dataclass(frozen=True, slots=True)
class Effect:
    """From when a change counts: from the beginning of the ``unit`` (one of EFFECT_UNITS) in which it happens, or of the ``next``
    one; ``this_if_first``: yet of this one when it happened on its first day. ``when_known``: it runs from the day on which the
    organisation knew of it. ``fixed``: every change counts from that day. ``apart``: what has another effect. ``lowering``: from
    when a change counts that makes the outcome lower, where that is not the same; it differs in ``next`` alone."""

    unit: str
    next: bool = False
    this_if_first: bool = False
    when_known: bool = False
    fixed: date | None = None
    apart: tuple[Apart, ...] = ()
    lowering: Effect | None = None

    @property
    def of_fact(self) -> dict[str, Effect]:
        """The attributes, kenmerken and roles of which a change has an effect of its own."""
        return {name: one.effect for one in self.apart for name in one.facts}


@dataclass(frozen=True, slots=True)
class Apart:
    """What has an effect of its own. ``words`` name it; ``facts`` are the attributes, kenmerken and roles among them. An age is none: it
    is reckoned from the day."""

    words: str
    effect: Effect
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionInfo:
    """A Besluit. ``takes_effect`` is from when a change counts in the words of its author, ``effect`` what these say.
    ``days_in_year``: of an amount per month, a part of a month costs 12 times its days divided by this (None: no part counts)."""

    name: str
    regeling: str
    executor: str | None
    over: str  # object type
    per: str | None
    outcomes: tuple[Outcome, ...]
    takes_effect: str | None
    objection: Term | None
    payment: Term | None
    payment_text: str | None
    todos: tuple[ToDo, ...]
    sources: tuple[SourceRef, ...]
    span: Span
    revisions: tuple[Revision, ...] = ()
    effect: Effect | None = None
    days_in_year: int | None = None


@dataclass(frozen=True, slots=True)
class Join:
    """``own`` compared with ``other`` (a node over the element of ``alias``) plus ``offset`` days."""

    own: int  # node over Self and Element level 1
    op: Literal["=", "<>", "<", "<=", ">", ">="]
    alias: str
    other: int
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """One bullet of a signal: elements of the to-many ``role`` of ``obj`` (a node over Self). ``local`` is a condition on the
    element alone (node over Self and Element level 1, or None). ``minimum`` elements are needed, with distinct values of
    ``distinct`` where given; ``negated``: none may exist."""

    alias: str
    obj: int
    role: str
    element: str  # object type
    minimum: int
    negated: bool
    local: int | None
    joins: tuple[Join, ...]
    distinct: int | None
    span: Span
    regeling: int | None = None  # of which regeling the element is, where a ground may allow only some (as local)


@dataclass(frozen=True, slots=True, order=True)
class DataRead:
    """Facts that a signal reads: the attribute, kenmerk or role ``name`` of objects of ``type``, or (None) the objects of that
    type themselves. ``as_list``: all of them at once, not one by one in a pattern of the signal."""

    type: str
    name: str | None
    as_list: bool = False


@dataclass(frozen=True, slots=True)
class SignalInfo:
    """A Signaal: it flags when ``condition`` (a node over Self, or None) is ja and one of the ``alternatives`` (each a
    conjunction of patterns; at least one, possibly empty) matches. ``bases`` are the names of its Grondslagen; ``reads`` is all
    that these must allow."""

    name: str
    regeling: str
    over: str
    condition: int | None
    alternatives: tuple[tuple[Pattern, ...], ...]
    bases: tuple[str, ...]
    purpose: str
    severity: str
    advice: str
    refer_to: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    start: date | None
    end: date | None
    certainty: str | None
    span: Span
    reads: tuple[DataRead, ...] = ()
    status: str | None = None  # whether its source does this, tries it, means to, or holds it for right


@dataclass(frozen=True, slots=True)
class FreeDay:
    name: str
    kind: Literal["vast", "pasen", "datum"]
    day: int = 0
    month: int = 0
    offset: int = 0
    on: date | None = None
    on_sunday: int = 0
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class CalendarInfo:
    """A named calendar as data. ``rest_days`` are weekday numbers (Monday 0)."""

    name: str
    rest_days: tuple[int, ...]
    free: tuple[FreeDay, ...]
    not_above: tuple[Term, ...]  # longer terms are not extended, per unit; a unit that is not named has no limit
    working_days_in_term: tuple[int, Term] | None  # (n, least term): such a term holds at least n working days
    sources: tuple[SourceRef, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class RegelingInfo:
    name: str
    executor: str | None
    sources: tuple[SourceRef, ...]
    files: tuple[str, ...]
