"""What commands share: where they write, whether in colour, and how findings come out."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TextIO

from dsl.diagnostics import Diagnostic, Severity
from dsl.source import SourceFile

GOOD, FINDINGS, USAGE = 0, 1, 2
MOST_SHOWN = 500
"""More findings than anyone reads at once, and than a damaged file may print."""


@dataclass(slots=True)
class Console:
    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)

    def print(self, text: str) -> None:
        self.out.write(text if text.endswith("\n") else text + "\n")

    def print_json(self, value: object) -> None:
        self.print(json.dumps(value, ensure_ascii=False, indent=2))

    def findings(self, found: Iterable[Diagnostic], sources: Mapping[str, SourceFile]) -> int:
        """Show findings on the error stream; the exit code is 1 when one of them is a fout."""
        from dsl.rendering import render_text

        found = list(found)
        if found:
            self.err.write(render_text(found[:MOST_SHOWN], sources, color=in_colour(self.err)).rstrip("\n") + "\n")
        if len(found) > MOST_SHOWN:
            self.err.write(
                f"En nog {len(found) - MOST_SHOWN} bevindingen. Verbeter eerst deze; '--json' geeft ze allemaal.\n"
            )
        return FINDINGS if any(item.severity is Severity.FOUT for item in found) else GOOD


def in_colour(stream: TextIO) -> bool:
    """Colour only on a terminal that did not ask for none (the NO_COLOR convention)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
