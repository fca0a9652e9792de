"""Registraties and norms with their lezingen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

from dsl import syntax as s
from dsl.parsing.blocks import Line
from dsl.parsing.definitions import named, read_field
from dsl.parsing.heads import Part, read_choice, read_string
from dsl.parsing.reader import SHARED_HEADS, BlockReader

# ---------------------------------------------------------------- registraties

_COLUMN_NAMES = re.compile(r'kolom\s+("[^"]+"(?:\s+of\s+"[^"]+")*)$', re.IGNORECASE)
_OPTIONAL = re.compile(r"mag\s+ontbreken$", re.IGNORECASE)


def read_registratie(reader: BlockReader) -> s.Registratie | None:
    reader.collect(frozenset(("sleutel", "bron", "uitleg")))
    article, name, plural = named(reader, reader.head)
    lines = [line for line in reader.block.lines if line.kind == "lid"]
    columns = [reader.attempt(_column, reader, reader.part(line.start, line.end)) for line in lines]
    key = reader.one("sleutel", reader.step)
    if key is None:
        reader.missing("'sleutel:' met de kolom die de records uit elkaar houdt")
        return None
    known = tuple(column for column in columns if column is not None)
    return s.Registratie(article, name, plural, key, known, reader.koppen(), reader.span)


def _column(reader: BlockReader, part: Part) -> s.RegistratieKolom:
    """A field as in an object type, then `, mag ontbreken` and `, kolom "A" of "B"` in any order."""
    pieces = part.pieces()
    names: tuple[str, ...] = ()
    optional = False
    while len(pieces) > 1:
        last = pieces[-1].words
        given = _COLUMN_NAMES.match(last)
        if given and not names:
            names = tuple(re.findall(r'"([^"]+)"', given[1]))
        elif _OPTIONAL.match(last) and not optional:
            optional = True
        else:
            break
        pieces.pop()
    field = read_field(reader, part.cut(0, pieces[-1].end - part.start))
    if isinstance(field, s.Rol):
        raise part.fail("TS490", name=field.naam)
    return s.RegistratieKolom(field, names, optional, part.span)


# ---------------------------------------------------------------- norms

_MEASURE_HEADS = frozenset(
    (
        "meet",
        "telt op",
        "weegt",
        "begint op",
        "klaar op",
        "uiterlijk",
        "vóór",
        "noemer",
        "norm",
        "richting",
        "opgave gelezen",
    )
)
_NORM_HEADS = (SHARED_HEADS - {"ruimte", "gevoelig", "groep", "in afwijking van"}) | _MEASURE_HEADS
_NORM_HEADS |= {
    "over",
    "nummer",
    "gedrukt als",
    "onderdeel",
    "soort",
    "periode",
    "over het jaar",
    "verloop",
    "koers",
    "eenheid",
    "wettelijke termijn",
    "niet meetbaar",
    "uitgesplitst naar",
    "samengesteld uit",
    "kanttekening",
}
_READING_HEADS = _MEASURE_HEADS | {"gekozen", "uitleg", "bron"}

_KINDS = ("norm", "kengetal", "planaanname", "inspanningsafspraak", "mijlpaal")
_PERIODS = ("maand", "kwartaal", "tertaal", "jaar", "doorlopend")
_OVER_YEAR = ("alle", "gemiddelde", "slechtste", "laatste")
_PERCENTILE = re.compile(r"percentiel\s+([0-9]{1,2})\s+van\s+(.+)$", re.IGNORECASE | re.DOTALL)
_VALUED = re.compile(r"(som|gemiddelde|mediaan)\s+van\s+(.+)$", re.IGNORECASE | re.DOTALL)
_RATIO = re.compile(r"verhouding\s+van\s+(.+?)\s+tot\s+(.+)$", re.IGNORECASE | re.DOTALL)
_BARE = ("aandeel", "aantal", "tijdigheid", "verdeling")
_BETWEEN = re.compile(r"tussen\s+", re.IGNORECASE)
_ASKED = re.compile(
    r"(ten\s+minste|meer\s+dan|ten\s+hoogste|minder\s+dan|gelijk\s+aan|binnen\s+een\s+marge\s+van)\s+(.+)$",
    re.IGNORECASE | re.DOTALL,
)
_WITHOUT_VALUE = ("hoger dan vorige periode", "lager dan vorige periode", "ja", "n.t.b.")


def read_norm(reader: BlockReader) -> s.Norm | None:
    """The block itself; its lezingen follow as blocks of their own."""
    reader.collect(_NORM_HEADS)
    if not reader.head.words:
        reader.missing("een naam")
    measure = _maatstaf(reader)
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
        koers=reader.one("koers", lambda part: read_choice(part, "koers", ("lineair", "niet in de bron"))),
        eenheid=reader.one("eenheid", _words),
        wettelijke_termijn=reader.one("wettelijke termijn", read_string),
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
    return s.Lezing(reader.head.words, chosen, _maatstaf(reader), reader.koppen(), reader.span)


def _words(part: Part) -> str:
    return part.words


def _maatstaf(reader: BlockReader) -> s.Maatstaf:
    tests = _tests(reader)
    due = reader.one("uiterlijk", _expression(reader))
    before = reader.one("vóór", _expression(reader))
    if "uiterlijk" in reader.heads and "vóór" in reader.heads:
        reader.report("TS126", reader.line_span(reader.heads["vóór"][0]), what="uiterste dag")
    if "richting" in reader.heads:
        reader.one("richting", lambda part: read_choice(part, "richting", ("onbekend",)))
    return s.Maatstaf(
        meet=reader.one("meet", lambda part: _meting(reader, part)),
        telt_mee=tests.get("telt mee"),
        voldoet=tests.get("voldoet"),
        klassen=tuple(s.Klasse(name[1:-1], test, test.span) for name, test in tests.items() if name.startswith('"')),
        telt_op=reader.one("telt op", _expression(reader)),
        weegt=reader.one("weegt", _expression(reader)),
        begint_op=reader.one("begint op", _expression(reader)),
        klaar_op=reader.one("klaar op", _expression(reader)),
        uiterlijk=due if due is not None else before,
        strikt=before is not None,
        noemer=cast(
            Any, reader.one("noemer", lambda p: read_choice(p, "noemer", ("afgehandeld", "ingestroomd", "vervallen")))
        ),
        eis=reader.one("norm", lambda part: _eis(reader, part)),
        richting_onbekend="richting" in reader.heads,
        leest_opgave=cast(
            Any,
            reader.one(
                "opgave gelezen", lambda p: read_choice(p, "opgave gelezen", ("zoals gedrukt", "als exact getal"))
            ),
        ),
    )


def _expression(reader: BlockReader) -> Callable[[Part], Any]:
    return lambda part: reader.sentence("uitdrukking", part)


def _tests(reader: BlockReader) -> dict[str, s.Voorwaarde]:
    """The conditions of a norm by what stands before `indien`; for a class that is its name in quotes."""
    found: list[tuple[Line, list[Line]]] = []
    for line in reader.block.lines:
        if line.kind == "indien" and line.key:
            found.append((line, []))
        elif line.kind == "punt" and found:
            found[-1][1].append(line)
        elif line.kind != "kop":
            reader.report("TS120", reader.line_span(line))
    tests: dict[str, s.Voorwaarde] = {}
    for line, below in found:
        quoted = re.search(r'"[^"]*"', line.key)
        key = quoted[0] if quoted else line.key.casefold()
        if key in tests:
            reader.report("TS126", reader.line_span(line), what=f"voorwaarde '{line.key}'")
            continue
        tokens = reader.tokens(line.body, line.end)
        node = reader.with_bullets("indien", tokens, line.body, reader.nest(below))
        if node is not None:
            tests[key] = node
    return tests


def _meting(reader: BlockReader, part: Part) -> s.Meting:
    words = part.words.casefold()
    if words in _BARE:
        return s.Meting(cast(s.Maat, words), span=part.span)
    value = reader.sentence
    if match := _VALUED.match(part.text):
        inner = value("uitdrukking", part.cut(*match.span(2)))
        return s.Meting(cast(s.Maat, match[1].casefold()), inner, span=part.span)
    if match := _PERCENTILE.match(part.text):
        inner = value("uitdrukking", part.cut(*match.span(2)))
        return s.Meting("percentiel", inner, rang=int(match[1]), span=part.span)
    if match := _RATIO.match(part.text):
        one, other = (value("uitdrukking", part.cut(*match.span(group))) for group in (1, 2))
        return s.Meting("verhouding", one, other, span=part.span)
    expected = (
        "aandeel, aantal, tijdigheid, verdeling, 'som van ...', 'gemiddelde van ...', 'mediaan van ...', "
        "'percentiel 90 van ...' of 'verhouding van ... tot ...'"
    )
    raise part.fail("TS101", found=part.words[:60], expected=expected)


def _eis(reader: BlockReader, part: Part) -> s.Eis:
    words = part.words.casefold()
    if words in _WITHOUT_VALUE:
        return s.Eis(cast(s.Eiswoord, words), span=part.span)
    if match := _BETWEEN.match(part.text):
        pair = reader.sentence("grenzen", part.cut(match.start(), len(part.text)))
        low, high = pair if pair else (None, None)
        return s.Eis("tussen", low, high, part.span)
    if match := _ASKED.match(part.text):
        word = cast(s.Eiswoord, " ".join(match[1].casefold().split()))
        return s.Eis(word, reader.sentence("uitdrukking", part.cut(*match.span(2))), span=part.span)
    return s.Eis("", reader.sentence("uitdrukking", part), span=part.span)
