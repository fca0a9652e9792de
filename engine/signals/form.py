"""The form in which signals are evaluated, by either engine: rules over flat facts.

Every rule starts at the fact that says about whom it is (kind ``RuleForm.subject``); every other fact is about the same
``person``. Fields hold whole numbers or texts and are compared with fields of facts that were matched before; there is
no arithmetic, no retraction and no order among the facts.

What is hard to say in such a form is worked out before, exactly, by the general evaluator: a condition on one element
decides whether its fact is there at all; a pattern that only counts becomes one fact with ``aantal``. A number of elements that are also
compared with others becomes that many facts, in order of ``nr`` so that each combination is found once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from dsl.program import (
    And,
    BoolType,
    Compare,
    Const,
    DateType,
    Element,
    EnumType,
    Input,
    Not,
    NumType,
    Pattern,
    Program,
    SignalInfo,
)
from engine.values import Scalar

Operator = Literal["=", "<>", "<", "<=", ">", ">="]

MAX_FACTS = 8
"""Facts in one rule, with the one about whom it is and the one that closes the case."""

SUBJECT_ALIAS = "zelf"
COUNT = "aantal"
NUMBER = "nr"


class SignalFormError(ValueError):
    """A signal that cannot be put in the form; the message says why, in Dutch."""


@dataclass(frozen=True, slots=True)
class FieldTest:
    """The field ``own`` compared with the field ``other`` of the fact that ``alias`` is matched to."""

    own: str
    op: Operator
    alias: str
    other: str


@dataclass(frozen=True, slots=True)
class FactPattern:
    """A fact of a kind, for the same person. ``at_least`` (None: not counted) is tested on the field ``aantal``."""

    alias: str
    kind: str
    negated: bool = False
    at_least: int | None = None
    tests: tuple[FieldTest, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleForm:
    name: str
    subject: str
    patterns: tuple[FactPattern, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A flat fact. ``id`` is unique in the case and says nothing about the real object; ``person`` numbers the objects that
    signals are about. A field of which the value is unknown is left out, which only the lenient reading allows."""

    id: str
    kind: str
    person: int
    fields: dict[str, int | str]


Match = tuple[str, tuple[tuple[str, str], ...]]
"""A rule that fired: its name, and (alias, id of the fact) for each pattern that must exist, in order."""

# ---------------------------------------------------------------- from a signal to rules


@dataclass(frozen=True, slots=True)
class Reading:
    """A field of the facts of a pattern: the value of ``node`` for the element, plus ``offset`` days. Fields in the same
    ``group`` are compared with each other, so they share one scale."""

    field: str
    node: int
    group: str
    offset: int = 0


@dataclass(frozen=True, slots=True)
class PatternPlan:
    """How the elements of a pattern become facts. ``aliases`` are those of the rule that stand for it: one, or as many as
    the minimum. ``counted``: the facts are one count."""

    pattern: Pattern
    kind: str
    aliases: tuple[str, ...]
    counted: bool
    readings: tuple[Reading, ...]
    plain: tuple[tuple[str, Scalar], ...] = ()
    """Facts of the element that the condition of the pattern wants to be exactly this, whatever else it asks."""


@dataclass(frozen=True, slots=True)
class AlternativePlan:
    rule: RuleForm
    plans: tuple[PatternPlan, ...]


@dataclass(frozen=True, slots=True)
class SignalPlan:
    info: SignalInfo
    alternatives: tuple[AlternativePlan, ...]


def plan_signal(program: Program, info: SignalInfo, number: int) -> SignalPlan:
    """The rules of a signal, one per alternative. Raises SignalFormError when the form cannot hold it."""
    return SignalPlan(
        info,
        tuple(
            _plan_alternative(program, patterns, f"s{number}a{index}")
            for index, patterns in enumerate(info.alternatives)
        ),
    )


def _plan_alternative(program: Program, patterns: tuple[Pattern, ...], name: str) -> AlternativePlan:
    _check_patterns(program, patterns)
    referred = {join.alias for pattern in patterns for join in pattern.joins}
    position = {pattern.alias: index for index, pattern in enumerate(patterns)}
    readings: list[list[Reading]] = [[] for _ in patterns]
    forms: list[FactPattern] = []
    plans: list[PatternPlan] = []
    for index, pattern in enumerate(patterns):
        tests: list[FieldTest] = []
        for number, join in enumerate(pattern.joins):
            group = f"{name}p{index}j{number}"
            own, other = f"eigen{number}", f"van{index}j{number}"
            target = position[join.alias]
            readings[index].append(Reading(own, join.own, group))
            readings[target].append(Reading(other, join.other, group, join.offset))
            tests.append(FieldTest(own, join.op, f"p{target}", other))
        kind = f"{name}p{index}"
        counted = pattern.minimum > 1 and not pattern.joins
        if counted or pattern.minimum == 1:
            aliases: tuple[str, ...] = (f"p{index}",)
            least = pattern.minimum if counted else None
            forms.append(FactPattern(f"p{index}", kind, pattern.negated, least, tuple(tests)))
        else:
            aliases = tuple(f"p{index}n{copy}" for copy in range(pattern.minimum))
            if pattern.distinct is not None:
                readings[index].append(Reading("anders", pattern.distinct, f"{kind}anders"))
            forms.extend(
                FactPattern(alias, kind, False, None, (*tests, *_in_order(pattern, aliases[:copy])))
                for copy, alias in enumerate(aliases)
            )
        plans.append(PatternPlan(pattern, kind, aliases, counted, (), tuple(_plain_tests(program, pattern.local))))
    if len(forms) + 2 > MAX_FACTS:
        raise SignalFormError(f"het vraagt {len(forms)} feiten tegelijk; dat mogen er hoogstens {MAX_FACTS - 2} zijn")
    assert not any(plan.counted and plan.pattern.alias in referred for plan in plans)
    whole = tuple(replace(plan, readings=tuple(found)) for plan, found in zip(plans, readings, strict=True))
    # What may not exist is looked for when all that must exist has been found.
    ordered = tuple(sorted(forms, key=lambda form: form.negated))
    return AlternativePlan(RuleForm(name, f"{name}{SUBJECT_ALIAS}", ordered), whole)


def _plain_tests(program: Program, local: int | None) -> Iterator[tuple[str, Scalar]]:
    """The conjuncts of a condition that ask for a value of an enumeration, or whether a kenmerk holds, of the element itself."""
    if local is None:
        return
    node = program.nodes[local]
    for part in node.parts if isinstance(node, And) else (local,):
        test = program.nodes[part]
        if isinstance(test, Compare) and test.op == "=":
            for one, other in ((test.left, test.right), (test.right, test.left)):
                read, value = _of_element(program, one), program.nodes[other]
                if read is not None and isinstance(value, Const) and isinstance(value.type, EnumType):
                    yield read.attr, value.value
        read = _of_element(program, test.of if isinstance(test, Not) else part)
        if read is not None and isinstance(read.type, BoolType):
            yield read.attr, not isinstance(test, Not)


def _of_element(program: Program, number: int) -> Input | None:
    """The node as a fact of the element itself, on the rekendatum."""
    node = program.nodes[number]
    given = isinstance(node, Input) and node.at is None and isinstance(program.nodes[node.obj], Element)
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
