"""What a besluit stands on: everything in the program that can be reached from its outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dsl.program import (
    Aggregate,
    Applies,
    AttrInfo,
    Choice,
    DecisionInfo,
    Derived,
    ForAll,
    HasRole,
    Input,
    Judge,
    Lookup,
    Node,
    ObjectRef,
    Param,
    Program,
    RoleInfo,
    RoleRead,
    Share,
    TrajectInfo,
)


@dataclass(frozen=True, slots=True)
class Needs:
    """What may count in a besluit; which of it does count depends on the case and the date. Rules are by number."""

    facts: tuple[AttrInfo, ...]
    roles: tuple[RoleInfo, ...]
    params: tuple[str, ...]
    tables: tuple[str, ...]
    rules: tuple[int, ...]
    questions: tuple[str, ...]


def needs(program: Program, decision: DecisionInfo, days: Sequence[date] = ()) -> Needs:
    """What the outcomes and the te doen of a besluit are computed from, through every rule that may apply; with ``days`` only through
    rules that are valid on one of these."""
    found = _Walk(program, days=days)
    for outcome in decision.outcomes:
        found.visit(outcome.value, outcome.status)
    for todo in decision.todos:
        found.visit(todo.due, todo.condition)
    for revision in decision.revisions:
        found.visit(revision.since)
    return found.needs()


def needs_of(program: Program, roots: Iterable[int | None]) -> Needs:
    """What these nodes are computed from, through every rule that may apply."""
    found = _Walk(program)
    found.visit(*roots)
    return found.needs()


def read_by(program: Program, rules: Iterable[int]) -> dict[tuple[str, str], tuple[int, ...]]:
    """Which of these rules read a fact themselves, in their condition or in what they give: by objecttype and name of the fact."""
    wanted = set(rules)
    found: dict[tuple[str, str], set[int]] = {}
    for definition in program.definitions.values():
        root = program.nodes[definition.root]
        for candidate in root.candidates if isinstance(root, Choice) else ():
            if candidate.rule not in wanted:
                continue
            walk = _Walk(program, through=False)
            applies = program.nodes[candidate.applies]
            walk.visit(candidate.value, applies.condition if isinstance(applies, Applies) else None)
            walk.run()
            for fact in walk.facts:
                found.setdefault(fact, set()).add(candidate.rule)
    return {fact: tuple(sorted(numbers)) for fact, numbers in found.items()}


def traject_nodes(info: TrajectInfo) -> Iterator[int | None]:
    """Every condition, date and object that a traject reads."""
    yield info.begins_on
    for event in info.events.values():
        yield from (event.obj, event.on, event.condition)
    for change in info.transitions:
        yield from (change.after_day, change.condition, change.effect)
        yield None if change.after is None else change.after.amount
        for letter in change.letters:
            yield from (letter.due, letter.condition)


class _Walk:
    """``through``: go on to what other rules work out. ``days``: only by rules that are valid on one of these, if any are given."""

    def __init__(self, program: Program, through: bool = True, days: Sequence[date] = ()) -> None:
        self._program = program
        self._through = through
        self._days = days
        self._seen: set[int] = set()
        self._open: list[int] = []
        self.facts: dict[tuple[str, str], AttrInfo] = {}
        self.roles: dict[tuple[str, str], RoleInfo] = {}
        self.params: set[str] = set()
        self.tables: set[str] = set()
        self.rules: set[int] = set()
        self.questions: set[str] = set()

    def visit(self, *ids: int | None) -> None:
        for at in ids:
            if at is not None and at not in self._seen:
                self._seen.add(at)
                self._open.append(at)

    def needs(self) -> Needs:
        self.run()
        return Needs(
            tuple(sorted(self.facts.values(), key=lambda fact: (fact.owner, fact.name))),
            tuple(sorted(self.roles.values(), key=lambda role: (role.owner, role.name))),
            tuple(sorted(self.params)),
            tuple(sorted(self.tables)),
            tuple(sorted(self.rules)),
            tuple(sorted(self.questions)),
        )

    def run(self) -> None:
        while self._open:
            node = self._program.nodes[self._open.pop()]
            self.visit(*self._operands(node))
            match node:
                case Input():
                    owner = self._owner(node.obj)
                    self.facts[owner, node.attr] = self._program.types[owner].attributes[node.attr]
                case Derived() if self._through:
                    self.visit(self._program.definitions[self._owner(node.obj), node.attr].root)
                case Param():
                    self.params.add(node.name)
                case Lookup():
                    self.tables.add(node.table)
                case Judge():
                    self.questions.add(node.question)
                case RoleRead() | HasRole() | Aggregate() | ForAll():
                    self._role(node.obj, node.role)
                case Share():
                    self._role(node.whole, node.role)
                case Choice():
                    self._rule(*(one.rule for one in node.candidates if self._counts(one.rule)))
                case Applies():
                    if self._counts(node.rule):
                        self._rule(node.rule)
                case _:
                    pass

    def _operands(self, node: Node) -> tuple[int | None, ...]:
        """What a node is computed from, without rules that are valid on none of the days."""
        match node:
            case Applies() if not self._counts(node.rule):
                return ()
            case Choice():
                counted = [one for one in node.candidates if self._counts(one.rule)]
                read = [at for one in counted for at in (one.applies, *one.defeaters, one.value)]
                return (*read, node.default, node.given)
        return node.operands()

    def _counts(self, rule: int) -> bool:
        return not self._days or any(self._program.rules[rule].valid_on(day) for day in self._days)

    def _rule(self, *numbers: int) -> None:
        self.rules.update(numbers)
        for number in numbers:
            later = self._program.rules[number].provisional
            if later is not None:
                self.visit(later.low, later.high)

    def _owner(self, obj: int) -> str:
        kind = self._program.nodes[obj].type
        assert isinstance(kind, ObjectRef)
        return kind.name

    def _role(self, obj: int, role: str) -> None:
        owner = self._owner(obj)
        self.roles[owner, role] = self._program.types[owner].roles[role]
