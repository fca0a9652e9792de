"""The arguments of the command line, a module per group of commands."""

from __future__ import annotations

import argparse

from workbench.cli.arguments import cases, norms, populations, register, serving, writing
from workbench.cli.arguments.options import Commands
from workbench.cli.dutch import Parser


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    made: argparse.ArgumentParser = Parser(
        prog="toetssteen", description="Regels van de wet schrijven, controleren en op een zaak toepassen."
    )
    made.add_argument("--versie", action="store_true", help="toon de versie")
    commands = Commands(made.add_subparsers(dest="opdracht", title="opdrachten", metavar="OPDRACHT"))
    for group in (writing, cases, norms, populations, serving, register):
        group.add(commands)
    return made
