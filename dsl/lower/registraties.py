"""Registraties: their columns, those that are counted in another registratie, and the dossiers that a record opens."""

from __future__ import annotations

from dsl.lower.context import Context, World, make_context
from dsl.lower.drafts import find_type
from dsl.names.fold import folded
from dsl.names.paths import Binding
from dsl.names.sources import LawIds
from dsl.names.symbols import TypeSymbol
from dsl.program import AttrInfo, ColumnInfo, DateType, Link, NumType, OpeningInfo, RegistryInfo, Type
from dsl.suggest import did_you_mean, suggest
from dsl.syntax import Attribuut, Module, Opening, Registratie, RegistratieKolom, Stap
from dsl.types.words import type_words


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
        link = None
        if column.telt is not None:
            link = _link(ctx, column, symbol)
            failed = failed or link is None
        columns.append(ColumnInfo(own, names, column.mag_ontbreken or link is not None, column.span, link))
    key = next((item for item in columns if folded(item.attr) == folded(written.sleutel.naam)), None)
    if key is None or key.optional:
        near = did_you_mean(suggest(written.sleutel.naam, [item.attr for item in columns]))
        ctx.report(
            "TS492", written.sleutel.span, name=written.sleutel.naam, remedy=(near if key is None else None) or None
        )
        return None
    openings = [_opening(ctx, opening, symbol) for opening in written.opent]
    sources = laws.sources(written.koppen.bronnen)
    if failed or None in openings:
        return None
    return RegistryInfo(
        symbol.name,
        module.regeling.naam,
        key.attr,
        tuple(columns),
        sources,
        written.span,
        tuple(opening for opening in openings if opening is not None),
    )


def _attribute(ctx: Context, symbol: TypeSymbol, step: Stap) -> AttrInfo | None:
    """The attribute or kenmerk of a type; None when reported."""
    member = ctx.reader.member(symbol, step)
    if member is None or not member.valid or not isinstance(member.info, AttrInfo):
        if member is not None and member.valid:
            ctx.report("TS303", step.span, expected="een gegeven", found="een rol")
        return None
    return member.info


def _has_type(ctx: Context, attribute: AttrInfo, wanted: Type, span: Stap) -> bool:
    if attribute.type == wanted:
        return True
    ctx.report("TS303", span.span, expected=type_words(wanted), found=type_words(attribute.type))
    return False


def _link(ctx: Context, column: RegistratieKolom, symbol: TypeSymbol) -> Link | None:
    """The other registratie has a day and the same column; this one has the day from which is counted."""
    written = column.telt
    assert written is not None
    other = find_type(written.over, ctx.env.file, ctx.world.symbols, ctx.world.names_known, ctx.world.findings)
    kind = column.veld.type if isinstance(column.veld, Attribuut) else None
    if kind is None or kind.soort != "geheel getal":
        ctx.report("TS303", column.span, expected="een geheel getal", found="iets anders")
        return None
    if other is None:
        return None
    same, day = (_attribute(ctx, other, step) for step in (written.gelijk, written.dag))
    own, since = (_attribute(ctx, symbol, step) for step in (written.gelijk, written.na))
    if same is None or day is None or own is None or since is None:
        return None
    dates = [_has_type(ctx, day, DateType(), written.dag), _has_type(ctx, since, DateType(), written.na)]
    if not all(dates) or not _has_type(ctx, same, own.type, written.gelijk):
        return None
    days = written.aantal * (7 if written.eenheid == "week" else 1)
    return Link(other.name, own.name, day.name, since.name, days)


def _opening(ctx: Context, written: Opening, symbol: TypeSymbol) -> OpeningInfo | None:
    """Each column has the type of the attribute that it gives."""
    opened = find_type(written.type, ctx.env.file, ctx.world.symbols, ctx.world.names_known, ctx.world.findings)
    if opened is None:
        return None
    facts: list[tuple[str, str]] = []
    for column, fact in written.feiten:
        own, wanted = _attribute(ctx, symbol, column), _attribute(ctx, opened, fact)
        if own is None or wanted is None:
            return None
        if isinstance(wanted.type, NumType) and isinstance(own.type, NumType) and not own.type.unit:
            pass  # a number without a unit is taken in the unit of the dossier
        elif not _has_type(ctx, own, wanted.type, column):
            return None
        facts.append((own.name, wanted.name))
    return OpeningInfo(opened.name, tuple(facts))
