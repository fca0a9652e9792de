"""Why an outcome is what it is, as a tree that opens: from the sentence to the rule with its article, its conditions and what it
was computed from, each with its own why, down to the facts. It reads the trace; it computes nothing."""

from __future__ import annotations

from collections.abc import Iterable

from dsl.program import BoolType, Choice, Derived, Input, Lookup, Named, Param, Program, SourceRef
from engine.case import Case
from engine.decision import Decision
from engine.explain.formula import filled_in
from engine.explain.people import People
from engine.explain.reading import Atom, Held, Reading
from engine.explain.tree import Part
from engine.explain.values_nl import capital, sentence
from engine.explain.words import Words
from engine.trace import StepKey
from engine.values import Fault, Known

MOST_DEPTH = 14
MOST_PARTS = 1_500
ABOVE = "De redenen hiervan staan hierboven."


class Reasons:
    """The tree of one decision."""

    def __init__(self, program: Program, decision: Decision, case: Case) -> None:
        self.program, self.decision = program, decision
        self.reading = Reading(program, decision.trace, case, decision.rekendatum)
        self.words = Words(self.reading, People(program, case), "formal")
        self._told: set[StepKey] = set()
        self._count = 0

    def tree(self) -> tuple[Part, ...]:
        """A part for each outcome, and for its rechtsstatus where other rules gave that."""
        parts: list[Part] = []
        for value, status in self.decision.trace.outcomes:
            parts.append(self._step(value, 0))
            if status is not None and self._definition(status) != self._definition(value):
                below = self._step(status, 0)
                if below.children and not self._same_rules(parts[-1], below):
                    parts.append(below)
        return tuple(parts)

    @staticmethod
    def _same_rules(one: Part, other: Part) -> bool:
        return {part.rules for part in one.children} >= {part.rules for part in other.children}

    # ------------------------------------------------------------ a value

    def _step(self, key: StepKey, depth: int) -> Part:
        """What a step came to, with what gave it below."""
        node = self.reading.node(key)
        while isinstance(node, Named):
            key = self.reading.at(node.of, key[1])
            node = self.reading.node(key)
        if isinstance(node.type, BoolType):
            return self._condition(Atom(key, self.reading.value(key) == Known(True)), depth)
        text, shown = capital(self.words.phrase(key)), self.words.value(key)
        if isinstance(self.reading.value(key), Fault) and not isinstance(node, Param | Lookup | Input):
            shown = "fout"
        if isinstance(node, Param | Lookup):
            return Part("parameter", text, shown, self._sources(node, key))
        if isinstance(node, Input):
            return Part("feit", text, shown)
        return Part("stap", text, shown, children=self._below(key, depth))

    def _condition(self, atom: Atom, depth: int) -> Part:
        node = self.reading.node(atom.key)
        if self.reading.value(atom.key) not in (Known(True), Known(False)):
            text = f"Nog niet vast te stellen: {self.words.clause(atom.key)}"
            return Part("voorwaarde", text, children=self._below(atom.key, depth))
        told = self.words.condition(atom)
        if isinstance(node, Input):
            return Part("feit", told)
        return Part("voorwaarde", told, children=self._below(atom.key, depth))

    def _below(self, key: StepKey, depth: int) -> tuple[Part, ...]:
        """What gave the value of a step: the rules that hold, or what it was computed from."""
        node = self.reading.node(key)
        if isinstance(node, Input | Param | Lookup) or depth >= MOST_DEPTH or self._count > MOST_PARTS:
            return ()
        choice = self._definition(key)
        if choice is not None:
            if choice in self._told:
                return (Part("melding", ABOVE),) if self.reading.held(choice, possible=True) else ()
            self._told.add(choice)
            return self._rules(choice, depth + 1)
        # What has nothing below it says no more than the line above it did.
        told = [self._step(leaf, depth + 1) for leaf in self._read(key)]
        return _once(part for part in told if part.children or part.sources or part.kind == "feit")

    def _rules(self, choice: StepKey, depth: int) -> tuple[Part, ...]:
        node = self.reading.node(choice)
        assert isinstance(node, Choice)
        given = None if node.given is None else self.reading.at(node.given, choice[1])
        if given is not None and given in self.reading.steps[choice].operands:
            return (Part("feit", "Opgegeven in het dossier, in plaats van berekend", self.words.value(given)),)
        held = self.reading.held(choice, possible=True)
        if held:
            return tuple(self._rule(one, depth) for one in held)
        failed = {atom: None for atoms in self.reading.failed(choice) for atom in atoms}
        return tuple(self._condition(atom, depth) for atom in failed)

    def _rule(self, held: Held, depth: int) -> Part:
        self._count += 1
        below = [self._condition(atom, depth) for atom in held.atoms]
        if held.value is not None and not isinstance(self.reading.node(held.value).type, BoolType):
            below += self._computed(held.value, depth)
        status = f" ({held.rule.status})" if held.rule.status else ""
        status += "" if self.reading.value(held.applies) == Known(True) else " (geldt misschien)"
        row = f", rij {' en '.join(map(str, held.rows))} van de tabel" if held.rows else ""
        private = " Gevoelig: niet in de brief noemen." if held.rule.sensitive else ""
        text = f"Regel “{held.rule.name}”{status}{row}.{private}"
        return Part("regel", text, None, held.rule.sources, (), (held.rule.number,), _once(below))

    def _computed(self, value: StepKey, depth: int) -> list[Part]:
        """The computation with its numbers filled in, and what each of them is."""
        node = self.reading.node(value)
        if isinstance(node, Derived | Input | Param | Lookup):
            return [self._step(value, depth)]
        leaves = self._read(value)
        formula = filled_in(self.words, value)
        shown = self.words.value(value)
        # Of a fout the cause stands where it began; a sum with holes in it says nothing.
        told = (
            []
            if formula == shown or isinstance(self.reading.value(value), Fault)
            else [Part("stap", sentence(f"Berekening: {formula} = {shown}"))]
        )
        return told + [self._step(leaf, depth + 1) for leaf in leaves]

    # ------------------------------------------------------------ reading on

    def _definition(self, key: StepKey) -> StepKey | None:
        node = self.reading.node(key)
        if isinstance(node, Choice):
            return key
        return self.reading.definition(key) if isinstance(node, Derived) else None

    def _read(self, key: StepKey) -> list[StepKey]:
        """The facts, parameters and outcomes that a computation reads, each once, in the order written."""
        found: dict[StepKey, None] = {}
        waiting = [key]
        seen = {key}
        while waiting:
            current = waiting.pop()
            node = self.reading.node(current)
            if isinstance(node, Input | Param | Lookup | Derived) and not (
                current == key and isinstance(node, Derived)
            ):
                found[current] = None
                continue
            new = [
                one for one in self.reading.effective_operands(current) if one in self.reading.steps and one not in seen
            ]
            seen.update(new)
            waiting.extend(reversed(new))
        return list(found)

    def _sources(self, node: Param | Lookup, key: StepKey) -> tuple[SourceRef, ...]:
        if isinstance(node, Lookup):
            return self.program.tables[node.table].sources
        info = self.program.params[node.name]
        day = self.reading.day_of(node, key)
        used = None if day is None else info.on(day)
        return (used.sources if used is not None else ()) or info.sources


def _once(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Parts beside each other, none of them twice."""
    return tuple({(part.text, part.value): part for part in reversed(list(parts))}.values())[::-1]


def reasons(program: Program, decision: Decision, case: Case) -> tuple[Part, ...]:
    return Reasons(program, decision, case).tree()
