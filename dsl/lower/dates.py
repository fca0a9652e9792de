"""Dates, durations and ages as nodes."""

from __future__ import annotations

from fractions import Fraction

from dsl.lower import fit
from dsl.lower.context import Context
from dsl.lower.dispatch import expression, lower_expr
from dsl.lower.paths import lower_object
from dsl.names.fold import folded
from dsl.program import (
    AttrInfo,
    DateDiff,
    DateFunction,
    DatePart,
    DateShift,
    DateType,
    NumType,
    Type,
    WorkDays,
)
from dsl.program import Context as ContextNode
from dsl.suggest import did_you_mean, suggest
from dsl.syntax import Context as ContextForm
from dsl.syntax import (
    DatumFunctie,
    DatumFunctieSoort,
    DeelVanDatum,
    Expr,
    Leeftijd,
    Som,
    Stap,
    TijdTussen,
    Verlengd,
    WerkdagenVerder,
    WerkdagVan,
)
from dsl.types.units import DATE_UNITS, base_unit, single, unit_of
from dsl.types.words import type_words

_BIRTH = "geboortedatum"

_EDGES: dict[DatumFunctieSoort, tuple[str, str]] = {
    "eerste dag van de maand": ("first", "maand"),
    "eerste dag van de maand na": ("first of next", "maand"),
    "laatste dag van de maand": ("last", "maand"),
    "eerste dag van het kwartaal": ("first", "kwartaal"),
    "eerste dag van het kwartaal na": ("first of next", "kwartaal"),
    "laatste dag van het kwartaal": ("last", "kwartaal"),
    "eerste dag van het jaar": ("first", "jaar"),
    "eerste dag van het jaar na": ("first of next", "jaar"),
    "laatste dag van het jaar": ("last", "jaar"),
}


def whole_units(unit: str) -> NumType:
    return NumType(unit_of((unit, 1)), Fraction(1), "aantal")


def lower_date(ctx: Context, expr: Expr, keyword: str) -> int | None:
    """A node that must be a date; None when reported."""
    node = lower_expr(ctx.judging(None), expr, DateType())
    return node if fit.is_date(ctx, node, expr.span, keyword) else None


@expression(ContextForm)
def _context(ctx: Context, written: ContextForm, expected: Type | None) -> int:
    return ctx.add(ContextNode(type=DateType(), span=written.span, which=written.welke))


def add_durations(ctx: Context, start: int, written: Som) -> int | None:
    """A date plus or minus durations, one after the other."""
    failed = False
    for sign, term in written.termen[1:]:
        amount = lower_expr(ctx, term)
        kind = fit.number(ctx, amount, term.span, "een aantal dagen, weken, maanden, kwartalen of jaren")
        if amount is None or kind is None:
            failed = True
            continue
        unit = single(kind.unit)
        if unit not in DATE_UNITS or unit is None:
            expected = "een aantal dagen, weken, maanden, kwartalen of jaren"
            ctx.report("TS303", term.span, expected=expected, found=type_words(kind))
            failed = True
            continue
        start = ctx.add(DateShift(type=DateType(), span=written.span, date=start, amount=amount, unit=unit, sign=sign))
    return None if failed else start


@expression(DatumFunctie)
def _datum_functie(ctx: Context, written: DatumFunctie, expected: Type | None) -> int | None:
    day = lower_date(ctx, written.van, written.soort)
    if day is None:
        return None
    edge, period = _EDGES[written.soort]
    return ctx.add(DateFunction(type=DateType(), span=written.span, date=day, edge=edge, period=period))  # type: ignore[arg-type]


@expression(DeelVanDatum)
def _deel(ctx: Context, written: DeelVanDatum, expected: Type | None) -> int | None:
    day = lower_date(ctx, written.van, f"{written.deel} van")
    if day is None:
        return None
    kind = NumType((), Fraction(1), "jaartal" if written.deel == "jaar" else "getal")
    return ctx.add(DatePart(type=kind, span=written.span, date=day, part=written.deel))


@expression(TijdTussen)
def _tijd_tussen(ctx: Context, written: TijdTussen, expected: Type | None) -> int | None:
    start, end = lower_date(ctx, written.van, "tussen"), lower_date(ctx, written.tot, "en")
    unit = base_unit(written.eenheid)
    if unit not in DATE_UNITS:
        expected_words = "dagen, weken, maanden, kwartalen of jaren"
        ctx.report("TS303", written.span, expected=expected_words, found=f"'{written.eenheid}'")
        return None
    if start is None or end is None:
        return None
    return ctx.add(DateDiff(type=whole_units(unit), span=written.span, start=start, end=end, unit=unit))


