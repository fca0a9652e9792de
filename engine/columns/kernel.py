"""Besluiten over a population: compiled once for a shape, then run on parts by as many threads as asked.

    kernel = compile_kernel(program, ["Zorgtoeslag"], moment, shape_of(population))
    totals = kernel.part(population)                     # whole numbers, nothing kept per row
    result = kernel.run(population).decisions[0]         # arrays per outcome, and which rows are left over
    for row in result.routed_rows(): decide(program, besluit, case_of(program, population, "leefeenheid", row), moment)

Give one besluit per kernel where roles for more than one are read, since LLVM runs out of registers in a loop of thousands of
instructions; but give all months of a year to one kernel, since what is the same in them is then computed once.

A part of a population is a range of rows of the table that the besluit is over; what it gives depends on nothing else, so parts can run
in any order, in threads, processes or on other machines, and their totals add up to the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol
from weakref import WeakSet

import numpy as np
from numpy.typing import NDArray

from dsl.program import Program
from engine.case import Moment
from engine.columns.binding import bind, unsound
from engine.columns.blocks import BlockRunner
from engine.columns.compile import compile_form
from engine.columns.errors import broken
from engine.columns.form import Form, Output, Source
from engine.columns.population import Population, Shape, shape_of
from engine.columns.totals import Totals, counted, nothing

Array = NDArray[Any]
Renderer = Literal["auto", "llvm", "numpy"]


@dataclass(frozen=True, slots=True)
class OutcomeArrays:
    """Of one outcome per row: ``values`` (numerators over ``output.scale``, ordinals, positions in ``output.words``, or ja and nee; 0 where
    there is none) and ``codes`` (:class:`Code`)."""

    output: Output
    values: Array
    codes: Array


@dataclass(frozen=True, slots=True)
class DecisionArrays:
    """Of one besluit on one rekendatum: ``reason`` per row the bits of :class:`Reason`, 0 where the row is decided; ``first`` is the row of
    the first element."""

    besluit: str
    rekendatum: date
    first: int
    reason: Array
    outcomes: tuple[OutcomeArrays, ...]

    def routed_rows(self) -> Array:
        """The rows that are left to the exact evaluator."""
        return np.flatnonzero(self.reason) + self.first


@dataclass(frozen=True, slots=True)
class Result:
    """``reason`` and ``outcomes`` are those of the one decision that was asked. Raises ValueError when it was more."""

    decisions: tuple[DecisionArrays, ...]
    totals: Totals

    @property
    def reason(self) -> Array:
        return self._only().reason

    @property
    def outcomes(self) -> tuple[OutcomeArrays, ...]:
        return self._only().outcomes

    def _only(self) -> DecisionArrays:
        (only,) = self.decisions
        return only


@dataclass(frozen=True, slots=True)
class Room:
    """Where a run leaves what it makes, per decision: reasons, and per outcome values and codes (none when only totals are asked)."""

    reasons: tuple[Array, ...]
    outcomes: tuple[tuple[tuple[Array, Array], ...], ...]


class Run(Protocol):
    """Fills the room for rows ``start`` to ``stop`` (its arrays begin at row ``first``) and gives their totals."""

    def __call__(self, arrays: dict[Source, Array], first: int, start: int, stop: int, room: Room) -> Totals: ...


class Runner(Protocol):
    """A renderer of one form."""

    def prepare(self, rows: int, *, keep: bool) -> Run: ...


class NumpyRunner:
    def __init__(self, form: Form) -> None:
        self.form = form
        self.blocks = BlockRunner(form)

    def prepare(self, rows: int, *, keep: bool) -> Run:
        return self._run

    def _run(self, arrays: dict[Source, Array], first: int, start: int, stop: int, room: Room) -> Totals:
        totals = nothing(self.form)
        for at, rows in self.blocks.blocks(arrays, start, stop):
            here = slice(at - first, at - first + len(rows[0][0]))
            for kept, (reason, _) in zip(room.reasons, rows, strict=True):
                kept[here] = reason
            for places, (_, outputs) in zip(room.outcomes, rows, strict=False):
                for (values, codes), (found, code) in zip(places, outputs, strict=True):
                    values[here] = found
                    codes[here] = code
            totals.add(counted(self.form, rows))
        return totals


class Kernel:
    """A compiled set of besluiten. What a run gives depends on nothing before it; several threads may use one kernel at once."""

    def __init__(self, form: Form, shape: Shape, runner: Runner, renderer: str) -> None:
        self.form = form
        self.shape = shape
        self.renderer = renderer
        self._runner = runner
        self._sound: WeakSet[Population] = WeakSet()

    def part(self, population: Population, start: int = 0, stop: int | None = None, threads: int = 2) -> Totals:
        """The totals of rows ``start`` to ``stop``. Raises ValueError when the population has another shape, ColumnsError when its
        arrays do not fit together."""
        return self._run(population, start, stop, threads, keep=False).totals

    def run(self, population: Population, start: int = 0, stop: int | None = None, threads: int = 2) -> Result:
        """The outcomes of rows ``start`` to ``stop``, with their totals. Raises as ``part`` does."""
        return self._run(population, start, stop, threads, keep=True)

    def _run(self, population: Population, start: int, stop: int | None, threads: int, *, keep: bool) -> Result:
        if shape_of(population) != self.shape:
            raise ValueError("the population has another shape than the kernel was compiled for")
        if population not in self._sound:
            wrong = unsound(self.form, population)
            if wrong:
                raise broken(wrong)
            self._sound.add(population)
        rows = population.tables[self.form.over].rows
        stop = rows if stop is None else min(stop, rows)
        size = max(0, stop - start)
        decisions = self.form.decisions
        outcomes = tuple(
            tuple((np.empty(size, one.stored), np.empty(size, np.int8)) for one in decision.outputs)
            for decision in (decisions if keep else ())
        )
        room = Room(tuple(np.empty(size, np.int8) for _ in decisions), outcomes)
        arrays = bind(self.form, population)
        totals = nothing(self.form)
        run = self._runner.prepare(size, keep=keep)

        def piece(ends: tuple[int, int]) -> Totals:
            return run(arrays, start, ends[0], ends[1], room)

        for found in _threaded(piece, start, start + size, threads):
            totals.add(found)
        found_arrays = tuple(
            DecisionArrays(
                decision.besluit,
                decision.rekendatum,
                start,
                reason,
                tuple(OutcomeArrays(one, *pair) for one, pair in zip(decision.outputs, pairs, strict=True)),
            )
            for decision, reason, pairs in zip(decisions, room.reasons, outcomes, strict=keep)
        )
        return Result(found_arrays, totals)


_LEAST = 65_536
"""Rows for which another thread is worth starting."""


def _threaded(piece: Callable[[tuple[int, int]], Totals], start: int, stop: int, threads: int) -> list[Totals]:
    """A piece of the rows per thread."""
    if threads <= 1 or stop - start < 2 * _LEAST:
        return [piece((start, stop))]
    step = -(-(stop - start) // threads)
    step = -(-step // _LEAST) * _LEAST
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(piece, [(at, min(stop, at + step)) for at in range(start, stop, step)]))


def compile_kernel(
    program: Program,
    besluiten: Sequence[str],
    moments: Moment | Sequence[Moment],
    shape: Shape,
    renderer: Renderer = "auto",
    rows: int = 0,
    *,
    beside: Sequence[Program] = (),
    only: int | None = None,
) -> Kernel:
    """Besluiten, all over one object type, on one or more moments, compiled for a shape of population. ``renderer`` auto is llvm where
    llvmlite is installed. ``rows``: how many will be run in all, if that is known: for many it is made better at once. ``beside`` and
    ``only`` are those of ``compile_form``.

    Raises ColumnsError for rules or a shape that cannot be run as columns, ImportError for llvm without llvmlite."""
    form = compile_form(program, besluiten, moments, shape, beside=beside, only=only)
    return kernel_of(form, shape, renderer, rows)


def kernel_of(form: Form, shape: Shape, renderer: Renderer = "auto", rows: int = 0) -> Kernel:
    """A form made ready to run."""
    if renderer != "numpy":
        try:
            from engine.columns.native import NativeRunner
        except ImportError:
            if renderer == "llvm":
                raise
        else:
            return Kernel(form, shape, NativeRunner(form, rows), "llvm")
    return Kernel(form, shape, NumpyRunner(form), "numpy")
