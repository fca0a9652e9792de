"""The answers of the engine as plain data (what JSON can hold), each from a law and what was asked. No state.

Every function takes a :class:`Law` first, and raises RefusedError with all that is wrong with the question.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dsl.diagnostics import diagnose
from dsl.source import NOWHERE
from dsl.suggest import did_you_mean
from engine.decide import decide as decide_case
from engine.decision import Decision, Missing
from engine.decision_json import SPOOR, without_trace
from engine.evaluate import fast_form
from engine.explain import Level, describe
from engine.explain.people import People
from engine.explain.questions import question
from engine.explain.reading import Reading
from engine.explain.tree import Form
from engine.explain.whynot_nl import describe_why_not
from engine.explain.words import Words
from engine.fast.expand import expand
from engine.legal_effect import Handler, PublishedGround, without_legal_effect
from engine.register.canonical import canonical_json, own_json
from engine.register.packing import Packed
from engine.register.replay import decision_payload
from engine.signals import judge
from engine.whynot import why_not as why_not_case
from workbench.service import comparing, dated, overview, weighing
from workbench.service.asked import Asked, Content, Opened, open_asked, open_dossier
from workbench.service.law import Law
from workbench.service.problems import RefusedError, Wrong, wrong_at

Answer = dict[str, Any]

MOST_ASKED = 10
"""So many facts that are still needed are named, the most telling first."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """How a besluit is taken and kept. ``rules``: what the register calls the rules. ``handler`` and ``grounds``: who answers for it, or
    where was published that nobody does; only with ``effect`` (rechtsgevolg) do they have to be there."""

    rules: str
    effect: bool = False
    handler: Handler | None = None
    grounds: tuple[PublishedGround, ...] = ()
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A besluit without its ``trace``, which is JSON already; what is told ``beside`` it, and what the register keeps ``with`` it."""

    besluit: Answer
    trace: str
    beside: Answer
    kept: Answer

    def encoded(self) -> tuple[bytes, bytes]:
        """The answer, and what the register keeps as it keeps it. The besluit stands in both, and is the largest part: it is written
        once."""
        besluit, beside = own_json(self.besluit | {SPOOR: {}}), own_json(self.beside)
        besluit = _filled(besluit, SPOOR, self.trace.encode())
        kept = _filled(canonical_json(self.kept | {"besluit": {}}), "besluit", besluit)
        return besluit[:-1] + b"," + beside[1:], Packed.of(kept).body

    @property
    def answer(self) -> Answer:
        return self._whole | self.beside

    @property
    def payload(self) -> Answer:
        return self.kept | {"besluit": self._whole}

    @property
    def _whole(self) -> Answer:
        return self.besluit | {SPOOR: json.loads(self.trace)}


def _filled(text: bytes, name: str, value: bytes) -> bytes:
    """JSON with a value in the place of the empty object of this name; no text can hold its quotes."""
    return text.replace(b'"%s":{}' % name.encode(), b'"%s":%s' % (name.encode(), value), 1)


def decide(law: Law, asked: Asked, explained: Sequence[Level], keeping: Keeping) -> Kept:
    """The besluit with its trace and signals; under ``uitleg`` the explanation at each level asked for."""
    opened = open_asked(law, asked)
    expanded = expand(fast_form(law.program), opened.info.name, opened.case, opened.moment)
    decision = judged(law, opened, expanded.decision)
    if keeping.effect:
        _may_have_effect(decision, opened, keeping)
    content = asked.dossier if asked.version is None else None
    kept = decision_payload({}, rules=keeping.rules, version=asked.version, content=content)
    beside: Answer = {"opmerkingen": [_remark(one) for one in opened.warnings]}
    if explained:
        beside["uitleg"] = {level: _explained(law, opened, decision, level) for level in explained}
    return Kept(without_trace(decision, law.program), expanded.trace, beside, kept)


def _may_have_effect(decision: Decision, opened: Opened, keeping: Keeping) -> None:
    sent = opened.moment.verzonden_op or keeping.today or opened.moment.rekendatum
    found = without_legal_effect(opened.info.name, decision, keeping.handler, keeping.grounds, sent)
    if found:
        raise RefusedError(wrong_at(one, "/rechtsgevolg") for one in found)


def _remark(one: Wrong) -> Answer:
    return {"code": one.code, "pad": one.path, "oorzaak": one.cause, "oplossing": one.remedy}


def _decided(law: Law, opened: Opened) -> Decision:
    return decide_case(law.program, opened.info.name, opened.case, opened.moment)


def judged(law: Law, opened: Opened, decision: Decision) -> Decision:
    """With its signals, by the reference engine: a process that decides starts no processes of its own."""
    return judge(decision, law.program, opened.case, opened.moment, motor="python")


