"""What many sets of deliveries make of one fact, each worked out from the one before where that only adds the last to be known.

Walking thousands of corrections of one fact, every state has one correction more than the state before it. What one origin said last
goes before what it said earlier, so that correction is laid over what was held.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from engine.case import Case, Dated, DatedRole, Fact, Held, Obj
from engine.difference.causes import Place
from engine.dossier.ledger import Ledger
from engine.dossier.statements import Statement, View, stretches

_ONE_DAY = timedelta(days=1)
Item = tuple[date | None, date | None, Held]


class Corrected:
    """The statements about one fact. ``earlier`` are known in every state; of ``later`` each state has some."""

    def __init__(self, said: Sequence[Statement], view: View, later: Sequence[tuple[date, Statement]]) -> None:
        names = {id(one) for _, one in later}
        self._earlier = [one for one in said if id(one) not in names and view.since(one.saying) is not None]
        self._later = sorted(later, key=lambda one: one[0])
        self._days = [day for day, _ in self._later]
        self._view = view
        self._walked: tuple[list[int], tuple[Item, ...]] | None = None
        origins = {one.saying.origin for one in said}
        settled = any(one.saying.instead for one in said)
        told_once = len({day for day, _ in self._later}) == len(self._later)
        self.simple = len(origins) == 1 and not settled and told_once
        """Whether the last that was known goes before all else."""

    def held(self, some: Sequence[int]) -> tuple[Item, ...]:
        """The values over time with these of the later statements, by their places in order of knowledge."""
        walked = self._walked
        chosen = list(some)
        if walked is None or chosen[: len(walked[0])] != walked[0]:
            walked = [], stretches(self._earlier, self._view)
        items = walked[1]
        for number in chosen[len(walked[0]) :]:
            items = laid_over(items, self._later[number][1])
        self._walked = chosen, items
        return items


def laid_over(items: Sequence[Item], one: Statement) -> tuple[Item, ...]:
    """The values over time after something later was said about some of the days."""
    start, end = one.saying.start, one.saying.end
    before: list[Item] = []
    after: list[Item] = []
    for first, last, value in items:
        if start is not None and (first is None or first < start):
            before.append((first, start - _ONE_DAY if last is None or last >= start else last, value))
        if end is not None and end != date.max and (last is None or last > end):
            after.append((end + _ONE_DAY if first is None or first <= end else first, last, value))
    middle: list[Item] = [] if one.value is None else [(start, end, one.value)]
    found: list[Item] = []
    for item in (*before, *middle, *after):
        if found and _joins(found[-1], item):
            found[-1] = found[-1][0], item[1], item[2]
        else:
            found.append(item)
    return tuple(found)


def _joins(one: Item, other: Item) -> bool:
    end, start = one[1], other[0]
    same = type(one[2]) is type(other[2]) and one[2] == other[2]
    return same and end is not None and start is not None and end + _ONE_DAY == start


class Corrections:
    """A case of which only facts were corrected: its state with some of the corrections. ``causes`` has per cause the statements that
    came with it, by object and attribute. ``simple``: whether a state can be made in this way; otherwise nothing else may be asked."""

    def __init__(
        self, ledger: Ledger, base: Case, view: View, causes: Mapping[str, Sequence[tuple[date, Place, Statement]]]
    ) -> None:
        self._base = base
        later: dict[Place, list[tuple[date, str, Statement]]] = {}
        for cause, told in causes.items():
            for day, place, one in told:
                later.setdefault(place, []).append((day, cause, one))
        self._causes: dict[Place, dict[str, int]] = {}
        self._places: dict[Place, Corrected] = {}
        self.simple = True
        for place, found in later.items():
            key, name = place
            obj = base.objects.get(key)
            if obj is None or ledger.program.types[obj.type].attributes[name].per_year:
                self.simple = False
                continue
            found.sort(key=lambda one: one[0])
            self._causes[place] = {cause: at for at, (_, cause, _) in enumerate(found)}
            known = self._places[place] = Corrected(ledger.facts[place], view, [(day, one) for day, _, one in found])
            self.simple = self.simple and known.simple

    def case(self, causes: frozenset[str]) -> Case:
        """The case with these causes."""
        changed: dict[str, dict[str, Fact | None]] = {}
        for place, names in self._causes.items():
            items = self._places[place].held(sorted(names[cause] for cause in causes if cause in names))
            always = len(items) == 1 and items[0][:2] == (None, None)
            changed.setdefault(place[0], {})[place[1]] = items[0][2] if always else Dated(items) if items else None
        return with_facts(self._base, changed)


def with_facts(case: Case, changed: Mapping[str, Mapping[str, Fact | None]]) -> Case:
    """The case with other facts, by the key of their object (None: that fact is not given)."""
    copies = {}
    for key, obj in case.objects.items():
        facts = obj.facts
        if key in changed:
            facts = {name: fact for name, fact in facts.items() if name not in changed[key]}
            facts |= {name: fact for name, fact in changed[key].items() if fact is not None}
        copies[key] = Obj(key, obj.type, facts)
    for key, obj in case.objects.items():
        copies[key].roles = {name: _members(held, copies) for name, held in obj.roles.items()}
    return Case(copies[case.root.key], copies, case.answers)


def _members(held: tuple[Obj, ...] | DatedRole, copies: Mapping[str, Obj]) -> tuple[Obj, ...] | DatedRole:
    if isinstance(held, tuple):
        return tuple([copies[member.key] for member in held])
    return DatedRole(tuple([(start, end, copies[member.key]) for start, end, member in held.items]), held.disputed)
