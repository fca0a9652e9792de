"""Makes instructions: each once, folded where its operands are constants, in the region in which it can be computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.columns.form import LIMITS, Ins, Kind, Region, Source


class TooWideError(Exception):
    """A number can get larger than any kind holds: the box of inputs has to be smaller."""


_ORDER: dict[Kind, int] = {"f": 0, "l": 1, "x": 2}
_WORD = 2**31


def kind_of(low: int, high: int) -> Kind:
    """The fastest kind of number for a range. Raises TooWideError."""
    most = max(abs(low), abs(high))
    for kind, limit in LIMITS.items():
        if most < limit:
            return kind
    raise TooWideError


class Builder:
    """``sources`` and ``tables`` are what the instructions read, in order of first use."""

    def __init__(self) -> None:
        self.rows = Region(0)
        self.sources: dict[Source, int] = {}
        self.tables: dict[bytes, tuple[int, NDArray[Any]]] = {}
        self._made: dict[tuple[object, ...], Ins] = {}
        self._count = 0
        self._bad: dict[int, Ins] = {}
        self.row = self.make("row", (), "w", 0, _WORD - 1)
        self.no = self.const(0, "b")
        self.yes = self.const(1, "b")
        self.fine = self.const(0, "s")

    # ------------------------------------------------------------ instructions

    def make(
        self,
        op: str,
        args: tuple[Ins, ...],
        kind: Kind,
        low: int,
        high: int,
        data: object = None,
        key: object = None,
        region: Region | None = None,
    ) -> Ins:
        """The instruction, made at most once; ``key`` stands for ``data`` where that cannot be compared. It stands in the
        deepest region of its operands, unless ``region`` says where."""
        if region is None:
            region = max((arg.region for arg in args), key=lambda one: one.depth, default=self.rows)
        found = (op, kind, tuple(arg.number for arg in args), data if key is None else key, id(region))
        if found in self._made:
            return self._made[found]
        ins = Ins(self._count, op, args, kind, low, high, data, region)
        self._count += 1
        self._made[found] = ins
        region.body.append(ins)
        return ins

    def const(self, value: int, kind: Kind) -> Ins:
        return self.make("const", (), kind, value, value, value)

    def loop(self, body: Region, first: Ins, after: Ins) -> Ins:
        """A loop over the positions from ``first`` up to ``after``; what is done per position stands in ``body``."""
        assert body.parent is not None
        return self.make("loop", (first, after), "w", 0, 0, body, key=id(body), region=body.parent)

    def fold(self, loop: Ins, how: str, value: Ins, low: int, high: int) -> Ins:
        """sum, and, or, min or max of a value over the positions of a loop; of no position 0, ja, nee, ``high``, ``low``."""
        if value is self.fine or (how == "or" and value is self.no) or (how == "and" and value is self.yes):
            return value
        start = {"sum": 0, "and": 1, "or": 0, "min": high, "max": low}[how]
        return self.make("fold", (loop, value), value.kind, low, high, (how, start), region=loop.region)

    def number(self, value: int) -> Ins:
        return self.const(value, kind_of(value, value))

    def word(self, value: int) -> Ins:
        return self.const(value, "w")

    # ------------------------------------------------------------ conditions

    def not_(self, a: Ins) -> Ins:
        if a.is_const:
            return self.no if a.data else self.yes
        if a.op == "not":
            return a.args[0]
        if a.op == "lt":
            return self.make("le", (a.args[1], a.args[0]), "b", 0, 1)
        if a.op == "le":
            return self.make("lt", (a.args[1], a.args[0]), "b", 0, 1)
        return self.make("not", (a,), "b", 0, 1)

    def _terms(self, op: str, parts: Sequence[Ins]) -> dict[int, Ins]:
        found: dict[int, Ins] = {}
        waiting = list(reversed(parts))
        while waiting:
            part = waiting.pop()
            if part.op == op:
                waiting.extend(reversed(part.args))
            else:
                found[part.number] = part
        return found

    def _chain(self, op: str, parts: Sequence[Ins], decisive: Ins, neutral: Ins) -> Ins:
        terms = self._terms(op, parts)
        if decisive.number in terms:
            return decisive
        terms.pop(neutral.number, None)
        for term in terms.values():
            if self.not_(term).number in terms:
                return decisive
        if not terms:
            return neutral
        ordered = sorted(terms.values(), key=lambda one: (one.region.depth, one.number))
        out = ordered[0]
        for term in ordered[1:]:
            out = self.make(op, (out, term), "b", 0, 1)
        return out

    def and_(self, *parts: Ins) -> Ins:
        return self._chain("and", parts, self.no, self.yes)

    def or_(self, *parts: Ins) -> Ins:
        return self._chain("or", parts, self.yes, self.no)

    def compare(self, op: str, a: Ins, b: Ins) -> Ins:
        """One of = <> < <= > >= over two values of one sort."""
        if op == "<>":
            return self.not_(self.compare("=", a, b))
        if op in (">", ">="):
            return self.compare("<" if op == ">" else "<=", b, a)
        if a.kind == "b":
            return self.not_(self._xor(a, b))
        a, b = self.level(a, b)
        if op == "=":
            if a is b:
                return self.yes
            if a.high < b.low or b.high < a.low:
                return self.no
            if a.low == a.high == b.low == b.high:
                return self.yes
            first, second = sorted((a, b), key=lambda one: one.number)
            return self.make("eq", (first, second), "b", 0, 1)
        if a.high < b.low or (op == "<=" and a.high == b.low):
            return self.yes
        if a.low > b.high or (op == "<" and a.low == b.high):
            return self.no
        return self.make("lt" if op == "<" else "le", (a, b), "b", 0, 1)

    def _xor(self, a: Ins, b: Ins) -> Ins:
        for one, other in ((a, b), (b, a)):
            if one.is_const:
                return self.not_(other) if one.data else other
        return self.make("xor", (a, b), "b", 0, 1)

    def select(self, condition: Ins, a: Ins, b: Ins) -> Ins:
        """``a`` where the condition is ja, else ``b``."""
        if condition.is_const:
            return a if condition.data else b
        if a is b:
            return a
        if condition.op == "not":
            return self.select(condition.args[0], b, a)
        if a.kind == "b":
            if a.is_const or b.is_const:
                opposite = self.not_(condition)
                if a.is_const:
                    return self.or_(condition, b) if a.data else self.and_(opposite, b)
                return self.or_(opposite, a) if b.data else self.and_(condition, a)
            return self.make("select", (condition, a, b), "b", 0, 1)
        a, b = self.level(a, b)
        return self.make("select", (condition, a, b), a.kind, min(a.low, b.low), max(a.high, b.high))

    # ------------------------------------------------------------ reasons

    def why(self, *parts: Ins) -> Ins:
        """All reasons of the parts together."""
        terms = self._terms("or", parts)
        bits = 0
        for number in [number for number, term in terms.items() if term.is_const]:
            bits |= int(terms.pop(number).data)  # type: ignore[call-overload]
        out = self.const(bits, "s") if bits else None
        for term in terms.values():
            out = term if out is None else self.make("or", (out, term), "s", 0, 127)
        return self.fine if out is None else out

    def because(self, condition: Ins, reason: Ins | int) -> Ins:
        """The reason where the condition is ja, none elsewhere."""
        found = self.const(int(reason), "s") if isinstance(reason, int) else reason
        return self.fine if found is self.fine else self.select(condition, found, self.fine)

    def is_bad(self, reason: Ins) -> Ins:
        """Whether there is any reason."""
        if reason.is_const:
            return self.yes if reason.data else self.no
        found = self._bad.get(reason.number)
        if found is None:
            if reason.op == "select":
                condition, yes, no = reason.args
                found = self.select(condition, self.is_bad(yes), self.is_bad(no))
            elif reason.op == "or":
                found = self.or_(*(self.is_bad(part) for part in reason.args))
            else:
                found = self.make("ne0", (reason,), "b", 0, 1)
            self._bad[reason.number] = found
        return found

    # ------------------------------------------------------------ numbers

    def as_kind(self, a: Ins, kind: Kind) -> Ins:
        if a.kind == kind:
            return a
        if a.is_const:
            return self.const(int(a.data), kind)  # type: ignore[call-overload]
        return self.make("cvt", (a,), kind, a.low, a.high)

    def level(self, *parts: Ins) -> tuple[Ins, ...]:
        """Values of one sort in a kind that holds them all."""
        kinds = {part.kind for part in parts}
        if len(kinds) == 1:
            return parts
        numbers = [kind for kind in kinds if kind in _ORDER]
        return tuple(self.as_kind(part, max(numbers, key=lambda one: _ORDER[one])) for part in parts)

    def as_number(self, a: Ins) -> Ins:
        """A word or condition as a number."""
        return a if a.kind in _ORDER else self.as_kind(a, kind_of(a.low, a.high))

    def fit(self, a: Ins) -> Ins:
        """A number in the fastest kind for its range."""
        return self.as_kind(a, kind_of(a.low, a.high))

    def to_word(self, a: Ins) -> Ins:
        """A whole number that fits as a word."""
        return self.as_kind(a, "w")

    def _arith(self, op: str, args: tuple[Ins, ...], low: int, high: int) -> Ins:
        """A calculation with numbers, in a kind that holds its operands and its outcome."""
        kind = max((kind_of(low, high), *(arg.kind for arg in args)), key=lambda one: _ORDER[one])
        out = self.make(op, tuple(self.as_kind(arg, kind) for arg in args), kind, low, high)
        return self.as_kind(out, kind_of(low, high))

    def calc(self, op: str, a: Ins, b: Ins) -> Ins:
        """add, sub, mul, min or max of two numbers, or of two words."""
        if op in ("add", "sub"):
            if b.is_const and not b.data:
                return a
            if op == "add" and a.is_const and not a.data:
                return b
            low, high = (a.low + b.low, a.high + b.high) if op == "add" else (a.low - b.high, a.high - b.low)
        elif op == "mul":
            for one, other in ((a, b), (b, a)):
                if one.is_const and one.data == 1:
                    return other
            ends = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
            low, high = min(ends), max(ends)
        elif op == "min":
            if a.high <= b.low or b.high <= a.low:
                return a if a.high <= b.low else b
            low, high = min(a.low, b.low), min(a.high, b.high)
        else:
            if a.low >= b.high or b.low >= a.high:
                return a if a.low >= b.high else b
            low, high = max(a.low, b.low), max(a.high, b.high)
        if a.is_const and b.is_const:
            return self.word(low) if a.kind == "w" else self.number(low)
        if a.kind == "w":
            assert low >= -_WORD and high < _WORD
            return self.make(op, (a, b), "w", low, high)
        return self._arith(op, (a, b), low, high)

    def negate(self, a: Ins) -> Ins:
        if a.is_const:
            return self.number(-a.low) if a.kind != "w" else self.word(-a.low)
        return self.make("neg", (a,), a.kind, -a.high, -a.low)

    def power(self, a: Ins, exponent: int) -> Ins:
        out = self.number(1)
        for _ in range(exponent):
            out = self.calc("mul", out, a)
        if exponent % 2 == 0 and out.low < 0:
            out = self.make("max", self.level(out, self.number(0)), out.kind, 0, out.high)
        return out

    def floordiv(self, a: Ins, b: Ins) -> Ins:
        """a divided by b (more than 0), rounded down."""
        assert b.low > 0
        ends = [x // y for x in (a.low, a.high) for y in (b.low, b.high)]
        low, high = min(ends), max(ends)
        if b.is_const and b.data == 1:
            return a
        if a.is_const and b.is_const:
            return self.word(low) if a.kind == "w" else self.number(low)
        if a.kind == "w":
            return self.make("floordiv", (a, b), "w", low, high)
        return self._arith("floordiv", (a, b), low, high)

    # ------------------------------------------------------------ reading

    def load(self, source: Source, index: Ins) -> Ins:
        """The raw value of an array of the population, as wide as it is stored."""
        self.sources.setdefault(source, len(self.sources))
        if source.dtype == "bool":
            return self.make("load", (index,), "b", 0, 1, source)
        info = np.iinfo(source.dtype)
        kind: Kind = "l" if info.max >= _WORD else "w"
        return self.make("load", (index,), kind, int(info.min), int(info.max), source)

    def table(self, values: NDArray[Any], at: Ins) -> Ins:
        """An element of an array of constants; ``at`` must lie within it."""
        assert at.low >= 0 and at.high < len(values)
        if at.is_const:
            low = high = int(values[at.low])
        else:
            low, high = int(values.min()), int(values.max())
        if values.dtype == np.bool_:
            kind: Kind = "b"
        elif values.dtype == np.int8:
            kind = "s"
        else:
            kind = "w" if values.dtype == np.int32 else "l"
        if low == high:
            return self.const(low, kind)
        name = values.dtype.str.encode() + values.tobytes()
        number, held = self.tables.setdefault(name, (len(self.tables), values))
        return self.make("table", (at,), kind, low, high, (number, held), ("table", number))

    def interval(self, a: Ins, edges: tuple[int, ...]) -> Ins:
        """How many of the sorted edges are not above ``a``."""
        low = sum(edge <= a.low for edge in edges)
        high = sum(edge <= a.high for edge in edges)
        if low == high:
            return self.word(low)
        inner = edges[low:high]
        found = self.make("interval", (a,), "w", 0, len(inner), inner)
        return self.calc("add", found, self.word(low))
