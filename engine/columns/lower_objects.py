"""Objects, their facts and their definitions."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal

import numpy as np

from dsl.dates import FIRST_DAY, LAST_DAY
from dsl.program import (
    AttrInfo,
    BoolType,
    Const,
    Context,
    DateType,
    Derived,
    Element,
    EnumType,
    HasRole,
    Input,
    IsUnknown,
    Judge,
    Named,
    NotApplicable,
    NumType,
    RoleRead,
    Self,
    TextType,
)
from engine.columns.errors import cannot_read, no_range
from engine.columns.form import Ins, Reason, Source
from engine.columns.lower import Env, Lowering, lowers
from engine.columns.population import UNKNOWN, UNOBTAINABLE, ColumnName, ColumnShape, ends_of
from engine.columns.val import Val
from engine.values import Scalar

_EARLY, _LATE = date(1870, 1, 1), date(2110, 12, 31)

Part = Literal["values", "state", "index", "offsets", "members"]


def source(name: ColumnName, table: str, part: Part, dtype: str) -> Source:
    plain, period = (name, ()) if isinstance(name, str) else (name[0], name[1:])
    return Source(table, plain, part, dtype, period)


# ---------------------------------------------------------------- leaves


@lowers(Const)
def _const(low: Lowering, at: int, node: Const, env: Env) -> Val:
    return low.constant(node.type, node.value)


@lowers(NotApplicable)
def _not_applicable(low: Lowering, at: int, node: NotApplicable, env: Env) -> Val:
    return low.v.not_applicable(low.blank(node.type))


@lowers(Context)
def _context(low: Lowering, at: int, node: Context, env: Env) -> Val:
    day = low.today if node.which == "rekendatum" else low.moment.verzonden_op
    return low.v.cannot(Reason.ONBEKEND, low.blank(node.type)) if day is None else low.constant(node.type, day)


@lowers(Judge)
def _judge(low: Lowering, at: int, node: Judge, env: Env) -> Val:
    return low.v.cannot(Reason.BEOORDELEN, low.blank(node.type))


@lowers(Named)
def _named(low: Lowering, at: int, node: Named, env: Env) -> Val:
    return low.value(node.of, env)


# ---------------------------------------------------------------- objects


@lowers(Self)
def _self(low: Lowering, at: int, node: Self, env: Env) -> Val:
    return low.v.known(env.self)


@lowers(Element)
def _element(low: Lowering, at: int, node: Element, env: Env) -> Val:
    return low.v.known(env.elements[node.level - 1])


@lowers(RoleRead)
def _role_read(low: Lowering, at: int, node: RoleRead, env: Env) -> Val:
    obj = low.value(node.obj, env)
    return low.v.through(obj, to_one(low, low.owner(node.obj), node.role, obj.x))


def to_one(low: Lowering, owner: str, role: str, row: Ins) -> Val:
    """The object in a to-one role. Its row is always one of the other table, also where there is nobody."""
    b = low.b
    shape = low.shape.table(owner).role(role)
    if shape is None:
        return low.v.cannot(Reason.ONBEKEND, b.word(0))
    if shape.sort == "nobody":
        return low.v.not_applicable(b.word(0))
    if shape.sort == "many":
        raise cannot_read(owner, role, "een rol voor ten hoogste één")
    silent = b.fine
    if shape.has_state:
        state = b.load(source(role, owner, "state", "uint8"), row)
        silent = b.because(b.compare("<>", state, b.word(0)), Reason.ONBEKEND)
    if shape.index is None:
        return low.v.known(row, silent)
    held = b.load(source(role, owner, "index", shape.index), row)
    none = b.as_kind(b.word(0), held.kind)
    nobody = b.compare("<", held, none)
    at = b.make("max", (held, none), held.kind, 0, held.high)
    at = at if at.kind == "w" else b.make("cvt", (at,), "w", 0, 2**31 - 1)
    low.there[at.number] = b.and_(there_of(low, row), b.not_(nobody))
    return Val(at, b.and_(nobody, b.not_(b.is_bad(silent))), silent)


def there_of(low: Lowering, row: Ins) -> Ins:
    """Where a row of a table is one of somebody, and not a place to read from only."""
    return low.there.get(row.number, low.b.yes)


@lowers(HasRole)
def _has_role(low: Lowering, at: int, node: HasRole, env: Env) -> Val:
    b = low.b
    obj = low.value(node.obj, env)
    owner = low.owner(node.obj)
    info = low.program.types[owner].roles[node.role]
    shape = low.shape.table(owner).role(node.role)
    if shape is None:
        silent = low.v.truth(True) if info.required else low.v.cannot(Reason.ONBEKEND, b.no)
        return low.v.through(obj, silent)
    if shape.sort == "nobody":
        return low.v.through(obj, low.v.truth(False))
    if shape.sort == "one":
        found = to_one(low, owner, node.role, obj.x)
        there = b.not_(found.na)
        unknown = found.bad
    else:
        first, after, unknown = segment(low, owner, node.role, obj.x)
        there = b.compare("<", first, after)
    if info.required:
        there, unknown = b.or_(there, b.is_bad(unknown)), b.fine
    return low.v.through(obj, low.v.known(there, unknown))


def segment(low: Lowering, owner: str, role: str, row: Ins) -> tuple[Ins, Ins, Ins]:
    """Of a to-many role the first position and the one after the last, and why it is not known who is in it."""
    b = low.b
    shape = low.shape.table(owner).role(role)
    if shape is None:
        return b.word(0), b.word(0), b.const(int(Reason.ONBEKEND), "s")
    if shape.sort == "nobody":
        return b.word(0), b.word(0), b.fine
    if shape.sort == "one":
        raise cannot_read(owner, role, "een rol voor meer dan één")
    assert shape.offsets is not None
    offsets = source(role, owner, "offsets", shape.offsets)
    ends = [b.load(offsets, row), b.load(offsets, b.make("next", (row,), "w", 0, 2**31 - 1))]
    bad = b.fine
    if shape.has_state:
        state = b.load(source(role, owner, "state", "uint8"), row)
        bad = b.because(b.compare("<>", state, b.word(0)), Reason.ONBEKEND)
    first, after = (end if end.kind == "w" else b.make("cvt", (end,), "w", 0, 2**31 - 1) for end in ends)
    return first, after, bad


# ---------------------------------------------------------------- facts and definitions


@lowers(Derived)
def _derived(low: Lowering, at: int, node: Derived, env: Env) -> Val:
    obj = low.value(node.obj, env)
    root = low.program.definitions[low.owner(node.obj), node.attr].root
    return low.v.through(obj, low.value(root, Env(obj.x)))


@lowers(Input)
def _input(low: Lowering, at: int, node: Input, env: Env) -> Val:
    obj = low.value(node.obj, env)
    owner = low.owner(node.obj)
    info = low.program.types[owner].attributes[node.attr]
    if node.at is None:
        return low.v.through(obj, fact_on(low, owner, info, low.today, obj.x))
    day = low.operand(node.at, env)
    table = low.shape.table(owner)
    periods = table.periods(node.attr)
    if isinstance(day.const, date):
        return low.v.through(obj, fact_on(low, owner, info, day.const, obj.x))
    if not periods:
        found = fact_on(low, owner, info, low.today, obj.x)
        return low.v.through(obj, _also(low, found, day))
    found = low.v.cannot(Reason.ONBEKEND, low.blank(node.type))
    for period in periods:
        first, last = ends_of(period)
        within = low.b.and_(
            low.b.compare(">=", day.x, low.b.word(first.toordinal())),
            low.b.compare("<=", day.x, low.b.word(last.toordinal())),
        )
        found = low.v.merge(within, fact_on(low, owner, info, first, obj.x), found)
    return low.v.through(obj, _also(low, found, day))


def _also(low: Lowering, found: Val, needed: Val) -> Val:
    """A value that cannot be told either where another cannot."""
    return Val(found.x, found.na, low.b.why(found.bad, needed.bad), found.den, found.div)


def column_on(low: Lowering, owner: str, attr: str, on: date) -> tuple[ColumnName, ColumnShape] | None:
    """The column of a fact as it is on a day."""
    table = low.shape.table(owner)
    names: tuple[ColumnName, ...] = ((attr, on.year, on.month), (attr, on.year), attr)
    for name in names:
        shape = table.column(name)
        if shape is not None:
            return name, shape
    return None


def fact_on(low: Lowering, owner: str, info: AttrInfo, on: date, row: Ins) -> Val:
    """A given fact as it is on a day."""
    found = column_on(low, owner, info.name, on)
    if found is None:
        return low.v.cannot(Reason.ONBEKEND, low.blank(info.type))
    name, shape = found
    if shape.same is not None:
        if not _fits(low, info, shape.same):
            raise cannot_read(owner, info.name, "waarde van de goede soort")
        return low.constant(info.type, shape.same)
    b = low.b
    _readable(low, owner, info, shape)
    held = b.load(source(name, owner, "values", shape.dtype), row)
    unknown = b.fine
    if shape.has_state:
        state = b.load(source(name, owner, "state", "uint8"), row)
        unknown = b.because(b.compare("<>", state, b.word(0)), Reason.ONBEKEND)
    if isinstance(info.type, BoolType):
        if held.kind != "b":
            held = b.compare("<>", held, b.as_kind(b.word(0), held.kind))
        return low.v.known(held, unknown)
    den = 1
    if isinstance(info.type, NumType):
        den = shape.scale or (1 if info.type.grid is None else info.type.grid.denominator)
        least, most = _number_range(low, info, den)
    elif isinstance(info.type, DateType):
        least, most = _date_range(info)
    else:
        words = shape.words if shape.words is not None else low.words(info.type)
        least, most = 0, max(0, len(words) - 1)
    inside, outside = _boxed(low, held, least, most)
    bad = unknown
    if outside is not b.no:
        beyond = b.and_(outside, b.not_(b.is_bad(unknown)), there_of(low, row))
        low.outside.setdefault(id(row.region), []).append(beyond)
    if isinstance(info.type, NumType):
        return low.v.known(b.fit(inside), bad, den=den)
    if isinstance(info.type, DateType):
        return low.v.known(b.to_word(inside), bad)
    own = low.words(info.type)
    if shape.words is not None and shape.words != own:
        codes = np.array([low.code(info.type, word) for word in shape.words], np.int32)
        return low.v.known(b.table(codes, b.to_word(inside)), bad)
    return low.v.known(b.to_word(inside), bad)


def _fits(low: Lowering, info: AttrInfo, value: Scalar) -> bool:
    """Whether a value is of the type of an attribute."""
    match info.type:
        case BoolType():
            return isinstance(value, bool)
        case NumType():
            return isinstance(value, Fraction)
        case DateType():
            return isinstance(value, date)
    return isinstance(value, str) and (isinstance(info.type, TextType) or value in low.words(info.type))


def _readable(low: Lowering, owner: str, info: AttrInfo, shape: ColumnShape) -> None:
    """Raises ColumnsError for a column that cannot be one of this attribute."""
    if shape.dtype == "bool" and not isinstance(info.type, BoolType):
        raise cannot_read(owner, info.name, "kolom van gehele getallen")
    if isinstance(info.type, TextType) and shape.words is None:
        raise cannot_read(owner, info.name, "kolom met woorden")
    if isinstance(info.type, EnumType) and not set(shape.words or ()) <= set(low.words(info.type)):
        raise cannot_read(owner, info.name, "kolom met alleen woorden uit de opsomming")


def state_of(low: Lowering, owner: str, attr: str, row: Ins) -> Ins:
    """What the population says of a fact on the rekendatum: KNOWN, UNKNOWN or UNOBTAINABLE."""
    found = column_on(low, owner, attr, low.today)
    assert found is not None and found[1].has_state
    return low.b.load(source(found[0], owner, "state", "uint8"), row)


def _boxed(low: Lowering, held: Ins, least: int, most: int) -> tuple[Ins, Ins]:
    """A raw value held within the box, so that what is computed from it is proven whatever it is, and where it lies outside."""
    b = low.b
    if least <= held.low and held.high <= most:
        return held, b.no
    bottom, top = (
        b.as_kind(b.const(end, held.kind), held.kind) for end in (max(least, held.low), min(most, held.high))
    )
    outside = b.or_(b.compare("<", held, bottom), b.compare(">", held, top))
    kept = b.make("clamp", (held, bottom, top), held.kind, bottom.low, top.high)
    return kept, outside


def _number_range(low: Lowering, info: AttrInfo, den: int) -> tuple[int, int]:
    """The numerators that are let in."""
    if isinstance(info.type, NumType) and info.type.show == "jaartal" and (info.low is None or info.high is None):
        return 1, 9999 * den
    if not isinstance(info.low, Fraction) or not isinstance(info.high, Fraction):
        raise no_range(info)
    least, most = (info.low * den).__ceil__(), (info.high * den).__floor__()
    if low.cap is not None:
        least, most = max(least, -(2**low.cap)), min(most, 2**low.cap)
    return least, max(least, most)


def _date_range(info: AttrInfo) -> tuple[int, int]:
    """The ordinals that are let in: without a declared range so far from the ends of the calendar that an age or a term does not
    leave it."""
    first = info.low if isinstance(info.low, date) else _EARLY
    last = info.high if isinstance(info.high, date) else _LATE
    return max(first, FIRST_DAY).toordinal(), min(last, LAST_DAY).toordinal()


@lowers(IsUnknown)
def _is_unknown(low: Lowering, at: int, node: IsUnknown, env: Env) -> Val:
    """Ja only for a fact stated to be unobtainable; not to be told while the dossier is silent."""
    b = low.b
    fact = low.node(node.of)
    assert isinstance(fact, Input)
    obj = low.value(fact.obj, env)
    owner = low.owner(fact.obj)
    day = None if fact.at is None else low.operand(fact.at, env)
    if day is not None and day.const is None and low.shape.table(owner).periods(fact.attr):
        return low.v.cannot(Reason.ONBEKEND, b.no)
    on = day.const if day is not None and isinstance(day.const, date) else low.today
    found = column_on(low, owner, fact.attr, on)
    if found is None:
        return low.v.through(obj, low.v.cannot(Reason.ONBEKEND, b.no))
    name, shape = found
    answer = low.v.truth(False)
    if shape.has_state:
        state = b.load(source(name, owner, "state", "uint8"), obj.x)
        silent = b.compare("=", state, b.word(UNKNOWN))
        stated = b.compare("=", state, b.word(UNOBTAINABLE))
        answer = low.v.known(stated, b.because(silent, Reason.ONBEKEND))
    return low.v.through(obj, answer if day is None else _also(low, answer, day))
