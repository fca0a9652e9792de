"""A batch of records on which the nodes of norms are evaluated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from dsl.program import Const, Context, Input, Named, Node, Param, Program
from engine.calendars import calendar_of
from engine.normen.column import LIMIT, Array, Column, day_number
from engine.normen.column_dates import DATE_KINDS
from engine.normen.column_logic import LOGIC_KINDS
from engine.normen.column_numbers import NUMBER_KINDS


class Frame:
    """One batch of records, on which nodes are evaluated. ``columns`` by attribute; ``day`` is the rekendatum."""

    def __init__(self, program: Program, columns: Mapping[str, Column], size: int) -> None:
        self._program = program
        self._columns = columns
        self.size = size
        self._known: dict[tuple[int, date | None], Column] = {}
        self._dated: dict[int, bool] = {}

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
        return column.values.astype(bool) & ~column.missing, column.missing

    def _is_dated(self, number: int) -> bool:
        if number not in self._dated:
            node = self._program.nodes[number]
            own = isinstance(node, Context | Param)
            self._dated[number] = own or any(self._is_dated(operand) for operand in node.operands())
        return self._dated[number]

    # --- what the kinds of node share

    def present(self) -> Array:
        return np.zeros(self.size, bool)

    def constant(self, value: Any) -> Column:
        if isinstance(value, bool):
            return Column(np.full(self.size, value), self.present())
        if isinstance(value, Fraction):
            kind: Any = np.int64 if abs(value.numerator) < LIMIT else object
            return Column(np.full(self.size, value.numerator, kind), self.present(), value.denominator)
        if isinstance(value, date):
            return Column(np.full(self.size, day_number(value), np.int64), self.present())
        return Column(np.full(self.size, value, object), self.present())

    def operands(self, node: Node, day: date) -> list[Column]:
        return [self.value(number, day) for number in node.operands()]

    def column(self, attr: str) -> Column:
        return self._columns[attr]

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
