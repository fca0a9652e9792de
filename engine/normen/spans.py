"""Records that end before they begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from dsl.notation import format_date
from dsl.program import Input, Named, Program, Self, Timeliness
from engine.normen.column import Column, day_of
from engine.normen.keys import KeyColumn

Span = tuple[str, str]
"""The columns with the first and the last day of what a record is about."""


def spans_of(program: Program, registry: str) -> tuple[Span, ...]:
    """The spans of a registratie, as its norms name them. All its norms: whether a record can be used does not depend on which of them
    is asked for."""
    found: dict[Span, None] = {}
    for norm in program.norms.values():
        if norm.registry != registry:
            continue
        for gauge in (norm.gauge, *(reading.gauge for reading in norm.readings)):
            if isinstance(gauge.measure, Timeliness):
                start, done = (_column(program, node) for node in (gauge.measure.start, gauge.measure.done))
                if start is not None and done is not None and start != done:
                    found[start, done] = None
    return tuple(found)


def _column(program: Program, number: int) -> str | None:
    """The column of the record itself that a node is; None when it is computed."""
    node = program.nodes[number]
    while isinstance(node, Named):
        node = program.nodes[node.of]
    own = isinstance(node, Input) and node.at is None and isinstance(program.nodes[node.obj], Self)
    return node.attr if own and isinstance(node, Input) else None


def ends_first(spans: tuple[Span, ...], columns: Mapping[str, Column | KeyColumn]) -> Iterator[tuple[int, str, str]]:
    """The places of records that end before they begin, with the reason, in particular and in general (Dutch)."""
    for start, done in spans:
        begin, end = columns[start], columns[done]
        assert isinstance(begin, Column) and isinstance(end, Column)  # days are no keys
        wrong = end.values < begin.values
        for column in (begin, end):
            if column.gaps is not None:
                wrong &= ~column.gaps
        for place in np.flatnonzero(wrong).tolist():
            days = (format_date(day_of(column.values[place])) for column in (end, begin))
            kind = f"'{done}' ligt voor '{start}'"
            yield place, "{} ({} en {})".format(kind, *days), kind
