"""Arguments of the command line and the choice of the command. Commands are imported only when they run."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

from workbench.cli.arguments import parser
from workbench.cli.console import FINDINGS, USAGE, Console
from workbench.cli.dutch import speak_dutch


def _broken(console: Console, wrong: OSError) -> int:
    """The output could not be written, so what was printed may not be whole: say so, and let Python not try again."""
    from dsl.diagnostics import diagnose
    from dsl.files import reason
    from dsl.source import NOWHERE, Sources

    with suppress(OSError, ValueError):
        console.findings([diagnose("TS807", NOWHERE, stream="uitvoer", reason=reason(wrong))], Sources())
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FINDINGS


def main(arguments: Sequence[str] | None = None, console: Console | None = None) -> int:
    """Run one command. Returns the exit code; wrong use exits with 2."""
    speak_dutch()
    console = console or Console()
    reader = parser()
    try:
        args = reader.parse_args(arguments)
        if (limit := os.environ.get("TOETSSTEEN_MAX_BYTES", "0")) and not limit.isdecimal():
            reader.error(f"TOETSSTEEN_MAX_BYTES is {limit!r}: schrijf een aantal bytes, bijvoorbeeld 1000000")
        if args.versie:
            from engine.version import ENGINE_VERSION

            console.print(f"toetssteen {ENGINE_VERSION}")
            return 0
        if args.opdracht is None:
            reader.print_help(console.out)
            return USAGE
        command = import_module(f"workbench.cli.commands.{args.module}")
        code = int(command.run(args, console))
        console.flush()
        return code
    except SystemExit as stop:
        return int(stop.code or 0)
    except BrokenPipeError:
        # The reader went away (``| head``): nothing is wrong, and Python must not complain while closing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as wrong:
        return _broken(console, wrong)
    except KeyboardInterrupt:
        console.err.write("Gestopt.\n")
        return FINDINGS
