"""What to tell when a sentence does not fit the grammar, in words of the law and not of the grammar.

One clause gives at most one finding of form: what follows the first mistake in a clause cannot be judged. The next clause,
bullet, head line or block is read as if nothing happened, because the layout found it without the grammar.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from dsl.diagnostics import Diagnostic, diagnose
from dsl.parsing.keywords import DESCRIPTIONS, describe
from dsl.parsing.tokens import Token
from dsl.source import SourceFile, Span

MAX_NAMED = 6
MAX_DEPTH = 64

_ORDER = {kind: position for position, kind in enumerate(DESCRIPTIONS)}
_VERBS = frozenset(("_IS", "_ZIJN", "HEEFT", "WORDT"))
_SINGLE_VALUE = frozenset(("GETAL", "DUUR", "GELD", "PROCENT", "DATUM", "TEKST"))
# Closed by any operator: `10% van 10% van x` nests, `10% van x plus 10% van y` does not.
_PREFIXES = frozenset(
    ("PROCENT", "DEEL_VAN", "DATUMFUNCTIE", "WERKDAG_VAN", "AANTAL_TUSSEN", "LEEFTIJD", "_OP", "_IN", "VOOR")
)
_OPERATORS = frozenset(("PLUS", "MIN", "MAAL", "GEDEELD", "_KOMMA", "_OF", "VERGELIJKER", "MET_MIN", "MET_MAX"))
_SELECTIONS = frozenset(("_WAARVOOR", "_GELDT_DAT"))


def expected_words(kinds: set[str]) -> str:
    """ "een naam, 'van' of het einde van de zin": at most six, the most telling first."""
    if {"NAAM", "GELD", "GETAL"} <= kinds:
        words = ["een waarde (een naam, getal, bedrag of datum)"]
        kinds = kinds - _SINGLE_VALUE - {"NAAM", "LIDW", "EEN", "_HAAK_OPEN", "CONTEXT", "AANTAL", "GREEP", "DEEL_VAN"}
        kinds -= {
            "DATUMFUNCTIE",
            "WERKDAG_VAN",
            "AANTAL_TUSSEN",
            "LEEFTIJD",
            "TABEL_1",
            "TABEL_2",
            "TABEL_3",
            "TABEL_4",
        }
    else:
        words = []
        if "NAAM" in kinds:
            kinds = kinds - {"LIDW", "EEN", "TABEL_1", "TABEL_2", "TABEL_3", "TABEL_4"}
    for kind in sorted(kinds, key=lambda kind: (_ORDER.get(kind, len(_ORDER)), kind)):
        word = describe(kind)
        if word not in words:
            words.append(word)
    if len(words) > MAX_NAMED:
        return ", ".join(words[:MAX_NAMED]) + " of iets anders"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} of {words[-1]}"


def misfit(source: SourceFile, tokens: Sequence[Token], index: int, expected: set[str], start: int) -> Diagnostic:
    """The finding for token `index`, which is not one of `expected`; `index` past the end means that the clause stops short.

    `start` is where the clause begins, for one that has no token at all.
    """
    before = tokens[index - 1] if index else None
    if index >= len(tokens):
        if before is None:
            place = source.span(start, start)
            return diagnose("TS102", place, after=_words_before(source, start), expected=expected_words(expected))
        if "_HAAK_SLUIT" in expected:
            opening = _open_bracket(tokens)
            if opening:
                return diagnose("TS116", source.span(opening.start, opening.end), bracket="(")
        place = source.span(before.end, before.end)
        return diagnose("TS102", place, after=_text(source, before), expected=expected_words(expected))
    token = tokens[index]
    span = source.span(token.start, token.end)
    if token.type in ("_EN", "_OF") and {"_EN", "_OF"} & expected and _is_mixed(tokens[:index], token.type):
        return diagnose("TS104", span)
    if token.type in ("KWANTOR", "_AAN_TEN_MINSTE"):
        return diagnose("TS124", span)
    if token.type == "_HAAK_SLUIT" and _open_bracket(tokens[:index]) is None:
        return diagnose("TS116", span, bracket=")")
    predicate = predicate_at(tokens, index) if "KENMERK" in expected else None
    if predicate is not None:
        words = " ".join(source.text[slice(*predicate)].split())
        return diagnose("TS230", source.span(*predicate), text=words)
    if token.first and before is not None:
        place = source.span(before.end, before.end)
        if before.type == "_DUBBELEPUNT" and "$END" in expected:
            remedy = "Zet • voor elke voorwaarde."
            expected_list = "een opsomming: een • voor elke voorwaarde"
            return diagnose("TS102", place, remedy=remedy, after="is voldaan:", expected=expected_list)
        return diagnose("TS102", place, after=_text(source, before), expected=expected_words(expected))
    if before is not None and token.type == before.type == "GETAL" and before.end == token.start:
        low, high = (source.text[it.start : it.end] for it in (before, token))
        meant = f"Schrijf '{low} t/m {high[1:]}' voor een bereik, of '{low} min {high[1:]}'."
        return diagnose("TS101", span, remedy=meant, found=high, expected="een spatie en een woord")
    unknown = takewhile(lambda it: not it.known and not it.first, tokens[index + 1 :]) if not token.known else ()
    place = source.span(token.start, max((it.end for it in unknown), default=token.end))
    return diagnose(
        "TS101", place, remedy=_single(expected, before), found=_text(source, place), expected=expected_words(expected)
    )


def _single(expected: set[str], before: Token | None) -> str | None:
    """What to do where only one kind of word fits."""
    if expected == {"_HAAK_OPEN"} and before is not None and before.type == "NIET":
        return "Zet haakjes om de voorwaarde die u ontkent: niet (...)."
    if expected == {"TEKST"}:
        return 'Zet voor en achter de tekst een ".'
    if expected == {"$END"}:
        return "De zin is hier al af: haal de rest weg."
    words = expected_words(expected)
    return f"Zet hier {words}." if len(expected) == 1 and words.startswith("'") else None


def too_deep(source: SourceFile, tokens: Sequence[Token]) -> Diagnostic | None:
    """TS005 when brackets, sub-selections or prefixes such as `10% van` nest deeper than the limit."""
    brackets: list[tuple[int, int]] = []
    prefixes = selections = 0
    for token in tokens:
        kind = token.type
        if kind == "_HAAK_OPEN":
            brackets.append((prefixes, selections))
        elif kind == "_HAAK_SLUIT":
            if brackets:
                prefixes, selections = brackets.pop()
        elif kind in _PREFIXES:
            prefixes += 1
        elif kind in _SELECTIONS:
            selections += 1
        elif kind in _OPERATORS:
            prefixes = brackets[-1][0] if brackets else 0
            if kind == "_OF":
                selections = brackets[-1][1] if brackets else 0
        elif kind == "_EN":
            selections = brackets[-1][1] if brackets else 0
        if len(brackets) + prefixes + selections > MAX_DEPTH:
            return diagnose("TS005", source.span(token.start, token.end), limit=MAX_DEPTH)
    return None


def _text(source: SourceFile, place: Token | Span) -> str:
    text = " ".join(source.text[place.start : place.end].split())
    return text if len(text) <= 60 else text[:59] + "…"


def _words_before(source: SourceFile, start: int) -> str:
    """The last words before an offset, for what is missing there."""
    line, _ = source.position(start)
    words = source.text[source.line_starts[line - 1] : start].split()
    return " ".join(words[-4:]) or "het begin"


def _open_bracket(tokens: Sequence[Token]) -> Token | None:
    """The last bracket that is opened and not closed."""
    open_brackets: list[Token] = []
    for token in tokens:
        if token.type == "_HAAK_OPEN":
            open_brackets.append(token)
        elif token.type == "_HAAK_SLUIT" and open_brackets:
            open_brackets.pop()
    return open_brackets[-1] if open_brackets else None


def _is_mixed(tokens: Sequence[Token], kind: str) -> bool:
    """Whether the other one of en and of stands earlier, at the same depth of brackets."""
    other = "_OF" if kind == "_EN" else "_EN"
    depth = 0
    for token in reversed(tokens):
        if token.type == "_HAAK_SLUIT":
            depth += 1
        elif token.type == "_HAAK_OPEN":
            depth -= 1
            if depth < 0:
                return False
        elif token.type == other and depth == 0:
            return True
    return False


def predicate_at(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    """Start and end of the words from `index` on when they seem to be a kenmerk: they begin with a verb, or end with one.

    Of unknown words before a verb that stands by itself, `cliënt roodharig is`, the first is taken for the name of whom it is about.
    """
    first = last = tokens[index]
    for token in tokens[index + 1 :]:
        if token.first or token.type in ("_EN", "_OF", "_HAAK_SLUIT", "_KOMMA"):
            break
        last = token
    if first.type not in _VERBS and last.type not in _VERBS:
        return None
    before = tokens[index - 1] if index else first
    name, space, rest = before.value.partition(" ") if before.type == "NAAM" and not before.known else ("", "", "")
    if first is last and space and not first.first:
        return before.end - len(rest), last.end
    return first.start, last.end
