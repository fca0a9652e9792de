"""A change counts for a besluit from the day that its law says (``wijziging werkt door vanaf``).

The facts of a dossier say what was so, and from when. For one besluit they are moved to the day from which they count; after that
every period can be decided on its first day, as if that is all there is to know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

from dsl.program import DecisionInfo, Effect
from engine.case import Case, Dated, DatedRole, Fact, Obj
from engine.dossier.statements import View
from engine.time.units import finest, first_day, next_first_day

if TYPE_CHECKING:
    from engine.dossier import Dossier
    from engine.dossier.ledger import Ledger

AT_ONCE = Effect("dag")
T = TypeVar("T")
_ONE_DAY = timedelta(days=1)


def effect_of(info: DecisionInfo) -> Effect:
    """From when a change counts for the besluit; at once when its program does not say."""
    return info.effect or AT_ONCE


def grid_of(info: DecisionInfo) -> str:
    """The unit of which every one is decided on its own: the period of the besluit, or what its changes count in when that is
    shorter; also what only some changes count in, such as a birthday."""
    effect = effect_of(info)
    unit = effect.unit if info.per is None else finest(info.per, effect.unit)
    for other in (*(one.effect for one in effect.apart), effect.lowering):
        unit = unit if other is None else finest(unit, other.unit)
    return unit


def by_direction(info: DecisionInfo) -> tuple[DecisionInfo, DecisionInfo] | None:
    """The besluit in which every change counts from when one does that makes the outcome higher, and that for one that makes it lower;
    None where these are the same."""
    effect = effect_of(info)
    if effect.lowering is None:
        return None
    higher = replace(effect, lowering=None)
    lower = replace(higher, next=effect.lowering.next)
    return replace(info, effect=higher), replace(info, effect=lower)


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


Known = Callable[[str, str, date], date]
"""Of a change of a fact or role (the key of the object, the name, the day): the day on which it happened and was known."""


def known_by(dossier: Dossier, organisation: str | None) -> Known:
    """When an organisation (None: whoever) knew of a change in a dossier; the day itself where nobody says since when."""
    return known_in(dossier.ledger, View.of(None, organisation))


def known_in(ledger: Ledger | None, view: View) -> Known:
    """As :func:`known_by`, of what is known in a view."""

    def known(key: str, name: str, day: date) -> date:
        said = () if ledger is None else ledger.about(key, name)
        begins = [one for one in said if one.start == day]
        ends = [one for one in said if one.end == day - _ONE_DAY]
        days = [found for one in begins or ends if (found := view.since(one)) is not None]
        return max([day, *days])

    return known


def in_effect(case: Case, effect: Effect, known: Known | None = None) -> Case:
    """The case as it counts for a besluit: each dated fact from the day on which its change counts. Facts that do not change
    are the same objects. ``known``: when a change was known, for a law that counts from then."""
    move = _Move(effect, effect.of_fact, known)
    moved = {key: found for key, obj in case.objects.items() if (found := move.object(obj)) is not obj}
    if not moved and not any(
        isinstance(held, DatedRole) for obj in case.objects.values() for held in obj.roles.values()
    ):
        return case
    # A role refers to its members, so every object gets a copy once one of them has.
    copies = {key: moved.get(key) or Obj(obj.key, obj.type, obj.facts) for key, obj in case.objects.items()}
    for key, obj in case.objects.items():
        copies[key].roles = {role: move.members(key, role, held, copies) for role, held in obj.roles.items()}
    return Case(copies.get(case.root.key, case.root), copies, case.answers)


@dataclass(frozen=True, slots=True)
class _Move:
    effect: Effect
    of_fact: dict[str, Effect]
    known: Known | None

    def object(self, obj: Obj) -> Obj:
        facts: dict[str, Fact] = {}
        for name, fact in obj.facts.items():
            if isinstance(fact, Dated):
                found = Dated(tuple(self._items(obj.key, name, fact.items)))
                if found != fact:
                    facts[name] = found
        return Obj(obj.key, obj.type, obj.facts | facts) if facts else obj

    def members(
        self, key: str, role: str, held: tuple[Obj, ...] | DatedRole, copies: dict[str, Obj]
    ) -> tuple[Obj, ...] | DatedRole:
        """Who is in a role as it counts: who came or went does so on the day on which that change counts."""
        if isinstance(held, tuple):
            return tuple(copies.get(member.key, member) for member in held)
        items = tuple((start, end, copies.get(one.key, one)) for start, end, one in self._items(key, role, held.items))
        return DatedRole(items, tuple(self._items(key, role, held.disputed)))

    def _items(
        self, key: str, name: str, items: Iterable[tuple[date | None, date | None, T]]
    ) -> Iterator[tuple[date | None, date | None, T]]:
        for start, end, value in items:
            first = None if start is None else self._counts(key, name, start)
            last = None if end is None else self._counts(key, name, end + _ONE_DAY) - _ONE_DAY
            if first is None or last is None or first <= last:
                yield first, last, value

    def _counts(self, key: str, name: str, changed: date) -> date:
        return change_counts(self.of_fact.get(name, self.effect), self.known, key, name, changed)


def change_counts(effect: Effect, known: Known | None, key: str, name: str, changed: date) -> date:
    """The first day on which a change with this effect counts, of the fact or role with this name of the object with this key."""
    return counts_from(effect, changed if known is None or not effect.when_known else known(key, name, changed))
