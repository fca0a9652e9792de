"""Every besluit for each object of one dossier that it could be over, side by side.

Only for a citizen's own data or invented people: no agency may lay the facts of all regelingen together. Each besluit is
decided on its own, so that no outcome flows from one law into another.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from dsl.program import DecisionInfo, EnumType, Input, NumType, Program
from engine.case import Case, Moment, Obj
from engine.decide import assemble
from engine.decision import Decision, Status
from engine.dossier import Dossier
from engine.explain.people import HOUSEHOLDS, PERSON
from engine.general import Run
from engine.trace import Trace
from engine.values import Known, Unknown

NIL = "op nihil gesteld"
_GRANTED = frozenset({"toegekend", "recht"})
_BIRTH = "geboortedatum"


@dataclass(frozen=True, slots=True)
class Decided:
    """A besluit about one object. ``right``: the outcome gives the citizen something. ``claimed``: whether it was asked for;
    None when the dossier does not say what was. ``others``: of how many objects of this dossier it is one of those that the
    besluit could be over."""

    info: DecisionInfo
    case: Case
    decision: Decision
    right: bool
    claimed: bool | None
    others: int = 1


@dataclass(frozen=True, slots=True)
class Overview:
    """By regeling, name and object. ``silent``: the dossier says nothing about these, for none of its objects. ``viewpoint``: the
    case of the object at the top, from which the others have their names."""

    decided: tuple[Decided, ...]
    silent: tuple[DecisionInfo, ...]
    viewpoint: Case | None = None


def decide_everything(program: Program, dossier: Dossier, moment: Moment) -> Overview:
    """Decide every besluit of the program for each object of the dossier that it could be over."""
    decided: list[Decided] = []
    silent: list[DecisionInfo] = []
    runs: dict[str, tuple[Case, Run]] = {}
    for info in by_regeling(program):
        said = False
        found = dossier.objects_for(info)
        for over in found:
            case, run = _run(program, dossier, moment, over, runs)
            trace = run.trace(tuple((outcome.value, outcome.status) for outcome in info.outcomes))
            if not says_something(program, trace):
                continue
            said = True
            decision = assemble(run, info, trace, ordered=False)
            decided.append(Decided(info, case, decision, is_right(info, decision), claimed(dossier, info), len(found)))
        if not said:
            silent.append(info)
    return Overview(tuple(decided), tuple(silent), viewpoint(dossier))


def by_regeling(program: Program) -> list[DecisionInfo]:
    """All besluiten of the program in the order of an overview."""
    return sorted(program.decisions.values(), key=lambda one: (one.regeling, one.name))


def viewpoint(dossier: Dossier) -> Case | None:
    """The case of the object at the top of a dossier, from which the others have their names."""
    return dossier.case(dossier.top[0]) if dossier.top else None


def claimed(dossier: Dossier, info: DecisionInfo) -> bool | None:
    """Whether a besluit was asked for; None when the dossier does not say what was."""
    return None if dossier.claimed is None else info.name in dossier.claimed


def _run(
    program: Program, dossier: Dossier, moment: Moment, over: Obj, runs: dict[str, tuple[Case, Run]]
) -> tuple[Case, Run]:
    """The case over an object and its evaluation, which all besluiten over that object share."""
    if over.key not in runs:
        case = dossier.case(over)
        runs[over.key] = case, Run(program, case, moment)
    return runs[over.key]


def says_something(program: Program, trace: Trace) -> bool:
    """Whether the besluit rests on a fact that the dossier gives. A date of birth alone says of nobody that a regeling is
    about them, unless it settles the outcome."""
    values = [trace.steps[key].value for pair in trace.outcomes for key in pair if key is not None]
    read = {
        node.attr
        for key, step in trace.steps.items()
        if isinstance(node := program.nodes[key[0]], Input) and isinstance(step.value, Known)
    }
    settled = not any(isinstance(value, Unknown) for value in values)
    return bool(read if settled else read - {_BIRTH})


def is_right(info: DecisionInfo, decision: Decision) -> bool:
    """Whether the citizen gets something: it is granted and more than nothing, or a bijdrage is set at nil."""
    if decision.status is not Status.VASTGESTELD or info.over not in (*HOUSEHOLDS, PERSON):
        return False
    outcomes = decision.outcomes
    if any(isinstance(one.legal_status, Known) and one.legal_status.value == NIL for one in outcomes):
        return True
    words = {
        one.value.value for one in outcomes if isinstance(one.attr.type, EnumType) and isinstance(one.value, Known)
    }
    amounts = [one.value for one in outcomes if isinstance(one.attr.type, NumType)]
    more_than_nothing = all(
        isinstance(one, Known) and isinstance(one.value, Fraction) and one.value > 0 for one in amounts
    )
    return bool(words & _GRANTED) and more_than_nothing
