"""What norms measure as nodes over one record, and what they ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from functools import partial
from math import prod
from typing import TypeVar

from dsl.lower import fit
from dsl.lower.context import Context
from dsl.lower.dates import calendar_name, lower_date, whole_units
from dsl.lower.dispatch import lower_condition, lower_expr
from dsl.names.sources import LawIds
from dsl.program import (
    Age,
    Classes,
    Const,
    Count,
    Demand,
    Elapsed,
    Frequency,
    Gauge,
    Input,
    Mean,
    Measure,
    Milestone,
    Named,
    NumType,
    Percentile,
    Product,
    Proof,
    Quantity,
    Quotient,
    Ratio,
    Reading,
    RecordShare,
    Self,
    Stock,
    Sum,
    Suspension,
    Timeliness,
    Total,
    WorkdayRank,
)
from dsl.source import Span
from dsl.syntax import Eis, Expr, Grootheid, Lezing, Maatstaf, Meting, Norm, Voorwaarde
from dsl.types.words import type_words

_SHARE = NumType((), None, "percentage")
_COUNT = NumType((), Fraction(1), "aantal")
_WITH_DEMAND = ("richting_onbekend", "marge", "basis", "ongeveer", "afgerond_op")
"""What belongs to the value of a norm: a lezing with a value of its own says these itself too."""
_Written = TypeVar("_Written", bound=Expr | Voorwaarde)


@dataclass(slots=True)
class GaugeLowering:
    """``failed``: something was reported, so that there is no norm."""

    ctx: Context
    registry: str | None
    failed: bool = False

    def fail(self, code: str, span: Span, /, **fields: object) -> None:
        self.ctx.report(code, span, **fields)
        self.failed = True

    # --- nodes that may fail

    def value(self, written: Expr | None) -> int | None:
        return self._node(written, partial(lower_expr, self.ctx))

    def number(self, written: Expr) -> int:
        node = self.value(written)
        if node is not None and fit.number(self.ctx, node, written.span) is None:
            self.failed = True
        return node or 0

    def date(self, written: Expr | None, keyword: str) -> int | None:
        return self._node(written, partial(lower_date, self.ctx, keyword=keyword))

    def condition(self, written: Voorwaarde | None) -> int | None:
        return self._node(written, partial(lower_condition, self.ctx))

    def _node(self, written: _Written | None, lower: Callable[[_Written], int | None]) -> int | None:
        if written is None:
            return None
        if self.registry is None:
            self.fail("TS494", written.span)
            return None
        node = lower(written)
        self.failed = self.failed or node is None
        return node

    # --- readings

    def reading(self, base: Maatstaf, written: Lezing, laws: LawIds) -> Reading:
        """A reading: what it says itself, and for the rest what the norm says."""
        own = {
            item.name: getattr(written.maatstaf, item.name)
            for item in fields(Maatstaf)
            if getattr(written.maatstaf, item.name) not in (None, False, ())
        }
        if written.maatstaf.eis is not None:
            own |= {name: getattr(written.maatstaf, name) for name in _WITH_DEMAND}
        if written.maatstaf.uiterlijk is not None:
            own["strikt"] = written.maatstaf.strikt
        gauge = self.gauge(replace(base, **own), written.span, alone=True)
        sources = laws.sources(written.koppen.bronnen)
        return Reading(written.naam, written.gekozen, gauge, sources, written.koppen.uitleg, written.span)

    def choice(self, written: Norm) -> None:
        chosen = [reading for reading in written.lezingen if reading.gekozen]
        wanted = 0 if written.niet_meetbaar else 1
        if written.lezingen and len(chosen) != wanted:
            self.fail("TS495", written.span, norm=written.naam, count=len(chosen))

    def gauge(self, written: Maatstaf, span: Span, alone: bool) -> Gauge:
        """``alone``: no lezing completes it, so that it must be whole."""
        meet = written.meet
        place = meet.span if meet is not None and meet.span.is_within(span) else span
        measure = self.measure(written, meet, place) if meet is not None else None
        if self.registry is not None and written.meet is None and alone:
            self.fail("TS496", span, what="'meet:'")
        demand = self.demand(written, written.eis, measure) if written.eis is not None else None
        if written.eis is not None and (written.eis.woord == "") != written.richting_onbekend and alone:
            unsaid = "niet of meer of minder beter is"
            both = "een richting, en ook dat de richting onbekend is"
            self.fail("TS497", written.eis.span, what=unsaid if written.eis.woord == "" else both)
        return Gauge(
            measure=measure,
            counts=self.condition(written.telt_mee),
            on=self.date(written.telt_op, "telt op"),
            demand=demand,
            direction_unknown=written.richting_onbekend,
            exact_figures=written.leest_opgave == "als exact getal",
            suspension=self.suspension(written, span),
            term=self.term(written, measure),
        )

    def term(self, written: Maatstaf, measure: Measure | None) -> tuple[int, int, int] | None:
        """The days of a record, where they are given beside another measure."""
        given = (written.begint_op, written.klaar_op, written.uiterlijk)
        if measure is None or isinstance(measure, Timeliness | Milestone) or None in given:
            return None
        start, done, due = (self.date(day, "uiterlijk") or 0 for day in given)
        return start, done, due

    def lacks(self, what: str, span: Span) -> None:
        self.fail("TS496", span, what=what)

    def suspension(self, written: Maatstaf, span: Span) -> Suspension | None:
        when = self.condition(written.opgeschort)
        start = self.date(written.opgeschort_van, "opgeschort van")
        end = self.date(written.opgeschort_tot, "opgeschort tot")
        said = (written.opgeschort, written.opgeschort_van, written.opgeschort_tot)
        span = next((it.span for it in said if it is not None and it.span.is_within(span)), span)
        if written.opschorting is None:
            if (when, start, end) != (None, None, None):
                self.lacks("'opschorting:'", span)
            return None
        if written.opschorting == "klok stil":
            if written.opgeschort_van is None:
                self.lacks("'opgeschort van:'", span)
        elif written.opgeschort is None and written.opgeschort_van is None:
            self.lacks("'opgeschort indien'", span)
        return Suspension(written.opschorting, when, start, end)

    def legal(self, gauge: Gauge, written: Norm) -> Gauge | None:
        """What is measured, by the last day that the law gives."""
        if written.wettelijk_uiterlijk is None:
            return None
        due = self.date(written.wettelijk_uiterlijk, "wettelijk uiterlijk")
        timely = gauge.measure
        if not isinstance(timely, Timeliness):
            self.lacks("'meet: tijdigheid'", written.wettelijk_uiterlijk.span)
            return None
        return replace(gauge, measure=replace(timely, due=due or 0, strict=False), demand=None)

    def points(self, written: Norm, gauge: Gauge) -> tuple[tuple[Fraction, int], ...]:
        """What must be reached by the end of which months, by month."""
        found: list[tuple[Fraction, int]] = []
        for value, month in written.koerspunten:
            number, kind = self.constant(value)
            if gauge.demand is not None and gauge.demand.low is not None and kind.unit != gauge.demand.type.unit:
                self.fail("TS303", value.span, expected=type_words(gauge.demand.type), found=type_words(kind))
            if number is not None:
                found.append((number, month))
        return tuple(sorted(found, key=lambda point: point[1]))

    # --- what is measured

    def measure(self, written: Maatstaf, meet: Meting, place: Span) -> Measure | None:
        """``place``: of what asks for the parts that may be missing."""
        if self.registry is None:
            self.fail("TS494", meet.span)
            return None
        weight = self.number(written.weegt) if written.weegt is not None else None
        match meet.soort:
            case "aandeel":
                good = self.condition(written.voldoet)
                if written.voldoet is None:
                    self.lacks("'voldoet indien'", place)
                return RecordShare(good or 0, weight)
            case "tijdigheid":
                if written.noemer is None:
                    self.lacks("'noemer:'", place)
                start, done, due = self.days(written, place, "begint op", "klaar op", "uiterlijk")
                return Timeliness(start, done, due, written.strikt, written.noemer or "afgehandeld", weight)
            case "aantal":
                return Count()
            case "verdeling":
                if not written.klassen:
                    self.lacks("'klasse \"...\" indien'", place)
                classes = [(item.naam, self.condition(item.voorwaarde) or 0) for item in written.klassen]
                return Classes(tuple(classes))
            case "stand":
                return Stock(*self.days(written, place, "begint op", "klaar op"))
            case "mijlpaal":
                done, due = self.days(written, place, "klaar op", "uiterlijk")
                return Milestone(done, due, written.strikt)
            case "bewijsstuk":
                if written.bewijsstuk is None:
                    self.lacks("'bewijsstuk:'", place)
                return Proof(self.value(written.bewijsstuk) or 0)
            case "frequentie":
                if written.telt_op is None:
                    self.lacks("'telt op:'", place)
                return Frequency(meet.rang, meet.eenheid)
        return self.of_values(written, meet, weight, place)

    def of_values(self, written: Maatstaf, meet: Meting, weight: int | None, place: Span) -> Measure:
        """A measure of a number that every record has."""
        value = self.quantity(written, meet.waarde, place)
        if meet.soort == "gemiddelde":
            return Mean(value, weight)
        rank = {"mediaan": 50, "hoogste": 100, "laagste": 0, "percentiel": meet.rang}.get(meet.soort)
        if rank is not None:
            return Percentile(value, rank)
        if not isinstance(value, int):
            self.fail("TS303", meet.span, expected="een gegeven van het record", found="een doorlooptijd of rangnummer")
            return Count()
        if meet.per is None:
            return Total(value)
        return Ratio(value, self.number(meet.per), deviation=meet.soort == "afwijking")

    def quantity(self, written: Maatstaf, value: Expr | Grootheid | None, span: Span) -> Quantity:
        if not isinstance(value, Grootheid):
            return self.number(value) if value is not None else 0
        calendar = calendar_name(self.ctx, value.kalender) if value.kalender is not None else None
        self.failed = self.failed or (value.kalender is not None and calendar is None)
        if value.soort == "rangnummer":
            (done,) = self.days(written, span, "klaar op")
            return WorkdayRank(done, calendar or "")
        start, done = self.days(written, span, "begint op", "klaar op")
        return Age(start, done) if value.soort == "ouderdom" else Elapsed(start, done, value.eenheid, calendar)

    def days(self, written: Maatstaf, span: Span, *words: str) -> tuple[int, ...]:
        """The nodes of the days that a measure needs; a missing one is reported."""
        given = {"begint op": written.begint_op, "klaar op": written.klaar_op, "uiterlijk": written.uiterlijk}
        for word in words:
            if given[word] is None:
                self.lacks(f"'{word}:'", span)
        return tuple(self.date(given[word], word) or 0 for word in words)

    # --- what is asked

    def demand(self, whole: Maatstaf, written: Eis, measure: Measure | None) -> Demand:
        measured = self.measured_type(measure)
        step = self.constant(whole.afgerond_op)[0] if whole.afgerond_op is not None else None
        if (written.woord == "binnen een marge van") != (whole.marge is not None):
            lacking = "'marge:'" if whole.marge is None else "'binnen een marge van'"
            self.lacks(lacking, written.span)
        demand = Demand(
            written.woord,
            None,
            None,
            measured or _SHARE,
            about=whole.ongeveer,
            step=step,
            margin=whole.marge or "tweezijdig",
            basis=whole.basis,
        )
        if written.van_vorige or written.van_norm is not None:
            part = self.constant(written.waarde)[0] if written.waarde is not None else Fraction(1)
            of = None if written.van_norm is None else written.van_norm.naam
            return replace(demand, low=part, type=measured or NumType(), of=of, of_former=of is None)
        ends = [self.asked(end) for end in (written.waarde, written.tot) if end is not None]
        kinds = [kind for _, _, kind in ends]
        for other in kinds[1:]:
            if other.unit != kinds[0].unit:
                self.fail("TS303", written.span, expected=type_words(kinds[0]), found=type_words(other))
        if isinstance(measure, Milestone | Proof):
            if kinds:
                self.fail("TS303", written.span, expected="ja", found=type_words(kinds[0]))
        elif kinds and measured is not None and _shape(measured) != _shape(kinds[0]):
            self.fail("TS303", written.span, expected=type_words(measured), found=type_words(kinds[0]))
        values = [value for value, _, _ in ends]
        nodes = tuple(node for _, node, _ in ends if node is not None)
        return replace(
            demand,
            low=values[0] if values else None,
            high=values[1] if len(values) > 1 else None,
            type=kinds[0] if kinds else _SHARE,
            nodes=nodes if None in values else (),
        )

    def asked(self, written: Expr) -> tuple[Fraction | None, int | None, NumType]:
        """The value of a norm: a number, or what can be calculated from parameters on a day (a node)."""
        node = lower_expr(self.ctx, written)
        if node is None:
            self.failed = True
            return None, None, _SHARE
        found = self.ctx.world.builder.nodes[node]
        value = self._calculated(node)
        if value is not None and isinstance(found.type, NumType):
            return value, node, found.type
        if not isinstance(found.type, NumType) or self._of_record(node):
            self.fail("TS498", written.span)
            return None, None, _SHARE
        return None, node, found.type

    def _calculated(self, number: int) -> Fraction | None:
        """The value of a calculation with literals only."""
        node = self.ctx.world.builder.nodes[number]
        if isinstance(node, Const):
            return node.value if isinstance(node.value, Fraction) else None
        if not isinstance(node, Sum | Product | Quotient | Named):
            return None
        values = [self._calculated(operand) for operand in node.operands()]
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            return None
        match node:
            case Sum(signs=signs):
                return sum((sign * value for sign, value in zip(signs, known, strict=True)), Fraction(0))
            case Product():
                return prod(known, start=Fraction(1))
            case Quotient():
                return known[0] / known[1] if known[1] else None
        return known[0]

    def _of_record(self, number: int) -> bool:
        """Whether the value of a node is one of a record."""
        node = self.ctx.world.builder.nodes[number]
        return isinstance(node, Input | Self) or any(self._of_record(operand) for operand in node.operands())

    def constant(self, written: Expr) -> tuple[Fraction | None, NumType]:
        """A number that is known when checking: a literal or a calculation with literals."""
        value, node, kind = self.asked(written)
        if value is None and node is not None:
            self.fail("TS498", written.span)
        return value, kind

    def measured_type(self, measure: Measure | None) -> NumType | None:
        match measure:
            case RecordShare() | Timeliness() | Classes() | Frequency():
                return _SHARE
            case Count() | Stock():
                return _COUNT
            case Total(value) | Mean(value, _) | Percentile(value, _):
                return self.quantity_type(value)
        return None

    def quantity_type(self, value: Quantity) -> NumType | None:
        if isinstance(value, int):
            kind = self.ctx.type_of(value)
            return kind if isinstance(kind, NumType) else None
        return _COUNT if isinstance(value, WorkdayRank) else whole_units(getattr(value, "unit", "dag"))


def _shape(kind: NumType) -> tuple[object, bool]:
    """What must agree between a measure and a norm."""
    return kind.unit, kind.show == "percentage"
