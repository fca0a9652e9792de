"""Registraties: their columns, those that are counted in another registratie, and the dossiers that a record opens."""

from __future__ import annotations

from dsl.lower.context import Context, World, make_context
from dsl.lower.drafts import find_type
from dsl.names.fold import folded
from dsl.names.paths import Binding
from dsl.names.sources import LawIds
from dsl.names.symbols import TypeSymbol
from dsl.program import (
    AttrInfo,
    ColumnInfo,
    DateType,
    EnumType,
    Link,
    NumType,
    OpenedRole,
    OpeningInfo,
    RegistryInfo,
    RoleInfo,
    Type,
)
from dsl.suggest import did_you_mean, suggest
from dsl.syntax import Attribuut, Module, Opening, Openingsfeit, Registratie, RegistratieKolom, Stap
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
    roles: list[OpenedRole] = []
    for fact in written.feiten:
        if fact.rol is not None:
            role = _in_role(ctx, fact, symbol, opened)
            if role is None:
                return None
            roles.append(role)
            continue
        own, wanted = _attribute(ctx, symbol, fact.kolom), _attribute(ctx, opened, fact.feit)
        if own is None or wanted is None or not _fits(ctx, own, wanted, fact):
            return None
        facts.append((own.name, wanted.name))
    return OpeningInfo(opened.name, tuple(facts), tuple(roles))


def _fits(ctx: Context, own: AttrInfo, wanted: AttrInfo, fact: Openingsfeit) -> bool:
    """A number without a unit is taken in the unit of the dossier."""
    plain = isinstance(wanted.type, NumType) and isinstance(own.type, NumType) and not own.type.unit
    return plain or _has_type(ctx, own, wanted.type, fact.kolom)


def _in_role(ctx: Context, fact: Openingsfeit, symbol: TypeSymbol, opened: TypeSymbol) -> OpenedRole | None:
    assert fact.rol is not None and fact.soort is not None and fact.waarde is not None
    own = _attribute(ctx, symbol, fact.kolom)
    member = ctx.reader.member(opened, fact.rol)
    if own is None or member is None:
        return None
    if not isinstance(member.info, RoleInfo):
        ctx.report("TS303", fact.rol.span, expected="een rol", found="een gegeven")
        return None
    target = ctx.object_type(member.info.target)
    wanted, kind = _attribute(ctx, target, fact.feit), _attribute(ctx, target, fact.soort)
    if wanted is None or kind is None or not _fits(ctx, own, wanted, fact):
        return None
    options = ctx.world.symbols.enums[folded(kind.type.name)].values if isinstance(kind.type, EnumType) else {}
    value = options.get(folded(fact.waarde.naam))
    if value is None:
        ctx.report("TS303", fact.waarde.span, expected=type_words(kind.type), found=f"'{fact.waarde.naam}'")
        return None
    return OpenedRole(own.name, member.info.plural or member.info.name, wanted.name, kind.name, value)
