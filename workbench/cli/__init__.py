"""The command ``toetssteen``. Exit codes: 0 good, 1 findings, 2 wrong use."""

from workbench.cli.main import main

__all__ = ["main"]
