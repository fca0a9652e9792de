"""Signals judged in plain Python: nested loops over the facts, the yardstick for the other engine and its stand-in."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from engine.signals.form import COUNT, SUBJECT_ALIAS, Fact, FactPattern, FieldTest, Match, RuleForm

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

Binding = dict[str, Fact]


def evaluate(rules: Iterable[RuleForm], facts: Iterable[Fact]) -> set[Match]:
    """All matches of the rules. With facts of which all is known this gives what is certain, with what may be there as well it
    gives what is possible: a test on a field that a fact does not have could hold, so it does, except where holding would
    keep the signal from firing (in what may not exist)."""
    by_kind: dict[str, list[Fact]] = {}
    for fact in facts:
        by_kind.setdefault(fact.kind, []).append(fact)
    return {
        (rule.name, tuple((alias, fact.id) for alias, fact in found.items()))
        for rule in rules
        for subject in by_kind.get(rule.subject, ())
        for found in _bindings(rule.patterns, {SUBJECT_ALIAS: subject}, by_kind)
    }


def _bindings(
    patterns: tuple[FactPattern, ...], bound: Binding, by_kind: Mapping[str, list[Fact]]
) -> Iterator[Binding]:
    if not patterns:
        yield bound
        return
    first, rest = patterns[0], patterns[1:]
    fitting = [fact for fact in by_kind.get(first.kind, ()) if fits(first, fact, bound, unknown=not first.negated)]
    if first.negated:
        if not fitting:
            yield from _bindings(rest, bound, by_kind)
        return
    for fact in fitting:
        yield from _bindings(rest, {**bound, first.alias: fact}, by_kind)


def fits(pattern: FactPattern, fact: Fact, bound: Mapping[str, Fact], *, unknown: bool = True) -> bool:
    """Whether a fact (of the kind of the pattern) fits beside the facts that are bound already; ``unknown`` is what a test
    on a field that one of them does not have amounts to."""
    if fact.person != bound[SUBJECT_ALIAS].person:
        return False
    if pattern.at_least is not None and COUNT in fact.fields and not _at_least(fact.fields[COUNT], pattern.at_least):
        return False
    return all(_holds(test, fact, bound[test.alias], unknown) for test in pattern.tests)


def _at_least(count: int | str, least: int) -> bool:
    return _COMPARE[">="](count, least)


def _holds(test: FieldTest, fact: Fact, other: Fact, unknown: bool) -> bool:
    if test.own not in fact.fields or test.other not in other.fields:
        return unknown
    return _COMPARE[test.op](fact.fields[test.own], other.fields[test.other])
