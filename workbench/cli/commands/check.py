"""``toetssteen controleer``: everything that is wrong, at once."""

from __future__ import annotations

from argparse import Namespace

from workbench.cli.console import Console
from workbench.cli.corpus import check_paths


def run(args: Namespace, console: Console) -> int:
    from dsl.diagnostics import Severity
    from dsl.rendering import render_json

    checked = check_paths(args, console)
    if checked is None:
        return 2
    if args.json:
        console.print_json(render_json(checked.findings, checked.sources))
        return 1 if any(item.severity is Severity.FOUT for item in checked.findings) else 0
    code = console.findings(checked.findings, checked.sources)
    if code == 0:
        console.print(f"{checked.count} {'bestand' if checked.count == 1 else 'bestanden'} gecontroleerd: geen fouten.")
    return code
