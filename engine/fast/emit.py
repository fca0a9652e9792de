"""Writes the functions of one decision in one segment as Python text.

One statement per node, variables ``v<id>``; an attribute of the same object is inlined, an attribute of another object is
a call of its own generated function, once per object. The text holds only node ids and numbers: names and texts of rule
files stand in constants that it refers to, so nothing that a user wrote is ever run.

With slots every node has its own variable and the function gives them all; without, a node that is read once is written
into the expression that reads it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from dsl.program import BoolType, DateType, Derived, Node, NotApplicable, NumType, Type
from engine.fast import runtime
from engine.fast.analysis import NA, POISON, Analysis
from engine.fast.runtime import Kind
from engine.fast.segments import UnsupportedError, definition_root, object_type
from engine.scale import Scale

CHUNK = 40
"""How many terms or rows one expression or chain holds: Python limits how deep they nest."""

_PLAIN = {"number": "Fr", "date": "date", "bool": "bool", "text": "str"}
_AS_RAW = {"number": "", "date": ".toordinal()", "bool": "", "text": ""}


@dataclass(slots=True)
class Layout:
    """What a slot tuple holds: node ids, and for a fold over a role the layout of the tuple per element."""

    fields: list[int | tuple[int, Layout]] = field(default_factory=list)
    folds: list[tuple[int, int, Layout]] = field(default_factory=list)

    def add_fold(self, at: int, inside: Layout) -> None:
        """A fold: its place is kept in ``folds`` too, with the node and the layout of an element."""
        self.folds.append((len(self.fields), at, inside))
        self.fields.append((at, inside))


@dataclass(slots=True)
class Function:
    """A generated function: the attribute or the outcomes it computes for an object, and what its slots are."""

    number: int
    roots: tuple[int, ...]
    layout: Layout = field(default_factory=Layout)
    reads: list[int] = field(default_factory=list)


class Module:
    """The text of one decision in one segment, with the constants it refers to."""

    def __init__(self, analysis: Analysis, over: str, roots: tuple[int, ...], *, slots: bool) -> None:
        self.analysis = analysis
        self.slots = slots
        self.namespace: dict[str, Any] = {
            "F": runtime.FALLBACK,
            "M": runtime.MISSING,
            "N": runtime.NOTHING,
            "Fr": Fraction,
            "date": date,
            "FlatObj": runtime.FlatObj,
            "need": runtime.need,
            "keyed": runtime.keyed,
            "check": runtime.check,
            "raw": runtime.raw,
            "half": runtime.round_half,
            "whole": runtime.whole,
        }
        self._references: dict[object, str] = {}
        self.inputs: dict[str, dict[str, int]] = {}
        self.functions: dict[int, Function] = {}
        self.queue: list[tuple[Function, str]] = []
        self.main = self._function(-1, over, roots)

    def reference(self, value: object) -> str:
        """The name of a constant in the generated text."""
        key = (type(value), value) if type(value).__hash__ is not None else id(value)
        name = self._references.get(key)
        if name is None:
            name = self._references[key] = f"K{len(self._references)}"
            self.namespace[name] = value
        return name

    def helper(self, name: str, function: object) -> str:
        self.namespace[name] = function
        return name

    def _function(self, key: int, owner: str, roots: tuple[int, ...]) -> Function:
        function = self.functions.get(key)
        if function is None:
            function = self.functions[key] = Function(len(self.functions), roots)
            self.queue.append((function, owner))
        return function

    def attribute(self, node: Derived) -> Function:
        """The function of a derived attribute, as called for another object."""
        root = definition_root(self.analysis.program, node)
        return self._function(root, object_type(self.analysis.program, node.obj), (root,))

    def position(self, owner: str, name: str) -> int:
        """Where an input stands among the flattened facts of its type."""
        names = self.inputs.setdefault(owner, {})
        return names.setdefault(name, len(names))

    def kind(self, owner: str, name: str) -> tuple[Kind, Scale]:
        kind = self.analysis.program.types[owner].attributes[name].type
        grid = kind.grid if isinstance(kind, NumType) else None
        return self.value_kind(kind), None if grid is None else grid.denominator

    def value_kind(self, kind: Type) -> Kind:
        if isinstance(kind, NumType):
            return "number"
        return "date" if isinstance(kind, DateType) else "bool" if isinstance(kind, BoolType) else "text"

    def flattener(self, owner: str, names: dict[str, int]) -> list[str]:
        """A function from an object to its raw facts: validation of type and grid, and nothing else."""
        lines = [f"def flatten{list(self.inputs).index(owner)}(obj, day):", " facts = obj.facts", " full = True"]
        for name, position in names.items():
            kind, scale = self.kind(owner, name)
            ref, x = self.reference(name), f"x{position}"
            lines.append(f" {x} = facts.get({ref})")
            if kind == "number" and scale is not None:
                # The slots of Fraction, since its properties cost more than the whole decision.
                lines += [
                    f" if {x}.__class__ is Fr:",
                    f"  d = {x}._denominator",
                    f"  if d == {scale}: {x} = {x}._numerator",
                    f"  elif {scale} % d: {x} = M; full = False",
                    f"  else: {x} = {x}._numerator * ({scale} // d)",
                ]
            else:
                lines.append(f" if {x}.__class__ is {_PLAIN[kind]}: {x} = {x}{_AS_RAW[kind]}")
            lines += [
                " else:",
                f"  {x} = raw(obj.fact({ref}, day), {self.reference(kind)}, {scale})",
                f"  if {x} is M: full = False",
            ]
        lines.append(f" return FlatObj(obj, ({''.join(f'x{p}, ' for p in names.values())}), full)")
        return lines

    def flatteners(self, namespace: dict[str, Any]) -> dict[str, Any]:
        return {owner: namespace[f"flatten{number}"] for number, owner in enumerate(self.inputs)}


class Texts:
    """Operands as text: aligned to the scale that the reader needs."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.analysis = module.analysis
        self.program = module.analysis.program
        self.inlined: dict[int, str] = {}

    def node(self, at: int) -> Node:
        return self.program.nodes[at]

    def scale(self, at: int) -> Scale:
        return self.analysis.scales[at]

    def literal(self, value: object, scale: Scale) -> str:
        if isinstance(value, bool):
            return str(value)
        if isinstance(value, Fraction):
            if scale is None:
                return self.module.reference(value)
            return f"({value.numerator * (scale // value.denominator)})"
        if isinstance(value, date):
            return str(value.toordinal())
        return self.module.reference(value)

    def raw_constant(self, value: object, scale: Scale) -> object:
        """The raw value of a constant, for generated code to refer to."""
        if isinstance(value, Fraction) and scale is not None:
            return value.numerator * (scale // value.denominator)
        return value.toordinal() if isinstance(value, date) else value

    def plain(self, at: int) -> str:
        """The value of a node at its own scale."""
        at = self.analysis.resolve(at)
        if at in self.analysis.constants:
            scale = self.analysis.scales.get(at)
            return self.literal(self.analysis.constants[at], scale)
        if isinstance(self.program.nodes[at], NotApplicable):
            return "None"
        if at in self.inlined:
            return self.inlined[at]
        return f"v{at}"

    def number(self, at: int, scale: Scale) -> str:
        """The value of a number node over ``scale``; None asks for a Fraction."""
        at = self.analysis.resolve(at)
        own = self.scale(at)
        if at in self.analysis.constants:
            return self.literal(self.analysis.constants[at], scale)
        text = self.plain(at)
        if own == scale or text == "None":
            return text
        if scale is None:
            return f"Fr({text}, {own})"
        if own is None:
            raise UnsupportedError(f"n{at}")
        return f"({text} * {scale // own})"

    def value(self, at: int, scale: Scale, is_number: bool) -> str:
        """The value of a rule or row over ``scale``, which niet van toepassing passes through."""
        text = self.number(at, scale) if is_number else self.plain(at)
        none = self.none_test(at) if text != self.plain(at) else ""
        return f"({self.plain(at)} if {none} else {text})" if none else text

    @property
    def poison(self) -> str:
        """What stands for a value that only the general form can tell."""
        return "M" if self.analysis.is_open else "None"

    def none_test(self, *ats: int) -> str:
        """A test that one of the operands has no value to compute with; "" when none can be so."""
        resolved = dict.fromkeys(self.analysis.resolve(at) for at in ats)
        return " or ".join(test for at in resolved for test in self._none_tests(at))

    def _none_tests(self, at: int) -> list[str]:
        flags = self.analysis.flags[at]
        if not self.analysis.is_open:
            return [f"{self.plain(at)} is None"] if flags else []
        return [f"{self.plain(at)} is {value}" for flag, value in ((NA, "None"), (POISON, "M")) if flags & flag]
