"""From numbers to a report: the chapters, the figures that they show, and what all of it was made from."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from dsl.notation import format_display
from engine.simulation.figures import FEWEST_ROWS, Figure
from engine.simulation.run import weight_of
from engine.simulation.stacking import STACK
from engine.simulation.tally import Tallies
from engine.version import ENGINE_VERSION
from workbench.rapport.chapters import chapters, title_of
from workbench.rapport.material import Material, months_words, number
from workbench.rapport.model import WATERMARK, Beside, Block, Cell, Chart, Listing, Part, Report, Table, Text, Unknown


def report_of(found: Material, tallies: Tallies) -> Report:
    people = f"{number(found.stored.about.get('personen', 'een onbekend aantal'))} personen"
    kind = "verzonnen mensen" if found.stored.synthetic else "eigen populatie"
    return Report(
        title_of(found),
        f"Doorrekening van {found.work.year} over {people} ({kind}), op {months_words(found.work)}.",
        chapters(found),
        {
            **{one.asked.besluit: one.figures for one in found.effects},
            **({STACK: found.minimum.figures} if found.minimum is not None else {}),
            **({"aannames": found.agency.figures} if found.agency.figures else {}),
        },
        receipt(found),
        _numbers(found, tallies),
        found.stored.synthetic,
        found.agency.expected,
    )


_ROWS = ("rijen", "geteld", "overgedragen", "niet geteld")
_WHOLE = (*_ROWS, "bedrag", "maanden")
"""What may be told of a population of real people: sums over all rows, and amounts where enough of them have one."""


def _numbers(found: Material, tallies: Tallies) -> dict[str, Any]:
    """The sums that the figures were made of. Of real people none that is of a group, which may be small."""
    told = {name: tally.plain() for name, tally in tallies.items()}
    if not found.stored.synthetic:
        for name, held in told.items():
            few = 0 < tallies[name].of("met bedrag") < FEWEST_ROWS
            shown = _ROWS if few else _WHOLE
            held["aantallen"] = [one for one in held["aantallen"] if one[0][0] in shown]
            held["grootste"] = []
    return told


def receipt(found: Material) -> dict[str, Any]:
    """What it takes to make the report again."""
    work = found.work
    return {
        "waarschuwing": WATERMARK,
        "versie": ENGINE_VERSION,
        "regels": work.variant.digest,
        "varianten": {name: work.variant.variants[name].digest for name in work.variant.applied},
        "tegenover": {name: work.baseline.variants[name].digest for name in work.baseline.applied},
        "populatie": found.stored.digest,
        "soort populatie": str(found.stored.about["soort"]),
        "zaad van de populatie": found.stored.about.get("zaad", "geen"),
        "model van de populatie": found.stored.about.get("model", "geen"),
        "aantal zaden voor het bereik": found.seeds,
        "omrekening per huishouden": _ratio(weight_of(found.stored)),
        "aannames": found.agency.digest,
        "kosten": found.agency.costs_digest,
        "inbreng": "geen" if found.contributed is None else found.contributed.digest,
        "besluiten": [one.asked.besluit for one in found.effects],
        "jaar": work.year,
        "peildata": [day.isoformat() for day in work.days],
        "rijen per deel naar de exacte berekening": work.cap,
    }


def _ratio(weight: Fraction) -> str:
    """For how many a household stands, readable and exactly."""
    if weight.denominator == 1:
        return number(weight.numerator)
    return f"{format_display(Fraction(round(weight * 100), 100))} (precies {weight})"


def report_json(report: Report) -> dict[str, Any]:
    """The report as plain data: fractions exactly, as text."""
    return {
        "soort": report.kind,
        "titel": report.title,
        "waarschuwing": WATERMARK,
        "hoofdstukken": [
            {"sleutel": one.key, "titel": one.title, "delen": [_part(part) for part in one.parts]}
            for one in report.chapters
        ],
        "getallen": {besluit: [_figure(one) for one in figures] for besluit, figures in report.figures.items()},
        "tellingen": report.numbers,
        "verwachtingen": report.expected,
        "verantwoording": report.receipt,
    }


def _part(part: Part) -> dict[str, Any]:
    match part:
        case Text(text, _):
            return {"tekst": text}
        case Listing(items):
            return {"lijst": list(items)}
        case Block(title, text):
            return {"kop": title, "tekst": text}
        case Beside(title, texts):
            return {"kop": title, "naast elkaar": [{"kop": head, "tekst": text} for head, text in texts]}
        case Chart(title, unit, bars):
            return {"grafiek": title, "eenheid": unit, "staven": [[name, _figure(figure)] for name, figure in bars]}
        case Unknown(why, needed):
            return {"niet vast te stellen": why, "nodig": list(needed)}
        case Table(caption, heads, rows):
            return {"tabel": caption, "koppen": list(heads), "rijen": [[_cell(cell) for cell in row] for row in rows]}


def _cell(cell: Cell) -> Any:
    return _figure(cell) if isinstance(cell, Figure) else cell


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "naam": figure.name,
        "soort": figure.sort,
        "in woorden": figure.words(),
        "waarde": _exact(figure.value),
        "laagste": _exact(figure.low),
        "hoogste": _exact(figure.high),
        "berekening": figure.how,
    }


def _exact(value: object) -> str | None:
    return None if value is None else str(value)
