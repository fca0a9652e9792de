"""``--van`` and ``--tot``: what holds when, instead of on one day."""

from __future__ import annotations

from argparse import Namespace

from dsl.diagnostics import diagnose
from dsl.source import NOWHERE, Sources
from workbench.cli.cases import Asked, Period
from workbench.cli.console import FINDINGS, GOOD, Console
from workbench.cli.corpus import Corpus


def show_timeline(args: Namespace, console: Console, loaded: Corpus, asked: Asked, period: Period) -> int:
    """One besluit over a period."""
    from engine.decision import Status
    from engine.time.timeline import TooManyDecisionsError, timeline

    program = loaded.program
    try:
        told = timeline(program, asked.besluit, asked.case, *period, verzonden_op=asked.moment.verzonden_op)
    except TooManyDecisionsError:
        console.findings([diagnose("TS823", NOWHERE, besluit=asked.besluit)], Sources())
        return FINDINGS
    if args.json:
        from engine.time.timeline_json import timeline_json

        console.print_json(timeline_json(program, told))
    else:
        from engine.time.words import describe_timeline

        console.print(describe_timeline(program, told, args.uitleg != "burger", args.vorm))
    faulty = [stretch.decision for stretch in told.stretches if stretch.decision.status is Status.FOUT]
    if not faulty:
        return GOOD
    from engine.faults import fault_diagnostic
    from engine.findings import outcome_faults

    faults = [fault_diagnostic(fault) for decision in faulty for fault in outcome_faults(decision.trace)]
    console.findings(dict.fromkeys(faults), loaded.sources)
    return FINDINGS
