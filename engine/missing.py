"""In what order to ask for missing facts (ontwerp: 4).

For each fact the values that could matter are filled in: the ends of its range, and the values at and beside each threshold
that it is compared with. First come the facts for which every such answer settles the outcome, then by the share of answers
that do, then by how much narrower the outcome becomes, then by declared effort, then by name. A fact that changes nothing,
whatever the answer, comes last as *waarschijnlijk niet nodig*: unless no fact on its own changes anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeVar

from dsl.program import BoolType, Choice, DateType, EnumType, NumType, Program, TableHit
from engine.case import ByYear, Case, Dated, Disputed, Held, Moment, Obj, Unobtainable, holds
from engine.decision import Missing
from engine.general import Run
from engine.thresholds import thresholds
from engine.trace import Trace
from engine.values import Bounds, FactRef, Known, NotApplicableValue, Scalar, Unknown, Value

MAX_ANSWERS = 9
"""Answers tried for one fact: the ends and the thresholds nearest to the middle go first when there are more."""
MAX_TRIALS = 240
"""Evaluations for one decision. Facts beyond it (least effort first) are asked after those that were tried."""
MAX_WORK = 110_000
MIN_TRIALS = 2
"""A large decision gets fewer trials, so that all trials together take about this many steps."""

T = TypeVar("T")
Outcomes = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class _Trial:
    fact: FactRef
    effort: int
    tried: int
    settled: int
    narrowed: Fraction
    changes: bool

    def rank(self) -> tuple[bool, bool, Fraction, Fraction, int, str, str, str, str]:
        share = Fraction(self.settled, self.tried) if self.tried else Fraction(0)
        fact = self.fact
        return (
            not self.changes,
            self.settled < self.tried or not self.tried,
            -share,
            -self.narrowed,
            self.effort,
            fact.name,
            fact.obj,
            str(fact.at or ""),
            fact.kind,
        )

    def why(self) -> str:
        if not self.tried:
            return "Dit feit is nodig voor de uitkomst."
        if self.settled == self.tried:
            return "Met dit feit staat de uitkomst vast."
        if self.settled:
            return f"Bij {self.settled} van de {self.tried} onderzochte antwoorden staat de uitkomst vast."
        if self.narrowed > 0:
            return "Met dit feit is de uitkomst preciezer bekend."
        return "Dit feit is nodig, samen met andere feiten."


def order(program: Program, besluit: str, case: Case, moment: Moment, facts: Iterable[FactRef]) -> tuple[Missing, ...]:
    """The missing ``facts`` of a decision in the order in which to ask for them. The answer depends on nothing else than its
    arguments. Raises KeyError when the program has no such Besluit."""
    wanted = sorted(facts, key=lambda fact: (_effort(program, case, fact), _name(fact)))
    if not wanted:
        return ()
    info = program.decisions[besluit]
    nodes = tuple(node for one in info.outcomes for node in (one.value, one.status) if node is not None)
    run = Run(program, case, moment)
    base = tuple(run.value(node) for node in nodes)
    trace = run.trace(tuple((one.value, one.status) for one in info.outcomes))
    trials: list[_Trial] = []
    most = max(MIN_TRIALS, min(MAX_TRIALS, MAX_WORK // _work(program, trace)))
    spent = 0
    for fact in wanted:
        # Looking for what to try takes time as well, and nothing may be tried any more when all trials are spent.
        cases = _answered(program, case, moment, fact, trace) if spent < most else ()
        if spent + len(cases) > most:
            cases = ()
        spent += len(cases)
        results = []
        for filled in cases:
            trial = Run(program, filled, moment, like=run)
            results.append(tuple(trial.value(node) for node in nodes))
        trials.append(_judged(fact, _effort(program, case, fact), base, results))
    if not any(trial.changes for trial in trials):
        trials = [_needed(trial) for trial in trials]
    return tuple(
        Missing(trial.fact, trial.changes, trial.why() if trial.changes else "Dit feit verandert de uitkomst nu niet.")
        for trial in sorted(trials, key=_Trial.rank)
    )


def as_declared(program: Program, case: Case, facts: Iterable[FactRef]) -> tuple[Missing, ...]:
    """The missing ``facts`` by declared effort and name, without trying what an answer would do: for who asks about many
    besluiten at once."""
    wanted = sorted(facts, key=lambda fact: (_effort(program, case, fact), _name(fact)))
    return tuple(Missing(fact, True, "") for fact in wanted)


def _work(program: Program, trace: Trace) -> int:
    """About how many steps it takes to decide once: the deviations of a rule and the rows of a table count as well."""
    work = 1 + len(trace.steps)
    for number, _ in trace.steps:
        node = program.nodes[number]
        if isinstance(node, Choice):
            work += sum(len(candidate.defeaters) for candidate in node.candidates)
        elif isinstance(node, TableHit):
            work += len(node.rows)
    return work


def _needed(trial: _Trial) -> _Trial:
    return _Trial(trial.fact, trial.effort, trial.tried, trial.settled, trial.narrowed, True)


def _name(fact: FactRef) -> tuple[str, str, str, str]:
    return fact.name, fact.obj, str(fact.at or ""), fact.kind


def _effort(program: Program, case: Case, fact: FactRef) -> int:
    found = case.objects.get(fact.obj)
    info = None if found is None else program.types[found.type].attributes.get(fact.name)
    return 5 if info is None else info.effort


# ---------------------------------------------------------------- what an answer does


def _judged(fact: FactRef, effort: int, base: Outcomes, results: list[Outcomes]) -> _Trial:
    settled = sum(all(_is_settled(value) for value in outcome) for outcome in results)
    widths = [_width(value) for value in base]
    removed = Fraction(0)
    for outcome in results:
        for before, value in zip(widths, outcome, strict=True):
            after = _width(value)
            if before is not None and after is not None:
                removed += before - after
            elif before is None and after is not None:
                removed += 1
    changes = not results or any(_shape(outcome) != _shape(base) for outcome in results)
    narrowed = removed / len(results) if results else Fraction(0)
    return _Trial(fact, effort, len(results), settled, narrowed, changes)


def _is_settled(value: Value) -> bool:
    return isinstance(value, Known | NotApplicableValue)


def _width(value: Value) -> Fraction | None:
    """How much is still open: the range of a number (in its unit) or date (days), the options of the rest; None: endless."""
    if not isinstance(value, Unknown):
        return Fraction(0)
    bounds = value.bounds
    if bounds.options is not None:
        return Fraction(len(bounds.options))
    if isinstance(bounds.low, date) and isinstance(bounds.high, date):
        return Fraction((bounds.high - bounds.low).days)
    if isinstance(bounds.low, Fraction) and isinstance(bounds.high, Fraction):
        return bounds.high - bounds.low
    return None


def _shape(outcome: Outcomes) -> tuple[Value | Bounds, ...]:
    """The outcome without what it is waiting for."""
    return tuple(value.bounds if isinstance(value, Unknown) else value for value in outcome)


# ---------------------------------------------------------------- the answers to try


def _answered(program: Program, case: Case, moment: Moment, fact: FactRef, trace: Trace) -> tuple[Case, ...]:
    """The case with each of the answers that could matter filled in; none when the fact is not one of an object."""
    about = case.objects.get(fact.obj)
    if about is None:
        return ()
    if fact.kind == "rol":
        return tuple(_with(case, filled, more) for filled, more in _with_role(program, about, fact.name))
    day = fact.at or moment.rekendatum
    info = program.types[about.type].attributes[fact.name]
    held = about.fact(fact.name, day)
    if isinstance(held, Disputed):
        values = tuple(dict.fromkeys(value for _, value in held.claims if not isinstance(value, Unobtainable)))
    else:
        values = answers(program, fact, about, thresholds(program, trace, fact))
    return tuple(_with(case, _with_fact(about, fact, value, day, info.per_year), ()) for value in values)


def answers(program: Program, fact: FactRef, about: Obj, found: Iterable[Fraction | date]) -> tuple[Scalar, ...]:
    """The values to try for an attribute: the ends of its range, and each threshold with the values beside it."""
    info = program.types[about.type].attributes[fact.name]
    kind = info.type
    if isinstance(kind, BoolType):
        return True, False
    if isinstance(kind, EnumType):
        return program.enums[kind.name][:MAX_ANSWERS]
    if isinstance(kind, DateType):
        days = {
            date.fromordinal(edge.toordinal() + by) for edge in found if isinstance(edge, date) for by in (-1, 0, 1)
        }
        days |= {end for end in (info.low, info.high) if isinstance(end, date)}
        return _thinned(sorted(day for day in days if _within(day, info.low, info.high)))
    if not isinstance(kind, NumType):
        return ()
    step = kind.grid or Fraction(1, 100)
    numbers: set[Fraction] = {end for end in (info.low, info.high) if isinstance(end, Fraction)}
    for edge in found:
        if isinstance(edge, Fraction):
            on_grid = edge // step * step
            numbers |= {on_grid - step, on_grid, on_grid + step}
    return _thinned(sorted(number for number in numbers if _within(number, info.low, info.high)))


def _within(value: Fraction | date, low: object, high: object) -> bool:
    above = not isinstance(low, type(value)) or value >= low  # type: ignore[operator]
    return above and (not isinstance(high, type(value)) or value <= high)  # type: ignore[operator]


def _thinned(values: list[T]) -> tuple[T, ...]:
    """At most MAX_ANSWERS of the values, evenly spread, with both ends."""
    if len(values) <= MAX_ANSWERS:
        return tuple(values)
    last = len(values) - 1
    return tuple(values[round(Fraction(last * index, MAX_ANSWERS - 1))] for index in range(MAX_ANSWERS))


def _with(case: Case, filled: Obj, more: tuple[Obj, ...]) -> Case:
    objects = case.objects | {filled.key: filled} | {new.key: new for new in more}
    return Case(filled if filled.key == case.root.key else case.root, objects, case.answers)


def _with_fact(about: Obj, fact: FactRef, value: Scalar, day: date, per_year: bool) -> Obj:
    held = about.facts.get(fact.name)
    filled: ByYear | Dated
    if per_year:
        years: dict[int, Held] = dict(held.years) if isinstance(held, ByYear) else {}
        filled = ByYear(years | {day.year: value})
    else:
        items = (
            held.items
            if isinstance(held, Dated)
            else ()
            if held is None or isinstance(held, ByYear)
            else ((None, None, held),)
        )
        filled = Dated(tuple(sorted((*_without(items, day), (day, day, value)), key=lambda item: item[0] or date.min)))
    return Obj(about.key, about.type, about.facts | {fact.name: filled}, about.roles)


def _without(
    items: Iterable[tuple[date | None, date | None, Held]], day: date
) -> Iterator[tuple[date | None, date | None, Held]]:
    """Values over time without one day."""
    for start, end, value in items:
        if not holds(start, end, day):
            yield start, end, value
            continue
        if start is None or start < day:
            yield start, day - timedelta(days=1), value
        if end is None or end > day:
            yield day + timedelta(days=1), end, value


def _with_role(program: Program, about: Obj, name: str) -> tuple[tuple[Obj, tuple[Obj, ...]], ...]:
    """Nobody in the role, and somebody of whom nothing is known."""
    info = program.types[about.type].roles[name]
    member = Obj(f"{about.key}.{name}[nieuw]", info.target)
    if info.inverse is not None:
        member.roles[info.inverse] = (about,)
    choices: list[tuple[Obj, ...]] = [(member,)] if info.required else [(), (member,)]
    return tuple(
        (Obj(about.key, about.type, about.facts, about.roles | {name: members}), members) for members in choices
    )
