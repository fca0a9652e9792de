"""What ``toetssteen norm`` gives: one scoreboard in the form that was asked for, on the screen or in a folder."""

from __future__ import annotations

import json
from argparse import Namespace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from dsl.diagnostics import Diagnostic, diagnose
from dsl.files import reason
from dsl.source import NOWHERE, Sources
from workbench.cli.console import FINDINGS, GOOD, Console
from workbench.cli.files import write_site, write_whole

if TYPE_CHECKING:
    from engine.normen.board import Board

WITH_RECORDS = frozenset(("html", "excel"))
"""The forms that show records, and are files in a folder."""
WITH_COURSE = WITH_RECORDS | {"json"}
"""The forms that show how a figure went within the period."""
_FOLDER = "normen"
_NEEDS = {"html": ("vl_convert",), "excel": ("xlsxwriter",)}
_FILES = {"tekst": "normen.txt", "markdown": "normen.md", "rapportage": "rapportage.md", "json": "normen.json"}


def missing_package(form: str) -> list[Diagnostic]:
    """The finding when a form needs a package that is not installed; said before anything is measured."""
    if all(find_spec(name) is not None for name in _NEEDS.get(form, ())):
        return []
    return [diagnose("TS846", NOWHERE, form=form, extra="rapport")]


def refused_folder(args: Namespace) -> Path | None:
    """Where rows go that cannot be used: a report in a folder has them beside it."""
    if args.geweigerd is None and args.vorm not in WITH_RECORDS:
        return None
    return Path(args.geweigerd or args.uit or _FOLDER)


def write(args: Namespace, console: Console, board: Board) -> int:
    """Returns the exit code. Nothing is written unless all of it could be made."""
    form: str = args.vorm
    if form not in WITH_RECORDS and args.uit is None:
        if form == "json":
            console.print_json(_json(board))
        else:
            console.print(_text(board, form))
        return GOOD
    folder = Path(args.uit or _FOLDER)
    if form == "html":
        from workbench.scorebord import build_scoreboard

        place = folder / "scorebord.html"
        unwritten = write_site(folder, build_scoreboard(board))
    else:
        place = folder / ("normen.xlsx" if form == "excel" else _FILES[form])
        unwritten = _write_file(place, _content(board, form))
    if unwritten is not None:
        console.findings([unwritten], Sources())
        return FINDINGS
    console.print(f"{'Scorebord' if form in WITH_RECORDS else 'Verslag'} gemaakt: open {place}")
    return GOOD


def _content(board: Board, form: str) -> str | bytes:
    if form == "excel":
        from workbench.scorebord.excel import workbook

        return workbook(board)
    if form == "json":
        return json.dumps(_json(board), ensure_ascii=False, indent=2) + "\n"
    return _text(board, form)


def _json(board: Board) -> object:
    from engine.normen.report_json import board_json

    return board_json(board)


def _text(board: Board, form: str) -> str:
    if form == "markdown":
        from engine.normen.reported_nl import scoreboard

        return scoreboard([line.judged for line in board.lines])
    if form == "rapportage":
        from engine.normen.rapportage import plain_text, report_text

        return plain_text(report_text(board))
    from engine.normen.text_nl import describe

    return describe(board)


def _write_file(path: Path, content: str | bytes) -> Diagnostic | None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        return diagnose("TS806", NOWHERE, path=str(path.parent), reason=reason(wrong))
    return write_whole(path, content)
