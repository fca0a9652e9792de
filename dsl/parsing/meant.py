"""What a writer meant by a clause that does not fit the grammar.

A name, kenmerk or fixed phrase with a typing mistake is several tokens, and the grammar stops at one of them: at the article in
`het drempelinkome volgens de Dienst`. The words around that place are compared with everything that the vocabulary holds, and the
parser judges: a replacement counts when the clause then fits beyond it. The clause is read on with the replacement, so that
more mistakes in one clause are more findings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dsl.diagnostics import Diagnostic, diagnose
from dsl.morphology import forms, phrase
from dsl.parsing.clauses import clauses, left_out, opening_of_condition, reach_of, subject, too_much, without
from dsl.parsing.everyday import condition_meant, everyday
from dsl.parsing.headwords import heads_of
from dsl.parsing.sentences import Start, parse_clause
from dsl.parsing.tokens import LEXEME, Lexer, Token
from dsl.parsing.vocabulary import Trie, Vocabulary, insert, merged, words_of
from dsl.source import SourceFile, Span
from dsl.suggest import Names, did_you_mean, suggest

_MOST_APART = 4  # letters of difference of a whole name
_MOST_MENDED = 4  # in one clause; where more is wrong, it was another sentence that was meant
_MOST_TOKENS = 400  # a longer clause is not read again and again
_MOST_TRIED = 24
_MOST_WORDS = 14  # of a name or phrase
_BEHIND = 4  # words behind the last one that fits, where an unknown word may still be the cause
_A_WORD = 3  # the distance to a name of which a word is left out
_FAR = 5  # of two names: the whole is not taken for a part without good reason
_SHORT = 4  # a shorter word is like too many others: it counts only when the whole clause then fits
_LIKE_SIGNS = frozenset(("x",))  # letters that are no word of a name
_DENIALS = frozenset(("geen", "niet"))
_HEAD_WORDS = re.compile(r"[A-Za-z]+(?: +[a-z]+){0,4}")
_VALUES = frozenset(("NAAM", "GELD", "GETAL", "DUUR", "PROCENT", "DATUM", "TEKST"))
_OF_FORM = frozenset(("TS101", "TS102", "TS124", "TS230"))


@dataclass(frozen=True, slots=True)
class _Mend:
    """Characters `start` to `end` of a clause, what they should have been, and the clause that this makes."""

    start: int
    end: int
    saying: str
    text: str
    tokens: Sequence[Token]

    def back(self, offset: int) -> int:
        """The offset before mending."""
        behind = self.start + len(self.saying)
        if offset <= self.start:
            return offset
        return offset - behind + self.end if offset >= behind else min(offset, self.end)


class Meaning:
    """Tells of the clauses of one block that do not fit the grammar. ``local`` are the names of the block itself."""

    def __init__(self, source: SourceFile, word: str, vocabulary: Vocabulary, local: Trie | None) -> None:
        self.source = source
        self.heads = heads_of(word)[0]
        self.vocabulary = vocabulary
        self.local = local
        self.own = Names(entries(local)) if local else None
        self._kenmerken: Trie = {}  # those of a clause that were told of: the rest is read as if they were described
        self._unknown: list[Span] = []
        self._gives_up = False

    def give_up(self) -> None:
        """Look no more for what was meant."""
        self._gives_up = True

    def findings(
        self, start: Start, tokens: Sequence[Token], bullets: Sequence[Any], finding: Diagnostic | None
    ) -> list[Diagnostic]:
        """All that is wrong with the form of a clause, of which ``finding`` is the first; also a name that by a typing mistake fits as
        more than one."""
        if all(it.known for it in tokens) and (finding is None or finding.code not in _OF_FORM):
            return [finding] if finding else []
        if self._gives_up or not tokens or len(tokens) > _MOST_TOKENS:
            return [finding] if finding else []
        begin, last = tokens[0].start, tokens[-1].end
        opening = opening_of_condition(self.source, start, tokens)
        if opening is None:
            return self._in_clause(start, begin, last, bullets)
        if start != "uitspraak":
            return self._in_clause(start, begin, last, bullets, opening)
        statement = max(it.end for it in tokens if it.start < opening.start)
        return [
            *self._in_clause(start, begin, statement, ()),
            *self._in_clause("indien", opening.start, last, bullets, opening),
        ]

    def _in_clause(
        self, start: Start, offset: int, end: int, bullets: Sequence[Any], opening: Span | None = None
    ) -> list[Diagnostic]:
        """What is wrong with the clause from ``offset`` to ``end``, in which ``opening`` is the word that begins its condition."""
        text = self.source.text[offset:end]
        mends: list[_Mend] = []
        found: list[Diagnostic] = []
        self._kenmerken = {}
        if opening is not None and (said := self.source.text[opening.start : opening.end]).casefold() != "indien":
            begin, behind = opening.start - offset, opening.end - offset
            text = f"{text[:begin]}indien{text[behind:]}"
            mends.append(_Mend(begin, behind, "indien", text, ()))
            found.append(diagnose("TS101", opening, found=said, expected="'indien'", remedy=condition_meant(said)))
        now: Sequence[Token] = self._tokens(text)
        while True:
            left = self._first_finding(start, text, now, bullets)
            if left is not None and left.code not in _OF_FORM:
                found.append(replace(left, span=self._span(left.span.start, left.span.end, mends, offset)))
                break
            mend = head = sign = None
            if len(found) < _MOST_MENDED:
                mend = self._wider(start, text, now) if left is None else self._mended(start, text, now)
                if left is not None and mend is None:
                    stop = reach_of(start, now)
                    sign = too_much(self.source.path, start, text, now, stop)
                    head = None if sign else self._head_line(text, now, stop)
            if sign is not None or head is not None:
                other = sign or head
                assert other is not None
                found.append(replace(other, span=self._span(other.span.start, other.span.end, mends, offset)))
                text = without(text, other.span.start, other.span.end if sign else None)
                now = self._tokens(text)
                if not now:
                    break
                continue
            if mend is None:
                if left is None:
                    break
                told = self._without_mend(start, text, now, left)
                found.append(replace(told, span=self._span(told.span.start, told.span.end, mends, offset)))
                if (
                    told.code != "TS230"
                    or len(found) >= _MOST_MENDED
                    or not self._described(told.span, start, text, now)
                ):
                    break
                now = self._tokens(text)
                continue
            mends.append(mend)
            found.append(self._told(mend, mends, offset))
            text, now = mend.text, mend.tokens
        if left is None:
            self._unknown += [self._span(it.start, it.end, mends, offset) for it in now if not it.known]
        return found

    def unknown_names(self) -> list[Diagnostic]:
        """Findings about unknown names in clauses that fit, if need be after mending. Later passes report these, but not of a
        block that has an error of form."""
        known = [*self.vocabulary.names, *(entries(self.local) if self.local else ())]
        declared = {words_of(name) for name in known}
        found = []
        for span in self._unknown:
            name = " ".join(self.source.text[span.start : span.end].split())
            if words_of(name) not in declared:  # else something is wrong with how it was declared
                remedy = did_you_mean(suggest(name, known))
                found.append(diagnose("TS201", span, name=name, remedy=remedy or None))
        return found

    # -- what fits instead

    def _mended(self, start: Start, text: str, tokens: Sequence[Token]) -> _Mend | None:
        """The nearest replacement with which the clause fits beyond it."""
        stop = reach_of(start, tokens)
        place = tokens[stop].start if stop < len(tokens) else len(text)
        found = self._nearest(start, text, self._candidates(text, tokens, place), place)
        if found is None and len(tokens) > 2 and tokens[-1].type == "_IS" and tokens[-2].type in _VALUES:
            # `indien de soort hoog is`: a comparison that only says its verb.
            value, end = tokens[-2], tokens[-1].end
            said = f"gelijk is aan {text[value.start : value.end]}"
            found = self._nearest(start, text, [(_A_WORD, value.start, end, said)], place)
        return found

    def _wider(self, start: Start, text: str, tokens: Sequence[Token]) -> _Mend | None:
        """A name of several words, of which an unknown word is only a part though the clause fits: `het tarif in de gemeente`."""
        for token in tokens:
            if token.known:
                continue
            near = [distance for distance, _ in self.vocabulary.sayings.near(token.value)]
            wider = [
                it
                for it in self._candidates(text, tokens, token.start)
                if it[1] <= token.start and token.end <= it[2] and it[2] - it[1] > token.end - token.start
                if it[0] < min(near, default=_FAR)
            ]
            mend = self._nearest(start, text, wider, len(text))
            if mend is not None:
                return mend
        return None

    def _nearest(
        self, start: Start, text: str, candidates: Iterable[tuple[int, int, int, str]], place: int
    ) -> _Mend | None:
        """The first candidate with which the clause fits, or fits further than up to ``place``."""
        found: list[tuple[tuple[int, bool, int, str], _Mend]] = []
        for distance, begin, end, saying in candidates:
            if found and distance > found[0][0][0]:
                break
            mended = text[:begin] + saying + text[end:]
            now = self._tokens(mended)
            behind = begin + len(saying)
            upto = sum(it.start < behind for it in now)
            # What an everyday word is replaced by says nothing of an unknown word behind it: `is verhuisd` is no comparison.
            if not all(it.known for it in now[:upto] if it.end > begin):
                continue
            if not distance and not self._can_be_value(now, begin, upto):
                continue
            reached = reach_of(start, now)
            mend = _Mend(begin, end, saying, mended, now)
            whole = reached > len(now)
            stop = now[reached].start if reached < len(now) else len(mended)
            further = upto < min(reached, len(now)) and mend.back(stop) > place
            if whole or (further and (end - begin >= _SHORT or text[begin:end] in _LIKE_SIGNS)):
                found.append(((distance, not whole, begin - end, saying), mend))
        return min(found, key=lambda it: it[0])[1] if found else None

    def _can_be_value(self, tokens: Sequence[Token], begin: int, behind: int) -> bool:
        """Whether words behind an everyday phrase, such as `is`, can be a value with which something is compared: they are known,
        nearly known, or it is an attribute that stands before. Somebody can be many things."""
        if all(it.known or suggest(it.value, self.vocabulary.names) for it in tokens[behind : behind + 2]):
            return True
        names = subject(it for it in tokens if it.end <= begin)
        return bool(names) and names[0].value in self.vocabulary.attributes

    def _candidates(self, text: str, tokens: Sequence[Token], place: int) -> list[tuple[int, int, int, str]]:
        """(distance, start, end, saying) for runs of words around a place, nearest and longest first."""
        found: list[tuple[int, int, int, str]] = []
        for begin, end, strange in _runs(text, tokens, place):
            words = " ".join(text[begin:end].split())
            near = [(0, phrase) for phrase in everyday(words)]
            if strange:
                near += self.vocabulary.sayings.near(words, _MOST_APART)
                near += self.own.near(words, _MOST_APART) if self.own else []
                bare = " ".join(word for word in words.split() if word.casefold() not in _DENIALS)
                if bare != words:
                    near += [(1, bare)] if bare in self.vocabulary.predicates else []
                    if len(bare) > _SHORT:
                        near += [(far + 1, name) for far, name in self.vocabulary.sayings.near(bare, _MOST_APART)]
                lacking = self.vocabulary.lacking.get(words_of(words))
                near += [(_A_WORD, lacking)] if lacking else []
            found += [
                (distance, begin, end, saying) for distance, saying in near if not distance or _alike(words, saying)
            ]
        return sorted(found, key=lambda it: (it[0], it[1] - it[2], it))[:_MOST_TRIED]

    # -- what to tell

    def _told(self, mend: _Mend, mends: Sequence[_Mend], offset: int) -> Diagnostic:
        """That a replacement was meant: by the whole name that it is a part of."""
        behind = mend.start + len(mend.saying)
        whole = next((it for it in mend.tokens if it.start <= mend.start and it.end >= behind), None)
        first, last = (whole.start, whole.end) if whole else (mend.start, behind)
        span = self._span(first, last, mends, offset)
        written = " ".join(self.source.text[span.start : span.end].split())
        said = " ".join(mend.text[first:last].split())
        if whole is not None and whole.type == "KENMERK":
            return diagnose("TS230", span, text=written, remedy=did_you_mean([_of_one_sign(said, whole, written)]))
        remedy = did_you_mean([said])
        if whole is not None and (whole.type == "NAAM" or whole.type.startswith("TABEL")):
            return diagnose("TS201", span, name=written, remedy=remedy)
        return diagnose("TS101", span, found=written, expected=f"'{said}'", remedy=remedy)

    def _without_mend(self, start: Start, text: str, tokens: Sequence[Token], left: Diagnostic) -> Diagnostic:
        """The finding as it is; at the unknown words themselves where these were taken for a part of the name before them."""
        told = left_out(self.source.path, start, text, tokens, reach_of(start, tokens))
        if told is not None:
            return told
        if left.code != "TS230":
            apart = self._tokens(text, join=False)
            stop, joined = reach_of(start, apart), reach_of(start, tokens)
            if stop < len(apart) and not apart[stop].known and joined and apart[stop].start < tokens[joined - 1].end:
                left = self._first_finding(start, text, apart, ()) or left
        if left.code != "TS230":
            return left
        words = " ".join(text[left.span.start : left.span.end].split())
        return replace(left, remedy=did_you_mean(suggest(words, self.vocabulary.predicates)) or left.remedy)

    def _described(self, place: Span, start: Start, text: str, tokens: Sequence[Token]) -> bool:
        """Read the words of a place as a kenmerk from here on; whether the clause then fits further."""
        insert(self._kenmerken, words_of(text[place.start : place.end]), ("KENMERK", ("", True)))
        now = self._tokens(text)
        stop, reached = reach_of(start, tokens), reach_of(start, now)
        before = tokens[stop].start if stop < len(tokens) else len(text)
        return reached > len(now) or (reached < len(now) and now[reached].start > before)

    def _head_line(self, text: str, tokens: Sequence[Token], stop: int) -> Diagnostic | None:
        """A head line without its colon, or with a mistake in its words, where the clause stops fitting at the start of a line."""
        place = tokens[stop].start if stop < len(tokens) else len(text)
        begin = max(text.rfind(it, 0, place) for it in "\n\r") + 1
        begin += len(text[begin:]) - len(text[begin:].lstrip())
        if sum(begin <= it.start < place and it.type != "_DUBBELEPUNT" for it in tokens) > 1:
            return None  # the line begins well
        words = _HEAD_WORDS.match(text, begin)
        for count in range(len(words[0].split()) if words else 0, 0, -1):
            said = " ".join(words[0].split()[:count]) if words else ""
            if said.casefold() == "geldig" or (count == 1 and any(it[0] < 3 for it in Names(["geldig"]).near(said))):
                meant = "geldig vanaf"
            elif said.casefold() in self.heads:
                meant = f"{said.casefold()}:"
            else:
                near = [name for distance, name in Names(self.heads).near(said) if distance < 3]
                meant = f"{near[0]}:" if near and len(said) > _SHORT else ""
            if meant:
                return diagnose("TS138", Span(self.source.path, begin, begin + len(said)), found=said, meant=meant)
        return None

    # -- reading a text that is not in the file

    def _tokens(self, text: str, *, join: bool = True) -> list[Token]:
        source = SourceFile(self.source.path, text)
        return Lexer(source, self.vocabulary.trie).tokens(0, len(text), self._own_names(), join=join)

    def _own_names(self) -> Trie | None:
        if not self._kenmerken or self.local is None:
            return self._kenmerken or self.local
        return merged(self.local, self._kenmerken)

    def _first_finding(
        self, start: Start, text: str, tokens: Sequence[Token], bullets: Sequence[Any]
    ) -> Diagnostic | None:
        source = SourceFile(self.source.path, text)
        for begin, part in clauses(start, tokens):
            _, finding = parse_clause(source, begin, part, part[0].start, bullets)
            if finding is not None:
                return finding
        return None

    def _span(self, start: int, end: int, mends: Sequence[_Mend], offset: int) -> Span:
        """The place in the file of characters of a clause that was mended."""
        for mend in reversed(mends):
            start, end = mend.back(start), mend.back(end)
        return Span(self.source.path, offset + start, offset + end)


def _of_one_sign(said: str, kenmerk: Token, written: str) -> str:
    """A form of a kenmerk that affirms or denies as the writer did; the nearest form may have left out `niet`."""
    predicate, positive = kenmerk.value
    denies = _DENIALS.intersection(words_of(written)) and not _DENIALS.intersection(words_of(predicate))
    if bool(denies) != positive:
        return said
    form = next((it for it in forms(predicate) if words_of(" ".join(it.words)) == words_of(said)), None)
    return phrase(predicate, not positive, form is not None and form.verb_last)


def _alike(words: str, saying: str) -> bool:
    """Whether what differs is a typing mistake by itself: `fout van` is as near to `som van` as many a name to another, and a word
    behind or before a phrase is no mistake in it."""
    written, said = words_of(words), words_of(saying)
    left, right = Counter(written), Counter(said)
    outside = written[len(said) :] if written[: len(said)] == said else written[: -len(said)]
    if outside and said in (written[: len(said)], written[-len(said) :]) and not _DENIALS.issuperset(outside):
        return False
    differs, meant = (
        " ".join(it for it in one.elements() if it not in _DENIALS) for one in (left - right, right - left)
    )
    return not differs or not meant or bool(Names([meant]).near(differs))


def entries(trie: Trie) -> Iterator[str]:
    """The names that a trie holds."""
    for word, below in trie.items():
        if word == "":
            yield below[1]
        else:
            yield from entries(below)


def _runs(text: str, tokens: Sequence[Token], place: int) -> Iterator[tuple[int, int, bool]]:
    """Start and end of every run of words that may be the cause that the clause stops fitting at ``place``, and whether an unknown
    word or a denial is in it: runs that reach that place or the word before it, and those with an unknown word not far from there."""
    words = [
        (it.start(), it.end(), it.lastgroup in ("woord", "getal"))
        for it in LEXEME.finditer(text)
        if it.lastgroup != "ws"
    ]
    odd = [it for it in tokens if not it.known or it.type in ("GEEN", "NIET")]
    unknown = [any(it.start <= start < it.end for it in odd) for start, _, _ in words]
    at = next((index for index, (start, _, _) in enumerate(words) if start >= place), len(words))
    for first in range(max(0, at - _MOST_WORDS), min(len(words), at + _BEHIND)):
        strange = False
        for last in range(first, min(len(words), first + _MOST_WORDS)):
            if not words[last][2]:
                break
            strange = strange or unknown[last]
            if strange or first <= at <= last + 1:
                yield words[first][0], words[last][1], strange
