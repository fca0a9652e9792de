"""Which rules, deviations and table rows a suite has seen at work, from the traces of its decisions.

A rule counts when it gave the value of an attribute: it applied and nothing defeated it. A rule that only puts others out of
force counts when it applied. A table row counts when it was hit, a signal when it stood.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dsl.notation import format_date
from dsl.program import Applies, Choice, Program, RuleInfo, TableHit
from dsl.source import Span
from engine.decision import Decision
from engine.scenarios.boundaries import SideKey, sides_in
from engine.trace import Step, Trace
from engine.values import YES, Value

RowKey = tuple[str, str, int, int]
"""Table name, file and offset of its node (versions of a table share a name), row number."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one or more decisions have shown."""

    rules: frozenset[int] = frozenset()
    rows: frozenset[RowKey] = frozenset()
    signals: frozenset[str] = frozenset()
    sides: frozenset[SideKey] = frozenset()
    transitions: frozenset[tuple[str, str]] = frozenset()  # of a traject, by its name

    def __or__(self, other: Seen) -> Seen:
        return Seen(
            self.rules | other.rules,
            self.rows | other.rows,
            self.signals | other.signals,
            self.sides | other.sides,
            self.transitions | other.transitions,
        )


def seen_in(program: Program, decision: Decision) -> Seen:
    """What one decision shows."""
    trace = decision.trace
    rules: set[int] = set()
    rows: set[RowKey] = set()
    for step in trace.steps.values():
        node = program.nodes[step.node]
        if isinstance(node, Choice):
            got = _operands(trace, step)
            if node.given is not None and node.given in got:
                continue
            for candidate in node.candidates:
                if got.get(candidate.applies) == YES and not any(got.get(d) == YES for d in candidate.defeaters):
                    rules.add(candidate.rule)
        elif isinstance(node, Applies):
            if step.value == YES and program.rules[node.rule].attr is None:
                rules.add(node.rule)
        elif isinstance(node, TableHit):
            got = _operands(trace, step)
            hits = [number for number, condition, _ in node.rows if condition is None or got.get(condition) == YES]
            rows.update(row_key(node, number) for number in (hits[:1] if node.policy == "eerste" else hits))
    fired = decision.signals.fired if decision.signals is not None else ()
    return Seen(
        frozenset(rules),
        frozenset(rows),
        frozenset(signal.name for signal in fired),
        frozenset(sides_in(program, trace)),
    )


def _operands(trace: Trace, step: Step) -> dict[int, Value]:
    return {key[0]: trace.steps[key].value for key in step.operands}


def row_key(node: TableHit, number: int) -> RowKey:
    return node.table, node.span.file, node.span.start, number


@dataclass(frozen=True, slots=True)
class Never:
    """A rule or row that no scenario has shown at work."""

    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class RegelingCoverage:
    """How much of one regeling was seen, as (seen, all); ``never`` names the rest."""

    regeling: str
    rules: tuple[int, int]
    deviations: tuple[int, int]
    rows: tuple[int, int]
    signals: tuple[int, int]
    transitions: tuple[int, int]
    never: tuple[Never, ...]

    @property
    def sufficient(self) -> bool:
        """Whether every rule, deviation and transition was seen, and at least 95% of the table rows."""
        seen, count = self.rows
        whole = all(pair[0] == pair[1] for pair in (self.rules, self.deviations, self.transitions))
        return whole and 20 * seen >= 19 * count


def whole_coverage(program: Program, seen: Seen) -> tuple[RegelingCoverage, ...]:
    """The coverage of every regeling with rules, also of those that no scenario touched."""
    named = {rule.regeling for rule in program.rules} | {it.regeling for it in program.trajecten.values()}
    return coverage(program, seen, named)


@dataclass(slots=True)
class _Count:
    seen: int = 0
    all: int = 0

    def add(self, was_seen: bool) -> None:
        self.all += 1
        self.seen += was_seen

    @property
    def pair(self) -> tuple[int, int]:
        return self.seen, self.all


@dataclass(slots=True)
class _Counts:
    rules: _Count = field(default_factory=_Count)
    deviations: _Count = field(default_factory=_Count)
    rows: _Count = field(default_factory=_Count)
    signals: _Count = field(default_factory=_Count)
    transitions: _Count = field(default_factory=_Count)
    never: list[Never] = field(default_factory=list)


def coverage(program: Program, seen: Seen, named: Iterable[str]) -> tuple[RegelingCoverage, ...]:
    """The coverage of the regelingen named, and of each other of which a rule was seen; by name."""
    names = set(named) | {program.rules[number].regeling for number in seen.rules}
    names |= {program.signals[name].regeling for name in seen.signals}
    counts = {name: _Counts() for name in sorted(names)}
    for rule in program.rules:
        if rule.regeling in counts:
            _count_rule(counts[rule.regeling], rule, rule.number in seen.rules)
    for key, (regeling, span) in _rows(program).items():
        if regeling in counts:
            counts[regeling].rows.add(key in seen.rows)
            if key not in seen.rows:
                counts[regeling].never.append(Never(f"tabel {key[0]}, rij {key[3]}", span))
    for signal in program.signals.values():
        if signal.regeling in counts:
            counts[signal.regeling].signals.add(signal.name in seen.signals)
            if signal.name not in seen.signals:
                counts[signal.regeling].never.append(Never(f"signaal {signal.name}", signal.span))
    for traject in program.trajecten.values():
        for transition in traject.transitions if traject.regeling in counts else ():
            was_seen = (traject.name, transition.name) in seen.transitions
            counts[traject.regeling].transitions.add(was_seen)
            if not was_seen:
                words = f"overgang {transition.name} van traject {traject.name}"
                counts[traject.regeling].never.append(Never(words, transition.span))
    return tuple(
        RegelingCoverage(
            name, c.rules.pair, c.deviations.pair, c.rows.pair, c.signals.pair, c.transitions.pair, tuple(c.never)
        )
        for name, c in counts.items()
    )


def _count_rule(counts: _Counts, rule: RuleInfo, was_seen: bool) -> None:
    is_deviation = bool(rule.deviates_from or rule.switches_off)
    (counts.deviations if is_deviation else counts.rules).add(was_seen)
    if not was_seen:
        since = f", geldig vanaf {format_date(rule.start)}" if rule.start else ""
        what = "tabel" if rule.kind == "tabel" else "afwijking" if is_deviation else "regel"
        counts.never.append(Never(f"{what} {rule.name}{since}", rule.span))


def _rows(program: Program) -> dict[RowKey, tuple[str, Span]]:
    """Every table row, with the regeling that it is in."""
    by_table = {rule.name: rule.regeling for rule in program.rules if rule.kind == "tabel"}
    found: dict[RowKey, tuple[str, Span]] = {}
    for node in program.nodes:
        if isinstance(node, TableHit) and node.table in by_table:
            for number, _, value in node.rows:
                found.setdefault(row_key(node, number), (by_table[node.table], program.nodes[value].span))
    return found
