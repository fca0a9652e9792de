"""What stands in a rule file, block by block, and its one layout."""

from __future__ import annotations

from dataclasses import dataclass

from dsl.diagnostics import Severity
from dsl.parsing.vocabulary import declarations_of
from dsl.printer import print_module
from dsl.source import Span
from workbench.editor.workspace import View


@dataclass(frozen=True, slots=True)
class Symbol:
    """A block, or a name that a block declares. ``span`` is all of it, ``name_span`` the words that name it."""

    word: str
    name: str
    span: Span
    name_span: Span
    children: tuple[Symbol, ...] = ()


def outline(view: View, name: str) -> list[Symbol]:
    """The blocks of a file in order of the text, with the members of those that have any."""
    source = view.source(name)
    found = []
    for block in view.scanned[name].shape.blocks:
        end = block.lines[-1].end if block.lines else block.end
        span = source.span(block.start, max(end, block.end))
        words = " ".join(source.text[block.body : block.end].split())
        own = source.span(block.body, block.end) if words else source.span(block.start, block.end)
        members = tuple(
            Symbol(it.soort, it.naam, it.span, it.span)
            for it in declarations_of(source, [block])
            if it.eigenaar is not None and block.start <= it.span.start < block.stop
        )
        found.append(Symbol(f"{block.deed} {block.word}".strip(), words or block.word, span, own, members))
    return found


def formatted(view: View, name: str) -> str | None:
    """The file in the one layout; None while a mistake in it stands in the way of reading it whole."""
    path = view.source(name).path
    if any(it.span.file == path and it.severity is Severity.FOUT for it in view.corpus.diagnostics):
        return None
    return print_module(view.corpus.by_path()[path])
