"""A file that is not used and should be: its names are unknown, so that each sentence with one of them stops fitting somewhere.

Told of each sentence that would be many findings that say nothing. Here it is looked for which file has the names, and whether the
sentences fit with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from dsl.diagnostics import OF_NAMES, Diagnostic, diagnose
from dsl.parsing.vocabulary import WORD, Declaratie, fold, words_of
from dsl.source import SourceFile

_MOST_TRIED = 2
_MOST_LACKING = 3
_WORD = re.compile(WORD)


def with_unused(
    source: SourceFile,
    found: Sequence[Diagnostic],
    known: Iterable[str],
    declarations: Mapping[str, Sequence[Declaratie]],
    read: Callable[[frozenset[str]], tuple[frozenset[str], Sequence[Diagnostic]]],
) -> Sequence[Diagnostic]:
    """The findings of a file, with one for each file that it should use in place of what follows from that.

    ``known``: the files of which it has the names. ``read`` gives for more files those whose names it then has and what is found.
    """
    told: list[Diagnostic] = []
    used = frozenset(known)
    while len(told) < _MOST_LACKING:
        wrong = [it for it in found if it.code in OF_NAMES]
        if not wrong:
            break
        better = None
        names = {words_of(it.naam) for file in used for it in declarations.get(file, ())}
        for file, name in _candidates(source, wrong, used, names, declarations):
            reached, now = read(used | {file})
            left = sum(it.code in OF_NAMES for it in now)
            if 2 * left <= len(wrong) and (better is None or left < better[0]):
                better = (left, file, name, reached, now)
        if better is None:
            break
        _, file, name, used, found = better
        place = re.search(r"\s+".join(map(re.escape, name.split())), source.text, re.IGNORECASE)
        span = wrong[0].span if place is None else source.span(place.start(), place.end())
        told.append(diagnose("TS210", span, name=name, file=file))
    return [*told, *found] if told else found


def _candidates(
    source: SourceFile,
    wrong: Iterable[Diagnostic],
    used: Iterable[str],
    names: set[tuple[str, ...]],
    declarations: Mapping[str, Sequence[Declaratie]],
) -> list[tuple[str, str]]:
    """Files that are not used and have names of which all words stand in the lines with findings, each with the longest of these."""
    lines = {
        number
        for it in wrong
        for number in range(source.position(it.span.start)[0], source.position(it.span.end)[0] + 1)
    }
    words = {fold(word) for number in lines for word in _WORD.findall(source.line(number))}
    scored = []
    for file in sorted(declarations.keys() - set(used)):
        fitting = {
            it.naam: words_of(it.naam)
            for it in declarations[file]
            if words.issuperset(words_of(it.naam)) and words_of(it.naam) not in names
        }
        if fitting:
            longest = max(sorted(fitting), key=lambda name: len(fitting[name]))
            scored.append((-sum(map(len, fitting.values())), file, longest))
    return [(file, name) for _, file, name in sorted(scored)[:_MOST_TRIED]]
