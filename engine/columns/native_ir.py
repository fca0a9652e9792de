"""The text that LLVM is given: a function over rows ``start`` to ``stop``, with a nested loop per fold over a role.

Choices are selects, not branches, so that LLVM can compute several rows at once; every pointer is said not to overlap another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from llvmlite import ir
from numpy.typing import NDArray

from engine.columns.form import Form, Ins, Kind, Region
from engine.columns.native_ops import I8, I64, TYPES, Ops, constant
from engine.columns.native_sums import Sums

POINTER = ir.PointerType()
_STORED = {"bool": ir.IntType(8), "int8": I8, "int16": ir.IntType(16), "int32": ir.IntType(32), "int64": I64}
_FEW_EDGES = 24
"""Up to how many edges an interval is found by comparing with all of them."""


@dataclass(slots=True)
class Slots:
    """Pointers after start and stop: sources, constants, outputs, sums."""

    count: int
    sums: Sums
    constants: list[NDArray[Any]]


class _Writer(Ops):
    def __init__(self, form: Form, keep: bool) -> None:
        super().__init__()
        self.form = form
        self.keep = keep
        self.running = Sums(form)
        self.constants: list[NDArray[Any]] = list(form.tables)
        self.module = ir.Module("columns")
        for region in _regions(form.rows):
            for ins in region.body:
                if ins.op == "interval":
                    self._note_edges(ins)
        outputs = len(form.decisions) + (2 * len(form.outputs) if keep else 0)
        self.count = len(form.sources) + len(self.constants) + outputs + 1
        kind = ir.FunctionType(ir.VoidType(), [I64, I64, *[POINTER] * self.count])
        self.function = ir.Function(self.module, kind, "kernel")
        for argument in self.function.args[2:]:
            argument.add_attribute("noalias")
        floor = ir.FunctionType(TYPES["f"], [TYPES["f"]])
        self.floor = ir.Function(self.module, floor, "llvm.floor.f64")
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

    def _note_edges(self, ins: Ins) -> None:
        """The edges of a long interval as an array, padded to a power of two less one."""
        edges = ins.data
        assert isinstance(edges, tuple)
        if len(edges) <= _FEW_EDGES or edges in self.edges or ins.args[0].kind == "x":
            return
        size = 1 << len(edges).bit_length()
        padded = [*edges, *[2**62] * (size - 1 - len(edges))]
        self.edges[edges] = len(self.constants)
        self.constants.append(np.array(padded, np.int64))

    # ------------------------------------------------------------ the function

    def write(self) -> tuple[str, Slots]:
        function = self.function
        entry, head, body, done = (function.append_basic_block(name) for name in ("entry", "head", "body", "done"))
        start, stop = function.args[:2]
        self.b = b = ir.IRBuilder(entry)
        b.branch(head)
        b.position_at_end(head)
        row = b.phi(I64)
        row.add_incoming(start, entry)
        sums = [b.phi(I64) for _ in self.running.wanted]
        for one in sums:
            one.add_incoming(I64(0), entry)
        b.cbranch(b.icmp_signed("<", row, stop), body, done)
        b.position_at_end(body)
        self.wide[self.form.row.number] = row
        self.values[self.form.row.number] = b.trunc(row, TYPES["w"])
        self.region(self.form.rows)
        self._store(row)
        integers = {ins.number: self._as_integer(ins, I64) for ins in self.running.summed}
        added = self.running.written(self, sums, integers)
        following = b.add(row, I64(1), flags=("nsw",))
        row.add_incoming(following, b.block)
        for one, total in zip(sums, added, strict=True):
            one.add_incoming(total, b.block)
        b.branch(head)
        b.position_at_end(done)
        for number, one in enumerate(sums):
            b.store(one, b.gep(self.sums, [I64(number)], source_etype=I64))
        b.ret_void()
        return str(self.module), Slots(self.count, self.running, self.constants)

    def region(self, region: Region) -> None:
        for ins in region.body:
            if ins.op not in ("row", "fold", "element"):
                self.instruction(ins)

    def instruction(self, ins: Ins) -> None:
        if ins.op == "loop":
            self.loop(ins)
        elif ins.op == "load":
            self.values[ins.number] = self.load(ins)
        elif ins.op == "const":
            self.values[ins.number] = constant(ins.kind, int(ins.data))  # type: ignore[call-overload]
        else:
            handler: Callable[..., Any] = getattr(self, f"op_{ins.op}")
            self.values[ins.number] = handler(ins, *(self.values[arg.number] for arg in ins.args))

    # ------------------------------------------------------------ outputs and sums

    def _store(self, row: Any) -> None:
        b, form = self.b, self.form
        places = iter(self.out)
        for decision in form.decisions:
            b.store(self.values[decision.reason.number], b.gep(next(places), [row], source_etype=I8))
        if not self.keep:
            return
        for output in form.outputs:
            kind = _STORED[output.stored]
            value = self._as_integer(output.value, kind)
            b.store(value, b.gep(next(places), [row], source_etype=kind))
            code = b.trunc(self.values[output.code.number], I8)
            b.store(code, b.gep(next(places), [row], source_etype=I8))

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

    # ------------------------------------------------------------ loops

    def loop(self, ins: Ins) -> None:
        """A loop over the positions of a role, with a running value per fold."""
        b, function = self.b, self.function
        assert isinstance(ins.data, Region)
        first, after = (self.index(arg) for arg in ins.args)
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
            value.add_incoming(constant(fold.kind, fold.data[1]), before)
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
        less = self.less("<", kind, a, c)
        return self.b.select(less, a, c) if largest is None else self.b.select(less, largest[0], largest[1])


def _regions(region: Region) -> list[Region]:
    found = [region]
    for ins in region.body:
        if isinstance(ins.data, Region):
            found += _regions(ins.data)
    return found


def module_of(form: Form, *, keep: bool) -> tuple[str, Slots]:
    """The text of a form, and where its arguments and sums stand. ``keep``: it stores what each row gets."""
    return _Writer(form, keep).write()
