"""Sentences to nodes: the only place that runs Lark.

The grammar is built on first use and kept for the process; building it fails on any conflict.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from importlib import resources
from typing import Any, Literal, cast

import lark
from lark.grammar import Rule
from lark.lexer import Lexer as LarkLexer
from lark.lexer import TerminalDef
from lark.parsers.lalr_interactive_parser import InteractiveParser

from dsl.diagnostics import Diagnostic, diagnose
from dsl.parsing.build import Builder, BuildError, Condition
from dsl.parsing.recover import misfit, too_deep
from dsl.parsing.tokens import Token
from dsl.source import SourceFile
from dsl.storage import cache_dir, read_data, write_data

Start = Literal[
    "uitspraak", "indien", "punt", "lokaal", "uitdrukking", "eindpad", "kolom", "cel", "tedoen", "herziening", "grenzen"
]
_STARTS = [
    "uitspraak",
    "indien",
    "punt",
    "lokaal",
    "uitdrukking",
    "eindpad",
    "kolom",
    "cel",
    "tedoen",
    "herziening",
    "grenzen",
]


_END = lark.Token("$END", "")
_MAGIC = b"toetssteen grammatica 1\n"
_OPENS_CONDITION = frozenset(("_INDIEN", "_EN", "_OF", "NIET", "_WAARVOOR", "_GELDT_DAT"))


class _Tokens(LarkLexer):
    """Hands Lark the tokens that it is given."""

    def __init__(self, lexer_conf: object) -> None:
        pass

    def lex(self, data: Any) -> Iterator[lark.Token]:  # type: ignore[override]
        return iter(data)


@lru_cache(maxsize=1)
def grammar() -> lark.Lark:
    """The parser of sentences. Its tables are kept on disk, since making them takes longer than reading many rules.

    Raises lark.exceptions.GrammarError when the grammar has a conflict.
    """
    text = resources.files("dsl.parsing").joinpath("grammar.lark").read_text(encoding="utf-8")
    versions = f"{_STARTS} {lark.__version__} {sys.version_info[:2]}"
    place = cache_dir() / f"{hashlib.sha256(f'{versions} {text}'.encode()).hexdigest()}.grammatica"
    kept = read_data(place, _MAGIC, _find)
    if kept is not None:
        with suppress(Exception):  # tables of another making may fail in any way; then they are made anew
            return lark.Lark.load(kept)
    built = build_grammar(text)
    data, memo = built.memo_serialize([TerminalDef, Rule])
    write_data(place, _MAGIC, {"data": data, "memo": memo})
    return built


def _find(module: str, name: str) -> type[_Tokens] | None:
    """The tables are numbers and texts; the one class beside them is how they get their tokens."""
    return _Tokens if (module, name) == (_Tokens.__module__, _Tokens.__name__) else None


def build_grammar(text: str) -> lark.Lark:
    return lark.Lark(text, parser="lalr", lexer=_Tokens, strict=True, start=_STARTS, maybe_placeholders=False)


def parse_clause(
    source: SourceFile, start: Start, tokens: Sequence[Token], at: int, bullets: Sequence[Condition] = ()
) -> tuple[Any, Diagnostic | None]:
    """The node that the tokens of one clause say, or None with the finding that says why not.

    `at` is the offset where the clause begins; `bullets` are the conditions below it.
    """
    deep = too_deep(source, tokens)
    if deep:
        return None, deep
    _mark_judgements(start, tokens)
    parser, count, tree = _fed(start, (*tokens, _END))
    if count <= len(tokens):
        return None, misfit(source, tokens, count, parser.accepts(), at)  # type: ignore[no-untyped-call]
    builder = Builder(source.path, bullets)
    try:
        return builder.build(tree), _unsupported_bullets(source, builder, tokens, at)
    except BuildError as error:
        return None, diagnose(error.code, error.span, **error.fields)


def reach(start: Start, tokens: Sequence[Token]) -> int:
    """How many tokens fit from the first on; one more than there are when they make a whole clause."""
    _mark_judgements(start, tokens)
    return _fed(start, (*tokens, _END))[1]


def accepted(start: Start, tokens: Sequence[Token]) -> frozenset[str]:
    """The kinds of token that may follow on the first tokens of a clause; none when these fit nowhere."""
    parser, count, _ = _fed(start, tokens)
    return frozenset() if count < len(tokens) else frozenset(parser.accepts())  # type: ignore[no-untyped-call]


def _fed(start: Start, tokens: Sequence[Token | lark.Token]) -> tuple[InteractiveParser, int, Any]:
    """The parser behind the last token that fits, how many fit, and the tree when the last of them was the end."""
    parser = grammar().parse_interactive(start=start)
    tree = None
    for count, token in enumerate(tokens):
        try:
            tree = parser.feed_token(cast(lark.Token, token))
        except lark.exceptions.UnexpectedToken:
            return parser, count, None
    return parser, len(tokens), tree


def _mark_judgements(start: Start, tokens: Sequence[Token]) -> None:
    """Give `beoordelen door behandelaar: "..."` the kind of a condition where it stands between connectives.

    Between brackets nothing inside the grammar tells a condition from a value, but the words around do: a condition follows
    on indien, en, of, niet or dat, and nothing but a connective or the end follows on it.
    """
    for index, token in enumerate(tokens):
        if token.type != "BEOORDELEN_WAARDE":
            continue
        before, after = index - 1, index + 3
        while before >= 0 and tokens[before].type == "_HAAK_OPEN":
            before -= 1
        while after < len(tokens) and tokens[after].type == "_HAAK_SLUIT":
            after += 1
        opens = tokens[before].type in _OPENS_CONDITION if before >= 0 else start == "punt"
        closes = after >= len(tokens) or tokens[after].type in ("_EN", "_OF")
        if opens and closes and not _in_choice(tokens[: before + 1]):
            token.type = "BEOORDELEN"


def _in_choice(tokens: Sequence[Token]) -> bool:
    """Whether the last token goes on with `is een van: a, b of`."""
    for token in reversed(tokens[:-1]):
        if token.type in ("IS_EEN_VAN", "IS_GEEN_VAN"):
            return True
        if token.type in ("_EN", "_OF", "_WAARVOOR", "_GELDT_DAT", "_INDIEN"):
            return False
    return False


def _unsupported_bullets(source: SourceFile, builder: Builder, tokens: Sequence[Token], at: int) -> Diagnostic | None:
    """A list must be announced at the end of the clause above it, and what is announced must come."""
    kwantors = [i for i, token in enumerate(tokens) if token.type in ("KWANTOR", "_AAN_TEN_MINSTE")]
    last = tokens[-1]
    if not kwantors:
        return None
    if len(kwantors) > 1 or last.type != "_DUBBELEPUNT":
        token = tokens[kwantors[0]]
        return diagnose("TS124", source.span(token.start, token.end))
    if not builder.bullets:
        words = "een opsomming met • op de volgende regel"
        return diagnose("TS102", source.span(last.end, last.end), after="is voldaan:", expected=words)
    return None
