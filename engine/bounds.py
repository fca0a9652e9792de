"""What is known of a value that is not known: operations on Values and their Bounds (V1 and V7 of the design).

Every operation here is sound: whatever a completion makes of the operands, the outcome lies within the bounds given. An
end that is None is open; inside this module open ends are minus and plus infinity, the only floats in the engine, which
are compared with and never computed with. ``options`` that is an empty set says that no completion gives a value at all
(only niet van toepassing or fout).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import inf
from typing import cast

from engine.values import NA, NO, YES, Bounds, Fault, Known, NotApplicableValue, Scalar, Unknown, Value

EMPTY: frozenset[str | bool] = frozenset()
Interval = tuple[Fraction | float, Fraction | float]
"""Lowest and highest number; a float is always minus or plus infinity."""

ZERO = Fraction(0)

# ---------------------------------------------------------------- values and bounds


def point(value: Scalar) -> Bounds:
    """The bounds of one known value."""
    if isinstance(value, (bool, str)):
        return Bounds(options=frozenset((value,)))
    return Bounds(low=value, high=value)


def bounds_of(value: Value) -> Bounds:
    """What a completion could make of a value."""
    match value:
        case Known(known):
            return point(known)
        case Unknown(bounds):
            return bounds
        case Fault():
            return Bounds(options=EMPTY, maybe_fault=True)
        case NotApplicableValue():
            return Bounds(options=EMPTY, maybe_na=True)


def is_empty(bounds: Bounds) -> bool:
    """Whether no completion gives a value."""
    return bounds.options is not None and not bounds.options


def settle(bounds: Bounds, because: Iterable[Value]) -> Value:
    """A value with these bounds: definite when they leave one value, otherwise unknown, needing what the values
    ``because`` need."""
    if not bounds.maybe_na and not bounds.maybe_fault:
        if bounds.low is not None and bounds.low == bounds.high:
            return Known(bounds.low)
        if bounds.options is not None and len(bounds.options) == 1:
            (only,) = bounds.options
            return YES if only is True else NO if only is False else Known(only)
    if is_empty(bounds) and bounds.maybe_na and not bounds.maybe_fault:
        return NA
    unknowns = [value for value in because if isinstance(value, Unknown)]
    if len(unknowns) == 1:
        return Unknown(bounds, unknowns[0].facts, unknowns[0].questions, unknowns[0].notes)
    return Unknown(
        bounds,
        frozenset().union(*(value.facts for value in unknowns)),
        frozenset().union(*(value.questions for value in unknowns)),
        frozenset().union(*(value.notes for value in unknowns)),
    )


def hull(values: Iterable[Value]) -> Bounds:
    """The narrowest bounds that hold everything that any of the values could be."""
    parts = [bounds_of(value) for value in values]
    maybe_na = any(part.maybe_na for part in parts)
    maybe_fault = any(part.maybe_fault for part in parts)
    real = [part for part in parts if not is_empty(part)]
    if not real:
        return Bounds(options=EMPTY, maybe_na=maybe_na, maybe_fault=maybe_fault)
    options: frozenset[str | bool] | None = None
    if all(part.options is not None for part in real):
        options = frozenset().union(*(part.options or EMPTY for part in real))
    lows, highs = [part.low for part in real], [part.high for part in real]
    low = None if None in lows else min(cast("list[Fraction]", lows))
    high = None if None in highs else max(cast("list[Fraction]", highs))
    return Bounds(low, high, options, maybe_na, maybe_fault)


def fault_order(fault: Fault) -> tuple[bool, str, str, object]:
    """Which of several faults is told: a real one before something that does not apply; never by order of writing."""
    return fault.kind == "niet van toepassing", fault.kind, fault.text, fault.spans


def first_fault(values: Iterable[Value]) -> Fault | None:
    """The fault that stands for all faults among the values; None when there is none."""
    return min((value for value in values if isinstance(value, Fault)), key=fault_order, default=None)


def surely_different(left: Value, right: Value) -> bool:
    """Whether no completion gives both the same value or both niet van toepassing."""
    a, b = bounds_of(left), bounds_of(right)
    if (a.maybe_na and b.maybe_na) or a.maybe_fault or b.maybe_fault:
        return False
    if is_empty(a) or is_empty(b):
        return True
    if a.options is not None or b.options is not None:
        return a.options is not None and b.options is not None and not a.options & b.options
    (a_low, a_high), (b_low, b_high) = ends(a), ends(b)
    return _below(a_high, b_low) or _below(b_high, a_low)


def same(left: Value, right: Value) -> bool:
    """Whether both are known and equal, or both niet van toepassing."""
    if isinstance(left, Known) and isinstance(right, Known):
        return left.value == right.value
    return left == NA and right == NA


# ---------------------------------------------------------------- conditions


@dataclass(frozen=True, slots=True)
class Tri:
    """What a condition could turn out to be. A condition that does not apply counts as a fault (V9)."""

    yes: bool
    no: bool
    fault: bool

    @property
    def surely(self) -> bool:
        return self.yes and not self.no and not self.fault

    @property
    def never(self) -> bool:
        """Surely nee."""
        return self.no and not self.yes and not self.fault

    def inverse(self) -> Tri:
        return Tri(self.no, self.yes, self.fault)


def tri(value: Value) -> Tri:
    bounds = bounds_of(value)
    options = bounds.options if bounds.options is not None else frozenset((True, False))
    return Tri(True in options, False in options, bounds.maybe_na or bounds.maybe_fault)


def at_least(parts: Sequence[Tri], minimum: int) -> Tri:
    """At least ``minimum`` of the parts are ja (V5): ja when enough are ja whatever the others are, nee when too few are
    left, fout when a faulty part decides. En is at least all, of is at least one."""
    may_be_yes = sum(part.yes for part in parts)
    not_no = sum(not part.no for part in parts)
    faulty = sum(part.fault for part in parts)
    # Of the parts that cannot be faulty: the fewest and the most that can be ja.
    fewest = sum(part.surely for part in parts)
    most = sum(part.yes and not part.fault for part in parts)
    fault = faulty > 0 and fewest < minimum <= most + faulty
    return Tri(may_be_yes >= minimum, not_no < minimum, fault)


def settle_tri(outcome: Tri, because: Sequence[Value]) -> Value:
    """The value of a condition; a sure fault is the fault among the values it was made from."""
    if outcome.fault and not outcome.yes and not outcome.no:
        fault = first_fault(because)
        if fault is not None:
            return fault
    options = frozenset(option for option, can in ((True, outcome.yes), (False, outcome.no)) if can)
    return settle(Bounds(options=options, maybe_fault=outcome.fault), because)


# ---------------------------------------------------------------- numbers


def ends(bounds: Bounds) -> Interval:
    """Both ends of a number (or date, with the same order), open ones infinite."""
    low = -inf if bounds.low is None else cast(Fraction, bounds.low)
    high = inf if bounds.high is None else cast(Fraction, bounds.high)
    return low, high


def from_ends(interval: Interval, maybe_fault: bool = False) -> Bounds:
    low, high = interval
    return Bounds(
        None if isinstance(low, float) else low, None if isinstance(high, float) else high, maybe_fault=maybe_fault
    )


def rank(end: Fraction | float) -> tuple[int, Fraction | float]:
    """An order of ends in which dates stand beside open ends."""
    return (0, end) if not isinstance(end, float) else (-1 if end == -inf else 1, ZERO)


def add(left: Interval, right: Interval) -> Interval:
    low = -inf if -inf in (left[0], right[0]) else left[0] + right[0]
    high = inf if inf in (left[1], right[1]) else left[1] + right[1]
    return low, high


def negate(interval: Interval) -> Interval:
    return -interval[1], -interval[0]


def _times(left: Fraction | float, right: Fraction | float) -> Fraction | float:
    if left == 0 or right == 0:
        return ZERO
    if isinstance(left, float) or isinstance(right, float):
        return inf if (left > 0) == (right > 0) else -inf
    return left * right


def multiply(left: Interval, right: Interval) -> Interval:
    corners = [_times(a, b) for a in left for b in right]
    return min(corners), max(corners)


def reciprocal(interval: Interval) -> Interval:
    """1 divided by every number of the interval but 0; the interval is not 0 alone."""
    low, high = interval
    if low < 0 < high:
        return -inf, inf
    if low == 0:
        return _one_over(high), inf
    if high == 0:
        return -inf, _one_over(low)
    return _one_over(high), _one_over(low)


def _one_over(number: Fraction | float) -> Fraction | float:
    return ZERO if isinstance(number, float) else 1 / number


def power(interval: Interval, exponent: int) -> Interval:
    if exponent == 0:
        return Fraction(1), Fraction(1)
    low, high = (_raised(end, exponent) for end in interval)
    if exponent % 2 or interval[0] >= 0:
        return low, high
    if interval[1] <= 0:
        return high, low
    return ZERO, max(low, high)


def _raised(number: Fraction | float, exponent: int) -> Fraction | float:
    if isinstance(number, float):
        return inf if number > 0 or exponent % 2 == 0 else -inf
    return number**exponent


def rounded(value: Fraction, mode: str, grid: Fraction) -> Fraction:
    """``value`` on a multiple of ``grid``: rekenkundig (half away from zero), naar beneden or naar boven."""
    steps = value / grid
    if mode == "naar beneden":
        whole = steps.__floor__()
    elif mode == "naar boven":
        whole = steps.__ceil__()
    else:
        half = Fraction(1, 2)
        whole = (steps + half).__floor__() if steps >= 0 else (steps - half).__ceil__()
    return whole * grid


def mapped(interval: Interval, change: Callable[[Fraction], Fraction]) -> Interval:
    """Both ends through a function that never decreases."""
    low, high = (end if isinstance(end, float) else change(end) for end in interval)
    return low, high


# ---------------------------------------------------------------- comparing


def compare(op: str, left: Bounds, right: Bounds) -> Tri:
    """What the comparison of two real values could give, their flags left out."""
    fault = False
    if op in ("=", "<>"):
        equal = _may_equal(left, right)
        different = not (_single(left) and _single(right) and equal)
        outcome = Tri(equal, different, fault)
        return outcome if op == "=" else outcome.inverse()
    if op in (">", ">="):
        left, right, op = right, left, "<" if op == ">" else "<="
    (a_low, a_high), (b_low, b_high) = ends(left), ends(right)
    if op == "<":
        return Tri(_below(a_low, b_high), not _below(a_high, b_low), fault)
    return Tri(not _below(b_high, a_low), _below(b_low, a_high), fault)


def _below(left: Fraction | float | date, right: Fraction | float | date) -> bool:
    """left < right; dates are compared with an open end too."""
    if isinstance(left, date) or isinstance(right, date):
        if isinstance(left, float):
            return left < 0
        if isinstance(right, float):
            return right > 0
    return cast(Fraction, left) < cast(Fraction, right)


def _may_equal(left: Bounds, right: Bounds) -> bool:
    if is_empty(left) or is_empty(right):
        return False
    if left.options is not None or right.options is not None:
        return left.options is None or right.options is None or bool(left.options & right.options)
    (a_low, a_high), (b_low, b_high) = ends(left), ends(right)
    return not _below(a_high, b_low) and not _below(b_high, a_low)


def _single(bounds: Bounds) -> bool:
    if bounds.options is not None:
        return len(bounds.options) == 1
    return bounds.low is not None and bounds.low == bounds.high


def with_flags(bounds: Bounds, operands: Iterable[Value]) -> Bounds:
    """The same bounds, possibly fout when one of the operands could be fout or niet van toepassing (V9)."""
    faulty = any(isinstance(v, Unknown) and (v.bounds.maybe_fault or v.bounds.maybe_na) for v in operands)
    return replace(bounds, maybe_fault=True) if faulty else bounds
