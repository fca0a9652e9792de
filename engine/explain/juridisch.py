"""The legal explanation: every step with its article, the formula in words and with the numbers filled in."""

from __future__ import annotations

from dsl.notation import format_date
from dsl.program import BoolType, Choice, Program
from engine.case import Case
from engine.decision import Decision
from engine.explain.behandelaar import FileNote
from engine.explain.formula import filled_in, roundings
from engine.explain.reading import Held
from engine.explain.tree import Explanation, Part, Section
from engine.explain.values_nl import capital, sentence
from engine.trace import StepKey, address
from engine.values import NO, YES


def explain(program: Program, decision: Decision, case: Case) -> Explanation:
    """The explanation for who must check the decision against the law."""
    return _Account(program, decision, case).write()


class _Account(FileNote):
    def write(self) -> Explanation:
        info = self.program.decisions[self.decision.besluit]
        steps = tuple(self._step(number, held) for number, held in enumerate(self.rules(), 1))
        sections = (
            Section("Uitkomst", self.outcomes()),
            Section("Grondslag van het besluit", tuple(Part("melding", info.name, sources=(s,)) for s in info.sources)),
            Section("Stappen", steps),
            Section("Regels die niet gelden", self._not_applied()),
            Section("Parameters en tabellen", self.parameters()),
            Section("Ontbrekende feiten", self.missing()),
            Section("Termijnen", self.deadlines()),
        )
        title = (
            f"Juridische onderbouwing van {self.decision.besluit}, rekendatum {format_date(self.decision.rekendatum)}"
        )
        return Explanation("juridisch", title, tuple(section for section in sections if section.parts))

    def _step(self, number: int, held: Held) -> Part:
        part = self.rule_part(held)
        below = [Part("melding", self._validity(held))] if held.rule.start or held.rule.end else []
        below += part.children
        if held.value is not None and part.value is not None:
            below += self._computation(held.choice, held.value)
        return Part("stap", f"{number}. {part.text}", None, part.sources, part.addresses, part.rules, tuple(below))

    def _computation(self, choice: StepKey, value: StepKey) -> list[Part]:
        """The formula in words, with its numbers, what was rounded, and what came out; each only when it adds something."""
        node = self.reading.node(choice)
        assert isinstance(node, Choice)
        if isinstance(node.type, BoolType):
            text = self.words.predicate(
                self.words.people.formal(choice[1][0]), node.attr, self.reading.value(value) != NO
            )
            return [Part("stap", sentence(text), addresses=(address(value),))]
        words, numbers = self.words.phrase(value), filled_in(self.words, value)
        result = self.words.value(value)
        lines = [f"{self.words.phrase(choice)} = {words}"]
        lines += [f"= {text}" for text in dict.fromkeys((numbers, result)) if text != words]
        out = [Part("stap", capital(line), addresses=(address(value),)) for line in lines]
        return out + [Part("melding", sentence(text)) for text in roundings(self.words, value)]

    def _validity(self, held: Held) -> str:
        start = f"vanaf {format_date(held.rule.start)}" if held.rule.start else ""
        end = f"tot en met {format_date(held.rule.end)}" if held.rule.end else ""
        return f"Geldig {' '.join(text for text in (start, end) if text)}."

    def _not_applied(self) -> tuple[Part, ...]:
        """The rules for the same attributes that do not apply, with the conditions that failed."""
        found: dict[tuple[int, str], Part] = {}
        for held in self.rules():
            node = self.reading.node(held.choice)
            assert isinstance(node, Choice)
            for candidate in node.candidates:
                applies = self.reading.at(candidate.applies, held.choice[1])
                rule = self.program.rules[candidate.rule]
                where = (rule.number, held.choice[1][0])
                if where in found or self.reading.value(applies) == YES:
                    continue
                if not rule.valid_on(self.decision.rekendatum):
                    below: tuple[Part, ...] = (Part("melding", "Niet geldig op de rekendatum."),)
                elif applies in self.reading.steps:
                    below = tuple(self.condition_part(atom) for atom in self.reading.rule_atoms(applies, holds=False))
                else:
                    continue
                about = self.words.people.formal(held.choice[1][0])
                text = f'Regel "{rule.name}" voor {about}'
                found[where] = Part("regel", text, None, rule.sources, (), (rule.number,), below)
        return tuple(found.values())
