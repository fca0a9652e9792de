"""``toetssteen schema``: the JSON Schema of dossiers."""

from __future__ import annotations

from argparse import Namespace

from workbench.cli.console import FINDINGS, GOOD, Console
from workbench.cli.corpus import load


def run(args: Namespace, console: Console) -> int:
    loaded = load(args, console)
    if loaded is None:
        return FINDINGS
    from engine.dossier.schema import dossier_schema

    console.print_json(dossier_schema(loaded.program))
    return GOOD
