"""The answers of the case handler to the questions of rules (``oordelen``), and since when each is known."""

from __future__ import annotations

from dataclasses import dataclass, field

from dsl.notation import format_date
from dsl.program import Judge, Program
from engine.dossier.report import Report, shortened
from engine.dossier.sayings import KNOWN, ORIGIN, VALUE, SayingReader, split
from engine.dossier.statements import EVERYTHING, Saying, Statement, contradictions, on_one_day
from engine.dossier.values import read_value, wanted_answer
from engine.dossier.vocabulary import folded
from engine.safe_yaml import Mapping, Node, Scalar, Sequence
from engine.values import Scalar as ScalarValue

ANSWERS = "oordelen"
_UNKNOWN = "onbekend"
_KEYS = {VALUE: VALUE, KNOWN: KNOWN, ORIGIN: ORIGIN}


@dataclass(slots=True)
class Answers:
    """The answers by the key of their question; and what was said of those that tell since when they are known."""

    given: dict[str, ScalarValue] = field(default_factory=dict)
    said: dict[str, tuple[Statement, ...]] = field(default_factory=dict)


class AnswerReader:
    """Reads the answers to the questions of one program; a question may be named by its words alone where that is clear."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._questions: dict[str, tuple[Judge, ...]] = {}
        for node in program.nodes:
            if isinstance(node, Judge):
                for name in {folded(node.key), folded(node.question)}:
                    self._questions[name] = (*self._questions.get(name, ()), node)

    def read(self, node: Node | None, report: Report) -> Answers:
        answers = Answers()
        if node is None:
            return answers
        if not isinstance(node, Mapping):
            report.add("TS514", node, reason=f"onder '{ANSWERS}' hoort bij elke vraag een antwoord")
            return answers
        for key, value in node.entries:
            judges = self._questions.get(folded(key.text), ())
            keys = {judge.key for judge in judges}
            if len(keys) != 1:
                words = (judge.key for found in self._questions.values() for judge in found)
                remedy = f"Kies uit: {'; '.join(sorted(keys))}." if keys else report.near(key.text, words)
                report.add("TS525", key, remedy=remedy, name=shortened(key.text))
            elif isinstance(value, Scalar):
                answer = self._answer(judges[0], value, report)
                if answer is not None:
                    answers.given[judges[0].key] = answer
            else:
                said = self._said(judges[0], value, report)
                answers.said[judges[0].key] = said
                last = on_one_day(said, EVERYTHING)
                if isinstance(last, ScalarValue):
                    answers.given[judges[0].key] = last
        return answers

    def _answer(self, judge: Judge, node: Node, report: Report) -> ScalarValue | None:
        if isinstance(node, Scalar) and folded(node.text) == _UNKNOWN:
            return None
        return read_value(wanted_answer(judge), node, self.program, report)

    def _said(self, judge: Judge, node: Node, report: Report) -> tuple[Statement, ...]:
        """Answers with the day since which they are known. Whichever handler gave it: a later one goes before an earlier."""
        told: list[tuple[Statement, Node]] = []
        for part in node.items if isinstance(node, Sequence) else (node,):
            parts, strange = split(part, _KEYS) if isinstance(part, Mapping) else ({}, [])
            for key, remedy in strange:
                reason = f"'{shortened(key.text)}' hoort niet bij een antwoord"
                report.add("TS514", key, reason=reason, remedy=remedy or "Gebruik waarde, bekend en herkomst.")
            if VALUE not in parts:
                report.add("TS514", part, reason="een antwoord is een waarde, of {waarde: …, bekend: …}")
                continue
            saying = SayingReader(judge.question, self.program, report).read(parts, part)
            if saying is not None:
                value = self._answer(judge, parts[VALUE][1], report)
                told.append((Statement(value, Saying(known=saying.known)), part))
        said = tuple(one for one, _ in told)
        for first, second, _ in contradictions(said):
            known = said[second].saying.known.since(None)
            fields = {"name": shortened(judge.question), "origin": "De behandelaar"}
            day = "het begin" if known is None or known.year == 1 else format_date(known)
            report.add_pair("TS528", told[second][1], told[first][1], "het andere antwoord", day=day, **fields)
        return said
