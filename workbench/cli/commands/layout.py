"""``toetssteen opmaak``: the one layout of rule files."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from workbench.cli.console import FINDINGS, GOOD, USAGE, Console
from workbench.cli.corpus import parse_paths
from workbench.cli.files import STANDARD_INPUT, write_whole


def run(args: Namespace, console: Console) -> int:
    """Files with syntax errors are left alone and reported; no file is ever written by halves."""
    from dsl.printer import print_module

    parsed = parse_paths(args, console)
    if parsed is None:
        return USAGE
    code = console.findings(parsed.findings, parsed.sources)
    changed = 0
    for path, module in parsed.modules:
        old = parsed.sources[path].text
        new = print_module(module)
        if path == STANDARD_INPUT:
            console.print_text(new)
        elif new != old:
            changed += 1
            if args.controleer:
                console.print(f"anders: {path}")
            else:
                wrong = write_whole(Path(path), new)
                if wrong is not None:
                    code = console.findings([wrong], parsed.sources)
                else:
                    console.print(f"opgemaakt: {path}")
    if args.controleer and changed:
        console.print(f"{changed} {'bestand zou' if changed == 1 else 'bestanden zouden'} veranderen.")
        return FINDINGS
    return code or GOOD
