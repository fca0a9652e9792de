"""Maatwerk signals: correlate the facts of a whole dossier, flag and advise. They never change an outcome.

from engine.signals import judge
judge(decision, program, case, moment)   # the same decision, with its signals

durable_rules is loaded in a worker process only, and only when a case has facts on which a signal could fire.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from dsl.program import Program
    from engine.case import Case, Moment
    from engine.decision import Decision
    from engine.signals.pool import Evaluator

Motor = Literal["auto", "durable", "python"]


def judge(
    decision: Decision,
    program: Program,
    case: Case,
    moment: Moment,
    motor: Motor = "auto",
    worker: Evaluator | None = None,
) -> Decision:
    """The decision with the signals for the objects of the dossier, or unchanged when no signal is about anything that a
    dossier for this besluit can hold. ``motor``: durable, python, or auto (durable where it can be used). ``worker``: another
    than the pool of this process."""
    from engine.signals.subjects import relevant_signals

    signals = relevant_signals(program, decision.besluit, moment.rekendatum)
    if not signals:
        return decision
    from dataclasses import replace

    from engine.signals.judging import report_on

    return replace(decision, signals=report_on(program, signals, case, moment, motor, worker))


__all__ = ["Motor", "judge"]
