"""``--van`` and ``--tot``: what holds when, instead of on one day."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from dsl.diagnostics import diagnose
from dsl.source import NOWHERE, Sources
from workbench.cli.cases import Asked, Opened, Period
from workbench.cli.console import FINDINGS, GOOD, Console
from workbench.cli.corpus import Corpus

if TYPE_CHECKING:
    from engine.time.timeline import Timeline


def show_timeline(args: Namespace, console: Console, loaded: Corpus, asked: Asked, period: Period) -> int:
    """One besluit over a period."""
    from engine.time.effect import known_by
    from engine.time.timeline import TooManyDecisionsError, timeline

    program = loaded.program
    try:
        moment = asked.moment
        known = known_by(asked.dossier, moment.bekend_bij)
        view = (moment.bekend_op, moment.bekend_bij)
        told = timeline(program, asked.besluit, asked.case, *period, moment.verzonden_op, known, view)
    except TooManyDecisionsError:
        console.findings([diagnose("TS823", NOWHERE, besluit=asked.besluit)], Sources())
        return FINDINGS
    if args.json:
        from engine.time.timeline_json import timeline_json

        console.print_json(timeline_json(program, told))
    else:
        from engine.time.words import describe_timeline

        console.print(describe_timeline(program, told, args.uitleg != "burger", args.vorm))
    return _told_faults([told], console, loaded)


def show_course(args: Namespace, console: Console, loaded: Corpus, asked: Opened, period: Period) -> int:
    """Every besluit of a dossier over a period."""
    from engine.time.household import follow_everything
    from engine.time.household_nl import course_json, describe_course

    program = loaded.program
    told = args.json or args.uitleg != "kort"
    course = follow_everything(program, asked.dossier, *period, asked.moment.verzonden_op, reasons=told)
    if args.json:
        console.print_json(course_json(program, course))
    else:
        console.print(describe_course(program, course, args.uitleg))
    return _told_faults([one.told for one in course.followed], console, loaded)


def _told_faults(told: list[Timeline], console: Console, loaded: Corpus) -> int:
    """The faults on some day, each once; and the exit code."""
    from engine.decision import Status

    faulty = [stretch.decision for one in told for stretch in one.stretches if stretch.decision.status is Status.FOUT]
    if not faulty:
        return GOOD
    from engine.faults import fault_diagnostic
    from engine.findings import outcome_faults

    faults = [fault_diagnostic(fault) for decision in faulty for fault in outcome_faults(decision.trace)]
    console.findings(dict.fromkeys(faults), loaded.sources)
    return FINDINGS
