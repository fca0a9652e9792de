"""Decide one case: the outcomes of a Besluit with their status, what is missing, deadlines, trace and receipt."""

from __future__ import annotations

from typing import Literal

from dsl.program import DecisionInfo, Judge, Outcome, Program
from engine.active import grounds_of
from engine.case import Case, Moment
from engine.deadlines import deadlines_of
from engine.decision import Decision, OutcomeResult, Question, Status
from engine.evaluate import Evaluation, evaluated
from engine.finality import NOT_SETTLED, finality_of
from engine.findings import findings_of
from engine.general import Run
from engine.missing import as_declared, order
from engine.receipt import receipt_of
from engine.scene import Scene, StepKey
from engine.trace import Trace
from engine.values import NA, Fault, Known, NotApplicableValue, Unknown, Value

WITHOUT_AMOUNT = ("niet verschuldigd", "niet opgelegd")

_GRAVEST_FIRST = (Status.FOUT, Status.ONBEKEND, Status.BEOORDELEN, Status.VASTGESTELD)


def decide(
    program: Program,
    besluit: str,
    case: Case,
    moment: Moment,
    engine: Literal["auto", "general"] = "auto",
    *,
    ordered: bool = True,
) -> Decision:
    """Decide ``besluit`` for the root object of the case, on the moment. ``engine``: the general evaluator, or whichever
    is best for these facts; the decision is the same. ``ordered``: see :func:`assemble`. Raises KeyError when the program has
    no such Besluit."""
    info = program.decisions[besluit]
    fast = evaluated(program, besluit, case, moment) if engine == "auto" else None
    if fast is not None:
        from engine.fast.shapes import decide_fast

        return decide_fast(info, fast).decision
    run = Run(program, case, moment)
    trace = run.trace(tuple((outcome.value, outcome.status) for outcome in info.outcomes))
    return assemble(run, info, trace, ordered=ordered)


def assemble(
    run: Evaluation, info: DecisionInfo, trace: Trace, *, ordered: bool = True, facts: str | None = None
) -> Decision:
    """The decision that a trace amounts to. ``run`` gives the values of nodes beside the outcomes. ``ordered`` False leaves the
    missing facts as they were declared: working out in which order to ask for them takes longer than the decision. ``facts``: see
    :func:`engine.receipt.receipt_of`."""
    scene = run.scene
    outcomes = tuple(
        _outcome(run, outcome, trace, keys) for outcome, keys in zip(info.outcomes, trace.outcomes, strict=True)
    )
    found = {outcome.status for outcome in outcomes}
    status = next((one for one in _GRAVEST_FIRST if one in found), Status.NIET_VAN_TOEPASSING)
    open_values = [value for outcome in outcomes for value in (outcome.value, outcome.legal_status)]
    unknowns = [value for value in open_values if isinstance(value, Unknown)]
    open_facts = frozenset().union(*(value.facts for value in unknowns))
    unobtainable = frozenset(fact for fact in open_facts if scene.is_unobtainable(fact))
    asked = frozenset().union(*(value.questions for value in unknowns))
    return Decision(
        besluit=info.name,
        regeling=info.regeling,
        executor=info.executor,
        rekendatum=scene.moment.rekendatum,
        verzonden_op=scene.moment.verzonden_op,
        status=status,
        outcomes=outcomes,
        missing=(
            order(scene.program, info.name, scene.case, scene.moment, open_facts - unobtainable)
            if ordered
            else as_declared(scene.program, scene.case, open_facts - unobtainable)
        ),
        questions=_questions(scene, trace, asked),
        findings=findings_of(scene, trace, unobtainable),
        deadlines=deadlines_of(scene, info, status, outcomes, run.value),
        receipt=receipt_of(scene.program, scene.case, scene.moment, outcomes, facts),
        trace=trace,
        bekend_op=scene.moment.bekend_op,
        bekend_bij=scene.moment.bekend_bij,
    )


def _outcome(run: Evaluation, outcome: Outcome, trace: Trace, keys: tuple[StepKey, StepKey | None]) -> OutcomeResult:
    value = trace.steps[keys[0]].value
    legal = None if keys[1] is None else trace.steps[keys[1]].value
    status = outcome_status(value, legal)
    roots = tuple(key for key in keys if key is not None)
    grounds = grounds_of(run.scene, trace, roots[-1])
    told = NOT_SETTLED
    if status is Status.VASTGESTELD:
        told = finality_of(run.scene, trace, roots, grounds, run.value_at)
    return OutcomeResult(
        words=outcome.words,
        attr=outcome.attr,
        status=status,
        value=value,
        legal_status=legal,
        grounds=grounds,
        finality=told.finality,
        reservations=told.reservations,
        uncertain=told.uncertain,
    )


def outcome_status(value: Value, legal: Value | None) -> Status:
    """The status of an outcome from its value and its rechtsstatus (None: it has none)."""
    both = [value] if legal is None else [value, legal]
    if any(isinstance(one, Fault) for one in both):
        return Status.FOUT
    unknowns = [one for one in both if isinstance(one, Unknown)]
    if unknowns:
        only_questions = all(one.questions and not one.facts for one in unknowns)
        return Status.BEOORDELEN if only_questions else Status.ONBEKEND
    if isinstance(legal, Known):
        # Without an amount in law, that it is not owed is the outcome itself.
        return Status.VASTGESTELD if value != NA or legal.value in WITHOUT_AMOUNT else Status.NIET_VAN_TOEPASSING
    return Status.NIET_VAN_TOEPASSING if isinstance(value, NotApplicableValue) else Status.VASTGESTELD


def _questions(scene: Scene, trace: Trace, asked: frozenset[str]) -> tuple[Question, ...]:
    """The questions for the case handler, by key, with the sources of the rule that asks."""
    found: dict[str, Question] = {}
    for step in trace.steps.values():
        node = scene.program.nodes[step.node]
        if isinstance(node, Judge) and node.key in asked:
            rules = [rule for rule in scene.program.rules if node.key.startswith(rule.name)]
            best = max(rules, key=lambda rule: (len(rule.name), rule.valid_on(scene.today)), default=None)
            found[node.key] = Question(node.key, node.question, best.sources if best else ())
    return tuple(found[key] for key in sorted(found))
