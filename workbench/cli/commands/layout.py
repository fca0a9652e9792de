"""``toetssteen opmaak``: the one layout of rule files."""

from __future__ import annotations

import os
import sys
import tempfile
from argparse import Namespace
from pathlib import Path

from workbench.cli.console import FINDINGS, GOOD, USAGE, Console
from workbench.cli.corpus import parse_paths


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
        if path == "-":
            console.print(new)
        elif new != old:
            changed += 1
            if args.controleer:
                console.print(f"anders: {path}")
            else:
                _replace(Path(path), new)
                console.print(f"opgemaakt: {path}")
    if args.controleer and changed:
        console.print(f"{changed} {'bestand zou' if changed == 1 else 'bestanden zouden'} veranderen.")
        return FINDINGS
    return code or GOOD


def _replace(path: Path, text: str) -> None:
    """Write beside the file and put it in its place in one step."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
            out.write(text)
        os.chmod(temporary, path.stat().st_mode)
        os.replace(temporary, path)
    except OSError as wrong:
        os.unlink(temporary)
        sys.stderr.write(f"{path}: niet geschreven ({wrong.strerror}).\n")
