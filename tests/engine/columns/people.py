"""Populations made to be difficult: values beside every threshold, facts that are missing or cannot be had, values out of range."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np

from dsl.dates import FIRST_DAY, LAST_DAY, add_days, add_months, add_years
from dsl.program import (
    Aggregate,
    AttrInfo,
    BoolType,
    Choice,
    Const,
    DateType,
    EnumType,
    ForAll,
    HasRole,
    Input,
    KeyRange,
    Lookup,
    NumType,
    ObjectRef,
    Param,
    Program,
    RoleRead,
    Share,
    Type,
)
from engine.columns.population import (
    NOBODY,
    UNKNOWN,
    UNOBTAINABLE,
    Column,
    ColumnName,
    Fact,
    Nobody,
    Population,
    Role,
    Same,
    Table,
    ToMany,
    ToOne,
)
from engine.fast.compiled import outcome_nodes
from engine.fast.segments import reach_any

MOST_MEMBERS = 3
DEEPEST = 3
LONGEST = 400
"""How many different values a fact gets, so that the same ones come together often."""


@dataclass(slots=True)
class Needed:
    """What a set of besluiten can read: facts and roles per object type, and every constant beside which something may change."""

    facts: dict[str, set[str]] = field(default_factory=dict)
    roles: dict[str, set[str]] = field(default_factory=dict)
    numbers: set[Fraction] = field(default_factory=set)
    dates: set[date] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)


def needed(program: Program, besluiten: list[str], moment_day: date) -> Needed:
    out = Needed()
    roots = tuple(at for name in besluiten for at in outcome_nodes(program.decisions[name]))
    for at in sorted(reach_any(program, roots)):
        node = program.nodes[at]
        match node:
            case Input():
                out.facts.setdefault(_owner(program, node.obj), set()).add(node.attr)
            case Choice(given=given) if given is not None:
                out.facts.setdefault(node.owner, set()).add(node.attr)
            case RoleRead() | HasRole() | Aggregate() | ForAll():
                out.roles.setdefault(_owner(program, node.obj), set()).add(node.role)
            case Share():
                out.roles.setdefault(_owner(program, node.whole), set()).add(node.role)
            case Const(value=value):
                _note(out, value)
            case Param():
                for item in program.params[node.name].values:
                    _note(out, item.value)
                    _note(out, item.start)
            case Lookup():
                for row in program.tables[node.table].rows:
                    for key in row.keys:
                        for end in (key.low, key.high) if isinstance(key, KeyRange) else (key,):
                            _note(out, end)
    years = sorted(int(n) for n in out.numbers if n.denominator == 1 and 0 < n < 121)
    for number in years:
        for shifted in (add_years(moment_day, -number), add_months(moment_day, -number)):
            out.dates.add(shifted)
    out.dates |= {moment_day, date(1950, 2, 28), date(2000, 2, 29), date(2004, 2, 29)}
    return out


def _owner(program: Program, obj: int) -> str:
    kind = program.nodes[obj].type
    assert isinstance(kind, ObjectRef)
    return kind.name


def _note(out: Needed, value: object) -> None:
    if isinstance(value, bool):
        return
    if isinstance(value, Fraction):
        out.numbers.add(value)
    elif isinstance(value, date):
        out.dates.add(value)
    elif isinstance(value, str):
        out.texts.add(value)


class Maker:
    """Makes a population of about ``rows`` objects that the besluiten are over, with what belongs to them.

    ``holes``: how often a fact or role is not given; ``bare``: how often a fact has no column at all; ``outside``: how often a number
    lies out of its range; ``months``: days of the months in which some facts differ."""

    def __init__(
        self,
        program: Program,
        besluiten: list[str],
        today: date,
        seed: int,
        *,
        holes: float = 0.02,
        bare: float = 0.02,
        outside: float = 0.002,
        edges: dict[tuple[str, str], set[Any]] | None = None,
        months: tuple[date, ...] = (),
    ) -> None:
        self.program = program
        self.today = today
        self.random = Random(seed)
        self.numpy = np.random.default_rng(seed)
        self.holes, self.bare, self.outside = holes, bare, outside
        self.need = needed(program, besluiten, today)
        self.over = program.decisions[besluiten[0]].over
        self.edges = edges or {}
        self.months = months
        self.counts: dict[str, int] = {}
        self.links: dict[tuple[str, str], list[list[int] | None]] = {}

    def population(self, rows: int) -> Population:
        waiting = [(self.over, self._new(self.over), 0) for _ in range(rows)]
        while waiting:
            owner, row, depth = waiting.pop()
            for role in sorted(self.need.roles.get(owner, ())):
                info = self.program.types[owner].roles[role]
                linked = self.links.setdefault((owner, role), [])
                while len(linked) <= row:
                    linked.append([])
                if self.random.random() < self.holes / 2:
                    linked[row] = None
                    continue
                most = min(MOST_MEMBERS, info.maximum) if depth < DEEPEST else 0
                least = 1 if info.required and most else 0
                count = self.random.randint(least, most) if depth < DEEPEST else 0
                members = [self._new(info.target) for _ in range(count)]
                linked[row] = members
                waiting.extend((info.target, member, depth + 1) for member in members)
        names = {self.over, *self.counts}
        return Population({name: self._table(name) for name in sorted(names)})

    def _new(self, owner: str) -> int:
        row = self.counts.get(owner, 0)
        self.counts[owner] = row + 1
        return row

    # ------------------------------------------------------------ tables

    def _table(self, owner: str) -> Table:
        rows = self.counts[owner]
        columns: dict[ColumnName, Fact] = {}
        for attr in sorted(self.need.facts.get(owner, ())):
            info = self.program.types[owner].attributes[attr]
            luck = self.random.random()
            if info.derived and luck < 0.5:
                continue
            if luck < self.bare:
                continue
            if luck > 0.97 and not info.derived:
                columns[attr] = Same(self._value(info.type, self._pool(info), info))
            elif self.months and not info.derived and self.random.random() < 0.5:
                for month in self.months:
                    columns[attr, month.year, month.month] = self._column(info, rows)
            elif info.per_year and self.random.random() < 0.7:
                for year in range(self.today.year - 3, self.today.year + 1):
                    columns[attr, year] = self._column(info, rows)
            else:
                columns[attr] = self._column(info, rows)
        roles: dict[str, Role] = {}
        for role in sorted(self.need.roles.get(owner, ())):
            held = self.links.get((owner, role), [])
            held += [[] for _ in range(rows - len(held))]
            roles[role] = self._role(self.program.types[owner].roles[role].many, held)
        return Table(rows, columns, roles)

    def _role(self, many: bool, held: list[list[int] | None]) -> Role:
        if not many:
            if not any(held) and None not in held:
                return Nobody()
            index = np.array([one[0] if one else NOBODY for one in held], np.int32)
            state = np.array([UNKNOWN if one is None else 0 for one in held], np.uint8)
            return ToOne(index, state if state.any() or self.random.random() < 0.3 else None)
        offsets = np.concatenate(([0], np.cumsum([len(one or ()) for one in held]))).astype(np.int64)
        members = np.array([member for one in held for member in one or ()], np.int32)
        state = np.array([UNKNOWN if one is None else 0 for one in held], np.uint8)
        return ToMany(offsets, members, state if state.any() or self.random.random() < 0.3 else None)

    def _column(self, info: AttrInfo, rows: int) -> Column:
        pool = self._pool(info)
        pick = self.numpy.integers(0, len(pool), rows)
        state = None
        rate = 0.6 if info.derived else self.holes
        if rate and self.random.random() < 0.7:
            luck = self.numpy.random(rows)
            state = np.where(luck < rate, np.where(luck < rate / 3, UNOBTAINABLE, UNKNOWN), 0).astype(np.uint8)
        match info.type:
            case NumType(grid=grid):
                scale = None
                den = 1 if grid is None else grid.denominator
                if grid is None:
                    scale = den = self.random.choice((1, 2, 100))
                tops = np.array([_near(value, den) for value in pool], np.int64)
                return Column(_narrow(tops)[pick], state, scale)
            case BoolType():
                return Column(np.array(pool, np.bool_)[pick], state)
            case DateType():
                return Column(np.array([day.toordinal() for day in pool], np.int32)[pick], state)
            case EnumType(name=name):
                words = self.program.enums[name]
                if self.random.random() < 0.3:
                    turned = words[::-1]
                    codes = np.array([turned.index(word) for word in pool], np.int8)
                    return Column(codes[pick], state, words=turned)
                return Column(np.array([words.index(word) for word in pool], np.int8)[pick], state)
        words = tuple(dict.fromkeys(pool))
        return Column(np.array([words.index(word) for word in pool], np.int16)[pick], state, words=words)

    # ------------------------------------------------------------ values

    def _value(self, kind: Type, pool: list[Any], info: AttrInfo) -> Any:
        value = self.random.choice(pool)
        if isinstance(kind, NumType):
            den = 1 if kind.grid is None else kind.grid.denominator
            value = Fraction(_near(value, den), den)
            low, high = info.low, info.high
            if isinstance(low, Fraction) and isinstance(high, Fraction):
                value = min(max(value, low), high)
        return value

    def _pool(self, info: AttrInfo) -> list[Any]:
        """Values worth trying."""
        match info.type:
            case BoolType():
                return [True, True, False]
            case EnumType(name=name):
                return list(self.program.enums[name])
            case DateType():
                return self._days(info)
            case NumType():
                return self._amounts(info)
        return [*sorted(self.need.texts), "iets anders"]

    def _days(self, info: AttrInfo) -> list[date]:
        found: list[date] = []
        for day in [*self.need.dates, *self.edges.get((info.owner, info.name), ())]:
            for near in (-1, 0, 1):
                found.append(add_days(day, near) if FIRST_DAY < day < LAST_DAY else day)
        found += [add_days(self.today, self.random.randint(-40_000, 900)) for _ in range(60)]
        found += [add_days(self.today, self.random.randint(-400, 100)) for _ in range(40)]
        if self.random.random() < self.outside * 20:
            found += [FIRST_DAY, LAST_DAY, add_years(LAST_DAY, -10)]
        self.random.shuffle(found)
        return sorted(found[:LONGEST])

    def _amounts(self, info: AttrInfo) -> list[Fraction]:
        low = info.low if isinstance(info.low, Fraction) else Fraction(1)
        high = info.high if isinstance(info.high, Fraction) else Fraction(9999)
        step = Fraction(1, 1 if not isinstance(info.type, NumType) or info.type.grid is None else 100)
        if isinstance(info.type, NumType) and info.type.grid is not None:
            step = Fraction(1, info.type.grid.denominator)
        near = [value for value in self.need.numbers if low <= value <= high]
        edges = list(self.edges.get((info.owner, info.name), ()))
        found = [value + away * step for value in [*near, *edges, *edges] for away in (-1, 0, 1)]
        span = high - low
        for top in (span, span / 10, span / 100, span / 1000):
            found += [low + Fraction(self.random.randint(0, int(top / step) or 1)) * step for _ in range(30)]
        found = [min(max(value, low), high) for value in found] + [low, high, low + step, high - step]
        self.random.shuffle(found)
        found = found[:LONGEST]
        if self.random.random() < self.outside * 50:
            found += [low - step, high + step, high * 2 + 1]
        return found


def _near(value: Fraction, den: int) -> int:
    return (value * den).__floor__()


def _narrow(tops: Any) -> Any:
    """In the narrowest type that holds the values, as a population should be."""
    for dtype in (np.int8, np.int16, np.int32):
        info = np.iinfo(dtype)
        if len(tops) and info.min <= tops.min() and tops.max() <= info.max:
            return tops.astype(dtype)
    return tops
