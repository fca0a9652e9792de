"""Options that several commands share, and the command list itself."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction

LEVELS = ("burger", "behandelaar", "juridisch")
OVERVIEW_LEVELS = ("kort", "burger", "behandelaar")
FORMS = ("tekst", "markdown", "json")


class Commands:
    """The commands of a parser, or the parts of a command. ``module`` of a command is what runs it: one of workbench.cli.commands."""

    def __init__(self, parsers: _SubParsersAction[argparse.ArgumentParser]) -> None:
        self._parsers = parsers

    def add(self, name: str, module: str | None, help_: str) -> argparse.ArgumentParser:
        made = self._parsers.add_parser(name, help=help_, description=help_[:1].upper() + help_[1:] + ".")
        if module is not None:
            made.set_defaults(module=module)
        return made


def rules_option(made: argparse.ArgumentParser) -> None:
    made.add_argument("--regels", metavar="MAP", help="map met regelbestanden (standaard: de meegeleverde)")


def variant_option(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--variant",
        action="append",
        metavar="NAAM",
        help="reken met deze variant op de regels (mag vaker: de varianten komen op elkaar)",
    )


def case_options(made: argparse.ArgumentParser) -> None:
    made.add_argument("--dossier", required=True, metavar="BESTAND", help="feiten in YAML of JSON; - leest de invoer")
    made.add_argument(
        "--op", metavar="DATUM", help="rekendatum, bijvoorbeeld 01-03-2024 (of 'rekendatum:' in het dossier)"
    )
    made.add_argument("--verzonden-op", metavar="DATUM", help="dag waarop het besluit verzonden wordt")
    made.add_argument("--bekend", metavar="DATUM", help="reken met wat op die dag bekend was (standaard: alles)")
    made.add_argument("--bij", metavar="ORGANISATIE", help="bij wie bekend (standaard: de uitvoerder)")
    rules_option(made)


def period_options(made: argparse.ArgumentParser, help_: str) -> None:
    made.add_argument("--van", metavar="DATUM", help=f"eerste dag: {help_}")
    made.add_argument("--tot", metavar="DATUM", help="laatste dag van die periode (telt mee)")
