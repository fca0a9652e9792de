"""How far a clause fits the grammar, and which single word too many or too few keeps it from fitting.

A sentence may hold its condition; then it is two clauses of the grammar, and both are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dsl.diagnostics import Diagnostic, diagnose
from dsl.parsing.everyday import opens_condition
from dsl.parsing.keywords import PHRASE_OF, PHRASES, describe
from dsl.parsing.recover import predicate_at
from dsl.parsing.sentences import Start, accepted, reach
from dsl.parsing.tokens import Token
from dsl.source import SourceFile, Span

_SIGNS = frozenset(("_KOMMA", "_DUBBELEPUNT"))
_OF_PATH = frozenset(("NAAM", "_VAN", "LIDW", "EEN"))
_ENDS = frozenset(
    (
        "NAAM",
        "GELD",
        "EENHEID",
        "DUUR",
        "PROCENT",
        "CENTEN",
        "HELE_EUROS",
        "GEHELEN",
        "STATUS",
        "STATUS_WORDT",
        "KENMERK",
    )
)
_ARTICLES = frozenset(("LIDW", "EEN"))
_OPENING = frozenset(("_INDIEN", "_ALS"))


def clauses(start: Start, tokens: Sequence[Token]) -> list[tuple[Start, Sequence[Token]]]:
    """The clauses in a sentence: one, or a statement and its condition."""
    cut = next((at for at, it in enumerate(tokens) if it.type == "_INDIEN"), 0) if start == "uitspraak" else 0
    return [(start, tokens[:cut]), ("indien", tokens[cut:])] if cut else [(start, tokens)]


def opening_of_condition(source: SourceFile, start: Start, tokens: Sequence[Token]) -> Span | None:
    """The word that begins the condition of a sentence, also when it is misspelled or an everyday word for `indien`.

    `als` also begins the share of a division and ends `moet berekend worden als`; an unknown word opens at the start of a line alone.
    """
    if start not in ("uitspraak", "tedoen"):
        return None
    for index, token in enumerate(tokens[1:], 1):
        word = source.text[token.start : token.end].split()[0]
        if token.type == "_INDIEN":
            opens = True
        elif token.type == "_ALS":
            opens = _can_be_if(source.text, start, tokens, index)
        else:
            opens = token.first and not token.known and opens_condition(word)
        if opens:
            return source.span(token.start, token.start + len(word))
    return None


def _can_be_if(text: str, start: Start, tokens: Sequence[Token], index: int) -> bool:
    """Whether `als` stands where a condition begins: at the start of a line, or behind the whole or at least the end of a statement."""
    before = tokens[index - 1]
    if before.type == "_KOMMA" or text[before.start : before.end].endswith("worden"):
        return False
    if tokens[index].first or start == "tedoen" or reach_of(start, tokens[:index]) > index:
        return True
    return before.known and before.type in _ENDS and any(it.type not in _OF_PATH for it in tokens[:index])


def subject(tokens: Iterable[Token]) -> list[Token]:
    """The names of the path that the tokens end with: `de huur van de persoon`."""
    names: list[Token] = []
    for token in reversed([*tokens]):
        if token.type == "NAAM":
            names.append(token)
        elif token.type not in _OF_PATH:
            break
    return names[::-1]


def reach_of(start: Start, tokens: Sequence[Token]) -> int:
    """As `reach`, for a sentence that may hold its condition."""
    reached = 0
    for begin, part in clauses(start, tokens):
        here = reach(begin, part)
        reached += min(here, len(part))
        if here <= len(part):
            return reached
    return reached + 1


def with_kenmerken(start: Start, tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with unknown words that can be nothing but a kenmerk taken for one: what stands behind these can be judged too."""
    found: list[Token] = []
    for begin, clause in clauses(start, tokens):
        part = list(clause)
        stop = reach(begin, part)
        while stop < len(part) and "KENMERK" in accepted(begin, part[:stop]):
            place = predicate_at(part, stop)
            if place is None:
                break
            words = [it for it in part[stop:] if it.start < place[1]]
            if all(it.known for it in words) and place[0] == words[0].start:
                break
            part[stop : stop + len(words)] = [Token("KENMERK", ("", True), words[0].start, place[1], known=False)]
            stop = reach(begin, part)
        found += part
    return found


def without(text: str, begin: int, end: int | None) -> str:
    """A text with spaces in place of some characters, or of the rest of a line: every other offset stays what it is."""
    if end is None:
        end = min((at for at in (text.find(it, begin) for it in "\n\r") if at >= 0), default=len(text))
    return text[:begin] + " " * (end - begin) + text[end:]


def too_much(path: str, start: Start, text: str, tokens: Sequence[Token], stop: int) -> Diagnostic | None:
    """A comma or colon too many, when the clause fits further without it; a word that stands there twice or begins a clause within
    one, when the whole then fits."""
    for index in (stop, stop - 1):
        one = tokens[index] if 0 <= index < len(tokens) else None
        if one is None:
            continue
        left = [*tokens[:index], *tokens[index + 1 :]]
        if one.type in _SIGNS:
            fits = reach_of(start, left) > stop - (index < stop)
        else:
            before = tokens[index - 1] if index else one
            twice = index > 0 and (one.type, one.value) == (before.type, before.value) and one.known
            wanted = twice or one.type in _OPENING or one.type in _ARTICLES
            # An article may as well begin a kenmerk that nobody described: `een voorziening heeft`.
            supposed = left if one.type in _ARTICLES and not twice else with_kenmerken(start, left)
            fits = wanted and bool(left) and reach_of(start, supposed) > len(supposed)
        if fits:
            said = text[one.start : one.end]
            remedy = f"Haal '{said}' weg."
            span = Span(path, one.start, one.end)
            return diagnose("TS101", span, remedy=remedy, found=said, expected="de rest van de zin")
    return None


def left_out(path: str, start: Start, text: str, tokens: Sequence[Token], stop: int) -> Diagnostic | None:
    """What one word was left out, when there is one with which the clause fits."""
    if not stop or stop > len(tokens):
        return None
    place = tokens[stop - 1].end
    fitting = accepted(start, tokens[:stop])
    kinds = set() if "NAAM" in fitting else {*fitting & PHRASE_OF.keys()}  # a value can be anything
    if start == "uitspraak":
        kinds.add("_INDIEN")
    fits = []
    for kind in sorted(kinds):
        value = PHRASES[tuple(PHRASE_OF[kind].split())][1]
        if reach_of(start, [*tokens[:stop], Token(kind, value, place, place), *tokens[stop:]]) == len(tokens) + 2:
            fits.append(kind)
    if len(fits) != 1:
        return None
    after = " ".join(text[tokens[stop - 1].start : place].split())
    return diagnose("TS102", Span(path, place, place), after=after, expected=describe(fits[0]))
