"""An invoeringstoets: what was assumed and expected beforehand beside what was measured. It says what differs, not whose fault it is.

Each expectation and each assumption of a report becomes a norm, and the measurements are an opgave on these: what judges them is what
judges every norm. An assumption with a range has two lezingen, its range and its middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from typing import Any, Literal

from dsl.diagnostics import Diagnostic
from dsl.notation import format_display
from dsl.program import Comparator, Demand, Gauge, NormInfo, NumType, Program, Reading, SourceRef
from dsl.source import NOWHERE
from engine.normen.figures import Figure, demand_words, figure_words
from engine.normen.opgave import Reported, Statement, read_statement
from engine.normen.periods import Period, previous, year
from engine.normen.reported import Judged, judge_all

_NUMBER = NumType()
_WORDS = {
    "behaald": "zoals verwacht",
    "behaald met kanttekening": "zoals verwacht, met een kanttekening",
    "niet behaald": "anders dan verwacht",
    "niet gerapporteerd": "niet gemeten",
}
"""What a verdict on a norm says of an expectation; any other is niet vast te stellen."""


class NotAReportError(ValueError):
    """JSON that is not a report of a simulation; the text says why, in Dutch."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a report said beforehand: as norms over its year, with for some the figure of the year before. ``explained``: the steps from
    the amount of the year before to what was measured, each with its amount and how it was computed. ``besluit``: what it is about."""

    title: str
    norms: tuple[NormInfo, ...]
    former: Statement
    period: Period
    explained: tuple[tuple[str, str, str], ...] = ()
    besluit: str = ""


@dataclass(frozen=True, slots=True)
class Set:
    """One expectation with its measurement. ``kind``: what was said of it, a number, a direction or a range. ``verdict`` how they
    differ; ``readings``: the verdict in the other lezingen."""

    name: str
    kind: Literal["verwachting", "aanname"]
    said: str
    measured: str
    verdict: str
    why: str
    readings: tuple[tuple[str, str], ...]
    source: str


def forecast(report: Any) -> Forecast:
    """What a report of a simulation forecast. Raises NotAReportError."""
    try:
        if report["soort"] != "uitvoeringstoets":
            raise NotAReportError("dit is geen uitvoeringstoets van 'toetssteen simuleer'")
        held = report["verwachtingen"]
        period = year(int(held.get("jaar", 0) or report["verantwoording"]["jaar"]))
        norms = [_expected(one) for one in held.get("verwacht", [])]
        names = {norm.name for norm in norms}
        for one in report["getallen"].get("aannames", []):
            if str(one["naam"]) not in names and one["laagste"] is not None:
                names.add(str(one["naam"]))
                norms.append(_assumed(one))
        explained = tuple(
            (str(one["naam"]), str(one["in woorden"]), str(one["berekening"]))
            for one in report["getallen"].get("aannames", [])
            if one["laagste"] is None and one["soort"] == "euro"
        )
        besluit = str(held.get("besluit", ""))
        return Forecast(str(report["titel"]), tuple(norms), _former(held, period), period, explained, besluit)
    except (KeyError, TypeError, AttributeError, ValueError, ZeroDivisionError) as wrong:
        if isinstance(wrong, NotAReportError):
            raise
        raise NotAReportError("in dit rapport ontbreekt wat er vooraf werd verwacht, of het is beschadigd") from None


def _expected(one: Any) -> NormInfo:
    if one["aantal"] is not None:
        demand = Demand("gelijk aan", Fraction(one["aantal"]), None, _NUMBER)
    else:
        word: Comparator = "hoger dan vorige periode" if one["richting"] == "meer" else "lager dan vorige periode"
        demand = Demand(word, None, None, _NUMBER)
    return _norm(str(one["naam"]), "verwachting", _gauge(demand), (), str(one["bron"]))


def _assumed(one: Any) -> NormInfo:
    name = str(one["naam"])
    # In whole numbers, and never narrower than the range is.
    low, middle, high = (
        Fraction(floor(Fraction(one["laagste"]))),
        Fraction(one["waarde"]),
        Fraction(ceil(Fraction(one["hoogste"]))),
    )
    middle = Fraction(round(middle))
    source = str(one["berekening"]).replace(". Bron: ", "; ")
    ends = _gauge(Demand("tussen", low, high, _NUMBER))
    whole = Reading("binnen het bereik", "Een aanname is een bereik.", ends, (), None, NOWHERE)
    exactly = Reading(
        "precies het midden", None, _gauge(Demand("gelijk aan", middle, None, _NUMBER)), (), None, NOWHERE
    )
    return _norm(name, "aanname", ends, (whole, exactly), source)


def _gauge(demand: Demand) -> Gauge:
    return Gauge(None, None, None, demand, False, False)


def _norm(name: str, kind: str, gauge: Gauge, readings: tuple[Reading, ...], source: str) -> NormInfo:
    return NormInfo(
        name=name, regeling="", executor=None, number=None, printed=None, part=None, kind=kind, period="jaar",
        over_year=None, growing=False, course=None, unit=None, registry=None, gauge=gauge, slices=(), parts=(),
        legal_term=None, not_measurable=None, remarks=(), readings=readings, start=None, end=None, certainty=None,
        sources=(SourceRef(source),), explanation=None, span=NOWHERE,
    )  # fmt: skip


def _former(held: Any, period: Period) -> Statement:
    """The figures of the year before that the report kept beside its expectations, as an opgave."""
    before = previous(period)
    assert before is not None
    figures = []
    for one in held.get("verwacht", []):
        if one["vorig jaar"] is not None:
            value = Fraction(one["vorig jaar"])
            figures.append(
                Reported(
                    str(one["naam"]), _expected(one), None, before, before.name, None, format_display(value),
                    Figure(value, value), None, str(one["bron"]), None, None, None,
                )
            )  # fmt: skip
    return Statement("het jaar ervoor, volgens het rapport", "", "", tuple(figures))


def read_measurements(
    text: str | bytes, path: str, expected: Forecast, program: Program
) -> tuple[Statement | None, list[Diagnostic]]:
    """An opgave on what a report forecast, in YAML or CSV."""
    return read_statement(text, path, replace(program, norms={norm.name: norm for norm in expected.norms}))


def set_beside(expected: Forecast, measured: Statement) -> list[Set]:
    """Every expectation and every assumption with what was measured; of assumptions only those that somebody measured."""
    judged = judge_all(expected.norms, [expected.former, measured], expected.period)
    by_name = {one.assessment.norm.name: one for one in judged}
    found = [by_name[norm.name] for norm in expected.norms if norm.name in by_name]
    former = {one.name: one.printed or "" for one in expected.former.figures}
    return [
        _set(one, former.get(one.assessment.norm.name))
        for one in found
        if one.assessment.norm.kind == "verwachting" or one.reported is not None
    ]


def _set(one: Judged, former: str | None) -> Set:
    norm, ours = one.assessment.norm, one.assessment.ours
    demand = ours.gauge.demand
    assert demand is not None
    verdict = one.assessment.verdict
    word = _WORDS.get(verdict.word, "niet vast te stellen")
    figure = None if one.reported is None else one.reported.figure
    sources = [norm.sources[0].text.rstrip(".")]
    if one.reported is not None and one.reported.place:
        sources.append(f"Gemeten: {one.reported.place}")
    return Set(
        norm.name,
        "aanname" if norm.kind == "aanname" else "verwachting",
        demand_words(demand) if former is None else f"{demand_words(demand)} ({former})",
        "geen cijfer" if figure is None else figure_words(figure, _NUMBER),
        f"{word}{_apart(demand, figure)}",
        " ".join((verdict.reason, *verdict.remarks)),
        tuple(
            (other.name or "", _WORDS.get(other.verdict.word, "niet vast te stellen"))
            for other in one.assessment.others
        ),
        ". ".join(sources),
    )


def _apart(demand: Demand, figure: Figure | None) -> str:
    """How much more or less than the one number that was expected."""
    if figure is None or figure.value is None or demand.word != "gelijk aan" or not demand.low:
        return ""
    share = (figure.value - demand.low) / demand.low
    if share == 0:
        return ""
    tenths = Fraction(int(abs(share) * 1000 + Fraction(1, 2)), 1000)
    return f": {format_display(tenths, 'percentage')} {'meer' if share > 0 else 'minder'}"


def quality(expected: Forecast, statement: Statement, program: Program) -> list[str]:
    """How the executor met its norms in that year, by an opgave on these: a line per figure about the executor as a whole or about what
    the besluit is part of."""
    norms = [norm for norm in program.norms.values() if norm.executor == statement.organisation]
    about = {word.casefold() for word in expected.besluit.split()}
    lines = []
    for one in judge_all(norms, [statement], expected.period, program):
        reported, demand = one.reported, one.assessment.ours.gauge.demand
        if reported is None or (reported.part is not None and reported.part.casefold() not in about):
            continue
        part = "" if reported.part is None else f" ({reported.part})"
        asked = "" if demand is None else f"gevraagd {demand_words(demand)}, "
        verdict = one.assessment.verdict.word
        lines.append(f"{reported.name}{part}: {asked}gemeten {reported.printed or 'geen cijfer'}: {verdict}.")
    return lines


def told(expected: Forecast, measured: Statement, sets: Sequence[Set], norms: Sequence[str] = ()) -> str:
    """The three questions of an invoeringstoets. The first is a person's, and so is the verdict on the third; ``norms``: how the norms
    of the executor were met."""
    lines = [
        f"Invoeringstoets bij: {expected.title}",
        f"Metingen: {measured.name}. Niet voor besluiten.",
        "",
        "1. Werkt het zoals bedoeld?",
        "   Niet vast te stellen, want dat vraagt een oordeel. Nodig: ervaringen van burgers en behandelaars.",
        "",
        "2. Klopten de aannames?",
    ]
    for one in sets:
        lines.append(f"   - {one.name}: verwacht {one.said}, gemeten {one.measured}: {one.verdict}.")
        if one.verdict.startswith(_WORDS["behaald met kanttekening"]) and one.why:
            lines.append(f"     Kanttekening: {one.why}")
        lines += [f"     Anders gelezen ({name}): {word}." for name, word in one.readings]
        lines.append(f"     Bron: {one.source}")
    if not sets:
        lines.append("   Niet vast te stellen, want het rapport bewaarde geen verwachtingen.")
    lines.append("   Een verschil zegt niet waardoor het komt.")
    if expected.explained:
        lines.append("   Van het jaar ervoor naar wat is gemeten, volgens het rapport:")
        lines += [f"   - {name}: {words} ({how})" for name, words, how in expected.explained]
    lines += ["", "3. Hoe goed is de uitvoering?"]
    if norms:
        lines.append(f"   De normen van de uitvoerder over {expected.period.name}:")
        lines += [f"   - {line}" for line in norms]
        lines.append("   Of dat goed genoeg is, zegt een mens.")
    else:
        lines.append(
            "   Niet vast te stellen, want er zijn geen cijfers over de normen van de uitvoerder gegeven. Nodig: een opgave, met --normen."
        )
    return "\n".join(lines)
