"""Printing of a Registratie and of a Norm with its lezingen."""

from __future__ import annotations

from dataclasses import replace

from dsl import syntax as s
from dsl.notation import MONTH_NAMES
from dsl.printer.expressions import SUM, expression
from dsl.printer.heads import put_explanation, put_heads
from dsl.printer.layout import INDENT, Lines, put_condition
from dsl.printer.members import member
from dsl.printer.words import PLURALS, quoted, step, with_article


def put_registratie(out: Lines, node: s.Registratie) -> None:
    plural = f" (mv: {node.meervoud})" if node.meervoud else ""
    out.add(node.span, f"Registratie {with_article(node.lidwoord, node.naam)}{plural}", 0)
    put_heads(out, node.koppen)
    out.add(node.sleutel.span, f"sleutel: {node.sleutel.naam}")
    for opening in node.opent:
        facts = ", ".join(_opened(fact) for fact in opening.feiten)
        out.add(opening.span, f"opent: {step(opening.type)} met {facts}")
    for column in node.kolommen:
        words = member(column.veld)
        if column.telt is not None:
            words += f", {_counted(column.telt)}"
        if column.namen:
            words += f", kolom {' of '.join(quoted(name) for name in column.namen)}"
        out.add(column.span, words + (", mag ontbreken" if column.mag_ontbreken else ""))
    put_explanation(out, node.koppen)


def _opened(node: s.Openingsfeit) -> str:
    words = f"{step(node.kolom)} als {step(node.feit)}"
    if node.rol is None or node.soort is None or node.waarde is None:
        return words
    return f"{words} van een {node.rol.naam} met {step(node.soort)} gelijk aan {step(node.waarde)}"


def _counted(node: s.Koppeling) -> str:
    same = "hetzelfde" if node.gelijk.lidwoord == "het" else "dezelfde"
    return (
        f"telt elk {node.over.naam} met {same} {node.gelijk.naam} waarvan {step(node.dag)} binnen {node.aantal} "
        f"{PLURALS[node.eenheid] if node.aantal != 1 else node.eenheid} na {step(node.na)} ligt"
    )


def put_norm(out: Lines, node: s.Norm) -> None:
    out.add(node.span, f"Norm {node.naam}", 0)
    if node.nummer:
        out.more(f"nummer: {node.nummer}")
    if node.gedrukt:
        out.more(f"gedrukt als: {quoted(node.gedrukt)}")
    if node.onderdeel:
        out.more(f"onderdeel: {node.onderdeel}")
    put_heads(out, node.koppen)
    heads = (
        ("soort", node.soort),
        ("periode", node.periode),
        ("over het jaar", node.over_het_jaar),
        ("verloop", node.verloop),
        ("koers", _course(node)),
        ("eenheid", node.eenheid),
        ("gewicht", None if node.gewicht is None else str(node.gewicht)),
    )
    for word, value in heads:
        if value:
            out.more(f"{word}: {value}")
    if node.over is not None:
        out.more(f"over: {step(node.over)}")
    if node.samengesteld:
        out.more(f"samengesteld uit: {', '.join(part.naam for part in node.samengesteld)}")
    _put_measure(out, node.maatstaf)
    for split in node.splitsingen:
        out.add(split.span, f"uitgesplitst naar: {expression(split, SUM)}")
    if node.wettelijk_uiterlijk is not None:
        out.add(node.wettelijk_uiterlijk.span, f"wettelijk uiterlijk: {expression(node.wettelijk_uiterlijk, SUM)}")
    if node.wettelijke_termijn:
        out.more(f"wettelijke termijn: {quoted(node.wettelijke_termijn)}")
    if node.niet_meetbaar:
        out.more(f"niet meetbaar: {quoted(node.niet_meetbaar)}")
    for remark in node.kanttekeningen:
        out.more(f"kanttekening: {quoted(remark)}")
    put_explanation(out, node.koppen)
    for reading in node.lezingen:
        lines = Lines()
        _put_reading(lines, reading)
        out.blank()
        out.lines.extend(replace(line, indent=line.indent + INDENT) for line in lines.lines)


def _course(node: s.Norm) -> str | None:
    points = [f"{expression(value, SUM)} t/m {MONTH_NAMES[month - 1]}" for value, month in node.koerspunten]
    return ", ".join(points) or node.koers


