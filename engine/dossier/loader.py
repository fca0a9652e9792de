"""From the text of a dossier to a Case: the objects, the object that the besluit is over, the answers, the dates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from dsl.diagnostics import Diagnostic, diagnose
from dsl.program import DecisionInfo, Program, TrajectInfo
from dsl.source import NOWHERE
from dsl.suggest import did_you_mean, suggest
from engine.case import Case, Moment, Obj
from engine.dossier.answers import ANSWERS, AnswerReader
from engine.dossier.choice import Choice, TwoFiles, chosen
from engine.dossier.facts import read_date
from engine.dossier.history import HistoryReader, SentDecision
from engine.dossier.ledger import Ledger, objects_known
from engine.dossier.links import link
from engine.dossier.objects import ObjectReader
from engine.dossier.report import Report, is_json, shortened, yaml_findings
from engine.dossier.statements import View
from engine.dossier.vocabulary import Vocabulary, folded
from engine.safe_yaml import Mapping, Node, Scalar, Sequence, load_yaml
from engine.values import Scalar as ScalarValue

FACTS = "feiten"
REFERENCE_DATE = "rekendatum"
SENT_ON = "verzonden op"
CLAIMED = "aangevraagd"
HISTORY = "besluiten"
_REMARKS = frozenset({"naam", "toelichting"})
"""Keys for people, which say nothing about the case."""


@dataclass(frozen=True, slots=True)
class LoadedCase:
    """A case with the dates that its dossier gives; a command may give others. ``dossier`` is what it is a case of."""

    case: Case
    rekendatum: date | None = None
    verzonden_op: date | None = None
    dossier: Dossier | None = None

    def moment(self, rekendatum: date | None = None, verzonden_op: date | None = None) -> Moment | None:
        """The dates to decide with: those given here, or else those of the dossier; None without a rekendatum."""
        day = rekendatum or self.rekendatum
        if day is None:
            return None
        view = self.dossier
        known = (None, None) if view is None else (view.bekend_op, view.bekend_bij)
        return Moment(day, verzonden_op or self.verzonden_op, *known)

    def as_known(self, on: date | None = None, by: str | None = None) -> LoadedCase | None:
        """The case as known on a day to an organisation; see :meth:`Dossier.as_known`. None when it is not known then that there is
        such an object as the besluit is over."""
        assert self.dossier is not None
        view = self.dossier.as_known(on, by)
        root = view.objects.get(self.case.root.key)
        if root is None:
            return None
        return LoadedCase(view.case(root), self.rekendatum, self.verzonden_op, view)


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier that was read for no besluit in particular. ``top`` are the objects that stand at the top of it; ``claimed`` the
    besluiten that were asked for already, by name (None: the dossier does not say). ``history`` are the besluiten
    that were sent before. ``ledger`` is what was said, by whom and known
    since when, where the dossier tells (None: nowhere); ``bekend_op`` and ``bekend_bij`` are the view that this is."""

    objects: dict[str, Obj]
    top: tuple[Obj, ...]
    answers: dict[str, ScalarValue]
    rekendatum: date | None
    verzonden_op: date | None
    claimed: frozenset[str] | None
    ledger: Ledger | None = None
    bekend_op: date | None = None
    bekend_bij: str | None = None
    history: tuple[SentDecision, ...] = ()

    @property
    def tells_who_knew(self) -> bool:
        """Whether some fact of it is known to some organisations and not to others."""
        return self.ledger is not None and self.ledger.tells_who_knew

    def as_known(self, on: date | None = None, by: str | None = None) -> Dossier:
        """The dossier as known on a day (None: whatever day) to an organisation (in the words for an executor; None: whomever). A
        view of a view holds what is known in both. The objects are new ones; this dossier stays as it is."""
        if on is None and by is None:
            return self
        known = (_earlier(on, self.bekend_op), by or self.bekend_bij)
        sent = tuple(one for one in self.history if on is None or one.sent <= on)
        if self.ledger is None:
            return replace(self, bekend_op=known[0], bekend_bij=known[1], history=sent)
        view = View.of(on, by)
        ledger = self.ledger.known(view)
        objects = objects_known(self.objects, self.top, ledger, view)
        top = tuple(objects[obj.key] for obj in self.top)
        answers = self.ledger.answers_known(self.answers, view)
        return Dossier(objects, top, answers, self.rekendatum, self.verzonden_op, self.claimed, ledger, *known, sent)

    def objects_for(self, decision: DecisionInfo) -> tuple[Obj, ...]:
        """The objects that a besluit could be over: those at the top, or else all of its type."""
        return _objects_for(decision, self.top, self.objects)

    def case(self, over: Obj) -> Case:
        """The case of a besluit over this object."""
        return Case(over, self.objects, self.answers)


