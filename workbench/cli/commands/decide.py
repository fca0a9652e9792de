"""``toetssteen besluit``: decide a case and explain it."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.cases import read_case
from workbench.cli.console import FINDINGS, GOOD, Console
from workbench.cli.corpus import load

if TYPE_CHECKING:
    from dsl.diagnostics import Diagnostic
    from engine.decision import Decision
    from workbench.cli.cases import Asked


def run(args: Namespace, console: Console) -> int:
    loaded = load(args, console)
    if loaded is None:
        return FINDINGS
    asked = read_case(args, console, loaded)
    if isinstance(asked, int):
        return asked
    if asked.period is not None:
        if args.rechtsgevolg:
            console.findings(_in_the_way(args, asked, None), loaded.sources)
            return FINDINGS
        from workbench.cli.commands.over_time import show_timeline

        return show_timeline(args, console, loaded, asked, asked.period)
    from engine.decide import decide
    from engine.decision import Status
    from engine.signals import judge

    program = loaded.program
    decision = decide(program, asked.besluit, asked.case, asked.moment)
    if args.rechtsgevolg and (refused := _in_the_way(args, asked, decision)):
        console.findings(refused, loaded.sources)
        return FINDINGS
    # A letter to the citizen holds no signals: they are for whoever handles the case.
    if args.json or args.uitleg != "burger":
        decision = judge(decision, program, asked.case, asked.moment, motor=args.signaalmotor)
    if args.json:
        from engine.decision_json import decision_json

        answer = decision_json(decision, program, asked.case)
        if args.rechtsgevolg:
            answer["rechtsgevolg"] = {"behandelaar": args.behandelaar}
        console.print_json(answer)
    else:
        from engine.explain import describe

        console.print(describe(decision, program, asked.case, args.uitleg, args.vorm))
    if decision.status is not Status.FOUT:
        return GOOD
    from engine.faults import fault_diagnostic
    from engine.findings import outcome_faults

    console.findings([fault_diagnostic(fault) for fault in outcome_faults(decision.trace)], loaded.sources)
    return FINDINGS


def _in_the_way(args: Namespace, asked: Asked, decision: Decision | None) -> list[Diagnostic]:
    """What keeps the besluit from having rechtsgevolg: an outcome that is not sure, or nobody who answers for it."""
    from engine.legal_effect import Handler, without_legal_effect
    from engine.paths import rules_dir
    from engine.published_grounds import published_grounds

    grounds, found = published_grounds(Path(args.regels) if args.regels else rules_dir())
    handler = Handler(args.behandelaar, args.behandelaar) if args.behandelaar else None
    sent = asked.moment.verzonden_op or asked.moment.rekendatum
    return [*found, *without_legal_effect(asked.besluit, decision, handler, grounds, sent)]
