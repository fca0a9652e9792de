"""Printing of the blocks of a rule file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dsl import syntax as s
from dsl.morphology import phrase
from dsl.notation import MONTH_NAMES, format_date
from dsl.printer.expressions import SUM, condition, expression, has_bullets
from dsl.printer.heads import put_explanation, put_heads, put_sources
from dsl.printer.layout import BULLET_INDENT, INDENT, Lines, fits, put_condition, put_value
from dsl.printer.members import member
from dsl.printer.normen import put_norm, put_registratie
from dsl.printer.rows import put_dated, put_rows, range_words
from dsl.printer.trajecten import put_traject
from dsl.printer.varianten import put_variant
from dsl.printer.words import (
    CELL_COMPARISONS,
    STATUS_SAYS,
    called,
    counted,
    listed,
    path,
    quoted,
    sentence,
    step,
    type_words,
    with_article,
)


def put_regeling(out: Lines, node: s.Regeling) -> None:
    out.add(node.span, f"Regeling {node.naam}", 0)
    if node.uitvoerder:
        out.more(f"uitvoerder: {node.uitvoerder}")
    put_sources(out, node.bronnen)
    for used in node.gebruikt:
        out.more(f"gebruikt: {used}")
    if node.uitleg:
        out.more(f"uitleg: {quoted(node.uitleg)}")


def put_definition(out: Lines, node: s.Definitie) -> None:
    _PRINTERS[type(node)](out, node)


# ---------------------------------------------------------------- vocabulary


def _object_type(out: Lines, node: s.Objecttype) -> None:
    plural = f" (mv: {node.meervoud})" if node.meervoud else ""
    out.add(node.span, f"Objecttype {with_article(node.lidwoord, node.naam)}{plural}", 0)
    for item in node.leden:
        out.add(item.span, member(item))


def _enumeration(out: Lines, node: s.Opsomming) -> None:
    out.add(node.span, f"Opsomming {with_article(node.lidwoord, node.naam)}", 0)
    for value in node.waarden:
        out.add(value.span, value.naam)


def _parameter(out: Lines, node: s.Parameter) -> None:
    out.add(node.span, f"Parameter {with_article(node.lidwoord, node.naam)} : {type_words(node.type)}", 0)
    put_heads(out, node.koppen)
    put_dated(out, node.waarden, INDENT)
    put_explanation(out, node.koppen)


def _lookup(out: Lines, node: s.Opzoektabel) -> None:
    out.add(node.span, f"Tabel {with_article(node.lidwoord, node.naam)} : {type_words(node.type)}", 0)
    put_heads(out, node.koppen)
    for key in node.sleutels:
        out.add(key.span, f"sleutel: {type_words(key)}")
    put_rows(out, node.rijen)
    put_explanation(out, node.koppen)


# ---------------------------------------------------------------- rules


def _rule(out: Lines, node: s.Regel) -> None:
    out.add(node.span, f"Regel {node.naam}", 0)
    put_heads(out, node.koppen)
    _put_statement(out, node.uitspraak)
    if node.voorwaarde is not None:
        put_condition(out, node.voorwaarde, "indien")
    if node.daarbij:
        out.more("Daarbij geldt:")
    for local in node.daarbij:
        head = f"• {with_article(local.lidwoord, local.naam)} is"
        text = f"{head} {'' if has_bullets(local.waarde) else expression(local.waarde)}"
        if not has_bullets(local.waarde) and fits(text, BULLET_INDENT):
            out.add(local.span, text, BULLET_INDENT)
        else:
            out.add(local.span, head, BULLET_INDENT)
            put_value(out, local.waarde, BULLET_INDENT + 4)
    put_explanation(out, node.koppen)


def _put_statement(out: Lines, node: s.Uitspraak) -> None:
    if isinstance(node, s.BuitenToepassing):
        for rule in node.regels:
            out.add(rule.span, f"stelt buiten toepassing: {rule.naam}")
        return
    if isinstance(node, s.Stelt):
        head = f"{sentence(path(node.doel))} moet {'berekend worden als' if node.berekend else 'gesteld worden op'}"
        text = f"{head} {'' if has_bullets(node.waarde) else expression(node.waarde)}"
        if not node.berekend and not has_bullets(node.waarde) and fits(text, INDENT):
            out.add(node.span, text)
        else:
            out.add(node.span, head)
            put_value(out, node.waarde, BULLET_INDENT)
        return
    if isinstance(node, s.KentToe):
        out.add(node.span, f"{sentence(path(node.doel))} {phrase(node.kenmerk, node.positief, False)}")
    elif isinstance(node, s.StatusUitspraak):
        out.add(node.span, f"{sentence(path(node.doel))} {STATUS_SAYS[node.status]}")
    elif isinstance(node, s.Beoordeelt):
        out.add(node.span, f"{sentence(path(node.doel))}: beoordelen door behandelaar: {quoted(node.vraag)}")
    else:
        share = f"naar rato van {path(node.gewicht)}" if node.gewicht is not None else "in gelijke delen"
        grid = "centen" if node.raster.denominator == 100 else "hele euro's"
        out.add(node.span, f"{sentence(path(node.totaal))} wordt verdeeld over {path(node.over)},")
        out.more(f"{share}, als {path(node.aandeel)}, afgerond op {grid}", BULLET_INDENT)


def _cell(node: s.Cel) -> str:
    if isinstance(node, s.CelNvt):
        return "n.v.t."
    if isinstance(node, s.CelJaNee):
        return "ja" if node.ja else "nee"
    if isinstance(node, s.CelEenVan):
        return listed([expression(value, SUM) for value in node.waarden], "of")
    if isinstance(node, s.Bereik):
        return range_words(node)
    if node.op == "=":
        return expression(node.waarde, SUM)
    dated = isinstance(node.waarde, s.Datum) and node.op in "<>" and not node.woord
    return f"{called(CELL_COMPARISONS[(node.op, dated)], node.woord)} {expression(node.waarde, SUM)}"


def _table(out: Lines, node: s.Beslistabel) -> None:
    out.add(node.span, f"Beslistabel {node.naam}", 0)
    put_heads(out, node.koppen)
    out.more(f"treffer: {node.treffer}")
    header = [path(goal) for goal in node.doelen]
    for column in node.kolommen:
        test = column.test
        words = condition(test, last=True) if isinstance(test, s.KenmerkTest) else expression(test, SUM)
        header.append(f"indien {words}")
    rows = [
        [*(expression(value, SUM) for value in row.uitkomsten), *(_cell(cell) for cell in row.cellen)]
        for row in node.rijen
    ]
    widths = [max(len(cells[index]) for cells in [header, *rows]) for index in range(len(header))]

    def line(cells: list[str]) -> str:
        return "| " + " | ".join(text.ljust(width) for text, width in zip(cells, widths, strict=True)) + " |"

    out.more(line(header))
    for row, cells in zip(node.rijen, rows, strict=True):
        out.add(row.span, line(cells))
    put_explanation(out, node.koppen)


# ---------------------------------------------------------------- besluit, signaal, kalender


def _term(node: s.Termijn) -> str:
    words = counted(str(node.aantal), node.eenheid, node.aantal == 1)
    if node.bij:
        words += f" bij {node.bij}"
    return words + (f", kalender {node.kalender}" if node.kalender else "")


def _decision(out: Lines, node: s.Besluit) -> None:
    out.add(node.span, f"Besluit {node.naam}", 0)
    out.more(f"over: {step(node.over)}")
    put_heads(out, node.koppen)
    if node.per:
        out.more(f"per: {node.per}")
    for outcome in node.uitkomsten:
        out.add(outcome.span, f"uitkomst: {path(outcome)}")
    if node.werkt_door_vanaf:
        out.more(f"wijziging werkt door vanaf: {node.werkt_door_vanaf}")
    if node.dagen_per_jaar is not None:
        out.more(f"deel van een maand: naar rato van {node.dagen_per_jaar} dagen per jaar")
    if node.bezwaar:
        out.more(f"bezwaar: {_term(node.bezwaar)}")
    if node.betaaltermijn:
        out.more(f"betaaltermijn: {_term(node.betaaltermijn)}")
    if node.betaaltermijn_tekst:
        out.more(f"betaaltermijn: {quoted(node.betaaltermijn_tekst)}")
    for todo in node.te_doen:
        when = f" indien {condition(todo.voorwaarde, last=True)}" if todo.voorwaarde is not None else ""
        out.add(todo.span, f"te doen: {quoted(todo.tekst)} uiterlijk {expression(todo.uiterlijk, SUM)}{when}")
        if todo.bron is not None:
            put_sources(out, (todo.bron,), BULLET_INDENT)
    for revision in node.herziening:
        out.add(revision.span, f"{revision.soort}: {quoted(revision.tekst)} vanaf {expression(revision.vanaf, SUM)}")
        if revision.bron is not None:
            put_sources(out, (revision.bron,), BULLET_INDENT)
    put_explanation(out, node.koppen)


def _signal(out: Lines, node: s.Signaal) -> None:
    out.add(node.span, f"Signaal {node.naam}", 0)
    out.more(f"over: {step(node.over)}")
    put_heads(out, node.koppen)
    for basis in node.grondslagen:
        out.add(basis.span, f"grondslag: {step(basis)}")
    for word, value in (("doel", node.doel), ("ernst", node.ernst), ("status", node.status)):
        if value:
            out.more(f"{word}: {value}")
    if node.voorwaarde is not None:
        put_condition(out, node.voorwaarde, "indien")
    if node.advies is not None:
        out.more(f"advies: {quoted(node.advies)}")
    for place in node.verwijs_naar:
        out.more(f"verwijs naar: {place}")
    put_explanation(out, node.koppen)


def _basis(out: Lines, node: s.Grondslag) -> None:
    out.add(node.span, f"Grondslag {node.naam}", 0)
    put_heads(out, node.koppen)
    parts = {
        "regeling": [step(name) for name in node.regelingen],
        "ontvanger": node.ontvangers,
        "doel": node.doelen,
        "gegevens": [step(name) for name in node.gegevens],
    }
    for word, names in parts.items():
        if names:
            out.more(f"{word}: {', '.join(names)}")
    put_explanation(out, node.koppen)


def _free_day(node: s.VrijeDag) -> str:
    words = f"vrij: {node.naam}"
    if node.soort == "datum":
        assert node.datum is not None
        return f"{words} op {format_date(node.datum)}"
    if node.soort == "pasen":
        count = abs(node.offset)
        days = f"{count} {'dag' if count == 1 else 'dagen'}"
        words += f", {days} {'voor' if node.offset < 0 else 'na'} Pasen" if node.offset else ", op Pasen"
    else:
        words += f" op {node.dag} {MONTH_NAMES[node.maand - 1]}"
    if node.vanaf is not None:
        words += f" vanaf {node.vanaf}"
    if node.tot_en_met is not None:
        words += f" t/m {node.tot_en_met}"
    if node.op_zondag:
        count = abs(node.op_zondag)
        moved = "een dag" if count == 1 else f"{count} dagen"
        words += f", op zondag {moved} {'eerder' if node.op_zondag < 0 else 'later'}"
    return words


def _calendar(out: Lines, node: s.Kalender) -> None:
    out.add(node.span, f"Kalender {node.naam}", 0)
    put_heads(out, node.koppen)
    if node.rustdagen:
        out.more(f"rustdagen: {', '.join(node.rustdagen)}")
    for day in node.vrij:
        out.add(day.span, _free_day(day))
    if node.niet_boven:
        out.more(f"niet voor termijnen boven: {', '.join(_term(term) for term in node.niet_boven)}")
    if node.werkdagen_in_termijn is not None:
        count, least = node.werkdagen_in_termijn
        out.more(f"ten minste {count} werkdagen in termijnen vanaf {_term(least)}")


_PRINTERS: dict[type[Any], Callable[[Lines, Any], None]] = {
    s.Objecttype: _object_type,
    s.Opsomming: _enumeration,
    s.Parameter: _parameter,
    s.Opzoektabel: _lookup,
    s.Regel: _rule,
    s.Beslistabel: _table,
    s.Besluit: _decision,
    s.Signaal: _signal,
    s.Grondslag: _basis,
    s.Kalender: _calendar,
    s.Traject: put_traject,
    s.Registratie: put_registratie,
    s.Norm: put_norm,
    s.Variant: lambda out, node: put_variant(out, node, put_definition),
}
