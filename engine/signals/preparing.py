"""What goes to an engine for one case: the rules of its signals, the facts they are judged on, and what is not judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
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
    """A signal on a day: its plan, or in words why it has none, and to which regelingen it is limited."""

    info: SignalInfo
    plan: SignalPlan | None
    refused: str
    limits: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Plans:
    """The signals for which one fact is enough (``alone``), those that look for more (``together``) and those without a ground; and
    the rules of the first two."""

    alone: tuple[_Planned, ...]
    together: tuple[_Planned, ...]
    baseless: tuple[BaselessSignal, ...]
    single: tuple[RuleForm, ...]
    correlating: tuple[RuleForm, ...]


@dataclass(slots=True)
class Prepared:
    """The rules that look for a ``single`` fact and those that look for more (``correlating``): the same tuples for every case of the
    same signals on the same day. Signals share facts, so each set of rules is judged on its own facts only: on those of the other a
    fact that may not exist could be lacking. ``together``: what signals that look for more than one fact read of the case; what the
    others read (:meth:`alone`) can be read while a worker judges the first. ``closed``: signals that stay open whatever an
    engine finds, of what was read so far. ``silent``: roles of which nobody said who is in them."""

    single: tuple[RuleForm, ...]
    correlating: tuple[RuleForm, ...]
    baseless: tuple[BaselessSignal, ...]
    silent: tuple[FactRef, ...]
    together: list[SubjectFacts]
    closed: list[OpenSignal]
    _rest: Callable[[], list[SubjectFacts]]

    def alone(self) -> list[SubjectFacts]:
        """What the signals read that are in no rule for more than one fact. To be asked once."""
        return self._rest()


_plans: Remembered[_Plans] = Remembered()


def prepare(program: Program, signals: Sequence[SignalInfo], case: Case, moment: Moment) -> Prepared:
    """Read the case for these signals; for one without a ground on the rekendatum nothing is read."""
    on = moment.rekendatum
    plans = _plans.get((program, *signals), on, lambda: _planned(program, signals, on))
    found, silent = subjects_of(program, case, frozenset(info.over for info in signals), on)
    writer = FactWriter(Run(program, case, moment))
    numbers = {key: number for number, key in enumerate(key for keys in found.values() for key in keys)}
    closed: list[OpenSignal] = []

    def read(listed: Iterable[_Planned]) -> list[SubjectFacts]:
        subjects: list[SubjectFacts] = []
        for planned in listed:
            info, plan, limited = planned.info, planned.plan, planned.limits
            for key in found[info.over]:
                if plan is None:
                    closed.append(_closed(info, key, planned.refused))
                    continue
                try:
                    subject = writer.subject(plan, key, numbers[key], limited)
                except TooMuch as error:
                    closed.append(_closed(info, key, str(error)))
                    continue
                if subject is not None:
                    subjects.append(subject)
        return subjects

    return Prepared(
        plans.single, plans.correlating, plans.baseless, silent, read(plans.together), closed, lambda: read(plans.alone)
    )


def _planned(program: Program, signals: Sequence[SignalInfo], on: date) -> _Plans:
    alone: list[_Planned] = []
    together: list[_Planned] = []
    baseless: list[BaselessSignal] = []
    rules: list[RuleForm] = []
    kinds: Kinds = {}
    for index, info in enumerate(signals):
        absent, allowed = lacking(program, info, on), limits(program, info, on)
        if absent:
            baseless.append(BaselessSignal(info.name, info.regeling, absent))
            continue
        try:
            plan = plan_signal(program, info, index, allowed, kinds)
        except SignalFormError as error:
            alone.append(_Planned(info, None, str(error), allowed))
            continue
        made = [alternative.rule for alternative in plan.alternatives]
        rules.extend(made)
        (together if any(rule.correlating for rule in made) else alone).append(_Planned(info, plan, "", allowed))
    return _Plans(
        tuple(alone),
        tuple(together),
        tuple(baseless),
        tuple(rule for rule in rules if not rule.correlating),
        tuple(rule for rule in rules if rule.correlating),
    )


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
