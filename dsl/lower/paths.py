"""Paths, parameters and lookups as nodes."""

from __future__ import annotations

from dsl.diagnostics import Findings
from dsl.lower import fit
from dsl.lower.context import Context
from dsl.lower.dispatch import expression, lower_expr
from dsl.names.fold import folded
from dsl.names.paths import Binding, Path, ValueRoot
from dsl.program import (
    AttrInfo,
    DateType,
    EnumType,
    Input,
    Lookup,
    LookupInfo,
    Named,
    NumType,
    ObjectRef,
    Param,
    ParamInfo,
    RoleInfo,
    RoleRead,
    Type,
    YearStart,
)
from dsl.source import Span
from dsl.suggest import did_you_mean, suggest
from dsl.syntax import InJaar, OpDatum, Opzoek, Pad
from dsl.types.words import type_words


def follow(ctx: Context, obj: int, roles: tuple[tuple[RoleInfo, Span], ...]) -> int:
    """The object reached by to-one roles."""
    for role, span in roles:
        obj = ctx.add(RoleRead(type=ObjectRef(role.target), span=span, obj=obj, role=role.name))
    return obj


def lower_object(ctx: Context, pad: Pad) -> tuple[int, str] | None:
    """The object at a path, with its object type; None when reported."""
    path = ctx.reader.read(pad)
    if path is None:
        return None
    if isinstance(path.root, ValueRoot) or path.attribute is not None:
        found = "een waarde" if path.attribute is None else type_words(path.attribute.type)
        ctx.report("TS303", pad.span, expected="een object", found=found)
        return None
    return follow(ctx, ctx.bound(path.root, pad.span), path.roles), path.end_type


def lower_attribute(ctx: Context, pad: Pad) -> tuple[int, AttrInfo] | None:
    """The object at a path that ends in an attribute, with that attribute; None when reported."""
    path = ctx.reader.read(pad)
    if path is None:
        return None
    if isinstance(path.root, ValueRoot) or path.attribute is None:
        ctx.report("TS303", pad.span, expected="een attribuut van een object", found=f"'{pad.stappen[0].naam}'")
        return None
    return follow(ctx, ctx.bound(path.root, pad.span), path.roles), path.attribute


@expression(Pad)
def _pad(ctx: Context, pad: Pad, expected: Type | None) -> int | None:
    path = ctx.reader.read(pad, expected=expected)
    if path is None:
        return None
    if isinstance(path.root, Binding):
        if path.attribute is None:
            ctx.report("TS303", pad.span, expected="een waarde", found=type_words(ObjectRef(path.end_type)))
            return None
        return ctx.fact(follow(ctx, ctx.bound(path.root, pad.span), path.roles), path.attribute, pad.span)
    return value_root(ctx, path.root, path)


def value_root(ctx: Context, root: ValueRoot, path: Path) -> int | None:
    if isinstance(root.value, ParamInfo):
        return ctx.add(Param(type=root.value.type, span=path.span, name=root.value.name))
    if isinstance(root.value, EnumType):
        return ctx.const(root.word, root.value, path.span)
    return local_value(ctx, root.value, path.span)


def local_value(ctx: Context, key: str, span: Span) -> int | None:
    """A local name, lowered where the rule stands and not inside an aggregation."""
    names = ctx.locals
    if key in names.done:
        return names.done[key]
    written = names.written[key]
    if key in names.busy:
        circle = [*names.busy[names.busy.index(key) :], key]
        ctx.report("TS404", span, cycle=" → ".join(names.written[item].naam for item in circle))
        return None
    names.busy.append(key)
    value = lower_expr((ctx.outer or ctx).judging(None), written.waarde)
    names.busy.pop()
    node = None
    if value is not None:
        node = ctx.add(Named(type=ctx.type_of(value), span=written.span, name=written.naam, of=value))
    names.done[key] = node
    return node


# --- at another date


def _at(ctx: Context, pad: Pad, at: int | None) -> int | None:
    """A parameter or input fact at a date; None when reported."""
    path = ctx.reader.read(pad)
    if path is None or at is None:
        return None
    if isinstance(path.root, ValueRoot):
        if isinstance(path.root.value, ParamInfo):
            info = path.root.value
            return ctx.add(Param(type=info.type, span=pad.span, name=info.name, at=at))
    elif path.attribute is not None:
        info_ = path.attribute
        if (info_.owner, info_.name) not in ctx.world.derived:
            obj = follow(ctx, ctx.bound(path.root, pad.span), path.roles)
            return ctx.add(Input(type=info_.type, span=pad.span, obj=obj, attr=info_.name, at=at))
    ctx.report("TS218", pad.span, name=pad.stappen[0].naam)
    return None


@expression(OpDatum)
def _op_datum(ctx: Context, written: OpDatum, expected: Type | None) -> int | None:
    day = lower_expr(ctx.judging(None), written.datum, DateType())
    if not fit.is_date(ctx, day, written.datum.span, "op"):
        day = None
    return _at(ctx, written.pad, day)


@expression(InJaar)
def _in_jaar(ctx: Context, written: InJaar, expected: Type | None) -> int | None:
    year = lower_expr(ctx.judging(None), written.jaar, NumType(show="jaartal"))
    kind = fit.number(ctx, year, written.jaar.span, "een jaartal")
    if year is None or kind is None:
        return _at(ctx, written.pad, None)
    if kind.unit or kind.show == "percentage":
        ctx.report("TS303", written.jaar.span, expected="een jaartal", found=type_words(kind))
        return None
    start = ctx.add(YearStart(type=DateType(), span=written.jaar.span, year=year))
    return _at(ctx, written.pad, start)


@expression(Opzoek)
def _opzoek(ctx: Context, written: Opzoek, expected: Type | None) -> int | None:
    step = written.tabel
    symbols = ctx.world.symbols
    found = symbols.tables.get(folded(step.naam))
    if found is None or not isinstance(found.info, LookupInfo):
        if folded(step.naam) not in symbols.broken and not (step.bekend and not ctx.env.names_known):
            near = did_you_mean(suggest(step.naam, [table.info.name for table in symbols.tables.values()]))
            ctx.report("TS201", step.span, name=step.naam, remedy=near or None)
        return None
    table = found.info
    if not symbols.sees(ctx.env.file, found.file):
        ctx.report("TS210", step.span, name=table.name, file=found.file)
        return None
    if len(written.sleutels) != len(table.key_types):
        given = str(len(written.sleutels))
        ctx.report("TS303", written.span, expected=f"{len(table.key_types)} sleutel(s)", found=given)
        return None
    keys: list[int | None] = []
    for key, kind in zip(written.sleutels, table.key_types, strict=True):
        node = lower_expr(ctx.judging(None), key, kind)
        fits = fit.assigned(ctx, node, kind, f"de sleutel van {table.name}", key.span)
        keys.append(node if fits else None)
    ids = fit.every(keys)
    return None if ids is None else ctx.add(Lookup(type=table.type, span=written.span, table=table.name, keys=ids))


def quiet(ctx: Context, pad: Pad) -> Path | None:
    """What a path means, without reporting anything: to look before choosing how to lower."""
    reader = type(ctx.reader)(ctx.env, Findings())
    return reader.read(pad)
