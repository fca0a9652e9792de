"""Every besluit that one dossier has an object for, side by side.

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
    None when the dossier does not say what was."""

    info: DecisionInfo
    case: Case
    decision: Decision
    right: bool
    claimed: bool | None


@dataclass(frozen=True, slots=True)
class Overview:
    """By regeling and name. ``silent``: the dossier says nothing about these. ``several``: the dossier has more than one object
    that these could be over, with how many."""

    decided: tuple[Decided, ...]
    silent: tuple[DecisionInfo, ...]
    several: tuple[tuple[DecisionInfo, int], ...]


def decide_everything(program: Program, dossier: Dossier, moment: Moment) -> Overview:
    """Decide every besluit of the program that the dossier has one object for."""
    decided: list[Decided] = []
    silent: list[DecisionInfo] = []
    several: list[tuple[DecisionInfo, int]] = []
    runs: dict[str, tuple[Case, Run]] = {}
    for info in sorted(program.decisions.values(), key=lambda one: (one.regeling, one.name)):
        found = dossier.objects_for(info)
        if len(found) > 1:
            several.append((info, len(found)))
        if len(found) != 1:
            if not found:
                silent.append(info)
            continue
        case, run = _run(program, dossier, moment, found[0], runs)
        trace = run.trace(tuple((outcome.value, outcome.status) for outcome in info.outcomes))
        if not _says_something(program, trace):
            silent.append(info)
            continue
        decision = assemble(run, info, trace)
        claimed = None if dossier.claimed is None else info.name in dossier.claimed
        decided.append(Decided(info, case, decision, _is_right(info, decision), claimed))
    return Overview(tuple(decided), tuple(silent), tuple(several))


def _run(
    program: Program, dossier: Dossier, moment: Moment, over: Obj, runs: dict[str, tuple[Case, Run]]
) -> tuple[Case, Run]:
    """The case over an object and its evaluation, which all besluiten over that object share."""
    if over.key not in runs:
        case = dossier.case(over)
        runs[over.key] = case, Run(program, case, moment)
    return runs[over.key]


def _says_something(program: Program, trace: Trace) -> bool:
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


def _is_right(info: DecisionInfo, decision: Decision) -> bool:
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
