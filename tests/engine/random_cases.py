"""Dossiers with holes in them for a random rule set, and the completions of those dossiers."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from dsl.program import Program
from engine.case import Case, DatedRole, Disputed, Obj, Unobtainable
from tests.engine.build import case_of
from tests.engine.random_rules import BOOLS, DAYS, KINDS, NUMBERS, ROLES, TODAY, P, RuleSet
from tests.engine.reference import Thing, World


def random_fact(random: Random, name: str) -> Any:
    if name in NUMBERS:
        return Fraction(random.randint(*NUMBERS[name]))
    if name == "d":
        return date.fromordinal(random.randint(DAYS[0].toordinal(), DAYS[1].toordinal()))
    return random.choice(KINDS) if name == "e" else random.random() < 0.5


FACTS = (*NUMBERS, *BOOLS, "e", "d")


def random_case(random: Random, rule_set: RuleSet, known: float, *, silent_roles: bool = True) -> Case:
    """A dossier in which each fact is there with chance ``known``; objects at depth 2 have no children."""
    keys = iter(f"o{i}" for i in range(1000))
    answers = {
        key: Fraction(random.randint(0, 2)) if key.startswith("n") else random.random() < 0.5
        for key in ("n-vraag", "n-vraag2", "k-vraag", "k-vraag2")
        if random.random() < known
    }
    given = {name: sort for name, sort, _, may in rule_set.definitions if may}

    def make(depth: int) -> Obj:
        found = Obj(next(keys), P)
        for name in FACTS:
            if random.random() < known:
                found.facts[name] = random_fact(random, name)
            elif random.random() < 0.15 and silent_roles:
                found.facts[name] = Unobtainable()
            elif random.random() < 0.3 and silent_roles:
                found.facts[name] = disputed(random, random_fact(random, name), random_fact(random, name))
        for name, sort in given.items():
            if random.random() < 0.3:
                found.facts[name] = random_value(random, sort)
                if random.random() < 0.2 and silent_roles:
                    found.facts[name] = disputed(random, found.facts[name], random_value(random, sort))
        for name, (least, most) in ROLES.items():
            if silent_roles and random.random() > known:
                continue
            count = least if depth > 1 else random.randint(least, most)
            # At the bottom the one that must be there is the object itself.
            members = tuple(make(depth + 1) if depth < 2 else found for _ in range(count))
            found.roles[name] = members
            if random.random() < 0.2 and silent_roles and depth < 2:
                found.roles[name] = dated(random, members, make(depth + 1))
        return found

    return case_of(make(0), answers)


def disputed(random: Random, one: Any, other: Any) -> Any:
    """Two origins about a fact, one of which may say that it cannot be had; the value itself when they agree."""
    if random.random() < 0.2:
        other = Unobtainable()
    return one if one == other else Disputed((("BRP", one), ("opgave burger", other)))


def dated(random: Random, members: tuple[Obj, ...], former: Obj) -> DatedRole:
    """These members now, somebody who was one before; or in dispute today."""
    before, after = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
    items = [(random.choice((None, TODAY)), random.choice((None, TODAY)), member) for member in members]
    items.insert(random.randint(0, len(items)), (None, before, former))
    items.append((after, None, former))
    return DatedRole(tuple(items), ((TODAY, TODAY, ("BRP", "opgave burger")),) if random.random() < 0.3 else ())


def random_value(random: Random, sort: str) -> Any:
    if sort == "number":
        return Fraction(random.randint(-1, 4))
    return random.choice(KINDS) if sort == "kind" else random.random() < 0.5


def complete(random: Random, program: Program, case: Case, today: date = TODAY) -> tuple[World, Thing]:
    """A completion: every silent fact gets a value in its range (and could turn out to be unobtainable), every silent
    role its objects, every question its answer."""
    answers = dict(case.answers)
    for key in ("n-vraag", "n-vraag2", "k-vraag", "k-vraag2"):
        value = Fraction(random.randint(0, 2)) if key.startswith("n") else random.random() < 0.5
        answers.setdefault(key, value)
    things: dict[str, Thing] = {}

    def of(found: Obj | None, depth: int) -> Thing:
        if found is not None and found.key in things:
            return things[found.key]
        thing = Thing(found.key if found else "nieuw", {}, {})
        if found is not None:
            things[found.key] = thing
        for name in FACTS:
            held = found.facts.get(name) if found else None
            if isinstance(held, Disputed):
                held = random.choice(held.claims)[1]
            if held is None or isinstance(held, Unobtainable):
                thing.facts[name] = random_fact(random, name)
                if isinstance(held, Unobtainable) or random.random() < 0.2:
                    thing.stated.add(name)
            else:
                thing.facts[name] = held
        derived = {d.attr for d in program.definitions.values()}
        thing.given = {name: fact for name, fact in (found.facts if found else {}).items() if name in derived}
        for name, fact in thing.given.items():
            if isinstance(fact, Disputed):
                thing.given[name] = random.choice(fact.claims)[1]
        thing.given = {name: fact for name, fact in thing.given.items() if not isinstance(fact, Unobtainable)}
        for name, (least, most) in ROLES.items():
            members = found.members(name, today) if found else None
            if members is None:
                count = least if depth > 2 else random.randint(least, most)
                thing.roles[name] = [of(None, depth + 1) if depth < 4 else thing for _ in range(count)]
            else:
                thing.roles[name] = [of(member, depth + 1) for member in members]
        return thing

    return World(program, today, answers), of(case.root, 0)
