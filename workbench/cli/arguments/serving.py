"""The command that runs the workbench."""

from __future__ import annotations

from workbench.cli.arguments.options import Commands


def add(commands: Commands) -> None:
    serve = commands.add("serve", "serve", "start de werkbank: pagina's, API en register")
    serve.add_argument(
        "--poort", metavar="POORT", help="poort om op te luisteren (standaard: TOETSSTEEN_PORT, of anders 8080)"
    )
