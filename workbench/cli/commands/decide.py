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
    from engine.signals import judge

    from engine.decide import decide
    from engine.decision import Status

    program = loaded.program
    decision = decide(program, asked.besluit, asked.case, asked.moment)
    decision = judge(decision, program, asked.case, asked.moment, motor=args.signaalmotor)
    if args.json:
        from engine.decision_json import decision_json

        console.print_json(decision_json(decision, program, asked.case))
    else:
        from engine.explain import describe

        console.print(describe(decision, program, asked.case, args.uitleg, args.vorm))
    return FINDINGS if decision.status is Status.FOUT else GOOD
