"""From the nodes of a Program to the columnar form, for one rekendatum and one shape of population.

Everything that is the same for every row is worked out here, by the exact evaluator itself: parameters, tables, dates that follow from
the rekendatum, which rules are valid. The definition of an attribute is laid in where it is read, with the row of the object that it
is read of in the place of Self; a loop over a role has its own region.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from dsl.program import (
    STATUSES,
    BoolType,
    DateType,
    EnumType,
    Node,
    NodeBase,
    NumType,
    ObjectRef,
    Program,
    TextType,
    Type,
)
from engine.case import Case, Moment, Obj
from engine.columns.builder import Builder
from engine.columns.form import Ins, Reason
from engine.columns.population import Shape
from engine.columns.val import Val, Values
from engine.general.table import COMPUTE
from engine.scene import Scene, StepKey
from engine.values import Fault, Known, NotApplicableValue, Scalar, Unknown, Value


@dataclass(frozen=True, slots=True, eq=False)
class Env:
    """About which object a definition is evaluated, and the elements of the loops around: rows of tables."""

    self: Ins
    elements: tuple[Ins, ...] = ()

    def inside(self, element: Ins, depth: int) -> Env:
        """The environment of an element of a fold of this depth."""
        outer = (*self.elements[: depth - 1], *(self.self,) * (depth - 1 - len(self.elements)))
        return Env(self.self, (*outer, element))


Lower = Callable[["Lowering", int, Any, Env], Val]
LOWER: dict[type[NodeBase], Lower] = {}
"""How each kind of node is laid out; the modules ``lower_*`` fill it."""

FOLDED: set[type[NodeBase]] = set()
"""Kinds of nodes that are worked out beforehand when all their operands are the same for every row."""


def lowers(*kinds: type[NodeBase], folded: bool = False) -> Callable[[Lower], Lower]:
    """Register how nodes of these classes are laid out."""

    def register(function: Lower) -> Lower:
        for kind in kinds:
            LOWER[kind] = function
            if folded:
                FOLDED.add(kind)
        return function

    return register


class Lowering:
    """``cap``: the largest numerator of an input that is let in, as a power of two (None: its declared range).

    ``outside``: per region where a fact that is read lies outside the box for which all is proven; such a row is left over whether it
    matters or not, so that nothing else has to carry it. ``there``: of a row of another table, where it is one of somebody."""

    def __init__(
        self, program: Program, moment: Moment, shape: Shape, cap: int | None = None, builder: Builder | None = None
    ) -> None:
        self.program = program
        self.moment = moment
        self.shape = shape
        self.cap = cap
        self.b = builder or Builder()
        self.v = Values(self.b)
        self.texts: dict[str, int] = {}
        nothing = Obj("", "")
        self.scene = Scene(program, Case(nothing, {}), moment)
        self.outside: dict[int, list[Ins]] = {}
        self.there: dict[int, Ins] = {}
        self._memo: dict[tuple[int, int, tuple[int, ...]], Val] = {}

    @property
    def today(self) -> date:
        return self.moment.rekendatum

    def node(self, at: int) -> Node:
        return self.program.nodes[at]

    def value(self, at: int, env: Env) -> Val:
        """The value of a node for the objects in an environment."""
        node = self.program.nodes[at]
        key = (at, env.self.number, tuple(element.number for element in env.elements[: node.level]))
        found = self._memo.get(key)
        if found is None:
            found = self._constant(node, env)
            if found is None:
                found = LOWER[type(node)](self, at, node, env)
            self._memo[key] = found
        return found

    def operand(self, at: int, env: Env) -> Val:
        """The value of a node as something to compute with."""
        return self.v.operand(self.value(at, env))

    def laid(self) -> Iterator[tuple[int, Val]]:
        """The nodes that were laid in so far, operands first, each as often as there are objects that it is about; for who measures
        what they cost."""
        return ((at, value) for (at, _, _), value in self._memo.items())

    # ------------------------------------------------------------ what is the same for every row

    def _constant(self, node: Node, env: Env) -> Val | None:
        if type(node) not in FOLDED:
            return None
        operands: list[tuple[StepKey, Value]] = []
        for at in node.operands():
            value = self.value(at, env)
            if value.const is None:
                return None
            operands.append(((at, ()), Known(value.const)))
        return self.from_value(node.type, COMPUTE[type(node)](self.scene, node, (), operands))

    def from_value(self, kind: Type, value: Value) -> Val:
        """A value of the exact evaluator that holds for every row."""
        match value:
            case Known(known):
                return self.constant(kind, known)
            case NotApplicableValue():
                return self.v.not_applicable(self.blank(kind))
            case Fault():
                return self.v.cannot(Reason.FOUT, self.blank(kind))
            case Unknown():
                asked = value.questions and not value.facts
                return self.v.cannot(Reason.BEOORDELEN if asked else Reason.ONBEKEND, self.blank(kind))

    def constant(self, kind: Type, value: Scalar) -> Val:
        if isinstance(value, bool):
            return self.v.truth(value)
        if isinstance(value, Fraction):
            return self.v.fraction(value)
        if isinstance(value, date):
            return self.v.known(self.b.word(value.toordinal()), const=value)
        return self.v.known(self.b.word(self.code(kind, value)), const=value)

    def from_cell(self, kind: object, value: object) -> Val | None:
        """The value in a cell of a table; None for one that has none."""
        return None if value is None else self.constant(kind, value)  # type: ignore[arg-type]

    def blank(self, kind: Type) -> Ins:
        """Something of the right sort, for a value that means nothing."""
        if isinstance(kind, BoolType):
            return self.b.no
        if isinstance(kind, NumType):
            return self.b.number(0)
        return self.b.word(1 if isinstance(kind, DateType) else 0)

    def code(self, kind: Type, word: str) -> int:
        """The number by which a text or enumeration value is known in the form."""
        if isinstance(kind, EnumType):
            return self.words(kind).index(word)
        return self.texts.setdefault(word, len(self.texts))

    def words(self, kind: Type) -> tuple[str, ...]:
        """The words that the codes of a type stand for, as far as they are met yet."""
        if isinstance(kind, EnumType):
            return self.program.enums.get(kind.name, STATUSES)
        return tuple(self.texts) if isinstance(kind, TextType) else ()

    def owner(self, obj: int) -> str:
        """The object type of a node that denotes an object."""
        kind = self.program.nodes[obj].type
        assert isinstance(kind, ObjectRef)
        return kind.name
