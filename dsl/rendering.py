"""Diagnostics as text for a terminal and as plain data for JSON."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import Any

from dsl.diagnostics import Diagnostic, Findings, Related
from dsl.severity import Severity
from dsl.source import SourceFile, Span

_WIDTH = 100
"""Terminal cells of source text that are shown; a longer line is cut around its caret."""
_TAB = 4
_CUT = "…"

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})

_RESET = "\x1b[0m"
_BOLD = "\x1b[1m"
_BLUE = "\x1b[1;34m"
_COLORS = {Severity.FOUT: "\x1b[1;31m", Severity.WAARSCHUWING: "\x1b[1;33m", Severity.OPMERKING: "\x1b[1;36m"}
_PLURALS = {Severity.FOUT: "fouten", Severity.WAARSCHUWING: "waarschuwingen", Severity.OPMERKING: "opmerkingen"}


def render_text(diagnostics: Iterable[Diagnostic], sources: Mapping[str, SourceFile], color: bool = False) -> str:
    """All diagnostics, sorted and each once, with their source lines and a summary; "" when there are none.

    A place in a file that `sources` does not hold is shown by its file name only. Text from files is made printable:
    control characters cannot steer the terminal.
    """
    ordered = Findings(diagnostics).sorted()
    if not ordered:
        return ""
    painter = _Painter(sources, color)
    return "\n\n".join([*(painter.diagnostic(found) for found in ordered), summary(ordered)]) + "\n"


def render_json(diagnostics: Iterable[Diagnostic], sources: Mapping[str, SourceFile]) -> list[dict[str, Any]]:
    """All diagnostics, sorted and each once, as plain data.

    Lines and columns are 1-based, `eind_kolom` is the column after the last character; they are None where there is no
    place in a known file.
    """
    return [
        {
            "code": found.code,
            "ernst": found.severity.value,
            **_place(found.span, sources),
            "oorzaak": found.cause,
            "oplossing": found.remedy,
            "verwant": [{**_place(related.span, sources), "tekst": related.text} for related in found.related],
        }
        for found in Findings(diagnostics).sorted()
    ]


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """The numbers per severity, such as "2 fouten, 1 waarschuwing"; "" when there are none."""
    severities = [found.severity for found in diagnostics]
    counts = [(severity, severities.count(severity)) for severity in Severity]
    return ", ".join(
        f"{count} {severity.value if count == 1 else _PLURALS[severity]}" for severity, count in counts if count
    )


def _place(span: Span, sources: Mapping[str, SourceFile]) -> dict[str, Any]:
    source = sources.get(span.file)
    line, column = source.position(span.start) if source else (None, None)
    end_line, end_column = source.position(span.end) if source else (None, None)
    return {
        "bestand": span.file or None,
        "regel": line,
        "kolom": column,
        "eind_regel": end_line,
        "eind_kolom": end_column,
    }


class _Painter:
    """Draws one diagnostic in the manner of modern compilers, with or without colour."""

    def __init__(self, sources: Mapping[str, SourceFile], color: bool) -> None:
        self._sources = sources
        self._color = color

    def diagnostic(self, found: Diagnostic) -> str:
        tint = _COLORS[found.severity]
        places = [found.span, *(related.span for related in found.related)]
        gutter = max(len(str(self._line_number(span))) for span in places)
        head = self._paint(tint, f"{found.severity.value}[{found.code}]")
        lines = [f"{head}{self._paint(_BOLD, ': ' + _printable(found.cause))}"]
        lines += self._excerpt(found.span, gutter, "-->", "^", tint)
        lines += self._advice(found.remedy, gutter)
        for related in found.related:
            lines += self._related(related, gutter)
        return "\n".join(lines)

    def _advice(self, remedy: str, gutter: int) -> list[str]:
        if not remedy:
            return []
        return [f"{' ' * gutter} {self._paint(_BLUE, '=')} {self._paint(_BOLD, 'oplossing:')} {_printable(remedy)}"]

    def _related(self, related: Related, gutter: int) -> list[str]:
        note = f"{' ' * gutter} {self._paint(_BLUE, '=')} {self._paint(_BOLD, 'zie ook:')} {_printable(related.text)}"
        return [note, *self._excerpt(related.span, gutter, "-->", "-", _BLUE)]

    def _line_number(self, span: Span) -> int:
        source = self._sources.get(span.file)
        return source.position(span.start)[0] if source else 0

    def _excerpt(self, span: Span, gutter: int, arrow: str, mark: str, tint: str) -> list[str]:
        """The place, its source line and the underline; only the file for an unknown text, nothing for no place."""
        if not span.file:
            return []
        margin = " " * gutter
        source = self._sources.get(span.file)
        if source is None:
            return [f"{margin}{self._paint(_BLUE, arrow)} {_printable(span.file)}"]
        line, column = source.position(span.start)
        end_line, end_column = source.position(span.end)
        place = f"{_printable(span.file)}:{line}:{column}"
        text = source.line(line)
        stop = end_column - 1 if end_line == line else len(text)
        shown, indent, length = _frame(text, min(column - 1, len(text)), stop)
        underline = mark * length + (f" (t/m regel {end_line})" if end_line > line else "")
        bar = self._paint(_BLUE, "|")
        return [
            f"{margin}{self._paint(_BLUE, arrow)} {place}",
            f"{margin} {bar}",
            f"{self._paint(_BLUE, str(line).rjust(gutter))} {bar} {shown}".rstrip(),
            f"{margin} {bar} {' ' * indent}{self._paint(tint, underline)}",
        ]

    def _paint(self, tint: str, text: str) -> str:
        return f"{tint}{text}{_RESET}" if self._color else text


def _frame(text: str, start: int, stop: int) -> tuple[str, int, int]:
    """A source line as shown, with the indent and the length of its underline, both in terminal cells.

    `start` and `stop` are character positions in `text`. A line wider than `_WIDTH` cells is cut on either side, so that
    the start of the underline stays in sight; an underline has at least one cell.
    """
    before = max(0, start - _WIDTH * 2)
    if len(text) > _WIDTH * 6:
        # Of a very long line only what may come in sight is measured: many findings on one line must not take their product.
        end = before + _WIDTH * 6
        after = end < len(text)
        text, start, stop = text[before:end], start - before, min(stop, end) - before
    else:
        before, after = 0, False
    glyphs = list(_glyphs(text))
    edges = [0, *accumulate(_cells(glyph) for glyph in glyphs)]
    first, last = 0, len(glyphs)
    if edges[-1] > _WIDTH:
        left = max(0, min(edges[start] - _WIDTH // 3, edges[-1] - _WIDTH))
        first = bisect_left(edges, left)
        last = bisect_right(edges, edges[first] + _WIDTH) - 1
    opening = _CUT if first or before else ""
    closing = _CUT if after or last < len(glyphs) else ""
    shown = opening + "".join(glyphs[first:last]) + closing
    return shown, len(opening) + edges[start] - edges[first], max(1, edges[min(stop, last)] - edges[start])


def _glyphs(text: str) -> Iterable[str]:
    """What each character is shown as: a tab as spaces up to the next stop, what cannot be shown as one sign."""
    column = 0
    for character in text:
        glyph = " " * (_TAB - column % _TAB) if character == "\t" else _visible(character)
        column += _cells(glyph)
        yield glyph


def _visible(character: str) -> str:
    # Control and format characters (C*), among which those that turn the reading direction, and line separators.
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character) in _HIDDEN else character


def _printable(text: str) -> str:
    return "".join(_visible(character) for character in text.replace("\r\n", " ").replace("\n", " ").replace("\t", " "))


def _cells(glyph: str) -> int:
    """The terminal cells that a glyph takes: two for East Asian wide characters, none for combining marks."""
    if glyph.isascii():
        return len(glyph)
    if unicodedata.combining(glyph):
        return 0
    return 2 if unicodedata.east_asian_width(glyph) in "WF" else 1
