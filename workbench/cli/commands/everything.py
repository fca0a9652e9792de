"""``toetssteen alles``: every besluit that a dossier says something about, side by side."""

from __future__ import annotations

from argparse import Namespace

from workbench.cli.cases import read_dossier
from workbench.cli.console import FINDINGS, GOOD, Console
from workbench.cli.corpus import load


def run(args: Namespace, console: Console) -> int:
    loaded = load(args, console)
    if loaded is None:
        return FINDINGS
    asked = read_dossier(args, console, loaded)
    if isinstance(asked, int):
        return asked
    from engine.decision import Status
    from engine.everything import decide_everything
    from engine.explain.overview_nl import describe_overview, overview_json

    program = loaded.program
    dossier, moment = asked.dossier, asked.moment
    if asked.period is not None:
        from workbench.cli.commands.over_time import show_course

        return show_course(args, console, loaded, asked, asked.period)
    overview = decide_everything(program, dossier, moment)
    if args.json:
        console.print_json(overview_json(program, overview, moment))
    else:
        console.print(describe_overview(program, overview, moment, formal=args.uitleg == "behandelaar"))
        if args.uitleg != "kort":
            from engine.explain import describe

            for one in overview.decided:
                console.print("\n" + describe(one.decision, program, one.case, args.uitleg))
    faulty = [one.decision for one in overview.decided if one.decision.status is Status.FOUT]
    if not faulty:
        return GOOD
    from engine.faults import fault_diagnostic
    from engine.findings import outcome_faults

    faults = [fault_diagnostic(fault) for decision in faulty for fault in outcome_faults(decision.trace)]
    console.findings(dict.fromkeys(faults), loaded.sources)
    return FINDINGS
