"""Conditions over columns, in the logic in which nee and onbekend is nee."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from dsl.program import And, AtLeast, Compare, IsUnknown, Not, Or
from engine.normen.column import Array, Column, alike, gaps_of

if TYPE_CHECKING:
    from engine.normen.frame import Frame


_COMPARE: dict[str, Callable[[Array, Array], Array]] = {
    "=": lambda left, right: left == right,
    "<>": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def _compare(frame: Frame, node: Compare, day: date) -> Column:
    columns = frame.operands(node, day)
    (left, right), _ = alike(columns)
    return Column(np.asarray(_COMPARE[node.op](left, right), bool), gaps_of(columns))


def _surely(column: Column) -> Array:
    return column.values if column.gaps is None else column.values & ~column.gaps


def _surely_not(column: Column) -> Array:
    return ~column.values if column.gaps is None else ~(column.values | column.gaps)


def _and(frame: Frame, node: And, day: date) -> Column:
    columns = frame.operands(node, day)
    all_yes = functools.reduce(np.logical_and, [_surely(column) for column in columns])
    if gaps_of(columns) is None:
        return Column(all_yes)
    any_no = functools.reduce(np.logical_or, [_surely_not(column) for column in columns])
    return Column(all_yes, ~(all_yes | any_no))


def _or(frame: Frame, node: Or, day: date) -> Column:
    columns = frame.operands(node, day)
    any_yes = functools.reduce(np.logical_or, [_surely(column) for column in columns])
    if gaps_of(columns) is None:
        return Column(any_yes)
    all_no = functools.reduce(np.logical_and, [_surely_not(column) for column in columns])
    return Column(any_yes, ~(any_yes | all_no))


def _not(frame: Frame, node: Not, day: date) -> Column:
    of = frame.value(node.of, day)
    return Column(~of.values, of.gaps)


def _at_least(frame: Frame, node: AtLeast, day: date) -> Column:
    columns = frame.operands(node, day)
    surely = functools.reduce(np.add, [_surely(column).astype(np.int32) for column in columns]) >= node.minimum
    if gaps_of(columns) is None:
        return Column(surely)
    nos = functools.reduce(np.add, [_surely_not(column).astype(np.int32) for column in columns])
    return Column(surely, ~surely & (len(columns) - nos >= node.minimum))


def _is_unknown(frame: Frame, node: IsUnknown, day: date) -> Column:
    return Column(frame.value(node.of, day).missing)


LOGIC_KINDS: dict[type[Any], Callable[[Frame, Any, date], Column]] = {
    Compare: _compare,
    And: _and,
    Or: _or,
    Not: _not,
    AtLeast: _at_least,
    IsUnknown: _is_unknown,
}
