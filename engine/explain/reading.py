"""Finding one's way in the trace of a decision: which rules hold, on which conditions, on whose facts.

*Support* of a condition is the set of elementary conditions that together make it what it is: of an ``en`` that is ja all
parts, of an ``of`` that is ja the parts that are ja; the other way round for nee.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dsl.program import (
    STATUS_SUFFIX,
    And,
    Applies,
    AtLeast,
    AttrInfo,
    Candidate,
    Choice,
    Const,
    DateType,
    Derived,
    Input,
    Named,
    Node,
    Not,
    NumType,
    ObjectRef,
    Or,
    Param,
    Program,
    RuleInfo,
    TableHit,
)
from engine.case import Case
from engine.trace import Step, StepKey, Trace
from engine.values import NO, YES, Known, Unknown, Value


@dataclass(frozen=True, slots=True)
class Atom:
    """An elementary condition and whether it holds."""

    key: StepKey
    holds: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A rule that gave (or may give) the value of an attribute of the object ``env[0]``. ``row`` is the row of its table."""

    rule: RuleInfo
    applies: StepKey
    choice: StepKey
    value: StepKey | None
    atoms: tuple[Atom, ...]
    rows: tuple[int, ...] = ()


class Reading:
    """A trace on a rekendatum (``today``), seen through the program."""

    def __init__(self, program: Program, trace: Trace, case: Case, today: date) -> None:
        self.program = program
        self.today = today
        self.case = case
        self.steps: Mapping[StepKey, Step] = trace.steps
        self._tainted: dict[tuple[str, StepKey], bool] = {}

    # ------------------------------------------------------------ steps

    def node(self, key: StepKey) -> Node:
        return self.program.nodes[key[0]]

    def value(self, key: StepKey) -> Value | None:
        step = self.steps.get(key)
        return None if step is None else step.value

    def at(self, node: int, env: tuple[str, ...]) -> StepKey:
        """The step of an operand: the environment cut to the level of the node."""
        return node, env[: self.program.nodes[node].level + 1]

    def object_key(self, key: StepKey) -> str | None:
        """The key of the object that a step denotes; None when there is none."""
        value = self.value(key)
        if isinstance(value, Known):
            return str(value.value)
        if isinstance(value, Unknown) and value.bounds.options and len(value.bounds.options) == 1:
            return str(next(iter(value.bounds.options)))
        return None

    def attr_info(self, node: Input | Derived) -> AttrInfo:
        kind = self.program.nodes[node.obj].type
        assert isinstance(kind, ObjectRef)
        return self.program.types[kind.name].attributes[node.attr.removesuffix(STATUS_SUFFIX)]

    def day_of(self, node: Input | Param, key: StepKey) -> date | None:
        """The day for which a fact or parameter was read; None when that day is not known."""
        if node.at is None:
            return self.today
        found = self.value(self.at(node.at, key[1]))
        return found.value if isinstance(found, Known) and isinstance(found.value, date) else None

    def definition(self, key: StepKey) -> StepKey | None:
        """The Choice step that a Derived step reads."""
        for operand in self.steps[key].operands:
            if isinstance(self.node(operand), Choice):
                return operand
        return None

    # ------------------------------------------------------------ rules

    def candidates(self, key: StepKey, possible: bool = False) -> Iterator[Candidate]:
        """The candidates of a Choice that hold and are not defeated; with ``possible`` also those that still may."""
        node = self.node(key)
        assert isinstance(node, Choice)
        for candidate in node.candidates:
            value = self.value(self.at(candidate.applies, key[1]))
            defeaters = [self.value(self.at(d, key[1])) for d in candidate.defeaters]
            if YES in defeaters or value is None or value == NO:
                continue
            if possible or value == YES:
                yield candidate

    def held(self, choice: StepKey, possible: bool = False) -> tuple[Held, ...]:
        out = []
        for candidate in self.candidates(choice, possible):
            applies = self.at(candidate.applies, choice[1])
            value = self.at(candidate.value, choice[1])
            rows, row_atoms = self.table_rows(value)
            # Of a table the rule applies when any row fits; only the rows that gave the value matter.
            atoms = row_atoms if rows else self.rule_atoms(applies)
            rule = self.program.rules[candidate.rule]
            out.append(Held(rule, applies, choice, value if value in self.steps else None, atoms, rows))
        return tuple(out)

    def rule_atoms(self, applies: StepKey, holds: bool = True) -> tuple[Atom, ...]:
        node = self.node(applies)
        assert isinstance(node, Applies)
        if node.condition is None:
            return ()
        return self.support(self.at(node.condition, applies[1]), holds)

    def table_rows(self, key: StepKey) -> tuple[tuple[int, ...], tuple[Atom, ...]]:
        """The rows of a table that gave its value, with the conditions that made them fit."""
        node = self.node(key)
        while isinstance(node, Named):
            key = self.at(node.of, key[1])
            node = self.node(key)
        if not isinstance(node, TableHit) or key not in self.steps:
            return (), ()
        rows: list[int] = []
        atoms: list[Atom] = []
        for number, condition, value in node.rows:
            fits = YES if condition is None else self.value(self.at(condition, key[1]))
            if fits != YES:
                continue
            rows.append(number)
            if condition is not None:
                atoms += self.support(self.at(condition, key[1]), True)
            elif node.policy == "eerste":
                # The row for all other cases: it is the earlier rows that did not fit.
                for earlier in (row[1] for row in node.rows[: node.rows.index((number, None, value))]):
                    atoms += self.support(self.at(earlier, key[1]), False) if earlier is not None else ()
            if node.policy == "eerste":
                break
        return tuple(rows), tuple(dict.fromkeys(atoms))

    # ------------------------------------------------------------ conditions

    def support(self, key: StepKey, holds: bool) -> tuple[Atom, ...]:
        """The elementary conditions that make the condition ja (``holds``) or nee."""
        out: dict[Atom, None] = {}
        self._support(key, holds, out)
        return tuple(out)

    def _support(self, key: StepKey, holds: bool, out: dict[Atom, None]) -> None:
        node = self.node(key)
        wanted = YES if holds else NO
        if self.value(key) != wanted:
            return
        if isinstance(node, Not):
            self._support(self.at(node.of, key[1]), not holds, out)
        elif isinstance(node, Named):
            self._support(self.at(node.of, key[1]), holds, out)
        elif isinstance(node, And | Or | AtLeast):
            for part in node.parts:
                self._support(self.at(part, key[1]), holds, out)
        else:
            out.setdefault(Atom(key, holds))

    # ------------------------------------------------------------ what may not be said

    def sensitive(self, key: StepKey) -> bool:
        """Whether the step may not be spoken of: it rests on a fact that is gevoelig, or on a kenmerk from a rule that is."""
        return self._taint(
            "gevoelig", key, lambda step: self._is_sensitive_fact(step) or self._sensitive_rule(step, False)
        )

    def sensitive_figure(self, key: StepKey) -> bool:
        """Whether the value of the step may not be shown: also an amount or date that a rule that is gevoelig gave."""
        return self._taint(
            "cijfer", key, lambda step: self._is_sensitive_fact(step) or self._sensitive_rule(step, True)
        )

    def _is_sensitive_fact(self, key: StepKey) -> bool:
        node = self.node(key)
        return isinstance(node, Input | Derived) and self.attr_info(node).sensitive

    def shielded(self, held: Held) -> bool:
        """Whether a rule may not be named in a letter: gevoelig itself, or for a reason that is."""
        return held.rule.sensitive or any(self.sensitive(atom.key) for atom in held.atoms)

    def rests_on(self, name: str, key: StepKey, leaf: Callable[[StepKey], bool]) -> bool:
        """Whether any step under this one (through the rules that gave the value) is such a leaf. ``name`` is for memory."""
        return self._taint(name, key, leaf)

    def _taint(self, name: str, key: StepKey, leaf: Callable[[StepKey], bool]) -> bool:
        """Depth first without recursion: a trace can be deep."""
        memory = self._tainted
        waiting = [key]
        while waiting:
            current = waiting[-1]
            if (name, current) in memory:
                waiting.pop()
                continue
            if leaf(current):
                memory[name, current] = True
                waiting.pop()
                continue
            below = [operand for operand in self.effective_operands(current) if operand in self.steps]
            if any(memory.get((name, operand)) for operand in below):
                memory[name, current] = True
                waiting.pop()
                continue
            new = [operand for operand in below if (name, operand) not in memory]
            if not new:
                memory[name, current] = False
                waiting.pop()
            else:
                waiting.extend(new)
        return memory[name, key]

    def _sensitive_rule(self, key: StepKey, figures: bool) -> bool:
        """Whether a rule that is gevoelig gave the value; without ``figures`` only of a kenmerk, text or enumeration."""
        node = self.node(key)
        if isinstance(node, Applies):
            return self.program.rules[node.rule].sensitive
        if not isinstance(node, Choice) or (isinstance(node.type, NumType | DateType) and not figures):
            return False
        held = [self.program.rules[candidate.rule] for candidate in self.candidates(key, possible=True)]
        if not held:
            held = [self.program.rules[candidate.rule] for candidate in node.candidates]
        return any(rule.sensitive for rule in held)

    def effective_operands(self, key: StepKey) -> tuple[StepKey, ...]:
        """The operands that made the value: of a Choice the rules that hold, with the conditions they hold on."""
        node = self.node(key)
        step = self.steps.get(key)
        if step is None:
            return ()
        if isinstance(node, Choice):
            given = None if node.given is None else self.at(node.given, key[1])
            if given in step.operands:
                return (given,)
            out: list[StepKey] = []
            for held in self.held(key, possible=True):
                out += [atom.key for atom in held.atoms]
                out += [] if held.value is None else [held.value]
            if out or any(True for _ in self.candidates(key, possible=True)):
                return tuple(out)
            return tuple(atom.key for c in node.candidates for atom in self._failing(c, key))
        if isinstance(node, TableHit):
            _, atoms = self.table_rows(key)
            values = {self.at(value, key[1]) for _, _, value in node.rows}
            return (*(atom.key for atom in atoms), *(operand for operand in step.operands if operand in values))
        return step.operands

    def failed(self, outcome: StepKey) -> tuple[tuple[Atom, ...], ...]:
        """When no rule gave the outcome: per rule that could have, the conditions that kept it from applying."""
        node, key = self.node(outcome), outcome
        if isinstance(node, Derived):
            definition = self.definition(outcome)
            if definition is None:
                return ()
            node, key = self.node(definition), definition
        if not isinstance(node, Choice) or any(True for _ in self.candidates(key, possible=True)):
            return ()
        given = None if node.given is None else self.at(node.given, key[1])
        if given in self.steps[key].operands:
            return ()
        return tuple(atoms for c in self._main(node) if (atoms := self._failing(c, key)))

    def _main(self, node: Choice) -> tuple[Candidate, ...]:
        """The candidates that could have given something: not those that deny, nor the exceptions to another."""
        giving = [c for c in node.candidates if not _denies(self.program.nodes[c.value])]
        main = [c for c in giving if not self.program.rules[c.rule].deviates_from]
        return tuple(main or giving or node.candidates)

    def _failing(self, candidate: Candidate, choice: StepKey) -> tuple[Atom, ...]:
        applies = self.at(candidate.applies, choice[1])
        return self.rule_atoms(applies, holds=False) if applies in self.steps else ()

    # ------------------------------------------------------------ from the outcome down

    def under(self, outcome: StepKey) -> Iterator[StepKey]:
        """The steps that made the value, each once, users before operands, in the order written."""
        seen: set[StepKey] = set()
        waiting = [outcome]
        while waiting:
            key = waiting.pop()
            if key in seen or key not in self.steps:
                continue
            seen.add(key)
            yield key
            waiting.extend(reversed(self.effective_operands(key)))

    def value_path(self, outcome: StepKey) -> Iterator[StepKey]:
        """As :meth:`under`, without the conditions: only what the amount itself was computed from."""
        seen: set[StepKey] = set()
        waiting = [outcome]
        while waiting:
            key = waiting.pop()
            if key in seen or key not in self.steps:
                continue
            seen.add(key)
            yield key
            waiting.extend(reversed(self._value_operands(key)))

    def _value_operands(self, key: StepKey) -> tuple[StepKey, ...]:
        node = self.node(key)
        if isinstance(node, Choice):
            given = None if node.given is None else self.at(node.given, key[1])
            if given in self.steps[key].operands:
                return (given,)
            return tuple(held.value for held in self.held(key) if held.value is not None)
        if isinstance(node, TableHit):
            rows, _ = self.table_rows(key)
            return tuple(self.at(value, key[1]) for number, _, value in node.rows if number in rows)
        return self.steps[key].operands

    def rules_under(self, outcome: StepKey) -> tuple[Held, ...]:
        """The rules that gave the outcome and the amounts in it, from the outcome down."""
        out: dict[tuple[int, tuple[str, ...]], Held] = {}
        for key in self.value_path(outcome):
            if isinstance(self.node(key), Choice):
                for held in self.held(key):
                    out.setdefault((held.rule.number, held.applies[1]), held)
        return tuple(out.values())

    def applies_of(self, rule: int) -> tuple[StepKey, ...]:
        """Where the trace asked whether a rule applies."""
        node = self.program.rules[rule].applies
        return tuple(key for key in self.steps if key[0] == node)


def _denies(node: Node) -> bool:
    return isinstance(node, Const) and node.value is False
