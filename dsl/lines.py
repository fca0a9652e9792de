"""The line items of a file in the order in which they are printed.

A line item is what starts a line of its own: a head, a head line, a member, a sentence, a bullet, a table row. Comments are
anchored to them by number, so the parser and the printer have to count alike: both do it with `line_items`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dsl import syntax as s
from dsl.blocks import RawComment
from dsl.source import SourceFile, Span


def line_items(module: s.Module) -> Iterator[tuple[str, Span]]:
    """(kind, place) of every line item, in print order. Places are those of the text that the tree was read from."""
    yield from ()


def anchors(module: s.Module, comments: Sequence[RawComment], source: SourceFile) -> tuple[s.Comment, ...]:
    """Comments with the number of the line item that they stand before; at the end of a line: that line's item."""
    return tuple(s.Comment(c.text, 0, source.span(c.start, c.end)) for c in comments)
