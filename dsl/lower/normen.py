"""Registraties and norms: their columns, and what norms measure as nodes over one record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from functools import partial
from typing import TypeVar

from dsl.lower import fit
from dsl.lower.context import Context, World, make_context
from dsl.lower.dates import lower_date
from dsl.lower.dispatch import lower_condition, lower_expr
from dsl.lower.drafts import find_type
from dsl.names.fold import folded
from dsl.names.paths import Binding
from dsl.names.sources import LawIds
from dsl.program import (
    Classes,
    ColumnInfo,
    Const,
    Count,
    Demand,
    Gauge,
    Mean,
    Measure,
    NormInfo,
    NumType,
    Percentile,
    Ratio,
    Reading,
    RecordShare,
    RegistryInfo,
    Timeliness,
    Total,
)
from dsl.source import Span
from dsl.suggest import did_you_mean, suggest
from dsl.syntax import Attribuut, Eis, Expr, Lezing, Maatstaf, Module, Norm, Registratie, Voorwaarde
from dsl.types.words import type_words

_SHARE = NumType((), None, "percentage")
_COUNT = NumType((), Fraction(1), "aantal")
_Written = TypeVar("_Written", bound=Expr | Voorwaarde)


def lower_registratie(world: World, module: Module, written: Registratie, laws: LawIds) -> RegistryInfo | None:
    symbol = world.symbols.types.get(folded(written.naam))
    if symbol is None or symbol.span != written.span:
        return None  # the names pass said that the name is taken
    ctx = make_context(world, symbol.name, module.pad, written.naam, (Binding(symbol.name, symbol.name),))
    columns: list[ColumnInfo] = []
    taken: dict[str, str] = {}
    failed = False
    for column in written.kolommen:
        own = column.veld.naam if isinstance(column.veld, Attribuut) else column.veld.vorm
        names = tuple(dict.fromkeys((own, *column.namen)))
        for name in names:
            other = taken.setdefault(folded(name), own)
            if other != own:
                ctx.report("TS491", column.span, name=name, first=other, second=own)
                failed = True
        columns.append(ColumnInfo(own, names, column.mag_ontbreken, column.span))
    key = next((item for item in columns if folded(item.attr) == folded(written.sleutel.naam)), None)
    if key is None or key.optional:
        near = did_you_mean(suggest(written.sleutel.naam, [item.attr for item in columns]))
        ctx.report(
            "TS492", written.sleutel.span, name=written.sleutel.naam, remedy=(near if key is None else None) or None
        )
        return None
    sources = laws.sources(written.koppen.bronnen)
    if failed:
        return None
    return RegistryInfo(symbol.name, module.regeling.naam, key.attr, tuple(columns), sources, written.span)


def lower_norm(
    world: World, module: Module, written: Norm, laws: LawIds, registries: dict[str, RegistryInfo]
) -> NormInfo | None:
    """A norm, or None when something in it has a mistake; all mistakes are reported."""
    registry: str | None = None
    ctx = make_context(world, "", module.pad, written.naam, ())
    if written.over is not None:
        found = find_type(written.over, module.pad, world.symbols, world.names_known, world.findings)
        if found is None:
            return None
        if found.name not in registries:
            ctx.report("TS493", written.over.span, name=found.name)
            return None
        registry = found.name
        ctx = make_context(world, found.name, module.pad, written.naam, (Binding(found.name, found.name),))
    lowering = _Lowering(ctx, registry)
    gauge = lowering.gauge(written.maatstaf, written.span, alone=not written.lezingen)
    readings = [lowering.reading(written.maatstaf, reading, laws) for reading in written.lezingen]
    lowering.choice(written)
    slices = [lowering.value(split) for split in written.splitsingen]
    if lowering.failed:
        return None
    valid = written.koppen.geldig
    return NormInfo(
        name=written.naam,
        regeling=module.regeling.naam,
        executor=module.regeling.uitvoerder,
        number=written.nummer,
        printed=written.gedrukt,
        part=written.onderdeel,
        kind=written.soort or "norm",
        period=written.periode,
        over_year=written.over_het_jaar,
        growing=written.verloop == "oplopend",
        course=written.koers,
        unit=written.eenheid,
        registry=registry,
        gauge=gauge,
        slices=tuple(node for node in slices if node is not None),
        parts=tuple(step.naam for step in written.samengesteld),
        legal_term=written.wettelijke_termijn,
        not_measurable=written.niet_meetbaar,
        remarks=written.kanttekeningen,
        readings=tuple(readings),
        start=valid.vanaf if valid is not None else None,
        end=valid.tot_en_met if valid is not None else None,
        certainty=written.koppen.zekerheid,
        sources=laws.sources(written.koppen.bronnen),
        explanation=written.koppen.uitleg,
        span=written.span,
    )


@dataclass(slots=True)
class _Lowering:
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
            own["richting_onbekend"] = written.maatstaf.richting_onbekend
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
        measure = self.measure(written, span) if written.meet is not None else None
        if self.registry is not None and written.meet is None and alone:
            self.fail("TS496", span, what="'meet:'")
        demand = self.demand(written.eis, measure) if written.eis is not None else None
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
        )

    def measure(self, written: Maatstaf, span: Span) -> Measure | None:
        meet = written.meet
        assert meet is not None
        if self.registry is None:
            self.fail("TS494", meet.span)
            return None
        match meet.soort:
            case "aandeel":
                good = self.condition(written.voldoet)
                if written.voldoet is None:
                    self.fail("TS496", span, what="'voldoet indien'")
                return RecordShare(good or 0, self.number(written.weegt) if written.weegt is not None else None)
            case "tijdigheid":
                return self.timeliness(written, span)
            case "aantal":
                return Count()
            case "verdeling":
                if not written.klassen:
                    self.fail("TS496", span, what="'klasse \"...\" indien'")
                classes = [(item.naam, self.condition(item.voorwaarde) or 0) for item in written.klassen]
                return Classes(tuple(classes))
        assert meet.waarde is not None
        value = self.number(meet.waarde)
        match meet.soort:
            case "som":
                return Total(value)
            case "gemiddelde":
                return Mean(value)
            case "verhouding":
                assert meet.per is not None
                return Ratio(value, self.number(meet.per))
            case "mediaan":
                return Percentile(value, 50)
        return Percentile(value, meet.rang)

    def timeliness(self, written: Maatstaf, span: Span) -> Measure:
        days = (("begint op", written.begint_op), ("klaar op", written.klaar_op), ("uiterlijk", written.uiterlijk))
        nodes = [self.date(day, word) for word, day in days]
        for word, day in days:
            if day is None:
                self.fail("TS496", span, what=f"'{word}:'")
        if written.noemer is None:
            self.fail("TS496", span, what="'noemer:'")
        start, done, due = (node or 0 for node in nodes)
        return Timeliness(start, done, due, written.strikt, written.noemer or "afgehandeld")

    # --- what is asked

    def demand(self, written: Eis, measure: Measure | None) -> Demand:
        ends = [self.constant(end) for end in (written.waarde, written.tot) if end is not None]
        kind = ends[0][1] if ends else _SHARE
        for _, other in ends[1:]:
            if other.unit != kind.unit:
                self.fail("TS303", written.span, expected=type_words(kind), found=type_words(other))
        measured = self.measured_type(measure)
        if (
            ends
            and measured is not None
            and (measured.unit, measured.show == "percentage")
            != (
                kind.unit,
                kind.show == "percentage",
            )
        ):
            self.fail("TS303", written.span, expected=type_words(measured), found=type_words(kind))
        values = [value for value, _ in ends]
        return Demand(written.woord, values[0] if values else None, values[1] if len(values) > 1 else None, kind)

    def constant(self, written: Expr) -> tuple[Fraction | None, NumType]:
        """The value of a norm must be known when checking: a literal or a calculation with literals."""
        node = lower_expr(self.ctx, written)
        found = self.ctx.world.builder.nodes[node] if node is not None else None
        if isinstance(found, Const) and isinstance(found.value, Fraction) and isinstance(found.type, NumType):
            return found.value, found.type
        if node is not None:
            self.ctx.report("TS498", written.span)
        self.failed = True
        return None, _SHARE

    def measured_type(self, measure: Measure | None) -> NumType | None:
        if isinstance(measure, RecordShare | Timeliness | Classes):
            return _SHARE
        if isinstance(measure, Count):
            return _COUNT
        if isinstance(measure, Total | Mean | Percentile):
            kind = self.ctx.type_of(measure.value)
            return kind if isinstance(kind, NumType) else None
        return None
