"""``toetssteen taalserver``: the language server for editors, over standard input and output."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from dsl.diagnostics import diagnose
from dsl.files import no_folder
from dsl.source import NOWHERE, Sources
from workbench.cli.console import FINDINGS, GOOD, Console


def run(args: Namespace, console: Console) -> int:
    wrong = no_folder(Path(args.regels), args.regels) if args.regels else None
    if wrong is not None:
        console.findings([wrong], Sources())
        return FINDINGS
    try:
        from workbench.editor.server import make_server
    except ModuleNotFoundError:
        console.findings([diagnose("TS897", NOWHERE, extra="web")], Sources())
        return FINDINGS
    make_server(Path(args.regels) if args.regels else None).start_io()
    return GOOD
