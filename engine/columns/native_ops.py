"""Instructions one by one as LLVM instructions."""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir

from engine.columns.form import Ins, Kind, Source

TYPES: dict[Kind, Any] = {
    "b": ir.IntType(1),
    "s": ir.IntType(8),
    "w": ir.IntType(32),
    "f": ir.DoubleType(),
    "l": ir.IntType(64),
    "x": ir.IntType(128),
}
I64, I8 = ir.IntType(64), ir.IntType(8)


def constant(kind: Kind, value: int) -> Any:
    return ir.Constant(TYPES[kind], float(value) if kind == "f" else value)


class Ops:
    """``b`` writes where the function is; ``values`` are the instructions written so far, ``wide`` those of them that are positions, in
    64 bits; ``source`` and ``table`` are pointers to arrays, ``edges`` which of the tables holds the edges of a long interval."""

    def __init__(self) -> None:
        self.b: Any = None
        self.floor: Any = None
        self.values: dict[int, Any] = {}
        self.wide: dict[int, Any] = {}
        self.source: dict[Source, Any] = {}
        self.table: Any = ()
        self.edges: dict[tuple[int, ...], int] = {}

    # ------------------------------------------------------------ reading

    def index(self, ins: Ins) -> Any:
        """A position as 64 bits."""
        found = self.wide.get(ins.number)
        if found is None:
            found = self.b.sext(self.values[ins.number], I64)
        return found

    def load(self, ins: Ins) -> Any:
        b, (at,) = self.b, ins.args
        assert isinstance(ins.data, Source)
        source = ins.data
        index = self.index(at)
        if source.dtype == "bool":
            raw = b.load(b.gep(self.source[source], [index], source_etype=I8), typ=I8)
            return b.icmp_unsigned("!=", raw, I8(0))
        width = np.dtype(source.dtype).itemsize * 8
        kind = ir.IntType(width)
        raw = b.load(b.gep(self.source[source], [index], source_etype=kind), typ=kind)
        wanted = TYPES[ins.kind]
        if width == wanted.width:
            return raw
        return b.zext(raw, wanted) if source.dtype.startswith("u") else b.sext(raw, wanted)

    def op_next(self, ins: Ins, a: Any) -> Any:
        self.wide[ins.number] = self.b.add(self.index(ins.args[0]), I64(1), flags=("nsw",))
        return self.b.add(a, TYPES["w"](1))

    def op_table(self, ins: Ins, at: Any) -> Any:
        assert isinstance(ins.data, tuple)
        number, values = ins.data
        index = self.b.sext(at, I64)
        if values.dtype == np.bool_:
            raw = self.b.load(self.b.gep(self.table[number], [index], source_etype=I8), typ=I8)
            return self.b.icmp_unsigned("!=", raw, I8(0))
        kind = TYPES[ins.kind]
        return self.b.load(self.b.gep(self.table[number], [index], source_etype=kind), typ=kind)

    def op_interval(self, ins: Ins, a: Any) -> Any:
        b, kind = self.b, ins.args[0].kind
        edges = ins.data
        assert isinstance(edges, tuple)
        if edges not in self.edges:
            total: Any = TYPES["w"](0)
            for edge in edges:
                reached = self.less("<=", kind, constant(kind, edge), a)
                total = b.add(total, b.zext(reached, TYPES["w"]))
            return total
        if kind == "f":
            a = b.fptosi(a, I64)
        elif kind == "w":
            a = b.sext(a, I64)
        pointer = self.table[self.edges[edges]]
        place: Any = I64(0)
        half = 1 << (len(edges).bit_length() - 1)
        while half:
            there = b.add(place, I64(half - 1))
            edge = b.load(b.gep(pointer, [there], source_etype=I64), typ=I64)
            place = b.select(b.icmp_signed("<=", edge, a), b.add(place, I64(half)), place)
            half >>= 1
        return b.trunc(place, TYPES["w"])

    # ------------------------------------------------------------ conditions

    def op_not(self, ins: Ins, a: Any) -> Any:
        return self.b.xor(a, TYPES["b"](1))

    def op_and(self, ins: Ins, a: Any, c: Any) -> Any:
        return self.b.and_(a, c)

    def op_or(self, ins: Ins, a: Any, c: Any) -> Any:
        return self.b.or_(a, c)

    def op_xor(self, ins: Ins, a: Any, c: Any) -> Any:
        return self.b.xor(a, c)

    def op_ne0(self, ins: Ins, a: Any) -> Any:
        return self.b.icmp_unsigned("!=", a, I8(0))

    def less(self, op: str, kind: Kind, a: Any, c: Any) -> Any:
        return self.b.fcmp_ordered(op, a, c) if kind == "f" else self.b.icmp_signed(op, a, c)

    def op_lt(self, ins: Ins, a: Any, c: Any) -> Any:
        return self.less("<", ins.args[0].kind, a, c)

    def op_le(self, ins: Ins, a: Any, c: Any) -> Any:
        return self.less("<=", ins.args[0].kind, a, c)

    def op_eq(self, ins: Ins, a: Any, c: Any) -> Any:
        return self.less("==", ins.args[0].kind, a, c)

    def op_select(self, ins: Ins, condition: Any, a: Any, c: Any) -> Any:
        return self.b.select(condition, a, c)

    # ------------------------------------------------------------ numbers

    def op_add(self, ins: Ins, a: Any, c: Any) -> Any:
        return self.b.fadd(a, c) if ins.kind == "f" else self.b.add(a, c)

    def op_sub(self, ins: Ins, a: Any, c: Any) -> Any:
        return self.b.fsub(a, c) if ins.kind == "f" else self.b.sub(a, c)

    def op_mul(self, ins: Ins, a: Any, c: Any) -> Any:
        return self.b.fmul(a, c) if ins.kind == "f" else self.b.mul(a, c)

    def op_neg(self, ins: Ins, a: Any) -> Any:
        return self.b.fneg(a) if ins.kind == "f" else self.b.neg(a)

    def op_min(self, ins: Ins, a: Any, c: Any) -> Any:
        return self.b.select(self.less("<", ins.kind, a, c), a, c)

    def op_max(self, ins: Ins, a: Any, c: Any) -> Any:
        return self.b.select(self.less("<", ins.kind, a, c), c, a)

    def op_clamp(self, ins: Ins, a: Any, low: Any, high: Any) -> Any:
        return self.op_min(ins, self.op_max(ins, a, low), high)

    def op_known(self, ins: Ins, a: Any) -> Any:
        return a

    def op_floordiv(self, ins: Ins, a: Any, c: Any) -> Any:
        b, (above, _) = self.b, ins.args
        if ins.kind == "f":
            return b.call(self.floor, [b.fdiv(a, c)])
        if above.low >= 0:
            return b.udiv(a, c)
        down = b.sdiv(a, c)
        rest = b.sub(a, b.mul(down, c))
        less = b.icmp_signed("<", rest, a.type(0))
        return b.sub(down, b.zext(less, a.type))

    def op_cvt(self, ins: Ins, a: Any) -> Any:
        b, kind, wanted = self.b, ins.args[0].kind, TYPES[ins.kind]
        if ins.kind == "f":
            if kind == "b":
                return b.uitofp(a, wanted)
            return b.sitofp(b.trunc(a, I64) if kind == "x" else a, wanted)
        if kind == "f":
            return b.sext(b.fptosi(a, I64), wanted) if ins.kind == "x" else b.fptosi(a, wanted)
        if kind == "b":
            return b.zext(a, wanted)
        return b.trunc(a, wanted) if a.type.width > wanted.width else b.sext(a, wanted)
