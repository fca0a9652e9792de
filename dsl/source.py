"""Source texts and places in them.

An offset is an index into the text of a file, counted in characters (code points). Lines and columns are 1-based, a
column counts characters, and a line ends at a line feed, a carriage return, or the two together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The characters `start` up to (not including) `end` of a file, named by the path that the user is shown.

    An empty file name means that there is no place to point at, such as for a mistake on the command line.
    """

    file: str
    start: int
    end: int

    def __reduce__(self) -> tuple[type[Span], tuple[str, int, int]]:
        # Programs are cached with thousands of spans; this is several times faster than what dataclasses do.
        return Span, (self.file, self.start, self.end)

    def to(self, other: Span) -> Span:
        """The smallest span that covers both; `other` lies in the same file."""
        return Span(self.file, min(self.start, other.start), max(self.end, other.end))

    def is_within(self, other: Span) -> bool:
        return self.file == other.file and other.start <= self.start and self.end <= other.end

    def at_end(self) -> Span:
        """The empty span directly after this one, for what is missing there."""
        return Span(self.file, self.end, self.end)


NOWHERE = Span("", 0, 0)


@dataclass(frozen=True)
class SourceFile:
    """One text with the path that the user is shown (relative to where the command was given)."""

    path: str
    text: str

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offset of the first character of each line; a text without any character has one empty line."""
        return (0, *(match.end() for match in _LINE_END.finditer(self.text)))

    @property
    def line_count(self) -> int:
        return len(self.line_starts)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both 1-based. An offset outside the text is drawn to its nearest end."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """Offset of a 1-based line and column; a column past the end of its line gives the end of that line.

        Raises ValueError when the line does not exist or the column is below 1.
        """
        if not 1 <= line <= self.line_count or column < 1:
            raise ValueError(f"no line {line} column {column} in {self.path}")
        start = self.line_starts[line - 1]
        return min(start + column - 1, start + len(self.line(line)))

    def line(self, number: int) -> str:
        """The text of a 1-based line without its line end."""
        start = self.line_starts[number - 1]
        end = self.line_starts[number] if number < self.line_count else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def span(self, start: int, end: int) -> Span:
        return Span(self.path, start, end)


class Sources(Mapping[str, SourceFile]):
    """The source files of one program, by the path that spans name them with."""

    def __init__(self, files: Iterable[SourceFile] = ()) -> None:
        self._files = {file.path: file for file in files}

    def __getitem__(self, path: str) -> SourceFile:
        return self._files[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def add(self, file: SourceFile) -> None:
        """Add a file, or put it in the place of the one with the same path."""
        self._files[file.path] = file

    def text(self, span: Span) -> str:
        """The characters that a span covers."""
        return self._files[span.file].text[span.start : span.end]
