"""What a norm or a lezing measures and asks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast

from dsl import syntax as s
from dsl.parsing.blocks import Line
from dsl.parsing.everyday import EVERYDAY
from dsl.parsing.heads import Part, read_choice, read_count, read_string, read_unit
from dsl.parsing.reader import BlockReader
from dsl.suggest import did_you_mean, suggest

_PERCENTILE = re.compile(r"percentiel\s+([0-9]{1,2})\s+van\s+(.+)$", re.IGNORECASE | re.DOTALL)
_VALUED = re.compile(r"(som|gemiddelde|mediaan|hoogste|laagste)\s+van\s+(.+)$", re.IGNORECASE | re.DOTALL)
_PAIR = re.compile(r"(verhouding|afwijking)\s+van\s+(.+?)\s+tot\s+(.+)$", re.IGNORECASE | re.DOTALL)
_FREQUENCY = re.compile(r"frequentie\s+per\s+(?:(\w+)\s+)?(\w+)$", re.IGNORECASE)
_BARE = ("aandeel", "aantal", "tijdigheid", "verdeling", "stand", "mijlpaal", "bewijsstuk")
_ELAPSED = re.compile(r"de\s+doorlooptijd\s+in\s+(\w+)(?:\s+op\s+de\s+kalender\s+(.+))?$", re.IGNORECASE | re.DOTALL)
_AGE = re.compile(r"de\s+ouderdom$", re.IGNORECASE)
_RANK = re.compile(
    r"het\s+rangnummer\s+van\s+de\s+werkdag\s+in\s+de\s+maand\s+op\s+de\s+kalender\s+(.+)$", re.IGNORECASE | re.DOTALL
)
_UNITS = ("dag", "werkdag", "week", "maand")
_BETWEEN = re.compile(r"tussen\s+", re.IGNORECASE)
_ASKED = re.compile(
    r"(ten\s+minste|meer\s+dan|ten\s+hoogste|minder\s+dan|gelijk\s+aan|binnen\s+een\s+marge\s+van)\s+(.+)$",
    re.IGNORECASE | re.DOTALL,
)
_FIGURE_OF = re.compile(
    r"(?:(.+?)\s+van\s+)?het\s+cijfer\s+van\s+(?:(de\s+vorige\s+periode)|de\s+norm\s+(.+))$", re.IGNORECASE | re.DOTALL
)
_ROUNDED = re.compile(r"afgerond\s+op\s+(.+)$", re.IGNORECASE | re.DOTALL)
_WITHOUT_VALUE = ("hoger dan vorige periode", "lager dan vorige periode", "ja", "n.t.b.")
_MARGINS = {"tweezijdig": "tweezijdig", "eenzijdig naar boven": "naar boven", "eenzijdig naar beneden": "naar beneden"}


def read_maatstaf(reader: BlockReader) -> s.Maatstaf:
    tests = _tests(reader)
    due = reader.one("uiterlijk", expression(reader))
    before = reader.one("vóór", expression(reader))
    if "uiterlijk" in reader.heads and "vóór" in reader.heads:
        reader.report("TS126", reader.line_span(reader.heads["vóór"][0]), what="uiterste dag")
    if "richting" in reader.heads:
        reader.one("richting", lambda part: read_choice(part, "richting", ("onbekend",)))
    about, rounded = reader.one("soort waarde", lambda part: _kind_of_value(reader, part)) or (False, None)
    margin = reader.one("marge", lambda part: read_choice(part, "marge", tuple(_MARGINS)))
    return s.Maatstaf(
        meet=reader.one("meet", lambda part: _meting(reader, part)),
        telt_mee=tests.get("telt mee"),
        voldoet=tests.get("voldoet"),
        klassen=tuple(s.Klasse(name[1:-1], test, test.span) for name, test in tests.items() if name.startswith('"')),
        telt_op=reader.one("telt op", expression(reader)),
        weegt=reader.one("weegt", expression(reader)),
        begint_op=reader.one("begint op", expression(reader)),
        klaar_op=reader.one("klaar op", expression(reader)),
        uiterlijk=due if due is not None else before,
        strikt=before is not None,
        noemer=_choice(reader, "noemer", ("afgehandeld", "ingestroomd", "vervallen")),
        opschorting=_choice(reader, "opschorting", ("uitgesloten", "klok stil", "telt door")),
        opgeschort=tests.get("opgeschort"),
        opgeschort_van=reader.one("opgeschort van", expression(reader)),
        opgeschort_tot=reader.one("opgeschort tot", expression(reader)),
        bewijsstuk=reader.one("bewijsstuk", expression(reader)),
        eis=reader.one("norm", lambda part: _eis(reader, part)),
        marge=cast(Any, None if margin is None else _MARGINS[margin]),
        basis=reader.one("basis", read_string),
        ongeveer=about,
        afgerond_op=rounded,
        richting_onbekend="richting" in reader.heads,
        leest_opgave=_choice(reader, "opgave gelezen", ("zoals gedrukt", "als exact getal")),
    )


def _choice(reader: BlockReader, head: str, allowed: tuple[str, ...]) -> Any:
    return reader.one(head, lambda part: read_choice(part, head, allowed))


def expression(reader: BlockReader) -> Callable[[Part], Any]:
    return lambda part: reader.sentence("uitdrukking", part)


def _kind_of_value(reader: BlockReader, part: Part) -> tuple[bool, s.Expr | None]:
    """`exact`, `ongeveer` or `afgerond op 1%`."""
    if match := _ROUNDED.match(part.text):
        return False, reader.sentence("uitdrukking", part.cut(*match.span(1)))
    return read_choice(part, "soort waarde", ("exact", "ongeveer", "afgerond op ...")) == "ongeveer", None


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
    if match := _VALUED.match(part.text):
        return s.Meting(cast(s.Maat, match[1].casefold()), _quantity(reader, part.cut(*match.span(2))), span=part.span)
    if match := _PERCENTILE.match(part.text):
        inner = _quantity(reader, part.cut(*match.span(2)))
        return s.Meting("percentiel", inner, rang=int(match[1]), span=part.span)
    if match := _PAIR.match(part.text):
        one, other = (reader.sentence("uitdrukking", part.cut(*match.span(group))) for group in (2, 3))
        return s.Meting(cast(s.Maat, match[1].casefold()), one, other, span=part.span)
    if match := _FREQUENCY.match(part.text):
        count = 1 if match[1] is None else read_count(part.cut(*match.span(1)))
        unit = read_unit(part.cut(*match.span(2)))
        if unit not in ("dag", "week", "maand", "kwartaal", "jaar") or not count:
            raise part.fail("TS114", found=part.words, head="meet", allowed="dagen, weken, maanden, kwartalen, jaren")
        return s.Meting("frequentie", rang=count, eenheid=unit, span=part.span)
    expected = (
        "aandeel, aantal, tijdigheid, verdeling, stand, mijlpaal, bewijsstuk, 'som van ...', 'gemiddelde van ...', "
        "'mediaan van ...', 'hoogste van ...', 'laagste van ...', 'percentiel 90 van ...', 'verhouding van ... tot ...', "
        "'afwijking van ... tot ...' of 'frequentie per 3 maanden'"
    )
    near = did_you_mean(suggest(part.words, [word.strip("'") for word in re.split(", | of ", expected)])) or None
    raise part.fail("TS101", remedy=near, found=part.words[:60], expected=expected)


def _quantity(reader: BlockReader, part: Part) -> Any:
    """What every record has: an expression, or its doorlooptijd, ouderdom or the rank of its working day."""
    if match := _ELAPSED.match(part.text):
        unit = read_unit(part.cut(*match.span(1)))
        if unit not in _UNITS or (unit == "werkdag") != bool(match[2]):
            raise part.fail(
                "TS101", found=part.words[:60], expected="dagen, weken, maanden of 'werkdagen op de kalender ...'"
            )
        calendar = reader.step(part.cut(*match.span(2))) if match[2] else None
        return s.Grootheid("doorlooptijd", unit, calendar, part.span)
    if _AGE.match(part.text):
        return s.Grootheid("ouderdom", span=part.span)
    if match := _RANK.match(part.text):
        return s.Grootheid("rangnummer", "werkdag", reader.step(part.cut(*match.span(1))), part.span)
    return reader.sentence("uitdrukking", part)


def _everyday(part: Part) -> str | None:
    """What is asked, for a norm that says it in words of everyday."""
    first = part.words.casefold().split()
    found = (EVERYDAY.get(" ".join(first[:count]), ()) for count in (3, 2, 1))
    return next((it for all_of in found for it in all_of if it in ("ten minste", "ten hoogste")), None)


def _eis(reader: BlockReader, part: Part) -> s.Eis:
    words = part.words.casefold()
    if words in _WITHOUT_VALUE:
        return s.Eis(cast(s.Eiswoord, words), span=part.span)
    if match := _BETWEEN.match(part.text):
        pair = reader.sentence("grenzen", part.cut(match.start(), len(part.text)))
        low, high = pair if pair else (None, None)
        return s.Eis("tussen", low, high, span=part.span)
    word, value = "", part
    if match := _ASKED.match(part.text):
        word = " ".join(match[1].casefold().split())
        value = part.cut(*match.span(2))
    elif everyday := _everyday(part):
        raise part.fail("TS101", remedy=did_you_mean([everyday]), found=part.words[:60], expected=f"'{everyday}'")
    other = _FIGURE_OF.match(value.text)
    if other is None:
        return s.Eis(cast(s.Eiswoord, word), reader.sentence("uitdrukking", value), span=part.span)
    factor = reader.sentence("uitdrukking", value.cut(*other.span(1))) if other[1] else None
    norm = reader.step(value.cut(*other.span(3))) if other[3] else None
    return s.Eis(cast(s.Eiswoord, word), factor, van_vorige=other[3] is None, van_norm=norm, span=part.span)
