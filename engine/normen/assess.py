"""From tallies or reported figures to assessments: the verdict in the chosen reading, the others beside it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from dsl.notation import format_date
from dsl.program import (
    Classes,
    Count,
    Frequency,
    Gauge,
    Milestone,
    NormInfo,
    Percentile,
    Program,
    Proof,
    Ratio,
    RecordShare,
    Stock,
    Timeliness,
    Total,
)
from engine.normen.column import day_number
from engine.normen.figures import Figure, exact, figure_words, meets
from engine.normen.gathered import gathered
from engine.normen.measure import LEGAL, Asked, Measured, Place, Slice
from engine.normen.periods import Period, parts_of, previous, windows
from engine.normen.records import Records, Rejected
from engine.normen.tally import Tally, at_rank
from engine.normen.verdict import Moment, Verdict, Word, judge, needed, needed_count

if TYPE_CHECKING:
    from engine.normen.opened import Opened

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
    periods that it was made of; ``trend`` those that only show its course, of which a norm for the whole period says nothing.
    ``legal``: the same measured by the last day that the law gives."""

    norm: NormInfo
    period: Period
    slice: str | None
    ours: Read
    others: tuple[Read, ...] = ()
    parts: tuple[Assessment, ...] = ()
    trend: tuple[Assessment, ...] = ()
    legal: Read | None = None

    @property
    def verdict(self) -> Verdict:
        return self.ours.verdict


@dataclass(frozen=True, slots=True)
class Measurement:
    """What was read of one registratie, and the assessments of its norms. ``source`` is None where there are no records. ``opened``: the
    records behind the verdicts, where they were asked for. ``invented``: the source says that its records are synthetic."""

    registry: str
    source: str | None
    read: int
    rejected: Rejected
    unplaced: dict[str, int]
    assessments: tuple[Assessment, ...]
    opened: Opened | None = None
    invented: bool = False


def measure(
    records: Records, norms: Sequence[NormInfo], period: Period, until: date | None, trend: str | None = None
) -> Measurement:
    """Read the records once and judge the norms over them. ``trend``: also measure every maand, kwartaal or tertaal, to show the course.
    Raises Unreadable when the source breaks off."""
    course = () if trend is None else tuple(part for part in parts_of(period, trend) if part != period)
    asked = [Asked(norm, _periods(norm, period), until, course) for norm in norms]
    totals = gathered(records, asked)
    program = records.program
    found = [
        item for one, total in zip(asked, totals, strict=True) for item in assess_measured(one, total, period, program)
    ]
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


def _periods(norm: NormInfo, period: Period) -> tuple[Period, ...]:
    """The period itself, and the shorter ones by which the norm is judged."""
    parts = parts_of(period, norm.period)
    return (period,) if parts == (period,) else (period, *parts)


# ---------------------------------------------------------------- measured


def figure_of(gauge: Gauge, tally: Tally, moment: Moment) -> Figure | None:
    """The figure that a tally gives; None where nothing was counted (0 of 0 is no figure)."""
    match gauge.measure:
        case Count() | Stock():
            return exact(tally.upper)
        case Total():
            return exact(tally.upper) if tally.counted else None
        case Percentile(_, rank):
            value = at_rank(tally.values, rank)
            return None if value is None else exact(value)
        case Milestone():
            missed, waiting = tally.against.count, tally.open_in_time
            return None if not tally.counted or (waiting and not missed) else exact(Fraction(not missed))
        case Proof():
            return exact(Fraction(tally.counted > 0)) if tally.counted or tally.unknown else None
        case Frequency() as frequency:
            filled, empty = filled_windows(frequency, tally, moment)
            return exact(Fraction(filled, filled + len(empty))) if filled or empty else None
    if isinstance(gauge.measure, Classes) or not tally.lower:
        return None
    deviates = isinstance(gauge.measure, Ratio) and gauge.measure.deviation
    return exact(tally.upper / tally.lower - (1 if deviates else 0))


