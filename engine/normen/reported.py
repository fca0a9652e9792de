"""Norms judged on reported figures, beside what the documents themselves say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dsl.program import NormInfo
from engine.normen.assess import Assessment, Read, choose
from engine.normen.figures import Figure
from engine.normen.opgave import Reported, Statement
from engine.normen.periods import Period, parts_of, previous
from engine.normen.verdict import Moment, Verdict, judge


@dataclass(frozen=True, slots=True)
class Judged:
    """``reported`` is None for a norm over which nothing was reported."""

    assessment: Assessment
    statement: Statement | None = None
    reported: Reported | None = None


def judge_all(norms: Iterable[NormInfo], statements: Sequence[Statement], period: Period) -> list[Judged]:
    """Every norm that holds in the period: once for every figure, and once without where nobody gave one."""
    given: dict[str, list[tuple[Statement, Reported]]] = {}
    for statement in statements:
        for one in statement.figures:
            if one.norm is not None and one.period is not None:
                given.setdefault(one.norm.name, []).append((statement, one))
    found: list[Judged] = []
    composed: list[NormInfo] = []
    for norm in norms:
        if not norm.holds_in(period.start, period.end):
            continue
        if norm.parts:
            composed.append(norm)
            continue
        mine = [
            (statement, one)
            for statement, one in given.get(norm.name, ())
            if one.period is not None and period.start <= one.period.start and one.period.end <= period.end
        ]
        for statement, one in mine:
            found.append(Judged(_assessment(norm, one, given.get(norm.name, ())), statement, one))
        if not mine:
            found.append(Judged(_without_figure(norm, period)))
    by_name = {item.assessment.norm.name: item.assessment for item in found}
    found += [Judged(_composed(norm, by_name, period)) for norm in composed]
    return sorted(found, key=_place)


def _place(item: Judged) -> tuple[bool, str, str, str, str]:
    """By number, those without a number last; then by name, part and place in the document."""
    norm = item.assessment.norm
    place = (item.reported.place if item.reported is not None else None) or ""
    return norm.number is None, norm.number or "", norm.name, item.assessment.slice or "", place


def _assessment(norm: NormInfo, one: Reported, all_given: Iterable[tuple[Statement, Reported]]) -> Assessment:
    assert one.period is not None
    before = previous(one.period)
    former = next(
        (
            other.figure.value
            for _, other in all_given
            if before is not None and other.period == before and other.part == one.part and other.figure is not None
        ),
        None,
    )
    reads = _reads(norm, one.figure, Moment(one.period, one.until, former))
    if norm.over_year == "alle" and parts_of(one.period, norm.period) != (one.period,) and one.figure is not None:
        why = f"De norm geldt voor elke periode ({norm.period}); dit is één cijfer over {one.period.name}."
        reads = [replace(read, verdict=Verdict("niet beoordeeld", why)) for read in reads]
    return choose(norm, one.period, one.part, reads)


def _reads(norm: NormInfo, figure: Figure | None, moment: Moment) -> list[Read]:
    if not norm.readings:
        return [Read(None, norm.gauge, figure, judge(norm, norm.gauge, figure, moment))]
    return [Read(it.name, it.gauge, figure, judge(norm, it.gauge, figure, moment)) for it in norm.readings]


def _without_figure(norm: NormInfo, period: Period) -> Assessment:
    return choose(norm, period, None, _reads(norm, None, Moment(period)))


def _composed(norm: NormInfo, known: dict[str, Assessment], period: Period) -> Assessment:
    """Met when every norm that it is made of is met."""
    parts = [known[name] for name in norm.parts if name in known]
    missed = [part.norm.name for part in parts if part.verdict.word in ("niet behaald", "onherroepelijk gemist")]
    unknown = [
        part.norm.name for part in parts if not part.verdict.word.startswith("behaald") and part.norm.name not in missed
    ]
    if missed:
        verdict = Verdict("niet behaald", f"Niet behaald: {', '.join(missed)}.")
    elif unknown or len(parts) < len(norm.parts):
        verdict = Verdict("niet beoordeeld", f"Zonder oordeel: {', '.join(unknown) or 'een onderdeel'}.")
    else:
        verdict = Verdict("behaald", f"Alle {len(parts)} onderdelen zijn behaald.")
    return Assessment(norm, period, None, Read(None, norm.gauge, None, verdict), parts=tuple(parts))


def agrees(judged: Judged) -> bool | None:
    """Whether our verdict says the same as the document; None where the document says neither met nor missed."""
    if judged.reported is None or judged.reported.met is None:
        return None
    word = judged.assessment.verdict.word
    if judged.reported.met:
        return word.startswith("behaald")
    return word in ("niet behaald", "onherroepelijk gemist")
