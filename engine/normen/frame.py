"""A batch of records on which the nodes of norms are evaluated."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar, cast

import numpy as np

from dsl.program import Const, Context, Input, Named, Node, Param, Program
from engine.calendars import calendar_of
from engine.normen.column import LIMIT, Array, Column, day_number, labelled
from engine.normen.column_dates import DATE_KINDS
from engine.normen.column_logic import LOGIC_KINDS
from engine.normen.column_numbers import NUMBER_KINDS
from engine.normen.keys import KeyColumn

T = TypeVar("T")
Memory = dict[Node, dict[Any, Any]]
"""Per node what its function gave; it depends on nothing else."""


class Frame:
    """One batch of records, on which nodes are evaluated. ``columns`` by attribute; ``day`` is the rekendatum."""

    def __init__(
        self, program: Program, columns: Mapping[str, Column | KeyColumn], size: int, memory: Memory | None = None
    ) -> None:
        self._program = program
        self._columns = columns
        self.size = size
        self._known: dict[tuple[int, date | None], Column] = {}
        self._dated: dict[int, bool] = {}
        self._made: dict[Hashable, Any] = {}
        self._memory = {} if memory is None else memory

    def value(self, number: int, day: date) -> Column:
        """The node for every record, with ``day`` as rekendatum."""
        key = (number, day if self._is_dated(number) else None)
        found = self._known.get(key)
        if found is None:
            node = self._program.nodes[number]
            found = self._known[key] = _KINDS[type(node)](self, node, day)
        return found

    def holds(self, number: int | None, day: date) -> tuple[Array, Array]:
        """For a condition: for which records it is ja, and for which it is not known. Without one it is ja for all."""
        if number is None:
            return np.ones(self.size, bool), np.zeros(self.size, bool)
        column = self.value(number, day)
        return column.values & ~column.missing, column.missing

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What several norms need of this batch is made once."""
        if key not in self._made:
            self._made[key] = make()
        return cast(T, self._made[key])

    def known(self, node: Node) -> dict[Any, Any]:
        """What the function of a node gave before, in this batch and in those that share its memory."""
        return self._memory.setdefault(node, {})

    def _is_dated(self, number: int) -> bool:
        return is_dated(self._program, number, self._dated)

    # --- what the kinds of node share

    def constant(self, value: Any) -> Column:
        if isinstance(value, bool):
            return Column(np.broadcast_to(np.bool_(value), self.size))
        if isinstance(value, Fraction):
            return Column(np.broadcast_to(_whole(value.numerator), self.size), None, value.denominator)
        if isinstance(value, date):
            return Column(np.broadcast_to(np.int32(day_number(value)), self.size))
        return Column(np.broadcast_to(np.int8(0), self.size), words=(str(value),))

    def labels(self, number: int, day: date) -> Column:
        """The values of a node as words."""
        return labelled(self.value(number, day), self._program.nodes[number].type)

    def operands(self, node: Node, day: date) -> list[Column]:
        return [self.value(number, day) for number in node.operands()]

    def column(self, attr: str) -> Column:
        """The values of a column; the texts of keys are made only here, where a norm asks for them."""
        found = self._columns[attr]
        if isinstance(found, KeyColumn):
            return self.kept(("key", attr), lambda: Column(np.arange(len(found)), words=tuple(found)))
        return found

    def calendar(self, name: str) -> Any:
        return calendar_of(self._program, name)

    def parameter(self, name: str, day: date) -> Any:
        found = self._program.params[name].on(day)
        return None if found is None else found.value


def _const(frame: Frame, node: Const, day: date) -> Column:
    return frame.constant(node.value)


def _context(frame: Frame, node: Context, day: date) -> Column:
    return frame.constant(day)


def _param(frame: Frame, node: Param, day: date) -> Column:
    value = frame.parameter(node.name, day)
    if value is None:
        return Column(np.zeros(frame.size, np.int64), np.ones(frame.size, bool))
    return frame.constant(value)


def _whole(number: int) -> Any:
    """In the smallest form that holds it, so that columns do not become wider for a constant."""
    if abs(number) < LIMIT:
        return np.int32(number) if abs(number) < 2**31 else np.int64(number)
    return np.array(number, object)


def is_dated(program: Program, number: int, known: dict[int, bool]) -> bool:
    """Whether the value of a node depends on the rekendatum. ``known`` is what was found before."""
    if number not in known:
        node = program.nodes[number]
        own = isinstance(node, Context | Param)
        known[number] = own or any(is_dated(program, operand, known) for operand in node.operands())
    return known[number]


def _input(frame: Frame, node: Input, day: date) -> Column:
    return frame.column(node.attr)


def _named(frame: Frame, node: Named, day: date) -> Column:
    return frame.value(node.of, day)


_KINDS: dict[type[Any], Callable[[Frame, Any, date], Column]] = {
    Const: _const,
    Context: _context,
    Param: _param,
    Input: _input,
    Named: _named,
    **NUMBER_KINDS,
    **DATE_KINDS,
    **LOGIC_KINDS,
}

SUPPORTED = frozenset(_KINDS)
"""The kinds of node that can be evaluated; :mod:`dsl.lawchecks.normen` refuses the others."""
