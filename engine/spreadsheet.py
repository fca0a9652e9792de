"""Tables that a person opens in a spreadsheet: the one way in which CSV files are written. Text stays text: none of it is taken for a
formula, wherever it came from."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import TextIO

# What a spreadsheet may read as a formula, also behind spaces and in the wide letters of an East Asian keyboard; a number is none.
_FORMULA = re.compile(r"[\s\ufeff]*[=+@\t\r\n-]|[\s\ufeff]*[＝＋－＠]|[\t\r\n]")
_PLAIN = re.compile(r"[+-]?[0-9.,]*|-")


class CsvTable:
    """Rows of cells with a semicolon between them, in an open file. ``quoted``: quotation marks round every cell."""

    def __init__(self, out: TextIO, *, quoted: bool = False) -> None:
        self._out = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)

    def row(self, cells: Iterable[str | int]) -> None:
        """Raises OSError."""
        self._out.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in cells])


def harmless(text: str) -> str:
    """A text that a spreadsheet does not take for a formula: an apostrophe in front says that it is text."""
    return f"'{text}" if _FORMULA.match(text) and not _PLAIN.fullmatch(text) else text
