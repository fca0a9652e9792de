"""Registraties: their columns, what is counted in another registratie, and the dossiers that a record opens."""

from __future__ import annotations

import re
from dataclasses import replace

from dsl import syntax as s
from dsl.parsing.definitions import named, read_field
from dsl.parsing.heads import Part, read_count, read_unit
from dsl.parsing.reader import BlockReader

_COLUMN_NAMES = re.compile(r'kolom\s+("[^"]+"(?:\s+of\s+"[^"]+")*)$', re.IGNORECASE)
_OPTIONAL = re.compile(r"mag\s+ontbreken$", re.IGNORECASE)
_COUNTED = re.compile(
    r"telt\s+elke?\s+(?P<over>.+?)\s+met\s+(?P<gelijk>(?:het|de)zelfde\s+.+?)\s+waarvan\s+(?P<dag>.+?)\s+binnen\s+"
    r"(?P<aantal>\w+)\s+(?P<eenheid>dag|dagen|week|weken)\s+na\s+(?P<na>.+?)\s+ligt$",
    re.IGNORECASE | re.DOTALL,
)
_SAME = re.compile(r"(het|de)zelfde\s+", re.IGNORECASE)
_OPENS = re.compile(r"(.+?)\s+met\s+(.+)$", re.IGNORECASE | re.DOTALL)
_IN_ROLE = re.compile(r"(.+?)\s+van\s+een\s+(.+?)\s+met\s+(.+?)\s+gelijk\s+aan\s+(.+)$", re.IGNORECASE | re.DOTALL)
_BECOMES = re.compile(r"(.+?)\s+als\s+(.+)$", re.IGNORECASE | re.DOTALL)


def read_registratie(reader: BlockReader) -> s.Registratie | None:
    reader.collect(frozenset(("sleutel", "bron", "uitleg", "opent")))
    article, name, plural = named(reader, reader.head)
    lines = [line for line in reader.block.lines if line.kind == "lid"]
    columns = [reader.attempt(_column, reader, reader.part(line.start, line.end)) for line in lines]
    key = reader.one("sleutel", reader.step)
    if key is None:
        reader.missing("'sleutel:' met de kolom die de records uit elkaar houdt")
        return None
    known = tuple(column for column in columns if column is not None)
    opened = reader.all("opent", lambda part: _opening(reader, part))
    return s.Registratie(article, name, plural, key, known, opened, reader.koppen(), reader.span)


def _column(reader: BlockReader, part: Part) -> s.RegistratieKolom:
    """A field as in an object type, then `, mag ontbreken`, `, kolom "A" of "B"` and `, telt elk ...` in any order."""
    pieces = part.pieces()
    names: tuple[str, ...] = ()
    optional = False
    counted: s.Koppeling | None = None
    while len(pieces) > 1:
        last = pieces[-1].words
        given = _COLUMN_NAMES.match(last)
        link = _COUNTED.match(pieces[-1].text)
        if given and not names:
            names = tuple(re.findall(r'"([^"]+)"', given[1]))
        elif _OPTIONAL.match(last) and not optional:
            optional = True
        elif link and counted is None:
            counted = _link(reader, pieces[-1], link)
        else:
            break
        pieces.pop()
    field = read_field(reader, part.cut(0, pieces[-1].end - part.start))
    if isinstance(field, s.Rol):
        raise part.fail("TS490", name=field.naam)
    return s.RegistratieKolom(field, names, optional, counted, part.span)


def _link(reader: BlockReader, part: Part, match: re.Match[str]) -> s.Koppeling:
    def step(group: str) -> s.Stap:
        return reader.step(part.cut(*match.span(group)))

    same = _SAME.match(match["gelijk"])
    assert same is not None  # the pattern asks for it
    name = reader.step(part.cut(match.start("gelijk") + same.end(), match.end("gelijk")))
    return s.Koppeling(
        over=step("over"),
        gelijk=replace(name, lidwoord=same[1].casefold()),
        dag=step("dag"),
        aantal=read_count(part.cut(*match.span("aantal"))),
        eenheid=read_unit(part.cut(*match.span("eenheid"))),
        na=step("na"),
        span=part.span,
    )


def _opening(reader: BlockReader, part: Part) -> s.Opening:
    """`een bezwaarzaak met de dag van binnenkomst als de ontvangst van het bezwaar, ...`."""
    match = _OPENS.match(part.text)
    if not match:
        raise part.lacks("'met' en welke kolom welk gegeven van het dossier wordt")
    facts: list[s.Openingsfeit] = []
    for piece in part.cut(*match.span(2)).pieces():
        pair = _BECOMES.match(piece.text)
        if not pair:
            raise piece.lacks("'als' en het gegeven van het dossier")
        facts.append(_opening_fact(reader, piece, pair))
    return s.Opening(reader.step(part.cut(*match.span(1))), tuple(facts), part.span)


def _opening_fact(reader: BlockReader, piece: Part, pair: re.Match[str]) -> s.Openingsfeit:
    column, target = reader.step(piece.cut(*pair.span(1))), piece.cut(*pair.span(2))
    match = _IN_ROLE.match(target.text)
    if not match:
        return s.Openingsfeit(column, reader.step(target), span=piece.span)
    fact, role, kind, value = (reader.step(target.cut(*match.span(group))) for group in (1, 2, 3, 4))
    return s.Openingsfeit(column, fact, role, kind, value, piece.span)
