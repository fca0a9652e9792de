"""From a signal to rules in the form in which signals are evaluated, and to how the facts of a case are read for them.

What is hard to say in such a form is worked out before, exactly, by the general evaluator: a condition on one element
decides whether its fact is there at all; a pattern that only counts becomes one fact with ``aantal``. A number of elements that are also
compared with others becomes that many facts, in order of ``nr`` so that each combination is found once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from dsl.program import (
    And,
    Compare,
    Const,
    DateType,
    Input,
    NumType,
    Pattern,
    Program,
    SignalInfo,
)
from engine.case import Obj
from engine.signals.form import MAX_FACTS, NUMBER, SUBJECT_ALIAS, FactPattern, FieldTest, RuleForm
from engine.signals.quick import Around, Quick, Standing, is_element, quick, standing


class SignalFormError(ValueError):
    """A signal that cannot be put in the form; the message says why, in Dutch."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A field of the facts of a pattern: the value of ``node`` for the element, plus ``offset`` days. Fields in the same
    ``group`` are compared with each other, so they share one scale."""

    field: str
    node: int
    group: str
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of facts, of all patterns of the same look in any signal: what one signal reads of an element, another that reads the same
    need not read again, and an engine gets it once. ``nodes`` are what is read of an element; ``readings`` the fields that are made
    of it, complete when all signals that are judged together have been planned."""

    name: str
    nodes: dict[int, Quick]
    readings: dict[str, Reading]


@dataclass(frozen=True, slots=True)
class PatternPlan:
    """How the elements of a pattern become facts. ``aliases`` are those of the rule that stand for it: one, or as many as
    the minimum. ``counted``: the facts are one count. ``who`` is the same for patterns about the same elements,
    whatever they read of them. ``fits`` reads the condition, ``regeling`` of which regeling an element is, ``distinct`` what has to
    differ, each where there is one. ``chosen``: what an element must be of an enumeration, whatever
    else the condition asks; those that are something else need not be looked at. ``least``: how many elements there must be."""

    pattern: Pattern
    kind: str
    aliases: tuple[str, ...]
    counted: bool
    nodes: Mapping[int, Quick]
    readings: Mapping[str, Reading]
    who: tuple[object, ...]
    fits: Quick | None
    regeling: Quick | None
    distinct: Quick | None
    chosen: tuple[str, str] | None
    least: int


@dataclass(frozen=True, slots=True)
class AlternativePlan:
    """``plans`` in the order of the signal, ``looked`` with what must exist first. ``scaled``: numbers are compared."""

    rule: RuleForm
    plans: tuple[PatternPlan, ...]
    looked: tuple[PatternPlan, ...]
    scaled: bool


@dataclass(frozen=True, slots=True)
class SignalPlan:
    """``stands`` reads the condition, where there is one. ``roles`` (node of the holder, name) are those that its elements come from.
    While nobody told who is in any of them, more knowledge could make it hold and without more nothing can; None for a signal of
    which that is not so."""

    info: SignalInfo
    stands: Callable[[Obj, Around], Standing] | None
    alternatives: tuple[AlternativePlan, ...]
    roles: frozenset[tuple[int, str]] | None


Kinds = dict[tuple[object, ...], Kind]
"""The kinds of facts by their look."""


def plan_signal(
    program: Program,
    info: SignalInfo,
    number: int,
    limits: Mapping[str, frozenset[str]] | None = None,
    kinds: Kinds | None = None,
) -> SignalPlan:
    """The rules of a signal, one per alternative. ``limits``: per object type the regelingen of which facts may be read. ``kinds`` is
    shared by the signals that are judged together. Raises SignalFormError when the form cannot hold it."""
    maker = _Maker(program, info, limits or {}, {} if kinds is None else kinds)
    made = tuple(maker.alternative(patterns, f"s{number}a{index}") for index, patterns in enumerate(info.alternatives))
    roles = frozenset((plan.pattern.obj, plan.pattern.role) for one in made for plan in one.plans)
    stands = None if info.condition is None else standing(program, info.condition)
    return SignalPlan(info, stands, made, roles if all(map(_looks_for_others, made)) else None)


