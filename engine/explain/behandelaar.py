"""The explanation for the case handler: which rules applied and which were set aside, on what facts, and where there is room."""

from __future__ import annotations

from dsl.notation import format_date
from dsl.program import Applies, BoolType, Choice, Input, Judge, Lookup, Param, Program, RuleInfo, SourceRef
from engine.active import rules_with_room
from engine.case import Case, Disputed, Unobtainable
from engine.decision import Decision, OutcomeResult
from engine.dossier.words import value_words
from engine.explain.node_words import NodeWords
from engine.explain.people import People
from engine.explain.questions import question
from engine.explain.reading import Atom, Held, Reading
from engine.explain.signals_nl import signal_parts
from engine.explain.tree import Explanation, Part, Section
from engine.explain.values_nl import enumeration, range_text, sentence, value_text
from engine.explain.words import Words
from engine.trace import StepKey, address
from engine.values import YES, Known, Scalar, Value


def explain(program: Program, decision: Decision, case: Case) -> Explanation:
    """The file's explanation of a decision."""
    return FileNote(program, decision, case).write()


class FileNote:
    """Everything that the trace says, in the words of the law."""

    def __init__(self, program: Program, decision: Decision, case: Case) -> None:
        self.program = program
        self.decision = decision
        self.case = case
        self.reading = Reading(program, decision.trace, case, decision.rekendatum)
        self.words = Words(self.reading, People(program, case), "formal")
        self.general = NodeWords(program)

    def write(self) -> Explanation:
        sections = (
            Section("Uitkomst", self.outcomes()),
            Section("Toegepaste regels", self._applied()),
            Section("Opzij gezette regels", self._set_aside()),
            Section("Parameters en tabellen", self.parameters()),
            Section("Gebruikte feiten", self._facts()),
            Section("Opgegeven in plaats van berekend", self._given()),
            Section("Ontbrekende feiten", self.missing()),
            Section("Te beoordelen", self._room()),
            Section("Signalen", self._signals()),
            Section("Bevindingen", tuple(Part("melding", f"{f.code}: {f.text}") for f in self.decision.findings)),
            Section("Termijnen", self.deadlines()),
            Section("Herhalen", self._receipt()),
        )
        title = f"{self.decision.besluit}, rekendatum {format_date(self.decision.rekendatum)}"
        return Explanation("behandelaar", title, tuple(section for section in sections if section.parts))

    # ------------------------------------------------------------ what came out

    def outcomes(self) -> tuple[Part, ...]:
        sent = self.decision.verzonden_op
        when = f"verzonden op {format_date(sent)}" if sent else "nog niet verzonden"
        parts = [Part("melding", f"Status: {self.decision.status.value}; {when}")]
        for result, keys in zip(self.decision.outcomes, self.decision.trace.outcomes, strict=True):
            parts.append(self._outcome(result, keys))
        return tuple(parts)

    def _outcome(self, result: OutcomeResult, keys: tuple[StepKey, StepKey | None]) -> Part:
        status = f"{result.status.value}, {result.finality}" if result.finality else result.status.value
        below = [Part("melding", f"status: {status}")]
        if result.legal_status is not None:
            below.append(Part("melding", "rechtsstatus", _status_text(result.legal_status)))
        if len(result.grounds) > 1:
            names = enumeration([f'"{self.program.rules[ground].name}"' for ground in result.grounds])
            below.append(Part("melding", f"gronden die gelden: {names}", rules=result.grounds))
        for reservation in result.reservations:
            below.append(Part("melding", f"voorlopig tot {reservation.text}", rules=(reservation.rule,)))
            low, high = reservation.low, reservation.high
            if isinstance(low, Known) and isinstance(high, Known):
                later = range_text(low.value, high.value, result.attr.type)
                below.append(Part("melding", f"latere vaststelling: {later}"))
        below += [Part("melding", f"niet zeker: {text}") for text in result.uncertain]
        addresses = tuple(address(key) for key in keys if key is not None)
        shown = value_text(result.value, result.attr.type)
        return Part("feit", result.words, shown, addresses=addresses, children=tuple(below))

    # ------------------------------------------------------------ rules

    def _applied(self) -> tuple[Part, ...]:
        return tuple(self.rule_part(held) for held in self.rules())

    def rules(self) -> tuple[Held, ...]:
        """Every rule that gave something that the outcome rests on, from the outcome down."""
        found: dict[tuple[int, tuple[str, ...]], Held] = {}
        for root in (key for pair in self.decision.trace.outcomes for key in pair if key is not None):
            for key in self.reading.under(root):
                if isinstance(self.reading.node(key), Choice):
                    for held in self.reading.held(key, possible=True):
                        found.setdefault((held.rule.number, held.applies[1]), held)
        return tuple(found.values())

    def rule_part(self, held: Held) -> Part:
        below = [self.condition_part(atom) for atom in held.atoms]
        for row in held.rows:
            below.append(Part("melding", f"rij {row} van de tabel past"))
        about = self.words.people.formal(held.applies[1][0])
        doubt = "" if self.reading.value(held.applies) == YES else " (geldt misschien)"
        marks = self._marks(held.rule)
        without_amount = held.rule.status in ("niet verschuldigd", "niet opgelegd")
        shown = None if held.value is None or without_amount else self.words.value(held.value)
        return Part(
            "regel",
            f'Regel "{held.rule.name}" voor {about}{doubt}{marks}',
            shown,
            held.rule.sources,
            (address(held.applies),),
            (held.rule.number,),
            tuple(below),
        )

    def _marks(self, rule: RuleInfo) -> str:
        marks = []
        if rule.status:
            marks.append(rule.status)
        if rule.room:
            marks.append(rule.room)
        if rule.sensitive:
            marks.append("gevoelig: niet in de brief noemen")
        if rule.certainty and rule.certainty != "hoog":
            marks.append(f"zekerheid {rule.certainty}")
        return f" [{'; '.join(marks)}]" if marks else ""

    def condition_part(self, atom: Atom) -> Part:
        return Part("voorwaarde", self.words.condition(atom), addresses=(address(atom.key),))

    def _set_aside(self) -> tuple[Part, ...]:
        """Rules whose conditions are met, but that another rule puts out of the way."""
        found: dict[str, Part] = {}
        for key in self.decision.trace.steps:
            node = self.reading.node(key)
            if not isinstance(node, Choice):
                continue
            for candidate in node.candidates:
                if self.reading.value(self.reading.at(candidate.applies, key[1])) != YES:
                    continue
                by = [d for d in candidate.defeaters if self.reading.value(self.reading.at(d, key[1])) == YES]
                if by:
                    rule = self.program.rules[candidate.rule]
                    names = enumeration([f'"{self._rule_of(defeater).name}"' for defeater in by])
                    text = f'Regel "{rule.name}" voor {self.words.people.formal(key[1][0])} wijkt voor {names}'
                    found.setdefault(text, Part("regel", text, None, rule.sources, (), (rule.number,)))
        return tuple(found.values())

    def _rule_of(self, applies: int) -> RuleInfo:
        node = self.program.nodes[applies]
        assert isinstance(node, Applies)
        return self.program.rules[node.rule]

    # ------------------------------------------------------------ what it was computed from

    def parameters(self) -> tuple[Part, ...]:
        """The parameters and table rows used, with the day from which their value holds and its source."""
        found: dict[str, Part] = {}
        for key in self._used():
            node = self.reading.node(key)
            if isinstance(node, Param | Lookup):
                text = self.words.phrase(key)
                extra, sources = self._origin(node, key)
                part = Part("parameter", text + extra, self.words.value(key), sources, (address(key),))
                found.setdefault(text + extra, part)
        return tuple(found[text] for text in sorted(found))

    def _origin(self, node: Param | Lookup, key: StepKey) -> tuple[str, tuple[SourceRef, ...]]:
        if isinstance(node, Lookup):
            return "", self.program.tables[node.table].sources
        info = self.program.params[node.name]
        day = self.reading.day_of(node, key)
        used = None if day is None else info.on(day)
        if used is None:
            return "", info.sources
        until = "" if used.end is None else f" t/m {format_date(used.end)}"
        doubt = f", zekerheid {used.certainty}" if used.certainty and used.certainty != "hoog" else ""
        return f" (vanaf {format_date(used.start)}{until}{doubt})", used.sources or info.sources

    def _used(self) -> tuple[StepKey, ...]:
        found: dict[StepKey, None] = {}
        for root in (key for pair in self.decision.trace.outcomes for key in pair if key is not None):
            found.update(dict.fromkeys(self.reading.under(root)))
        return tuple(found)

    def _facts(self) -> tuple[Part, ...]:
        found: dict[str, Part] = {}
        for key in self._used():
            node = self.reading.node(key)
            if isinstance(node, Input):
                text, value = self._fact(node, key)
                found.setdefault(text, Part("feit", text, value, addresses=(address(key),)))
        return tuple(found[text] for text in sorted(found))

    def _fact(self, node: Input, key: StepKey) -> tuple[str, str]:
        """What the fact is called and its value; a kenmerk is called by what it says."""
        called = self.words.clause(key) if isinstance(node.type, BoolType) else self.words.attribute(node, key)
        return called, self._given_value(node, key)

    def _given_value(self, node: Input, key: StepKey) -> str:
        owner = self.reading.object_key(self.reading.at(node.obj, key[1]))
        day = self.reading.day_of(node, key)
        found = self.case.objects.get(owner or "")
        given = found.fact(node.attr, day) if found and day else None
        if isinstance(given, Unobtainable):
            by = f" volgens {given.by}" if given.by else ""
            return f"niet te verkrijgen{by}" + (f" op {format_date(given.on)}" if given.on else "")
        if isinstance(given, Disputed):
            claims = (f"{origin or 'zonder herkomst'}: {self._claim(node, value)}" for origin, value in given.claims)
            return f"in tegenspraak ({'; '.join(claims)})"
        return self.words.value(key)

    def _claim(self, node: Input, value: Scalar | Unobtainable) -> str:
        return "niet te verkrijgen" if isinstance(value, Unobtainable) else value_words(node.type, value)

    def _given(self) -> tuple[Part, ...]:
        found: dict[str, Part] = {}
        for key in self.decision.trace.steps:
            node = self.reading.node(key)
            if not isinstance(node, Choice) or node.given is None:
                continue
            given = self.reading.at(node.given, key[1])
            if given in self.decision.trace.steps[key].operands:
                text = self.words.phrase(given)
                value = self._given_value(told, given) if isinstance(told := self.reading.node(given), Input) else None
                found.setdefault(text, Part("feit", text, value, addresses=(address(key),)))
        return tuple(found.values())

    # ------------------------------------------------------------ what is open

    def missing(self) -> tuple[Part, ...]:
        """What to ask, in order of asking."""
        parts = []
        for item in self.decision.missing:
            text = question(self.words, item.fact) or item.fact.name
            extra = "" if item.needed else " (waarschijnlijk niet nodig)"
            why = (Part("melding", sentence(item.why)),) if item.why else ()
            parts.append(Part("vraag", text + extra, children=why))
        return tuple(parts)

    def _room(self) -> tuple[Part, ...]:
        """The questions to judge, and the rules that leave the case handler room here."""
        parts = [Part("vraag", question.text, sources=question.sources) for question in self.decision.questions]
        asked = {question.key for question in self.decision.questions}
        seen: set[str] = set(asked)
        for key, step in self.decision.trace.steps.items():
            node = self.reading.node(key)
            if isinstance(node, Judge) and node.key not in seen and isinstance(step.value, Known):
                seen.add(node.key)
                parts.append(Part("vraag", f"Beoordeeld: {node.question}", self.words.value(key)))
        for rule in rules_with_room(self.program, self.decision.trace):
            text = f'De regel "{rule.name}" geeft beoordelingsruimte'
            condition = self.program.nodes[rule.applies]
            assert isinstance(condition, Applies)
            asks = (
                ()
                if condition.condition is None
                else (Part("voorwaarde", sentence(f"Nodig: {self.general.clause((condition.condition, ()))}")),)
            )
            parts.append(Part("regel", text, None, rule.sources, (), (rule.number,), asks))
        return tuple(parts)

    def _signals(self) -> tuple[Part, ...]:
        report = self.decision.signals
        if report is None:
            return ()
        return signal_parts(self.words, report)

    def deadlines(self) -> tuple[Part, ...]:
        dated = sorted(
            self.decision.deadlines, key=lambda d: (d.due is None, d.due or self.decision.rekendatum, d.what)
        )
        return tuple(
            Part(
                "termijn",
                f"{d.what.rstrip('.')} ({d.who})",
                format_date(d.due, words=True) if d.due else d.why_unknown or "nog niet bekend",
                () if d.source is None else (d.source,),
            )
            for d in dated
        )

    def _receipt(self) -> tuple[Part, ...]:
        receipt = self.decision.receipt
        known = []
        if receipt.bekend_op is not None:
            known.append(Part("melding", "feiten zoals bekend op", format_date(receipt.bekend_op)))
        if receipt.bekend_bij is not None:
            known.append(Part("melding", "feiten zoals bekend bij", receipt.bekend_bij))
        return (
            *known,
            Part("melding", "regels", receipt.program),
            Part("melding", "feiten", receipt.facts),
            Part("melding", "uitkomst", receipt.outcome),
            Part("melding", "versie van de rekenmachine", receipt.engine),
        )


def _status_text(value: Value) -> str:
    if isinstance(value, Known):
        return str(value.value)
    options = getattr(getattr(value, "bounds", None), "options", None)
    return f"nog niet bekend ({enumeration(sorted(options), 'of')})" if options else "nog niet bekend"
