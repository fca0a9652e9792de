"""What goes to an engine for one case: the rules of its signals, the facts they are judged on, and what is not judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dsl.program import Program, SignalInfo
from engine.case import Case, Moment
from engine.general import Run
from engine.signals.facts import FactWriter, SubjectFacts, TooMuch
from engine.signals.form import Fact, RuleForm, SignalFormError, plan_signal
from engine.signals.grounds import lacking, limits
from engine.signals.outcome import BaselessSignal, OpenSignal
from engine.signals.subjects import subjects_of
from engine.values import FactRef

FEW = 2
"""A dossier with fewer relevant facts than this has nothing to correlate; it does not go to the worker."""


@dataclass(slots=True)
class Prepared:
    """``closed``: signals that stay open whatever an engine finds. ``silent``: roles of which nobody said who is in them."""

    rules: list[RuleForm] = field(default_factory=list)
    subjects: list[SubjectFacts] = field(default_factory=list)
    closed: list[OpenSignal] = field(default_factory=list)
    baseless: list[BaselessSignal] = field(default_factory=list)
    silent: tuple[FactRef, ...] = ()


def prepare(program: Program, signals: Sequence[SignalInfo], case: Case, moment: Moment) -> Prepared:
    """Read the case for these signals; for one without a ground on the rekendatum nothing is read."""
    out = Prepared()
    found, out.silent = subjects_of(program, case, frozenset(info.over for info in signals), moment.rekendatum)
    writer = FactWriter(Run(program, case, moment))
    numbers = {key: number for number, key in enumerate(key for keys in found.values() for key in keys)}
    for index, info in enumerate(signals):
        absent = lacking(program, info, moment.rekendatum)
        if absent:
            out.baseless.append(BaselessSignal(info.name, info.regeling, absent))
            continue
        allowed = limits(program, info, moment.rekendatum)
        try:
            plan = plan_signal(program, info, index)
        except SignalFormError as error:
            out.closed.extend(_closed(info, key, str(error)) for key in found[info.over])
            continue
        out.rules.extend(alternative.rule for alternative in plan.alternatives)
        for key in found[info.over]:
            try:
                subject = writer.subject(plan, key, numbers[key], allowed)
            except TooMuch as error:
                out.closed.append(_closed(info, key, str(error)))
                continue
            if subject is not None:
                out.subjects.append(subject)
    return out


def _closed(info: SignalInfo, about: str, why: str) -> OpenSignal:
    return OpenSignal(info.name, info.regeling, about, (), reasons=(why,))


def screened(subjects: Iterable[SubjectFacts]) -> list[Fact]:
    """The facts of the rules for which every fact that must exist is there; on no other could a rule fire."""
    facts: list[Fact] = []
    for subject in subjects:
        present = {fact.kind for fact in subject.certain}
        for alternative in subject.plan.alternatives:
            rule = alternative.rule
            wanted = {rule.subject, *(pattern.kind for pattern in rule.patterns if not pattern.negated)}
            if wanted <= present:
                used = wanted | {pattern.kind for pattern in rule.patterns}
                facts.extend(fact for fact in subject.certain if fact.kind in used)
    return facts


def relevant(rules: Iterable[RuleForm], facts: Iterable[Fact]) -> int:
    """How many of the facts are from the dossier: all but those that only say about whom a signal is."""
    subjects = {rule.subject for rule in rules}
    return sum(fact.kind not in subjects for fact in facts)
