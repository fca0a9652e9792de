"""From a case to the flat facts of the signal form, by the exact evaluator.

Two sets of facts come out. ``certain``: elements that surely take part, with every field known; on these a signal fires.
``possible`` adds what may be there as well: elements of which a condition or a field is unknown, and one nameless element
for a role about which the dossier is silent. A field that is unknown is left out, and what is missing is remembered.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from engine.signals.form import COUNT, NUMBER, AlternativePlan, Fact, PatternPlan, SignalPlan
from engine.values import NO, YES, FactRef, Fault, Known, NotApplicableValue, Scalar, Unknown, Value

if TYPE_CHECKING:
    from dsl.program import Pattern
    from engine.general import Run

MAX_WHOLE = 2**53
"""Beyond this a whole number is not exact in every engine."""

MAX_COMBINATIONS = 100_000


class TooMuch(ValueError):
    """A signal over these facts is beyond what the engines can judge; the message says why, in Dutch."""


@dataclass(slots=True)
class Gap:
    """Why something is not certain: facts that nobody gave, questions nobody answered, and faults in words."""

    facts: set[FactRef] = field(default_factory=set)
    questions: set[str] = field(default_factory=set)
    reasons: set[str] = field(default_factory=set)

    def note(self, value: Value) -> None:
        if isinstance(value, Unknown):
            self.facts |= value.facts
            self.questions |= value.questions
            self.reasons |= value.notes
        elif isinstance(value, Fault):
            self.reasons.add(value.text)
        elif isinstance(value, NotApplicableValue):
            self.reasons.add("iets dat vergeleken wordt, is niet van toepassing")

    def add(self, other: Gap) -> None:
        self.facts |= other.facts
        self.questions |= other.questions
        self.reasons |= other.reasons


@dataclass(slots=True)
class _Member:
    """An element that takes part: surely, or perhaps (it has a gap)."""

    key: str
    values: dict[str, Scalar]
    gap: Gap | None
    distinct: Scalar | None = None
    repeated: bool = False


@dataclass(slots=True)
class SubjectFacts:
    """One signal for one object. ``condition`` is the gap in the condition (None: it is ja). ``objects`` gives per id of a
    fact the keys of its objects; ``gaps`` per kind what is missing to know its facts; ``blockers`` are possible facts of
    kinds that may not exist."""

    plan: SignalPlan
    about: str
    person: int
    condition: Gap | None = None
    certain: list[Fact] = field(default_factory=list)
    possible: list[Fact] = field(default_factory=list)
    objects: dict[str, tuple[str, ...]] = field(default_factory=dict)
    gaps: dict[str, Gap] = field(default_factory=dict)


_Written = tuple[Fact, bool, tuple[str, ...]]
"""A fact, whether it is certain, and the keys of its objects."""


class FactWriter:
    """Writes the facts of one case. Ids are short and run through all signals; texts and yes/no become whole numbers."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._limits: Mapping[str, frozenset[str]] = {}
        self._texts: dict[str, int] = {}
        self._count = 0
        self._taking_part: dict[tuple[object, ...], list[tuple[str, Gap | None]]] = {}
        self._read: dict[tuple[str, str], list[_Member]] = {}
        self._written: dict[tuple[str, str], list[_Written]] = {}

    def subject(
        self, plan: SignalPlan, about: str, person: int, limits: Mapping[str, frozenset[str]] | None = None
    ) -> SubjectFacts | None:
        """The facts of a signal for an object; None when it surely does not stand. ``limits``: per object type the regelingen of
        which facts may be read; of others nothing is. Raises TooMuch."""
        self._limits = limits or {}
        out = SubjectFacts(plan, about, person)
        if plan.info.condition is not None:
            value = self.run.value(plan.info.condition, (about,))
            if value == NO:
                return None
            if value != YES:
                out.condition = Gap()
                out.condition.note(value)
        live = [self._alternative(out, alternative) for alternative in plan.alternatives]
        return out if any(live) else None

    # ------------------------------------------------------------ one alternative

    def _alternative(self, out: SubjectFacts, alternative: AlternativePlan) -> bool:
        """Write the facts of an alternative, unless it surely does not hold (then False)."""
        members: dict[str, list[_Member]] = {}
        for plan in sorted(alternative.plans, key=lambda plan: plan.pattern.negated):
            found = members[plan.kind] = self._known_members(plan, out.about)
            if (
                not plan.pattern.negated
                and len(found) < plan.pattern.minimum
                and not any(one.repeated for one in found)
            ):
                return False  # what must exist surely does not: nothing else matters
        _refuse_explosion(alternative, members)
        subject = alternative.rule.subject
        if not self._again(out, subject):
            self._emit(out, subject, {}, (), certain=out.condition is None)
        scales = _scales(alternative, members)
        for plan in alternative.plans:
            found = members[plan.kind]
            gap = Gap()
            for member in found:
                if member.gap is not None:
                    gap.add(member.gap)
            out.gaps[plan.kind] = gap
            if self._again(out, plan.kind):
                continue
            if plan.counted:
                self._emit_count(out, plan, found)
            else:
                self._emit_each(out, plan, found, scales)
        return True

    def _known_members(self, plan: PatternPlan, about: str) -> list[_Member]:
        """The elements of a pattern, read once for all patterns of this look."""
        key = (plan.kind, about)
        if key not in self._read:
            self._read[key] = self._members(plan, about)
        return self._read[key]

    def _again(self, out: SubjectFacts, kind: str) -> bool:
        """Hand a signal the facts of a kind that were written for another about the same object; False when there are none yet."""
        key = (kind, out.about)
        if key not in self._written:
            self._written[key] = []
            return False
        for fact, certain, keys in self._written[key]:
            if fact.id not in out.objects:
                (out.certain if certain else out.possible).append(fact)
                out.objects[fact.id] = keys
        return True

    def _members(self, plan: PatternPlan, about: str) -> list[_Member]:
        """The elements for which the condition of the pattern is not nee, with what is read of them."""
        pattern = plan.pattern
        base = (pattern.obj, pattern.role, pattern.element, pattern.local, pattern.regeling, about)
        allowed = self._limits.get(pattern.element)
        key = (*base, allowed)
        if key not in self._taking_part:
            self._taking_part[key] = self._elements(plan, about, allowed)
        return [self._member(plan, about, *one) for one in self._taking_part[key]]

    def _elements(self, plan: PatternPlan, about: str, allowed: frozenset[str] | None) -> list[tuple[str, Gap | None]]:
        """The elements ("" for those of whom nothing is known) for which the condition is not nee, with what keeps it from being ja."""
        pattern = plan.pattern
        holder = self.run.value(pattern.obj, (about,))
        if isinstance(holder, NotApplicableValue):
            return []
        if not isinstance(holder, Known):
            gap = Gap()
            gap.note(holder)
            return [("", gap)]
        scene = self.run.scene
        keys = scene.members(str(holder.value), pattern.role)
        if keys is None:
            return [("", Gap({FactRef(str(holder.value), pattern.role, kind="rol")}))]
        found = []
        for key in keys:
            if self._may_fit(plan, key):
                gap_or_out = self._fitting(pattern, (about, key), allowed)
                if gap_or_out is not False:
                    found.append((key, gap_or_out))
        return found

    def _may_fit(self, plan: PatternPlan, key: str) -> bool:
        """Whether no plain fact of the element already makes the condition nee, so that it need not be computed."""
        found = self.run.scene.case.objects.get(key)
        if found is None:
            return True
        for attr, wanted in plan.plain:
            held = found.facts.get(attr)  # dated and disputed facts are of another class, and computed in full
            if held is not wanted and isinstance(held, str | bool) and held != wanted:
                return False
        return True

    def _fitting(
        self, pattern: Pattern, env: tuple[str, str], allowed: frozenset[str] | None
    ) -> Gap | Literal[False] | None:
        """What keeps the condition of a pattern from being ja for an element: None when nothing does, False when it is nee."""
        gap: Gap | None = None
        if allowed is not None and pattern.regeling is not None:
            value = self.run.value(pattern.regeling, env)
            if not isinstance(value, Known):
                gap = Gap()
                gap.note(value)
            elif value.value not in allowed:
                return False
        if pattern.local is not None:
            value = self.run.value(pattern.local, env)
            if value == NO:
                return False
            if value != YES:
                gap = gap or Gap()
                gap.note(value)
        return gap

    def _member(self, plan: PatternPlan, about: str, key: str, open_: Gap | None) -> _Member:
        if not key:
            return _Member("", {}, open_, repeated=True)
        pattern = plan.pattern
        gap = Gap()
        certain = open_ is None
        if open_ is not None:
            gap.add(open_)
        env = (about, key)
        values: dict[str, Scalar] = {}
        for reading in plan.readings:
            value = self.run.value(reading.node, env)
            if isinstance(value, Known):
                values[reading.field] = _shifted(value.value, reading.offset)
            else:
                certain = False
                gap.note(value)
        distinct: Scalar | None = None
        if plan.counted and pattern.distinct is not None:
            value = self.run.value(pattern.distinct, env)
            if isinstance(value, Known):
                distinct = _plain(value.value)
            else:
                certain = False
                gap.note(value)
        return _Member(key, values, None if certain else gap, distinct)

    # ------------------------------------------------------------ writing

    def _emit_count(self, out: SubjectFacts, plan: PatternPlan, members: list[_Member]) -> None:
        sure = [member for member in members if member.gap is None]
        perhaps = [member for member in members if member.gap is not None]
        least = _how_many(plan, sure)
        if least:
            keys = tuple(member.key for member in sure)
            self._emit(out, plan.kind, {COUNT: least}, keys, certain=True)
        if perhaps:
            # Each unknown element may count for one; of a silent role nobody knows how many there are.
            unlimited = any(member.repeated for member in perhaps)
            fields: dict[str, int | str] = {} if unlimited else {COUNT: least + len(perhaps)}
            self._emit(out, plan.kind, fields, tuple(member.key for member in members), certain=False)

    def _emit_each(
        self, out: SubjectFacts, plan: PatternPlan, members: list[_Member], scales: Mapping[str, int]
    ) -> None:
        number = 0
        for member in members:
            for _ in range(len(plan.aliases) if member.repeated else 1):
                fields: dict[str, int | str] = {
                    reading.field: self._coded(member.values[reading.field], scales.get(reading.group, 1))
                    for reading in plan.readings
                    if reading.field in member.values
                }
                if len(plan.aliases) > 1:
                    fields[NUMBER] = number
                    number += 1
                keys = (member.key,) if member.key else ()
                self._emit(out, plan.kind, fields, keys, certain=member.gap is None)

    def _emit(
        self, out: SubjectFacts, kind: str, fields: dict[str, int | str], keys: tuple[str, ...], *, certain: bool
    ) -> None:
        self._count += 1
        fact = Fact(f"f{self._count}", kind, out.person, fields)
        (out.certain if certain else out.possible).append(fact)
        out.objects[fact.id] = keys
        self._written[kind, out.about].append((fact, certain, keys))

    def _coded(self, value: Scalar, scale: int) -> int:
        if isinstance(value, bool):
            return int(value)
        if isinstance(value, date):
            return value.toordinal()
        if isinstance(value, Fraction):
            whole = value * scale
            if abs(whole) > MAX_WHOLE:
                raise TooMuch("er staat een getal in dat te groot is om te vergelijken")
            return int(whole)
        # Numbered texts cannot be mistaken for each other, whatever way an engine compares texts.
        return self._texts.setdefault(unicodedata.normalize("NFC", value), len(self._texts))


