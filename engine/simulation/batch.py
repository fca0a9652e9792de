"""A besluit over every row of a population, without trace: for analysis only.

What comes out has no steps, no receipt and nobody who answers for it, so that it can never have rechtsgevolg: whoever asks for that gets
what stands in the way (AVG article 22). Every row says that it is not for decisions, and by default no row says whom it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np

from dsl.diagnostics import Diagnostic
from dsl.notation import format_date, format_number
from dsl.program import Program
from engine.case import Moment
from engine.columns.compile import Code
from engine.columns.form import Reason
from engine.columns.kernel import Kernel, OutcomeArrays, compile_kernel
from engine.columns.population import Population, Shape, shape_of
from engine.columns.totals import has_value
from engine.legal_effect import NOT_FOR_DECISIONS, without_legal_effect
from engine.simulation.work import code_words

WARNING, NOT_DECIDED = "let op", "niet beslist"
PLACE = ("deel", "rij")
_BLOCK = 50_000


class LegalEffectError(Exception):
    """Rechtsgevolg was asked of what can have none; ``findings`` says why."""

    def __init__(self, findings: list[Diagnostic]) -> None:
        super().__init__("a batch without trace has no rechtsgevolg")
        self.findings = findings


@dataclass(slots=True)
class Batch:
    """``placed``: rows also say where they stand in the population, by which its owner can find somebody. ``decided`` and ``left`` count
    the rows as they pass."""

    program: Program
    besluit: str
    moment: Moment
    placed: bool = False
    decided: int = 0
    left: int = 0
    _kernels: dict[Shape, Kernel] = field(default_factory=dict)

    @property
    def heads(self) -> tuple[str, ...]:
        info = self.program.decisions[self.besluit]
        told = [part for outcome in info.outcomes for part in (outcome.words, f"{outcome.words}: status")]
        return (WARNING, *(PLACE if self.placed else ()), *told, "waarom niet beslist")

    def rows(self, parts: Iterable[tuple[str, Population]]) -> Iterator[tuple[str, ...]]:
        """The rows of each part, in order. Raises ColumnsError when the besluit cannot be run over this population."""
        over = self.program.decisions[self.besluit].over
        for name, population in parts:
            shape = shape_of(population)
            kernel = self._kernels.get(shape)
            if kernel is None:
                kernel = self._kernels[shape] = compile_kernel(
                    self.program, [self.besluit], self.moment, shape, "numpy"
                )
            for start in range(0, population.tables[over].rows, _BLOCK):
                stop = min(start + _BLOCK, population.tables[over].rows)
                yield from self._block(name, kernel, population, start, stop)

    def _block(
        self, part: str, kernel: Kernel, population: Population, start: int, stop: int
    ) -> Iterator[tuple[str, ...]]:
        found = kernel.run(population, start, stop, 1).decisions[0]
        cells = [column for held in found.outcomes for column in _columns(held)]
        reasons = {
            int(code): "; ".join(reason.words for reason in Reason if int(code) & reason)
            for code in np.unique(found.reason)
        }
        for row, code in enumerate(found.reason):
            place = (part, str(start + row)) if self.placed else ()
            if code:
                self.left += 1
                nothing = tuple("" if number % 2 == 0 else NOT_DECIDED for number in range(len(cells)))
                yield NOT_FOR_DECISIONS, *place, *nothing, reasons[int(code)]
            else:
                self.decided += 1
                yield NOT_FOR_DECISIONS, *place, *(column[row] for column in cells), ""


def _columns(held: OutcomeArrays) -> tuple[list[str], list[str]]:
    """Of an outcome the values and the statuses, as text."""
    output = held.output
    known = has_value(held.codes)
    words = {int(code): code_words(int(code)) for code in np.unique(held.codes) if code != Code.ROUTED}
    values = [
        _value(held, int(value)) if has else "" for value, has in zip(held.values.tolist(), known.tolist(), strict=True)
    ]
    assert output.scale
    return values, [words.get(int(code), NOT_DECIDED) for code in held.codes]


def _value(held: OutcomeArrays, value: int) -> str:
    output = held.output
    match output.sort:
        case "number":
            return format_number(Fraction(value, output.scale))
        case "date":
            return format_date(date.fromordinal(value))
        case "words":
            return output.words[value]
    return "ja" if value else "nee"


def batch_of(
    program: Program, besluit: str, moment: Moment, *, placed: bool = False, legal_effect: bool = False
) -> Batch:
    """A batch for analysis. Raises LegalEffectError when it is asked to have rechtsgevolg, KeyError for a besluit that there is not."""
    info = program.decisions[besluit]
    if legal_effect:
        raise LegalEffectError(
            without_legal_effect(info.name, None, None, (), moment.verzonden_op or moment.rekendatum)
        )
    return Batch(program, info.name, moment, placed)
