"""Trajecten: the block, its events, states and transitions, and which of these belong together."""

from __future__ import annotations

import re
from typing import Any, cast

from dsl import syntax as s
from dsl.parsing.heads import Part
from dsl.parsing.headwords import LETTERS
from dsl.parsing.reader import BlockReader
from dsl.parsing.statements import clauses

_CALENDAR = re.compile(r"kalender\s+(.+)$", re.IGNORECASE | re.DOTALL)
_WITHOUT = re.compile(r"zonder\s+kalender$", re.IGNORECASE)

_TRAJECT_HEADS = frozenset(("bron", "uitleg", "over", "begint als", "begint op", "volgorde op een dag"))
_EVENT_HEADS = frozenset(("is", "op"))
_STATE_HEADS = frozenset(("bron", "uitleg", "eindtoestand", "zonder gevolg"))
_TRANSITION_HEADS = frozenset(
    (
        "geldig",
        "bron",
        "ruimte",
        "zekerheid",
        "uitleg",
        "van",
        "naar",
        "bij",
        "na",
        "na afloop van",
        "gaat in op",
        "door",
        *LETTERS,
    )
)


def read_traject(reader: BlockReader) -> s.Traject | None:
    """The block itself; its parts follow as blocks of their own."""
    reader.collect(_TRAJECT_HEADS)
    reader.strays(frozenset())
    _named(reader)
    about = reader.one("over", reader.step)
    first = reader.one("begint als", reader.step)
    if about is None:
        reader.missing("'over:' met het onderwerp (zoals 'over: een persoon')")
    if first is None:
        reader.missing("'begint als:' met een toestand")
    since = reader.one("begint op", lambda part: reader.sentence("uitdrukking", part))
    order = _names(reader, "volgorde op een dag")
    koppen = reader.koppen()
    if about is None or first is None:
        return None
    return s.Traject(reader.head.words, about, first, since, order, koppen, (), reader.span)


def read_gebeurtenis(reader: BlockReader) -> s.Gebeurtenis | None:
    reader.collect(_EVENT_HEADS)
    _named(reader)
    what = reader.one("is", lambda part: reader.sentence("eindpad", part))
    day = reader.one("op", lambda part: reader.sentence("uitdrukking", part))
    condition = _condition(reader)
    if what is None:
        reader.missing("'is:' met de objecten (zoals 'is: een betaling van de persoon')")
    if day is None:
        reader.missing("'op:' met een datum (zoals 'op: de datum van de betaling')")
    if what is None or day is None:
        return None
    return s.Gebeurtenis(reader.head.words, what, day, condition, reader.span)


def read_toestand(reader: BlockReader) -> s.Toestand | None:
    reader.collect(_STATE_HEADS)
    reader.strays(frozenset())
    _named(reader)
    final = "eindtoestand" in reader.heads
    return s.Toestand(reader.head.words, final, _names(reader, "zonder gevolg"), reader.koppen(), reader.span)


def read_overgang(reader: BlockReader) -> s.Overgang | None:
    reader.collect(_TRANSITION_HEADS)
    _named(reader)
    condition = _condition(reader)
    sources = _names(reader, "van")
    target = reader.one("naar", reader.step)
    if not sources:
        reader.missing("'van:' met een toestand")
    if target is None:
        reader.missing("'naar:' met een toestand")
    triggers = [key for key in ("bij", "na", "na afloop van") if key in reader.heads]
    if not triggers:
        reader.missing("'bij:' met een gebeurtenis, of 'na:' met een termijn")
    for extra in triggers[1:]:
        reader.report("TS126", reader.line_span(reader.heads[extra][0]), what="aanleiding")
    transition = s.Overgang(
        naam=reader.head.words,
        van=sources,
        naar=target or s.Stap(""),
        bij=reader.one("bij", reader.step),
        na=reader.one("na", lambda part: _term(reader, part)),
        na_afloop_van=reader.one("na afloop van", lambda part: reader.sentence("uitdrukking", part)),
        voorwaarde=condition,
        gaat_in_op=reader.one("gaat in op", lambda part: reader.sentence("uitdrukking", part)),
        door=reader.one("door", lambda part: part.words),
        brieven=_letters(reader),
        koppen=reader.koppen(),
        span=reader.span,
    )
    return None if target is None else transition


def _named(reader: BlockReader) -> None:
    if not reader.head.words:
        reader.missing("een naam")


def _names(reader: BlockReader, key: str) -> tuple[s.Stap, ...]:
    """The names on all lines of a kind, divided by commas."""
    return tuple(
        reader.step(piece) for line in reader.heads.get(key, ()) for piece in reader.body(line).pieces() if piece.words
    )


def _condition(reader: BlockReader) -> s.Voorwaarde | None:
    condition: s.Voorwaarde | None = None
    seen = 0
    for start, line, tokens, lines in clauses(reader):
        if start != "indien":
            reader.report("TS120", reader.line_span(line))
            continue
        if seen:
            reader.report("TS126", reader.line_span(line), what="voorwaarde")
            continue
        seen += 1
        condition = reader.with_bullets(start, tokens, tokens[0].start, reader.nest(lines))
    return condition


def _term(reader: BlockReader, part: Part) -> s.Looptijd | None:
    """`4 weken[, kalender K]` or `13 weken, zonder kalender`; before the comma any expression."""
    *_, last = part.pieces()
    calendar: s.Stap | None = None
    without = bool(_WITHOUT.match(last.text))
    named = _CALENDAR.match(last.text)
    amount = part
    if without or named:
        amount = part.cut(0, max(last.start - part.start, 0))
        amount = amount.cut(0, len(amount.text.removesuffix(",")))
        if named:
            calendar = reader.step(last.cut(*named.span(1)))
    if not amount.text:
        raise part.lacks("een termijn (zoals 4 weken)")
    duration = reader.sentence("uitdrukking", amount)
    return None if duration is None else s.Looptijd(duration, calendar, without, part.span)


def _letters(reader: BlockReader) -> tuple[s.Brief, ...]:
    """Letters and duties in the order in which they stand."""
    lines = sorted((line for key in LETTERS for line in reader.heads.get(key, ())), key=lambda line: line.start)
    found: list[s.Brief] = []
    for line in lines:
        what = reader.sentence("tedoen", reader.body(line))
        if what is not None:
            found.append(s.Brief(cast(Any, line.key), what, reader.line_span(line)))
    return tuple(found)
