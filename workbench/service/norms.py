"""Scoreboards: of figures that were reported, and of records where the settings say where these are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from dsl.diagnostics import Diagnostic
from dsl.files import read_text
from dsl.program import NormInfo, Program
from dsl.source import SourceFile
from engine.normen.board import Board, board_of_records, board_of_statements
from engine.normen.opgave import Statement, read_statement
from engine.normen.periods import Period, parse_period
from engine.normen.survey import survey


class NoFiguresError(Exception):
    """The records cannot be read: all that is wrong with them."""

    def __init__(self, findings: Iterable[Diagnostic]) -> None:
        super().__init__()
        self.findings = tuple(findings)


@dataclass(frozen=True, slots=True)
class BoardName:
    """A scoreboard that can be made: ``source`` and ``period`` as in an address, and in words what it is of."""

    source: str
    period: str
    words: str


def with_rules(board: Board, program: Program) -> Board:
    """The board with its norms as they stand in the rules, and which records can be opened as a dossier."""
    found: dict[str, str] = {}
    for line in board.lines:
        span = line.norm.span
        if span.file in program.texts:
            found[line.norm.name] = program.texts[span.file][span.start : span.end].rstrip()
    openable = frozenset(name for name, registry in program.registries.items() if registry.openings)
    return replace(board, texts=found, openable=openable)


def read_statements(
    program: Program, paths: Iterable[Path]
) -> tuple[list[Statement], dict[str, SourceFile], list[Diagnostic]]:
    """The reported figures in files, the files, and all that is wrong with them."""
    sources: dict[str, SourceFile] = {}
    findings: list[Diagnostic] = []
    statements: list[Statement] = []
    for path in paths:
        read = read_text(path, str(path))
        if isinstance(read, Diagnostic):
            findings.append(read)
            continue
        sources[read.path] = read
        statement, problems = read_statement(read.text, read.path, program)
        findings += problems
        if statement is not None:
            statements.append(statement)
    return statements, sources, findings


def statement_paths(folder: Path) -> list[Path]:
    """The files of a folder that may hold reported figures."""
    return sorted((*folder.glob("*.yaml"), *folder.glob("*.csv")))


class Scoreboards:
    """The scoreboards over one program. ``folder``: where reported figures stand, a file each; one with mistakes is left out.
    ``records``: a folder with folders of records, each as ``toetssteen norm --registratie`` takes it."""

    def __init__(self, program: Program, folder: Path, records: Path) -> None:
        self._program = program
        self._records = records
        self._statements: dict[str, Statement] = {}
        for path in statement_paths(folder):
            statements, _, findings = read_statements(program, [path])
            if statements and not findings:
                self._statements[path.stem] = statements[0]

    def names(self) -> list[BoardName]:
        """Every board of reported figures: a statement over each year that it has figures of. Those of records are for any period, so
        they are asked for."""
        return [
            BoardName(source, str(year), f"{statement.name}: normen over {year}")
            for source, statement in self._statements.items()
            for year in sorted({one.period.end.year for one in statement.figures if one.norm and one.period})
        ]

    def registries(self) -> list[str]:
        """The folders with records, by name."""
        if not self._records.is_dir():
            return []
        return sorted(one.name for one in self._records.iterdir() if one.is_dir() and not one.name.startswith("."))

    def board(self, source: str, period: str) -> Board | None:
        """The board of a source over a period; None when there is none. Raises NoFiguresError."""
        over = parse_period(period)
        if over is None:
            return None
        statement = self._statements.get(source)
        if statement is not None:
            norms = [norm for norm in self._held(over) if norm.executor == statement.organisation]
            return with_rules(board_of_statements(norms, [statement], over, self._program), self._program)
        return self._measured(over, str(self._records / source)) if source in self.registries() else None

    def _measured(self, period: Period, place: str) -> Board:
        names = [norm.name for norm in self._held(period)]
        found, problems = survey(self._program, names, place, period, None, trend="maand", opening=True)
        if problems:
            raise NoFiguresError(problems)
        return with_rules(board_of_records(found, period, None, self._program), self._program)

    def _held(self, period: Period) -> list[NormInfo]:
        return [norm for norm in self._program.norms.values() if norm.holds_in(period.start, period.end)]
