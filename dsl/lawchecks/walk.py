"""Walking a program from a rule: the nodes that the author wrote in it, not those of the definitions it reads."""

from __future__ import annotations

from collections.abc import Iterator

from dsl.program import Applies, Candidate, Choice, Program, RuleInfo
from dsl.source import Span


def own_nodes(program: Program, start: int | None) -> Iterator[int]:
    """Ids of ``start`` and of everything under it, without crossing into another definition. A ``Derived`` is given, but what
    it derives from is not an operand of it; the Applies of another rule is not entered."""
    if start is None:
        return
    seen = {start}
    stack = [start]
    while stack:
        number = stack.pop()
        yield number
        node = program.nodes[number]
        if isinstance(node, Applies) and number != start:
            continue
        for operand in node.operands():
            if operand not in seen:
                seen.add(operand)
                stack.append(operand)


def candidates(program: Program) -> Iterator[tuple[Choice, Candidate]]:
    """Every rule with the definition that it may give a value."""
    for definition in program.definitions.values():
        choice = program.nodes[definition.root]
        assert isinstance(choice, Choice)
        for candidate in choice.candidates:
            yield choice, candidate


def condition_of(program: Program, candidate: Candidate) -> int | None:
    applies = program.nodes[candidate.applies]
    assert isinstance(applies, Applies)
    return applies.condition


def place_in(rule: RuleInfo, span: Span) -> Span:
    """The place of a node if it lies in the rule, else the rule: a node that rules share has the place of one of them."""
    inside = span.file == rule.span.file and rule.span.start <= span.start and span.end <= rule.span.end
    return span if inside else rule.span
