"""The text that LLVM is given: a function over rows ``start`` to ``stop``, with a nested loop per fold over a role.

Choices are selects, not branches, so that LLVM can compute several rows at once; every pointer is said not to overlap another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from llvmlite import ir
from numpy.typing import NDArray

from engine.columns.form import Form, Ins, Kind, Region, Source
from engine.columns.totals import MOST_COUNTED, WITH_VALUE, possible_codes

TYPES: dict[Kind, Any] = {
    "b": ir.IntType(1),
    "s": ir.IntType(8),
    "w": ir.IntType(32),
    "f": ir.DoubleType(),
    "l": ir.IntType(64),
    "x": ir.IntType(128),
}
I64, I8 = ir.IntType(64), ir.IntType(8)
POINTER = ir.PointerType()
_STORED = {"bool": ir.IntType(8), "int8": I8, "int16": ir.IntType(16), "int32": ir.IntType(32), "int64": I64}
_FEW_EDGES = 24
"""Up to how many edges an interval is found by comparing with all of them."""


@dataclass(slots=True)
class Place:
    """Where the sums of one outcome stand."""

    codes: dict[int, int] = field(default_factory=dict)
    total: int | None = None
    words: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Slots:
    """Pointers after start and stop: sources, constants, outputs, sums."""

    count: int
    sums: int
    outcomes: list[Place]
    constants: list[NDArray[Any]]


class _Writer:
    def __init__(self, form: Form, keep: bool) -> None:
        self.form = form
        self.keep = keep
        self.constants: list[NDArray[Any]] = list(form.tables)
        self.module = ir.Module("columns")
        self._edges: dict[tuple[int, ...], int] = {}
        for region in _regions(form.rows):
            for ins in region.body:
                if ins.op == "interval":
                    self._note_edges(ins)
        outputs = 1 + (2 * len(form.outputs) if keep else 0)
        self.count = len(form.sources) + len(self.constants) + outputs + 1
        kind = ir.FunctionType(ir.VoidType(), [I64, I64, *[POINTER] * self.count])
        self.function = ir.Function(self.module, kind, "kernel")
        for argument in self.function.args[2:]:
            argument.add_attribute("noalias")
        floor = ir.FunctionType(TYPES["f"], [TYPES["f"]])
        self.floor = ir.Function(self.module, floor, "llvm.floor.f64")
        self.values: dict[int, Any] = {}
        self.wide: dict[int, Any] = {}
        self.folds: dict[int, list[Ins]] = {}
        for region in _regions(form.rows):
            for ins in region.body:
                if ins.op == "fold":
                    self.folds.setdefault(ins.args[0].number, []).append(ins)
        arguments = self.function.args[2:]
        self.source = dict(zip(form.sources, arguments, strict=False))
        after = len(form.sources)
        self.table = arguments[after : after + len(self.constants)]
        self.out = arguments[after + len(self.constants) : -1]
        self.sums = arguments[-1]
        self.b: Any = None

    def _note_edges(self, ins: Ins) -> None:
        """The edges of a long interval as an array, padded to a power of two less one."""
        edges = ins.data
        assert isinstance(edges, tuple)
        if len(edges) <= _FEW_EDGES or edges in self._edges or ins.args[0].kind == "x":
            return
        size = 1 << len(edges).bit_length()
        padded = [*edges, *[2**62] * (size - 1 - len(edges))]
        self._edges[edges] = len(self.constants)
        self.constants.append(np.array(padded, np.int64))

    # ------------------------------------------------------------ the function

    def write(self) -> tuple[str, Slots]:
        function = self.function
        entry, head, body, done = (function.append_basic_block(name) for name in ("entry", "head", "body", "done"))
        start, stop = function.args[:2]
        self.b = b = ir.IRBuilder(entry)
        places, initial = self._places()
        b.branch(head)
        b.position_at_end(head)
        row = b.phi(I64)
        row.add_incoming(start, entry)
        sums = [b.phi(I64) for _ in range(initial)]
        for one in sums:
            one.add_incoming(I64(0), entry)
        b.cbranch(b.icmp_signed("<", row, stop), body, done)
        b.position_at_end(body)
        self.wide[self.form.row.number] = row
        self.values[self.form.row.number] = b.trunc(row, TYPES["w"])
        self.region(self.form.rows)
        self._store(row)
        added = self._added(places, sums)
        following = b.add(row, I64(1), flags=("nsw",))
        row.add_incoming(following, b.block)
        for one, total in zip(sums, added, strict=True):
            one.add_incoming(total, b.block)
        b.branch(head)
        b.position_at_end(done)
        for number, one in enumerate(sums):
            b.store(one, b.gep(self.sums, [I64(number)], source_etype=I64))
        b.ret_void()
        return str(self.module), Slots(self.count, initial, places, self.constants)

    def region(self, region: Region) -> None:
        for ins in region.body:
            if ins.op not in ("row", "fold", "element"):
                self.instruction(ins)

    def instruction(self, ins: Ins) -> None:
        if ins.op == "loop":
            self.loop(ins)
        elif ins.op == "load":
            self.values[ins.number] = self._load(ins)
        elif ins.op == "const":
            self.values[ins.number] = _constant(ins.kind, int(ins.data))  # type: ignore[call-overload]
        else:
            handler: Callable[..., Any] = getattr(self, f"op_{ins.op}")
            self.values[ins.number] = handler(ins, *(self.values[arg.number] for arg in ins.args))

    # ------------------------------------------------------------ outputs and sums

    def _store(self, row: Any) -> None:
        b, form = self.b, self.form
        b.store(self.values[form.reason.number], b.gep(self.out[0], [row], source_etype=I8))
        if not self.keep:
            return
        for number, output in enumerate(form.outputs):
            kind = _STORED[output.stored]
            value = self._as_integer(output.value, kind)
            b.store(value, b.gep(self.out[1 + 2 * number], [row], source_etype=kind))
            code = b.trunc(self.values[output.code.number], I8)
            b.store(code, b.gep(self.out[2 + 2 * number], [row], source_etype=I8))

    def _as_integer(self, ins: Ins, kind: Any) -> Any:
        b, value = self.b, self.values[ins.number]
        if ins.kind == "f":
            return b.fptosi(value, kind) if kind.width >= 32 else b.trunc(b.fptosi(value, TYPES["w"]), kind)
        width = value.type.width
        if width == kind.width:
            return value
        if ins.kind == "b":
            return b.zext(value, kind)
        return b.trunc(value, kind) if width > kind.width else b.sext(value, kind)

    def _places(self) -> tuple[list[Place], int]:
        count = 0
        places = []
        for output in self.form.outputs:
            place = Place()
            for code in possible_codes(output):
                place.codes[code] = count
                count += 1
            if output.sort in ("number", "bool"):
                place.total = count
                count += 1
            elif output.sort == "words" and len(output.words) <= MOST_COUNTED:
                for word in output.words:
                    place.words[word] = count
                    count += 1
            places.append(place)
        return places, count

    def _added(self, places: list[Place], sums: list[Any]) -> list[Any]:
        b = self.b
        out = list(sums)
        for output, place in zip(self.form.outputs, places, strict=True):
            code = self.values[output.code.number]

            def is_code(wanted: int, code: Any = code) -> Any:
                return b.icmp_signed("==", code, TYPES["w"](wanted))

            for wanted, at in place.codes.items():
                out[at] = b.add(out[at], b.zext(is_code(wanted), I64))
            if place.total is not None:
                out[place.total] = b.add(out[place.total], self._as_integer(output.value, I64))
            if place.words:
                real = [is_code(wanted) for wanted in WITH_VALUE if wanted in place.codes]
                given = real[0] if real else TYPES["b"](0)
                for other in real[1:]:
                    given = b.or_(given, other)
                value = self.values[output.value.number]
                for number, at in enumerate(place.words.values()):
                    here = b.and_(given, b.icmp_signed("==", value, TYPES["w"](number)))
                    out[at] = b.add(out[at], b.zext(here, I64))
        return out

    # ------------------------------------------------------------ loops

    def loop(self, ins: Ins) -> None:
        """A loop over the positions of a role, with a running value per fold."""
        b, function = self.b, self.function
        assert isinstance(ins.data, Region)
        first, after = (self._index(arg) for arg in ins.args)
        before = b.block
        head, body, done = (function.append_basic_block(name) for name in ("folds", "fold", "folded"))
        b.branch(head)
        b.position_at_end(head)
        position = b.phi(I64)
        position.add_incoming(first, before)
        folds = self.folds.get(ins.number, [])
        running = []
        for fold in folds:
            assert isinstance(fold.data, tuple)
            value = b.phi(TYPES[fold.kind])
            value.add_incoming(_constant(fold.kind, fold.data[1]), before)
            running.append(value)
        b.cbranch(b.icmp_signed("<", position, after), body, done)
        b.position_at_end(body)
        for inner in ins.data.body:
            if inner.op == "element":
                self.wide[inner.number] = position
                self.values[inner.number] = b.trunc(position, TYPES["w"])
        self.region(ins.data)
        for fold, value in zip(folds, running, strict=True):
            value.add_incoming(self._folded(fold, value, self.values[fold.args[1].number]), b.block)
        position.add_incoming(b.add(position, I64(1), flags=("nsw",)), b.block)
        b.branch(head)
        b.position_at_end(done)
        for fold, value in zip(folds, running, strict=True):
            self.values[fold.number] = value

    def _folded(self, fold: Ins, value: Any, part: Any) -> Any:
        assert isinstance(fold.data, tuple)
        match fold.data[0]:
            case "sum":
                return self.b.fadd(value, part) if fold.kind == "f" else self.b.add(value, part)
            case "and":
                return self.b.and_(value, part)
            case "or":
                return self.b.or_(value, part)
            case "min":
                return self._least(fold.kind, value, part)
        return self._least(fold.kind, part, value, largest=(value, part))

    def _least(self, kind: Kind, a: Any, c: Any, largest: tuple[Any, Any] | None = None) -> Any:
        less = self._less("<", kind, a, c)
        return self.b.select(less, a, c) if largest is None else self.b.select(less, largest[0], largest[1])

    # ------------------------------------------------------------ reading

    def _index(self, ins: Ins) -> Any:
        """A position as 64 bits."""
        found = self.wide.get(ins.number)
        if found is None:
            found = self.b.sext(self.values[ins.number], I64)
        return found

    def _load(self, ins: Ins) -> Any:
        b, (at,) = self.b, ins.args
        assert isinstance(ins.data, Source)
        source = ins.data
        index = self._index(at)
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
        self.wide[ins.number] = self.b.add(self._index(ins.args[0]), I64(1), flags=("nsw",))
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
        if edges not in self._edges:
            total: Any = TYPES["w"](0)
            for edge in edges:
                reached = self._less("<=", kind, _constant(kind, edge), a)
                total = b.add(total, b.zext(reached, TYPES["w"]))
            return total
        if kind == "f":
            a = b.fptosi(a, I64)
        elif kind == "w":
            a = b.sext(a, I64)
        pointer = self.table[self._edges[edges]]
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

    def _less(self, op: str, kind: Kind, a: Any, c: Any) -> Any:
        return self.b.fcmp_ordered(op, a, c) if kind == "f" else self.b.icmp_signed(op, a, c)

    def op_lt(self, ins: Ins, a: Any, c: Any) -> Any:
        return self._less("<", ins.args[0].kind, a, c)

    def op_le(self, ins: Ins, a: Any, c: Any) -> Any:
        return self._less("<=", ins.args[0].kind, a, c)

    def op_eq(self, ins: Ins, a: Any, c: Any) -> Any:
        return self._less("==", ins.args[0].kind, a, c)

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
        return self.b.select(self._less("<", ins.kind, a, c), a, c)

    def op_max(self, ins: Ins, a: Any, c: Any) -> Any:
        return self.b.select(self._less("<", ins.kind, a, c), c, a)

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


def _regions(region: Region) -> list[Region]:
    found = [region]
    for ins in region.body:
        if isinstance(ins.data, Region):
            found += _regions(ins.data)
    return found


def _constant(kind: Kind, value: int) -> Any:
    return ir.Constant(TYPES[kind], float(value) if kind == "f" else value)


def module_of(form: Form, *, keep: bool) -> tuple[str, Slots]:
    """The text of a form, and where its arguments and sums stand. ``keep``: it stores what each row gets."""
    return _Writer(form, keep).write()
