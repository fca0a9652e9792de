"""What goes to an engine for one case: the rules of its signals, the facts they are judged on, and what is not judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from dsl.program import Program, SignalInfo
from engine.case import Case, Moment
from engine.general import Run
from engine.signals.facts import FactWriter, Group, SubjectFacts
from engine.signals.form import Fact, RuleForm
from engine.signals.grounds import lacking, limits
from engine.signals.members import TooMuch
from engine.signals.outcome import BaselessSignal, OpenSignal
from engine.signals.planning import Kinds, SignalFormError, SignalPlan, plan_signal
from engine.signals.remember import Remembered
from engine.signals.subjects import subjects_of
from engine.values import FactRef

FEW = 2
"""A dossier with fewer relevant facts than this has nothing to correlate; it does not go to the worker."""


@dataclass(frozen=True, slots=True)
class _Planned:
    """A signal on a day: its plan, or in words why it has none; what it has no ground for, and to which regelingen it is limited."""

    info: SignalInfo
    plan: SignalPlan | None
    refused: str
    absent: tuple[str, ...]
    limits: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Plans:
    signals: tuple[_Planned, ...]
    single: tuple[RuleForm, ...]
    correlating: tuple[RuleForm, ...]


@dataclass(slots=True)
class Prepared:
    """The rules that look for a ``single`` fact and those that look for more (``correlating``): the same tuples for every case of the
    same signals on the same day. Signals share facts, so each set of rules is judged on its own facts only: on those of the other a
    fact that may not exist could be lacking. ``closed``: signals that stay open whatever an
    engine finds. ``silent``: roles of which nobody said who is in them."""

    single: tuple[RuleForm, ...]
    correlating: tuple[RuleForm, ...]
    subjects: list[SubjectFacts] = field(default_factory=list)
    closed: list[OpenSignal] = field(default_factory=list)
    baseless: list[BaselessSignal] = field(default_factory=list)
    silent: tuple[FactRef, ...] = ()


_plans: Remembered[_Plans] = Remembered()


def prepare(program: Program, signals: Sequence[SignalInfo], case: Case, moment: Moment) -> Prepared:
    """Read the case for these signals; for one without a ground on the rekendatum nothing is read."""
    on = moment.rekendatum
    plans = _plans.get((program, *signals), on, lambda: _planned(program, signals, on))
    found, silent = subjects_of(program, case, frozenset(info.over for info in signals), on)
    out = Prepared(plans.single, plans.correlating, silent=silent)
    writer = FactWriter(Run(program, case, moment))
    numbers = {key: number for number, key in enumerate(key for keys in found.values() for key in keys)}
    for planned in plans.signals:
        info = planned.info
        if planned.absent:
            out.baseless.append(BaselessSignal(info.name, info.regeling, planned.absent))
            continue
        for key in found[info.over]:
            if planned.plan is None:
                out.closed.append(_closed(info, key, planned.refused))
                continue
            try:
                subject = writer.subject(planned.plan, key, numbers[key], planned.limits)
            except TooMuch as error:
                out.closed.append(_closed(info, key, str(error)))
                continue
            if subject is not None:
                out.subjects.append(subject)
    return out


def _planned(program: Program, signals: Sequence[SignalInfo], on: date) -> _Plans:
    listed: list[_Planned] = []
    rules: list[RuleForm] = []
    kinds: Kinds = {}
    for index, info in enumerate(signals):
        plan, refused, absent, allowed = None, "", lacking(program, info, on), limits(program, info, on)
        if not absent:
            try:
                plan = plan_signal(program, info, index, allowed, kinds)
                rules.extend(alternative.rule for alternative in plan.alternatives)
            except SignalFormError as error:
                refused = str(error)
        listed.append(_Planned(info, plan, refused, absent, allowed))
    correlating = tuple(rule for rule in rules if rule.correlating)
    return _Plans(tuple(listed), tuple(rule for rule in rules if not rule.correlating), correlating)


def _closed(info: SignalInfo, about: str, why: str) -> OpenSignal:
    return OpenSignal(info.name, info.regeling, about, (), reasons=(why,))


def screened(subjects: Iterable[SubjectFacts], *, correlating: bool) -> list[Fact]:
    """The facts of the rules for which every fact that must exist is there; on no other could a rule fire. ``correlating``: of the
    rules that look for more than one fact, or (False) of the others, which anyone can judge at a glance."""
    found: dict[tuple[str, str], Group] = {}
    for subject in subjects:
        for alternative in subject.ready:
            if alternative.rule.correlating is correlating:
                for kind in alternative.rule.kinds:
                    found[kind, subject.about] = subject.groups[kind]
    return [fact for group in found.values() for fact in group.certain]


def relevant(rules: Iterable[RuleForm], facts: Iterable[Fact]) -> int:
    """How many of the facts are from the dossier: all but those that only say about whom a signal is."""
    subjects = {rule.subject for rule in rules}
    return sum(fact.kind not in subjects for fact in facts)