def _looks_for_others(alternative: AlternativePlan) -> bool:
    """Whether something must exist, and nothing of the same look may not."""
    wanted = {plan.kind for plan in alternative.plans if not plan.pattern.negated}
    return bool(wanted) and wanted.isdisjoint(plan.kind for plan in alternative.plans if plan.pattern.negated)


@dataclass(frozen=True, slots=True)
class _Maker:
    program: Program
    info: SignalInfo
    limits: Mapping[str, frozenset[str]]
    kinds: Kinds

    def alternative(self, patterns: tuple[Pattern, ...], name: str) -> AlternativePlan:
        _check_patterns(self.program, patterns)
        referred = {join.alias for pattern in patterns for join in pattern.joins}
        position = {pattern.alias: index for index, pattern in enumerate(patterns)}
        readings: list[dict[str, Reading]] = [{} for _ in patterns]
        forms: list[tuple[int, FactPattern]] = []
        plans: list[PatternPlan] = []
        for index, pattern in enumerate(patterns):
            tests: list[FieldTest] = []
            for number, join in enumerate(pattern.joins):
                group = f"{name}p{index}j{number}"
                target = position[join.alias]
                own = self._reading(readings[index], join.own, f"{group}eigen", group)
                other = self._reading(readings[target], join.other, f"{group}van", group, join.offset)
                tests.append(FieldTest(own, join.op, f"p{target}", other))
            counted = pattern.minimum > 1 and not pattern.joins
            if counted or pattern.minimum == 1:
                aliases: tuple[str, ...] = (f"p{index}",)
                least = pattern.minimum if counted else None
                forms.append((index, FactPattern(f"p{index}", "", pattern.negated, least, tuple(tests))))
            else:
                aliases = tuple(f"p{index}n{copy}" for copy in range(pattern.minimum))
                if pattern.distinct is not None:
                    readings[index]["anders"] = Reading("anders", pattern.distinct, f"{name}p{index}anders")
                forms.extend(
                    (index, FactPattern(alias, "", False, None, (*tests, *_in_order(pattern, aliases[:copy]))))
                    for copy, alias in enumerate(aliases)
                )
            plans.append(self._plan(pattern, aliases, counted))
        if len(forms) + 2 > MAX_FACTS:
            raise SignalFormError(
                f"het vraagt {len(forms)} feiten tegelijk; dat mogen er hoogstens {MAX_FACTS - 2} zijn"
            )
        assert not any(plan.counted and plan.pattern.alias in referred for plan in plans)
        return self._named(name, plans, readings, forms)

    def _reading(self, found: dict[str, Reading], node: int, own_name: str, group: str, offset: int = 0) -> str:
        """The field for a value of an element. Numbers are scaled to what they are compared with, so theirs is for this
        comparison alone; of everything else one field serves every comparison."""
        name = own_name if self._is_number(node) else f"w{node}" + (f"p{offset}" if offset else "")
        found[name] = Reading(name, node, group, offset)
        return name

    def _is_number(self, node: int) -> bool:
        return isinstance(self.program.nodes[node].type, NumType)

    def _plan(self, pattern: Pattern, aliases: tuple[str, ...], counted: bool) -> PatternPlan:
        def reader(node: int | None) -> Quick | None:
            return None if node is None else quick(self.program, node)

        return PatternPlan(
            pattern,
            "",
            aliases,
            counted,
            {},
            {},
            self._who(pattern),
            reader(pattern.local),
            reader(pattern.regeling),
            reader(pattern.distinct) if counted else None,
            next(_chosen(self.program, pattern.local), None),
            0 if pattern.negated else pattern.minimum,
        )

    def _named(
        self,
        name: str,
        plans: list[PatternPlan],
        readings: list[dict[str, Reading]],
        forms: list[tuple[int, FactPattern]],
    ) -> AlternativePlan:
        kinds: list[Kind] = []
        for plan, fields in zip(plans, readings, strict=True):
            look = self._look(plan, fields)
            # Two points of one rule stay apart, so that no fact is looked for twice in it.
            again = 0
            while (kind := self._kind((*look, again))) in kinds:
                again += 1
            kind.nodes.update((one.node, quick(self.program, one.node)) for one in fields.values())
            kind.readings.update(fields)
            kinds.append(kind)
        subject = self._kind((SUBJECT_ALIAS, self.info.over, self.info.condition)).name
        whole = tuple(
            replace(plan, kind=kind.name, nodes=kind.nodes, readings=kind.readings)
            for plan, kind in zip(plans, kinds, strict=True)
        )
        # What may not exist is looked for when all that must exist has been found.
        named = (replace(form, kind=kinds[index].name) for index, form in forms)
        return AlternativePlan(
            RuleForm(name, subject, tuple(sorted(named, key=lambda form: form.negated))),
            whole,
            tuple(sorted(whole, key=lambda plan: plan.pattern.negated)),
            any(self._is_number(one.node) for fields in readings for one in fields.values()),
        )

    def _look(self, plan: PatternPlan, fields: Mapping[str, Reading]) -> tuple[object, ...]:
        """All that decides which facts the elements of a pattern become."""
        pattern = plan.pattern
        return (
            self.info.over,
            plan.who,
            plan.counted,
            pattern.distinct,
            len(plan.aliases),
            # The same value with some days more is known when it is known, so it needs no facts of its own.
            tuple(sorted({one.field if self._is_number(one.node) else f"w{one.node}" for one in fields.values()})),
        )

    def _who(self, pattern: Pattern) -> tuple[object, ...]:
        """All that decides which elements take part."""
        allowed = self.limits.get(pattern.element)
        return (
            pattern.obj,
            pattern.role,
            pattern.element,
            pattern.local,
            pattern.regeling,
            None if allowed is None else tuple(sorted(allowed)),
        )

    def _kind(self, key: tuple[object, ...]) -> Kind:
        return self.kinds.setdefault(key, Kind(f"k{len(self.kinds)}", {}, {}))


