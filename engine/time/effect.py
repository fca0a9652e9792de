"""A change counts for a besluit from the day that its law says (``wijziging werkt door vanaf``).

The facts of a dossier say what was so, and from when. For one besluit they are moved to the day from which they count; after that
every period can be decided on its first day, as if that is all there is to know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TypeVar

from dsl.program import DecisionInfo, Effect
from engine.case import Case, Dated, DatedRole, Fact, Obj
from engine.time.units import finest, first_day, next_first_day

AT_ONCE = Effect("dag")
T = TypeVar("T")
_ONE_DAY = timedelta(days=1)


def effect_of(info: DecisionInfo) -> Effect:
    """From when a change counts for the besluit; at once when its program does not say."""
    return info.effect or AT_ONCE


def grid_of(info: DecisionInfo) -> str:
    """The unit of which every one is decided on its own: the period of the besluit, or what its changes count in when that is
    shorter."""
    effect = effect_of(info)
    return effect.unit if info.per is None else finest(info.per, effect.unit)


def counts_from(effect: Effect, changed: date) -> date:
    """The first day on which a change of ``changed`` counts."""
    if effect.fixed is not None:
        return max(effect.fixed, changed)
    first = first_day(effect.unit, changed)
    if not effect.next or (effect.this_if_first and first == changed):
        return first
    try:
        return next_first_day(effect.unit, changed)
    except OverflowError:
        return changed


def in_effect(case: Case, effect: Effect) -> Case:
    """The case as it counts for a besluit: each dated fact from the day on which its change counts. Facts that do not change
    are the same objects."""
    moved = {key: found for key, obj in case.objects.items() if (found := _moved(obj, effect)) is not obj}
    if not moved and not any(
        isinstance(held, DatedRole) for obj in case.objects.values() for held in obj.roles.values()
    ):
        return case
    # A role refers to its members, so every object gets a copy once one of them has.
    copies = {key: moved.get(key) or Obj(obj.key, obj.type, obj.facts) for key, obj in case.objects.items()}
    for key, obj in case.objects.items():
        copies[key].roles = {role: _members(members, copies, effect) for role, members in obj.roles.items()}
    return Case(copies.get(case.root.key, case.root), copies, case.answers)


def _moved(obj: Obj, effect: Effect) -> Obj:
    facts: dict[str, Fact] = {}
    for name, fact in obj.facts.items():
        if isinstance(fact, Dated):
            found = _dated(fact, effect)
            if found != fact:
                facts[name] = found
    return Obj(obj.key, obj.type, obj.facts | facts) if facts else obj


def _dated(fact: Dated, effect: Effect) -> Dated:
    return Dated(tuple(_in_effect(fact.items, effect)))


def _members(held: tuple[Obj, ...] | DatedRole, copies: dict[str, Obj], effect: Effect) -> tuple[Obj, ...] | DatedRole:
    """Who is in a role as it counts: who came or went does so on the day on which that change counts."""
    if isinstance(held, tuple):
        return tuple(copies.get(member.key, member) for member in held)
    items = tuple((start, end, copies.get(one.key, one)) for start, end, one in _in_effect(held.items, effect))
    return DatedRole(items, tuple(_in_effect(held.disputed, effect)))


def _in_effect(
    items: Iterable[tuple[date | None, date | None, T]], effect: Effect
) -> Iterator[tuple[date | None, date | None, T]]:
    for start, end, value in items:
        first = None if start is None else counts_from(effect, start)
        last = None if end is None else counts_from(effect, end + _ONE_DAY) - _ONE_DAY
        if first is None or last is None or first <= last:
            yield first, last, value
