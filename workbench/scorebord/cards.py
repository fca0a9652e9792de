"""One verdict on a page: the figure, what was asked, why, what the records say, its course, and how else the norm can be read."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dsl.notation import format_display
from dsl.program import Classes, Milestone, Stock, Timeliness
from engine.normen.assess import Read
from engine.normen.board import Line, Point
from engine.normen.extremes import Extremes, distance_words, extremes
from engine.normen.figures import exact, figure_beside
from engine.normen.reported import agrees
from engine.normen.tally import Tally, at_rank
from workbench.catalogus.markup import Html, Part, bullets, details, tag, terms
from workbench.scorebord.charts import Charts, has_chart, legend
from workbench.scorebord.frame import Places, badge, norm_link, table, word_mark


def card(line: Line, places: Places, charts: Charts, number: str, parts: Sequence[Line] = ()) -> Html:
    """The verdict in short. ``parts``: the same norm per value of a column."""
    part = line.assessment.slice or line.norm.part
    return tag(
        "article",
        tag(
            "h3",
            norm_link(line, places),
            tag("span", f" ({part})", class_="zacht") if part and part not in line.title else None,
        ),
        tag("div", tag("div", standing(line), facts(line)), course(line, charts, number, folded=True), class_="naast"),
        parts_table(line, parts) if parts else None,
        class_=line.kind,
    )


def standing(line: Line) -> list[Part]:
    """The figure, what was asked, the verdict with its reason, and everything that must be said beside it."""
    verdict = line.assessment.verdict
    asked = tag("span", f"gevraagd: {line.asked()}") if line.asked() else None
    return [
        tag("p", tag("span", line.shown(), class_="cijfer"), asked, badge(line), class_="stand"),
        tag("p", verdict.reason),
        bullets(verdict.remarks),
    ]


def facts(line: Line) -> Html | None:
    read, said = line.assessment.ours, line.judged.reported
    differs = "Ons oordeel is anders." if agrees(line.judged) is False else None
    rows: list[tuple[str, Part]] = [
        ("Verschil met de norm", distance(line, read)),
        *counted(read),
        ("Onze lezing", reading(line)),
        (
            "Andere lezingen",
            bullets(f"{it.name}: {it.verdict.word}. {it.verdict.reason}" for it in line.assessment.others),
        ),
    ]
    if said is not None:
        rows += [
            ("Het document zegt", [said.said, ". " if differs else None, differs] if said.said else None),
            ("Toelichting", said.why),
        ]
    law = [("Wettelijke termijn", line.norm.legal_term), ("Binnen de wettelijke termijn", line.legal())]
    return terms([*rows, *law])


def reading(line: Line) -> str | None:
    chosen = line.norm.chosen
    return None if chosen is None or line.assessment.ours.name is None else f"{chosen.name}. {chosen.chosen}"


def distance(line: Line, read: Read) -> str | None:
    """How far the figure is from what is asked, and which way."""
    off = read.verdict.off
    if off is None or read.gauge.demand is None:
        return None
    if not off:
        return "precies op de grens"
    return f"{distance_words(abs(off), read.gauge.demand.type, line.norm.unit)} {'beter' if off > 0 else 'slechter'} dan gevraagd"


def counted(read: Read) -> list[tuple[str, Part]]:
    """What was counted in the records."""
    tally = read.tally
    if tally is None:
        return []
    rows: list[tuple[str, Part]] = []
    if tally.counted:
        whole = f"{_number(tally.upper)} van {_number(tally.lower)}" if tally.lower else _records(tally.counted)
        rows.append(("Teller en noemer", whole))
    if read.needed:
        rows.append(("Anders nodig", _records(read.needed)))
    if isinstance(read.gauge.measure, Classes):
        rows.append(("Verdeling", bullets(_class(tally, name) for name, _ in read.gauge.measure.classes)))
    if isinstance(read.gauge.measure, Stock):
        rows.append(("Verloop van de voorraad", f"begin {tally.begun}, erbij {tally.came}, eraf {tally.went}"))
    if _dated(read):
        rows.append(("Nog open", f"{tally.open_in_time} binnen de termijn, {tally.open_late.count} al te laat"))
    if tally.durations:
        middle = at_rank(tally.durations, 50)
        rows.append(("Doorlooptijd", f"mediaan {_days(int(middle or 0))}, langste {_days(max(tally.durations))}"))
    if tally.late or tally.open_late_days:
        worst = max((*tally.late, *tally.open_late_days))
        rows.append(("Ergste geval", f"{_days(worst)} te laat"))
    spread = extremes(read)
    if spread is not None:
        rows.append(("Spreiding", _spread(spread, read)))
    if tally.suspended:
        rows.append(("Opgeschort", _records(tally.suspended)))
    left_out = [f"{format_display(tally.skipped)} vallen buiten de norm"] if tally.skipped else []
    left_out += [f"bij {format_display(tally.unknown)} ontbreekt een gegeven"] if tally.unknown else []
    rows.append(("Telt niet mee", ", ".join(left_out)))
    return rows


def _spread(found: Extremes, read: Read) -> str:
    def words(value: Fraction) -> str:
        return figure_beside(exact(value), read.gauge.demand)

    return f"laagste {words(found.lowest)}, mediaan {words(found.median)}, hoogste {words(found.highest)}"


def _class(tally: Tally, name: str) -> str:
    share = f" ({format_display(tally.classes[name] / tally.lower, 'percentage')})" if tally.lower else ""
    return f"{name}: {tally.classes[name]} van {tally.counted}{share}"


def _records(count: int) -> str:
    return "1 record" if count == 1 else f"{format_display(count)} records"


def _days(count: int) -> str:
    return "1 dag" if count == 1 else f"{count} dagen"


def _number(value: Fraction) -> str:
    return format_display(value)


# ---------------------------------------------------------------- course


def course(line: Line, charts: Charts, number: str, *, folded: bool) -> Html | None:
    """The picture and the same figures as a table."""
    if not line.course:
        return None
    figures = course_table(line)
    if not has_chart(line):
        return figures
    return tag(
        "figure",
        charts.of(line, number),
        tag("figcaption", tag("ul", [tag("li", text) for text in legend(line)])),
        details("De cijfers bij deze grafiek", figures) if folded else figures,
    )


def course_table(line: Line) -> Html:
    measured = any(point.tally is not None for point in line.course)
    judged = any(point.word is not None for point in line.course)
    dated = _dated(line.assessment.ours)
    counts = ("teller", "noemer", *(("open en te laat",) if dated else ())) if measured else ()
    heads = ("periode", "cijfer", *counts, *(("oordeel",) if judged else ()))
    rows = [
        [*_point(line, point)[: 2 + len(counts)], *([word_mark(point.word) or "-"] if judged else [])]
        for point in line.course
    ]
    part = f", {line.assessment.slice}" if line.assessment.slice else ""
    return table(f"Verloop van {line.title}{part}", heads, rows, "cijfers oordelen" if judged else "cijfers")


def _dated(read: Read) -> bool:
    """Whether records can be open and late."""
    return isinstance(read.gauge.measure, Timeliness | Milestone) or read.gauge.term is not None


def _point(line: Line, point: Point) -> tuple[str, ...]:
    """The period, its figure, numerator, denominator and what was open and late at its end."""
    figure = "geen" if point.figure is None else line.words(point.figure)
    tally = point.tally or Tally()
    return point.period.name, figure, _number(tally.upper), _number(tally.lower), str(tally.open_late.count)


def parts_table(line: Line, parts: Sequence[Line]) -> Html:
    """The same norm per value of a column."""
    rows = [
        (it.assessment.slice or "alles", it.shown(), _of(it.assessment.ours.tally), word_mark(it.word)) for it in parts
    ]
    return table(
        f"{line.title} per onderdeel", ("onderdeel", "cijfer", "teller en noemer", "oordeel"), rows, "cijfers oordelen"
    )


def _of(tally: Tally | None) -> str:
    return "" if tally is None or not tally.lower else f"{_number(tally.upper)} van {_number(tally.lower)}"
