"""Blocks that declare: object types, opsommingen, parameters and tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from dsl import syntax as s
from dsl.diagnostics import diagnose
from dsl.parsing.blocks import Line
from dsl.parsing.heads import WITH_LAST_DAY, Misread, Part, read_bron, read_count, read_type
from dsl.parsing.headwords import member_word, split_type
from dsl.parsing.keywords import MAX_KEYS
from dsl.parsing.reader import SHARED_HEADS, BlockReader, Certainty, read_certainty
from dsl.parsing.tokens import Token
from dsl.parsing.vocabulary import split_article
from dsl.source import Span
from dsl.suggest import did_you_mean, suggest

_PLURAL = re.compile(r"\(\s*mv\s*:\s*([^()]*)\)\s*", re.IGNORECASE)
_CERTAINTY = re.compile(r"\s*(?:,\s*zekerheid\s*:\s*(\w+)|\(\s*zekerheid\s*:\s*(\w+)\s*\))\s*$", re.IGNORECASE)
_ROLE = re.compile(r"(hoogstens|ten\s+hoogste)?\s*([0-9]+|\w+)\s+(.+)$", re.IGNORECASE | re.DOTALL)
_EFFORT = re.compile(r"moeite\s+([1-9])$", re.IGNORECASE)


# ---------------------------------------------------------------- object types and opsommingen


def read_objecttype(reader: BlockReader) -> s.Objecttype | None:
    article, name, plural = named(reader, reader.head)
    members = [reader.attempt(read_field, reader, reader.part(line.start, line.end)) for line in reader.block.lines]
    return s.Objecttype(article, name, plural, tuple(m for m in members if m), reader.span)


def named(reader: BlockReader, part: Part) -> tuple[str, str, str | None]:
    """Article, name and plural of `de persoon (mv: personen)`."""
    plural = _PLURAL.search(part.text)
    rest = part.text if plural is None else part.text[: plural.start()] + part.text[plural.end() :]
    article, name = split_article(rest)
    if "(" in name:
        place = part.cut(part.text.index("("), len(part.text))
        remedy = "Schrijf het meervoud als '(mv: personen)'."
        reader.found.append(place.fail("TS101", remedy=remedy, found=place.words, expected="'(mv: ...)'").diagnostic)
        name = name.split("(", 1)[0].strip()
    if not name:
        reader.report(
            "TS102", Span(part.source.path, part.start, part.start), after=reader.block.word, expected="een naam"
        )
    return article, name, " ".join(plural[1].split()) or None if plural else None


def read_field(reader: BlockReader, part: Part) -> s.Attribuut | s.Kenmerk | s.Rol:
    word, begin, _ = member_word(part.text)
    if word == "kenmerk":
        return _kenmerk(part, begin)
    if word == "rol":
        return _rol(reader, part, begin)
    return _attribuut(reader, part)


def _kenmerk(part: Part, begin: int) -> s.Kenmerk:
    first, *extras = part.cut(begin, len(part.text)).pieces()
    if " " not in first.words:
        raise first.lacks("een werkwoord en de rest van het kenmerk (zoals 'is minderjarig')")
    known = _extras(extras, frozenset(("mag_worden_opgegeven", "gevoelig", "moeite")))
    return s.Kenmerk(first.words, span=part.span, **known)


_AS_RANGE = "Schrijf het bereik als 'ligt tussen 0 en 10'."
_EXTRAS: dict[str, tuple[str, str | bool]] = {
    "in centen": ("raster", "centen"),
    "in hele euro's": ("raster", "hele euro's"),
    "met rechtsstatus": ("met_rechtsstatus", True),
    "per kalenderjaar": ("per_kalenderjaar", True),
    "mag worden opgegeven": ("mag_worden_opgegeven", True),
    "gevoelig": ("gevoelig", True),
}


def _extras(parts: Sequence[Part], allowed: frozenset[str]) -> dict[str, Any]:
    """The additions after the commas of a declaration."""
    found: dict[str, Any] = {}
    for part in parts:
        words = part.words.casefold().replace("’", "'")
        effort = _EFFORT.match(words)
        key, value = _EXTRAS.get(words, ("moeite", int(effort[1])) if effort else ("", None))
        if key not in allowed:
            bounds = re.match(
                r"(?:minimaal|maximaal|ten minste|ten hoogste|minstens|hoogstens|van|tussen|vanaf)\b", words
            )
            near = _AS_RANGE if bounds else did_you_mean(suggest(words, _EXTRAS)) or None
            raise part.fail("TS125", remedy=near, text=part.words)
        if key in found:
            raise part.fail("TS111", head=part.words)
        found[key] = value
    return found


_ATTRIBUTE_EXTRAS = frozenset(
    ("raster", "met_rechtsstatus", "per_kalenderjaar", "mag_worden_opgegeven", "gevoelig", "moeite")
)


def _attribuut(reader: BlockReader, part: Part) -> s.Attribuut:
    colon = part.text.find(":")
    if colon < 0:
        before, kind_words, _ = split_type(part.text)
        remedy = f"Schrijf '{before} : {kind_words}'." if kind_words else None
        raise Misread(
            diagnose("TS102", part.span.at_end(), remedy=remedy, after=part.words[-40:], expected="':' en een type")
        )
    article, name = split_article(part.text[:colon])
    if not name:
        raise part.fail("TS101", found=":", expected="een naam")
    first, *extras = part.cut(colon + 1, len(part.text)).pieces()
    bounds = re.search(r"\s*\bligt\s+(?=tussen\b)", first.text, re.IGNORECASE)
    low = high = None
    range_part: Part | None = None
    if bounds:
        range_part = first.cut(bounds.end(), len(first.text))
        first = first.cut(0, bounds.start())
    elif extras and re.match(r"ligt\s+tussen\b", extras[0].text, re.IGNORECASE):
        piece = extras.pop(0)
        range_part = piece.cut(4, len(piece.text))
    else:
        between = re.search(r"\s+(?:van\s+|tussen\s+)(?=[€0-9-])", first.text, re.IGNORECASE)
        if between:
            place = first.cut(between.start(), len(first.text))
            raise place.fail("TS125", remedy=_AS_RANGE, text=place.words)
    kind = read_type(first)
    known = _extras(extras, _ATTRIBUTE_EXTRAS)
    if range_part is not None:
        pair = reader.sentence("grenzen", range_part)
        if pair:
            low, high = pair
    return s.Attribuut(article, name, kind, low, high, span=part.span, **known)


def _rol(reader: BlockReader, part: Part, begin: int) -> s.Rol:
    colon = re.search(r":(?![^()]*\))", part.text)
    if not colon:
        raise part.lacks("':' en een objecttype (zoals ': hoogstens een persoon')")
    _, name, plural = named(reader, part.cut(begin, colon.start()))
    first, *extras = part.cut(colon.end(), len(part.text)).pieces()
    inverse: str | None = None
    for extra in extras:
        match = re.match(r"omgekeerd\s*:\s*(.+)", extra.text, re.IGNORECASE | re.DOTALL)
        if not match or inverse:
            raise extra.fail("TS125", text=extra.words)
        inverse = split_article(match[1])[1]
    shape = _ROLE.match(first.text)
    if not shape:
        raise first.fail(
            "TS101", found=first.words or ":", expected="'een', 'hoogstens een' of 'ten hoogste' met een objecttype"
        )
    maximum = read_count(first.cut(shape.start(2), shape.end(2)))
    if maximum < 1 or (not shape[1] and maximum != 1):
        raise first.fail("TS101", found=first.words, expected="'een', 'hoogstens een' of 'ten hoogste' met een aantal")
    target = " ".join(shape[3].split())
    return s.Rol(name, target, maximum, not shape[1], plural, inverse, part.span)


def read_opsomming(reader: BlockReader) -> s.Opsomming | None:
    article, name, _ = named(reader, reader.head)
    values = tuple(reader.step(reader.part(line.start, line.end)) for line in reader.block.lines)
    if not values:
        reader.missing("een of meer waarden, elk op een regel")
    return s.Opsomming(article, name, values, reader.span)


# ---------------------------------------------------------------- parameters and tables


def _typed_head(reader: BlockReader) -> tuple[str, str, s.TypeVorm | None]:
    colon = reader.head.text.find(":")
    if colon < 0:
        reader.found.append(reader.head.lacks("':' en een type (zoals bedrag per maand)").diagnostic)
        return "", "", None
    article, name, _ = named(reader, reader.head.cut(0, colon))
    kind = reader.attempt(read_type, reader.head.cut(colon + 1, len(reader.head.text)))
    return article, name, kind


def _waarde(reader: BlockReader, line: Line, sources: Sequence[Line]) -> s.Waarde | None:
    """`vanaf D [t/m E]: literal [, zekerheid: middel]` with the source lines below it."""
    part = reader.part(line.start, line.end)
    certainty: Certainty | None = None
    match = _CERTAINTY.search(part.text)
    if match:
        group = 1 if match[1] else 2
        certainty = read_certainty(part.cut(match.start(group), match.end(group)))
        part = part.cut(0, match.start())
    tokens = reader.tokens(part.start, part.end)
    kinds = [token.type for token in tokens[:5]]
    shape = 5 if kinds[2:3] == ["TM"] else 3
    wanted = ["VANAF", "DATUM", "TM", "DATUM", "_DUBBELEPUNT"] if shape == 5 else ["VANAF", "DATUM", "_DUBBELEPUNT"]
    for index, kind in enumerate(wanted):
        if kinds[index : index + 1] != [kind]:
            expected = {"DATUM": "een datum", "_DUBBELEPUNT": "':'"}.get(kind, "'vanaf'")
            raise _unexpected(reader, part, tokens, index, expected)
    since, until = tokens[1].value, tokens[3].value if shape == 5 else None
    rest = tokens[shape:]
    value = None
    if [token.type for token in rest] != ["ONBEKEND"]:
        place = reader.part(rest[0].start, part.end) if rest else reader.part(part.end, part.end)
        if not rest:
            raise part.lacks("een waarde")
        value = reader.literal(place, rest)
    read_sources = [reader.attempt(read_bron, reader.body(source)) for source in sources]
    if since is None or (until is None and shape == 5):
        return None  # the lexer said why
    if until and until.waarde < since.waarde:
        raise part.fail(
            "TS129",
            since=reader.source.text[tokens[1].start : tokens[1].end],
            until=reader.source.text[tokens[3].start : tokens[3].end],
        )
    end = until.waarde if until else None
    return s.Waarde(since.waarde, value, end, certainty, tuple(b for b in read_sources if b), reader.line_span(line))


def _unexpected(reader: BlockReader, part: Part, tokens: Sequence[Token], index: int, expected: str) -> Misread:
    if index >= len(tokens):
        return part.lacks(expected)
    token = tokens[index]
    place = Part(reader.source, token.start, token.end)
    behind = reader.source.text[tokens[index - 1].start : tokens[index - 1].end] if index else ""
    remedy = WITH_LAST_DAY if token.type == "TOT" else f"Zet ':' achter {behind}." if expected == "':'" else None
    return place.fail("TS101", remedy=remedy, found=place.words, expected=expected)


def read_values(reader: BlockReader) -> tuple[list[Line], list[tuple[Line | None, s.Waarde]]]:
    """Source lines of the block itself, and each value with the table row above it."""
    own: list[Line] = []
    grouped: list[tuple[Line | None, Line, list[Line]]] = []
    row: Line | None = None
    for line in reader.block.lines:
        if line.kind == "tabelrij":
            row = line
        elif line.kind == "waarde":
            grouped.append((row, line, []))
        elif line.kind == "kop" and line.key == "bron" and line.body < line.end:
            (grouped[-1][2] if grouped else own).append(line)
    values: list[tuple[Line | None, s.Waarde]] = []
    for above, line, sources in grouped:
        value = reader.attempt(_waarde, reader, line, sources)
        if value:
            values.append((above, value))
    return own, values


def read_parameter(reader: BlockReader) -> s.Parameter | None:
    article, name, kind = _typed_head(reader)
    reader.collect(SHARED_HEADS)
    reader.strays(frozenset(("waarde",)))
    own, values = read_values(reader)
    koppen = reader.koppen(own)
    if not values:
        reader.missing("een waarde (zoals 'vanaf 01-01-2024: € 20,60')")
    if kind is None:
        return None
    return s.Parameter(article, name, kind, tuple(value for _, value in values), koppen, reader.span)


def read_tabel(reader: BlockReader) -> s.Opzoektabel | None:
    article, name, kind = _typed_head(reader)
    reader.collect(SHARED_HEADS | {"sleutel"})
    reader.strays(frozenset(("waarde", "tabelrij")))
    keys = reader.all("sleutel", read_type)
    if not keys:
        reader.missing("'sleutel:' met een type")
    if len(keys) > MAX_KEYS:
        reader.report("TS132", reader.line_span(reader.heads["sleutel"][MAX_KEYS]), limit=MAX_KEYS)
    own, rows = read_rows(reader, len(keys))
    koppen = reader.koppen(own)
    return s.Opzoektabel(article, name, kind, keys, rows, koppen, reader.span) if kind else None


def read_rows(reader: BlockReader, keys: int) -> tuple[list[Line], tuple[s.TabelRij, ...]]:
    """The source lines of the block itself, and the rows of a table. ``keys``: how many each row must have (0: any number)."""
    own, values = read_values(reader)
    strays = [line.start for line in reader.block.lines if line.kind == "zin"]
    for above, value in values:
        # Below a line that was to be a row but is none, the values say nothing new.
        if above is None and not any(start < value.span.start for start in strays):
            reader.report("TS120", value.span)
    rows: list[s.TabelRij] = []
    for line in reader.block.lines:
        if line.kind != "tabelrij":
            continue
        cells = reader.attempt(_row_keys, reader, line, keys)
        below = tuple(value for above, value in values if above is line)
        if not below:
            reader.missing(f"een waarde onder '{' '.join(reader.source.text[line.start : line.end].split())}'")
        if cells is not None:
            end = below[-1].span if below else reader.line_span(line)
            rows.append(s.TabelRij(tuple(cells), below, reader.line_span(line).to(end)))
    return own, tuple(rows)


def _row_keys(reader: BlockReader, line: Line, count: int) -> list[Any]:
    part = reader.body(line)
    if not part.text.endswith(":"):
        raise part.lacks("':'")
    pieces = part.cut(0, len(part.text) - 1).pieces()
    if count and len(pieces) != count:
        raise part.fail("TS119", found=len(pieces), expected=count)
    cells: list[Any] = []
    for piece in pieces:
        cell = reader.sentence("cel", piece)
        if isinstance(cell, s.CelVergelijking) and cell.op == "=":
            cells.append(cell.waarde)
        elif isinstance(cell, s.Bereik):
            cells.append(cell)
        elif cell is not None:
            raise piece.fail("TS101", found=piece.words, expected="een waarde of een bereik (zoals € 0 t/m € 20.000)")
    return cells
