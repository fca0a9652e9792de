"""Where in a block a finding is: at the head line that it is about, and at the first line for what concerns the block as a whole."""

from __future__ import annotations

import re
from dataclasses import replace

from dsl.diagnostics import Diagnostic
from dsl.parsing.headwords import BLOCK
from dsl.source import Sources, Span

_ABOUT = {
    "TS401": "geldig ",
    "TS447": "doel:",
    "TS449": "uitleg:",
    "TS453": "wijziging werkt door vanaf:",
    "TS454": "wijziging werkt door vanaf:",
    "TS455": "wijziging werkt door vanaf:",
    "TS486": "grondslag:",
    "TS496": "opschorting:",
}
"""Findings about one head line, of which the tree of a block keeps the words and not the place."""
_REPEATS = frozenset(("TS441", "TS442", "TS451"))
"""Findings that begin with the words of the block that they are about."""
_ROW = re.compile(r"bij\s[^\r\n]*:[ \t]*[\r\n]")
_QUOTED = re.compile(r"'([^']+)'")


def at_head_line(found: Diagnostic, sources: Sources) -> Diagnostic:
    """The finding with the place of its head line when that stands once in the block, or else of the first line of the block."""
    related = tuple(replace(other, span=_first_line(other.span, sources)) for other in found.related)
    return replace(found, span=_about(found, sources) or _first_line(found.span, sources), related=related)


def _about(found: Diagnostic, sources: Sources) -> Span | None:
    head = _ABOUT.get(found.code)
    if found.span.file not in sources or (head is None and found.code not in _REPEATS):
        return None
    text = sources[found.span.file].text
    if head is None:
        return _repeated(found, text)
    lines = [
        match
        for match in re.finditer(r"[^\r\n]+", text[found.span.start : found.span.end])
        if match[0].strip().casefold().startswith(head)
    ]
    if len(lines) != 1:
        return None
    line = lines[0]
    start = found.span.start + line.start() + len(line[0]) - len(line[0].lstrip())
    return Span(found.span.file, start, found.span.start + line.end())


def _repeated(found: Diagnostic, text: str) -> Span | None:
    """The place of the words that a finding quotes first."""
    quoted = _QUOTED.search(found.cause)
    if quoted is None:
        return None
    words = re.compile(r"\s+".join(map(re.escape, quoted[1].split())), re.IGNORECASE)
    place = words.search(text, found.span.start, found.span.end)
    return None if place is None else Span(found.span.file, place.start(), place.end())


def _first_line(span: Span, sources: Sources) -> Span:
    """The first line of a span that is a whole block, or a row of a Tabel with its values."""
    if span.file not in sources:
        return span
    text = sources[span.file].text
    if not BLOCK.match(text, span.start) and not _ROW.match(text, span.start):
        return span
    line = text[span.start : span.end].splitlines()[:1]
    return Span(span.file, span.start, span.start + len(line[0].rstrip())) if line else span
