"""``python -m workbench.service.job COMMAND...``: one command of the command line, that says on its output how far it is."""

from __future__ import annotations

import io
import sys

from workbench.cli.console import Console
from workbench.cli.main import main


class _Live(io.StringIO):
    """An error stream that shows progress as on a terminal, and writes each state of it as a line."""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        sys.stdout.write(text.replace("\r", "\n"))
        sys.stdout.flush()
        return len(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Console(err=_Live())))
