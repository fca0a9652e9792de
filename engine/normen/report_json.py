"""A scoreboard as JSON: figures exact as texts, verdicts with their reasons, keys of records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from dsl.notation import format_exact
from engine.normen.assess import Assessment, Measurement, Read
from engine.normen.board import KINDS, Board, Line, Point
from engine.normen.extremes import extremes_json
from engine.normen.figures import Figure, demand_words, figure_beside
from engine.normen.outlook import outlook_json
from engine.normen.rapportage import conclusion, report_text
from engine.normen.rejected import Refusal
from engine.normen.reported import agrees
from engine.normen.tally import Keys, Tally, at_rank


def board_json(board: Board) -> dict[str, Any]:
    counts = Counter(line.word for line in board.lines)
    return {
        "titel": board.title,
        "organisaties": list(board.who),
        "periode": board.period.name,
        "van": board.period.start.isoformat(),
        "tot en met": (board.until or board.period.end).isoformat(),
        "oordelen": {word: counts[word] for word in KINDS if counts[word]},
        "samenvatting": conclusion(board),
        "rapportage": [
            {"kop": section.title, "tekst": section.lead, "punten": list(section.items)}
            for section in report_text(board)
        ],
        "normen": [_line(line) for line in board.lines],
        "signalering": [outlook_json(one) for one in board.outlooks],
        "registraties": [_measurement(item) for item in board.registries],
        "opgaven": [statement.name for statement in board.statements],
    }


def measurements_json(found: Sequence[Measurement]) -> list[dict[str, Any]]:
    """What was read of each registratie, with the assessments of its norms."""
    return [{**_measurement(item), "normen": [assessment_json(one) for one in item.assessments]} for item in found]


def _line(line: Line) -> dict[str, Any]:
    one, statement = line.judged.reported, line.judged.statement
    return {
        "cluster": line.cluster,
        **assessment_json(line.assessment),
        "binnen de wettelijke termijn": line.legal(),
        "verloop": [_point(line, point) for point in line.course],
        "opgave": None
        if one is None or statement is None
        else {
            "document": statement.name,
            "plaats": one.place,
            "gedrukt": one.printed,
            "citaat": one.quote,
            "oordeel": one.said,
            "gelijk aan ons oordeel": agrees(line.judged),
            "toelichting": one.why,
        },
    }


def _point(line: Line, point: Point) -> dict[str, Any]:
    return {
        "periode": point.period.name,
        "cijfer": None if point.figure is None else line.words(point.figure),
        "waarde": None if point.figure is None else _figure(point.figure),
        "teller": None if point.tally is None else _number(point.tally.upper),
        "noemer": None if point.tally is None else _number(point.tally.lower),
        "oordeel": point.word,
    }


def _measurement(item: Measurement) -> dict[str, Any]:
    return {
        "registratie": item.registry,
        "bron": item.source,
        "verzonnen": item.invented,
        "gelezen": item.read,
        "geweigerd": {
            "aantal": item.rejected.count,
            "redenen": dict(sorted(item.rejected.reasons.items())),
            "bestand": None if item.rejected.file is None else str(item.rejected.file.path),
            "rijen": [_refusal(refusal) for refusal in item.rejected.rows],
        },
        "zonder datum": item.unplaced,
    }


def _refusal(found: Refusal) -> dict[str, Any]:
    part = {"bestand": found.part} if found.part else {}
    return {**part, "rij": found.row, "sleutel": found.key, "reden": found.reason}


def assessment_json(item: Assessment) -> dict[str, Any]:
    norm = item.norm
    return {
        "norm": norm.name,
        "nummer": norm.number,
        "onderdeel": norm.part,
        "uitsplitsing": item.slice,
        "periode": item.period.name,
        "van": item.period.start.isoformat(),
        "tot en met": item.period.end.isoformat(),
        **_read(item.ours, norm.unit),
        "lezing": item.ours.name,
        "reden van de lezing": norm.chosen.chosen if norm.chosen is not None else None,
        "andere lezingen": [{"lezing": other.name, **_read(other, norm.unit)} for other in item.others],
        "per periode": [assessment_json(part) for part in item.parts],
        "bronnen": [source.text for source in norm.sources],
        "wettelijke termijn": norm.legal_term,
    }


def _read(read: Read, unit: str | None) -> dict[str, Any]:
    demand, verdict = read.gauge.demand, read.verdict
    shown = None
    if read.figure is not None and demand is not None:
        shown = figure_beside(read.figure, demand, unit)
    return {
        "oordeel": verdict.word,
        "reden": verdict.reason,
        "let op": list(verdict.remarks),
        "eis": None if demand is None else demand_words(demand, unit),
        "cijfer": shown,
        "waarde": None if read.figure is None else _figure(read.figure),
        "afstand tot de norm": _number(verdict.off),
        "hadden anders moeten zijn": read.needed,
        "uitersten": extremes_json(read),
        "telling": None if read.tally is None else _tally(read.tally),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {"soort": figure.kind, "van": _number(figure.low), "tot": _number(figure.high)}


def _number(value: Fraction | None) -> str | None:
    return None if value is None else format_exact(value)


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "teller": _number(tally.upper),
        "noemer": _number(tally.lower),
        "records": tally.counted,
        "niet meegeteld": tally.skipped,
        "opgeschort": tally.suspended,
        "stand": {"begin": tally.begun, "erbij": tally.came, "eraf": tally.went},
        "gegeven ontbreekt": tally.unknown,
        "klassen": dict(sorted(tally.classes.items())),
        "tegen de norm": _keys(tally.against),
        "open binnen de termijn": tally.open_in_time,
        "open en te laat": _keys(tally.open_late),
        "mediaan doorlooptijd in dagen": _number(at_rank(tally.durations, 50)),
        "langste doorlooptijd in dagen": max(tally.durations, default=None),
        "hoogstens te laat in dagen": max(tally.late, default=None),
    }


def _keys(keys: Keys) -> dict[str, Any]:
    return {"aantal": keys.count, "sleutels": keys.kept}
