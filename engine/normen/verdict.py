"""Ten verdicts, each with its reason. What the source leaves open stays open here: no direction is guessed, no course invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from dsl.dates import last_day_of_month
from dsl.notation import MONTH_NAMES, format_date
from dsl.program import Comparator, Count, Demand, Gauge, NormInfo, Program
from engine.normen.figures import Figure, demand_words, exact, figure_words, meets, number_words
from engine.normen.periods import Period, unit_of

Word = Literal[
    "behaald",
    "niet behaald",
    "onherroepelijk gemist",
    "op koers",
    "niet op koers",
    "jaarnorm zonder koers in de bron",
    "behaald met kanttekening",
    "niet meetbaar zoals geformuleerd",
    "niet gerapporteerd",
    "niet beoordeeld",
]


@dataclass(frozen=True, slots=True)
class Verdict:
    """``off``: how far the figure is from the demand, positive on the good side; None where that cannot be said. ``remarks``: what
    should be known beside it. ``demand``: what was asked at that moment, with the values of parameters and other figures."""

    word: Word
    reason: str
    off: Fraction | None = None
    remarks: tuple[str, ...] = ()
    demand: Demand | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """The period of a norm, and until when figures speak of it (None: the whole period). ``former``: the figure of the period before;
    ``others``: figures of other norms over the period, by name; ``program`` gives the values of parameters on a day."""

    period: Period
    until: date | None = None
    former: Fraction | None = None
    others: Mapping[str, Fraction] = field(default_factory=dict)
    program: Program | None = None

    @property
    def interim(self) -> bool:
        return self.until is not None and self.until < self.period.end

    def in_between(self, norm: NormInfo) -> bool:
        """Whether a norm for a whole year is asked over less than that."""
        return norm.period == "jaar" and (self.interim or unit_of(self.period) != "jaar")

    @property
    def part_gone(self) -> Fraction:
        """The part of the period that has passed, in days."""
        days = (self.period.end - self.period.start).days + 1
        until = self.period.end if self.until is None else min(self.until, self.period.end)
        return Fraction((until - self.period.start).days + 1, days)


def judge(norm: NormInfo, gauge: Gauge, figure: Figure | None, moment: Moment) -> Verdict:
    """The verdict on one figure in one reading. ``figure`` is None when nobody gave one."""
    demand = gauge.demand
    if demand is None:
        return Verdict("niet beoordeeld", "Dit is een kengetal: er hoort geen norm bij.")
    if demand.word == "n.t.b.":
        return Verdict("niet beoordeeld", "De norm was nog niet bepaald (n.t.b.).")
    if figure is None:
        return Verdict("niet gerapporteerd", "Er is geen cijfer over deze periode.")
    if gauge.exact_figures:
        figure = figure.as_exact()
    asked = settled(demand, moment)
    if asked is None:
        if demand.nodes:
            return Verdict("niet beoordeeld", "De waarde van de norm staat op die dag niet vast.")
        whose = "de vorige periode" if demand.of is None else f"de norm '{demand.of}'"
        return Verdict("niet beoordeeld", f"Het cijfer van {whose} ontbreekt.")
    if gauge.direction_unknown:
        return _without_direction(norm, asked, figure)
    verdict = _growing(norm, asked, figure, moment) if norm.growing and moment.interim else None
    if verdict is None:
        verdict = _plain(norm, asked, figure, moment)
        if verdict.word == "niet behaald" and moment.in_between(norm):
            verdict = _in_between(norm, gauge, asked, verdict, figure, moment)
    reason = verdict.reason
    if asked is not demand:
        reason += f" Gevraagd is {demand_words(demand, norm.unit)}." if demand.of or demand.of_former else ""
    return replace(verdict, reason=reason, demand=asked)


def settled(demand: Demand, moment: Moment) -> Demand | None:
    """The demand with the values of that moment; None when a figure is missing that it is a part of."""
    if demand.word.endswith("vorige periode"):
        return demand if moment.former is not None else None
    if demand.of is not None or demand.of_former:
        of = moment.former if demand.of is None else moment.others.get(demand.of)
        return (
            None if of is None or demand.low is None else replace(demand, low=demand.low * of, of=None, of_former=False)
        )
    if not demand.nodes:
        return demand
    if moment.program is None:
        return None
    values = [_on_day(moment.program, node, moment.period.end) for node in demand.nodes]
    if None in values:
        return None
    return replace(demand, low=values[0], high=values[1] if len(values) > 1 else None, nodes=())


def _on_day(program: Program, node: int, day: date) -> Fraction | None:
    """The value of a calculation with parameters on a day."""
    from engine.normen.frame import Frame

    column = Frame(program, {}, 1).value(node, day)
    return None if column.missing[0] else Fraction(column.values.tolist()[0]) / column.den


def _said(norm: NormInfo, demand: Demand, figure: Figure) -> str:
    return f"{figure_words(figure, demand.type, norm.unit, demand.low)}; de norm is {demand_words(demand, norm.unit)}"


def _without_direction(norm: NormInfo, demand: Demand, figure: Figure) -> Verdict:
    """No direction: the same figure under both."""
    least = Demand("ten minste", demand.low, None, demand.type)
    most = Demand("ten hoogste", demand.low, None, demand.type)
    words = {True: "behaald", False: "niet behaald", None: "niet te zeggen"}
    remark = (
        f"Gelezen als 'ten minste': {words[meets(least, figure)]}; als 'ten hoogste': {words[meets(most, figure)]}."
    )
    reason = f"De bron zegt niet of meer of minder beter is: {_said(norm, demand, figure)}."
    return Verdict("niet beoordeeld", reason, remarks=(remark,))


def _growing(norm: NormInfo, demand: Demand, figure: Figure, moment: Moment) -> Verdict | None:
    """A figure that only grows through the period, seen before its end. None when it can be judged as it is."""
    assert moment.until is not None
    said = f"Tot en met {format_date(moment.until)}: {_said(norm, demand, figure)}."
    upward = demand.word in ("ten minste", "meer dan", "gelijk aan")
    now = meets(demand, figure)
    if not upward and now is False:
        return Verdict("onherroepelijk gemist", f"{said} Dit cijfer loopt alleen op.", _off(demand, figure))
    if upward and now is True and demand.word != "gelijk aan":
        return None
    now_due = expected(norm, demand, moment)
    if now_due is None:
        why = "De bron geeft geen koers voor dit moment van het jaar."
        return Verdict("jaarnorm zonder koers in de bron", f"{said} {why}", _off(demand, figure))
    course, how = now_due
    on_course = meets(course, figure)
    if on_course is None:
        return Verdict("niet beoordeeld", f"{said} Het cijfer is te onzeker om de koers te bepalen.")
    return Verdict(
        "op koers" if on_course else "niet op koers",
        f"{said} {how} {demand_words(course, norm.unit)}.",
        _off(demand, figure),
    )


def _in_between(
    norm: NormInfo, gauge: Gauge, demand: Demand, missed: Verdict, figure: Figure, moment: Moment
) -> Verdict:
    """A year norm that does not hold (yet) over a part of the year: the year is not missed by that, unless nothing can mend it."""
    ended = moment.period.end if moment.until is None else min(moment.until, moment.period.end)
    said = f"Tot en met {format_date(ended)}: {_said(norm, demand, figure)}."
    if moment.period.start.month != 1 or moment.period.start.day != 1:
        said = f"Over {moment.period.name}: {_said(norm, demand, figure)}."
    counted = isinstance(gauge.measure, Count) and gauge.on is not None
    if counted and demand.word in ("ten hoogste", "minder dan"):
        return replace(missed, word="onherroepelijk gemist", reason=f"{said} Een aantal loopt in het jaar alleen op.")
    course = expected(norm, demand, moment) if norm.points and moment.interim else None
    if course is None:
        why = "De norm geldt voor het hele jaar, en de bron geeft geen koers voor dit moment."
        return replace(missed, word="jaarnorm zonder koers in de bron", reason=f"{said} {why}")
    now_due, how = course
    word: Word = "op koers" if meets(now_due, figure) else "niet op koers"
    return replace(missed, word=word, reason=f"{said} {how} {demand_words(now_due, norm.unit)}.")


def expected(norm: NormInfo, demand: Demand, moment: Moment) -> tuple[Demand, str] | None:
    """What the course of a growing figure asks now, with the words that lead to it; None when the source gives none for this moment."""
    word: Comparator = demand.word if demand.word in ("ten minste", "meer dan", "gelijk aan") else "ten hoogste"
    word = "ten minste" if word == "gelijk aan" else word
    if norm.course == "lineair" and demand.low is not None:
        share = moment.part_gone
        return Demand(word, demand.low * share, None, demand.type), "Lineair hoort hierbij nu"
    reached = [point for point in norm.points if moment.until is not None and _month_ended(point[1], moment)]
    if not reached:
        return None
    value, month = reached[-1]
    return Demand(word, value, None, demand.type), f"Volgens de koers in de bron hoort eind {MONTH_NAMES[month - 1]}"


def _month_ended(month: int, moment: Moment) -> bool:
    assert moment.until is not None
    end = last_day_of_month(date(moment.period.start.year, month, 1))
    return moment.period.start <= end <= moment.until


def _plain(norm: NormInfo, demand: Demand, figure: Figure, moment: Moment) -> Verdict:
    holds = meets(demand, figure, moment.former)
    said = _said(norm, demand, figure)
    if moment.former is not None and demand.word.endswith("vorige periode"):
        former = Demand("", moment.former, None, demand.type)
        said += f" (dat was {demand_words(former, norm.unit)})"
    off = _off(demand, figure)
    if holds is None:
        return Verdict("niet beoordeeld", f"{said}. Het cijfer laat beide mogelijkheden open.", off)
    remarks = list(norm.remarks)
    if figure.kind == "ongeveer":
        remarks.append("De bron noemt het cijfer 'ongeveer'.")
    if meets(demand, figure.rounded(), moment.former) is None:
        remarks.append(
            "Alleen de afronding beslist: het onafgeronde cijfer kan aan de andere kant van de grens liggen."
        )
    if demand.about:
        remarks.append("De bron noemt de norm zelf 'ongeveer'.")
    if demand.step is not None and _rounding_of_norm_decides(demand, figure, moment):
        remarks.append("De norm is afgerond; een onafgeronde norm kan een ander oordeel geven.")
    if not holds:
        remarks += _rounded_up(norm, demand, figure)
        return Verdict("niet behaald", f"{said}.", off, tuple(remarks))
    word: Word = "behaald met kanttekening" if remarks else "behaald"
    return Verdict(word, f"{said}.", off, tuple(remarks))


def _rounding_of_norm_decides(demand: Demand, figure: Figure, moment: Moment) -> bool:
    assert demand.step is not None
    if demand.low is None:
        return False
    half = demand.step / 2
    ends = {meets(replace(demand, low=demand.low + shift), figure, moment.former) for shift in (-half, half)}
    return len(ends) > 1


def _rounded_up(norm: NormInfo, demand: Demand, figure: Figure) -> list[str]:
    """A measured figure that misses the norm, but would be printed as one that does not."""
    if (
        figure.kind != "gemeten"
        or figure.value is None
        or demand.low is None
        or demand.low.denominator == 1 == figure.value.denominator
    ):
        return []
    step = _printed_step(demand)
    rounded = (figure.value / step + Fraction(1, 2)).__floor__() * step
    if meets(demand, exact(rounded)) is not True:
        return []
    shown = number_words(rounded, demand.type, norm.unit)
    return [f"Afgerond zou het cijfer {shown} zijn en de norm gehaald; wij oordelen over het onafgeronde cijfer."]


def _printed_step(demand: Demand) -> Fraction:
    """The last decimal in which a norm is written."""
    assert demand.low is not None
    step = Fraction(1, 100) if demand.type.show == "percentage" else Fraction(1)
    while (demand.low / step).denominator != 1 and step > Fraction(1, 10**9):
        step /= 10
    return step


def _off(demand: Demand, figure: Figure) -> Fraction | None:
    """The distance to the bound, positive on the good side."""
    if demand.low is None or figure.value is None:
        return None
    if demand.word in ("ten minste", "meer dan"):
        return figure.value - demand.low
    if demand.word in ("ten hoogste", "minder dan"):
        return demand.low - figure.value
    if demand.word == "binnen een marge van":
        beyond = {"naar boven": figure.value, "naar beneden": -figure.value}.get(demand.margin, abs(figure.value))
        return demand.low - beyond
    return None


def needed(demand: Demand, good: int, counted: int) -> int | None:
    """How many records of a share would have had to be otherwise for the demand to hold; None where that means nothing."""
    if demand.low is None or not counted or demand.word not in ("ten minste", "meer dan", "ten hoogste", "minder dan"):
        return None
    line = demand.low * counted
    if demand.word == "ten minste":
        return max(0, -(-line.numerator // line.denominator) - good)
    if demand.word == "meer dan":
        return max(0, line.numerator // line.denominator + 1 - good)
    if demand.word == "ten hoogste":
        return max(0, good - line.numerator // line.denominator)
    return max(0, good - (-(-line.numerator // line.denominator) - 1))


def needed_count(demand: Demand, count: Fraction) -> int | None:
    """How many records more or fewer there would have had to be for a number of records; None where that means nothing."""
    if demand.low is None or demand.word not in ("ten minste", "meer dan", "ten hoogste", "minder dan"):
        return None
    floor, ceiling = demand.low.__floor__(), demand.low.__ceil__()
    line = {"ten minste": ceiling, "meer dan": floor + 1, "ten hoogste": floor, "minder dan": ceiling - 1}[demand.word]
    return max(0, line - int(count) if demand.word in ("ten minste", "meer dan") else int(count) - line)
