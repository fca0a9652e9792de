"""The words of an uitleg: no labels for people, and sentences that can be read in one breath."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dsl import syntax as s
from dsl.diagnostics import Diagnostic, diagnose
from dsl.source import Span

# Words that the agencies took out of what they write to citizens (CAK Jaarverslag 2024), and their kin.
FORBIDDEN = (
    "wanbetaler",
    "wanbetalers",
    "fraudeur",
    "fraudeurs",
    "profiteur",
    "zorgmijder",
    "zorgmijders",
    "onwillig",
    "onwillige",
)
MOST_WORDS = 20
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def wording_findings(modules: Iterable[s.Module]) -> Iterator[Diagnostic]:
    for module in modules:
        for span, text in _texts(module):
            for word in dict.fromkeys(found.casefold() for found in _WORD.findall(text)):
                if word in FORBIDDEN:
                    yield diagnose("TS442", span, word=word)
            for sentence in _SENTENCE_END.split(text):
                count = len(sentence.split())
                if count > MOST_WORDS:
                    yield diagnose("TS449", span, count=count, limit=MOST_WORDS)


def _texts(module: s.Module) -> Iterator[tuple[Span, str]]:
    if module.regeling.uitleg:
        yield module.regeling.span, module.regeling.uitleg
    for definition in module.definities:
        heads = getattr(definition, "koppen", None)
        if isinstance(heads, s.Koppen) and heads.uitleg:
            yield definition.span, heads.uitleg
        if isinstance(definition, s.Besluit):
            for todo in definition.te_doen:
                yield todo.span, todo.tekst
            for revision in definition.herziening:
                yield revision.span, revision.tekst
        if isinstance(definition, s.Norm):
            for reading in definition.lezingen:
                if reading.koppen.uitleg:
                    yield reading.span, reading.koppen.uitleg
        if isinstance(definition, s.Traject):
            for part in definition.delen:
                if not isinstance(part, s.Gebeurtenis) and part.koppen.uitleg:
                    yield part.span, part.koppen.uitleg
                if isinstance(part, s.Overgang):
                    for letter in part.brieven:
                        yield letter.span, letter.wat.tekst
