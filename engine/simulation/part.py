"""The unit of work: one part of a population to whole numbers, by the kernel, and by the exact evaluator where the kernel leaves rows.

What a part gives depends on the part and on what is asked alone. A row that neither decides in every month, for both programs, is left
out of all sums of the besluit, and counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dsl.program import STATUSES, NumType
from engine.columns.compile import Code
from engine.columns.form import Reason
from engine.columns.kernel import DecisionArrays, Kernel, Renderer, compile_kernel
from engine.columns.population import Population, Shape, shape_of
from engine.columns.routed import case_of
from engine.decide import decide
from engine.decision import Status
from engine.population.arrow import read_part
from engine.simulation.groups import HOUSEHOLD, Groups, groups_of
from engine.simulation.later import limit_of
from engine.simulation.pressure import CAUSES, classes_of, cliffs_of, with_more
from engine.simulation.reasons import ABOVE_CAP, why_undecided
from engine.simulation.stacking import STACK, Stacking
from engine.simulation.tally import CLASSES, Tallies, Tally
from engine.simulation.work import Asked, Work, code_words
from engine.values import Known

Array = NDArray[Any]
SIDES = ("basis", "variant")
_FEW = 300_000
_CODES = 32
"""More than the highest code of an outcome."""
_SIDE = 2 * _CODES


@dataclass(frozen=True, slots=True)
class Prepared:
    """The kernel of the asked outcome by both programs (the variant alone where the baseline has no such besluit) over all days of
    decision, and the denominator that all amounts go over."""

    asked: Asked
    kernel: Kernel
    scale: int


class Machine:
    """Kernels for what is asked, made once for a shape of population."""

    def __init__(self, work: Work, dimensions: tuple[str, ...], rows: int, threads: int = 2) -> None:
        """``rows``: how many will be run, about; for few it is not worth making machine code."""
        self.work = work
        self.rows = rows
        self.threads = threads
        self.renderer: Renderer = "auto" if rows > _FEW else "numpy"
        self.dimensions = dimensions
        self._made: dict[tuple[str, Shape], Prepared] = {}
        self._stacking: dict[Shape, Stacking] = {}

    def prepared(self, asked: Asked, shape: Shape) -> Prepared:
        """Raises ColumnsError when the besluit cannot be run over a population of this shape."""
        key = (asked.besluit, shape)
        if key not in self._made:
            self._made[key] = _prepare(self, asked, shape)
        return self._made[key]

    def part(self, folder: Path) -> Tallies:
        """The numbers of a part on disk. Raises OSError or ValueError when it cannot be read, ColumnsError when it cannot be run."""
        return self.count(read_part(folder))

    def count(self, population: Population, only: int | None = None, cap: int | None = None) -> Tallies:
        """The numbers of a part; ``only``: of so many rows from the beginning; ``cap``: another than that of the work."""
        shape = shape_of(population)
        cap = self.work.cap if cap is None else cap
        groups: dict[str, Groups] = {}
        found: Tallies = {}
        for asked in self.work.asked:
            if asked.over not in groups:
                groups[asked.over] = groups_of(population, asked.over, self.work.year, self.dimensions)
            one = _Count(self, population, self.prepared(asked, shape), only, cap)
            found[asked.besluit] = one.counted(groups[asked.over])
        if self.work.stacked:
            rows = population.tables[HOUSEHOLD].rows
            rows = rows if only is None else min(rows, only)
            found[STACK] = self._stacked(shape).counted(population, self.work.year, self.threads, rows)
        return found

    def _stacked(self, shape: Shape) -> Stacking:
        if shape not in self._stacking:
            programs = (self.work.baseline, self.work.variant)
            self._stacking[shape] = Stacking(programs, self.work.moments[-1], shape)
        return self._stacking[shape]


def _prepare(machine: Machine, asked: Asked, shape: Shape) -> Prepared:
    work = machine.work
    first, beside = (work.variant, ()) if asked.new else (work.baseline, (work.variant,))
    kernel = compile_kernel(
        first,
        [asked.besluit],
        work.moments,
        shape,
        machine.renderer,
        machine.rows,
        beside=beside,
        only=asked.position,
    )
    info = work.variant.decisions[asked.besluit].outcomes[asked.position]
    kind = work.variant.nodes[info.value].type
    grid = kind.grid.denominator if isinstance(kind, NumType) and kind.grid is not None else 1
    scales = [output.scale for output in kernel.form.outputs]
    return Prepared(asked, kernel, lcm(grid, *scales) * (1 if asked.per_month else 12))


@dataclass(slots=True)
class _Month:
    """Of one program on one day, per row: ``values`` (0 where there is no amount; ``times`` these go over the common denominator), codes
    and ``routed``: reasons. ``exact``: the amounts, over the common denominator, of rows that the exact evaluator took over."""

    values: Array
    times: int
    codes: Array
    routed: Array
    exact: dict[int, int] = field(default_factory=dict)

    def amounts(self, rows: Array) -> NDArray[np.int64]:
        """Of some rows, in order."""
        found: NDArray[np.int64] = self.values[rows].astype(np.int64)
        if self.times != 1:
            found *= self.times
        for row, amount in self.exact.items():
            found[rows == row] = amount
        return found

    def some(self) -> NDArray[np.bool_]:
        """Which rows have an amount."""
        found: NDArray[np.bool_] = self.values != 0
        for row, amount in self.exact.items():
            found[row] = amount != 0
        return found


_Pair = tuple[_Month, _Month]


class _Count:
    def __init__(
        self, machine: Machine, population: Population, prepared: Prepared, only: int | None, cap: int
    ) -> None:
        self.cap = cap
        self.machine, self.work = machine, machine.work
        self.population = population
        self.prepared, self.asked = prepared, prepared.asked
        rows = population.tables[self.asked.over].rows
        self.rows = rows if only is None else min(rows, only)
        self.weight = self.work.step
        self.tally = Tally(prepared.scale)

    def changes(self) -> NDArray[np.int64]:
        """Per row the variant minus the baseline over the year; 0 for what is not counted."""
        months = self._months()
        rows = self._with_amount(months, ~self._take_over(months))
        change = np.zeros(self.rows, np.int64)
        for one, other in months:
            change[rows] += (other.amounts(rows) - one.amounts(rows)) * self.weight
        return change

    def _with_amount(self, months: list[_Pair], counts: NDArray[np.bool_]) -> Array:
        """The rows that have an amount in any month by either program: who has none adds nothing to a sum."""
        some = np.zeros(self.rows, bool)
        for pair in months:
            for side in pair:
                some |= side.some()
        return np.flatnonzero(some & counts)

    def counted(self, groups: Groups) -> Tally:
        months = self._months()
        counts = ~self._take_over(months)
        rows = self._with_amount(months, counts)
        totals = (np.zeros(rows.size, np.int64), np.zeros(rows.size, np.int64))
        for one, other in months:
            amounts = (one.amounts(rows), other.amounts(rows))
            for total, found in zip(totals, amounts, strict=True):
                total += found * self.weight
            self._month(*amounts)
        self._crossings(months[-1], counts)
        self._year(*totals, rows, counts, groups)
        if self.work.pressure:
            self._pressure(rows, totals, counts)
        return self.tally

    def _pressure(self, rows: Array, totals: tuple[Array, Array], counts: NDArray[np.bool_]) -> None:
        """What goes of more income and of more vermogen, of the rows that are decided with it as without."""
        sign = {"betaalt": 1, "krijgt": -1, "onbekend": 0}[self.asked.direction]
        for cause, names in CAUSES.items():
            more = with_more(self.population, names)
            if more is not None and sign:
                self._more(cause, more, sign, rows, totals, counts)

    def _more(
        self,
        cause: str,
        more: Population,
        sign: int,
        rows: Array,
        totals: tuple[Array, Array],
        counts: NDArray[np.bool_],
    ) -> None:
        other = _Count(self.machine, more, self.prepared, self.rows, 0)
        months = other._months()
        decided = counts.copy()
        for pair in months:
            decided &= (pair[0].routed == 0) & (pair[1].routed == 0)
        self.tally.add(int(np.count_nonzero(decided)), "druk", cause, "rijen")
        everybody = np.arange(self.rows)
        for place, (name, held) in enumerate(zip(SIDES, totals, strict=True)):
            before, after = np.zeros(self.rows, np.int64), np.zeros(self.rows, np.int64)
            before[rows] = held
            for pair in months:
                after += pair[place].amounts(everybody) * self.weight
            before, after = before[decided], after[decided]
            lost = (after - before) * sign
            for where, number in classes_of(lost, self.prepared.scale).items():
                self.tally.add(number, "druk", cause, name, str(where))
            self.tally.most(int(lost.max(initial=0)), "grootste verlies", cause, name)
            for kind, (number, together) in cliffs_of(before, after, lost, self.prepared.scale).items():
                self.tally.add(number, "afgrond", cause, name, kind, "rijen")
                self.tally.add(together, "afgrond", cause, name, kind, "verlies")

    # ------------------------------------------------------------ what the rows get

    def _months(self) -> list[_Pair]:
        found = self.prepared.kernel.run(self.population, 0, self.rows, self.machine.threads).decisions
        sides = [self._read(one) for one in found]
        days = len(self.work.moments)
        before = [self._nothing() for _ in range(days)] if self.asked.new else sides[:days]
        return list(zip(before, sides[-days:], strict=True))

    def _nothing(self) -> _Month:
        codes = np.full(self.rows, int(Code.NIET_VAN_TOEPASSING), np.int8)
        return _Month(np.zeros(self.rows, np.int8), 1, codes, np.zeros(self.rows, np.int8))

    def _read(self, decision: DecisionArrays) -> _Month:
        (found,) = decision.outcomes
        return _Month(found.values, self._times(found.output.scale), found.codes, decision.reason)

    def _times(self, scale: int) -> int:
        """From a numerator of a kernel to one over the common denominator, of euros per month."""
        times = self.prepared.scale // scale
        return times if self.asked.per_month else times // 12

    def _take_over(self, months: list[_Pair]) -> NDArray[np.bool_]:
        """Let the exact evaluator decide the rows that a kernel left, in every month for both programs; which rows stay undecided."""
        routed = np.zeros(self.rows, np.int8)
        for pair in months:
            for side in pair:
                routed |= side.routed
        places = np.flatnonzero(routed)
        self.tally.add(self.rows, "rijen")
        self.tally.add(len(places), "overgedragen", "rijen")
        for reason in Reason if len(places) else ():
            number = int(np.count_nonzero(routed[places] & reason))
            self.tally.add(number, "overgedragen", "reden", reason.words)
        left = np.zeros(self.rows, bool)
        left[places[self.cap :]] = True
        self.tally.add(max(0, len(places) - self.cap), "niet geteld", ABOVE_CAP)
        for place in places[: self.cap]:
            why = self._exact(int(place), months)
            if why is not None:
                left[place] = True
                self.tally.add(1, "niet geteld", why)
        return left

    def _exact(self, row: int, months: list[_Pair]) -> str | None:
        """Write what the exact evaluator says of a row; why it says nothing, if so."""
        for moment, pair in zip(self.work.moments, months, strict=True):
            for program, side in zip((self.work.baseline, self.work.variant), pair, strict=True):
                if not side.routed[row]:
                    continue
                case = case_of(program, self.population, self.asked.over, row)
                decision = decide(program, self.asked.besluit, case, moment, ordered=False)
                found = decision.outcomes[self.asked.position]
                if found.status not in (Status.VASTGESTELD, Status.NIET_VAN_TOEPASSING):
                    return why_undecided(decision, self.asked.position)
                amount = Fraction(0)
                if isinstance(found.value, Known) and isinstance(found.value.value, Fraction):
                    amount = found.value.value
                scaled = amount * self.prepared.scale / (1 if self.asked.per_month else 12)
                if scaled.denominator != 1 or abs(scaled) >= 2**50:
                    return "een bedrag dat niet op te tellen is"
                side.exact[row] = scaled.numerator
                legal = found.legal_status
                side.codes[row] = (
                    Code.STATUTORY + STATUSES.index(str(legal.value))
                    if isinstance(legal, Known)
                    else Code.VASTGESTELD
                    if found.status is Status.VASTGESTELD
                    else Code.NIET_VAN_TOEPASSING
                )
        return None

    # ------------------------------------------------------------ what is counted

    def _month(self, one: NDArray[np.int64], other: NDArray[np.int64]) -> None:
        """Who has an amount, in months, and what those who have one in both get of each."""
        has = (one != 0, other != 0)
        add, weight = self.tally.add, self.weight
        for name, amounts, mask in zip(SIDES, (one, other), has, strict=True):
            add(int(np.count_nonzero(mask)) * weight, "maanden", name)
            add(_sum(amounts) * weight, "bedrag", name)
        both = has[0] & has[1]
        add(int(np.count_nonzero(both)) * weight, "maanden", "beide")
        add(_sum(one[both]) * weight, "bedrag", "beide", SIDES[0])
        add(_sum(other[both]) * weight, "bedrag", "beide", SIDES[1])

    def _crossings(self, pair: _Pair, counts: NDArray[np.bool_]) -> None:
        """From what to what a row goes, on the last day of decision."""
        found = np.zeros(self.rows, np.int16)
        for side in pair:
            found *= _SIDE
            found += side.codes
            found += side.some() * np.int16(_CODES)
        for both, number in _numbers(found if counts.all() else found[counts]):
            names = [_said(one % _CODES, one >= _CODES) for one in divmod(both, _SIDE)]
            self.tally.add(number, "overgang", *names)

    def _year(
        self,
        one: NDArray[np.int64],
        other: NDArray[np.int64],
        rows: Array,
        counts: NDArray[np.bool_],
        groups: Groups,
    ) -> None:
        """What those with an amount get over the year, in all and per group."""
        add = self.tally.add
        change = other - one
        add(int(np.count_nonzero(counts)), "geteld")
        add(rows.size, "met bedrag")
        edges = np.array(CLASSES, np.int64) * self.prepared.scale
        higher, lower = change > 0, change < 0
        for found, number in _numbers(np.searchsorted(edges, change[higher | lower], side="left")):
            add(number, "klasse", str(found))
        for name, mask in (("hoger", higher), ("lager", lower)):
            add(int(np.count_nonzero(mask)), name, "rijen")
            add(_sum(change[mask]), name, "bedrag")
        self._later(change)
        for (dimension, group), inside in groups.items():
            mine = inside[rows]
            head = ("groep", dimension, group)
            add(int(np.count_nonzero(inside[: self.rows] & counts)), *head, "rijen")
            add(int(np.count_nonzero(mine)), *head, "met bedrag")
            add(int(np.count_nonzero(mine & higher)), *head, "hoger")
            add(int(np.count_nonzero(mine & lower)), *head, "lager")
            add(_sum(one[mine]), *head, "basis")
            add(_sum(other[mine]), *head, "variant")

    def _later(self, change: NDArray[np.int64]) -> None:
        """Who would have to pay if the variant counted for a year that is already decided, and who above the limit of the law."""
        limit = limit_of(self.work.variant, self.asked, self.work.year)
        if limit is None:
            return
        worse = np.abs(change[change > 0 if self.asked.direction == "betaalt" else change < 0])
        self.tally.add(worse.size, "later", "rijen")
        if limit.amount is not None:
            above = worse > int(limit.amount * self.prepared.scale)
            self.tally.add(int(np.count_nonzero(above)), "later", "boven de grens")


def _numbers(found: NDArray[Any]) -> list[tuple[int, int]]:
    """How often each of some small whole numbers stands there."""
    counts = np.bincount(found)
    return [(int(number), int(counts[number])) for number in np.flatnonzero(counts)]


def _said(code: int, has_amount: bool) -> str:
    words = code_words(code)
    return f"{words}, met bedrag" if has_amount else words


def changes_by_row(machine: Machine, population: Population, asked: Asked) -> NDArray[np.int64]:
    """What the variant does to every row of a part over the year, as numerators over the denominator of the besluit; 0 where a kernel
    does not decide. Never leaves a process: it serves to choose invented households."""
    return _Count(machine, population, machine.prepared(asked, shape_of(population)), None, 0).changes()


def _sum(amounts: NDArray[np.int64]) -> int:
    """Exactly, also where 64 bits would not hold it."""
    if not amounts.size or int(np.abs(amounts).max()) < 2**62 // amounts.size:
        return int(amounts.sum())
    return sum(int(one) for one in amounts)