def _explained(law: Law, opened: Opened, decision: Decision, level: Level) -> Any:
    return json.loads(describe(decision, law.program, opened.case, level, "json"))


def decide_all(law: Law, questions: Sequence[tuple[Asked, Sequence[Level]]], keeping: Keeping) -> Answer:
    """Each besluit with what the register keeps of it, or what is wrong with its question, in the order of the questions."""
    return {"beslissingen": [_one_of(law, number, *one, keeping) for number, one in enumerate(questions)]}


def _one_of(law: Law, number: int, asked: Asked, explained: Sequence[Level], keeping: Keeping) -> Answer:
    try:
        kept = decide(law, asked, explained, keeping)
    except RefusedError as refused:
        placed = [Wrong(one.code, f"/vragen/{number}{one.path}", one.cause, one.remedy) for one in refused.wrongs]
        return {"beslissing": None, "inschrijving": None, "fouten": [_remark(one) for one in placed]}
    return {"beslissing": kept.answer, "inschrijving": kept.payload, "fouten": []}


def explain(law: Law, asked: Asked, level: Level, form: Form) -> Answer:
    """The explanation of the besluit: as a tree (``json``), or as one text."""
    opened = open_asked(law, asked)
    decision = _decided(law, opened)
    if level != "burger":
        decision = judged(law, opened, decision)
    told = describe(decision, law.program, opened.case, level, form)
    return {
        "niveau": level,
        "uitleg": json.loads(told) if form == "json" else None,
        "tekst": "" if form == "json" else told,
    }


def why_not(law: Law, asked: Asked, target: str) -> Answer:
    """Which conditions kept a rule, table row, kenmerk or rechtsstatus from being so."""
    opened = open_asked(law, asked)
    answer = why_not_case(law.program, opened.info.name, opened.case, opened.moment, target)
    if answer.meant is not None:
        remedy = did_you_mean(answer.meant) or None
        raise RefusedError([wrong_at(diagnose("TS809", NOWHERE, name=target[:80], remedy=remedy), "/doel")])
    return {"uitleg": json.loads(describe_why_not(answer, "json"))}


def next_question(law: Law, asked: Asked) -> Answer:
    """The status of the besluit and what to ask first: facts in the order that settles most, and questions for a person to judge."""
    opened = open_asked(law, asked)
    decision = _decided(law, opened)
    reading = Reading(law.program, decision.trace, opened.case, opened.moment.rekendatum)
    words = Words(reading, People(law.program, opened.case), "formal")
    needed = [one for one in decision.missing if one.needed][:MOST_ASKED]
    return {
        "status": decision.status.value,
        "vraag": _asked(words, needed[0]) if needed else None,
        "nogNodig": [_asked(words, one) for one in needed],
        "oordelen": [{"sleutel": one.key, "vraag": one.text} for one in decision.questions],
    }


def _asked(words: Words, missing: Missing) -> Answer:
    fact = missing.fact
    return {
        "object": fact.obj,
        "feit": fact.name,
        "op": None if fact.at is None else fact.at.isoformat(),
        "vraag": question(words, fact),
        "waarom": missing.why,
    }


def signals(law: Law, asked: Asked) -> Answer:
    """The maatwerk signals of a case, without the rest of the besluit."""
    opened = open_asked(law, asked)
    report = judged(law, opened, _decided(law, opened)).signals
    return {"besluit": opened.info.name, "signalen": None if report is None else report.to_json()}


def open_(law: Law, content: Content, within: str) -> Answer:
    """Whether a dossier is in order, with what is odd about it. ``within``: where it stood in what was sent."""
    _, warnings = open_dossier(law, content, within)
    return {"opmerkingen": [_remark(one) for one in warnings]}


ANSWERS: Mapping[str, Callable[..., Answer | Kept]] = {
    "open": open_,
    "decide": decide,
    "decide_all": decide_all,
    "explain": explain,
    "why_not": why_not,
    "next_question": next_question,
    "signals": signals,
    "what_if": comparing.what_if,
    "smallest": comparing.smallest,
    "revise": comparing.revise_asked,
    "timeline": dated.timeline,
    "traject": dated.traject,
    "overview": overview.overview,
    "weighing_form": weighing.form,
    "check_weighing": weighing.check,
}
"""What may be asked of a worker, by name."""


def encoded(found: Answer | Kept) -> tuple[bytes, bytes]:
    """As JSON, the same bytes for the same answer; with what the register keeps of it, or nothing."""
    return found.encoded() if isinstance(found, Kept) else (own_json(found), b"")
