"""Waarom niet? The smallest set of conditions that kept a rule, a table row, a kenmerk or a rechtsstatus from being.

The answer is about every object of the dossier that it could concern. Of an *en* all parts that fail are named; of an *of*
the part for which the least would have to be different; of *ten minste n* as many as are short. When two are as small, the
one that is written first is named. A kenmerk that fails is followed down to the rule that would have given it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dsl.program import (
    STATUSES,
    And,
    Applies,
    AtLeast,
    BoolType,
    Choice,
    Compare,
    Const,
    DecisionInfo,
    Definition,
    Derived,
    Lookup,
    Named,
    Not,
    Or,
    Param,
    Program,
    RuleInfo,
    SourceRef,
    TableHit,
)
from dsl.suggest import suggest
from engine.case import Case, Moment
from engine.explain.reading import Atom, Reading
from engine.general import Run
from engine.scene import Scene
from engine.trace import StepKey, Trace, trace_of
from engine.values import NO, YES, FactRef, Fault, Unknown

MAX_DEPTH = 4
"""How far a kenmerk that fails is followed down."""

MAX_SETS = 64
"""How many ways of meeting one condition are kept side by side."""
MAX_CHOICES = 10_000
"""Above this many parts times parts needed, each part gives its own least way only: the answer may then not be the least."""

Reason = Literal["voorwaarden", "wijkt", "eerdere rij", "niet geldig", "onbekend", "fout", "geldt"]


@dataclass(frozen=True, slots=True)
class Failed:
    """A condition that is not met, or not yet: ``atom`` says what is true instead. ``unknown`` are the facts it waits for,
    ``unobtainable`` those of which the dossier states that they cannot be had, ``judged`` whether a person has to judge first;
    ``sources`` belong to what it was compared with; ``because`` follows a kenmerk down."""

    atom: Atom
    unknown: tuple[FactRef, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    because: tuple[WhyNot, ...] = ()
    unobtainable: tuple[FactRef, ...] = ()
    judged: bool = False

    @property
    def open(self) -> bool:
        """Whether it is not known yet that the condition is not met."""
        return bool(self.unknown or self.unobtainable or self.judged)


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why one rule (or row of its table) did not apply to one object. ``by`` are the rules for which it gives way."""

    rule: RuleInfo
    about: str
    reason: Reason
    row: int | None = None
    failed: tuple[Failed, ...] = ()
    by: tuple[RuleInfo, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """All that can be said of one question, least that would have to be different first. ``reading`` holds the steps.
    Without ``found`` there is nothing of that name (``meant`` are names like it), or no object that it could be about."""

    target: str
    found: tuple[WhyNot, ...]
    reading: Reading
    meant: tuple[str, ...] | None = None


def why_not(program: Program, besluit: str, case: Case, moment: Moment, target: str) -> Answer:
    """Why ``target`` is not so in this case: a rule by name, a row (``soort bijdrage rij 2``), a kenmerk, an attribute, or a
    rechtsstatus of the outcomes of ``besluit``. Raises KeyError when the program has no such Besluit."""
    return _Search(program, program.decisions[besluit], case, moment).answer(target)


class _Search:
    def __init__(self, program: Program, besluit: DecisionInfo, case: Case, moment: Moment) -> None:
        self.program = program
        self.outcomes = {(outcome.attr.owner, outcome.attr.name) for outcome in besluit.outcomes}
        self.case = case
        self.run = Run(program, case, moment)
        self.scene: Scene = self.run.scene
        self.today = moment.rekendatum
        self.reading = Reading(program, Trace({}, ()), case, self.today)

    def answer(self, target: str) -> Answer:
        rules, row = self._rules(target)
        if not rules:
            names = (name for rule in self.program.rules for name in (rule.name, rule.attr) if name)
            return Answer(target, (), self.reading, tuple(suggest(target, names)))
        valid = [rule for rule in rules if rule.valid_on(self.today)]
        found = [
            self._why(rule, key, row, MAX_DEPTH)
            for rule in valid or rules[-1:]
            for key, obj in self.case.objects.items()
            if obj.type == rule.owner
        ]
        found.sort(key=lambda one: (one.reason != "geldt", len(one.failed), one.rule.number))
        return Answer(target, tuple(found), self.reading)

    def _rules(self, target: str) -> tuple[list[RuleInfo], int | None]:
        """The rules that the question is about, in order of number, and the table row."""
        wanted = " ".join(target.split()).lower()
        rules = self.program.rules
        row = re.fullmatch(r"(.+?),? rij (\d+)", wanted)
        if row is not None:
            number = int(row[2])
            return [rule for rule in rules if rule.name.lower() == row[1] and self._row(rule, number)], number
        named = [rule for rule in rules if rule.name.lower() == wanted]
        if named:
            return named, None
        if wanted in STATUSES:
            return [rule for rule in rules if rule.status == wanted and (rule.owner, rule.attr) in self.outcomes], None
        return [rule for rule in rules if (rule.attr or "").lower() == wanted and self._affirms(rule)], None

    def _affirms(self, rule: RuleInfo) -> bool:
        """Whether the rule gives something: of a kenmerk, that it does not deny it."""
        definition = self.program.definitions.get((rule.owner, rule.attr or ""))
        return definition is not None and any(
            not _denies(self.program, value) for number, value in self._values(definition) if number == rule.number
        )

    def _values(self, definition: Definition) -> Iterator[tuple[int, int]]:
        choice = self.program.nodes[definition.root]
        assert isinstance(choice, Choice)
        for candidate in choice.candidates:
            yield candidate.rule, candidate.value

    # ------------------------------------------------------------ one rule about one object

    def _read(self, node: int, env: tuple[str, ...]) -> StepKey:
        """The step of a node, with all that is under it, in the reading."""
        key = self.scene.key(node, env)
        if key not in self.reading.steps:
            more = trace_of(self.scene, ((key, None),), self.run.value_at).steps
            self.reading.steps = {**self.reading.steps, **more}
        return key

    def _why(self, rule: RuleInfo, about: str, row: int | None, depth: int) -> WhyNot:
        if not rule.valid_on(self.today):
            return WhyNot(rule, about, "niet geldig", row)
        applies = self._read(rule.applies, (about,))
        node = self.program.nodes[rule.applies]
        assert isinstance(node, Applies)
        if row is not None:
            return self._why_row(rule, about, row, depth)
        off = self._active(node.off, about)
        if off:
            return WhyNot(rule, about, "wijkt", row, by=off)
        if self.run.value_at(applies) == YES:
            by = self._active(self._defeaters(rule), about)
            return WhyNot(rule, about, "wijkt" if by else "geldt", row, by=by)
        assert node.condition is not None
        return self._conditions(rule, about, self.reading.at(node.condition, (about,)), row, depth)

    def _conditions(self, rule: RuleInfo, about: str, key: StepKey, row: int | None, depth: int) -> WhyNot:
        atoms = self._blockers(key, True)
        failed = tuple(self._failed(atom, depth) for atom in atoms)
        value = self.run.value_at(key)
        reason: Reason = "fout" if isinstance(value, Fault) else "onbekend" if value != NO else "voorwaarden"
        return WhyNot(rule, about, reason, row, failed)

    def _why_row(self, rule: RuleInfo, about: str, row: int, depth: int) -> WhyNot:
        table, found = self._table(rule), self._row(rule, row)
        assert table is not None and found is not None
        condition = found[1]
        if condition is not None:
            key = self._read(condition, (about,))
            if self.run.value_at(key) != YES:
                return self._conditions(rule, about, key, row, depth)
        if table.policy == "eerste":
            for number, earlier, _ in table.rows:
                if number >= row:
                    break
                if earlier is None or self.run.value_at(self._read(earlier, (about,))) == YES:
                    return WhyNot(rule, about, "eerdere rij", number)
        by = self._active(self._defeaters(rule), about)
        return WhyNot(rule, about, "wijkt" if by else "geldt", row, by=by)

    def _table(self, rule: RuleInfo) -> TableHit | None:
        definition = self.program.definitions.get((rule.owner, rule.attr or ""))
        for number, value in self._values(definition) if definition else ():
            node = self.program.nodes[value]
            if number == rule.number and isinstance(node, TableHit):
                return node
        return None

    def _row(self, rule: RuleInfo, number: int) -> tuple[int, int | None, int] | None:
        table = self._table(rule)
        return next((row for row in table.rows if row[0] == number), None) if table else None

    def _defeaters(self, rule: RuleInfo) -> tuple[int, ...]:
        definition = self.program.definitions.get((rule.owner, rule.attr or ""))
        choice = self.program.nodes[definition.root] if definition else None
        if not isinstance(choice, Choice):
            return ()
        return next((c.defeaters for c in choice.candidates if c.rule == rule.number), ())

    def _active(self, nodes: tuple[int, ...], about: str) -> tuple[RuleInfo, ...]:
        """The rules of those Applies nodes that apply to the object."""
        out = []
        for number in nodes:
            node = self.program.nodes[number]
            assert isinstance(node, Applies)
            if self.run.value_at(self._read(number, (about,))) == YES:
                out.append(self.program.rules[node.rule])
        return tuple(out)

    # ------------------------------------------------------------ conditions

    def _blockers(self, key: StepKey, wanted: bool) -> tuple[Atom, ...]:
        """The fewest elementary conditions that would have to be different for the condition to be as wanted."""
        return next(iter(self._alternatives(key, wanted)), ())

    def _alternatives(self, key: StepKey, wanted: bool) -> list[tuple[Atom, ...]]:
        """The sets of elementary conditions that would have to be different, least first; one empty set when none has to.
        A condition that stands in two places counts once, so parts cannot be chosen on their own."""
        if self.run.value_at(key) == (YES if wanted else NO):
            return [()]
        node = self.reading.node(key)
        if isinstance(node, Not):
            return self._alternatives(self.reading.at(node.of, key[1]), not wanted)
        if isinstance(node, Named):
            return self._alternatives(self.reading.at(node.of, key[1]), wanted)
        if not isinstance(node, And | Or | AtLeast):
            return [(Atom(key, not wanted),)]
        parts = [self.reading.at(part, key[1]) for part in node.parts]
        least = len(node.parts) if isinstance(node, And) else 1 if isinstance(node, Or) else node.minimum
        needed = least if wanted else len(node.parts) - least + 1
        if needed == len(parts):
            return self._all_of(parts, wanted)
        if needed * len(parts) > MAX_CHOICES:
            ways = sorted((found[0] for part in parts if (found := self._alternatives(part, wanted))), key=len)
            return [tuple(dict.fromkeys(atom for way in ways[:needed] for atom in way))] if len(ways) >= needed else []
        chosen: list[list[tuple[Atom, ...]]] = [[()], *([] for _ in range(needed))]
        for part in parts:
            found = self._alternatives(part, wanted)
            for count in range(needed, 0, -1):
                more = [_union(one, other) for one in chosen[count - 1] for other in found]
                chosen[count] = _least(chosen[count] + more)
        return chosen[needed]

    def _all_of(self, parts: list[StepKey], wanted: bool) -> list[tuple[Atom, ...]]:
        """The alternatives when every part has to be as wanted: what has no alternative of its own is joined first."""
        sure: dict[Atom, None] = {}
        open_: list[list[tuple[Atom, ...]]] = []
        for part in parts:
            found = self._alternatives(part, wanted)
            if len(found) == 1:
                sure.update(dict.fromkeys(found[0]))
            else:
                open_.append(found)
        chosen = [tuple(sure)]
        for found in open_:
            chosen = _least([_union(one, other) for one in chosen for other in found])
        return chosen

    def _failed(self, atom: Atom, depth: int) -> Failed:
        value = self.run.value_at(atom.key)
        sources, because = self._norm_sources(atom.key), self._because(atom, depth)
        if not isinstance(value, Unknown):
            return Failed(atom, (), sources, because)
        facts = sorted(value.facts, key=_by_name)
        unobtainable = tuple(fact for fact in facts if self.scene.is_unobtainable(fact))
        unknown = tuple(fact for fact in facts if fact not in unobtainable)
        return Failed(atom, unknown, sources, because, unobtainable, bool(value.questions))

    def _norm_sources(self, key: StepKey) -> tuple[SourceRef, ...]:
        """The sources of the parameters and tables that a comparison was with."""
        node = self.reading.node(key)
        out: dict[SourceRef, None] = {}
        for side in (node.left, node.right) if isinstance(node, Compare) else ():
            operand = self.program.nodes[side]
            if isinstance(operand, Param):
                info = self.program.params[operand.name]
                day = self.reading.day_of(operand, self.reading.at(side, key[1]))
                used = info.on(day) if day else None
                out.update(dict.fromkeys((used.sources if used else ()) or info.sources))
            elif isinstance(operand, Lookup):
                out.update(dict.fromkeys(self.program.tables[operand.table].sources))
        return tuple(out)

    def _because(self, atom: Atom, depth: int) -> tuple[WhyNot, ...]:
        """Why a kenmerk is not there: the rule for which the least would have to be different."""
        node = self.reading.node(atom.key)
        if not isinstance(node, Derived) or not isinstance(node.type, BoolType) or atom.holds or depth <= 1:
            return ()
        about = self.reading.object_key(self.reading.at(node.obj, atom.key[1]))
        obj = self.case.objects.get(about or "")
        definition = self.program.definitions.get((obj.type, node.attr)) if obj else None
        if about is None or definition is None:
            return ()
        rules = [
            self.program.rules[number]
            for number, value in self._values(definition)
            if not _denies(self.program, value) and self.program.rules[number].valid_on(self.today)
        ]
        found = [self._why(rule, about, None, depth - 1) for rule in rules]
        found = [one for one in found if one.reason != "geldt"]
        return (min(found, key=lambda one: (len(one.failed), one.rule.number)),) if found else ()


def _union(one: tuple[Atom, ...], other: tuple[Atom, ...]) -> tuple[Atom, ...]:
    return tuple(dict.fromkeys((*one, *other)))


def _least(sets: list[tuple[Atom, ...]]) -> list[tuple[Atom, ...]]:
    """Each set once, smallest first and else as written; a bounded number, so that no condition takes long."""
    once = {frozenset(one): one for one in reversed(sets)}
    return sorted((one for one in sets if once.pop(frozenset(one), None) is not None), key=len)[:MAX_SETS]


def _denies(program: Program, value: int) -> bool:
    node = program.nodes[value]
    return isinstance(node, Const) and node.value is False


def _by_name(fact: FactRef) -> tuple[str, str, str]:
    return fact.obj, fact.name, str(fact.at or "")
