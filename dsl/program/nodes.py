"""The nodes of the program: about forty kinds, each computed from the ids of others.

Every backend is a fold over these; a test walks :data:`NODE_KINDS` and fails when one is missing.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Literal

from dsl.program.date_nodes import DateDiff, DateFunction, DatePart, DateShift, WorkDays, YearStart
from dsl.program.node_base import NodeBase, ids
from dsl.program.number_nodes import Bound, Convert, Power, Product, Quotient, Round, Sum
from dsl.program.types import Literal_


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
        return ids(self.at)


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
        return ids(self.obj, self.at)


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
        return ids(self.obj, self.where, self.value, self.distinct)


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
        return ids(self.condition, self.off)


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
        out = ids(self.given)
        for candidate in self.candidates:
            out += ids(candidate.applies, candidate.defeaters, candidate.value)
        return out + ids(self.default)


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
            out += ids(condition, value)
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
        return ids(self.total, self.whole, self.weight)


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


def static_fields(node: NodeBase) -> dict[str, object]:
    """The fields of a node that are not operand ids, type, span or level: what makes two nodes with equal operands differ."""
    skip = {"type", "span", "level"}
    return {f.name: getattr(node, f.name) for f in fields(node) if f.name not in skip}
