"""A row of a population as a case, for the exact evaluator."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from dsl.program import AttrInfo, BoolType, DateType, EnumType, NumType, Program
from engine.case import Case, Dated, Fact, Held, Obj, Unobtainable
from engine.columns.population import (
    KNOWN,
    UNOBTAINABLE,
    Column,
    ColumnName,
    Nobody,
    Population,
    Role,
    Same,
    ToMany,
    ToOne,
    ends_of,
)
from engine.values import Scalar

_LAST = date.max.toordinal()


def case_of(program: Program, population: Population, over: str, row: int) -> Case:
    """The object in a row with everybody whom its roles lead to, as facts."""
    return _Reader(program, population).case(over, row)


class _Reader:
    def __init__(self, program: Program, population: Population) -> None:
        self.program = program
        self.population = population
        self.objects: dict[tuple[str, int], Obj] = {}

    def case(self, over: str, row: int) -> Case:
        root = self._object(over, row)
        waiting = [(over, row)]
        while waiting:
            owner, at = waiting.pop()
            table = self.population.tables.get(owner)
            if table is None:
                continue
            for name, role in table.roles.items():
                target = self.program.types[owner].roles[name].target
                members = _members(role, at)
                if members is None:
                    continue
                new = [(target, member) for member in members if (target, member) not in self.objects]
                self.objects[owner, at].roles[name] = tuple(self._object(target, member) for member in members)
                waiting.extend(new)
        return Case(root, {obj.key: obj for obj in self.objects.values()})

    def _object(self, owner: str, row: int) -> Obj:
        found = self.objects.get((owner, row))
        if found is None:
            found = self.objects[owner, row] = Obj(f"{owner}[{row}]", owner, self._facts(owner, row))
        return found

    def _facts(self, owner: str, row: int) -> dict[str, Fact]:
        table = self.population.tables.get(owner)
        facts: dict[str, Fact] = {}
        dated: dict[str, list[tuple[date | None, date | None, Held]]] = {}
        for key, held in () if table is None else sorted(table.columns.items(), key=_in_time):
            name = key if isinstance(key, str) else key[0]
            info = self.program.types[owner].attributes[name]
            value = held.value if isinstance(held, Same) else _cell(self.program, info, held, row)
            if value is None:
                continue
            if isinstance(key, str):
                facts[key] = value
            else:
                dated.setdefault(name, []).append((*ends_of(key[1:]), value))
        for name, items in dated.items():
            facts[name] = Dated(tuple(items))
        return facts


def _in_time(item: tuple[ColumnName, object]) -> tuple[str, tuple[int, ...]]:
    name = item[0]
    return (name, ()) if isinstance(name, str) else (name[0], name[1:])


def _members(role: Role, row: int) -> tuple[int, ...] | None:
    match role:
        case Nobody():
            return ()
        case ToOne(index, state):
            if state is not None and state[row]:
                return None
            at = row if index is None else int(index[row])
            return () if at < 0 else (at,)
        case ToMany(offsets, members, state):
            if state is not None and state[row]:
                return None
            places = range(int(offsets[row]), int(offsets[row + 1]))
            return tuple(places if members is None else (int(members[place]) for place in places))


def _cell(program: Program, info: AttrInfo, held: Column, row: int) -> Scalar | Unobtainable | None:
    """What a cell says; None where it says nothing, which a number for no date or no word does too."""
    if held.state is not None and held.state[row] != KNOWN:
        return Unobtainable() if held.state[row] == UNOBTAINABLE else None
    raw = held.values[row]
    match info.type:
        case NumType(grid=grid):
            return Fraction(int(raw), held.scale or (1 if grid is None else grid.denominator))
        case BoolType():
            return bool(raw)
        case DateType():
            return date.fromordinal(int(raw)) if 1 <= raw <= _LAST else None
        case EnumType(name=name):
            words = held.words if held.words is not None else program.enums[name]
        case _:
            words = held.words or ()
    return words[int(raw)] if 0 <= raw < len(words) else None
