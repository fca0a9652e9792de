"""``toetssteen waarom-niet``: which conditions kept a rule from applying."""

from __future__ import annotations

from argparse import Namespace

from dsl.diagnostics import diagnose
from dsl.source import NOWHERE, Sources
from dsl.suggest import did_you_mean
from workbench.cli.cases import read_case
from workbench.cli.console import FINDINGS, GOOD, USAGE, Console
from workbench.cli.corpus import load


def run(args: Namespace, console: Console) -> int:
    loaded = load(args, console)
    if loaded is None:
        return FINDINGS
    asked = read_case(args, console, loaded)
    if isinstance(asked, int):
        return asked
    from engine.explain.whynot_nl import describe_why_not
    from engine.whynot import why_not

    answer = why_not(loaded.program, asked.besluit, asked.case, asked.moment, args.doel)
    if answer.meant is not None:
        remedy = did_you_mean(answer.meant) or None
        console.findings([diagnose("TS809", NOWHERE, name=args.doel, remedy=remedy)], Sources())
        return USAGE
    console.print(describe_why_not(answer))
    return GOOD
