"""``toetssteen waarom-niet``: which conditions kept a rule from applying."""

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
    from engine.whynot import why_not

    answer = why_not(loaded.program, asked.besluit, asked.case, asked.moment, args.doel)
    console.print(answer.text)
    return GOOD if answer.found else FINDINGS
