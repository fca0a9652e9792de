"""What norms say together: norms that are made of other norms, and norms that ask a part of the figure of another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from dsl.names.fold import folded
from dsl.program import NormInfo, Program
from engine.normen.assess import Assessment, Measurement, Read, choose, over_parts, read_of
from engine.normen.figures import Figure
from engine.normen.periods import Period
from engine.normen.tally import Tally
from engine.normen.verdict import Moment, Verdict, Word, judge

COMPOSED = "normen die uit andere bestaan"
"""The name under which norms stand that are made of others."""
_MISSED: frozenset[Word] = frozenset(("niet behaald", "onherroepelijk gemist"))


@dataclass(frozen=True, slots=True)
class Whole:
    """All measurements of one run, and the norms that are made of others."""

    measurements: tuple[Measurement, ...]
    composed: tuple[Assessment, ...]


def together(
    found: Sequence[Measurement], norms: Iterable[NormInfo], period: Period, until: date | None, program: Program
) -> Whole:
    """The measurements with what they say of each other. ``norms`` are all that were asked for."""
    settled = tuple(
        replace(item, assessments=tuple(_with_others(one, found, until, program) for one in item.assessments))
        for item in found
    )
    by_name = {folded(one.norm.name): one for item in settled for one in item.assessments if one.slice is None}
    made = (norm for norm in norms if norm.parts)
    return Whole(settled, tuple(composed(norm, by_name, period, until) for norm in made))


def _with_others(one: Assessment, found: Sequence[Measurement], until: date | None, program: Program) -> Assessment:
    """Judged again where it asks a part of the figure of another norm, over the same period and slice."""
    gauges = (one.norm.gauge, *(reading.gauge for reading in one.norm.readings))
    names = {gauge.demand.of for gauge in gauges if gauge.demand is not None and gauge.demand.of is not None}
    if not names:
        return one
    figures = _figures(found, names, one)
    moment = Moment(one.period, until, others=figures, program=program)

    def again(read: Read) -> Read:
        demand = read.gauge.demand
        if demand is None or demand.of is None:
            return read
        return read_of(one.norm, read.name, read.gauge, read.tally or Tally(), moment)

    reads = [again(read) for read in (one.ours, *one.others)]
    parts = tuple(_with_others(part, found, until, program) for part in one.parts)
    judged = replace(choose(one.norm, one.period, one.slice, reads), parts=parts, trend=one.trend, legal=one.legal)
    return over_parts(judged, parts)


def _figures(found: Sequence[Measurement], names: set[str], like: Assessment) -> dict[str, Fraction]:
    """The figures of norms over the period of another assessment: of its slice, or of all records."""
    values: dict[str, Fraction] = {}
    wanted = {folded(name): name for name in names}
    for item in found:
        for one in item.assessments:
            name = wanted.get(folded(one.norm.name))
            if name is None or one.slice not in (None, like.slice):
                continue
            same = next((it for it in (one, *one.parts, *one.trend) if it.period == like.period), None)
            figure = None if same is None else same.ours.figure
            if figure is not None and figure.value is not None and (one.slice is not None or name not in values):
                values[name] = figure.value
    return values


def composed(norm: NormInfo, known: Mapping[str, Assessment], period: Period, until: date | None = None) -> Assessment:
    """A norm that is made of others: met when all are; with a share as norm, when those that are met weigh as much. ``known``: the
    assessments by folded name."""
    parts = [known[folded(name)] for name in norm.parts if folded(name) in known]
    absent = [name for name in norm.parts if folded(name) not in known]
    missed = [part for part in parts if part.verdict.word in _MISSED]
    met = [part for part in parts if part.verdict.word.startswith("behaald")]
    open_parts = [part.norm.name for part in parts if part not in missed and part not in met] + absent
    demand = norm.gauge.demand
    figure: Figure | None = None
    if demand is not None and demand.low is not None:
        weights = Fraction(sum(part.norm.weight for part in parts) + len(absent))
        sure = Fraction(sum(part.norm.weight for part in met))
        possible = weights - sum(part.norm.weight for part in missed)
        figure = Figure(sure / weights, possible / weights, "gemeten" if sure == possible else "bereik")
        verdict = judge(norm, norm.gauge, figure, Moment(period, until))
        verdict = replace(verdict, reason=f"Naar gewicht behaald: {verdict.reason}{_named('Niet behaald', missed)}")
    elif missed:
        word: Word = "niet behaald"
        if all(part.verdict.word == "onherroepelijk gemist" for part in missed):
            word = "onherroepelijk gemist"
        verdict = Verdict(word, f"Niet behaald: {', '.join(part.norm.name for part in missed)}.")
    elif open_parts:
        verdict = Verdict("niet beoordeeld", f"Zonder oordeel: {', '.join(open_parts)}.")
    elif any(part.verdict.word == "behaald met kanttekening" for part in met):
        verdict = Verdict(
            "behaald met kanttekening", f"Alle {len(parts)} onderdelen zijn behaald, een of meer met een kanttekening."
        )
    else:
        verdict = Verdict("behaald", f"Alle {len(parts)} onderdelen zijn behaald.")
    return Assessment(norm, period, None, Read(None, norm.gauge, figure, verdict), parts=tuple(parts))


def _named(title: str, parts: Sequence[Assessment]) -> str:
    return f" {title}: {', '.join(part.norm.name for part in parts)}." if parts else ""
