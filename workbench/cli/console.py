"""What commands share: where they write, whether in colour, and how findings come out."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TextIO

from dsl.diagnostics import Diagnostic, Severity
from dsl.source import SourceFile

GOOD, FINDINGS, USAGE = 0, 1, 2
MOST_SHOWN = 500
"""More findings than anyone reads at once, and than a damaged file may print."""

_STEERING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
"""Control and format signs, lone halves of signs, and line ends that are not a line feed."""


class _Closed(io.StringIO):
    """In place of an output that the caller closed: writing fails, as it would on any other broken output."""

    def write(self, text: str) -> int:
        raise OSError(errno.EBADF, "de uitvoer is gesloten")


@dataclass(slots=True)
class Console:
    out: TextIO = field(default_factory=lambda: sys.stdout or _Closed())
    err: TextIO = field(default_factory=lambda: sys.stderr or io.StringIO())

    def flush(self) -> None:
        """Make sure that all of it arrived; raises OSError when it did not."""
        self.out.flush()
        self.err.flush()

    def print(self, text: str) -> None:
        """Print text that may hold words of a dossier: signs that steer a terminal or turn the reading direction show as one
        replacement sign."""
        self.print_text(_STEERING.sub("\N{REPLACEMENT CHARACTER}", text))

    def print_text(self, text: str) -> None:
        """Print text as it is."""
        self.out.write(text if text.endswith("\n") else text + "\n")

    def print_json(self, value: object) -> None:
        self.print_text(_STEERING.sub(_escaped, json.dumps(value, ensure_ascii=False, indent=2)))

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


def _escaped(found: re.Match[str]) -> str:
    # Every such sign is outside what JSON leaves unescaped in structure, so it stands inside a string.
    return "".join(f"\\u{unit:04x}" for unit in _utf16(found[0]))


def _utf16(text: str) -> tuple[int, ...]:
    data = text.encode("utf-16-be", "surrogatepass")
    return tuple(int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2))


def in_colour(stream: TextIO) -> bool:
    """Colour only on a terminal that did not ask for none (the NO_COLOR convention)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
