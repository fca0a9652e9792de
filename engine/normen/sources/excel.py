"""Records from the first sheet of an Excel workbook."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from posixpath import join, normpath
from typing import IO
from xml.etree import ElementTree

from dsl.diagnostics import diagnose
from dsl.source import NOWHERE
from engine.normen.parsing import NO_VALUE
from engine.normen.sources import BATCH, Kind, RawBatch, Unreadable, untyped
from engine.normen.sources.values import as_text, damaged, missing_extra

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SUSPECT = re.compile(rb't="e"|<f[ >/]')
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class ExcelSource:
    """A sheet is read whole: Excel itself holds no more than a million rows."""

    name: str
    header: tuple[str, ...]
    cells: Sequence[Sequence[str]]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return untyped(self.header)

    def read(self, columns: Sequence[int]) -> Iterator[RawBatch]:
        for start in range(0, len(self.cells), BATCH):
            part = self.cells[start : start + BATCH]
            filled = [(number, row) for number, row in enumerate(part, start + 2) if any(row)]
            if filled:
                kept = tuple([row[column] for _, row in filled] for column in columns)
                yield RawBatch(kept, tuple(number for number, _ in filled))


def open_excel(path: Path, shown: str) -> ExcelSource:
    """Read the first sheet. Raises Unreadable, also when its first row is no row of names or cells are merged."""
    try:
        import python_calamine
    except ImportError:
        raise missing_extra(shown, "excel") from None
    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        sheet = book.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
        merged = sheet.merged_cell_ranges or []
        without_value = _without_value(path)
    except (python_calamine.CalamineError, zipfile.BadZipFile, ElementTree.ParseError, OSError, LookupError) as wrong:
        raise damaged(shown, wrong) from None
    texts = [[as_text(value).strip() for value in row] for row in rows]
    for row, column in without_value:
        if row < len(texts) and column < len(texts[row]):
            texts[row][column] = NO_VALUE
    if merged:
        places = ", ".join(f"{_place(*first)}:{_place(*last)}" for first, last in merged[:10])
        more = f" en nog {len(merged) - 10}" if len(merged) > 10 else ""
        raise Unreadable(diagnose("TS549", NOWHERE, name=shown, places=places + more))
    if not texts or not any(texts[0]):
        raise Unreadable(diagnose("TS540", NOWHERE, name=shown))
    width = max((number for row in texts for number, text in enumerate(row, 1) if text), default=0)
    header = texts[0][:width]
    if not all(header):
        raise Unreadable(diagnose("TS544", NOWHERE, name=shown))
    return ExcelSource(shown, tuple(" ".join(name.split()) for name in header), texts[1:])


def _place(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def _without_value(path: Path) -> list[tuple[int, int]]:
    """The cells (row and column from 0) of the first sheet that have an error for a value, or a formula that was never computed. To the
    reader of values they are empty, as if nothing had been written there."""
    with zipfile.ZipFile(path) as book:
        name = _first_sheet(book)
        with book.open(name) as sheet:
            tail = b""
            while block := sheet.read(_BLOCK):
                if _SUSPECT.search(tail + block):
                    break
                tail = block[-8:]
            else:
                return []
        with book.open(name) as sheet:
            return list(_empty_formulas(sheet))


def _empty_formulas(sheet: IO[bytes]) -> Iterator[tuple[int, int]]:
    rows: ElementTree.Element | None = None
    for event, item in ElementTree.iterparse(sheet, events=("start", "end")):
        if event == "start":
            rows = item if item.tag == f"{_MAIN}sheetData" else rows
        elif item.tag == f"{_MAIN}c":
            value, kind = item.find(f"{_MAIN}v"), item.get("t")
            # An empty text can be the outcome of a formula; an empty number cannot.
            computed = value is not None and (bool(value.text) or kind == "str")
            place = _CELL.fullmatch(item.get("r") or "")
            if place and (kind == "e" or (item.find(f"{_MAIN}f") is not None and not computed)):
                column = 0
                for letter in place[1]:
                    column = column * 26 + ord(letter) - ord("A") + 1
                yield int(place[2]) - 1, column - 1
        elif item.tag == f"{_MAIN}row" and rows is not None:
            rows.clear()


def _first_sheet(book: zipfile.ZipFile) -> str:
    first = next(ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"))
    wanted = first.get(f"{_OFFICE}id")
    for relation in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels")):
        if relation.get("Id") == wanted:
            target = relation.get("Target") or ""
            return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
    raise KeyError(wanted)
