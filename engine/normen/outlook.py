"""Signalering: will a norm be met at the end of a period that still runs, and from which day can it no longer be?

Two answers stand apart. What follows from the records is exact: how much of what is open may still go wrong, and on which day
the last of that is late. What follows from the pace so far is an estimate, and says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from dsl.dates import add_days
from dsl.notation import format_date, format_exact
from dsl.program import (
    Count,
    Demand,
    Frequency,
    Input,
    Mean,
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
from engine.normen.assess import Assessment, Measurement, filled_windows
from engine.normen.column import day_of
from engine.normen.figures import exact, meets, number_words, shown_value
from engine.normen.periods import windows
from engine.normen.tally import Tally
from engine.normen.verdict import Moment

State = Literal["al gemist", "dreigt gemist te worden", "op weg om behaald te worden", "niet vast te stellen"]
_ORDER: Sequence[State] = (
    "al gemist",
    "dreigt gemist te worden",
    "op weg om behaald te worden",
    "niet vast te stellen",
)
_UP = ("ten minste", "meer dan")
_DOWN = ("ten hoogste", "minder dan")


@dataclass(frozen=True, slots=True)
class Limit:
    """The first day on which the norm can no longer be met, and why. ``day`` is None where that cannot be said. ``sure``: nothing that
    can still come changes it; otherwise it holds as long as nothing new comes in."""

    day: date | None
    why: str
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Outlook:
    """``at_course``: the figure at the end of the period at the pace so far. ``room``: how many of the open records may still go wrong.
    ``limit`` is exact; ``at_pace`` an estimate."""

    assessment: Assessment
    until: date
    state: State
    reason: str
    at_course: Fraction | None = None
    room: int | None = None
    limit: Limit = Limit(None, "Wanneer de norm niet meer te halen is, is niet vast te stellen.")
    at_pace: date | None = None


def outlooks(found: Iterable[Measurement], until: date, program: Program) -> list[Outlook]:
    """Of every norm whose period still runs on ``until``: what is missed or threatens to be first."""
    seen = [
        outlook(item, until, program)
        for measurement in found
        for item in measurement.assessments
        if item.period.start <= until < item.period.end and item.ours.gauge.demand is not None
    ]
    return sorted(seen, key=lambda one: (_ORDER.index(one.state), one.limit.day or date.max))


def outlook(item: Assessment, until: date, program: Program) -> Outlook:
    """What can be said of one norm on a day in its period."""
    if item.norm.parts:
        return _of_parts(item, [outlook(part, until, program) for part in item.parts], until)
    demand = item.verdict.demand
    unclear = _unclear(item, demand)
    if item.verdict.word == "onherroepelijk gemist":
        return Outlook(item, until, "al gemist", item.verdict.reason, limit=Limit(until, item.verdict.reason, True))
    missed = next(
        (part for part in item.parts if part.period.end <= until and part.verdict.word == "niet behaald"), None
    )
    if item.norm.over_year == "alle" and missed is not None:
        why = f"De norm geldt voor elke periode, en in {missed.period.name} is zij niet behaald."
        return Outlook(item, until, "al gemist", why, limit=Limit(missed.period.end, why, True))
    limit, room = _limit(item, until, program)
    if unclear is not None or demand is None:
        return Outlook(item, until, "niet vast te stellen", unclear or "Er is nog geen cijfer.", room=room, limit=limit)
    if limit.day is not None and limit.day <= until and limit.sure:
        return Outlook(item, until, "al gemist", limit.why, limit=limit)
    end = _at_course(item, until)
    if end is None:
        return Outlook(
            item, until, "niet vast te stellen", "Dit cijfer is niet door te rekenen.", room=room, limit=limit
        )
    holds = meets(demand, exact(end), None)
    shown = number_words(shown_value(end, demand.type, demand.low), demand.type, item.norm.unit)
    how = "Als het zo doorgaat, is het cijfer" if _grows(item) else "Als het zo blijft, is het cijfer"
    reason = f"{how} aan het eind {shown}."
    state: State = "op weg om behaald te worden" if holds else "dreigt gemist te worden"
    return Outlook(item, until, state, reason, end, room, limit, _at_pace(item, demand, until))


def _of_parts(item: Assessment, parts: Sequence[Outlook], until: date) -> Outlook:
    """A norm of which every part must be met: the first that is out of reach decides."""
    demand = item.ours.gauge.demand
    if demand is None or demand.word != "ja" or len(parts) < len(item.norm.parts):
        return Outlook(item, until, "niet vast te stellen", item.verdict.reason)
    days = [(part.limit.day, part) for part in parts if part.limit.day is not None]
    limit = Outlook(item, until, "niet vast te stellen", "").limit
    if days:
        day, first = min(days, key=lambda pair: pair[0])
        limit = Limit(day, f"Dan is '{first.assessment.norm.name}' niet meer te halen.", first.limit.sure)
    named = {state: [part.assessment.norm.name for part in parts if part.state == state] for state in _ORDER}
    for state in _ORDER:
        if named[state]:
            if state == "op weg om behaald te worden" and named["niet vast te stellen"]:
                continue
            return Outlook(item, until, state, f"Onderdelen: {', '.join(named[state])}.", limit=limit)
    return Outlook(item, until, "niet vast te stellen", item.verdict.reason, limit=limit)


def _unclear(item: Assessment, demand: Demand | None) -> str | None:
    """Why nothing can be said of a norm, or None."""
    gauge = item.ours.gauge
    if item.norm.not_measurable is not None:
        return item.norm.not_measurable
    if gauge.demand is not None and gauge.demand.word == "n.t.b.":
        return "De norm was nog niet bepaald (n.t.b.)."
    if gauge.direction_unknown:
        return "De bron zegt niet of meer of minder beter is."
    if isinstance(gauge.measure, Milestone | Proof | Frequency):
        return None
    if item.ours.figure is None or demand is None:
        return item.verdict.reason
    return None


# ---------------------------------------------------------------- from the records


def _limit(item: Assessment, until: date, program: Program) -> tuple[Limit, int | None]:
    """From which day the norm can no longer be met, and how many open records may still go wrong."""
    tally, demand = item.ours.tally, item.verdict.demand or item.ours.gauge.demand
    end = item.period.end
    match item.ours.gauge.measure:
        case Milestone() if tally is not None and tally.open_due:
            day = add_days(day_of(min(tally.open_due)), 1)
            return Limit(day, f"De laatste dag van de mijlpaal is {format_date(add_days(day, -1))}.", True), 0
        case Proof():
            return Limit(add_days(end, 1), "Tot het eind van de periode kan het bewijsstuk nog komen.", True), None
        case Frequency() as frequency if tally is not None and demand is not None and demand.low is not None:
            return _windows_left(item, frequency, tally, demand.low, until), None
        case Timeliness() as measure if tally is not None and demand is not None and measure.weight is None:
            return _cases_left(item, measure, tally, demand, until, program)
        case Count() | Total() if tally is not None and demand is not None and demand.word in _DOWN:
            why = "Het cijfer loopt alleen op. Op welke dag de grens valt, hangt af van wat nog komt."
            return Limit(None, why), None
        case Count() | Total():
            why = "Hoeveel er tot het eind van de periode nog komt, is niet bekend."
            return Limit(None, why), None
        case RecordShare() | Ratio():
            why = (
                "Hoeveel records er nog komen, is niet bekend. Goede records kunnen het cijfer tot het eind verbeteren."
            )
            return Limit(None, why), None
        case Mean() | Percentile() | Stock():
            return Limit(None, "Wat er nog komt, kan dit cijfer tot het eind veranderen."), None
    return Limit(None, "Wanneer de norm niet meer te halen is, is niet vast te stellen."), None


def _windows_left(item: Assessment, measure: Frequency, tally: Tally, low: Fraction, until: date) -> Limit:
    every = list(windows(item.period, measure.amount, measure.unit))
    empty = filled_windows(measure, tally, Moment(item.period, until))[1]
    may_miss = int(len(every) * (1 - low)) - len(empty)
    if may_miss < 0:
        return Limit(
            empty[-1][1], f"Van {format_date(empty[-1][0])} tot en met {format_date(empty[-1][1])} is er geen.", True
        )
    days = sorted(day_of(day) for day in tally.days)
    ahead = [(start, end) for start, end in every if end > until and not any(start <= day <= end for day in days)]
    if may_miss >= len(ahead):
        return Limit(None, "In genoeg perioden is er al een.", True)
    start, end = ahead[may_miss]
    return Limit(add_days(end, 1), f"Van {format_date(start)} tot en met {format_date(end)} is er nog geen.", True)


def _cases_left(
    item: Assessment, measure: Timeliness, tally: Tally, demand: Demand, until: date, program: Program
) -> tuple[Limit, int | None]:
    """Of what is open in time, so many may still go wrong; the next one that is late makes the norm impossible."""
    if demand.low is None or demand.word not in _UP:
        return Limit(None, "Alleen bij een norm met een ondergrens is die dag uit de open zaken af te leiden."), None
    placed = (
        1 if measure.strict and measure.over == "vervallen" else 0
    )  # a case stands at its due day, the day after its last
    due = Counter({day: count for day, count in tally.open_due.items() if day_of(day + placed) <= item.period.end})
    ahead = sum(due.values())
    # What falls due after the period can be done in it: at best all of that is good. So is what is done and falls due later in it.
    extra = tally.ready if measure.over == "vervallen" else sum(tally.open_due.values()) - ahead
    grows = measure.over == "afgehandeld"
    least = _least_good(demand, tally.good + extra, tally.counted + extra, ahead, grows)
    closed, said = _closed(item, measure, until, program)
    if least is None:
        why = f"Ook als alle {ahead} open zaken op tijd klaar zijn, is de norm niet gehaald{said}."
        return Limit(until, why, closed), None
    room = ahead - least
    if least <= 0:
        return Limit(None, f"Wat nu open is, kan de norm niet meer doen missen{said}.", closed), room
    seen = 0
    for day in sorted(due):
        seen += due[day]
        if seen > room:
            why = (
                f"Van de {ahead} open zaken binnen de termijn moeten er {least} op tijd klaar zijn; er mogen er {room} te laat zijn"
                f"{said}. Zijn alle zaken met een laatste dag tot en met {format_date(day_of(day))} dan nog open, dan kan het niet meer."
            )
            return Limit(add_days(day_of(day), 1), why, closed), room
    return Limit(None, "Wanneer de norm niet meer te halen is, is niet vast te stellen."), room


def _least_good(demand: Demand, good: int, counted: int, ahead: int, grows: bool) -> int | None:
    """The least number of the ``ahead`` open cases that must be good. ``grows``: cases that are not done do not count at all, so
    that each good one also adds to the denominator; otherwise all of them count in the end. None: no number is enough."""
    if not _enough(demand, good, counted, ahead, ahead, grows):
        return None
    if _enough(demand, good, counted, 0, ahead, grows):
        return 0
    low, high = 0, ahead  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _enough(demand, good, counted, middle, ahead, grows) else (middle, high)
    return high


def _enough(demand: Demand, good: int, counted: int, number: int, ahead: int, grows: bool) -> bool:
    total = counted + (number if grows else ahead)
    if not total:
        return False
    return meets(demand, exact(Fraction(good + number, total))) is True


def _closed(item: Assessment, measure: Timeliness, until: date, program: Program) -> tuple[bool, str]:
    """Whether nothing that comes in from now on can count in this period: it then falls due after it."""
    pause = item.ours.gauge.suspension
    if pause is not None and pause.how == "klok stil":
        return False, ", als er niets meer bij komt en geen klok meer stilstaat"
    if measure.over == "vervallen":
        earliest = _earliest_due(measure, add_days(until, 1), program)
        if earliest is not None and earliest > item.period.end:
            return True, " (wat nu nog binnenkomt, valt na deze periode)"
    return False, ", als er niets meer bij komt"


def _earliest_due(measure: Timeliness, day: date, program: Program) -> date | None:
    """The last day of a record that comes in on a day, where that follows from nothing else."""
    import numpy as np

    from engine.normen.column import Column, day_number
    from engine.normen.frame import Frame

    start = program.nodes[measure.start]
    if not isinstance(start, Input) or _columns(program, measure.due) != {start.attr}:
        return None
    column = Column(np.array([day_number(day)], np.int64), np.zeros(1, bool))
    due = Frame(program, {start.attr: column}, 1).value(measure.due, day)
    return None if due.missing[0] else day_of(int(due.values[0]))


def _columns(program: Program, number: int) -> set[str]:
    node = program.nodes[number]
    own = {node.attr} if isinstance(node, Input) else set()
    return own.union(*(_columns(program, operand) for operand in node.operands()))


# ---------------------------------------------------------------- at the pace so far


def _grows(item: Assessment) -> bool:
    return item.norm.growing or isinstance(item.ours.gauge.measure, Count | Total)


def _at_course(item: Assessment, until: date) -> Fraction | None:
    """The figure at the end: of what adds up in proportion to the days, of the rest as it is."""
    figure = item.ours.figure
    if figure is None or figure.value is None or figure.low != figure.high:
        return None
    if not _grows(item):
        return figure.value
    value = figure.value / Moment(item.period, until).part_gone
    share = item.verdict.demand is not None and item.verdict.demand.type.show == "percentage"
    return min(value, Fraction(1)) if share else value


def _at_pace(item: Assessment, demand: Demand, until: date) -> date | None:
    """The day from which the norm is out of reach if as much comes in and goes wrong as until now, and all goes well after that day; None
    when that is after the period."""
    figure, low = item.ours.figure, demand.low
    if figure is None or figure.value is None or low is None or figure.value < 0:
        return None
    days = (item.period.end - item.period.start).days + 1
    gone = (until - item.period.start).days + 1
    if _grows(item) and demand.word in _DOWN and figure.value > 0:
        part = low * gone / figure.value
        reached = int(part) + 1 if demand.word == "ten hoogste" or part.denominator != 1 else int(part)
    elif isinstance(item.ours.gauge.measure, RecordShare | Timeliness) and demand.word in _UP and figure.value < 1:
        # Of all that comes, the part (1 - figure) * day / days goes wrong; that may be 1 - norm at most.
        part = days * (1 - low) / (1 - figure.value)
        reached = int(part) + 1 if demand.word == "ten minste" or part.denominator != 1 else int(part)
    else:
        return None
    return add_days(item.period.start, reached - 1) if reached <= days else None


# ---------------------------------------------------------------- told


def outlook_text(one: Outlook) -> str:
    """One line for a person."""
    norm: NormInfo = one.assessment.norm
    part = one.assessment.slice or norm.part
    words = f"{norm.name}{f' ({part})' if part else ''}: {one.state}. {one.reason}"
    if one.state != "al gemist":
        if one.limit.day is not None:
            words += f" Vanaf {format_date(one.limit.day)} kan het niet meer. {one.limit.why}"
        else:
            words += f" {one.limit.why}"
        if one.at_pace is not None:
            words += f" In het tempo tot nu toe is de norm vanaf {format_date(one.at_pace)} buiten bereik."
    return words


def outlook_json(one: Outlook) -> dict[str, Any]:
    return {
        "norm": one.assessment.norm.name,
        "nummer": one.assessment.norm.number,
        "uitsplitsing": one.assessment.slice,
        "tot en met": one.until.isoformat(),
        "vooruitzicht": one.state,
        "reden": one.reason,
        "cijfer aan het eind bij deze koers": None if one.at_course is None else format_exact(one.at_course),
        "mogen nog te laat zijn": one.room,
        "niet meer te halen vanaf": None if one.limit.day is None else one.limit.day.isoformat(),
        "waarom": one.limit.why,
        "staat vast": one.limit.sure,
        "in dit tempo buiten bereik vanaf": None if one.at_pace is None else one.at_pace.isoformat(),
    }
