"""Until when something must be done: bezwaar, betaling, and what the Besluit asks of the citizen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dsl.calendars import Calendar, TermUnit, term_end
from dsl.dates import DateRangeError
from dsl.program import DecisionInfo, SourceRef, Term
from engine.calendars import calendar_of
from engine.decision import Deadline, OutcomeResult, Status
from engine.scene import Scene
from engine.values import NO, YES, Known, Value

BURGER = "burger"
AWB_START = SourceRef("Awb artikel 6:8 lid 1", "BWBR0005537", "6:8")
"""The bezwaartermijn starts on the day after the besluit was made known in the prescribed way."""

_NOT_SENT = "De datum waarop het besluit is verzonden, is nog niet bekend."
_EVERY_DAY = Calendar("elke dag")
_UNITS: dict[str, TermUnit] = {unit: unit for unit in ("werkdag", "dag", "week", "maand", "kwartaal", "jaar")}


def deadlines_of(
    scene: Scene,
    info: DecisionInfo,
    status: Status,
    outcomes: tuple[OutcomeResult, ...],
    value_of: Callable[[int], Value],
) -> tuple[Deadline, ...]:
    """The deadlines of a decision that stands, by date; those without a date last. A decision that is not settled sets no
    deadline."""
    if status not in (Status.VASTGESTELD, Status.NIET_VAN_TOEPASSING):
        return ()
    found: list[Deadline] = []
    if info.objection is not None:
        at = info.objection.at
        found.append(_term(scene, info.objection, "bezwaar maken" + (f" bij {at}" if at else ""), AWB_START))
    if any(_to_pay(outcome) for outcome in outcomes):
        if info.payment is not None:
            found.append(_term(scene, info.payment, "betalen", info.sources[0] if info.sources else None))
        elif info.payment_text is not None:
            found.append(Deadline("betalen", None, BURGER, why_unknown=info.payment_text))
    for todo in info.todos:
        condition = YES if todo.condition is None else value_of(todo.condition)
        if condition == NO:
            continue
        due = value_of(todo.due)
        if condition == YES and isinstance(due, Known) and isinstance(due.value, date):
            found.append(Deadline(todo.text, due.value, BURGER, todo.source))
        else:
            found.append(Deadline(todo.text, None, BURGER, todo.source, "De datum is nog niet vast te stellen."))
    return tuple(sorted(found, key=lambda item: (item.due is None, item.due or date.max, item.what)))


def _to_pay(outcome: OutcomeResult) -> bool:
    return isinstance(outcome.value, Known) and outcome.value.value not in (0, False)


def _term(scene: Scene, term: Term, what: str, source: SourceRef | None) -> Deadline:
    sent = scene.moment.verzonden_op
    if sent is None:
        return Deadline(what, None, BURGER, source, _NOT_SENT)
    calendar = _EVERY_DAY if term.calendar is None else calendar_of(scene.program, term.calendar)
    try:
        return Deadline(what, term_end(sent, term.amount, _UNITS[term.unit], calendar), BURGER, source)
    except DateRangeError as problem:
        return Deadline(what, None, BURGER, source, str(problem))
