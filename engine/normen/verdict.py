"""Ten verdicts, each with its reason. What the source leaves open stays open here: no direction is guessed, no course invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from dsl.notation import format_date
from dsl.program import Demand, Gauge, NormInfo
from engine.normen.figures import Figure, demand_words, figure_words, meets
from engine.normen.periods import Period

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
    should be known beside it."""

    word: Word
    reason: str
    off: Fraction | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """The period of a norm, and until when figures speak of it (None: the whole period)."""

    period: Period
    until: date | None = None
    former: Fraction | None = None

    @property
    def interim(self) -> bool:
        return self.until is not None and self.until < self.period.end

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
    if gauge.direction_unknown:
        return _without_direction(norm, demand, figure)
    if demand.word.endswith("vorige periode") and moment.former is None:
        return Verdict("niet beoordeeld", "Het cijfer van de vorige periode ontbreekt.")
    verdict = _growing(norm, demand, figure, moment) if norm.growing and moment.interim else None
    return verdict if verdict is not None else _plain(norm, demand, figure, moment)


def _said(norm: NormInfo, demand: Demand, figure: Figure) -> str:
    return f"{figure_words(figure, demand.type, norm.unit)}; de norm is {demand_words(demand, norm.unit)}"


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
    if norm.course != "lineair" or demand.low is None:
        why = "De bron geeft geen koers voor dit moment van het jaar."
        return Verdict("jaarnorm zonder koers in de bron", f"{said} {why}", _off(demand, figure))
    share = moment.part_gone
    expected = Demand(demand.word if upward else "ten hoogste", demand.low * share, None, demand.type)
    on_course = meets(expected, figure)
    if on_course is None:
        return Verdict("niet beoordeeld", f"{said} Het cijfer is te onzeker om de koers te bepalen.")
    return Verdict(
        "op koers" if on_course else "niet op koers",
        f"{said} Lineair hoort hierbij nu {demand_words(expected, norm.unit)}.",
        _off(demand, figure),
    )


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
    if not holds:
        return Verdict("niet behaald", f"{said}.", off, tuple(remarks))
    word: Word = "behaald met kanttekening" if remarks else "behaald"
    return Verdict(word, f"{said}.", off, tuple(remarks))


def _off(demand: Demand, figure: Figure) -> Fraction | None:
    """The distance to the bound, positive on the good side."""
    if demand.low is None or figure.value is None:
        return None
    if demand.word in ("ten minste", "meer dan"):
        return figure.value - demand.low
    if demand.word in ("ten hoogste", "minder dan"):
        return demand.low - figure.value
    if demand.word == "binnen een marge van":
        return demand.low - abs(figure.value)
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
