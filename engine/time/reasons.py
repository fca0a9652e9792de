"""Why a decision differs from the one before it: the facts, law and days that changed, found by comparing the two traces.

From the outcomes down, only along steps that are in both traces and differ. Where none of the parts of such a step differ, it is
itself what changed: a fact, a parameter, a row of a table, a rule that began or ended, or the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dsl.program import (
    Aggregate,
    Applies,
    Choice,
    Compare,
    Context,
    DateDiff,
    DatedValue,
    DecisionInfo,
    Derived,
    ForAll,
    HasRole,
    Input,
    Lookup,
    Named,
    NodeBase,
    Param,
    Program,
    RoleRead,
    RuleInfo,
    Share,
)
from engine.case import Case, Dated, DatedRole
from engine.decision import Decision
from engine.scene import StepKey, object_key
from engine.time.effect import Known, change_counts, effect_of
from engine.trace import Trace
from engine.values import NO, Value

_ONE_DAY = timedelta(days=1)
Kind = Literal["feit", "rol", "parameter", "tabel", "regel", "dag"]


@dataclass(frozen=True, slots=True)
class Reason:
    """What changed. ``key`` is its step, in the trace of ``after`` unless it is only in that of ``before``. ``since``: the day of the
    change itself (of a fact in the dossier, of a rule or parameter in the law). ``rule``: a rule that began (``begins``) or ended.
    ``held``: the value of a parameter that holds now."""

    kind: Kind
    key: StepKey
    before: Value | None = None
    after: Value | None = None
    since: date | None = None
    rule: int | None = None
    begins: bool = True
    held: DatedValue | None = None


def reasons_for(
    program: Program,
    case: Case,
    info: DecisionInfo,
    before: Decision,
    after: Decision,
    known: Known | None = None,
) -> tuple[Reason, ...]:
    """Why ``after`` says something else than the decision ``before``, on an earlier day. ``case`` has the facts as they were, not
    moved to the day from which they count."""
    return _Search(program, case, info, before, after, known).reasons()


class _Search:
    def __init__(
        self,
        program: Program,
        case: Case,
        info: DecisionInfo,
        before: Decision,
        after: Decision,
        known: Known | None,
    ) -> None:
        self.known = known
        self.program = program
        self.case = case
        self.info = info
        self.old: Trace = before.trace
        self.new: Trace = after.trace
        self.was, self.today = before.rekendatum, after.rekendatum
        self.found: dict[tuple[object, ...], Reason] = {}

    def reasons(self) -> tuple[Reason, ...]:
        self._walk({step for pair in self.new.outcomes for key in pair if key is not None for step in self._chain(key)})
        if not self.found:
            # The outcome is equal and something beside it is not: what is missing, or a finding.
            self._walk({key for key in self.new.steps if self._differs(key)})
        if not self.found:
            self._rules(key for key in self.new.steps if key in self.old.steps)
        return tuple(self.found[key] for key in sorted(self.found, key=_order))

    def _chain(self, key: StepKey) -> Iterator[StepKey]:
        """The outcome and the steps down to the choice that gave it: another rule may give the same value."""
        while key in self.new.steps and key in self.old.steps:
            yield key
            operands = self.new.steps[key].operands
            if isinstance(self.program.nodes[key[0]], Choice) or not operands:
                return
            key = operands[-1]

    def _walk(self, roots: set[StepKey]) -> None:
        seen: set[StepKey] = set()
        waiting: list[tuple[StepKey, tuple[StepKey, ...]]] = [(key, ()) for key in sorted(roots)]
        while waiting:
            key, path = waiting.pop()
            if key in seen or not (key in roots or self._differs(key)):
                continue
            seen.add(key)
            self._rules((key,))
            self._members(key)
            below = [operand for operand in self._operands(key) if self._differs(operand)]
            if below:
                waiting.extend((operand, (*path[-8:], key)) for operand in below)
            elif self._differs(key):
                self._leaf(key, path)

    def _operands(self, key: StepKey) -> tuple[StepKey, ...]:
        both = dict.fromkeys((*self.old.steps[key].operands, *self.new.steps[key].operands))
        return tuple(both)

    def _differs(self, key: StepKey) -> bool:
        first, second = self.old.steps.get(key), self.new.steps.get(key)
        return first is not None and second is not None and first.value != second.value

    # ------------------------------------------------------------ what changed

    def _leaf(self, key: StepKey, path: tuple[StepKey, ...]) -> None:
        node = self.program.nodes[key[0]]
        if isinstance(node, Context):
            self._day(path)
        elif isinstance(node, Input):
            self._add("feit", key, self._fact_since(node, key))
        elif isinstance(node, Param):
            held = self.program.params[node.name].on(self.today) if node.at is None else None
            self._add("parameter", key, None if held is None else held.start, held=held)
        elif isinstance(node, Lookup):
            self._add("tabel", key, None)
        elif isinstance(node, Applies):
            self._validity(node.rule, key)
        elif isinstance(node, RoleRead | HasRole | Aggregate | ForAll):
            self._add("rol", key, None)

    def _members(self, key: StepKey) -> None:
        """A step about the objects in a role, of which one came or went."""
        node = self.program.nodes[key[0]]
        if not isinstance(node, RoleRead | HasRole | Aggregate | ForAll | Share):
            return
        obj = node.whole if isinstance(node, Share) else node.obj
        about = object_key(self.new.steps[(obj, key[1][: self.program.nodes[obj].level + 1])].value)
        found = self.case.objects.get(about or "")
        held = None if found is None else found.roles.get(node.role)
        if isinstance(held, DatedRole):
            days = {day for start, end, _ in held.items for day in (start, end and end + _ONE_DAY) if day is not None}
            since = self._latest(days, about or "", node.role)
            if since is not None:
                self._add("rol", key, since)

    def _day(self, path: tuple[StepKey, ...]) -> None:
        """The day itself made the difference: told by the comparison, fact or figure that reckons with it, or else by the
        first named value above it."""
        nodes: list[tuple[StepKey, NodeBase]] = [(key, self.program.nodes[key[0]]) for key in reversed(path)]
        for key, node in nodes:
            if isinstance(node, Compare):
                self._add("dag", key, None)
                return
            if isinstance(node, Input):
                self._add("feit", key, None)
                return
            if isinstance(node, Param):
                self._add("parameter", key, None)
                return
        for key, node in nodes:
            if isinstance(node, Derived | Named | DateDiff | Lookup):
                self._add("dag", key, None)
                return

    def _add(self, kind: Kind, key: StepKey, since: date | None, held: DatedValue | None = None) -> None:
        before, after = self.old.steps.get(key), self.new.steps.get(key)
        values = (None if before is None else before.value, None if after is None else after.value)
        self.found.setdefault((kind, *key), Reason(kind, key, *values, since=since, held=held))

    def _rules(self, keys: Iterable[StepKey]) -> None:
        """The rules that began or ended between the two days and apply, or may, on one of them."""
        for key in keys:
            node = self.program.nodes[key[0]]
            if not isinstance(node, Choice):
                continue
            for candidate in node.candidates:
                applies = (candidate.applies, key[1][: self.program.nodes[candidate.applies].level + 1])
                self._validity(candidate.rule, applies)

    def _validity(self, number: int, applies: StepKey) -> None:
        rule = self.program.rules[number]
        begins = rule.valid_on(self.today)
        step = (self.new if begins else self.old).steps.get(applies)
        if begins != rule.valid_on(self.was) and step is not None and step.value != NO:
            day = rule.start if begins else _after(rule)
            found = Reason("regel", applies, since=day, rule=number, begins=begins)
            self.found.setdefault(("regel", number), found)

    def _fact_since(self, node: Input, key: StepKey) -> date | None:
        """The day on which a dated fact really changed: the last change that counts now and did not count yet."""
        about = object_key(self.new.steps[self.new.steps[key].operands[0]].value)
        found = self.case.objects.get(about or "")
        fact = None if found is None else found.facts.get(node.attr)
        if not isinstance(fact, Dated) or node.at is not None:
            return None
        days = {start for start, _, _ in fact.items if start is not None}
        days |= {end + _ONE_DAY for _, end, _ in fact.items if end is not None}
        return self._latest(days, about or "", node.attr)

    def _latest(self, days: set[date], about: str, name: str) -> date | None:
        """The last of the days of change of a fact or role that counts now and did not count yet."""
        effect = effect_of(self.info)
        effect = effect.of_fact.get(name, effect)

        def counts(day: date) -> date:
            return change_counts(effect, self.known, about, name, day)

        return max((day for day in days if self.was < counts(day) <= self.today), default=None)


def _after(rule: RuleInfo) -> date | None:
    return None if rule.end is None else rule.end + _ONE_DAY


_KINDS: tuple[Kind, ...] = ("feit", "rol", "dag", "regel", "parameter", "tabel")


def _order(key: tuple[object, ...]) -> tuple[int, str]:
    kind: Kind = key[0]  # type: ignore[assignment]
    return _KINDS.index(kind), str(key[1:])
