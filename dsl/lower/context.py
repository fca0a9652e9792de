"""What lowering knows in one place: the names, whose object it is about, and where to put nodes and findings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from dsl.diagnostics import Findings, Related, diagnose
from dsl.lower.builder import Builder
from dsl.names.fold import folded
from dsl.names.paths import Binding, Environment, PathReader
from dsl.names.symbols import Symbols, TypeSymbol
from dsl.program import (
    AttrInfo,
    Const,
    Derived,
    Element,
    Input,
    Literal_,
    Node,
    ObjectRef,
    RoleRead,
    Self,
    Type,
)
from dsl.source import Span
from dsl.syntax import LokaleNaam

MAX_DEPTH = 150
"""Deepest tree of expressions and conditions. What the parser lets through is shallower; trees can also be made otherwise."""


@dataclass(slots=True)
class World:
    """The whole corpus while it is lowered. ``derived``: which attributes some rule sets."""

    symbols: Symbols
    findings: Findings
    builder: Builder
    derived: set[tuple[str, str]]
    names_known: bool
    depth: int = 0  # of nesting, where lowering is now


@dataclass(slots=True)
class Locals:
    """The names under Daarbij geldt of one rule. Each is lowered when first read."""

    written: dict[str, LokaleNaam]
    done: dict[str, int | None] = field(default_factory=dict)
    busy: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Context:
    """One place in a rule, besluit or signal."""

    world: World
    about: str  # the object type of Self
    reader: PathReader
    locals: Locals
    owner: str  # name of the rule, for the keys of questions
    judged: AttrInfo | None = None  # the attribute whose range bounds a question
    outer: Context | None = None  # the context of the rule itself, when this is inside an aggregation

    @property
    def env(self) -> Environment:
        return self.reader.env

    @property
    def level(self) -> int:
        """The level of the innermost element."""
        return max((binding.level for binding in self.env.bindings), default=0)

    @property
    def rules_known(self) -> bool:
        """Whether every rule could be read, so that an attribute without one has none."""
        return self.world.names_known and not self.world.symbols.lost_rules

    def report(self, code: str, span: Span, /, **fields: Any) -> None:
        self.world.findings.add(diagnose(code, span, **fields))

    def add(self, node: Node) -> int:
        return self.world.builder.add(self.about, node)

    def type_of(self, number: int) -> Type:
        return self.world.builder.type_of(number)

    def object_type(self, name: str) -> TypeSymbol:
        return self.world.symbols.types[folded(name)]

    def const(self, value: Literal_, kind: Type, span: Span) -> int:
        return self.add(Const(type=kind, span=span, value=value))

    def self_node(self, span: Span) -> int:
        return self.add(Self(type=ObjectRef(self.about), span=span))

    def bound(self, binding: Binding, span: Span) -> int:
        """The object that a word stands for."""
        if binding.level:
            return self.add(Element(type=ObjectRef(binding.type), span=span, level=binding.level, name=binding.name))
        subject = self.self_node(span)
        if binding.via is None:
            return subject
        return self.add(RoleRead(type=ObjectRef(binding.type), span=span, obj=subject, role=binding.via))

    def fact(self, obj: int, info: AttrInfo, span: Span, at: int | None = None) -> int:
        """An attribute or kenmerk of an object, given or derived. ``at`` only for what is given."""
        if (info.owner, info.name) in self.world.derived and at is None:
            return self.add(Derived(type=info.type, span=span, obj=obj, attr=info.name))
        return self.add(Input(type=info.type, span=span, obj=obj, attr=info.name, at=at))

    def enter(self, span: Span) -> bool:
        """Go one nesting deeper, which :meth:`leave` undoes; False (reported) when that is too deep."""
        if self.world.depth >= MAX_DEPTH:
            self.report("TS005", span, limit=MAX_DEPTH)
            return False
        self.world.depth += 1
        return True

    def leave(self) -> None:
        self.world.depth -= 1

    def inside(self, element: Binding) -> Context:
        """This place inside an aggregation over ``element``."""
        env = replace(self.env, bindings=(*self.env.bindings, element))
        reader = PathReader(env, self.world.findings)
        return replace(self, reader=reader, outer=self.outer or self)

    def judging(self, attribute: AttrInfo | None) -> Context:
        return self if self.judged is attribute else replace(self, judged=attribute)


def make_context(
    world: World,
    about: str,
    file: str,
    owner: str,
    bindings: tuple[Binding, ...],
    local_names: tuple[LokaleNaam, ...] = (),
) -> Context:
    """The place at the start of a rule, table, besluit or signal."""
    written: dict[str, LokaleNaam] = {}
    for item in local_names:
        key = folded(item.naam)
        param = world.symbols.params.get(key)
        earlier = written[key].span if key in written else None
        if earlier is None and param is not None and world.symbols.sees(file, param.file):
            earlier = param.info.span
        if earlier is not None:
            related = [Related(earlier, "Hier is de naam al beschreven.")]
            world.findings.add(diagnose("TS202", item.span, name=item.naam, related=related))
        written.setdefault(key, item)
    env = Environment(world.symbols, file, bindings, frozenset(written), world.names_known)
    reader = PathReader(env, world.findings)
    return Context(world, about, reader, Locals(written), owner)
