"""The one layout of a rule file (``toetssteen opmaak``). Printing a tree and parsing the text gives an equal tree."""

from __future__ import annotations

from dsl import syntax as s
from dsl.printer.definitions import put_definition, put_regeling
from dsl.printer.layout import Line, Lines
from dsl.source import Span

__all__ = ["line_items", "print_module"]


def _layout(module: s.Module) -> list[Line]:
    out = Lines()
    put_regeling(out, module.regeling)
    for definition in module.definities:
        out.blank()
        put_definition(out, definition)
    return out.lines


def line_items(module: s.Module) -> list[Span]:
    """The spans of the line items in print order: what the anchors of comments count."""
    return [line.item for line in _layout(module) if line.item is not None]


def print_module(module: s.Module) -> str:
    """The text of a module in the canonical layout, comments in their place, ending in a newline."""
    comments: dict[int, list[str]] = {}
    for comment in module.comments:
        comments.setdefault(comment.anker, []).append(comment.tekst)
    text: list[str] = []
    item = 0
    for line in _layout(module):
        if line.item is not None:
            text.extend(_comment_line(words, line.indent) for words in comments.pop(item, ()))
            item += 1
        text.append(f"{' ' * line.indent}{line.text}".rstrip())
    for anchor in sorted(comments):
        text.extend(_comment_line(words, 0) for words in comments[anchor])
    return "\n".join(text) + "\n"


def _comment_line(words: str, indent: int) -> str:
    return f"{' ' * indent}// {words}".rstrip()
