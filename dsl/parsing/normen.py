"""Norms with their lezingen."""

from __future__ import annotations

import re

from dsl import syntax as s
from dsl.notation import MONTH_NAMES
from dsl.parsing.heads import Part, read_choice, read_count, read_string
from dsl.parsing.headwords import MEASURE_HEAD_LINES, OWN_NORM_HEAD_LINES, READING_HEAD_LINES
from dsl.parsing.maatstaven import expression, read_maatstaf
from dsl.parsing.reader import SHARED_HEADS, BlockReader

_NORM_HEADS = (SHARED_HEADS - {"ruimte", "gevoelig", "groep", "in afwijking van"}) | {
    "over",
    *MEASURE_HEAD_LINES,
    *OWN_NORM_HEAD_LINES,
}
_READING_HEADS = frozenset((*MEASURE_HEAD_LINES, *READING_HEAD_LINES, "uitleg", "bron"))

_KINDS = ("norm", "kengetal", "planaanname", "inspanningsafspraak", "mijlpaal")
_PERIODS = ("maand", "kwartaal", "tertaal", "jaar", "doorlopend")
_OVER_YEAR = ("alle", "gemiddelde", "slechtste", "laatste")
_COURSE = re.compile(rf"(.+?)\s+t/m\s+({'|'.join(MONTH_NAMES)})$", re.IGNORECASE | re.DOTALL)


def read_norm(reader: BlockReader) -> s.Norm | None:
    """The block itself; its lezingen follow as blocks of their own."""
    reader.collect(_NORM_HEADS)
    if not reader.head.words:
        reader.missing("een naam")
    measure = read_maatstaf(reader)
    course, points = reader.one("koers", lambda part: _course(reader, part)) or (None, ())
    return s.Norm(
        naam=reader.head.words,
        over=reader.one("over", reader.step),
        maatstaf=measure,
        nummer=reader.one("nummer", _words),
        gedrukt=reader.one("gedrukt als", read_string),
        onderdeel=reader.one("onderdeel", _words),
        soort=reader.one("soort", lambda part: read_choice(part, "soort", _KINDS)),
        periode=reader.one("periode", lambda part: read_choice(part, "periode", _PERIODS)),
        over_het_jaar=reader.one("over het jaar", lambda part: read_choice(part, "over het jaar", _OVER_YEAR)),
        verloop=reader.one("verloop", lambda part: read_choice(part, "verloop", ("oplopend", "per periode"))),
        koers=course,
        koerspunten=points,
        eenheid=reader.one("eenheid", _words),
        gewicht=reader.one("gewicht", read_count),
        wettelijke_termijn=reader.one("wettelijke termijn", read_string),
        wettelijk_uiterlijk=reader.one("wettelijk uiterlijk", expression(reader)),
        niet_meetbaar=reader.one("niet meetbaar", read_string),
        splitsingen=reader.all("uitgesplitst naar", lambda part: reader.sentence("uitdrukking", part)),
        samengesteld=tuple(
            reader.step(piece)
            for line in reader.heads.get("samengesteld uit", ())
            for piece in reader.body(line).pieces()
        ),
        kanttekeningen=reader.all("kanttekening", read_string),
        koppen=reader.koppen(),
        span=reader.span,
    )


def read_lezing(reader: BlockReader) -> s.Lezing | None:
    reader.collect(_READING_HEADS)
    if not reader.head.words:
        reader.missing("een naam")
    chosen = reader.one("gekozen", read_string)
    return s.Lezing(reader.head.words, chosen, read_maatstaf(reader), reader.koppen(), reader.span)


def _words(part: Part) -> str:
    return part.words


def _course(reader: BlockReader, part: Part) -> tuple[str | None, tuple[tuple[s.Expr, int], ...]]:
    """`lineair`, `niet in de bron`, or what must be reached by the end of months: `20% t/m april, 55% t/m augustus`."""
    points: list[tuple[s.Expr, int]] = []
    for piece in part.pieces():
        match = _COURSE.match(piece.text)
        if not match:
            allowed = ("lineair", "niet in de bron", "of per maand, zoals 20% t/m april")
            return read_choice(part, "koers", allowed), ()
        value = reader.sentence("uitdrukking", piece.cut(*match.span(1)))
        if value is not None:
            points.append((value, MONTH_NAMES.index(match[2].casefold()) + 1))
    return "per maand", tuple(points)
