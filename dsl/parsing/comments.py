"""Where comments belong in the tree: before which line item, counted in the order in which the printer prints them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from dsl.parsing.blocks import RawComment
from dsl.source import SourceFile
from dsl.syntax import Comment, Module


def anchored(module: Module, comments: Sequence[RawComment], source: SourceFile) -> tuple[Comment, ...]:
    """Each comment with the number of the line item that follows it in the text; a comment at the end of a line stands
    before the item of that line. The number of items means the end of the file."""
    if not comments:
        return ()
    from dsl.printer import line_items  # only here, since most files that are read are never printed

    items = [span.start for span in line_items(module)]
    order = sorted(range(len(items)), key=lambda index: (items[index], index))
    starts = [items[index] for index in order]
    found = []
    for comment in comments:
        line, column = source.position(comment.start)
        begin = comment.start if comment.alone else comment.start - column + 1
        position = bisect_left(starts, begin)
        anchor = order[position] if position < len(order) else len(items)
        found.append(Comment(comment.text, anchor, source.span(comment.start, comment.end)))
    return tuple(found)
