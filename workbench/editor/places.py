"""Where in a rule file somebody is: the block, the line in it, and the tokens that stand there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dsl.parsing.blocks import Block, Line
from dsl.parsing.tokens import Lexer, Token
from dsl.parsing.vocabulary import Trie, local_names, trie_of_names
from workbench.editor.workspace import View

NAMES_RULES = frozenset(("in afwijking van", "stelt buiten toepassing"))
"""Head lines that name a rule or a group of rules."""
NAMES_FILE = "gebruikt"
FREE_TEXT = frozenset(
    (
        *("bron", "uitleg", "uitvoerder", "toelichting", "advies", "regeling", "ontvanger", "groep", "ruimte"),
        *("zekerheid", "doel", "ernst", "status", "per", "bezwaar", "betaaltermijn", "nummer", "onderdeel", "soort"),
        *("periode", "eenheid", "kanttekening", "gekozen", "vereist", "richting", "gedrukt als", "verwijs naar"),
        *("wijziging werkt door vanaf", "over het jaar", "wettelijke termijn", "niet meetbaar", "soort waarde"),
        *("voorlopig tot", "bovenop"),
    )
)
"""Head lines of which the words are no names of the language."""
_CONTENT = ("zin", "indien", "punt", "lid", "waarde", "tabelrij", "rij")
_WITH_LOCAL_NAMES = frozenset(("Regel", "Signaal", "Besluit", "Beslistabel", "Traject", "Gebeurtenis", "Overgang"))


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file: the block and the line that hold it, where there are such."""

    block: Block | None
    line: Line | None


def spot(view: View, name: str, offset: int) -> Spot:
    """The block and line of an offset. A place behind the end of a line, on the same row of the text, is still of that line."""
    text = view.source(name).text
    block = None
    for item in view.scanned[name].shape.blocks:
        if item.start <= offset:
            block = item
    if block is None or offset <= block.end:
        return Spot(block, None)
    found = None
    for line in block.lines:
        if line.start <= offset:
            found = line
    if found is not None and "\n" in text[found.end : offset]:
        found = None
    return Spot(block, found)


def local_trie(view: View, name: str, block: Block) -> Trie | None:
    """The names that a block makes for itself, for the lexer."""
    if block.word not in _WITH_LOCAL_NAMES:
        return None
    names = local_names(view.source(name), block)
    return trie_of_names(names) if names else None


def line_tokens(view: View, name: str, block: Block, line: Line) -> list[Token]:
    """The tokens of one line; none where its words are no names."""
    if line.kind == "kop":
        if line.key in FREE_TEXT or line.key in NAMES_RULES or line.key == NAMES_FILE:
            return []
        start = line.body
    elif line.kind in _CONTENT:
        start = line.body
    else:
        return []
    lexer = Lexer(view.source(name), view.vocabularies[name].trie)
    return lexer.tokens(start, line.end, local_trie(view, name, block))


def all_tokens(view: View, name: str) -> Iterator[tuple[Block, Line | None, Token]]:
    """Every token of a file, those of a block's own head with no line."""
    source = view.source(name)
    lexer = Lexer(source, view.vocabularies[name].trie)
    for block in view.scanned[name].shape.blocks:
        local = local_trie(view, name, block)
        if block.word in ("Parameter", "Tabel", "Objecttype", "Opsomming", "Registratie", "Kalender") or block.deed:
            for token in lexer.tokens(block.body, block.end):
                yield block, None, token
        for line in block.lines:
            if line.kind == "kop" and (line.key in FREE_TEXT or line.key in NAMES_RULES or line.key == NAMES_FILE):
                continue
            for token in lexer.tokens(line.body, line.end, local):
                yield block, line, token


def token_at(view: View, name: str, offset: int) -> Token | None:
    """The token that holds an offset, or ends at it."""
    here = spot(view, name, offset)
    if here.block is None:
        return None
    if here.line is None:
        if not here.block.body <= offset <= here.block.end:
            return None
        tokens = Lexer(view.source(name), view.vocabularies[name].trie).tokens(here.block.body, here.block.end)
    else:
        tokens = line_tokens(view, name, here.block, here.line)
    inside = [token for token in tokens if token.start <= offset < token.end]
    return next(iter(inside or [token for token in tokens if token.end == offset]), None)
