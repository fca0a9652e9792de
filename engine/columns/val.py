"""The value of a node in the columnar form: an instruction, with when it does not apply and when it cannot be told here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from engine.columns.builder import Builder
from engine.columns.form import Ins, Reason
from engine.values import Scalar


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """A whole number or ordinal as a function of one ordinal (``base``), rising or falling; None outside the calendar."""

    base: Ins
    rising: bool
    of: Callable[[int], int | None]

    def valid(self) -> tuple[int, int] | None:
        """The first and last day of the base that have a value; None when none is found."""
        first, last = self.base.low, self.base.high
        middle = next((day for day in (first, last, (first + last) // 2) if self.of(day) is not None), None)
        return None if middle is None else (self._edge(first, middle), self._edge(last, middle))

    def _edge(self, bad: int, good: int) -> int:
        """The day nearest to ``bad`` that still has a value."""
        if self.of(bad) is not None:
            return bad
        while abs(good - bad) > 1:
            middle = (good + bad) // 2
            if self.of(middle) is None:
                bad = middle
            else:
                good = middle
        return good


@dataclass(frozen=True, slots=True, eq=False)
class Val:
    """``x`` is the value: of a number its numerator over ``den`` and, where ``div`` is there, over that (more than 0) too; of an
    object its row. ``na``: where it is niet van toepassing; ``bad``: why it cannot be told, where it cannot (an unknown fact, a
    question, a fault, a fact outside the proven box). Where either is set, ``x`` means nothing.

    ``const`` is the exact value when it is the same for every row. ``step``: how it follows from one date."""

    x: Ins
    na: Ins
    bad: Ins
    den: int = 1
    div: Ins | None = None
    const: Scalar | None = None
    step: Step | None = None


class Values:
    """Makes values."""

    def __init__(self, builder: Builder) -> None:
        self.b = builder

    def known(self, x: Ins, bad: Ins | None = None, **more: object) -> Val:
        return Val(x, self.b.no, bad or self.b.fine, **more)  # type: ignore[arg-type]

    def truth(self, value: bool) -> Val:
        return self.known(self.b.yes if value else self.b.no, const=value)

    def fraction(self, value: Fraction) -> Val:
        return self.known(self.b.number(value.numerator), den=value.denominator, const=value)

    def not_applicable(self, like: Ins) -> Val:
        return Val(like, self.b.yes, self.b.fine)

    def cannot(self, reason: Reason, like: Ins) -> Val:
        """A value that can never be told."""
        return Val(like, self.b.no, self.b.const(int(reason), "s"))

    def operand(self, value: Val) -> Val:
        """The value as something to compute with: that it is niet van toepassing has become a fault (V9)."""
        if value.na is self.b.no:
            return value
        return replace(value, na=self.b.no, bad=self.trouble(value))

    def trouble(self, value: Val) -> Ins:
        """Why a value cannot be computed with."""
        return self.b.why(value.bad, self.b.because(value.na, Reason.FOUT))

    def through(self, obj: Val, value: Val) -> Val:
        """What is read from an object: as far as there is one."""
        if obj.na is self.b.no and obj.bad is self.b.fine:
            return value
        there = self.b.and_(self.b.not_(obj.na), self.b.not_(self.b.is_bad(obj.bad)))
        return replace(
            value,
            na=self.b.or_(obj.na, value.na),
            bad=self.b.why(obj.bad, self.b.because(there, value.bad)),
            const=value.const if there is self.b.yes else None,
        )

    def merge(self, condition: Ins, a: Val, b: Val) -> Val:
        """``a`` where the condition is ja, else ``b``."""
        if condition.is_const:
            return a if condition.data else b
        # What means nothing in one of them can be anything there.
        if self._nowhere(a):
            a = replace(a, x=b.x, den=b.den, div=b.div)
        elif self._nowhere(b):
            b = replace(b, x=a.x, den=a.den, div=a.div)
        if a.x.kind in ("f", "l", "x") or a.div is not None or b.div is not None:
            (left, right), den, div = self.aligned(a, b)
        else:
            left, right, den, div = a.x, b.x, 1, None
        return Val(
            self.b.select(condition, left, right),
            self.b.select(condition, a.na, b.na),
            self.b.select(condition, a.bad, b.bad),
            den,
            div,
            a.const if a.const is not None and a.const == b.const and type(a.const) is type(b.const) else None,
        )

    def _nowhere(self, value: Val) -> bool:
        """Whether a value means something in no row."""
        return value.na is self.b.yes or self.b.is_bad(value.bad) is self.b.yes

    # ------------------------------------------------------------ numbers over one denominator

    def aligned(self, *parts: Val) -> tuple[tuple[Ins, ...], int, Ins | None]:
        """The numerators of numbers over one denominator that they share: a constant, and an instruction or None."""
        from math import lcm

        den = lcm(*(part.den for part in parts))
        divs = {part.div.number: part.div for part in parts if part.div is not None}
        tops = []
        for part in parts:
            top = self.times(part.x, den // part.den)
            for number, div in divs.items():
                if part.div is None or part.div.number != number:
                    top = self.b.calc("mul", top, div)
            tops.append(top)
        shared: Ins | None = None
        for div in divs.values():
            shared = div if shared is None else self.b.calc("mul", shared, div)
        return tuple(tops), den, shared

    def times(self, a: Ins, factor: int) -> Ins:
        return self.b.calc("mul", a, self.b.number(factor))
