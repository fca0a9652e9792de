"""What the generator knows of every node before it writes a line: constants, stand-ins, scales, and what may be missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from dsl.program import (
    Aggregate,
    Applies,
    Choice,
    Const,
    DatedValue,
    Derived,
    Element,
    ForAll,
    HasRole,
    Input,
    IsApplicable,
    Judge,
    Lookup,
    Named,
    Node,
    NotApplicable,
    Param,
    Program,
    RoleRead,
    Self,
    Share,
    TableHit,
    dated_on,
)
from engine.fast.segments import Segment, definition_root, live_operands, object_type, param_value, reach
from engine.scale import Law, Scale, scales

NA: Final = 1
"""The node itself may be niet van toepassing."""
POISON: Final = 2
"""The node may have been computed from something that is niet van toepassing (a fault in the general form), or in open code from a
fact that is missing."""


class Analysis:
    """Facts about the nodes under ``roots`` in one segment, for strict or open code. ``order`` has operands before users."""

    def __init__(self, program: Program, segment: Segment, roots: tuple[int, ...], is_open: bool = False) -> None:
        self.program = program
        self.segment = segment
        self.is_open = is_open
        self.order = reach(program, roots, segment.valid)
        self.alias: dict[int, int] = {}
        self.constants: dict[int, object] = {}
        self.flags: dict[int, int] = {}
        self.free: dict[int, frozenset[int]] = {}
        self.uses: Counter[int] = Counter()
        for at in self.order:
            self._note(at, program.nodes[at])
        self.user: dict[int, int] = {}
        for at in self.order:
            if at not in self.alias:
                for operand in self.operands(at):
                    self.uses[self.resolve(operand)] += 1
                    self.user[self.resolve(operand)] = at
        self.uses.update(self.resolve(root) for root in roots)
        law = Law(
            readable=self._readable,
            in_force=segment.valid.__contains__,
            definition=lambda node: definition_root(program, node),
            constant=lambda at: self.constants.get(self.resolve(at)),
        )
        self.scales: dict[int, Scale] = scales(program, self.order, law)

    def resolve(self, at: int) -> int:
        """The node whose value this one always has."""
        while at in self.alias:
            at = self.alias[at]
        return at

    def is_self(self, at: int) -> bool:
        return isinstance(self.program.nodes[self.resolve(at)], Self)

    def operands(self, at: int) -> tuple[int, ...]:
        """Operands within the same generated function: the definition of an attribute of another object is a call."""
        node = self.program.nodes[at]
        if isinstance(node, Derived) and not self.is_self(node.obj):
            return (node.obj,)
        return live_operands(self.program, node, self.segment.valid)

    def level(self, at: int) -> int:
        """The innermost aggregation on whose element the node depends (0: none)."""
        return max(self.free[at], default=0)

    def may(self, at: int) -> int:
        return self.flags[self.resolve(at)]

    # ------------------------------------------------------------ one pass, operands first

    def _note(self, at: int, node: Node) -> None:
        self.free[at] = self._free_levels(node)
        self._fold(at, node)
        target = self.alias.get(at)
        self.flags[at] = self.flags[self.resolve(target)] if target is not None else self._flags(node)

    def _fold(self, at: int, node: Node) -> None:
        """Constants of the segment, and nodes that are only another name for a node."""
        match node:
            case Const():
                self.constants[at] = node.value
            case Param(at=None):
                self.constants[at] = param_value(self.program, node, self.segment)
            case Named():
                self.alias[at] = node.of
            case Derived() if self.is_self(node.obj):
                self.alias[at] = definition_root(self.program, node)
            case Applies():
                self._fold_applies(at, node)
            case Choice():
                live = [c for c in node.candidates if c.rule in self.segment.valid]
                if len(live) == 1 and node.given is None and self.surely(live[0].applies, live[0].defeaters):
                    self.alias[at] = live[0].value

    def _fold_applies(self, at: int, node: Applies) -> None:
        if node.rule not in self.segment.valid:
            self.constants[at] = False
        elif all(self.constant(off) is False for off in node.off):
            if node.condition is None:
                self.constants[at] = True
            else:
                self.alias[at] = node.condition

    def constant(self, at: int) -> object:
        return self.constants.get(self.resolve(at))

    def surely(self, applies: int, defeaters: Sequence[int]) -> bool:
        """Whether a rule applies and stands in every case."""
        return self.constant(applies) is True and all(self.constant(other) is False for other in defeaters)

    def _free_levels(self, node: Node) -> frozenset[int]:
        if isinstance(node, Element):
            return frozenset((node.level,))
        operands = (node.obj,) if isinstance(node, Derived) else live_operands(self.program, node, self.segment.valid)
        found: frozenset[int] = frozenset().union(*(self.free[operand] for operand in operands))
        return found - {node.depth} if isinstance(node, Aggregate | ForAll | Share) else found

    def _flags(self, node: Node) -> int:
        def poison(*operands: int | None) -> int:
            return POISON if any(self.may(o) for o in operands if o is not None) else 0

        match node:
            case NotApplicable():
                return NA
            case RoleRead():
                info = self.program.types[object_type(self.program, node.obj)].roles[node.role]
                return poison(node.obj) | (0 if info.required else NA)
            case Input() | Judge() if self.is_open:
                return POISON
            case Input() | HasRole():
                return poison(*node.operands())
            case Derived():
                return poison(node.obj) | self.may(definition_root(self.program, node))
            case IsApplicable() if self.is_open:
                return self.may(node.of) & POISON
            case IsApplicable() | Share() | Judge():
                return 0
            case Aggregate():
                parts = (part for part in (node.where, node.value, node.distinct) if part is not None)
                return poison(node.obj) | (NA if node.how in ("max", "min") else 0) | self._doubt(parts)
            case ForAll():
                return poison(node.obj, node.holds)
            case Choice():
                live = [c for c in node.candidates if c.rule in self.segment.valid]
                sure = node.default is not None or any(self.surely(c.applies, c.defeaters) for c in live)
                doubt = self._doubt(part for c in live for part in (c.applies, *c.defeaters))
                default = 0 if node.default is None else self.may(node.default)
                return self._any(c.value for c in live) | default | (0 if sure else NA) | doubt
            case TableHit():
                always = any(condition is None for _, condition, _ in node.rows)
                doubt = self._doubt(condition for _, condition, _ in node.rows if condition is not None)
                return self._any(value for _, _, value in node.rows) | (0 if always else NA) | doubt
        return poison(*live_operands(self.program, node, self.segment.valid))

    def _doubt(self, conditions: Iterable[int]) -> int:
        """Open code goes on where it cannot tell which of them hold, and strict code leaves."""
        return POISON if self.is_open and self._any(conditions) else 0

    def _any(self, operands: Iterable[int]) -> int:
        out = 0
        for operand in operands:
            out |= self.may(operand)
        return out

    def _readable(self, node: Node, values: Sequence[DatedValue]) -> Sequence[DatedValue]:
        if isinstance(node, Lookup) or (isinstance(node, Param) and node.at is None):
            day: date = self.segment.day
            item = dated_on(tuple(values), day)
            return () if item is None else (item,)
        return values
