"""``toetssteen gevolgen``: what a choice does, over a period, beside how it is without it."""

from __future__ import annotations

from argparse import Namespace

from workbench.cli.cases import read_with_choice
from workbench.cli.console import FINDINGS, GOOD, Console
from workbench.cli.corpus import load


def run(args: Namespace, console: Console) -> int:
    loaded = load(args, console)
    if loaded is None:
        return FINDINGS
    asked = read_with_choice(args, console, loaded)
    if isinstance(asked, int):
        return asked
    from engine.time.consequences import consequences
    from engine.time.consequences_nl import consequences_json, describe_consequences

    program = loaded.program
    told = args.json or args.uitleg != "kort"
    found = consequences(program, asked.dossier, asked.chosen, *asked.period, asked.sent, reasons=told)
    if args.json:
        console.print_json(consequences_json(program, found, asked.choice))
    else:
        console.print(describe_consequences(program, found, asked.choice, args.uitleg))
    return GOOD
