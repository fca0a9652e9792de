"""Golden rule files: every bad one with exactly the findings it should give, every good one with none.

Beside ``bad/x.regels`` lies ``x.verwacht``: a line per finding with code, severity, place, cause and remedy. Where the wording or a
place changes on purpose, run with TOETSSTEEN_GOUD=nieuw and review the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dsl.check import check
from dsl.diagnostics import Diagnostic
from dsl.files import RuleFile, read_text
from dsl.parsing.corpus import load_corpus
from dsl.source import SourceFile

GOLDEN = Path(__file__).parents[1] / "golden"
BASIS = "basis"
LAW = "proefrecht"  # rules, for varianten of them


def findings(path: Path) -> str:
    read = read_text(path, path.name)
    if isinstance(read, Diagnostic):
        return _line(read, SourceFile(path.name, ""))
    files = [RuleFile(path.stem, read)]
    for name in (BASIS, *([LAW] if f"gebruikt: {LAW}\n" in read.text else [])):
        used = read_text(GOLDEN / f"{name}.regels", f"{name}.regels")
        assert isinstance(used, SourceFile)
        files.append(RuleFile(name, used))
    _, found = check(load_corpus(files))
    return "".join(_line(item, read) for item in found if item.span.file == path.name)


def _line(item: Diagnostic, source: SourceFile) -> str:
    (line, column), (end_line, end_column) = source.position(item.span.start), source.position(item.span.end)
    return (
        f"{item.code} {item.severity.value} {line}:{column}-{end_line}:{end_column}\n"
        f"    {item.cause}\n    {item.remedy}\n"
    )


@pytest.mark.parametrize("path", sorted((GOLDEN / "bad").glob("*.regels")), ids=lambda path: path.stem)
def test_a_bad_file_gives_exactly_these_findings(path: Path) -> None:
    expected = path.with_suffix(".verwacht")
    actual = findings(path)
    if os.environ.get("TOETSSTEEN_GOUD") == "nieuw":
        expected.write_text(actual, encoding="utf-8")
    assert actual == expected.read_text(encoding="utf-8")
    if path.stem.startswith("TS"):
        assert path.stem[:5] in actual, "the finding that the file is named after is not among them"


def test_one_file_with_many_mistakes_reports_them_all() -> None:
    text = (GOLDEN / "bad" / "veel-fouten.verwacht").read_text(encoding="utf-8")
    assert len({line[:5] for line in text.splitlines() if line.startswith("TS")}) >= 8


@pytest.mark.parametrize(
    "path", [GOLDEN / f"{BASIS}.regels", *sorted((GOLDEN / "good").glob("*.regels"))], ids=lambda path: path.stem
)
def test_a_good_file_has_no_errors(path: Path) -> None:
    assert " fout " not in findings(path)
