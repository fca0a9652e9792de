"""The facts of a case on which its signals are judged, and what is missing to know them.

Two sets of facts come out. ``certain``: elements that surely take part, with every field known; on these a signal fires.
``possible`` adds what may be there as well: elements of which a condition or a field is unknown, and one nameless element
for a role about which the dossier is silent. A field that is unknown is left out, and what is missing is remembered.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from engine.general import Run
from engine.signals.form import COUNT, NUMBER, Fact
from engine.signals.members import Gap, Member, Reader, TooMuch
from engine.signals.planning import AlternativePlan, PatternPlan, SignalPlan
from engine.values import Scalar

MAX_WHOLE = 2**53
"""Beyond this a whole number is not exact in every engine."""

MAX_COMBINATIONS = 100_000


@dataclass(slots=True, eq=False)
class Group:
    """The facts of a kind about one object; signals that look for the same share one. ``objects`` gives per id of a fact the keys of
    its objects; ``gap`` what is missing to know the facts (None: nothing)."""

    certain: list[Fact] = field(default_factory=list)
    possible: list[Fact] = field(default_factory=list)
    objects: dict[str, tuple[str, ...]] = field(default_factory=dict)
    gap: Gap | None = None


@dataclass(slots=True, eq=False)
class SubjectFacts:
    """One signal for one object. ``condition`` is the gap in the condition (None: it is ja). ``live`` are the alternatives that may
    hold, by number; ``ready`` those of them of which every fact that must exist surely does; ``groups`` the facts of all their kinds.
    ``open``: something about it is not known. ``silent``: nobody told of anything that it looks at, so that it surely stays open for this,
    and nothing was read."""

    plan: SignalPlan
    about: str
    condition: Gap | None
    live: list[tuple[int, AlternativePlan]]
    groups: dict[str, Group]
    ready: list[AlternativePlan]
    open: bool
    silent: Gap | None = None

    @property
    def certain(self) -> list[Fact]:
        return [fact for group in self.groups.values() for fact in group.certain]


class FactWriter:
    """Writes the facts of one case. Ids are short and run through all signals; texts and yes/no become whole numbers."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._readers: dict[str, Reader] = {}
        self._texts: dict[str, int] = {}
        self._count = 0
        self._groups: dict[tuple[str, str], Group] = {}

    def subject(
        self, plan: SignalPlan, about: str, person: int, limits: Mapping[str, frozenset[str]]
    ) -> SubjectFacts | None:
        """The facts of a signal for the object ``about``, in facts the ``person``; None when it surely does not stand. ``limits``: per
        object type the regelingen of which facts may be read; of others nothing is. Raises TooMuch."""
        reader = self._readers.get(about)
        if reader is None:
            reader = self._readers[about] = Reader(self.run, about)
        gap = reader.condition(plan)
        if gap is False:
            return None
        silent = None if plan.roles is None else reader.unheard(plan.roles)
        if silent is not None:
            return SubjectFacts(plan, about, gap, [], {}, [], True, silent if gap is None else silent.with_(gap))
        live = [
            (index, alternative)
            for index, alternative in enumerate(plan.alternatives)
            if reader.may_hold(alternative, limits)
        ]
        if not live:
            return None
        out = SubjectFacts(plan, about, gap, live, {}, [], gap is not None)
        for _, alternative in live:
            self._alternative(out, reader, person, alternative)
        return out

    # ------------------------------------------------------------ one alternative

    def _alternative(self, out: SubjectFacts, reader: Reader, person: int, alternative: AlternativePlan) -> None:
        members = {plan.kind: reader.found[plan.kind] for plan in alternative.plans}
        _refuse_explosion(alternative, members)
        subject = alternative.rule.subject
        group = self._groups.get((subject, out.about))
        if group is None:
            group = self._groups[subject, out.about] = Group(gap=out.condition)
            self._emit(group, subject, person, {}, (), certain=out.condition is None)
        out.groups[subject] = group
        scales = _scales(alternative, members) if alternative.scaled else {}
        ready = out.condition is None
        for plan in alternative.plans:
            kind = plan.kind
            group = self._groups.get((kind, out.about))
            if group is None:
                group = self._group(plan, person, members[kind], scales)
                self._groups[kind, out.about] = group
            out.groups[kind] = group
            out.open = out.open or group.gap is not None
            ready = ready and (bool(group.certain) or plan.pattern.negated)
        if ready:
            out.ready.append(alternative)

    # ------------------------------------------------------------ writing

    def _group(self, plan: PatternPlan, person: int, members: list[Member], scales: Mapping[str, int]) -> Group:
        out = Group()
        for member in members:
            if member.gap is not None:
                out.gap = out.gap or Gap()
                out.gap.add(member.gap)
        if plan.counted:
            self._emit_count(out, plan, person, members)
        else:
            self._emit_each(out, plan, person, members, scales)
        return out

    def _emit_count(self, out: Group, plan: PatternPlan, person: int, members: list[Member]) -> None:
        sure = [member for member in members if member.gap is None]
        perhaps = [member for member in members if member.gap is not None]
        least = _how_many(plan, sure)
        if least:
            keys = tuple(member.key for member in sure)
            self._emit(out, plan.kind, person, {COUNT: least}, keys, certain=True)
        if perhaps:
            # Each unknown element may count for one; of a silent role nobody knows how many there are.
            unlimited = any(member.repeated for member in perhaps)
            fields: dict[str, int | str] = {} if unlimited else {COUNT: least + len(perhaps)}
            keys = tuple(member.key for member in members)
            self._emit(out, plan.kind, person, fields, keys, certain=False)

    def _emit_each(
        self, out: Group, plan: PatternPlan, person: int, members: list[Member], scales: Mapping[str, int]
    ) -> None:
        number = 0
        for member in members:
            for _ in range(len(plan.aliases) if member.repeated else 1):
                fields: dict[str, int | str] = {
                    reading.field: self._coded(member.values[reading.node], scales.get(reading.group, 1))
                    + reading.offset
                    for reading in plan.readings.values()
                    if reading.node in member.values
                }
                if len(plan.aliases) > 1:
                    fields[NUMBER] = number
                    number += 1
                keys = (member.key,) if member.key else ()
                self._emit(out, plan.kind, person, fields, keys, certain=member.gap is None)

    def _emit(
        self,
        out: Group,
        kind: str,
        person: int,
        fields: dict[str, int | str],
        keys: tuple[str, ...],
        *,
        certain: bool,
    ) -> None:
        self._count += 1
        fact = Fact(f"f{self._count}", kind, person, fields)
        (out.certain if certain else out.possible).append(fact)
        out.objects[fact.id] = keys

    def _coded(self, value: Scalar, scale: int) -> int:
        if isinstance(value, date):
            return value.toordinal()
        if isinstance(value, bool):
            return int(value)
        if isinstance(value, Fraction):
            whole = value * scale
            if abs(whole) > MAX_WHOLE:
                raise TooMuch("er staat een getal in dat te groot is om te vergelijken")
            return int(whole)
        # Numbered texts cannot be mistaken for each other, whatever way an engine compares texts.
        return self._texts.setdefault(unicodedata.normalize("NFC", value), len(self._texts))


