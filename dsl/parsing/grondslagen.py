"""Grondslagen: the block that says who may use which facts for what."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from dsl import syntax as s
from dsl.parsing.heads import Part, read_choice
from dsl.parsing.reader import BlockReader

PURPOSES = ("ondersteunen", "uitvoeren", "toezicht", "onderzoek")

_HEADS = frozenset(("geldig", "bron", "zekerheid", "uitleg", "regeling", "ontvanger", "doel", "gegevens"))
_NEEDED = {
    "ontvanger": "'ontvanger:' met een organisatie (zoals 'ontvanger: CAK')",
    "doel": "'doel:' met waarvoor de gegevens zijn (zoals 'doel: ondersteunen')",
    "gegevens": "'gegevens:' met wat er gelezen mag worden (zoals 'gegevens: factuur, betaling')",
    "geldig": "'geldig vanaf' met een datum",
}

_T = TypeVar("_T")


def read_grondslag(reader: BlockReader) -> s.Grondslag | None:
    reader.collect(_HEADS)
    reader.strays(frozenset())
    if not reader.head.words:
        reader.missing("een naam")
    for key, expected in _NEEDED.items():
        if key not in reader.heads:
            reader.missing(expected)
    return s.Grondslag(
        reader.head.words,
        reader.koppen(),
        _pieces(reader, "regeling", reader.step),
        _pieces(reader, "ontvanger", lambda part: part.words),
        _pieces(reader, "doel", lambda part: read_choice(part, "doel", PURPOSES)),
        _pieces(reader, "gegevens", reader.step),
        reader.span,
    )


def _pieces(reader: BlockReader, key: str, read: Callable[[Part], _T]) -> tuple[_T, ...]:
    """What stands between commas on all lines of a kind."""
    found = [
        reader.attempt(read, piece)
        for line in reader.heads.get(key, ())
        for piece in reader.body(line).pieces()
        if piece.words
    ]
    return tuple(item for item in found if item is not None)