def filled_windows(measure: Frequency, tally: Tally, moment: Moment) -> tuple[int, list[tuple[date, date]]]:
    """How many windows have a record, and the windows without one that are over."""
    last = moment.period.end if moment.until is None else min(moment.until, moment.period.end)
    days = sorted(tally.days)
    filled, empty = 0, []
    for start, end in windows(moment.period, measure.amount, measure.unit):
        place = bisect_left(days, day_number(start))
        if place < len(days) and days[place] <= day_number(min(end, last)):
            filled += 1
        elif end <= last:
            empty.append((start, end))
    return filled, empty


def assess_measured(
    asked: Asked, measured: Measured, period: Period, program: Program | None = None
) -> list[Assessment]:
    """The assessments of a norm: all records first, then its slices. ``program`` gives parameters their value."""
    places: list[Slice] = [None, *sorted({place[2] for place in measured.tallies if place[2] is not None})]
    return [_measured(asked, measured, period, part, program) for part in places]


def _measured(asked: Asked, measured: Measured, period: Period, part: Slice, program: Program | None) -> Assessment:
    label = None if part is None else part[1]
    parts = tuple(
        _one(asked, measured, shorter, part, label, program)
        for shorter in asked.periods
        if shorter != period and (asked.until is None or shorter.start <= asked.until)
    )
    whole = over_parts(_one(asked, measured, period, part, label, program), parts)
    trend = tuple(
        _one(asked, measured, shorter, part, label, program)
        for shorter in asked.trend
        if asked.until is None or shorter.start <= asked.until
    )
    return replace(whole, parts=parts, trend=trend)


def over_parts(whole: Assessment, parts: Sequence[Assessment]) -> Assessment:
    """The whole period, judged by its parts where the norm says so."""
    how = whole.norm.over_year
    if how is None or not parts:
        return whole
    verdict = _mean_of_parts(whole, parts) if how == "gemiddelde" else _over_parts(how, parts)
    if verdict is None:
        return whole
    return replace(whole, ours=replace(whole.ours, verdict=verdict, needed=None), others=())


def _mean_of_parts(whole: Assessment, parts: Sequence[Assessment]) -> Verdict | None:
    """The mean of the figures of the parts, in which each part counts as much as another. None while one has none."""
    values = [
        part.ours.figure.value for part in parts if part.ours.figure is not None and part.ours.figure.value is not None
    ]
    demand = whole.ours.gauge.demand
    if len(values) < len(parts) or demand is None or demand.low is None:
        return None
    mean = sum(values, Fraction(0)) / len(values)
    verdict = judge(whole.norm, whole.ours.gauge, exact(mean), Moment(whole.period))
    together = (
        ""
        if whole.ours.figure is None
        else f" Over alle records samen is het {figure_words(whole.ours.figure, demand.type)}."
    )
    reason = f"Gemiddelde van {len(values)} perioden: {verdict.reason}{together}"
    return replace(verdict, reason=reason, remarks=(*verdict.remarks, *_notes(whole.ours.tally)))


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


def _one(
    asked: Asked, measured: Measured, period: Period, part: Slice, label: str | None, program: Program | None
) -> Assessment:
    reads: list[Read] = []
    legal: Read | None = None
    for name, gauge in asked.ways():
        moment = Moment(period, asked.until, _former(asked, measured, (name, period, part), gauge), program=program)
        place: Place = (name, period, part)
        read = read_of(asked.norm, name, gauge, measured.tallies.get(place, Tally()), moment)
        if name == LEGAL:
            legal = read
        else:
            reads.append(read)
    return replace(choose(asked.norm, period, label, reads), legal=legal)


def _former(asked: Asked, measured: Measured, place: Place, gauge: Gauge) -> Fraction | None:
    """The figure of the period before, in the same reading and slice."""
    name, period, part = place
    before = previous(period) if asked.compares else None
    if before is None:
        return None
    tally = measured.tallies.get((name, before, part))
    figure = None if tally is None else figure_of(gauge, tally, Moment(before))
    return None if figure is None else figure.value


