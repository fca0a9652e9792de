"""The explanation for the citizen: short sentences in plain Dutch, the person's own values, and what to do by when.

What is gevoelig is never in it: a rule or fact that is, or that rests on one, becomes one neutral sentence. Nor are the
figures of another person than the one who is written to.
"""

from __future__ import annotations

import re
from fractions import Fraction

from dsl.notation import MONTH_NAMES, format_date
from dsl.program import BoolType, DecisionInfo, Input, NumType, Param, Program, SourceRef
from engine.case import Case
from engine.decision import Deadline, Decision, OutcomeResult, Reservation, Status
from engine.explain.people import DECEASED, People
from engine.explain.questions import question
from engine.explain.reading import Atom, Held, Reading
from engine.explain.tree import Explanation, Part, Section
from engine.explain.values_nl import range_text, scalar_text, sentence, term_text
from engine.explain.words import Words, plain_words
from engine.trace import StepKey, address
from engine.values import Known, Unknown

NEUTRAL = "Op grond van uw persoonlijke situatie geldt voor u een bijzondere regel."
NEUTRAL_NO = "Dat volgt uit uw persoonlijke situatie."
NEUTRAL_QUESTION = "Wij willen u nog iets vragen over uw persoonlijke situatie. Wij nemen daarover contact met u op."
_AFTER_SENDING = "nadat wij deze brief hebben verstuurd"
_BWB = re.compile(r" \(BWBR\d+\)")
_UNCERTAIN = ("middel", "laag")

OBJECTION, RULES = "Bent u het er niet mee eens?", "Welke regels gelden hier?"
"""Headings of what most letters say alike."""


def explain(program: Program, decision: Decision, case: Case) -> Explanation:
    """The letter's explanation of a decision."""
    return _Letter(program, decision, case).write()


def to_the_heirs(people: People) -> tuple[Part, ...]:
    """To whom a letter is addressed when the person whom it is about has died, and what its words mean then; nothing otherwise."""
    if people.died is None:
        return ()
    died = format_date(people.died, words=True)
    return (
        Part("zin", f"Aan de erven van {DECEASED}."),
        Part("zin", f"Dit gaat over iemand die is overleden op {died}. U leest dit als erfgenaam."),
        Part("zin", f'Gebruikt de uitleg van een regel "u" of "uw"? Dan gaat die regel over {DECEASED}.'),
    )


_DISPUTED = Part("zin", "Hierover kregen wij verschillende gegevens.")


