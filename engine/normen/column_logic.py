"""Conditions over columns, in the logic in which nee and onbekend is nee."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from dsl.program import And, AtLeast, Compare, IsUnknown, Not, Or
from engine.normen.column import Array, Column, alike, missing_of

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
    return Column(np.asarray(_COMPARE[node.op](left, right), bool), missing_of(columns))


def _truth(columns: list[Column]) -> tuple[list[Array], list[Array]]:
    """For each column where it is surely ja, and where surely nee."""
    return (
        [column.values.astype(bool) & ~column.missing for column in columns],
        [~column.values.astype(bool) & ~column.missing for column in columns],
    )


def _and(frame: Frame, node: And, day: date) -> Column:
    yes, no = _truth(frame.operands(node, day))
    all_yes, any_no = np.logical_and.reduce(yes), np.logical_or.reduce(no)
    return Column(all_yes, ~all_yes & ~any_no)


def _or(frame: Frame, node: Or, day: date) -> Column:
    yes, no = _truth(frame.operands(node, day))
    any_yes, all_no = np.logical_or.reduce(yes), np.logical_and.reduce(no)
    return Column(any_yes, ~any_yes & ~all_no)


def _not(frame: Frame, node: Not, day: date) -> Column:
    of = frame.value(node.of, day)
    return Column(~of.values.astype(bool), of.missing)


def _at_least(frame: Frame, node: AtLeast, day: date) -> Column:
    yes, no = _truth(frame.operands(node, day))
    surely = np.add.reduce([item.astype(np.int64) for item in yes]) >= node.minimum
    never = len(no) - np.add.reduce([item.astype(np.int64) for item in no]) < node.minimum
    return Column(surely, ~surely & ~never)


def _is_unknown(frame: Frame, node: IsUnknown, day: date) -> Column:
    return Column(frame.value(node.of, day).missing, frame.present())


LOGIC_KINDS: dict[type[Any], Callable[[Frame, Any, date], Column]] = {
    Compare: _compare,
    And: _and,
    Or: _or,
    Not: _not,
    AtLeast: _at_least,
    IsUnknown: _is_unknown,
}