def _plain(value: Scalar) -> Scalar:
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def _shifted(value: Scalar, days: int) -> Scalar:
    if not days or not isinstance(value, date):
        return value
    try:
        return value + timedelta(days=days)
    except OverflowError:
        raise TooMuch("er staat een datum in die te ver weg ligt om mee te rekenen") from None


def _how_many(plan: PatternPlan, members: Iterable[_Member]) -> int:
    found = list(members)
    if plan.pattern.distinct is None:
        return len(found)
    return len({member.distinct for member in found})


def _scales(alternative: AlternativePlan, members: Mapping[str, list[_Member]]) -> dict[str, int]:
    """Per group of fields that are compared with each other: what makes all their numbers whole."""
    scales: dict[str, int] = {}
    for plan in alternative.plans:
        for reading in plan.readings:
            for member in members[plan.kind]:
                value = member.values.get(reading.field)
                if isinstance(value, Fraction):
                    scales[reading.group] = math.lcm(scales.get(reading.group, 1), value.denominator)
    return scales


def _refuse_explosion(alternative: AlternativePlan, members: Mapping[str, list[_Member]]) -> None:
    """Combinations grow with the number of facts to the power of the number of points: refuse what would take minutes."""
    combinations = 1
    for plan in alternative.plans:
        if not plan.counted and not plan.pattern.negated:
            found = members[plan.kind]
            size = sum(len(plan.aliases) if member.repeated else 1 for member in found)
            combinations *= max(1, math.comb(max(size, 1), len(plan.aliases)))
    if combinations > MAX_COMBINATIONS:
        raise TooMuch("er zijn te veel combinaties van feiten om na te gaan")