def _put_reading(out: Lines, node: s.Lezing) -> None:
    out.add(node.span, f"Lezing {node.naam}", 0)
    if node.gekozen:
        out.more(f"gekozen: {quoted(node.gekozen)}")
    put_heads(out, node.koppen)
    _put_measure(out, node.maatstaf)
    put_explanation(out, node.koppen)


def _put_measure(out: Lines, node: s.Maatstaf) -> None:
    if node.meet is not None:
        out.add(node.meet.span, f"meet: {_measure(node.meet)}")
    due = "vóór" if node.strikt else "uiterlijk"
    days = (
        ("telt op", node.telt_op),
        ("begint op", node.begint_op),
        ("klaar op", node.klaar_op),
        (due, node.uiterlijk),
    )
    for word, value in days:
        if value is not None:
            out.add(value.span, f"{word}: {expression(value, SUM)}")
    if node.noemer:
        out.more(f"noemer: {node.noemer}")
    if node.opschorting:
        out.more(f"opschorting: {node.opschorting}")
    for word, value in (("opgeschort van", node.opgeschort_van), ("opgeschort tot", node.opgeschort_tot)):
        if value is not None:
            out.add(value.span, f"{word}: {expression(value, SUM)}")
    if node.bewijsstuk is not None:
        out.add(node.bewijsstuk.span, f"bewijsstuk: {expression(node.bewijsstuk, SUM)}")
    if node.opgeschort is not None:
        put_condition(out, node.opgeschort, "opgeschort indien")
    if node.telt_mee is not None:
        put_condition(out, node.telt_mee, "telt mee indien")
    if node.voldoet is not None:
        put_condition(out, node.voldoet, "voldoet indien")
    for item in node.klassen:
        put_condition(out, item.voorwaarde, f"klasse {quoted(item.naam)} indien")
    if node.weegt is not None:
        out.add(node.weegt.span, f"weegt: {expression(node.weegt, SUM)}")
    if node.eis is not None:
        out.add(node.eis.span, f"norm: {_asked(node.eis)}")
    if node.ongeveer:
        out.more("soort waarde: ongeveer")
    if node.afgerond_op is not None:
        out.more(f"soort waarde: afgerond op {expression(node.afgerond_op, SUM)}")
    if node.marge:
        out.more(f"marge: {node.marge if node.marge == 'tweezijdig' else f'eenzijdig {node.marge}'}")
    if node.basis:
        out.more(f"basis: {quoted(node.basis)}")
    if node.richting_onbekend:
        out.more("richting: onbekend")
    if node.leest_opgave:
        out.more(f"opgave gelezen: {node.leest_opgave}")


def _measure(node: s.Meting) -> str:
    if node.soort == "frequentie":
        return f"frequentie per {node.eenheid if node.rang == 1 else f'{node.rang} {PLURALS[node.eenheid]}'}"
    if node.waarde is None:
        return node.soort
    value = _quantity(node.waarde) if isinstance(node.waarde, s.Grootheid) else expression(node.waarde, SUM)
    if node.per is not None:
        return f"{node.soort} van {value} tot {expression(node.per, SUM)}"
    return f"percentiel {node.rang} van {value}" if node.soort == "percentiel" else f"{node.soort} van {value}"


def _quantity(node: s.Grootheid) -> str:
    calendar = f" op de kalender {node.kalender.naam}" if node.kalender is not None else ""
    match node.soort:
        case "ouderdom":
            return "de ouderdom"
        case "rangnummer":
            return f"het rangnummer van de werkdag in de maand{calendar}"
    return f"de doorlooptijd in {PLURALS[node.eenheid]}{calendar}"


def _asked(node: s.Eis) -> str:
    value = expression(node.waarde, SUM) if node.waarde is not None else ""
    if node.van_vorige or node.van_norm is not None:
        of = "de vorige periode" if node.van_norm is None else f"de norm {node.van_norm.naam}"
        return " ".join(filter(None, (node.woord, f"{value} van" if value else "", f"het cijfer van {of}")))
    if node.tot is not None:
        return f"tussen {value} en {expression(node.tot, SUM)}"
    return f"{node.woord} {value}".strip()
