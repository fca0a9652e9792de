"""The form run by numpy, in blocks of rows that fit the cache: what runs where there is no llvmlite, and what it is checked against."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.columns.form import Form, Ins, Kind, Region, Source
from engine.columns.totals import Rows

BLOCK = 65_536
"""Rows per block: smaller loses time in calls, larger falls out of the cache."""

Array = NDArray[Any]

DTYPES: dict[Kind, Any] = {"b": np.bool_, "s": np.int8, "w": np.int32, "f": np.float64, "l": np.int64, "x": np.object_}


class _Loop:
    """The positions of a loop over all rows of a block: ``parent`` per position says of which row it is."""

    def __init__(self, first: Array, after: Array, size: int) -> None:
        first = np.broadcast_to(first, size).astype(np.int64)
        counts = np.broadcast_to(after, size).astype(np.int64) - first
        counts = np.maximum(counts, 0)
        self.parent = np.repeat(np.arange(size), counts)
        starts = np.cumsum(counts) - counts
        self.position = (np.arange(len(self.parent)) - starts[self.parent] + first[self.parent]).astype(np.int32)
        self.filled = np.flatnonzero(counts)
        self.starts = starts[self.filled]
        self.size = size


class Block:
    """One block: the values of instructions, region by region."""

    def __init__(self, arrays: dict[Source, Array], start: int, stop: int) -> None:
        self.arrays = arrays
        self.start, self.stop = start, stop
        self.values: dict[int, Any] = {}
        self.loops: dict[int, _Loop] = {}
        self.carried: dict[tuple[int, int], Any] = {}

    def size(self, region: Region) -> int:
        return self.stop - self.start if region.parent is None else len(self.loops[id(region)].parent)

    def get(self, ins: Ins, region: Region) -> Any:
        """The value of an instruction per position of a region: its own, or one within it."""
        if ins.region is region:
            return self.values[ins.number]
        if ins.is_const:
            return _constant(ins)
        key = (ins.number, id(region))
        if key not in self.carried:
            assert region.parent is not None
            outer = self.get(ins, region.parent)
            self.carried[key] = outer if np.ndim(outer) == 0 else outer[self.loops[id(region)].parent]
        return self.carried[key]

    def run(self, region: Region) -> None:
        for ins in region.body:
            self.values[ins.number] = self.step(ins, region)

    def step(self, ins: Ins, region: Region) -> Any:
        match ins.op:
            case "const":
                return _constant(ins)
            case "row":
                return np.arange(self.start, self.stop, dtype=np.int32)
            case "element":
                return self.loops[id(region)].position
            case "load":
                return self._load(ins, region)
            case "loop":
                assert isinstance(ins.data, Region)
                first, after = (self.get(arg, region) for arg in ins.args)
                self.loops[id(ins.data)] = _Loop(first, after, self.size(region))
                self.run(ins.data)
                return None
            case "fold":
                return self._fold(ins)
        return OPS[ins.op](ins, *(self.get(arg, region) for arg in ins.args))

    def _load(self, ins: Ins, region: Region) -> Any:
        assert isinstance(ins.data, Source)
        array, (at,) = self.arrays[ins.data], ins.args
        if at.op == "row":
            found = array[self.start : self.stop]
        elif at.op == "next" and at.args[0].op == "row":
            found = array[self.start + 1 : self.stop + 1]
        else:
            found = np.take(array, self.get(at, region))
        if region.parent is not None and at.region is not region:
            raise AssertionError("a load stands in the region of its row")
        return found.astype(DTYPES[ins.kind], copy=False)

    def _fold(self, ins: Ins) -> Any:
        body, value = ins.args[0].data, ins.args[1]
        assert isinstance(body, Region) and isinstance(ins.data, tuple)
        how, start = ins.data
        loop = self.loops[id(body)]
        out = np.full(loop.size, start, DTYPES[ins.kind])
        if len(loop.filled):
            held = np.broadcast_to(self.get(value, body), len(loop.parent))
            if held.dtype == np.bool_ and how == "sum":
                held = held.astype(np.int32)
            out[loop.filled] = _REDUCE[how, ins.kind == "b"].reduceat(held, loop.starts)
        return out


_REDUCE: dict[tuple[str, bool], Any] = {
    ("sum", False): np.add,
    ("and", True): np.logical_and,
    ("or", True): np.logical_or,
    ("or", False): np.bitwise_or,
    ("min", False): np.minimum,
    ("max", False): np.maximum,
}


def _constant(ins: Ins) -> Any:
    value = int(ins.data)  # type: ignore[call-overload]
    return value if ins.kind == "x" else DTYPES[ins.kind](value)


def _floordiv(ins: Ins, a: Any, b: Any) -> Any:
    return np.floor(a / b) if ins.kind == "f" else a // b


def _convert(ins: Ins, a: Any) -> Any:
    if isinstance(a, int):
        return _scalar(ins.kind, a)
    if ins.kind == "x" or a.dtype == np.object_:
        a = a.astype(np.int64)
    return a.astype(DTYPES[ins.kind])


def _scalar(kind: Kind, value: int) -> Any:
    return value if kind == "x" else DTYPES[kind](value)


def _select(ins: Ins, condition: Any, a: Any, b: Any) -> Any:
    if ins.kind == "x":  # numpy would make 64 bits of two numbers of Python
        a, b = np.asarray(a, np.object_), np.asarray(b, np.object_)
    return np.where(condition, a, b)


def _interval(ins: Ins, a: Any) -> Any:
    assert isinstance(ins.data, tuple)
    dtype = DTYPES[ins.args[0].kind]
    return np.searchsorted(np.array(ins.data, dtype), a, side="right").astype(np.int32)


def _table(ins: Ins, at: Any) -> Any:
    assert isinstance(ins.data, tuple)
    return np.take(ins.data[1], at)


OPS: dict[str, Callable[..., Any]] = {
    "not": lambda ins, a: np.logical_not(a),
    "and": lambda ins, a, b: np.logical_and(a, b),
    "or": lambda ins, a, b: np.logical_or(a, b) if ins.kind == "b" else np.bitwise_or(a, b),
    "xor": lambda ins, a, b: np.logical_xor(a, b),
    "ne0": lambda ins, a: a != 0,
    "lt": lambda ins, a, b: np.less(a, b),
    "le": lambda ins, a, b: np.less_equal(a, b),
    "eq": lambda ins, a, b: np.equal(a, b),
    "select": lambda ins, c, a, b: _select(ins, c, a, b),
    "add": lambda ins, a, b: a + b,
    "sub": lambda ins, a, b: a - b,
    "mul": lambda ins, a, b: a * b,
    "neg": lambda ins, a: -a,
    "min": lambda ins, a, b: np.minimum(a, b),
    "max": lambda ins, a, b: np.maximum(a, b),
    "floordiv": _floordiv,
    "cvt": _convert,
    "clamp": lambda ins, a, low, high: np.minimum(np.maximum(a, low), high),
    "known": lambda ins, a: a,
    "next": lambda ins, a: a + np.int32(1),
    "interval": _interval,
    "table": _table,
}


class _Uses:
    """After which instruction of its region a value is not needed any more, so that its memory can be used again."""

    def __init__(self, form: Form) -> None:
        kept = {decision.reason.number for decision in form.decisions}
        for output in form.outputs:
            kept |= {output.value.number, output.code.number}
        last: dict[int, int] = {}
        for place, ins in enumerate(form.rows.body):
            for used in _reads(ins):
                last[used.number] = place
        self.free: dict[int, list[int]] = {}
        for number, place in last.items():
            if number not in kept:
                self.free.setdefault(place, []).append(number)


def _reads(ins: Ins) -> Iterator[Ins]:
    yield from ins.args
    if isinstance(ins.data, Region):
        for inner in ins.data.body:
            yield from _reads(inner)


class BlockRunner:
    """Runs a form over arrays, block by block."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._free = _Uses(form).free

    def blocks(self, arrays: dict[Source, Array], start: int, stop: int) -> Iterator[tuple[int, Rows]]:
        """Per block its first row, and what its decisions give."""
        form = self.form
        with np.errstate(all="ignore"):
            for first in range(start, stop, BLOCK):
                last = min(stop, first + BLOCK)
                block = Block(arrays, first, last)
                for place, ins in enumerate(form.rows.body):
                    block.values[ins.number] = block.step(ins, form.rows)
                    for number in self._free.get(place, ()):
                        block.values.pop(number, None)
                size = last - first

                def full(ins: Ins, dtype: Any, block: Block = block, size: int = size) -> Array:
                    found = block.get(ins, form.rows)
                    return np.broadcast_to(np.asarray(found).astype(dtype), size)

                yield (
                    first,
                    [
                        (
                            full(decision.reason, np.int8),
                            [(full(one.value, one.stored), full(one.code, np.int8)) for one in decision.outputs],
                        )
                        for decision in form.decisions
                    ],
                )
