"""Programs by hand: a builder with which a test says a small rule set in a few lines, without the language.

    b = Builder()
    b.type("persoon", [attr("inkomen", low=0, high=100)], [role("kind", many=3)])
    amount = b.rule("persoon", "bijdrage", b.const(5), condition=b.less(b.input("inkomen"), b.const(10)))
    program = b.program({"Besluit": ("persoon", ["bijdrage"])})

Nodes get their ids in the order of making, so operands come first. Rules are gathered per attribute; ``program`` makes the
Choice of each in the order in which ``definition`` was called, or at its end, which must come before what reads it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from dsl.program import (
    Aggregate,
    And,
    Applies,
    AtLeast,
    AttrInfo,
    BoolType,
    Bound,
    Candidate,
    Choice,
    Compare,
    Const,
    Context,
    DatedValue,
    DateType,
    DecisionInfo,
    Definition,
    Derived,
    Element,
    EnumType,
    ForAll,
    HasRole,
    Input,
    IsApplicable,
    IsUnknown,
    Judge,
    LookupInfo,
    Node,
    NodeBase,
    Not,
    NotApplicable,
    NumType,
    ObjectRef,
    Or,
    Outcome,
    Param,
    ParamInfo,
    Product,
    Program,
    Provisional,
    Quotient,
    RoleInfo,
    RoleRead,
    Round,
    RuleInfo,
    Self,
    Share,
    SourceRef,
    Sum,
    TableHit,
    TextType,
    Type,
    TypeInfo,
)
from dsl.source import Span
from engine.case import Case, Fact, Obj
from engine.values import Scalar

NUM = NumType((("euro", 1),), None, "bedrag")
BOOL = BoolType()
DATE = DateType()
TEXT = TextType()

Plain = Scalar | int
NodeClass = type[NodeBase]


def exact(value: Plain) -> Scalar:
    """The value with whole numbers as Fractions."""
    return Fraction(value) if isinstance(value, int) and not isinstance(value, bool) else value


def attr(name: str, kind: Type = NUM, low: Plain | None = None, high: Plain | None = None, **more: Any) -> AttrInfo:
    """An attribute for ``Builder.type``; the builder fills in its owner."""
    ends = [None if end is None else exact(end) for end in (low, high)]
    return AttrInfo("", name, "de", kind, more.pop("derived", False), ends[0], ends[1], **more)


def role(name: str, target: str, many: int = 1, required: bool = False) -> RoleInfo:
    """A role for ``Builder.type``; with a maximum above one it is a to-many role."""
    return RoleInfo("", name, name + "s" if many > 1 else None, target, many, required)


class Builder:
    """Collects nodes, types and rules. Every method that makes a node gives its id."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.types: dict[str, TypeInfo] = {}
        self.enums: dict[str, tuple[str, ...]] = {}
        self.params: dict[str, ParamInfo] = {}
        self.tables: dict[str, LookupInfo] = {}
        self.rules: list[RuleInfo] = []
        self.definitions: dict[tuple[str, str], Definition] = {}
        self._candidates: dict[tuple[str, str], list[Candidate]] = {}
        self._places = 0

    # ------------------------------------------------------------ declarations

    def type(self, name: str, attributes: Sequence[AttrInfo] = (), roles: Sequence[RoleInfo] = ()) -> None:
        self.types[name] = TypeInfo(
            name,
            "de",
            name + "en",
            {a.name: replace(a, owner=name) for a in attributes},
            {r.name: replace(r, owner=name) for r in roles},
        )

    def param_info(
        self, name: str, values: Mapping[date, Plain | None], kind: Type = NUM, certainty: str = "hoog"
    ) -> None:
        """A parameter with its values by first day; None is a stated gap."""
        dated = tuple(
            DatedValue(start, None, None if value is None else exact(value), certainty, (), self.span())
            for start, value in sorted(values.items())
        )
        self.params[name] = ParamInfo(name, "de", kind, dated, (), self.span())

    def span(self) -> Span:
        """A place of its own, as everything that is written has."""
        self._places += 1
        return Span("proef.regels", self._places, self._places + 1)

    # ------------------------------------------------------------ nodes

    def add(self, kind: NodeClass, type: Type, *, level: int | None = None, **parts: Any) -> int:
        """A node of any kind. Its level is the highest of its operands unless given."""
        node: Any = kind(type=type, span=self.span(), level=0, **parts)
        if level is None:
            level = max((self.nodes[operand].level for operand in node.operands()), default=0)
        self.nodes.append(replace(node, level=level))
        return len(self.nodes) - 1

    def relevelled(self, node: int, level: int) -> Node:
        """The node with another level, for folds that depend on less than their depth says."""
        return replace(self.nodes[node], level=level)

    def const(self, value: Plain) -> int:
        value = exact(value)
        kind: Type = BOOL if isinstance(value, bool) else TEXT if isinstance(value, str) else NUM
        kind = DATE if isinstance(value, date) else kind
        return self.add(Const, kind, value=value)

    def self(self, owner: str) -> int:
        return self.add(Self, ObjectRef(owner))

    def element(self, owner: str, level: int = 1) -> int:
        return self.add(Element, ObjectRef(owner), level=level, name=owner)

    def input(self, owner: str, name: str, obj: int | None = None, at: int | None = None) -> int:
        obj = self.self(owner) if obj is None else obj
        return self.add(Input, self.types[owner].attributes[name].type, obj=obj, attr=name, at=at)

    def derived(self, owner: str, name: str, kind: Type = NUM, obj: int | None = None) -> int:
        return self.add(Derived, kind, obj=self.self(owner) if obj is None else obj, attr=name)

    def role(self, owner: str, name: str, obj: int | None = None) -> int:
        target = self.types[owner].roles[name].target
        return self.add(RoleRead, ObjectRef(target), obj=self.self(owner) if obj is None else obj, role=name)

    def has(self, owner: str, name: str, obj: int | None = None) -> int:
        return self.add(HasRole, BOOL, obj=self.self(owner) if obj is None else obj, role=name)

    def param(self, name: str, at: int | None = None) -> int:
        return self.add(Param, self.params[name].type, name=name, at=at)

    def sent(self) -> int:
        return self.add(Context, DATE, which="verzenddatum")

    def sum(self, *terms: int, signs: Sequence[int] | None = None) -> int:
        return self.add(Sum, NUM, terms=terms, signs=tuple(signs or (1,) * len(terms)))

    def product(self, *factors: int) -> int:
        return self.add(Product, NUM, factors=factors)

    def quotient(self, num: int, den: int) -> int:
        return self.add(Quotient, NUM, num=num, den=den)

    def bound(self, of: int, low: int | None = None, high: int | None = None) -> int:
        return self.add(Bound, self.nodes[of].type, of=of, low=low, high=high)

    def round(self, of: int, mode: str = "rekenkundig", grid: Plain | Fraction = 1) -> int:
        return self.add(Round, NUM, of=of, mode=mode, grid=Fraction(str(grid)))

    def compare(self, op: str, left: int, right: int) -> int:
        return self.add(Compare, BOOL, op=op, left=left, right=right)

    def all(self, *parts: int) -> int:
        return self.add(And, BOOL, parts=parts)

    def any(self, *parts: int) -> int:
        return self.add(Or, BOOL, parts=parts)

    def at_least(self, minimum: int, *parts: int) -> int:
        return self.add(AtLeast, BOOL, parts=parts, minimum=minimum)

    def no(self, of: int) -> int:
        return self.add(Not, BOOL, of=of)

    def is_unknown(self, of: int) -> int:
        return self.add(IsUnknown, BOOL, of=of)

    def is_applicable(self, of: int) -> int:
        return self.add(IsApplicable, BOOL, of=of)

    def not_applicable(self) -> int:
        return self.add(NotApplicable, NUM)

    def judge(self, key: str, kind: Type = BOOL, low: Plain | None = None, high: Plain | None = None) -> int:
        ends = [None if end is None else exact(end) for end in (low, high)]
        return self.add(Judge, kind, question=key, key=key, low=ends[0], high=ends[1])

    def fold(
        self, how: str, owner: str, name: str, *, obj: int | None = None, depth: int = 1, **parts: int | None
    ) -> int:
        obj = self.self(owner) if obj is None else obj
        measured = parts.get("value")
        kind = NUM if measured is None else self.nodes[measured].type
        return self.add(Aggregate, kind, level=depth - 1, how=how, obj=obj, role=name, depth=depth, **parts)

    def for_all(self, owner: str, name: str, holds: int, obj: int | None = None, depth: int = 1) -> int:
        obj = self.self(owner) if obj is None else obj
        return self.add(ForAll, BOOL, level=depth - 1, obj=obj, role=name, depth=depth, holds=holds)

    def share(self, total: int, whole: int, name: str, weight: int | None, grid: str = "0.01") -> int:
        return self.add(Share, NUM, level=0, total=total, whole=whole, role=name, weight=weight, grid=Fraction(grid))

    def table(self, policy: str, *rows: tuple[int | None, int]) -> int:
        numbered = tuple((number, condition, value) for number, (condition, value) in enumerate(rows, 1))
        return self.add(TableHit, self.nodes[rows[0][1]].type, table="tabel", policy=policy, rows=numbered)

    # ------------------------------------------------------------ rules

    def rule(
        self,
        owner: str,
        name: str | None,
        value: int | None = None,
        *,
        condition: int | None = None,
        off: Sequence[int] = (),
        deviates_from: Sequence[int] = (),
        start: date | None = None,
        end: date | None = None,
        title: str | None = None,
        certainty: str | None = None,
        provisional: Provisional | None = None,
        final_by_law: bool = False,
        status: str | None = None,
    ) -> int:
        """A rule for attribute ``name`` (None: it only puts others out of force). ``off``: numbers of rules that put it out
        of force. ``deviates_from``: numbers of the rules that it deviates from directly. Gives its number."""
        number = len(self.rules)
        span = self.span()
        applies = self.add(
            Applies, BOOL, rule=number, condition=condition, off=tuple(self.rules[other].applies for other in off)
        )
        self.rules.append(
            RuleInfo(
                number, title or f"regel {number}", "Proef", "regel", owner, name, start, end,
                (SourceRef(f"artikel {title or number}"),), None, certainty, False, (), tuple(deviates_from), (), None,
                provisional, final_by_law, status, applies, span,
            )
        )  # fmt: skip
        if name is not None and value is not None:
            self._candidates.setdefault((owner, name), []).append(Candidate(number, applies, value))
        return number

    def also(self, owner: str, name: str, candidate: Candidate, value: int) -> None:
        """The same rule as a candidate for another attribute, as for a rechtsstatus."""
        self._candidates.setdefault((owner, name), []).append(replace(candidate, value=value))

    def definition(
        self, owner: str, name: str, kind: Type = NUM, *, default: int | None = None, given: int | None = None
    ) -> int:
        """The Choice over the rules made so far for the attribute; defeaters follow from deviations, also indirect."""
        deviating: dict[int, set[int]] = {}
        for rule in self.rules:
            for base in rule.deviates_from:
                deviating.setdefault(base, set()).add(rule.number)
        candidates = []
        for candidate in self._candidates.get((owner, name), []):
            reached: set[int] = set()
            waiting = [candidate.rule]
            while waiting:
                for other in deviating.get(waiting.pop(), set()) - reached:
                    reached.add(other)
                    waiting.append(other)
            defeaters = tuple(self.rules[other].applies for other in sorted(reached))
            candidates.append(replace(candidate, defeaters=defeaters))
        root = self.add(
            Choice, kind, owner=owner, attr=name, candidates=tuple(candidates), default=default, given=given
        )
        self.definitions[owner, name] = Definition(owner, name, root)
        return root

    def program(self, decisions: Mapping[str, DecisionInfo] | None = None) -> Program:
        return Program(
            "proef", tuple(self.nodes), self.types, self.enums, self.params, self.tables, {}, tuple(self.rules),
            self.definitions, dict(decisions or {}), {}, {}, {},
        )  # fmt: skip

    def decision(self, owner: str, *names: str, kind: Type = NUM, **more: Any) -> DecisionInfo:
        """A Besluit over ``owner`` with these attributes as outcomes; those with a #status definition have a rechtsstatus."""
        outcomes = []
        for name in names:
            has_status = (owner, name + "#status") in self.definitions
            status = self.derived(owner, name + "#status", EnumType("rechtsstatus")) if has_status else None
            info = AttrInfo(owner, name, "de", kind, True, has_status=has_status)
            outcomes.append(Outcome(self.derived(owner, name, kind), status, f"de {name}", info))
        settings: dict[str, Any] = {
            "executor": "CAK", "per": "maand", "takes_effect": None, "objection": None, "payment": None,
            "payment_text": None, "todos": (), "sources": (),
        } | more  # fmt: skip
        return DecisionInfo(
            name="Besluit", regeling="Proef", over=owner, outcomes=tuple(outcomes), span=self.span(), **settings
        )


def obj(
    key: str, type: str, facts: Mapping[str, Fact | int] | None = None, roles: Mapping[str, Sequence[Obj]] | None = None
) -> Obj:
    """An object with its facts (whole numbers become Fractions) and roles."""
    held = {name: exact(fact) if isinstance(fact, int) else fact for name, fact in (facts or {}).items()}
    return Obj(key, type, held, {name: tuple(members) for name, members in (roles or {}).items()})


def case_of(root: Obj, answers: Mapping[str, Plain] | None = None) -> Case:
    """The case of a root object and everything that its roles reach."""
    objects: dict[str, Obj] = {}
    waiting = [root]
    while waiting:
        found = waiting.pop(0)
        if found.key not in objects:
            objects[found.key] = found
            waiting.extend(member for role in found.roles for member in found.ever(role))
    return Case(root, objects, {key: exact(value) for key, value in (answers or {}).items()})