class CaseLoader:
    """Loads dossiers of one program; keep it when there are many, for it remembers what keys the types have."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.vocabulary = Vocabulary(program)
        self._answers = AnswerReader(program)
        self._decisions: dict[str, tuple[DecisionInfo, ...]] = {}
        for item in program.decisions.values():
            self._decisions[folded(item.name)] = (*self._decisions.get(folded(item.name), ()), item)

    def decision(self, name: str) -> DecisionInfo | None:
        """The besluit of that name, whatever its case."""
        found = self._decisions.get(folded(name), ())
        return self.program.decisions.get(name) or (found[0] if len(found) == 1 else None)

    def load(self, besluit: str, text: str | bytes | Mapping, path: str) -> tuple[LoadedCase | None, list[Diagnostic]]:
        """Read a dossier. Without errors there is a case; warnings may come with it. Never raises for what is in ``text``, which may
        have been read already."""
        decision = self.decision(besluit)
        if decision is None:
            remedy = did_you_mean(suggest(besluit, self.program.decisions)) or None
            return None, [diagnose("TS802", NOWHERE, remedy=remedy, name=shortened(besluit))]
        root, report = _opened(text, path)
        if root is None:
            return None, report.found
        reader = ObjectReader(self.vocabulary, report)
        read = self._read(decision, root, reader)
        over = self._over(decision, read.top, root, reader)
        if over is None or report.has_errors:
            return None, report.found
        return LoadedCase(read.case(over), read.rekendatum, read.verzonden_op, read), report.found

    def open(self, text: str | bytes | Mapping, path: str) -> tuple[Dossier | None, list[Diagnostic]]:
        """Read a dossier for every besluit that it has an object for. Never raises for what is in ``text``."""
        root, report = _opened(text, path)
        if root is None:
            return None, report.found
        read = self._read(None, root, ObjectReader(self.vocabulary, report))
        return (None if report.has_errors else read), report.found

    def open_with(self, text: str | bytes, path: str, choice: Choice) -> tuple[Dossier | None, list[Diagnostic]]:
        """The dossier as it is with a choice. Never raises for what is in ``text``."""
        root, report = _opened(text, path)
        if root is None:
            return None, report.found
        both = TwoFiles(report, choice)
        read = self._read(None, chosen(root, choice), ObjectReader(self.vocabulary, both))
        return (None if both.has_errors else read), both.found

    def _read(self, decision: DecisionInfo | None, root: Mapping, reader: ObjectReader) -> Dossier:
        report = reader.report
        roots: list[Obj] = []
        answers: Node | None = None
        history: Node | None = None
        claimed: frozenset[str] | None = None
        days: dict[str, date | None] = {}
        for key, value in root.entries:
            name = folded(key.text)
            if name == ANSWERS:
                answers = value
            elif name in (REFERENCE_DATE, SENT_ON):
                days[name] = read_date(name, value, self.program, report)
            elif name == HISTORY:
                history = value
            elif name == CLAIMED:
                claimed = self._claimed(value, report)
            elif name not in _REMARKS:
                roots += self._roots(decision, key, value, reader)
        ledger = link(reader)
        given = self._answers.read(answers, report)
        ledger.answers.update(given.said)
        dates = days.get(REFERENCE_DATE), days.get(SENT_ON)
        sent = self._history(history, reader)
        said = None if ledger.is_empty else ledger
        return Dossier(reader.objects, tuple(roots), given.given, *dates, claimed, said, history=sent)

    def _history(self, node: Node | None, reader: ObjectReader) -> tuple[SentDecision, ...]:
        if node is None:
            return ()
        return HistoryReader(self.program, reader.report, self.decision, frozenset(reader.objects)).read(node)

    def _claimed(self, node: Node, report: Report) -> frozenset[str]:
        """The besluiten that the dossier says were asked for."""
        if isinstance(node, Scalar) and folded(node.text) == "geen":
            return frozenset()
        names = set()
        if not isinstance(node, Sequence) or not all(isinstance(item, Scalar) for item in node.items):
            report.add("TS514", node, reason=f"onder '{CLAIMED}' hoort een lijst met namen van besluiten, of 'geen'")
            return frozenset()
        for item in node.items:
            assert isinstance(item, Scalar)
            found = self.decision(item.text)
            if found is None:
                remedy = report.near(item.text, self.program.decisions)
                report.add("TS802", item, remedy=remedy, name=shortened(item.text))
            else:
                names.add(found.name)
        return frozenset(names)

    def case(
        self,
        decision: DecisionInfo | TrajectInfo,
        facts: Node,
        answers: Node | None,
        report: Report,
        known: tuple[date | None, str | None] = (None, None),
    ) -> Case | None:
        """The case of a scenario, as known on a day to an organisation: ``facts`` is the group of the object that the besluit is
        over. None with findings."""
        loaded = self.scenario(decision, facts, answers, None, report)
        view = None if loaded is None else loaded.as_known(*known)
        return None if view is None else view.case

    def scenario(
        self,
        decision: DecisionInfo | TrajectInfo,
        facts: Node,
        answers: Node | None,
        history: Node | None,
        report: Report,
    ) -> LoadedCase | None:
        """As :meth:`case`, with the dossier that it is a case of; ``history``: what was decided and sent before."""
        before = len(report.found)
        if not isinstance(facts, Mapping):
            reason = f"'{FACTS}' is een groep van gegevens van de {decision.over}"
            report.add("TS514", facts, reason=reason)
            return None
        reader = ObjectReader(self.vocabulary, report)
        root = reader.read(self.program.types[decision.over], facts, decision.over)
        ledger = link(reader)
        given = self._answers.read(answers, report)
        ledger.answers.update(given.said)
        sent = self._history(history, reader)
        if any(item.severity.value == "fout" for item in report.found[before:]):
            return None
        said = None if ledger.is_empty else ledger
        dossier = Dossier(reader.objects, (root,), given.given, None, None, None, said, history=sent)
        return LoadedCase(dossier.case(root), dossier=dossier)

    # --- which object ---------------------------------------------------------------------------------------------

    def _roots(self, decision: DecisionInfo | None, key: Scalar, value: Node, reader: ObjectReader) -> list[Obj]:
        """The objects under one key at the top: of the type that the key names, or of the besluit's for ``feiten``."""
        name = decision.over if decision is not None and folded(key.text) == FACTS else key.text
        info = self.vocabulary.type_named(name)
        if info is None:
            known = [*self.vocabulary.type_names(), ANSWERS, REFERENCE_DATE, SENT_ON, CLAIMED, HISTORY, FACTS]
            remedy = reader.report.near(folded(key.text), known)
            if decision is None:
                if folded(key.text) == FACTS:
                    remedy = "Noem het object waarvan dit de feiten zijn, bijvoorbeeld 'leefeenheid:'."
            elif not remedy and self.vocabulary.key(self.program.types[decision.over], key.text) is not None:
                remedy = f"Dit is een gegeven van de {decision.over}: zet het onder '{decision.over}:'."
            reader.report.add("TS512", key, remedy=remedy, name=shortened(key.text))
            return []
        parts = value.items if isinstance(value, Sequence) else (value,)
        found = []
        for number, part in enumerate(parts, start=1):
            if isinstance(part, Mapping):
                place = f"{info.name}[{number}]" if isinstance(value, Sequence) else info.name
                found.append(reader.read(info, part, place))
            else:
                reader.report.add("TS514", part, reason=f"onder '{key.text}' hoort een groep van gegevens")
        return found

    def _over(self, decision: DecisionInfo, top: tuple[Obj, ...], at: Mapping, reader: ObjectReader) -> Obj | None:
        """The one object that the besluit is over: at the top, or else anywhere in the dossier."""
        found = _objects_for(decision, top, reader.objects)
        if len(found) == 1:
            return found[0]
        where: Node = at.entries[0][0] if at.entries else at
        code = "TS523" if found else "TS524"
        if found or not reader.report.has_errors:
            reader.report.add(code, where, besluit=decision.name, name=decision.over, count=len(found))
        return None


def load_case(
    program: Program, besluit_name: str, text: str | bytes, path: str
) -> tuple[LoadedCase | None, list[Diagnostic]]:
    """Read one dossier for one besluit; see :meth:`CaseLoader.load`."""
    return CaseLoader(program).load(besluit_name, text, path)


def _opened(text: str | bytes | Mapping, path: str) -> tuple[Mapping | None, Report]:
    """The group at the top of a dossier; None with findings when there is none."""
    if isinstance(text, Mapping):
        return text, Report(path, quotes_mean_text=False)
    loaded = load_yaml(text)
    report = Report(path, not is_json(loaded.text), yaml_findings(loaded, path))
    if isinstance(loaded.root, Mapping):
        return loaded.root, report
    if loaded.root is not None:
        reason = "een dossier begint met namen van objecten, elk met een dubbele punt"
        report.add("TS514", loaded.root, reason=reason)
    return None, report


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


def _objects_for(decision: DecisionInfo, top: tuple[Obj, ...], objects: dict[str, Obj]) -> tuple[Obj, ...]:
    first = tuple(obj for obj in top if obj.type == decision.over)
    return first or tuple(obj for obj in objects.values() if obj.type == decision.over)
