"""The statements of a dossier, and the objects as a view of them shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from dsl.program import Program
from engine.case import ByYear, Dated, DatedRole, Fact, Held, Obj
from engine.dossier.memberships import periods_of
from engine.dossier.statements import EVERYTHING, Membership, Saying, Statement, View, on_one_day, stretches
from engine.values import Scalar

S = TypeVar("S", Statement, Membership)

Place = tuple[str, str]
"""The key of an object and the name of its attribute or role."""


@dataclass(slots=True)
class Ledger:
    """What was said of facts, roles and answers, where it is more than one value for all days and known to all. ``facts`` that the
    dossier gives without anything of the kind stand with the object alone."""

    program: Program
    facts: dict[Place, tuple[Statement, ...]] = field(default_factory=dict)
    roles: dict[Place, tuple[Membership, ...]] = field(default_factory=dict)
    answers: dict[str, tuple[Statement, ...]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.facts and not self.roles and not self.answers

    @property
    def tells_who_knew(self) -> bool:
        everything = (self.facts, self.roles, self.answers)
        return any(one.saying.known.per_organisation for each in everything for said in each.values() for one in said)

    def about(self, key: str, name: str) -> tuple[Saying, ...]:
        """What goes with the statements about a fact or role of an object."""
        facts, roles = self.facts.get((key, name), ()), self.roles.get((key, name), ())
        return (*(one.saying for one in facts), *(one.saying for one in roles))

    def days_of_knowledge(self) -> set[tuple[str, date]]:
        """Which organisations came to know of something, and when."""
        said = [one.saying for each in (self.facts, self.roles) for place in each.values() for one in place]
        return {pair for saying in said for pair in saying.known.per_organisation}

    def known(self, view: View) -> Ledger:
        """What is known in a view."""
        facts = {place: _known(said, view) for place, said in self.facts.items()}
        roles = {place: _known(said, view) for place, said in self.roles.items()}
        answers = {key: _known(said, view) for key, said in self.answers.items()}
        return Ledger(self.program, facts, roles, answers)

    def answers_known(self, given: dict[str, Scalar], view: View) -> dict[str, Scalar]:
        """The answers of the case handler as known in a view."""
        out = dict(given)
        for key, said in self.answers.items():
            out.pop(key, None)
            last = on_one_day(said, view)
            if isinstance(last, Scalar):
                out[key] = last
        return out

    def fill(self, objects: dict[str, Obj], view: View = EVERYTHING) -> None:
        """Give the objects their facts and roles as known in a view."""
        for (key, name), said in self.facts.items():
            obj = objects.get(key)
            if obj is None:
                continue
            fact = _fact(said, view, per_year=self.program.types[obj.type].attributes[name].per_year)
            if fact is None:
                obj.facts.pop(name, None)
            else:
                obj.facts[name] = fact
        for (key, name), memberships in self.roles.items():
            obj = objects.get(key)
            if obj is not None:
                maximum = self.program.types[obj.type].roles[name].maximum
                obj.roles[name] = _members(memberships, view, maximum, objects)


def _known(said: tuple[S, ...], view: View) -> tuple[S, ...]:
    kept = [one for one in said if view.since(one.saying) is not None]
    return said if len(kept) == len(said) else tuple(kept)


def _fact(said: tuple[Statement, ...], view: View, *, per_year: bool) -> Fact | None:
    if per_year:
        return _by_year(said, view)
    found = stretches(said, view)
    if len(found) == 1 and found[0][:2] == (None, None):
        return found[0][2]
    return Dated(found) if found else None


def _by_year(said: Iterable[Statement], view: View) -> ByYear | None:
    """A fact per calendar year; each statement is about one year."""
    by_year: dict[int, list[Statement]] = {}
    for one in said:
        assert one.saying.start is not None
        by_year.setdefault(one.saying.start.year, []).append(one)
    years: dict[int, Held] = {}
    for year in sorted(by_year):
        value = on_one_day(by_year[year], view)
        if value is not None:
            years[year] = value
    return ByYear(years) if years else None


def _members(
    memberships: tuple[Membership, ...], view: View, maximum: int, objects: dict[str, Obj]
) -> tuple[Obj, ...] | DatedRole:
    known = _known(memberships, view)
    if len(known) <= maximum and all(one.saying.start is None and one.saying.end is None for one in known):
        keys = {one.member: None for one in known}
        if len(keys) == len(known):  # as it is for most events: each is told of once, and is there on all days
            return tuple([objects[key] for key in keys])
    found = periods_of(known, view, maximum)
    if not found.is_dated:
        return tuple([objects[key] for _, _, key in found.items])
    return DatedRole(tuple([(start, end, objects[key]) for start, end, key in found.items]), found.disputed)


def objects_known(objects: dict[str, Obj], top: tuple[Obj, ...], ledger: Ledger, view: View) -> dict[str, Obj]:
    """The objects of a dossier as known in a view, in the order of the dossier. An object that stands in a role of which nothing
    is known in that view, and nowhere else, is not there."""
    told = {key for key, _ in ledger.facts}
    copies = {
        key: Obj(key, obj.type, dict(obj.facts) if key in told else obj.facts, {}) for key, obj in objects.items()
    }
    for key, obj in objects.items():
        roles = copies[key].roles
        for name, members in obj.roles.items():
            if (key, name) not in ledger.roles:
                assert isinstance(members, tuple)
                roles[name] = tuple([copies[member.key] for member in members])
    ledger.fill(copies, view)
    reached = {obj.key for obj in top}
    waiting = [copies[key] for key in reached]
    while waiting:
        obj = waiting.pop()
        for held in obj.roles.values():
            for member in held if isinstance(held, tuple) else held.ever:
                if member.key not in reached:
                    reached.add(member.key)
                    waiting.append(member)
    return {key: obj for key, obj in copies.items() if key in reached}
