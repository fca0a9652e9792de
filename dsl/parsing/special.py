"""Blocks with lines of their own kind: decision tables, signals and calendars."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from dsl import syntax as s
from dsl.notation import MONTH_NAMES
from dsl.parsing.blocks import Line
from dsl.parsing.heads import Misread, Part, read_choice, read_count, read_date, read_string, read_termijn
from dsl.parsing.reader import SHARED_HEADS, BlockReader
from dsl.parsing.sentences import parse_clause, reach
from dsl.parsing.statements import clauses
from dsl.parsing.tokens import Token
from dsl.suggest import did_you_mean

_WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_UNDERLINE = re.compile(r"[|\s:-]+")
"""The row of dashes that other notations have under the head of a table."""
_NOT_ASKED = frozenset(("", "-", "–", "—", "nvt", "n.v.t", "nvt.", "*", "/", "x"))
"""What people write in a cell for a column that does not count."""
_IN_A_CELL: dict[str, tuple[str, Any, str]] = {
    ">": ("DAN", (">", ""), "groter dan"),
    "<": ("DAN", ("<", ""), "kleiner dan"),
    ">=": ("TEN_MINSTE", ">=", "ten minste"),
    "<=": ("TEN_HOOGSTE", "<=", "ten hoogste"),
    "<>": ("NIET_GELIJK", "<>", "niet gelijk aan"),
    "=": ("", None, ""),
}
"""Kind of token, its value and its phrase in a cell for what a sign compares."""
_CELL = re.compile(r'"[^"]*"|\|')


# ---------------------------------------------------------------- decision tables


def read_beslistabel(reader: BlockReader) -> s.Beslistabel | None:
    reader.collect(SHARED_HEADS | {"treffer"})
    reader.strays(frozenset(("rij",)))
    hit = reader.one("treffer", lambda part: read_choice(part, "treffer", ("enige", "eerste")))
    if hit is None:
        reader.missing("'treffer: enige' of 'treffer: eerste'")
    rows = [line for line in reader.block.lines if line.kind == "rij"]
    if len(rows) < 2:
        reader.missing("een kop en ten minste een rij tussen |")
        return None
    head = _cells(reader, rows[0])
    outcomes: list[Any] = []
    columns: list[Any] = []
    for part in head:
        other = re.match(r"(als|wanneer|indein|indie)\b", part.text, re.IGNORECASE)
        if other:
            word = part.cut(0, other.end())
            reader.found.append(
                word.fail("TS101", remedy=did_you_mean(["indien"]), found=word.words, expected="'indien'").diagnostic
            )
            columns.append(None)
        elif re.match(r"indien\b", part.text, re.IGNORECASE):
            test = reader.sentence("kolom", part)
            columns.append(s.Kolom(test, part.span) if test is not None else None)
        elif columns:
            reader.found.append(part.fail("TS134", text=part.words).diagnostic)
        else:
            before = len(reader.found)
            outcomes.append(reader.sentence("eindpad", part))
            told = reader.found[before:]
            if outcomes[-1] is None and told and told[0].code == "TS101":
                remedy = "Is dit een voorwaarde? Begin de kop van de kolom dan met 'indien'."
                reader.found[before:] = [replace(told[0], remedy=remedy)]
                return None  # what stands below cannot be judged
    if not outcomes:
        reader.found.append(head[0].fail("TS134", text=head[0].words).diagnostic)
    rows = [rows[0], *(line for line in rows[1:] if not _UNDERLINE.fullmatch(reader.source.text, line.start, line.end))]
    read_rows = [reader.attempt(_row, reader, line, len(outcomes), len(head)) for line in rows[1:]]
    koppen = reader.koppen()
    return s.Beslistabel(
        reader.head.words,
        koppen,
        hit,  # type: ignore[arg-type]
        tuple(outcomes),
        tuple(columns),
        tuple(row for row in read_rows if row),
        reader.span,
    )


def _row(reader: BlockReader, line: Line, outcomes: int, width: int) -> s.Rij:
    cells = _cells(reader, line)
    if len(cells) != width:
        raise reader.part(line.start, line.end).fail("TS119", found=len(cells), expected=width)
    values = [_outcome(reader, cell) for cell in cells[:outcomes]]
    tests = [_test(reader, cell) for cell in cells[outcomes:]]
    return s.Rij(tuple(values), tuple(tests), reader.line_span(line))


def _outcome(reader: BlockReader, cell: Part) -> Any:
    tokens = reader.tokens(cell.start, cell.end)
    node, finding = parse_clause(reader.source, "uitdrukking", tokens, cell.start)
    if finding is not None and tokens and reach("cel", tokens) > len(tokens):
        remedy = "Is dit een voorwaarde? Begin de kop van de kolom dan met 'indien'."
        reader.found.append(replace(finding, remedy=remedy))
        return None
    return node if finding is None and all(it.known for it in tokens) else reader.sentence("uitdrukking", cell)


def _test(reader: BlockReader, cell: Part) -> Any:
    if cell.text.casefold() in _NOT_ASKED:
        remedy = "Schrijf 'n.v.t.' als de kolom in deze rij niet meetelt."
        reader.found.append(
            cell.fail(
                "TS101",
                remedy=remedy,
                found=cell.text or "een lege cel",
                expected="een waarde, een voorwaarde of 'n.v.t.'",
            ).diagnostic
        )
        return None
    tokens = reader.tokens(cell.start, cell.end)
    sign = tokens[0] if tokens else None
    if sign is not None and sign.type == "VERGELIJKER" and sign.end - sign.start <= 2:
        # For a sign a cell has another phrase than a sentence.
        kind, value, phrase = _IN_A_CELL[sign.value[0]]
        told = next(it for it in reader.lexer.diagnostics if it.span.start == sign.start)
        remedy = f"Schrijf '{phrase}'." if phrase else "Haal het teken weg."
        reader.lexer.diagnostics[reader.lexer.diagnostics.index(told)] = replace(told, remedy=remedy)
        tokens = [*([Token(kind, value, sign.start, sign.end)] if kind else []), *tokens[1:]]
    return reader.clause("cel", tokens, cell.start)


def _cells(reader: BlockReader, line: Line) -> list[Part]:
    """The parts between the bars. A row begins and ends with one."""
    row = reader.part(line.start, line.end)
    bars = [match.start() for match in _CELL.finditer(row.text) if match[0] == "|"]
    if not row.text.endswith("|"):
        raise row.lacks("'|' aan het eind van de rij")
    return [row.cut(left + 1, right) for left, right in zip(bars, bars[1:], strict=False)] or [row.cut(1, 1)]


# ---------------------------------------------------------------- signals


_SIGNAL_HEADS = SHARED_HEADS | {"over", "grondslag", "doel", "ernst", "status", "advies", "verwijs naar"}
STATUSES = ("in gebruik", "proef", "voornemen", "uitgangspunt")


def read_signaal(reader: BlockReader) -> s.Signaal | None:
    reader.collect(_SIGNAL_HEADS)
    condition: s.Voorwaarde | None = None
    seen = 0
    for start, line, tokens, lines in clauses(reader):
        if start != "indien" or seen:
            reader.report("TS120", reader.line_span(line))
            continue
        seen += 1
        condition = reader.with_bullets(start, tokens, tokens[0].start, reader.nest(lines))
    about = reader.one("over", reader.step)
    if about is None:
        reader.missing("'over:' met het onderwerp (zoals 'over: een burger')")
    if not seen:
        reader.missing("'indien' met een voorwaarde")
    severity = reader.one("ernst", lambda part: read_choice(part, "ernst", ("laag", "middel", "hoog")))
    koppen = reader.koppen()
    if about is None:
        return None
    return s.Signaal(
        reader.head.words,
        about,
        koppen,
        reader.all("grondslag", reader.step),
        reader.one("doel", lambda part: part.words),
        severity,  # type: ignore[arg-type]
        reader.one("advies", read_string),
        reader.all("verwijs naar", lambda part: part.words),
        condition,
        reader.one("status", lambda part: read_choice(part, "status", STATUSES)),  # type: ignore[arg-type, return-value]
        reader.span,
    )


# ---------------------------------------------------------------- calendars


_FIXED = re.compile(
    rf"(.+?)\s+op\s+([0-9]{{1,2}})\s+({'|'.join(MONTH_NAMES)})(?:\s+vanaf\s+([0-9]{{4}}))?(?:\s+t/m\s+([0-9]{{4}}))?$",
    re.I,
)
_ONCE = re.compile(r"(.+?)\s+op\s+([0-9]{1,2}-[0-9]{1,2}-[0-9]{4}|[0-9]{1,2}\s+[a-z]+\s+[0-9]{4})$", re.I)
_EASTER = re.compile(
    r"(?:(\w+)\s+dag(?:en)?\s+(voor|na)|op)\s+Pasen(?:\s+vanaf\s+([0-9]{4}))?(?:\s+t/m\s+([0-9]{4}))?$", re.I
)
_WORKING_DAYS = re.compile(r"(\w+)\s+werkdag(?:en)?\s+in\s+termijnen\s+vanaf\s+(.+)$", re.I | re.S)
_SUNDAY = re.compile(r"op\s+zondag\s+(\w+)\s+dag(?:en)?\s+(eerder|later)$", re.I)


def read_kalender(reader: BlockReader) -> s.Kalender | None:
    reader.collect(frozenset(("bron", "uitleg", "rustdagen", "vrij", "niet voor termijnen boven", "ten minste")))
    reader.strays(frozenset())
    rest = reader.one("rustdagen", lambda p: tuple(read_choice(piece, "rustdagen", _WEEKDAYS) for piece in p.pieces()))
    free = reader.all("vrij", _free)
    limits = reader.one("niet voor termijnen boven", lambda p: tuple(read_termijn(piece) for piece in p.pieces()))
    working = reader.one("ten minste", _working_days)
    if not reader.head.words:
        reader.missing("een naam")
    return s.Kalender(reader.head.words, reader.koppen(), rest or (), free, limits or (), working, reader.span)


def _free(part: Part) -> s.VrijeDag:
    """`Nieuwjaarsdag op 1 januari`, `Goede Vrijdag, 2 dagen voor Pasen`, `dag na Kerstmis op 27-12-2024`."""
    first, *rest = part.pieces()
    moved = 0
    if rest and (match := _SUNDAY.match(rest[-1].text)):
        moved = read_count(rest[-1].cut(match.start(1), match.end(1))) * (-1 if match[2].lower() == "eerder" else 1)
        rest.pop()
    if not rest and (match := _FIXED.match(first.words)):
        day, month = int(match[2]), MONTH_NAMES.index(match[3].lower()) + 1
        if not 1 <= day <= (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31):
            raise part.fail("TS106", text=f"{match[2]} {match[3]}")
        return s.VrijeDag(
            match[1],
            "vast",
            day,
            month,
            op_zondag=moved,
            vanaf=_year(match[4]),
            tot_en_met=_year(match[5]),
            span=part.span,
        )
    if not rest and not moved and (match := _ONCE.match(first.text)):
        on = read_date(first.cut(match.start(2), match.end(2)))
        return s.VrijeDag(" ".join(match[1].split()), "datum", datum=on, span=part.span)
    if len(rest) == 1 and not moved and (match := _EASTER.match(rest[0].text)):
        days = read_count(rest[0].cut(*match.span(1))) if match[1] else 0
        if match[2] and match[2].lower() == "voor":
            days = -days
        return s.VrijeDag(
            first.words, "pasen", offset=days, vanaf=_year(match[3]), tot_en_met=_year(match[4]), span=part.span
        )
    raise _no_day(part)


def _working_days(part: Part) -> tuple[int, s.Termijn]:
    """`2 werkdagen in termijnen vanaf 3 dagen`, after `ten minste`."""
    match = _WORKING_DAYS.match(part.text)
    if not match:
        expected = "een aantal werkdagen en een termijn (zoals '2 werkdagen in termijnen vanaf 3 dagen')"
        raise part.fail("TS101", found=part.words, expected=expected)
    return read_count(part.cut(*match.span(1))), read_termijn(part.cut(*match.span(2)))


def _year(text: str | None) -> int | None:
    return int(text) if text else None


def _no_day(part: Part) -> Misread:
    expected = "een vrije dag (zoals 'Nieuwjaarsdag op 1 januari' of 'tweede paasdag, 1 dag na Pasen')"
    return part.fail("TS101", found=part.words, expected=expected)
