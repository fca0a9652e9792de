"""The text that LLVM is given: a function over rows ``start`` to ``stop``, with a nested loop per fold over a role.

Choices are selects, not branches, so that LLVM can compute several rows at once; every pointer is said not to overlap another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
_STEP = 256
"""Rows of which the folds over roles are kept before the rest is computed."""
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
        start, stop = function.args[:2]
        self.b = b = ir.IRBuilder(function.append_basic_block("entry"))
        zeros: list[Any] = [I64(0) for _ in self.running.wanted]
        folds = [ins for ins in self.form.rows.body if ins.op == "fold"]
        sums = self._in_steps(start, stop, zeros, folds) if folds else self._loop(start, stop, zeros, self._row)
        for number, one in enumerate(sums):
            b.store(one, b.gep(self.sums, [I64(number)], source_etype=I64))
        b.ret_void()
        return str(self.module), Slots(self.count, self.running, self.constants)

    def _loop(
        self, first: Any, after: Any, running: list[Any], work: Callable[[Any, list[Any]], list[Any]], step: int = 1
    ) -> list[Any]:
        """A loop from ``first`` up to ``after`` with running values, which ``work`` gives anew; what they are in the end."""
        b, function = self.b, self.function
        before = b.block
        head, body, done = (function.append_basic_block(name) for name in ("head", "body", "done"))
        b.branch(head)
        b.position_at_end(head)
        at = b.phi(I64)
        at.add_incoming(first, before)
        values = [b.phi(one.type) for one in running]
        for value, one in zip(values, running, strict=True):
            value.add_incoming(one, before)
        b.cbranch(b.icmp_signed("<", at, after), body, done)
        b.position_at_end(body)
        found = work(at, values)
        following = b.add(at, I64(step), flags=("nsw",))
        at.add_incoming(following, b.block)
        for value, one in zip(values, found, strict=True):
            value.add_incoming(one, b.block)
        b.branch(head)
        b.position_at_end(done)
        return values

    def _row(self, row: Any, sums: list[Any]) -> list[Any]:
        """All of a row but the loops over roles."""
        self._at(row)
        self.region(self.form.rows, [ins for ins in self.form.rows.body if ins.op != "loop"])
        self._store(row)
        integers = {ins.number: self._as_integer(ins, I64) for ins in self.running.summed}
        return self.running.written(self, sums, integers)

    def _at(self, row: Any) -> None:
        self.wide[self.form.row.number] = row
        self.values[self.form.row.number] = self.b.trunc(row, TYPES["w"])

    def _in_steps(self, start: Any, stop: Any, sums: list[Any], folds: list[Ins]) -> list[Any]:
        """Some rows at a time: first the loops over roles, which keep what they come to, then everything else, so that this can be
        computed for several rows at once."""
        kinds = [TYPES["s"] if fold.kind == "b" else TYPES[fold.kind] for fold in folds]
        kept = [self.b.alloca(kind, _STEP) for kind in kinds]
        first_pass = _ancestors(folds)

        def some_rows(base: Any, running: list[Any]) -> list[Any]:
            b = self.b
            end = b.add(base, I64(_STEP), flags=("nsw",))
            end = b.select(b.icmp_signed("<", end, stop), end, stop)

            def loops(row: Any, _: list[Any]) -> list[Any]:
                self._at(row)
                self.region(self.form.rows, [ins for ins in self.form.rows.body if ins.number in first_pass])
                for fold, place, kind in zip(folds, kept, kinds, strict=True):
                    value = self.values[fold.number]
                    value = b.zext(value, kind) if fold.kind == "b" else value
                    b.store(value, b.gep(place, [b.sub(row, base)], source_etype=kind))
                return []

            def rest(row: Any, running: list[Any]) -> list[Any]:
                for fold, place, kind in zip(folds, kept, kinds, strict=True):
                    value = b.load(b.gep(place, [b.sub(row, base)], source_etype=kind), typ=kind)
                    self.values[fold.number] = b.trunc(value, TYPES["b"]) if fold.kind == "b" else value
                return self._row(row, running)

            self._loop(base, end, [], loops)
            self.values.clear()
            self.wide.clear()
            return self._loop(base, end, running, rest)

        return self._loop(start, stop, sums, some_rows, _STEP)

    def region(self, region: Region, body: Iterable[Ins] | None = None) -> None:
        for ins in region.body if body is None else body:
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
        assert isinstance(ins.data, Region)
        body = ins.data
        first, after = (self.index(arg) for arg in ins.args)
        folds = self.folds.get(ins.number, [])
        started: list[Any] = []
        for fold in folds:
            assert isinstance(fold.data, tuple)
            started.append(constant(fold.kind, fold.data[1]))

        def member(position: Any, running: list[Any]) -> list[Any]:
            for inner in body.body:
                if inner.op == "element":
                    self.wide[inner.number] = position
                    self.values[inner.number] = self.b.trunc(position, TYPES["w"])
            self.region(body)
            return [
                self._folded(fold, value, self.values[fold.args[1].number])
                for fold, value in zip(folds, running, strict=True)
            ]

        for fold, value in zip(folds, self._loop(first, after, started, member), strict=True):
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


def _ancestors(of: Iterable[Ins]) -> set[int]:
    """The instructions of the rows that these are computed from, themselves included."""
    found: set[int] = set()
    waiting = list(of)
    while waiting:
        ins = waiting.pop()
        if ins.number not in found:
            found.add(ins.number)
            waiting.extend(ins.args)
            if isinstance(ins.data, Region):
                waiting.extend(ins.data.body)
    return found


def module_of(form: Form, *, keep: bool) -> tuple[str, Slots]:
    """The text of a form, and where its arguments and sums stand. ``keep``: it stores what each row gets."""
    return _Writer(form, keep).write()
