"""The board of figures that somebody reported, worked out by the processes that decide: it stands apart from ``working.py``, which they
all read at their start, for it takes more to read."""

from __future__ import annotations

from collections.abc import Sequence

from engine.normen.board import board_of_statements
from engine.normen.opgave import read_statement
from engine.normen.periods import parse_period
from workbench.scorebord import Pages
from workbench.scorebord.frame import Page
from workbench.service.law import Law
from workbench.service.norms import with_rules


def reported_page(law: Law, texts: Sequence[tuple[str, str]], period: str, file: str) -> Page | None:
    """A page of the board of reported figures, each text by its file name; None when there is no such page."""
    over = parse_period(period)
    read = [read_statement(text, name, law.program)[0] for name, text in texts]
    statements = [one for one in read if one is not None]
    if over is None or not statements:
        return None
    made = {one.organisation for one in statements}
    norms = [it for it in law.program.norms.values() if it.holds_in(over.start, over.end) and it.executor in made]
    board = board_of_statements(norms, statements, over, law.program)
    return Pages(with_rules(board, law.program)).get(file)
