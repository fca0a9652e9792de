"""Blocks that say what holds: rules and decisions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from dsl import syntax as s
from dsl.parsing.blocks import ON_THE_SAME_LINE, Line
from dsl.parsing.heads import read_bron, read_days_of_a_year, read_period, read_string, read_termijn
from dsl.parsing.reader import SHARED_HEADS, BlockReader, Clause
from dsl.parsing.tokens import Token

# ---------------------------------------------------------------- rules


def read_regel(reader: BlockReader) -> s.Regel | None:
    reader.collect(SHARED_HEADS | {"stelt buiten toepassing"})
    says: Any = None
    said = 0
    condition: s.Voorwaarde | None = None
    locals_: list[Clause] = []
    for start, line, tokens, lines in clauses(reader):
        if start == "daarbij":
            if lines and lines[0].key == ON_THE_SAME_LINE:
                rest = reader.body(lines[0])
                remedy = "Zet het op de volgende regel, met een • ervoor."
                expected = "een opsomming met •"
                reader.found.append(
                    rest.fail("TS101", remedy=remedy, found=rest.words[:60], expected=expected).diagnostic
                )
            locals_ = reader.nest(lines)
            if not locals_:
                reader.report(
                    "TS102", reader.line_span(line).at_end(), after="Daarbij geldt:", expected="een opsomming met •"
                )
            continue
        node = reader.with_bullets(start, tokens, tokens[0].start if tokens else line.body, reader.nest(lines))
        if start == "uitspraak":
            says, said = node, said + 1
        elif condition is not None:
            reader.report("TS126", reader.line_span(line), what="voorwaarde")
        else:
            condition = node
    switched = reader.all("stelt buiten toepassing", reader.step)
    if switched and said:
        reader.report("TS126", reader.line_span(reader.heads["stelt buiten toepassing"][0]), what="uitspraak")
    elif switched:
        says = s.BuitenToepassing(switched, reader.line_span(reader.heads["stelt buiten toepassing"][0]))
    elif not said:
        reader.missing("een uitspraak (zoals 'De A van een T moet gesteld worden op ...')")
    names = [_lokaal(reader, clause) for clause in locals_]
    koppen = reader.koppen()
    name = reader.head.words
    if not name:
        reader.missing("een naam")
    if says is None:
        return None
    return s.Regel(name, koppen, says, condition, tuple(n for n in names if n), reader.span)


def _lokaal(reader: BlockReader, clause: Clause) -> s.LokaleNaam | None:
    tokens = reader.tokens(clause.line.body, clause.line.end)
    sign = next((it for it in tokens if it.type == "VERGELIJKER"), None)
    if sign is not None and reader.source.text[sign.start : sign.end] == "=":
        sign.type = "_IS"  # the lexer reports the sign
        told = reader.lexer.diagnostics
        told[:] = [replace(it, remedy="Schrijf 'is'.") if it.span.start == sign.start else it for it in told]
    return reader.with_bullets("lokaal", tokens, clause.line.body, clause.below)  # type: ignore[no-any-return]


def clauses(reader: BlockReader) -> list[tuple[Any, Line, list[Token], list[Line]]]:
    """The clauses of a rule: kind, line, tokens and the bullets below. A sentence is divided at `indien`."""
    found: list[tuple[Any, Line, list[Token], list[Line]]] = []
    for line in reader.block.lines:
        if line.kind == "punt":
            if found:
                found[-1][3].append(line)
            else:
                reader.report("TS120", reader.line_span(line))
        elif line.kind == "daarbij":
            found.append(("daarbij", line, [], []))
        elif line.kind in ("zin", "indien"):
            tokens = reader.tokens(line.start, line.end)
            cuts = [i for i, token in enumerate(tokens) if token.type == "_INDIEN"]
            for begin, end in zip([0, *cuts], [*cuts, len(tokens)], strict=True):
                if begin < end:
                    start = "indien" if tokens[begin].type == "_INDIEN" else "uitspraak"
                    found.append((start, line, tokens[begin:end], []))
        elif line.kind != "kop":
            reader.report("TS120", reader.line_span(line))
    return found


# ---------------------------------------------------------------- besluit


_REVISION_HEADS: tuple[Literal["hoger bedrag", "lager bedrag", "korter naar oordeel", "langer naar oordeel"], ...] = (
    "hoger bedrag",
    "lager bedrag",
    "korter naar oordeel",
    "langer naar oordeel",
)
_BESLUIT_HEADS = frozenset(
    (
        "bron",
        "uitleg",
        "geldig",
        "over",
        "per",
        "uitkomst",
        "wijziging werkt door vanaf",
        "deel van een maand",
        "bezwaar",
        "betaaltermijn",
        "te doen",
        *_REVISION_HEADS,
    )
)


_WITH_SOURCE = ("te doen", *_REVISION_HEADS)


def read_besluit(reader: BlockReader) -> s.Besluit | None:
    reader.collect(_BESLUIT_HEADS)
    reader.strays(frozenset())
    own, sourced = _own_sources(reader)
    about = reader.one("over", reader.step)
    outcomes = reader.all("uitkomst", lambda part: reader.sentence("eindpad", part))
    term = reader.heads.get("betaaltermijn")
    as_text = bool(term) and reader.body(term[0]).text.startswith('"') if term else False
    actions: list[s.TeDoen] = []
    revisions: list[s.Herziening] = []
    for line, source in sourced:
        found = reader.sentence("tedoen" if line.key == "te doen" else "herziening", reader.body(line))
        law = reader.attempt(read_bron, reader.body(source)) if source else None
        if isinstance(found, s.TeDoen):
            actions.append(replace(found, bron=law))
        elif isinstance(found, s.Herziening):
            kind = next(name for name in _REVISION_HEADS if name == line.key)
            revisions.append(replace(found, soort=kind, bron=law))
    if about is None:
        reader.missing("'over:' met het onderwerp (zoals 'over: een leefeenheid')")
    if not outcomes:
        reader.missing("'uitkomst:'")
    per = reader.one("per", read_period)
    days = reader.one("deel van een maand", read_days_of_a_year)
    if days is not None and per != "maand":
        reader.missing("'per: maand' bij 'deel van een maand:'")
    if about is None:
        return None
    return s.Besluit(
        reader.head.words,
        about,
        per,
        outcomes,
        reader.one("wijziging werkt door vanaf", lambda part: part.words),
        reader.one("bezwaar", read_termijn),
        None if as_text else reader.one("betaaltermijn", read_termijn),
        reader.one("betaaltermijn", read_string) if as_text else None,
        tuple(actions),
        tuple(sorted(revisions, key=lambda one: _REVISION_HEADS.index(one.soort))),
        reader.koppen(own),
        reader.span,
        days,
    )


def _own_sources(reader: BlockReader) -> tuple[list[Line], list[tuple[Line, Line | None]]]:
    """Source lines of the block, and each line that can have a source of its own with the source line directly below it."""
    own: list[Line] = []
    sourced: list[tuple[Line, Line | None]] = []
    previous: Line | None = None
    for line in reader.block.lines:
        if line.kind == "kop" and line.key in _WITH_SOURCE and line.body < line.end:
            sourced.append((line, None))
        elif line.kind == "kop" and line.key == "bron" and line.body < line.end:
            if previous is not None and previous.key in _WITH_SOURCE and sourced:
                sourced[-1] = (sourced[-1][0], line)
            else:
                own.append(line)
        previous = line
    return own, sourced
