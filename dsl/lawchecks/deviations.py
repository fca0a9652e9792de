"""Deviations that do not do what their author may think."""

from __future__ import annotations

from collections.abc import Iterator

from dsl.diagnostics import Diagnostic, Related, diagnose
from dsl.lawchecks.walk import candidates
from dsl.program import Program


def deviation_findings(program: Program) -> Iterator[Diagnostic]:
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
