"""Checks of declared names that need the lexer: can the name be written, and does it then mean only itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dsl.diagnostics import Diagnostic, Related, diagnose
from dsl.morphology import forms, role_predicate
from dsl.parsing.keywords import PHRASES
from dsl.parsing.sentences import parse_clause
from dsl.parsing.tokens import Lexer
from dsl.parsing.vocabulary import Declaratie, Trie, Vocabulary, fold, words_of
from dsl.source import SourceFile, Span
from dsl.syntax import Pad

MAX_NAME = 100
_KEYWORDS = frozenset(word for phrase in PHRASES for word in phrase)


def check_declarations(
    source: SourceFile, declared: Iterable[Declaratie], vocabulary: Vocabulary
) -> Iterator[Diagnostic]:
    """Findings about the names that a file declares, given everything that it may use."""
    seen: set[tuple[bool, tuple[str, ...]]] = set()
    predicates = _predicates(vocabulary)
    for declaration in declared:
        words = words_of(declaration.naam)
        key = (declaration.soort == "kenmerk", words)
        if key in seen:
            continue  # the names pass judges whether a name may be declared twice
        seen.add(key)
        place = _place(source, declaration)
        if len(declaration.naam) > MAX_NAME:
            yield diagnose("TS214", place, limit=MAX_NAME, count=len(declaration.naam))
        elif words in PHRASES:
            yield diagnose("TS203", place, name=declaration.naam)
        elif not _is_one_token(declaration, vocabulary):
            yield diagnose("TS231", place, name=declaration.naam)
        elif declaration.soort == "kenmerk":
            yield from _same_form(declaration, place, predicates)
        else:
            reading = _other_reading(declaration.naam, words, vocabulary.trie)
            if reading:
                yield diagnose("TS204", place, name=declaration.naam, reading=reading)


def _place(source: SourceFile, declaration: Declaratie) -> Span:
    """The name itself, within the line that declares it."""
    line = declaration.span
    start = source.text.find(declaration.naam, line.start, line.end)
    return line if start < 0 else source.span(start, start + len(declaration.naam))


def _is_one_token(declaration: Declaratie, vocabulary: Vocabulary) -> bool:
    tokens = Lexer(SourceFile("", declaration.naam), vocabulary.trie).tokens(0, len(declaration.naam))
    return len(tokens) == 1 and tokens[0].known and (tokens[0].type == "KENMERK") == (declaration.soort == "kenmerk")


def _predicates(vocabulary: Vocabulary) -> dict[tuple[str, ...], tuple[str, Declaratie]]:
    """The words of every form -> the predicate and where it is declared (the first by name)."""
    found: dict[tuple[str, ...], tuple[str, Declaratie]] = {}
    for declaration in sorted(vocabulary.declaraties, key=lambda d: (d.soort, d.naam, d.span)):
        if declaration.soort in ("kenmerk", "rol"):
            vorm = declaration.naam if declaration.soort == "kenmerk" else role_predicate(declaration.naam)
            for form in forms(vorm):
                found.setdefault(tuple(map(fold, form.words)), (vorm, declaration))
    return found


def _same_form(
    declaration: Declaratie, place: Span, predicates: dict[tuple[str, ...], tuple[str, Declaratie]]
) -> Iterator[Diagnostic]:
    """TS204 when some form of the kenmerk is also a form of another."""
    for form in forms(declaration.naam):
        vorm, other = predicates[tuple(map(fold, form.words))]
        if words_of(vorm) != words_of(declaration.naam):
            related = [Related(other.span, "hier staat het andere kenmerk")]
            reading = f"een vorm van het kenmerk '{vorm}'"
            yield diagnose("TS204", place, related=related, name=declaration.naam, reading=reading)
            return


def _other_reading(name: str, words: tuple[str, ...], trie: Trie) -> str | None:
    """What the words of a name say when the name is taken out of the vocabulary; None when that is nothing."""
    if (*words, "van") in PHRASES:
        return f"het begin van '{name} van ...'"
    if len(words) < 2 or _KEYWORDS.isdisjoint(words):
        return None
    node = trie
    for word in words:
        node = node[word]
    entry = node.pop("")
    try:
        text = SourceFile("", name)
        lexer = Lexer(text, trie)
        tokens = lexer.tokens(0, len(name))
        if lexer.diagnostics or not all(token.known for token in tokens):
            return None
        reading, finding = parse_clause(text, "uitdrukking", tokens, 0)
    finally:
        node[""] = entry
    if finding or (isinstance(reading, Pad) and not all(step.lidwoord for step in reading.stappen[1:])):
        return None  # nobody writes a path as "reden van bezwaar", without articles
    parts = ", ".join(f"'{token.value}'" for token in tokens if token.type == "NAAM")
    return f"{'een pad over' if isinstance(reading, Pad) else 'een berekening met'} {parts}"
