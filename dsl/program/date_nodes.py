"""The nodes that compute with dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dsl.program.node_base import NodeBase, ids


@dataclass(frozen=True, slots=True, kw_only=True)
class DateShift(NodeBase):
    """``date`` plus (sign +1) or minus ``amount`` of ``unit`` (dag, week, maand, kwartaal, jaar); month ends clamp. The
    amount must be whole, else fout."""

    date: int
    amount: int
    unit: str
    sign: Literal[1, -1] = 1

    def operands(self) -> tuple[int, ...]:
        return (self.date, self.amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateFunction(NodeBase):
    """first or last day of the maand, kwartaal or jaar of (or after) a date."""

    date: int
    edge: Literal["first", "last", "first of next"]
    period: Literal["maand", "kwartaal", "jaar"]

    def operands(self) -> tuple[int, ...]:
        return (self.date,)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatePart(NodeBase):
    """The jaar, maand or dag number of a date."""

    date: int
    part: Literal["jaar", "maand", "dag"]

    def operands(self) -> tuple[int, ...]:
        return (self.date,)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearStart(NodeBase):
    """1 January of a year number (for ``P in J``)."""

    year: int

    def operands(self) -> tuple[int, ...]:
        return (self.year,)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateDiff(NodeBase):
    """Whole units (dag, week, maand, kwartaal, jaar) from ``start`` to ``end``; negative when end is before start. ``age``
    marks de leeftijd van ... op."""

    start: int
    end: int
    unit: str
    age: bool = False

    def operands(self) -> tuple[int, ...]:
        return (self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDays(NodeBase):
    """``extend``: the date itself or the next working day. ``add``: ``amount`` working days further."""

    date: int
    calendar: str
    how: Literal["extend", "add"]
    amount: int | None = None

    def operands(self) -> tuple[int, ...]:
        return ids(self.date, self.amount)