class _Letter:
    def __init__(self, program: Program, decision: Decision, case: Case) -> None:
        self.program = program
        self.decision = decision
        self.case = case
        self.info: DecisionInfo = program.decisions[decision.besluit]
        self.reading = Reading(program, decision.trace, case, decision.rekendatum)
        self.words = Words(self.reading, People(program, case), "plain")
        self.alive = self.words.people.died is None
        self.keys = decision.trace.outcomes

    def write(self) -> Explanation:
        reasons, facts, sources = self._reasons()
        sections = (
            Section("", self._opening()),
            Section("Waarom?", reasons),
            Section("Hier zijn wij van uitgegaan", facts),
            Section("Wat nog kan veranderen", self._uncertainties()),
            Section("Wat wij nog moeten weten", self._questions()),
            Section("Wat moet u doen?", self._to_do()),
            Section(OBJECTION, self._objection()),
            Section(RULES, sources),
        )
        return Explanation("burger", self.decision.besluit, tuple(s for s in sections if s.parts))

    def _part(self, text: str, *keys: StepKey, rules: tuple[int, ...] = ()) -> Part:
        return Part("zin", plain_words(sentence(text)), addresses=tuple(map(address, keys)), rules=rules)

    def _point(self, text: str, *keys: StepKey) -> Part:
        return Part("punt", plain_words(sentence(text)), addresses=tuple(map(address, keys)))

    # ------------------------------------------------------------ what was decided

    def _opening(self) -> tuple[Part, ...]:
        day = self.decision.rekendatum
        when = f"{MONTH_NAMES[day.month - 1]} {day.year}" if self.info.per == "maand" else format_date(day, words=True)
        parts = [*to_the_heirs(self.words.people), self._part(f"Dit besluit gaat over {when}")]
        for result, keys in zip(self.decision.outcomes, self.keys, strict=True):
            parts += [self._part(text, keys[0]) for text in self._outcome(result, keys[0])]
        if self.decision.status is Status.ONBEKEND:
            parts.append(self._part("Wij missen nog gegevens"))
        return tuple(parts)

    def _outcome(self, result: OutcomeResult, key: StepKey) -> list[str]:
        name, what = result.attr.name, self._called(result, key)
        if result.status is Status.ONBEKEND:
            return [f"wij kunnen {what} nog niet vaststellen", *self._range(result, key)]
        if result.status is Status.BEOORDELEN:
            return [
                f"Een medewerker moet {'uw' if self.alive else 'de'} situatie nog beoordelen",
                f"Daarna hoort u meer over {what}",
            ]
        if result.status is Status.FOUT:
            return [f"wij kunnen {what} niet vaststellen", "Een medewerker zoekt uit wat er mis is"]
        status = result.legal_status.value if isinstance(result.legal_status, Known) else None
        if status == "niet verschuldigd":
            return [f"u hoeft geen {name} te betalen" if self.alive else f"er hoeft geen {name} betaald te worden"]
        if status == "niet opgelegd":
            return [f"u krijgt geen {name} opgelegd" if self.alive else f"er wordt geen {name} opgelegd"]
        if result.status is Status.NIET_VAN_TOEPASSING or not isinstance(result.value, Known):
            return [f"voor {self.words.people.you} geldt geen {name}"]
        if isinstance(result.attr.type, BoolType):
            return [self.words.clause(key, result.value.value is True)]
        shown = scalar_text(result.value.value, result.attr.type)
        unit = re.search(r" per \w+$", shown)
        if unit and name.endswith(unit[0]):
            shown = shown.removesuffix(unit[0])
        return [f"wij stellen {what} vast op {shown}" if status == "op nihil gesteld" else f"{what} is {shown}"]

    def _called(self, result: OutcomeResult, key: StepKey) -> str:
        return f"of {self.words.clause(key)}" if isinstance(result.attr.type, BoolType) else self.words.phrase(key)

    def _range(self, result: OutcomeResult, key: StepKey) -> list[str]:
        if not isinstance(result.value, Unknown) or self.words.hides_value(key):
            return []
        bounds = result.value.bounds
        if not isinstance(result.attr.type, NumType) or bounds.low is None or bounds.high in (None, bounds.low):
            return []
        return [f"De uitkomst is {range_text(bounds.low, bounds.high, result.attr.type)}"]

    # ------------------------------------------------------------ why

    def _reasons(self) -> tuple[tuple[Part, ...], tuple[Part, ...], tuple[Part, ...]]:
        """The explanations of the rules, the conditions and facts that decided, and the sources of the rules."""
        reasons: dict[str, Part] = {}
        facts: dict[str, Part] = {}
        sources: dict[SourceRef, None] = {}
        for result, (value, status) in zip(self.decision.outcomes, self.keys, strict=True):
            if result.status not in (Status.VASTGESTELD, Status.NIET_VAN_TOEPASSING):
                continue
            for held in self._rules(value, status):
                shielded = self.reading.shielded(held)
                text = held.rule.explanation
                if shielded:
                    # Behind the outcome, an amount from a rule that is gevoelig is no ground: nothing is said of it.
                    text = NEUTRAL if held.rule.number in result.grounds else None
                if text:
                    reasons.setdefault(text, self._part(text, held.applies, rules=(held.rule.number,)))
                if not shielded:
                    sources.update(dict.fromkeys(held.rule.sources))
                if not held.rule.sensitive:
                    self._conditions(held.atoms, facts)
            failed = tuple(atom for atoms in self.reading.failed(value) for atom in atoms)
            self._conditions(failed, facts)
            if failed and all(self.reading.sensitive(atom.key) for atom in failed):
                reasons.setdefault(NEUTRAL_NO, self._part(NEUTRAL_NO))
            self._facts(value, facts)
        # A file may name the law in full what another names in short: one article stands here once.
        once = {(_BWB.sub("", one.text), one.bwb, one.text_date): one for one in reversed(sources)}
        links = tuple(Part("punt", "", sources=(source,)) for source in sources if source in once.values())
        return tuple(reasons.values()), tuple(facts.values()), links

    def _rules(self, value: StepKey, status: StepKey | None) -> tuple[Held, ...]:
        """The rules that gave value or status, each once."""
        found: dict[tuple[int, tuple[str, ...]], Held] = {}
        for key in (value, status):
            for held in self.reading.rules_under(key) if key else ():
                found.setdefault((held.rule.number, held.applies[1]), held)
        return tuple(found.values())

    def _conditions(self, atoms: tuple[Atom, ...], facts: dict[str, Part]) -> None:
        for atom in atoms:
            if not self.reading.sensitive(atom.key):
                text = self.words.condition(atom)
                known = facts.get(text)
                keys = () if known is None else known.addresses
                facts[text] = Part("punt", text, addresses=tuple(dict.fromkeys((*keys, address(atom.key)))))

    def _facts(self, outcome: StepKey, facts: dict[str, Part]) -> None:
        """The own facts from which an amount was computed."""
        for key in self.reading.value_path(outcome):
            node = self.reading.node(key)
            shown = isinstance(node, Input) and not isinstance(node.type, BoolType)
            if shown and isinstance(self.reading.value(key), Known) and not self.words.hides_value(key):
                text = plain_words(sentence(f"{self.words.phrase(key)} is {self.words.value(key)}"))
                if not any(said.startswith(text) for said in facts):
                    facts[text] = self._point(text, key)

    # ------------------------------------------------------------ what is open

    def _uncertainties(self) -> tuple[Part, ...]:
        texts: dict[str, None] = {}
        for result, keys in zip(self.decision.outcomes, self.keys, strict=True):
            if result.finality == "voorlopig":
                texts.setdefault("Dit besluit is voorlopig")
            for reservation in result.reservations:
                texts.update(dict.fromkeys(self._reservation(reservation, result)))
            if result.finality == "van rechtswege definitief":
                texts.setdefault("Dit besluit kan niet meer veranderen")
            doubts = self._doubts(keys[0]) if result.status is Status.VASTGESTELD else []
            texts.update(dict.fromkeys(doubts))
            if result.uncertain and not doubts:
                texts.setdefault("Een regel of bedrag waarmee wij rekenen, is nog niet bevestigd")
        return tuple(self._part(text) for text in texts)

    def _reservation(self, reservation: Reservation, result: OutcomeResult) -> list[str]:
        rule = self.program.rules[reservation.rule]
        shielded = rule.sensitive or any(
            self.reading.shielded(held)
            for value, status in self.keys
            for held in self._rules(value, status)
            if held.rule.number == rule.number
        )
        out = [] if shielded else [f"Dat blijft zo tot {reservation.text.rstrip('.')}"]
        low, high = reservation.low, reservation.high
        if isinstance(low, Known) and isinstance(high, Known):
            out.append(f"Later kan het bedrag {range_text(low.value, high.value, result.attr.type)} zijn")
        elif result.value == Known(Fraction(0)):
            out.append("Later kan blijken dat u toch moet betalen")
        else:
            out.append("Later kan de uitkomst nog anders zijn")
        return out

    def _doubts(self, outcome: StepKey) -> list[str]:
        out = []
        for key in self.reading.under(outcome):
            node = self.reading.node(key)
            if isinstance(node, Param) and node.at is None:
                used = self.program.params[node.name].on(self.decision.rekendatum)
                if used is not None and used.certainty in _UNCERTAIN:
                    out.append(f"{self.words.phrase(key)} staat nog niet helemaal vast")
        return out

    def _questions(self) -> tuple[Part, ...]:
        found: dict[str, Part] = {}
        for missing in self.decision.missing:
            if missing.needed and missing.fact.obj:  # the day of sending is not for the citizen to tell
                asked = question(self.words, missing.fact)
                text = NEUTRAL_QUESTION if asked is None else plain_words(asked)
                told = asked is not None and self.case.is_disputed(missing.fact, self.decision.rekendatum)
                found.setdefault(text, Part("vraag", text, children=(_DISPUTED,) if told else ()))
        return tuple(found.values())

    # ------------------------------------------------------------ what to do

    def _to_do(self) -> tuple[Part, ...]:
        """What the citizen must do, by date; what has no date comes last."""
        mine = [d for d in self.decision.deadlines if d.who == "burger" and not _is_objection(d)]
        mine.sort(key=lambda d: (d.due is None, d.due or self.decision.rekendatum, d.what))
        return tuple(Part("termijn", plain_words(sentence(self._duty(deadline)))) for deadline in mine)

    def _duty(self, deadline: Deadline) -> str:
        by = f"uiterlijk {format_date(deadline.due, words=True)}" if deadline.due else ""
        if deadline.what == "betalen":
            term = self.info.payment
            after = f"binnen {term_text(term.amount, term.unit)} {_AFTER_SENDING}" if term else self.info.payment_text
            return f"Betaal {by or after}"
        return f"{by}: {sentence(deadline.what)}" if by else f"{sentence(deadline.what)} De datum hoort u nog"

    def _objection(self) -> tuple[Part, ...]:
        term = self.info.objection
        if term is None or self.decision.status not in (Status.VASTGESTELD, Status.NIET_VAN_TOEPASSING):
            return ()
        where = f" bij {term.at}" if term.at else ""
        due = next((d.due for d in self.decision.deadlines if _is_objection(d) and d.due is not None), None)
        by = f"uiterlijk {format_date(due, words=True)}" if due else f"binnen {term_text(term.amount, term.unit)}"
        after = "" if due else f" {_AFTER_SENDING}"
        return self._part(f"Dan kunt u bezwaar maken{where}"), self._part(f"Doe dat {by}{after}")


def _is_objection(deadline: Deadline) -> bool:
    return "bezwaar" in deadline.what.lower()
