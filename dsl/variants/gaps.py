"""Days on which a variant takes away what gave an outcome that is still needed (TS479)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dsl.diagnostics import Diagnostic, diagnose
from dsl.lawchecks.walk import own_nodes
from dsl.names.fold import folded
from dsl.program import BoolType, Choice, Derived, Input, ObjectRef, Program, RuleInfo
from dsl.source import Span
from dsl.syntax import Beoordeelt, Beslistabel, Regel, StatusUitspraak, Stelt
from dsl.variants.apply import Gap
from dsl.variants.periods import Period, outside

Attribute = tuple[str, str]


def gap_findings(gone: Sequence[Gap], program: Program) -> Iterator[Diagnostic]:
    """Once per rule and attribute. A kenmerk that no rule gives is nee, so that it leaves no gap."""
    if not gone:
        return
    readers = _readers(program)
    told: set[tuple[str, Attribute, Span]] = set()
    for gap in gone:
        for attribute in _set_by(gap.rule, program):
            given = [_period(rule) for rule in program.rules if (rule.owner, rule.attr) == attribute]
            needed = readers.get(attribute, [])
            empty = [part for part in outside([gap.period], given) if any(part.common(period) for period in needed)]
            key = gap.rule.naam, attribute, gap.span
            if empty and key not in told:
                told.add(key)
                owner, attr = attribute
                words = empty[0].words
                yield diagnose("TS479", gap.span, rule=gap.rule.naam, period=words, attr=attr, owner=owner)


def _set_by(rule: Regel | Beslistabel, program: Program) -> list[Attribute]:
    """The attributes that a rule or table gives a value to. Shares of a verdeling are not among them."""
    if isinstance(rule, Beslistabel):
        goals = list(rule.doelen)
    elif isinstance(rule.uitspraak, Stelt | StatusUitspraak | Beoordeelt):
        goals = [rule.uitspraak.doel]
    else:
        goals = []
    types = {folded(name): info for info in program.types.values() for name in (info.name, info.plural) if name}
    found = []
    for goal in goals:
        info = types.get(folded(goal.stappen[-1].naam))
        wanted = folded(goal.stappen[0].naam)
        found += [(info.name, name) for name in info.attributes if folded(name) == wanted] if info else []
    return found


def _period(rule: RuleInfo) -> Period:
    first, last = Period().first, Period().last
    return Period(rule.start or first, rule.end or last)


def _readers(program: Program) -> dict[Attribute, list[Period]]:
    """When each attribute is read: the periods of the rules that read it, and all time for an outcome of a besluit."""
    found: dict[Attribute, list[Period]] = {}

    def read(root: int | None, period: Period) -> None:
        for number in own_nodes(program, root):
            node = program.nodes[number]
            if isinstance(node, Input | Derived) and not isinstance(node.type, BoolType):
                kind = program.nodes[node.obj].type
                if isinstance(kind, ObjectRef):
                    found.setdefault((kind.name, node.attr), []).append(period)

    for definition in program.definitions.values():
        choice = program.nodes[definition.root]
        assert isinstance(choice, Choice)
        for candidate in choice.candidates:
            period = _period(program.rules[candidate.rule])
            read(candidate.value, period)
            read(candidate.applies, period)
    for decision in program.decisions.values():
        for outcome in decision.outcomes:
            read(outcome.value, Period())
    return found
