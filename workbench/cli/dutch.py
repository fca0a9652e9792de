"""Dutch for what argparse itself says: headings, usage and its complaints about the command line."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

_DUTCH = {
    "usage: ": "gebruik: ",
    "positional arguments": "invoer",
    "options": "opties",
    "subcommands": "opdrachten",
    "show this help message and exit": "toon deze uitleg",
    "show program's version number and exit": "toon de versie",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "bij %(argument_name)s: %(message)s",
    "expected one argument": "hier hoort een waarde achter",
    "expected at least one argument": "hier hoort ten minste een waarde achter",
    "ambiguous option: %(option)s could match %(matches)s": "de optie %(option)s kan %(matches)s zijn: schrijf haar voluit",
    "unrecognized arguments: %s": "onbekend: %s",
    "the following arguments are required: %s": "nog nodig: %s",
    "one of the arguments %s is required": "een van deze is nodig: %s",
    "not allowed with argument %s": "gaat niet samen met %s",
    "ignored explicit argument %r": "hier hoort geen waarde achter, maar er staat %r",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r bestaat niet; kies uit %(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)r is hier niet geldig",
    "unknown parser %(parser_name)r (choices: %(choices)s)": "opdracht %(parser_name)r bestaat niet; kies uit %(choices)s",
}


def _dutch(text: str) -> str:
    return _DUTCH.get(text, text)


def speak_dutch() -> None:
    """Let argparse speak Dutch. It looks its texts up through this name of its module; a catalogue for gettext would do the
    same with a build step and a setting of the environment."""
    argparse._ = _dutch  # type: ignore[attr-defined]


class Parser(argparse.ArgumentParser):
    """An argument parser that exits with 2 on wrong use, as all commands do."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        shown = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in message)
        self.exit(2, f"{self.prog}: {shown}\nBekijk de mogelijkheden met '{self.prog} --help'.\n")
