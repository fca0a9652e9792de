"""What a decision still needs: the next fact to ask for, the rest in order, and the questions that a person must judge."""

from __future__ import annotations

from dataclasses import dataclass

from dsl.program import Program
from engine.case import Case
from engine.decision import Decision
from engine.explain.people import People
from engine.explain.questions import question
from engine.explain.reading import Reading
from engine.explain.values_nl import capital
from engine.explain.words import Words
from engine.values import FactRef
from workbench.web.zaak.fields import Field, fact_field, question_field


@dataclass(frozen=True, slots=True)
class Needed:
    """A fact in the order of asking; ``field`` None where the dossier has no place for it yet. ``disputed``: sources contradict each
    other, and what is filled in settles that."""

    text: str
    why: str
    needed: bool
    field: Field | None
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class OpenPoints:
    facts: tuple[Needed, ...]
    questions: tuple[Field, ...]

    @property
    def next(self) -> Needed | None:
        """The first fact that can be filled in."""
        return next((one for one in self.facts if one.field is not None), None)

    @property
    def count(self) -> int:
        return sum(one.needed for one in self.facts)


def open_points(program: Program, decision: Decision, case: Case) -> OpenPoints:
    words = words_of(program, decision, case)
    facts: dict[str, Needed] = {}
    for missing in decision.missing:
        fact = _askable(missing.fact)
        field = fact_field(words, fact)
        text = field.label if field is not None else question(words, fact) or capital(fact.name)
        disputed = field is not None and case.is_disputed(fact, decision.rekendatum)
        needed = Needed(text, missing.why, missing.needed, field, disputed)
        facts.setdefault(field.id if field is not None else text, needed)
    found = (question_field(program, one.key, one.text, one.sources) for one in decision.questions)
    return OpenPoints(tuple(facts.values()), tuple(one for one in found if one is not None))


def words_of(program: Program, decision: Decision, case: Case) -> Words:
    return Words(Reading(program, decision.trace, case, decision.rekendatum), People(program, case), "formal")


def _askable(fact: FactRef) -> FactRef:
    """A fact of somebody of whom nothing was said is asked for after who there is."""
    if not fact.obj.endswith("[?]"):
        return fact
    above, _, last = fact.obj.rpartition(".")
    return _askable(FactRef(above, last.removesuffix("[?]"), kind="rol"))
