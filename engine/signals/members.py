"""The elements that a pattern of a signal is about, for one object: which take part, surely or perhaps, and what is read of them.

What is plain of an element is read at once (:mod:`engine.signals.quick`); the rest is asked of the exact evaluator, which also says what
is missing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Literal

from dsl.program import Self
from engine.case import Obj
from engine.general import Run
from engine.signals.planning import AlternativePlan, PatternPlan, SignalPlan
from engine.signals.quick import PLAIN, Around, Quick
from engine.values import NO, YES, FactRef, Fault, Known, NotApplicableValue, Scalar, Unknown, Value


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

    def with_(self, other: Gap) -> Gap:
        """Both together."""
        return Gap(self.facts | other.facts, self.questions | other.questions, self.reasons | other.reasons)

    def add(self, other: Gap) -> None:
        self.facts |= other.facts
        self.questions |= other.questions
        self.reasons |= other.reasons


@dataclass(slots=True, eq=False)
class Member:
    """An element that takes part: surely, or perhaps (it has a gap). Without a key it is one that nobody gave, or more of them
    (``repeated``). ``values``: by node."""

    key: str
    values: dict[int, Scalar]
    gap: Gap | None
    distinct: Scalar | None = None
    repeated: bool = False


_Element = tuple[Obj | None, Gap | None]
"""An element (None: nobody gave it) and what keeps its condition from being ja."""


@dataclass(slots=True, eq=False)
class _Crowd:
    """Who is in a role: in dossier order, and by what they are of an enumeration. ``gap``: why nobody knows who."""

    members: tuple[Obj, ...]
    gap: Gap | None = None
    parts: dict[str, dict[Scalar | None, list[tuple[int, Obj]]]] = field(default_factory=dict)

    def that_may_be(self, attr: str, value: str) -> list[Obj]:
        """The members of which this fact has that value, or is not plain."""
        parts = self.parts.get(attr)
        if parts is None:
            parts = self.parts[attr] = {}
            for place in enumerate(self.members):
                held = place[1].facts.get(attr)
                parts.setdefault(held if held.__class__ in PLAIN else None, []).append(place)  # type: ignore[arg-type]
        same, unclear = parts.get(value, []), parts.get(None)
        return [one for _, one in (sorted([*same, *unclear], key=_place) if unclear else same)]


def _place(one: tuple[int, Obj]) -> int:
    return one[0]


class Reader:
    """Reads the elements for signals about one object. Each kind of facts is read once, and so is each condition.

    ``found``: per kind of facts that was read the elements for which the condition is not nee, with what is read of them."""

    def __init__(self, run: Run, about: str) -> None:
        self.run = run
        self.about = about
        self._self = run.scene.case.objects[about]
        self._around = Around(run, about)
        self._crowds: dict[tuple[int, str], _Crowd] = {}
        self._unheard: dict[frozenset[tuple[int, str]], Gap | None] = {}
        self._taking_part: dict[tuple[object, ...], list[_Element]] = {}
        self.found: dict[str, list[Member]] = {}

    def condition(self, plan: SignalPlan) -> Gap | Literal[False] | None:
        """What keeps the condition of a signal from being ja: None when nothing does, False when it is nee."""
        if plan.stands is None or plan.info.condition is None:
            return None
        held = plan.stands(self._self, self._around)
        if held is None:
            value = self.run.value(plan.info.condition, (self.about,))
            if value in (YES, NO):
                return None if value == YES else False
            gap = Gap()
            gap.note(value)
            return gap
        if isinstance(held, bool):
            return None if held else False
        return Gap(set(held))

    def unheard(self, roles: frozenset[tuple[int, str]]) -> Gap | None:
        """What is missing when nobody told who is in any of these roles (node of the holder, name); None when somebody did."""
        if roles not in self._unheard:
            crowds = [self._crowd(*role) for role in roles]
            gaps = [crowd.gap for crowd in crowds if crowd.gap is not None and not crowd.members]
            self._unheard[roles] = reduce(Gap.with_, gaps) if len(gaps) == len(crowds) else None
        return self._unheard[roles]

    def may_hold(self, alternative: AlternativePlan, limits: Mapping[str, frozenset[str]]) -> bool:
        """Whether there may be as many elements as there must be, of each point. What may not exist is only read when all of that
        is there. ``limits``: per object type the regelingen of which elements may be read; of others nothing is. Raises TooMuch."""
        for plan in alternative.looked:
            found = self.found.get(plan.kind)
            if found is None:
                found = [self._member(plan, *one) for one in self._elements(plan, limits.get(plan.pattern.element))]
                self.found[plan.kind] = found
            if len(found) < plan.least and not (found and any(one.repeated for one in found)):
                return False
        return True

    # ------------------------------------------------------------ who takes part

    def _elements(self, plan: PatternPlan, allowed: frozenset[str] | None) -> list[_Element]:
        found = self._taking_part.get(plan.who)
        if found is None:
            found = self._taking_part[plan.who] = list(self._fitting(plan, allowed))
        return found

    def _fitting(self, plan: PatternPlan, allowed: frozenset[str] | None) -> Iterator[_Element]:
        crowd = self._crowd(plan.pattern.obj, plan.pattern.role)
        if crowd.gap is not None:
            yield None, crowd.gap
        for element in crowd.members if plan.chosen is None else crowd.that_may_be(*plan.chosen):
            gap_or_out = self._fits(plan, element, allowed)
            if gap_or_out is not False:
                yield element, gap_or_out

    def _crowd(self, obj: int, role: str) -> _Crowd:
        key = (obj, role)
        if key not in self._crowds:
            self._crowds[key] = self._found_crowd(*key)
        return self._crowds[key]

    def _found_crowd(self, obj: int, role: str) -> _Crowd:
        # Most roles are those of the object itself.
        is_self = isinstance(self.run.scene.program.nodes[obj], Self)
        holder = Known(self.about) if is_self else self.run.value(obj, (self.about,))
        if isinstance(holder, NotApplicableValue):
            return _Crowd(())
        if not isinstance(holder, Known):
            gap = Gap()
            gap.note(holder)
            return _Crowd((), gap)
        scene = self.run.scene
        found = scene.case.objects.get(str(holder.value))
        members = None if found is None else found.members(role, scene.today)
        if members is None:
            return _Crowd((), Gap({FactRef(str(holder.value), role, kind="rol")}))
        return _Crowd(tuple(scene.case.objects.get(member.key, member) for member in members))

    def _fits(self, plan: PatternPlan, element: Obj, allowed: frozenset[str] | None) -> Gap | Literal[False] | None:
        """What keeps the condition of a pattern from being ja for an element: None when nothing does, False when it is nee."""
        gap: Gap | None = None
        pattern = plan.pattern
        if allowed is not None and pattern.regeling is not None and plan.regeling is not None:
            regeling = self._read(plan.regeling, pattern.regeling, element)
            if not isinstance(regeling, Known):
                gap = Gap()
                gap.note(regeling)
            elif regeling.value not in allowed:
                return False
        if plan.fits is not None and pattern.local is not None:
            held = plan.fits(element, self._around)
            if held is False:
                return False
            if held is not True:
                value = self.run.value(pattern.local, (self.about, element.key))
                if value == NO:
                    return False
                if value != YES:
                    gap = gap or Gap()
                    gap.note(value)
        return gap

    # ------------------------------------------------------------ what is read of them

    def _member(self, plan: PatternPlan, element: Obj | None, open_: Gap | None) -> Member:
        if element is None:
            return Member("", {}, open_, repeated=True)
        values: dict[int, Scalar] = {}
        unread: list[Value] = []
        for node, read in plan.nodes.items():
            value = self._read(read, node, element)
            if isinstance(value, Known):
                values[node] = value.value
            else:
                unread.append(value)
        distinct: Scalar | None = None
        if plan.distinct is not None and plan.pattern.distinct is not None:
            value = self._read(plan.distinct, plan.pattern.distinct, element)
            if isinstance(value, Known):
                held = value.value
                distinct = unicodedata.normalize("NFC", held) if isinstance(held, str) else held
            else:
                unread.append(value)
        gap = open_
        if unread:
            gap = Gap()
            if open_ is not None:
                gap.add(open_)
            for value in unread:
                gap.note(value)
        return Member(element.key, values, gap, distinct)

    def _read(self, read: Quick, node: int, element: Obj) -> Value:
        """What a node is for an element: at once where that is plain."""
        found = read(element, self._around)
        return self.run.value(node, (self.about, element.key)) if found is None else Known(found)
