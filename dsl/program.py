"""The checked program: what every backend folds over.

A :class:`Program` is immutable and flat. ``nodes`` is a DAG in topological order (operands before users) in which a
value read twice is one node; a node id is its position. Definitions are laid out sorted by canonical name, so ids do
not depend on the order of rules or files. Nothing in here needs the parser: a cached program loads without it.

Values. Numbers are exact rationals (:class:`fractions.Fraction`) of the base quantity: euros, days, months; a percentage
is its fraction. Dates are :class:`datetime.date`. Kenmerken are bool, texts and enumeration values are str, objects are
whatever the engine uses for an object of the dossier.

Variables. An expression is about the object that its definition is about: :class:`Self`. Inside an aggregation the
element is :class:`Element` of level 1, in an aggregation within it level 2, and so on. ``Node.level`` is the highest
level on which the node depends (0: only Self or nothing), so a node of level 0 is evaluated once per object.

Time. Everything dated is selected by the rekendatum: a :class:`Param` without date, the rules of a :class:`Choice`
(through :class:`Applies`).

Outcome in law. An attribute with rechtsstatus has two definitions over the same rules: ``bijdrage`` (the amount: the
value for verschuldigd, 0 for op nihil gesteld, :class:`NotApplicable` for niet verschuldigd and niet opgelegd) and
``bijdrage#status`` (an enumeration value, one of :data:`STATUSES`).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction
from typing import Literal

from dsl.source import Span

STATUSES = ("verschuldigd", "op nihil gesteld", "niet verschuldigd", "niet opgelegd")
STATUS_SUFFIX = "#status"

# ---------------------------------------------------------------- types

Unit = tuple[tuple[str, int], ...]
"""Base units with their exponents, sorted by name: bedrag per maand is (("euro", 1), ("maand", -1)). Bases: euro, uur,
dag, nacht, werkdag, week, maand, kwartaal, jaar, bijdrageperiode."""


@dataclass(frozen=True, slots=True)
class NumType:
    """A number with its unit. ``grid`` is the declared grid (1/100 for centen; None: any rational). ``show`` is how
    people see it: bedrag, percentage, aantal, getal, jaartal."""

    unit: Unit = ()
    grid: Fraction | None = None
    show: Literal["bedrag", "percentage", "aantal", "getal", "jaartal"] = "getal"


@dataclass(frozen=True, slots=True)
class BoolType:
    pass


@dataclass(frozen=True, slots=True)
class DateType:
    pass


@dataclass(frozen=True, slots=True)
class TextType:
    pass


@dataclass(frozen=True, slots=True)
class EnumType:
    name: str


@dataclass(frozen=True, slots=True)
class ObjectRef:
    """The type of a node that denotes an object."""

    name: str


Type = NumType | BoolType | DateType | TextType | EnumType | ObjectRef
Literal_ = Fraction | date | str | bool
"""A constant: number, date, text or enumeration value, kenmerk."""

# ---------------------------------------------------------------- nodes


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeBase:
    """What all nodes share. ``span`` is where the author wrote it (of the first such place)."""

    type: Type
    span: Span
    level: int = 0

    def operands(self) -> tuple[int, ...]:
        """Ids of the nodes this one is computed from, in the order written."""
        raise NotImplementedError


def _ids(*parts: int | None | tuple[int, ...]) -> tuple[int, ...]:
    out: list[int] = []
    for part in parts:
        if isinstance(part, tuple):
            out.extend(part)
        elif part is not None:
            out.append(part)
    return tuple(out)


@dataclass(frozen=True, slots=True, kw_only=True)
class Const(NodeBase):
    """A literal. Money literals are euros; percentages fractions."""

    value: Literal_

    def operands(self) -> tuple[int, ...]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotApplicable(NodeBase):
    """The value of an amount that is niet verschuldigd or niet opgelegd: niet van toepassing."""

    def operands(self) -> tuple[int, ...]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Context(NodeBase):
    """The rekendatum or the verzenddatum of the decision."""

    which: Literal["rekendatum", "verzenddatum"]

    def operands(self) -> tuple[int, ...]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Self(NodeBase):
    """The object that the definition is about."""

    def operands(self) -> tuple[int, ...]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Element(NodeBase):
    """The element of the enclosing aggregation of this ``level``; ``name`` is what the text calls it."""

    name: str

    def operands(self) -> tuple[int, ...]:
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Param(NodeBase):
    """A parameter on the rekendatum, or on ``at`` (a date)."""

    name: str
    at: int | None = None

    def operands(self) -> tuple[int, ...]:
        return _ids(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup(NodeBase):
    """A row of a lookup table on the rekendatum. No row, or no value on that date, is a fout (parameter ontbreekt)."""

    table: str
    keys: tuple[int, ...]

    def operands(self) -> tuple[int, ...]:
        return self.keys


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRead(NodeBase):
    """The one object in a to-one role of ``obj``; niet van toepassing when there is none."""

    obj: int
    role: str

    def operands(self) -> tuple[int, ...]:
        return (self.obj,)


@dataclass(frozen=True, slots=True, kw_only=True)
class HasRole(NodeBase):
    """Whether ``obj`` has (at least) one object in the role."""

    obj: int
    role: str

    def operands(self) -> tuple[int, ...]:
        return (self.obj,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input(NodeBase):
    """An input fact of ``obj``, as valid on ``at`` (else the rekendatum)."""

    obj: int
    attr: str
    at: int | None = None

    def operands(self) -> tuple[int, ...]:
        return _ids(self.obj, self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived(NodeBase):
    """A derived attribute or kenmerk of ``obj``: the value of its Definition with that object as Self. ``attr`` may end
    in #status."""

    obj: int
    attr: str

    def operands(self) -> tuple[int, ...]:
        return (self.obj,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(NodeBase):
    """A local name (Daarbij geldt): the same value, with a name for the explanation."""

    name: str
    of: int

    def operands(self) -> tuple[int, ...]:
        return (self.of,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum(NodeBase):
    """An n-ary sum; ``signs`` are +1 or -1 beside ``terms``."""

    terms: tuple[int, ...]
    signs: tuple[int, ...]

    def operands(self) -> tuple[int, ...]:
        return self.terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Product(NodeBase):
    factors: tuple[int, ...]

    def operands(self) -> tuple[int, ...]:
        return self.factors


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotient(NodeBase):
    """``num`` divided by ``den``; den 0 is fout (deling door nul)."""

    num: int
    den: int

    def operands(self) -> tuple[int, ...]:
        return (self.num, self.den)


@dataclass(frozen=True, slots=True, kw_only=True)
class Power(NodeBase):
    base: int
    exponent: int  # a whole number >= 0, not a node

    def operands(self) -> tuple[int, ...]:
        return (self.base,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Convert(NodeBase):
    """A written conversion of unit: value times ``factor`` (1/12 for jaar to maand; 1 for in euro's)."""

    of: int
    factor: Fraction
    words: str  # "omgerekend naar een bedrag per maand"

    def operands(self) -> tuple[int, ...]:
        return (self.of,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound(NodeBase):
    """min(max(of, low), high), of numbers or of dates; low > high is fout (grenzen)."""

    of: int
    low: int | None = None
    high: int | None = None

    def operands(self) -> tuple[int, ...]:
        return _ids(self.of, self.low, self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round(NodeBase):
    """Rounded to a multiple of ``grid``. rekenkundig: half away from zero; naar beneden: toward minus infinity."""

    of: int
    mode: Literal["rekenkundig", "naar beneden", "naar boven"]
    grid: Fraction

    def operands(self) -> tuple[int, ...]:
        return (self.of,)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateShift(NodeBase):
    """``date`` plus (sign +1) or minus ``amount`` of ``unit`` (dag, week, maand, kwartaal, jaar); month ends clamp. The
    amount must be whole, else fout."""

    date: int
    amount: int
    unit: str
    sign: Literal[1, -1] = 1

    def operands(self) -> tuple[int, ...]:
        return (self.date, self.amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateFunction(NodeBase):
    """first or last day of the maand, kwartaal or jaar of (or after) a date."""

    date: int
    edge: Literal["first", "last", "first of next"]
    period: Literal["maand", "kwartaal", "jaar"]

    def operands(self) -> tuple[int, ...]:
        return (self.date,)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatePart(NodeBase):
    """The jaar, maand or dag number of a date."""

    date: int
    part: Literal["jaar", "maand", "dag"]

    def operands(self) -> tuple[int, ...]:
        return (self.date,)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearStart(NodeBase):
    """1 January of a year number (for ``P in J``)."""

    year: int

    def operands(self) -> tuple[int, ...]:
        return (self.year,)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateDiff(NodeBase):
    """Whole units (dag, week, maand, kwartaal, jaar) from ``start`` to ``end``; negative when end is before start. ``age``
    marks de leeftijd van ... op."""

    start: int
    end: int
    unit: str
    age: bool = False

    def operands(self) -> tuple[int, ...]:
        return (self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDays(NodeBase):
    """``extend``: the date itself or the next working day. ``add``: ``amount`` working days further."""

    date: int
    calendar: str
    how: Literal["extend", "add"]
    amount: int | None = None

    def operands(self) -> tuple[int, ...]:
        return _ids(self.date, self.amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare(NodeBase):
    """Both sides have the same type and unit. Texts, enumeration values and kenmerken know only = and <>."""

    op: Literal["=", "<>", "<", "<=", ">", ">="]
    left: int
    right: int

    def operands(self) -> tuple[int, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True, kw_only=True)
class And(NodeBase):
    parts: tuple[int, ...]

    def operands(self) -> tuple[int, ...]:
        return self.parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Or(NodeBase):
    parts: tuple[int, ...]

    def operands(self) -> tuple[int, ...]:
        return self.parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(NodeBase):
    of: int

    def operands(self) -> tuple[int, ...]:
        return (self.of,)


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast(NodeBase):
    """At least ``minimum`` of the parts."""

    parts: tuple[int, ...]
    minimum: int

    def operands(self) -> tuple[int, ...]:
        return self.parts


@dataclass(frozen=True, slots=True, kw_only=True)
class IsUnknown(NodeBase):
    """Whether the input fact ``of`` (an Input node) was stated to be unobtainable; itself unknown when the dossier is silent."""

    of: int

    def operands(self) -> tuple[int, ...]:
        return (self.of,)


@dataclass(frozen=True, slots=True, kw_only=True)
class IsApplicable(NodeBase):
    """Whether ``of`` has a value; False when it is niet van toepassing."""

    of: int

    def operands(self) -> tuple[int, ...]:
        return (self.of,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate(NodeBase):
    """A fold over the objects in the to-many ``role`` of ``obj``. ``depth`` is the level of its Element. Only elements for
    which ``where`` is ja take part (None: all).

    - count: how many; with ``distinct`` how many different values of that node
    - sum, max, min: of ``value``, which for max and min may be a date; max and min of nothing are niet van toepassing, the sum
      of nothing is 0
    """

    how: Literal["count", "sum", "max", "min"]
    obj: int
    role: str
    depth: int
    where: int | None = None
    value: int | None = None
    distinct: int | None = None

    def operands(self) -> tuple[int, ...]:
        return _ids(self.obj, self.where, self.value, self.distinct)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForAll(NodeBase):
    """Whether ``holds`` is ja for every object in the role."""

    obj: int
    role: str
    depth: int
    holds: int

    def operands(self) -> tuple[int, ...]:
        return (self.obj, self.holds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Applies(NodeBase):
    """Whether rule number ``rule`` applies: valid on the rekendatum, its condition ja (None: no condition), and no rule that
    puts it out of force (``off``: their Applies nodes) applies."""

    rule: int
    condition: int | None
    off: tuple[int, ...] = ()

    def operands(self) -> tuple[int, ...]:
        return _ids(self.condition, self.off)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One rule that may give the value. ``defeaters`` are the Applies nodes of all rules that deviate from it, directly
    or through others: it is defeated when one of them is ja."""

    rule: int
    applies: int
    value: int
    defeaters: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(NodeBase):
    """The value of an attribute: V3 of the design over its candidates. ``default`` (a Const nee, for kenmerken) is the value
    when no rule applies; without it that is niet van toepassing. ``given`` (an Input node) goes first when the dossier
    has it, for attributes that may be given."""

    owner: str
    attr: str
    candidates: tuple[Candidate, ...]
    default: int | None = None
    given: int | None = None

    def operands(self) -> tuple[int, ...]:
        out = _ids(self.given)
        for candidate in self.candidates:
            out += _ids(candidate.applies, candidate.defeaters, candidate.value)
        return out + _ids(self.default)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableHit(NodeBase):
    """The result column of a Beslistabel. Rows are (row number from 1, condition node or None for always, value node).
    eerste: the first row whose condition is ja; enige: rows that fit together must agree. No row: niet van toepassing (the
    rule of the table does not apply then)."""

    table: str
    policy: Literal["eerste", "enige"]
    rows: tuple[tuple[int, int | None, int], ...]

    def operands(self) -> tuple[int, ...]:
        out: tuple[int, ...] = ()
        for _, condition, value in self.rows:
            out += _ids(condition, value)
        return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(NodeBase):
    """The share of Self in ``total``, divided over the objects of the to-many ``role`` of ``whole`` in proportion to
    ``weight`` (a node of level 1 over them; None: equal parts) on ``grid``: largest remainder, ties in dossier order."""

    total: int
    whole: int
    role: str
    weight: int | None
    grid: Fraction
    depth: int = 1

    def operands(self) -> tuple[int, ...]:
        return _ids(self.total, self.whole, self.weight)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge(NodeBase):
    """A question that a case handler answers, for amounts within ``low`` and ``high``. ``key`` identifies it in a dossier:
    rule name, then the question."""

    question: str
    key: str
    low: Literal_ | None = None
    high: Literal_ | None = None

    def operands(self) -> tuple[int, ...]:
        return ()


Node = (
    Const
    | NotApplicable
    | Context
    | Self
    | Element
    | Param
    | Lookup
    | RoleRead
    | HasRole
    | Input
    | Derived
    | Named
    | Sum
    | Product
    | Quotient
    | Power
    | Convert
    | Bound
    | Round
    | DateShift
    | DateFunction
    | DatePart
    | YearStart
    | DateDiff
    | WorkDays
    | Compare
    | And
    | Or
    | Not
    | AtLeast
    | IsUnknown
    | IsApplicable
    | Aggregate
    | ForAll
    | Applies
    | Choice
    | TableHit
    | Share
    | Judge
)
NODE_KINDS: tuple[type[NodeBase], ...] = Node.__args__

# ---------------------------------------------------------------- what surrounds the nodes


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
class Outcome:
    """``value`` is the node of the outcome seen from the object that the besluit is over; ``status`` the node of its
    rechtsstatus, if it has one; ``words`` is how the author names it."""

    value: int
    status: int | None
    words: str
    attr: AttrInfo


@dataclass(frozen=True, slots=True)
class DecisionInfo:
    """A Besluit."""

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


@dataclass(frozen=True, slots=True)
class SignalInfo:
    """A Signaal: it flags when ``condition`` (a node over Self, or None) is ja and one of the ``alternatives`` (each a
    conjunction of patterns; at least one, possibly empty) matches."""

    name: str
    regeling: str
    over: str
    condition: int | None
    alternatives: tuple[tuple[Pattern, ...], ...]
    basis: str
    purpose: str
    severity: str
    advice: str
    refer_to: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    start: date | None
    end: date | None
    certainty: str | None
    span: Span


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


@dataclass(frozen=True, slots=True)
class Program:
    """A checked corpus of rule files. ``digest`` is the content hash of its sources and of the compiler version; ``texts``
    holds the source texts by path, for excerpts in explanations."""

    digest: str
    nodes: tuple[Node, ...]
    types: dict[str, TypeInfo]
    enums: dict[str, tuple[str, ...]]
    params: dict[str, ParamInfo]
    tables: dict[str, LookupInfo]
    calendars: dict[str, CalendarInfo]
    rules: tuple[RuleInfo, ...]
    definitions: dict[tuple[str, str], Definition]
    decisions: dict[str, DecisionInfo]
    signals: dict[str, SignalInfo]
    regelingen: dict[str, RegelingInfo]
    texts: dict[str, str]


def static_fields(node: NodeBase) -> dict[str, object]:
    """The fields of a node that are not operand ids, type, span or level: what makes two nodes with equal operands differ."""
    skip = {"type", "span", "level"}
    return {f.name: getattr(node, f.name) for f in fields(node) if f.name not in skip}
