"""Figures that somebody reported, as they were sent: read before anything is made of them, with all that is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dsl.source import SourceFile
from engine.normen.opgave import read_statement
from workbench.service.law import Law
from workbench.service.pointers import pointer, tree
from workbench.service.problems import Wrong, wrong_at

YAML, CSV = "opgave.yaml", "opgave.csv"
"""The file name tells the reader how a text was written."""


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """``name`` of the document and its ``organisation``, "" where these cannot be read. ``wrongs`` each with the line (from 1)."""

    name: str
    organisation: str
    wrongs: tuple[tuple[int, Wrong], ...]


def statements_read(law: Law, texts: Sequence[tuple[str, str]]) -> list[ReadStatement]:
    """Each text, by its file name. What is wrong has its place in the text as a JSON Pointer, where it is no CSV."""
    return [_read(law, name, text) for name, text in texts]


def _read(law: Law, name: str, text: str) -> ReadStatement:
    statement, found = read_statement(text, name, law.program)
    source, root = SourceFile(name, text), None if name.endswith(".csv") or not found else tree(text)
    wrongs = tuple((source.position(one.span.start)[0], wrong_at(one, pointer(root, one.span.start))) for one in found)
    return ReadStatement(statement.name if statement else "", statement.organisation if statement else "", wrongs)
