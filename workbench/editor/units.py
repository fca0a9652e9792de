"""Places as the language server protocol counts them: rows and units from zero, where a unit is that of an encoding."""

from __future__ import annotations

from dataclasses import dataclass

from dsl.source import SourceFile

_BYTES = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


@dataclass(frozen=True, slots=True)
class Units:
    source: SourceFile
    encoding: str = "utf-16"

    def _count(self, text: str) -> int:
        if text.isascii() or self.encoding == "utf-32":
            return len(text)
        name, size = _BYTES[self.encoding]
        return len(text.encode(name, "surrogatepass")) // size

    def position(self, offset: int) -> tuple[int, int]:
        """Row and unit, from zero."""
        line, column = self.source.position(offset)
        start = self.source.line_starts[line - 1]
        return line - 1, self._count(self.source.text[start : start + column - 1])

    def offset(self, row: int, unit: int) -> int:
        """The offset of a row and unit; past the end of a row is its end, past the last row the end of the text."""
        if row < 0:
            return 0
        if row >= self.source.line_count:
            return len(self.source.text)
        start, text = self.source.line_starts[row], self.source.line(row + 1)
        if text.isascii() or self.encoding == "utf-32":
            return start + max(0, min(unit, len(text)))
        counted = 0
        for place, letter in enumerate(text):
            if counted >= unit:
                return start + place
            counted += self._count(letter)
        return start + len(text)
