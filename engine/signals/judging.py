"""Judge the signals of one case: what surely stands, and what could stand if more were known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from dsl.program import Program, SignalInfo
from engine.case import Case, Moment
from engine.signals import oracle
from engine.signals.durable_form import GuardError
from engine.signals.facts import SubjectFacts
from engine.signals.form import SUBJECT_ALIAS, Fact, FactPattern, Match
from engine.signals.members import Gap
from engine.signals.outcome import (
    NOT_JUDGED,
    DurableAbsent,
    FiredSignal,
    OpenSignal,
    SignalMatch,
    SignalReport,
    WorkerFailure,
)
from engine.signals.planning import AlternativePlan
from engine.signals.preparing import FEW, Prepared, prepare, relevant, screened

if TYPE_CHECKING:
    from engine.signals import Motor
    from engine.signals.pool import Evaluator

EngineName = Literal["durable", "python"]


def report_on(
    program: Program,
    signals: Sequence[SignalInfo],
    case: Case,
    moment: Moment,
    motor: Motor = "auto",
    worker: Evaluator | None = None,
) -> SignalReport:
    """Judge these signals for the objects of the case. Never raises for what the engine does: then nothing is judged."""
    ready = prepare(program, signals, case, moment)
    fired: list[FiredSignal] = []
    open_signals: list[OpenSignal] = []
    found: dict[str, list[Match]] = {}

    def settle(matches: Iterable[Match], subjects: Iterable[SubjectFacts]) -> None:
        for match in matches:
            found.setdefault(match[0], []).append(match)
        for subject in subjects:
            stands = None if subject.silent is not None else _fired(subject, found)
            if stands is not None:
                fired.append(stands)
            else:
                open_signals.extend(_open(subject))

    def settle_alone() -> None:
        alone = ready.alone()
        settle(oracle.evaluate(ready.single, screened([*ready.together, *alone], correlating=False)), alone)

    try:
        matches, used, note = _evaluate(ready, motor, worker, settle_alone)
    except (WorkerFailure, GuardError) as error:
        return SignalReport(False, None, NOT_JUDGED + str(error), baseless=ready.baseless)
    settle(matches, ready.together)
    open_signals += ready.closed
    return SignalReport(
        True,
        used,
        fired=tuple(sorted(fired, key=lambda one: (one.name, one.about))),
        open=tuple(sorted(open_signals, key=lambda one: (one.name, one.about))),
        silent_roles=ready.silent,
        baseless=ready.baseless,
        note=note,
    )


# ---------------------------------------------------------------- the engines


def _evaluate(
    ready: Prepared, motor: Motor, worker: Evaluator | None, meanwhile: Callable[[], None]
) -> tuple[set[Match], EngineName, str | None]:
    """All certain matches of the rules that look for more than one fact, by the engine that is asked for. Only cases with at least
    two facts on which something could fire go to a worker; for the others plain Python sees at once what fires. All rules of
    that kind go along, so that a worker has to build them only once for a program. ``meanwhile`` is done once: while the worker
    works, if there is one."""
    facts = screened(ready.together, correlating=True)
    if motor == "python" or relevant(ready.correlating, facts) < FEW:
        meanwhile()
        return oracle.evaluate(ready.correlating, facts), "python", None
    from engine.signals.pool import shared_pool

    try:
        return (worker or shared_pool()).evaluate(ready.correlating, facts, meanwhile), "durable", None
    except DurableAbsent as absent:
        if motor == "durable":
            raise
        # It is known to be absent before a question is asked, so nothing was done yet.
        meanwhile()
        return oracle.evaluate(ready.correlating, facts), "python", str(absent)


# ---------------------------------------------------------------- what it amounts to


def _fired(subject: SubjectFacts, matches: Mapping[str, Sequence[Match]]) -> FiredSignal | None:
    """The signal with the matches that stand whatever the unknown facts turn out to be; None when none does."""
    found = [
        match
        for index, alternative in subject.live
        if alternative.rule.name in matches
        for match in _matches_of(subject, index, alternative, matches[alternative.rule.name])
    ]
    if not found:
        return None
    info = subject.plan.info
    return FiredSignal(
        info.name,
        info.regeling,
        subject.about,
        info.severity,
        info.purpose,
        "; ".join(info.bases),
        info.advice,
        info.refer_to,
        info.sources,
        info.certainty,
        tuple(found),
        info.status,
    )


def _matches_of(
    subject: SubjectFacts, index: int, alternative: AlternativePlan, matches: Sequence[Match]
) -> list[SignalMatch]:
    groups = subject.groups
    about = groups[alternative.rule.subject]
    blockers = [pattern for pattern in alternative.rule.patterns if pattern.negated and groups[pattern.kind].possible]
    facts = {fact.id: fact for kind in alternative.rule.kinds for fact in groups[kind].certain} if blockers else {}
    rows: list[tuple[tuple[str, ...], ...]] = []
    for _, pairs in matches:
        bound = dict(pairs)
        if bound[SUBJECT_ALIAS] not in about.objects:
            continue
        if blockers and _may_be_blocked(subject, blockers, {alias: facts[fact] for alias, fact in pairs}):
            continue
        rows.append(
            tuple(
                tuple(key for alias in plan.aliases for key in groups[plan.kind].objects[bound[alias]])
                for plan in alternative.plans
                if not plan.pattern.negated
            )
        )
    names = [plan.pattern.alias for plan in alternative.plans if not plan.pattern.negated]
    combined = [len(plan.aliases) > 1 for plan in alternative.plans if not plan.pattern.negated]
    return [SignalMatch(index, tuple(zip(names, merged, strict=True))) for merged in _merged(sorted(rows), combined)]


def _merged(rows: list[tuple[tuple[str, ...], ...]], combined: list[bool]) -> list[tuple[tuple[str, ...], ...]]:
    """Rows that differ only in which facts make up a number, as one row with all those facts."""
    if not any(combined):
        return list(dict.fromkeys(rows))

    def single(row: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        return tuple(keys for keys, many in zip(row, combined, strict=True) if not many)

    merged: list[tuple[tuple[str, ...], ...]] = []
    for _, group in groupby(sorted(rows, key=single), key=single):
        columns = zip(*group, strict=True)
        merged.append(
            tuple(
                tuple(sorted({key for keys in column for key in keys})) if many else column[0]
                for column, many in zip(columns, combined, strict=True)
            )
        )
    return merged


def _may_be_blocked(subject: SubjectFacts, blockers: Iterable[FactPattern], bound: dict[str, Fact]) -> bool:
    """Whether something that may not exist could turn out to exist."""
    return any(
        oracle.fits(pattern, fact, bound) for pattern in blockers for fact in subject.groups[pattern.kind].possible
    )


def _open(subject: SubjectFacts) -> Iterable[OpenSignal]:
    """The signal as not settled, when some completion of what is unknown would make it fire."""
    if not subject.open:
        return
    gap = subject.silent or Gap()
    for _, alternative in () if subject.silent is not None else subject.live:
        if oracle.evaluate((alternative.rule,), _possible_facts(subject, alternative)):
            if subject.condition is not None:
                gap.add(subject.condition)
            for plan in alternative.plans:
                gap.add(subject.groups[plan.kind].gap or Gap())
    if gap.facts or gap.questions or gap.reasons:
        info = subject.plan.info
        yield OpenSignal(
            info.name,
            info.regeling,
            subject.about,
            tuple(sorted(gap.facts, key=lambda ref: (ref.obj, ref.name, str(ref.at)))),
            tuple(sorted(gap.questions)),
            tuple(sorted(gap.reasons)),
        )


def _possible_facts(subject: SubjectFacts, alternative: AlternativePlan) -> list[Fact]:
    """What the most favourable completion has: all that may be there, except what may not exist."""
    unwanted = {pattern.kind for pattern in alternative.rule.patterns if pattern.negated}
    groups = {kind: subject.groups[kind] for kind in alternative.rule.kinds}
    return [
        fact
        for kind, group in groups.items()
        for fact in (group.certain if kind in unwanted else (*group.certain, *group.possible))
    ]