@expression(Leeftijd)
def _leeftijd(ctx: Context, written: Leeftijd, expected: Type | None) -> int | None:
    """Whole years since the geboortedatum of the object (BW 1:2 knows no other age)."""
    found = lower_object(ctx, written.van)
    day = lower_date(ctx, written.op, "op")
    if found is None or day is None:
        return None
    obj, owner = found
    member = ctx.reader.member(ctx.object_type(owner), Stap(_BIRTH, "de", span=written.van.span))
    if member is None:
        return None
    if not isinstance(member.info, AttrInfo) or not isinstance(member.info.type, DateType):
        found_words = type_words(member.info.type) if isinstance(member.info, AttrInfo) else "een rol"
        ctx.report("TS303", written.van.span, expected="een geboortedatum die een datum is", found=found_words)
        return None
    birth = ctx.fact(obj, member.info, written.van.span)
    return ctx.add(DateDiff(type=whole_units("jaar"), span=written.span, start=birth, end=day, unit="jaar", age=True))


# --- working days


def calendar_name(ctx: Context, step: Stap) -> str | None:
    """The declared name of a calendar; None when reported."""
    symbols = ctx.world.symbols
    found = symbols.calendars.get(folded(step.naam))
    if found is None:
        if ctx.env.names_known or not step.bekend:
            near = did_you_mean(suggest(step.naam, [item.info.name for item in symbols.calendars.values()]))
            ctx.report("TS452", step.span, name=step.naam, remedy=near or None)
        return None
    if not symbols.sees(ctx.env.file, found.file):
        ctx.report("TS210", step.span, name=found.info.name, file=found.file)
        return None
    return found.info.name


@expression(Verlengd)
def _verlengd(ctx: Context, written: Verlengd, expected: Type | None) -> int | None:
    day = lower_date(ctx, written.van, "verlengd")
    calendar = calendar_name(ctx, written.kalender)
    if day is None or calendar is None:
        return None
    return ctx.add(WorkDays(type=DateType(), span=written.span, date=day, calendar=calendar, how="extend"))


@expression(WerkdagenVerder)
def _werkdagen(ctx: Context, written: WerkdagenVerder, expected: Type | None) -> int | None:
    day = lower_date(ctx, written.van, "plus")
    amount = lower_expr(ctx.judging(None), written.aantal)
    kind = fit.number(ctx, amount, written.aantal.span, "een aantal werkdagen")
    calendar = calendar_name(ctx, written.kalender)
    if kind is not None and kind.unit not in ((), unit_of(("werkdag", 1))):
        ctx.report("TS303", written.aantal.span, expected="een aantal werkdagen", found=type_words(kind))
        return None
    if day is None or amount is None or kind is None or calendar is None:
        return None
    return ctx.add(WorkDays(type=DateType(), span=written.span, date=day, calendar=calendar, how="add", amount=amount))


@expression(WerkdagVan)
def _werkdag_van(ctx: Context, written: WerkdagVan, expected: Type | None) -> int | None:
    """So many working days after the last day before the period."""
    day = lower_date(ctx, written.van, "werkdag van")
    calendar = calendar_name(ctx, written.kalender)
    if not written.rang:
        ctx.report("TS303", written.span, expected="een werkdag vanaf de 1e", found="'0e werkdag'")
        return None
    if day is None or calendar is None:
        return None
    at = written.span
    one = ctx.const(Fraction(1), whole_units("dag"), at)
    rank = ctx.const(Fraction(written.rang), NumType((), Fraction(1), "aantal"), at)
    if written.na:
        before = ctx.add(DateFunction(type=DateType(), span=at, date=day, edge="last", period=written.periode))
    else:
        first = ctx.add(DateFunction(type=DateType(), span=at, date=day, edge="first", period=written.periode))
        before = ctx.add(DateShift(type=DateType(), span=at, date=first, amount=one, unit="dag", sign=-1))
    return ctx.add(WorkDays(type=DateType(), span=at, date=before, calendar=calendar, how="add", amount=rank))
