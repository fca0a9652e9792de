"""The records behind a verdict, so that anyone can open them: those that count against a norm, and those that are open and late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from dsl.notation import format_date, format_display
from dsl.program import BoolType, DateType, Gauge, Milestone, NumType, Timeliness
from engine.normen.assess import Assessment, Measurement
from engine.normen.column import Column, day_number, day_of, fraction, words_of
from engine.normen.frame import Frame
from engine.normen.keys import among, hashes_of
from engine.normen.quantities import paused
from engine.normen.records import Records
from engine.normen.tally import Keys


@dataclass(frozen=True, slots=True)
class Opened:
    """``columns``: the names of what a record holds. ``values``: those of each record by its key, in words; empty for what is absent.
    ``late``: per norm the days that a record was, or is now, too late; only for norms about being in time."""

    columns: tuple[str, ...]
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    late: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def worst_first(self, norm: str, keys: Keys) -> list[str]:
        """The kept keys, the one that is latest first; by key where that is the same or means nothing."""
        days = self.late.get(norm, {})
        return sorted(keys.kept, key=lambda key: (-days.get(key, 0), key))


def open_cases(records: Records, measured: Measurement, until: date | None) -> Opened:
    """Read the source once more and keep the records that the verdicts over all records point at. Raises Unreadable."""
    whole = [item for item in measured.assessments if item.slice is None and item.ours.tally is not None]
    wanted = {item.norm.name: frozenset(_kept(item)) for item in whole}
    every = frozenset[str]().union(*wanted.values())
    columns = tuple(column.attr for column in records.registry.columns)
    values: dict[str, tuple[str, ...]] = {}
    late: dict[str, dict[str, int]] = {name: {} for name in wanted}
    hashes = hashes_of(every)
    for frame, keys in records.frames() if every else ():
        places = [place for place, _ in among(keys, every, hashes)]
        if not places:
            continue
        words = [_words(records, column, frame.column(column), places) for column in columns]
        for number, place in enumerate(places):
            values[keys[place]] = tuple(column[number] for column in words)
        for item in whole:
            mine = [place for place in places if keys[place] in wanted[item.norm.name]]
            late[item.norm.name].update(_late(frame, keys, item, mine, until))
    return Opened(columns, values, late)


def _kept(item: Assessment) -> list[str]:
    tally = item.ours.tally
    return [] if tally is None else [*tally.against.kept, *tally.open_late.kept]


def _words(records: Records, attr: str, column: Column, places: Sequence[int]) -> list[str]:
    kind = records.program.types[records.registry.name].attributes[attr].type
    missing = column.missing
    shown = column.values if column.words is None else words_of(column)
    return ["" if missing[place] else _word(kind, shown[place], column.den) for place in places]


def _word(kind: object, value: Any, den: int) -> str:
    if isinstance(kind, BoolType):
        return "ja" if value else "nee"
    if isinstance(kind, DateType):
        return format_date(day_of(value))
    if isinstance(kind, NumType):
        return format_display(fraction(value, den), "bedrag" if kind.show == "bedrag" else "getal")
    return str(value)


def _late(
    frame: Frame, keys: Sequence[str], item: Assessment, places: Sequence[int], until: date | None
) -> dict[str, int]:
    """The days by which records are past their last day, on the day that they were done or until which the records speak."""
    days_of = _days_of(item.ours.gauge)
    if days_of is None or not places:
        return {}
    done_node, due_node, strict = days_of
    day = item.period.end if until is None else min(item.period.end, until)
    today = day_number(day)
    done, due = frame.value(done_node, day), frame.value(due_node, day)
    last = due.values - 1 if strict else due.values
    suspension = item.ours.gauge.suspension
    if suspension is not None:
        last = last + paused(frame, suspension, day, done)
    ready = np.where(done.missing | (done.values > today), today, done.values)
    days = ready - last
    return {keys[place]: int(days[place]) for place in places if not due.missing[place] and days[place] > 0}


def _days_of(gauge: Gauge) -> tuple[int, int, bool] | None:
    """The nodes of the day that a record is done and of its last day, and whether that day itself is too late."""
    measure = gauge.measure
    if isinstance(measure, Timeliness | Milestone):
        return measure.done, measure.due, measure.strict
    return None if gauge.term is None else (*gauge.term[1:], False)