def _chosen(program: Program, local: int | None) -> Iterator[tuple[str, str]]:
    """The conjuncts of a condition that ask for a value of an enumeration of the element itself."""
    if local is None:
        return
    node = program.nodes[local]
    for part in node.parts if isinstance(node, And) else (local,):
        test = program.nodes[part]
        if isinstance(test, Compare) and test.op == "=":
            for one, other in ((test.left, test.right), (test.right, test.left)):
                read, value = _of_element(program, one), program.nodes[other]
                if read is not None and isinstance(value, Const) and isinstance(value.value, str):
                    yield read.attr, value.value


def _of_element(program: Program, number: int) -> Input | None:
    """The node as a fact of the element itself, on the rekendatum."""
    node = program.nodes[number]
    given = isinstance(node, Input) and node.at is None and is_element(program, node.obj)
    return node if given and isinstance(node, Input) else None


def _in_order(pattern: Pattern, before: tuple[str, ...]) -> list[FieldTest]:
    """The tests that keep apart the facts that stand for one pattern."""
    tests = [FieldTest(NUMBER, ">", alias, NUMBER) for alias in before[-1:]]
    if pattern.distinct is not None:
        tests.extend(FieldTest("anders", "<>", alias, "anders") for alias in before)
    return tests


def _check_patterns(program: Program, patterns: tuple[Pattern, ...]) -> None:
    seen: dict[str, Pattern] = {}
    for pattern in patterns:
        if pattern.alias in seen:
            raise SignalFormError(f"de naam '{pattern.alias}' staat voor twee punten")
        if pattern.minimum < 1:
            raise SignalFormError(f"het aantal van '{pattern.alias}' moet ten minste een zijn")
        if pattern.negated and pattern.minimum > 1:
            raise SignalFormError(f"van '{pattern.alias}' kan alleen gevraagd worden dat er geen is")
        for join in pattern.joins:
            target = seen.get(join.alias)
            if target is None:
                raise SignalFormError(
                    f"'{pattern.alias}' verwijst naar '{join.alias}', dat niet eerder in het signaal staat"
                )
            if target.negated or target.minimum > 1:
                raise SignalFormError(f"'{join.alias}' staat niet voor een enkel feit; daar kan niets naar verwijzen")
            for node in (join.own, join.other):
                kind = program.nodes[node].type
                if join.op not in ("=", "<>") and not isinstance(kind, NumType | DateType):
                    raise SignalFormError(f"teksten van '{pattern.alias}' hebben geen volgorde")
                if join.offset and not isinstance(kind, DateType):
                    raise SignalFormError(f"bij '{pattern.alias}' zijn dagen opgeteld bij iets dat geen datum is")
        seen[pattern.alias] = pattern