def read_of(norm: NormInfo, name: str | None, gauge: Gauge, tally: Tally, moment: Moment) -> Read:
    """One reading judged on what was counted."""
    figure = figure_of(gauge, tally, moment)
    verdict = _judged(norm, gauge, figure, moment, tally)
    return Read(name, gauge, figure, verdict, tally, _needed(gauge, verdict, tally))


def _judged(norm: NormInfo, gauge: Gauge, figure: Figure | None, moment: Moment, tally: Tally) -> Verdict:
    if figure is None and gauge.demand is not None and gauge.demand.word != "n.t.b.":
        why = "Er telde geen enkel record mee: 0 van 0 is geen cijfer."
        if isinstance(gauge.measure, Milestone) and tally.counted:
            why = "De mijlpaal is nog open, en de laatste dag is nog niet voorbij."
        verdict = Verdict("niet beoordeeld", why)
    else:
        verdict = judge(norm, gauge, figure, moment)
    if isinstance(gauge.measure, Milestone) and tally.against.count:
        verdict = replace(verdict, word="onherroepelijk gemist" if moment.interim else "niet behaald")
    notes = [*_notes(tally)]
    if isinstance(gauge.measure, Frequency):
        empty = filled_windows(gauge.measure, tally, moment)[1]
        notes += [f"Van {format_date(start)} tot en met {format_date(end)} is er geen." for start, end in empty]
        if verdict.word == "jaarnorm zonder koers in de bron" and _out_of_reach(gauge.measure, verdict, moment, empty):
            verdict = replace(verdict, word="onherroepelijk gemist")
    if isinstance(gauge.measure, Stock):
        notes += _balance(tally)
    if gauge.suspension is not None and tally.suspended:
        what = {"uitgesloten": "niet mee", "klok stil": "mee met een langere termijn", "telt door": "gewoon mee"}
        notes.append(f"{tally.suspended} records met een opgeschorte termijn tellen {what[gauge.suspension.how]}.")
    return replace(verdict, remarks=(*verdict.remarks, *notes))


def _out_of_reach(measure: Frequency, verdict: Verdict, moment: Moment, empty: Sequence[tuple[date, date]]) -> bool:
    """Whether the norm would not hold either when every window that is still to come has a record."""
    total = sum(1 for _ in windows(moment.period, measure.amount, measure.unit))
    best = exact(Fraction(total - len(empty), total))
    return verdict.demand is not None and meets(verdict.demand, best) is False


def _notes(tally: Tally | None) -> list[str]:
    """What must be said beside any score."""
    notes: list[str] = []
    if tally is not None and tally.unknown:
        many = "1 record" if tally.unknown == 1 else f"{tally.unknown} records"
        notes.append(f"Bij {many} ontbreekt een gegeven dat de norm nodig heeft. Dat telt niet mee.")
    if tally is not None and tally.open_late.count:
        late = tally.open_late.count
        notes.append("Een open zaak is al te laat." if late == 1 else f"{late} open zaken zijn al te laat.")
    return notes


def _balance(tally: Tally) -> list[str]:
    """Begin plus in less out must be what is left; what was done before it came in upsets that."""
    notes = [f"Begin {tally.begun}, erbij {tally.came}, eraf {tally.went}, eind {tally.upper}."]
    if tally.begun + tally.came - tally.went != tally.upper or tally.odd.count:
        shown = ", ".join(tally.odd.kept[:5])
        notes.append(
            f"Begin plus erbij min eraf is {tally.begun + tally.came - tally.went}: bij {tally.odd.count} records ligt het eind "
            f"voor het begin ({shown})."
        )
    return notes


def _needed(gauge: Gauge, verdict: Verdict, tally: Tally) -> int | None:
    measure, demand = gauge.measure, verdict.demand
    if demand is None or gauge.direction_unknown:
        return None
    if isinstance(measure, Count | Stock):
        return needed_count(demand, tally.upper)
    of_records = isinstance(measure, Timeliness | RecordShare) and measure.weight is None
    return needed(demand, tally.good, tally.counted) if of_records else None


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