def _how_many(plan: PatternPlan, members: Iterable[Member]) -> int:
    found = list(members)
    if plan.distinct is None:
        return len(found)
    return len({member.distinct for member in found})


def _scales(alternative: AlternativePlan, members: Mapping[str, list[Member]]) -> dict[str, int]:
    """Per group of fields that are compared with each other: what makes all their numbers whole."""
    scales: dict[str, int] = {}
    for group, value in _numbers(alternative, members):
        scales[group] = math.lcm(scales.get(group, 1), value.denominator)
    return scales


def _numbers(alternative: AlternativePlan, members: Mapping[str, list[Member]]) -> Iterator[tuple[str, Fraction]]:
    for plan in alternative.plans:
        for reading in plan.readings.values():
            for member in members[plan.kind]:
                value = member.values.get(reading.node)
                if isinstance(value, Fraction):
                    yield reading.group, value


def _refuse_explosion(alternative: AlternativePlan, members: Mapping[str, list[Member]]) -> None:
    """Combinations grow with the number of facts to the power of the number of points: refuse what would take minutes."""
    combinations = 1
    for plan in alternative.plans:
        if not plan.counted and not plan.pattern.negated:
            found, copies = members[plan.kind], len(plan.aliases)
            if copies == 1:
                combinations *= len(found)
            else:
                size = sum(copies if member.repeated else 1 for member in found)
                combinations *= max(1, math.comb(max(size, 1), copies))
    if combinations > MAX_COMBINATIONS:
        raise TooMuch("er zijn te veel combinaties van feiten om na te gaan")
