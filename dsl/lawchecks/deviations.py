"""Rules beside each other: deviations that do not do what their author may think, and rules that always contradict."""

from __future__ import annotations

from collections.abc import Iterator

from dsl.diagnostics import Diagnostic, Related, diagnose
from dsl.lawchecks.walk import candidates, condition_of
from dsl.program import Choice, Const, Program, RuleInfo


def deviation_findings(program: Program) -> Iterator[Diagnostic]:
    yield from _base_said_again(program)
    yield from _always_contradicting(program)


def _always_contradicting(program: Program) -> Iterator[Diagnostic]:
    """TS418: two rules without a condition, of which neither gives way, set one attribute to different constants."""
    for definition in program.definitions.values():
        choice = program.nodes[definition.root]
        assert isinstance(choice, Choice)
        always = [c for c in choice.candidates if condition_of(program, c) is None and not c.defeaters]
        for number, later in enumerate(always):
            for earlier in always[:number]:
                first, second = program.rules[earlier.rule], program.rules[later.rule]
                values = program.nodes[earlier.value], program.nodes[later.value]
                differ = all(isinstance(value, Const) for value in values) and earlier.value != later.value
                if differ and first.name != second.name and _together(first, second):
                    related = (Related(first.span, "de andere regel"),)
                    yield diagnose("TS418", second.span, first=first.name, second=second.name, related=related)


def _together(first: RuleInfo, second: RuleInfo) -> bool:
    starts = [rule.start for rule in (first, second) if rule.start is not None]
    ends = [rule.end for rule in (first, second) if rule.end is not None]
    return not starts or not ends or max(starts) <= min(ends)


def _base_said_again(program: Program) -> Iterator[Diagnostic]:
    """TS407: a rule deviates from an exception and says what the base said. The base does not come back by that; the rule
    says it again, and must then be kept equal to the base by hand."""
    values: dict[int, int] = {}
    for choice, candidate in candidates(program):
        if not choice.attr.endswith("#status"):
            values[candidate.rule] = candidate.value
    for rule in program.rules:
        for exception in (program.rules[number] for number in rule.deviates_from):
            for base in (program.rules[number] for number in exception.deviates_from):
                same = values.get(rule.number) == values.get(base.number) is not None
                if same and rule.status == base.status and base.number not in rule.deviates_from:
                    yield diagnose(
                        "TS407",
                        rule.span,
                        rule=rule.name,
                        exception=exception.name,
                        base=base.name,
                        related=(Related(base.span, "de hoofdregel"),),
                    )
