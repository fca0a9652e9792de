"""The room that the law gives in one case: where a person may weigh, and what each opening asks.

Only what the rules of this case say counts. A rule that is gebonden gives no room; against it stands nothing but escalation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dsl.program import Applies, Judge, Program, RuleInfo, SourceRef
from engine.active import rules_with_room
from engine.case import Case, Moment
from engine.decision import Decision
from engine.explain.node_words import NodeWords
from engine.explain.values_nl import sentence
from engine.scene import Scene
from engine.values import Known

Kind = Literal["vraag", "regel", "algemeen", "tegen de wet"]

AGAINST_THE_LAW = "contra legem"
PROPORTION = SourceRef("Algemene wet bestuursrecht artikel 3:4 lid 2", "BWBR0005537", "3:4")
POLICY_RULE = SourceRef("Algemene wet bestuursrecht artikel 4:84", "BWBR0005537", "4:84")


@dataclass(frozen=True, slots=True)
class Opening:
    """``name`` is what a maatwerkafweging calls it. ``rule`` is the rule that it hangs on; ``asks`` says what must be true or judged.
    ``judged``: the question has been answered in the dossier."""

    name: str
    kind: Kind
    rule: str
    asks: str
    sources: tuple[SourceRef, ...]
    judged: bool = False


def openings_of(program: Program, decision: Decision, case: Case) -> tuple[Opening, ...]:
    """The openings of a case, in this order: questions that the law puts to a person, rules that leave room, general grounds for the
    rules that gave the outcome, and last escalation against the law, which is no room but must be sayable."""
    scene = Scene(program, case, Moment(decision.rekendatum, decision.verzonden_op))
    questions = _questions(scene, decision)
    asked = {one.rule for one in questions}
    rules = [one for one in _rules(scene, decision) if one.rule not in asked]
    found = [*questions, *rules, *_general(program, decision)]
    names = [program.rules[number].name for outcome in decision.outcomes for number in outcome.grounds]
    return (*found, Opening(AGAINST_THE_LAW, "tegen de wet", names[0] if names else decision.besluit, _ESCALATE, ()))


_ESCALATE = (
    "De wet geeft hier geen ruimte. Leg de zaak voor aan de commissie of aan Garage de Bedoeling, samen met een jurist. Tot die "
    "besluit, geldt de standaarduitkomst."
)


def _questions(scene: Scene, decision: Decision) -> list[Opening]:
    found: dict[str, Opening] = {}
    for (number, _), step in decision.trace.steps.items():
        node = scene.program.nodes[number]
        if isinstance(node, Judge) and node.key not in found:
            rule = _rule_of(scene, node.key)
            sources = rule.sources if rule else ()
            name = rule.name if rule else decision.besluit
            found[node.key] = Opening(
                node.question, "vraag", name, node.question, sources, judged=isinstance(step.value, Known)
            )
    return [found[key] for key in sorted(found)]


def _rule_of(scene: Scene, key: str) -> RuleInfo | None:
    """The rule that asks a question; of rules with one name the one that is valid on the rekendatum."""
    rules = [rule for rule in scene.program.rules if key.startswith(rule.name)]
    return max(rules, key=lambda rule: (len(rule.name), rule.valid_on(scene.today)), default=None)


def _rules(scene: Scene, decision: Decision) -> list[Opening]:
    words = NodeWords(scene.program)
    found = []
    for rule in rules_with_room(scene.program, decision.trace):
        node = scene.program.nodes[rule.applies]
        assert isinstance(node, Applies)
        asks = "Deze regel laat zelf ruimte voor een oordeel."
        if node.condition is not None:
            asks = sentence(f"Nodig: {words.clause((node.condition, ()))}")
        found.append(Opening(rule.name, "regel", rule.name, asks, rule.sources))
    return found


def _general(program: Program, decision: Decision) -> list[Opening]:
    found: dict[str, Opening] = {}
    for outcome in decision.outcomes:
        for number in outcome.grounds:
            rule = program.rules[number]
            room = rule.room or ""
            if room.endswith("beleidsregel"):
                asks = "Heeft de beleidsregel hier door bijzondere omstandigheden gevolgen die onevenredig zijn met haar doel?"
                found.setdefault(
                    POLICY_RULE.text, Opening(POLICY_RULE.text, "algemeen", rule.name, asks, (POLICY_RULE,))
                )
            if room.startswith("beoordelingsruimte"):
                asks = "Zijn de nadelige gevolgen onevenredig met het doel van het besluit?"
                found.setdefault(PROPORTION.text, Opening(PROPORTION.text, "algemeen", rule.name, asks, (PROPORTION,)))
    return list(found.values())
