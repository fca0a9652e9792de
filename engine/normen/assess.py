"""From tallies or reported figures to assessments: the verdict in the chosen reading, the others beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from dsl.program import Classes, Count, Gauge, NormInfo, Percentile, Program, RecordShare, Timeliness, Total
from engine.normen.figures import Figure, exact
from engine.normen.frame import Frame
from engine.normen.measure import Asked, Measured, Place, Slice, measure_batch
from engine.normen.periods import Period, parts_of
from engine.normen.records import Records, Rejected
from engine.normen.tally import Tally, at_rank
from engine.normen.verdict import Moment, Verdict, Word, judge, needed

_MET: frozenset[Word] = frozenset(("behaald", "behaald met kanttekening", "op koers"))
_OPEN: frozenset[Word] = frozenset(("niet beoordeeld", "niet gerapporteerd", "jaarnorm zonder koers in de bron"))


@dataclass(frozen=True, slots=True)
class Read:
    """One reading with its figure and verdict; ``tally`` where records were measured."""

    name: str | None
    gauge: Gauge
    figure: Figure | None
    verdict: Verdict
    tally: Tally | None = None
    needed: int | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """A norm over one period and slice. ``ours`` is the reading that counts, ``others`` stand beside it. ``parts`` are the shorter
    periods that it was made of; ``trend`` those that only show its course, of which a norm for the whole period says nothing."""

    norm: NormInfo
    period: Period
    slice: str | None
    ours: Read
    others: tuple[Read, ...] = ()
    parts: tuple[Assessment, ...] = ()
    trend: tuple[Assessment, ...] = ()

    @property
    def verdict(self) -> Verdict:
        return self.ours.verdict


@dataclass(frozen=True, slots=True)
class Measurement:
    """What was read of one registratie, and the assessments of its norms. ``source`` is None where there are no records."""

    registry: str
    source: str | None
    read: int
    rejected: Rejected
    unplaced: dict[str, int]
    assessments: tuple[Assessment, ...]


def measure(
    records: Records, norms: Sequence[NormInfo], period: Period, until: date | None, trend: str | None = None
) -> Measurement:
    """Read the records once and judge the norms over them. ``trend``: also measure every maand, kwartaal or tertaal, to show the course.
    Raises Unreadable when the source breaks off."""
    course = () if trend is None else tuple(part for part in parts_of(period, trend) if part != period)
    asked = [Asked(norm, _periods(norm, period), until, course) for norm in norms]
    totals = [Measured() for _ in asked]
    for frame, keys in records.frames():
        _add(totals, asked, frame, keys)
    found = [item for one, total in zip(asked, totals, strict=True) for item in assess_measured(one, total, period)]
    unplaced = {
        one.norm.name: max(total.unplaced.values(), default=0) for one, total in zip(asked, totals, strict=True)
    }
    return Measurement(
        records.registry.name,
        records.source.name,
        records.read,
        records.rejected,
        {name: count for name, count in unplaced.items() if count},
        tuple(found),
    )


def _add(totals: Sequence[Measured], asked: Sequence[Asked], frame: Frame, keys: Sequence[str]) -> None:
    for total, one in zip(totals, asked, strict=True):
        total.merge(measure_batch(frame, keys, one))


def _periods(norm: NormInfo, period: Period) -> tuple[Period, ...]:
    """The period itself, and the shorter ones by which the norm is judged."""
    parts = parts_of(period, norm.period)
    return (period,) if parts == (period,) else (period, *parts)


# ---------------------------------------------------------------- measured


def figure_of(gauge: Gauge, tally: Tally) -> Figure | None:
    """The figure that a tally gives; None where nothing was counted (0 of 0 is no figure)."""
    measure = gauge.measure
    if isinstance(measure, Count):
        return exact(tally.upper)
    if isinstance(measure, Total):
        return exact(tally.upper) if tally.counted else None
    if isinstance(measure, Percentile):
        value = at_rank(tally.values, measure.rank)
        return None if value is None else exact(value)
    if isinstance(measure, Classes) or not tally.lower:
        return None
    return exact(tally.upper / tally.lower)


def assess_measured(asked: Asked, measured: Measured, period: Period) -> list[Assessment]:
    """The assessments of a norm: all records first, then its slices."""
    places: list[Slice] = [None, *sorted({place[2] for place in measured.tallies if place[2] is not None})]
    return [_measured(asked, measured, period, part) for part in places]


def _measured(asked: Asked, measured: Measured, period: Period, part: Slice) -> Assessment:
    norm = asked.norm
    label = None if part is None else part[1]
    parts = tuple(
        _one(asked, measured, shorter, part, label)
        for shorter in asked.periods
        if shorter != period and (asked.until is None or shorter.start <= asked.until)
    )
    whole = _one(asked, measured, period, part, label)
    if norm.over_year in ("alle", "slechtste", "laatste") and parts:
        whole = replace(whole, ours=replace(whole.ours, verdict=_over_parts(norm.over_year, parts)), others=())
    trend = tuple(
        _one(asked, measured, shorter, part, label)
        for shorter in asked.trend
        if asked.until is None or shorter.start <= asked.until
    )
    return replace(whole, parts=parts, trend=trend)


def _over_parts(how: str, parts: Sequence[Assessment]) -> Verdict:
    """alle: every part must hold; slechtste: the part that is farthest off decides; laatste: the last one."""
    if how == "laatste":
        return parts[-1].verdict
    if how == "slechtste":
        known = [part for part in parts if part.verdict.off is not None]
        worst = min(known, key=lambda part: part.verdict.off or Fraction(0), default=parts[-1])
        return replace(worst.verdict, reason=f"Slechtste is {worst.period.name}: {worst.verdict.reason}")
    missed = [part for part in parts if part.verdict.word not in _MET and part.verdict.word not in _OPEN]
    undecided = [part for part in parts if part.verdict.word in _OPEN]
    if missed:
        names = ", ".join(part.period.name for part in missed)
        return Verdict("niet behaald", f"Elke periode telt. Niet behaald in {names}.")
    if undecided:
        names = ", ".join(part.period.name for part in undecided)
        return Verdict("niet beoordeeld", f"Elke periode telt. Geen oordeel over {names}.")
    return Verdict("behaald", f"Elke periode telt, en in alle {len(parts)} is de norm behaald.")


def _one(asked: Asked, measured: Measured, period: Period, part: Slice, label: str | None) -> Assessment:
    moment = Moment(period, asked.until)
    reads: list[Read] = []
    for name, gauge in asked.readings():
        place: Place = (name, period, part)
        tally = measured.tallies.get(place, Tally())
        figure = figure_of(gauge, tally)
        verdict = _judged(asked.norm, gauge, figure, moment, tally)
        more = _needed(gauge, tally)
        reads.append(Read(name, gauge, figure, verdict, tally, more))
    return choose(asked.norm, period, label, reads)


def _judged(norm: NormInfo, gauge: Gauge, figure: Figure | None, moment: Moment, tally: Tally) -> Verdict:
    if figure is None and gauge.demand is not None and gauge.demand.word != "n.t.b.":
        return Verdict("niet beoordeeld", "Er telde geen enkel record mee: 0 van 0 is geen cijfer.")
    verdict = judge(norm, gauge, figure, moment)
    notes: list[str] = []
    if tally.unknown:
        notes.append(f"Bij {tally.unknown} records ontbreekt een gegeven dat de norm nodig heeft; zij tellen niet mee.")
    if tally.open_late.count:
        notes.append(f"{tally.open_late.count} open zaken zijn al te laat.")
    return replace(verdict, remarks=(*verdict.remarks, *notes))


def _needed(gauge: Gauge, tally: Tally) -> int | None:
    measure = gauge.measure
    of_records = isinstance(measure, Timeliness) or (isinstance(measure, RecordShare) and measure.weight is None)
    if gauge.demand is None or gauge.direction_unknown or not of_records:
        return None
    return needed(gauge.demand, tally.good, tally.counted)


def choose(norm: NormInfo, period: Period, label: str | None, reads: Sequence[Read]) -> Assessment:
    """The assessment of a norm from its readings. A norm that cannot be measured as worded has only readings beside it."""
    if norm.not_measurable is not None:
        verdict = Verdict("niet meetbaar zoals geformuleerd", norm.not_measurable)
        return Assessment(norm, period, label, Read(None, norm.gauge, None, verdict), tuple(reads))
    chosen = norm.chosen
    ours = next((read for read in reads if chosen is None or read.name == chosen.name), reads[0])
    others = tuple(read for read in reads if read is not ours)
    differing = [read for read in others if (read.verdict.word in _MET) != (ours.verdict.word in _MET)]
    if differing:
        names = ", ".join(f"'{read.name}': {read.verdict.word}" for read in differing)
        remarks = (*ours.verdict.remarks, f"Een andere lezing geeft een ander oordeel ({names}).")
        word: Word = "behaald met kanttekening" if ours.verdict.word == "behaald" else ours.verdict.word
        ours = replace(ours, verdict=replace(ours.verdict, word=word, remarks=remarks))
    return Assessment(norm, period, label, ours, others)


def norms_over(program: Program, registry: str, names: Iterable[str]) -> list[NormInfo]:
    """The norms with these names that are measured over a registratie, by name."""
    return [program.norms[name] for name in sorted(names) if program.norms[name].registry == registry]
