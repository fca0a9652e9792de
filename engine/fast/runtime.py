"""What generated code needs while it runs: objects with flattened facts, exact helpers, and the way out.

Raw values. A number is a whole number over the static denominator of its node (:mod:`engine.scale`), or a Fraction where
there is none; a date is its proleptic ordinal; kenmerken are bool, texts and enumeration values str, objects
:class:`FlatObj`. ``None`` is niet van toepassing. :data:`MISSING` stands where the dossier has no usable fact.

Code comes in two forms. The strict one leaves at a fact that is missing, and ``None`` is also the fault of having computed with what is
niet van toepassing. In the open one such a fault and whatever rests on a missing fact is ``MISSING``, and only what does not rest
on it has a value: ``nee en MISSING`` is nee.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from dsl.program import KeyRange, LookupInfo, dated_on
from engine.case import Case, DatedRole, Held, Moment, Obj

Kind = Literal["number", "date", "bool", "text"]
Raw = Any
"""See the module: int, Fraction, bool, str, FlatObj or None."""


class Fallback(Exception):
    """The general form has to decide: something was missing, faulty or contradictory."""


class _Missing:
    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"


MISSING = _Missing()
NOTHING = object()
"""Where no rule or row was found yet."""
FALLBACK = Fallback()


class FlatObj:
    """An object of the dossier as generated code sees it. ``facts`` are raw values in the order that the generated code of its
    type expects, ``full`` that none of them is missing; ``memo`` holds (value, slots) per generated function."""

    __slots__ = ("facts", "full", "memo", "obj")

    def __init__(self, obj: Obj, facts: tuple[Raw, ...], full: bool) -> None:
        self.obj = obj
        self.facts = facts
        self.full = full
        self.memo: dict[int, tuple[Raw, ...]] = {}

    @property
    def key(self) -> str:
        return self.obj.key


Flattener = Callable[[Obj, date], FlatObj]


class State:
    """One run of generated code: the case, the dates, and the objects met so far."""

    __slots__ = ("case", "flatteners", "moment", "objects")

    def __init__(self, case: Case, moment: Moment, flatteners: dict[str, Flattener]) -> None:
        self.case = case
        self.moment = moment
        self.flatteners = flatteners
        self.objects: dict[Obj, FlatObj] = {}

    @property
    def day(self) -> int:
        return self.moment.rekendatum.toordinal()

    def flat(self, obj: Obj) -> FlatObj:
        """An object as the case has it: a role names who is in it, and in a case with other facts may still hold them as they were.
        Fallback for one that the case does not have."""
        found = self.objects.get(obj)
        if found is None:
            held = self.case.objects.get(obj.key)
            if held is None:
                raise FALLBACK
            if held is not obj:
                return self.flat(held)
            flatten = self.flatteners.get(obj.type)
            found = FlatObj(obj, (), True) if flatten is None else flatten(obj, self.moment.rekendatum)
            self.objects[obj] = found
        return found

    def many(self, flat: FlatObj, role: str) -> list[FlatObj]:
        """The objects in a role; Fallback when the dossier is silent about it."""
        objects = flat.obj.roles.get(role)
        if type(objects) is not tuple:
            objects = self.dated(objects)
        return [self.flat(obj) for obj in objects]

    def one(self, flat: FlatObj, role: str) -> FlatObj | None:
        """The object in a to-one role, None when there is none."""
        objects = flat.obj.roles.get(role)
        if type(objects) is not tuple:
            objects = self.dated(objects)
        if len(objects) > 1:
            raise FALLBACK
        return self.flat(objects[0]) if objects else None

    def has(self, flat: FlatObj, role: str) -> bool:
        objects = flat.obj.roles.get(role)
        return bool(objects if type(objects) is tuple else self.dated(objects))

    def dated(self, held: tuple[Obj, ...] | DatedRole | None) -> tuple[Obj, ...]:
        """Who is in a role on the rekendatum; Fallback when the dossier is silent or contradicts itself."""
        found = held.on(self.moment.rekendatum) if isinstance(held, DatedRole) else held
        if found is None:
            raise FALLBACK
        return found

    def given(self, flat: FlatObj, name: str) -> bool:
        """Whether the dossier says anything about a derived attribute."""
        return name in flat.obj.facts

    def sent_on(self) -> int:
        if self.moment.verzonden_op is None:
            raise FALLBACK
        return self.moment.verzonden_op.toordinal()

    def fact_on(self, flat: FlatObj, name: str, on: int, kind: Kind, scale: int | None) -> Raw:
        """An input fact as valid on another date than the rekendatum, or MISSING."""
        return raw(flat.obj.fact(name, date.fromordinal(on)), kind, scale)

    def answer(self, key: str, kind: Kind, scale: int | None) -> Raw:
        """What the case handler answered, or MISSING."""
        return raw(self.case.answers.get(key), kind, scale)


def keyed(value: Raw) -> Raw:
    """What tells an object from others in another run; of another value itself."""
    return value.key if isinstance(value, FlatObj) else value


def need(value: Raw) -> Raw:
    if value is MISSING:
        raise FALLBACK
    return value


def check(facts: tuple[Raw, ...], positions: tuple[int, ...]) -> None:
    """Fallback when one of the facts that a function reads is missing."""
    for position in positions:
        if facts[position] is MISSING:
            raise FALLBACK


def raw(value: Held | None, kind: Kind, scale: int | None) -> Raw:
    """The raw form of a scalar; MISSING when it is absent, unobtainable, disputed, of another type or off the grid."""
    if kind == "number":
        if type(value) is not Fraction:
            return MISSING
        if scale is None:
            return value
        scaled, rest = divmod(value.numerator * scale, value.denominator)
        return MISSING if rest else scaled
    if kind == "date":
        return value.toordinal() if isinstance(value, date) else MISSING
    return value if isinstance(value, bool if kind == "bool" else str) else MISSING


def round_half(num: int, den: int) -> int:
    """num/den (den > 0) to the nearest whole number, half away from zero."""
    return (2 * num + den) // (2 * den) if num >= 0 else -((den - 2 * num) // (2 * den))


def whole(num: int, den: int) -> int:
    """num/den as a whole number; Fallback when it is not one."""
    quotient, rest = divmod(num, den)
    if rest:
        raise FALLBACK
    return quotient


class Dated:
    """Values by ordinal day, for what is read on a date that is only known while running."""

    __slots__ = ("ends", "starts", "values")

    def __init__(self, items: list[tuple[int, int | None, Raw]]) -> None:
        self.starts = [start for start, _, _ in items]
        self.ends = [end for _, end, _ in items]
        self.values = [value for _, _, value in items]

    def on(self, day: int) -> Raw:
        """The value on a day; Fallback where there is none."""
        at = bisect_right(self.starts, day) - 1
        if at < 0:
            raise FALLBACK
        end = self.ends[at]
        if (end is not None and day > end) or self.values[at] is None:
            raise FALLBACK
        return self.values[at]


Row = tuple[tuple[tuple[Raw, Raw, bool], ...], Raw]
"""Per key its lowest and highest value (None: open) and whether the highest belongs to it; then the value."""


def find_row(rows: list[Row], keys: tuple[Raw, ...]) -> Raw:
    """The value of the row that the keys fit; Fallback when there is none, or when rows that fit differ."""
    found: Raw = None
    for tests, value in rows:
        for (low, high, high_in), key in zip(tests, keys, strict=True):
            if low is not None and key < low:
                break
            if high is not None and (key > high or (key == high and not high_in)):
                break
        else:
            if value is None or (found is not None and found != value):
                raise FALLBACK
            found = value
    return need(MISSING if found is None else found)


def scaled(value: object, scale: int | None) -> Raw:
    """A constant as a raw value. A number that does not lie on the scale stays a Fraction: no raw value equals it."""
    if isinstance(value, Fraction):
        return value * scale if scale is not None else value
    return value.toordinal() if isinstance(value, date) else value


def lookup_rows(info: LookupInfo, day: date, key_scales: tuple[int | None, ...], scale: int | None) -> list[Row]:
    """The rows of a lookup table on a day, in raw values."""
    out: list[Row] = []
    for row in info.rows:
        tests = []
        for key, key_scale in zip(row.keys, key_scales, strict=True):
            if isinstance(key, KeyRange):
                tests.append((scaled(key.low, key_scale), scaled(key.high, key_scale), key.high_in))
            else:
                tests.append((scaled(key, key_scale), scaled(key, key_scale), True))
        item = dated_on(row.values, day)
        out.append((tuple(tests), None if item is None else scaled_value(item.value, scale)))
    return out


def scaled_value(value: object, scale: int | None) -> Raw:
    """A constant of which the scale is known to fit."""
    found = scaled(value, scale)
    return found if scale is None or not isinstance(found, Fraction) else found.numerator


def share_of(me: FlatObj, members: list[FlatObj], total: Fraction, weights: list[Raw] | None, grid: Fraction) -> int:
    """The share of one member in a total, over the denominator of the grid: whole grid steps in proportion to the weights,
    those left over going to the largest remainders, ties in the order of the members. Fallback for whatever is a fault."""
    steps = total / grid
    parts = [1] * len(members) if weights is None else weights
    if me not in members or steps.denominator != 1 or None in parts or min(parts) < 0:
        raise FALLBACK
    whole = sum(parts)
    if not whole:
        raise FALLBACK
    exact = [steps * part / whole for part in parts]
    floors = [share.numerator // share.denominator for share in exact]
    by_rest = sorted(range(len(parts)), key=lambda at: (floors[at] - exact[at], at))
    which = members.index(me)
    extra = which in by_rest[: steps.numerator - sum(floors)]
    return int(floors[which] + extra) * grid.numerator
