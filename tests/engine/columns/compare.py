"""Holds the renderers against the exact evaluator, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from dsl.program import STATUSES, BoolType, DateType, EnumType, Judge, NumType, Program
from engine.case import Case, Moment
from engine.columns.compile import Code
from engine.columns.form import Reason
from engine.columns.kernel import Kernel, OutcomeArrays, Result
from engine.columns.population import Population
from engine.columns.routed import case_of
from engine.decide import WITHOUT_AMOUNT, outcome_status
from engine.decision import Status
from engine.evaluate import fast_form
from engine.fast.compiled import outcome_nodes
from engine.fast.run import plain_outcomes, scalar
from engine.fast.segments import reach_any
from engine.general.run import Run
from engine.values import Known, Scalar, Value


@dataclass(slots=True)
class Found:
    """``rows``: objects that a besluit was taken over, on one or more days; ``compared``: decisions that the renderers took and the exact
    evaluator too; ``routed``: those that they left to it, ``reasons`` per reason (one can have several). ``wrong``: where a renderer
    says something else; ``needless``: decisions left over though the exact evaluator takes them from known facts."""

    rows: int = 0
    routed: int = 0
    needless: int = 0
    compared: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Found) -> None:
        self.rows += other.rows
        self.routed += other.routed
        self.needless += other.needless
        self.compared += other.compared
        for name, count in other.reasons.items():
            self.reasons[name] = self.reasons.get(name, 0) + count
        self.wrong += other.wrong


Told = tuple[str | None, object, str | None]
"""Status, value and rechtsstatus of an outcome."""


def exact_outcomes(program: Program, besluit: str, case: Case, moment: Moment) -> list[Told]:
    """What the exact evaluator says; by its generated form where that decides, as ``decide`` does."""
    info = program.decisions[besluit]
    values = plain_outcomes(fast_form(program), besluit, case, moment)
    if values is None:
        run = Run(program, case, moment)
        nodes = [at for one in info.outcomes for at in (one.value, one.status) if at is not None]
        values = tuple(run.value(at) for at in nodes)
    waiting = list(values)
    out: list[Told] = []
    for outcome in info.outcomes:
        value = waiting.pop(0)
        legal = None if outcome.status is None else waiting.pop(0)
        status = outcome_status(value, legal)
        out.append((status.value, _plain(value), _plain(legal)))  # type: ignore[arg-type]
    return out


def _plain(value: Value | None) -> object:
    return value.value if isinstance(value, Known) else None


def quick_outcomes(
    program: Program, besluit: str, case: Case, moment: Moment, answers: dict[str, Scalar]
) -> list[Told] | None:
    """What the generated form alone says of a row that is said to be decided. What is known is the same whatever a case handler would
    answer, so any answers do. Of an outcome without a value it does not say why there is none: no status. None where it gives up."""
    info = program.decisions[besluit]
    compiled = fast_form(program).compiled(besluit, moment, slots=False)
    raws = None if compiled is None else compiled.values(replace(case, answers=answers), moment)
    if compiled is None or raws is None:
        return None
    waiting = [
        None if raw is None else scalar(raw, program.nodes[root].type, scale)
        for raw, root, scale in zip(raws, compiled.roots, compiled.root_scales, strict=False)
    ]
    out: list[Told] = []
    for outcome in info.outcomes:
        value = waiting.pop(0)
        legal = None if outcome.status is None else waiting.pop(0)
        out.append((None, value, None if legal is None else str(legal)))
    return out


def any_answers(program: Program, besluit: str, number: int) -> dict[str, Scalar]:
    """Answers to all that a besluit can ask of a case handler; others for another number."""
    found: dict[str, Scalar] = {}
    for place, at in enumerate(sorted(reach_any(program, outcome_nodes(program.decisions[besluit])))):
        node = program.nodes[at]
        if not isinstance(node, Judge):
            continue
        pick = number + place
        match node.type:
            case BoolType():
                found[node.key] = pick % 2 == 0
            case EnumType(name=name):
                found[node.key] = program.enums[name][pick % len(program.enums[name])]
            case DateType():
                found[node.key] = date(2020 + pick % 7, 1 + pick % 12, 1)
            case NumType():
                ends = [end for end in (node.low, node.high) if isinstance(end, Fraction)]
                found[node.key] = ends[pick % len(ends)] if ends else Fraction(pick % 5 * 1000)
    return found


def told(arrays: OutcomeArrays, row: int) -> Told:
    """What a renderer says of a row that it decided."""
    code, output = int(arrays.codes[row]), arrays.output
    raw = arrays.values[row]
    value: object = None
    legal = None if code < Code.STATUTORY else STATUSES[code - Code.STATUTORY]
    if code == Code.VASTGESTELD or (legal is not None and legal not in WITHOUT_AMOUNT):
        match output.sort:
            case "number":
                value = Fraction(int(raw), output.scale)
            case "date":
                value = date.fromordinal(int(raw))
            case "bool":
                value = bool(raw)
            case "words":
                value = output.words[int(raw)]
    status = Status.NIET_VAN_TOEPASSING if code == Code.NIET_VAN_TOEPASSING else Status.VASTGESTELD
    return status.value, value, legal


def compare(
    program: Program,
    besluiten: list[str],
    kernels: Iterable[Kernel],
    population: Population,
    moment: Moment | Sequence[Moment],
    *,
    needless: bool = False,
    asking: int = 1,
) -> Found:
    """Every row that the first renderer decides, against the exact evaluator; and the renderers against each other. ``asking``: of one
    in so many rows it is also held that the exact evaluator needs no answer of a case handler, and why there is no value; in the others
    its generated form alone is asked where that does not give up."""
    results = [kernel.run(population, threads=1) for kernel in kernels]
    first = results[0]
    found = Found()
    for other in results[1:]:
        _same(first, other, found)
    over = program.decisions[besluiten[0]].over
    found.rows = len(first.decisions[0].reason)
    for decision in first.decisions:
        found.routed += int(np.count_nonzero(decision.reason))
        for reason in Reason:
            count = int(np.count_nonzero(decision.reason & reason))
            found.reasons[str(reason.name)] = found.reasons.get(str(reason.name), 0) + count
        on = (
            moment
            if isinstance(moment, Moment)
            else next(one for one in moment if one.rekendatum == decision.rekendatum)
        )
        answers = [any_answers(program, decision.besluit, number) for number in range(asking)]
        for row, why in enumerate(decision.reason.tolist()):
            if why and not needless:
                continue
            case = case_of(program, population, over, row)
            decided = True
            exact = None
            if row % asking:
                exact = quick_outcomes(program, decision.besluit, case, on, answers[row % asking])
            if exact is None:
                exact = exact_outcomes(program, decision.besluit, case, on)
            for arrays, (status, value, legal) in zip(decision.outcomes, exact, strict=True):
                if not why:
                    mine = told(arrays, row)
                    # niet van toepassing carries no rechtsstatus in a code
                    said = legal if mine[2] is not None or status == "vastgesteld" else None
                    theirs = (status or mine[0], value, said)
                    if mine != theirs:
                        where = f"{decision.besluit} op {on.rekendatum} rij {row}"
                        found.wrong.append(f"{where}: exact {theirs}, kolommen {mine}")
                decided = decided and status in (Status.VASTGESTELD.value, Status.NIET_VAN_TOEPASSING.value)
            found.compared += not why
            found.needless += bool(why) and decided
    return found


def _same(first: Result, other: Result, found: Found) -> None:
    for mine, theirs in zip(first.decisions, other.decisions, strict=True):
        if not np.array_equal(mine.reason, theirs.reason):
            row: Any = np.flatnonzero(mine.reason != theirs.reason)[0]
            found.wrong.append(f"rij {row}: de renderers sturen {mine.reason[row]} en {theirs.reason[row]} door")
        for one, two in zip(mine.outcomes, theirs.outcomes, strict=True):
            for name in ("codes", "values"):
                a, b = getattr(one, name), getattr(two, name)
                if not np.array_equal(a, b):
                    row = np.flatnonzero(a != b)[0]
                    found.wrong.append(f"{one.output.outcome} rij {row}: {name} {a[row]} en {b[row]}")
    if first.totals != other.totals:
        found.wrong.append(f"totalen {first.totals} en {other.totals}")
