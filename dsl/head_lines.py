"""Where in a block a finding is: at the head line that it is about, where that is the whole of what is wrong."""

from __future__ import annotations

import re
from dataclasses import replace

from dsl.diagnostics import Diagnostic
from dsl.source import Sources, Span

_ABOUT = {
    "TS447": "doel",
    "TS453": "wijziging werkt door vanaf",
    "TS454": "wijziging werkt door vanaf",
    "TS455": "wijziging werkt door vanaf",
    "TS486": "grondslag",
}
"""Findings about one head line, of which the tree of a block keeps the words and not the place."""


def at_head_line(found: Diagnostic, sources: Sources) -> Diagnostic:
    """The finding with the place of its head line, when that stands once in the block."""
    head = _ABOUT.get(found.code)
    if head is None or found.span.file not in sources:
        return found
    text = sources[found.span.file].text
    lines = [
        match
        for match in re.finditer(r"[^\r\n]+", text[found.span.start : found.span.end])
        if match[0].strip().casefold().startswith(f"{head}:")
    ]
    if len(lines) != 1:
        return found
    line = lines[0]
    start = found.span.start + line.start() + len(line[0]) - len(line[0].lstrip())
    return replace(found, span=Span(found.span.file, start, found.span.start + line.end()))
