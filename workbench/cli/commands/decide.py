"""``toetssteen besluit``: decide a case and explain it."""

from __future__ import annotations

from argparse import Namespace

from workbench.cli.cases import read_case
from workbench.cli.console import FINDINGS, GOOD, Console
from workbench.cli.corpus import load


def run(args: Namespace, console: Console) -> int:
    loaded = load(args, console)
    if loaded is None:
        return FINDINGS
    asked = read_case(args, console, loaded)
    if isinstance(asked, int):
        return asked
    if asked.period is not None:
        from workbench.cli.commands.over_time import show_timeline

        return show_timeline(args, console, loaded, asked, asked.period)
    from engine.decide import decide
    from engine.decision import Status
    from engine.signals import judge

    program = loaded.program
    decision = decide(program, asked.besluit, asked.case, asked.moment)
    # A letter to the citizen holds no signals: they are for whoever handles the case.
    if args.json or args.uitleg != "burger":
        decision = judge(decision, program, asked.case, asked.moment, motor=args.signaalmotor)
    if args.json:
        from engine.decision_json import decision_json

        console.print_json(decision_json(decision, program, asked.case))
    else:
        from engine.explain import describe

        console.print(describe(decision, program, asked.case, args.uitleg, args.vorm))
    if decision.status is not Status.FOUT:
        return GOOD
    from engine.faults import fault_diagnostic
    from engine.findings import outcome_faults

    console.findings([fault_diagnostic(fault) for fault in outcome_faults(decision.trace)], loaded.sources)
    return FINDINGS
