"""Norms judged on reported figures, beside what the documents themselves say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from dsl.names.fold import folded
from dsl.program import NormInfo, Program
from engine.normen.assess import Assessment, Read, choose, over_parts
from engine.normen.figures import Figure
from engine.normen.opgave import Reported, Statement
from engine.normen.periods import Period, parts_of, previous
from engine.normen.together import composed
from engine.normen.verdict import Moment, Verdict, judge


@dataclass(frozen=True, slots=True)
class Judged:
    """``reported`` is None for a norm over which nothing was reported."""

    assessment: Assessment
    statement: Statement | None = None
    reported: Reported | None = None


def judge_all(
    norms: Iterable[NormInfo], statements: Sequence[Statement], period: Period, program: Program | None = None
) -> list[Judged]:
    """Every norm that holds in the period: once for every figure, and once without where nobody gave one. ``program`` gives the values
    of norms that are calculated with parameters."""
    given: dict[str, list[tuple[Statement, Reported]]] = {}
    for statement in statements:
        for one in statement.figures:
            if one.norm is not None and one.period is not None:
                given.setdefault(one.norm.name, []).append((statement, one))
    found: list[Judged] = []
    made: list[NormInfo] = []
    for norm in norms:
        if not norm.holds_in(period.start, period.end):
            continue
        if norm.parts:
            made.append(norm)
            continue
        mine = [
            (statement, one)
            for statement, one in given.get(norm.name, ())
            if one.period is not None and period.start <= one.period.start and one.period.end <= period.end
        ]
        judged = [Judged(_assessment(norm, one, given, program), statement, one) for statement, one in mine]
        found += [*judged, *_over_the_year(norm, judged, period)]
        if not mine:
            found.append(Judged(_without_figure(norm, period)))
    by_name = {folded(item.assessment.norm.name): item.assessment for item in found}
    found += [Judged(composed(norm, by_name, period)) for norm in made]
    return sorted(found, key=_place)


def _place(item: Judged) -> tuple[bool, str, str, str, str]:
    """By number, those without a number last; then by name, part and place in the document."""
    norm = item.assessment.norm
    place = (item.reported.place if item.reported is not None else None) or ""
    return norm.number is None, norm.number or "", norm.name, item.assessment.slice or "", place


_Given = Mapping[str, Sequence[tuple[Statement, Reported]]]


def _assessment(norm: NormInfo, one: Reported, given: _Given, program: Program | None) -> Assessment:
    assert one.period is not None
    before = previous(one.period)
    former = None if before is None else _value(given.get(norm.name, ()), before, one.part)
    others = {name: value for name in given if (value := _value(given[name], one.period, one.part)) is not None}
    reads = _reads(norm, one.figure, Moment(one.period, one.until, former, others, program))
    if (
        norm.over_year not in (None, "gemiddelde")
        and parts_of(one.period, norm.period) != (one.period,)
        and one.figure is not None
    ):
        why = f"De norm geldt voor elke periode ({norm.period}); dit is één cijfer over {one.period.name}."
        reads = [replace(read, verdict=Verdict("niet beoordeeld", why)) for read in reads]
    return choose(norm, one.period, one.part, reads)


def _over_the_year(norm: NormInfo, judged: Sequence[Judged], period: Period) -> list[Judged]:
    """The verdict over the whole period, per onderdeel, of a norm of which only the shorter periods were reported. Not over the
    slechtste, the laatste or the mean while one is missing."""
    shorter = parts_of(period, norm.period)
    if norm.over_year is None or shorter == (period,):
        return []
    found: list[Judged] = []
    for label in dict.fromkeys(item.assessment.slice for item in judged):
        mine = [item.assessment for item in judged if item.assessment.slice == label]
        parts = sorted((one for one in mine if one.period in shorter), key=lambda one: one.period)
        if not parts or any(one.period == period for one in mine):
            continue
        whole = replace(_without_figure(norm, period), slice=label)
        over = over_parts(whole, parts)
        absent = [part.name for part in shorter if part not in {one.period for one in parts}]
        if absent and not (norm.over_year in ("alle", "slechtste") and over.verdict.word == "niet behaald"):
            why = f"Over {', '.join(absent)} is geen cijfer gegeven."
            over = replace(over, ours=replace(over.ours, verdict=Verdict("niet beoordeeld", why)))
        found.append(Judged(replace(over, others=(), parts=tuple(parts))))
    return found


def _value(figures: Iterable[tuple[Statement, Reported]], period: Period, part: str | None) -> Fraction | None:
    """The number that was reported over a period and part."""
    found = (one.figure for _, one in figures if one.period == period and one.part == part and one.figure is not None)
    return next((figure.value for figure in found), None)


def _reads(norm: NormInfo, figure: Figure | None, moment: Moment) -> list[Read]:
    if not norm.readings:
        return [Read(None, norm.gauge, figure, judge(norm, norm.gauge, figure, moment))]
    return [Read(it.name, it.gauge, figure, judge(norm, it.gauge, figure, moment)) for it in norm.readings]


def _without_figure(norm: NormInfo, period: Period) -> Assessment:
    return choose(norm, period, None, _reads(norm, None, Moment(period)))


def agrees(judged: Judged) -> bool | None:
    """Whether our verdict says the same as the document; None where the document says neither met nor missed."""
    if judged.reported is None or judged.reported.met is None:
        return None
    word = judged.assessment.verdict.word
    if judged.reported.met:
        return word.startswith("behaald")
    return word in ("niet behaald", "onherroepelijk gemist")
