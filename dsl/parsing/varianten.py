"""Varianten: the block, and its parts, most of which are a block with a verb before it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from dsl import syntax as s
from dsl.parsing.definitions import read_rows, read_values
from dsl.parsing.heads import Part, read_bron, read_date, read_string
from dsl.parsing.headwords import VARIANT_PARTS
from dsl.parsing.reader import BlockReader

LEVELS = {
    "wet": "wet",
    "amvb": "AMvB",
    "regeling": "regeling",
    "verordening": "verordening",
    "beleidsregel": "beleidsregel",
    "geen": "geen",
}

_HEADS = frozenset(("bron", "zekerheid", "vereist", "bovenop", "toelichting"))


def read_variant(reader: BlockReader) -> s.Variant | None:
    """The block itself; its parts follow as blocks of their own."""
    reader.collect(_HEADS)
    reader.strays(frozenset())
    if not reader.head.words:
        reader.missing("een naam")
    level = reader.one("vereist", _level)
    if level is None:
        reader.missing("'vereist:' met wie dit moet regelen (wet, AMvB, regeling, verordening, beleidsregel of geen)")
        return None
    return s.Variant(
        reader.head.words,
        level,
        reader.koppen(),
        reader.all("bovenop", reader.step),
        reader.one("toelichting", read_string),
        span=reader.span,
    )


def _level(part: Part) -> s.Niveau:
    word = part.words.casefold()
    if word not in LEVELS:
        raise part.fail("TS114", found=part.words[:60], head="vereist", allowed=", ".join(LEVELS.values()))
    return cast(s.Niveau, LEVELS[word])


def read_part(reader: BlockReader, read: Callable[[BlockReader], Any] | None) -> s.VariantDeel | None:
    """A part of a variant; ``read`` reads the block without its verb."""
    deed, word = reader.block.deed, reader.block.word
    if word not in VARIANT_PARTS[deed]:
        reader.report("TS136", reader.head_word, deed=deed, word=word, allowed=", ".join(VARIANT_PARTS[deed]))
        return None
    if deed == "wijzigt":
        return _values(reader) if word == "Parameter" else _rows(reader)
    if deed == "laat vervallen":
        return _lapse(reader)
    assert read is not None  # every block that may stand here has a reader
    definition = read(reader)
    if definition is None:
        return None
    return (s.Vervangt if deed == "vervangt" else s.VoegtToe)(definition, reader.span)


def _values(reader: BlockReader) -> s.WijzigtParameter | None:
    reader.collect(frozenset(("bron",)))
    reader.strays(frozenset(("waarde",)))
    _named(reader)
    own, values = read_values(reader)
    if not values:
        reader.missing("een waarde (zoals 'vanaf 01-01-2024: € 20,60')")
    sources = tuple(found for line in own if (found := reader.attempt(read_bron, reader.body(line))))
    return s.WijzigtParameter(reader.step(reader.head), tuple(value for _, value in values), sources, reader.span)


def _rows(reader: BlockReader) -> s.WijzigtTabel | None:
    reader.collect(frozenset(("bron",)))
    reader.strays(frozenset(("waarde", "tabelrij")))
    _named(reader)
    own, rows = read_rows(reader, 0)
    if not rows:
        reader.missing("een rij (zoals 'bij \"Drimmelen\":') met een waarde eronder")
    sources = tuple(found for line in own if (found := reader.attempt(read_bron, reader.body(line))))
    return s.WijzigtTabel(reader.step(reader.head), rows, sources, reader.span)


def _lapse(reader: BlockReader) -> s.LaatVervallen | None:
    reader.collect(frozenset(("bron", "per")))
    reader.strays(frozenset())
    _named(reader)
    since = reader.one("per", read_date)
    kind = cast(Any, reader.block.word)
    return s.LaatVervallen(kind, reader.step(reader.head), since, reader.all("bron", read_bron), reader.span)


def _named(reader: BlockReader) -> None:
    if not reader.head.words:
        reader.missing("een naam")
