"""What a change of the rules does to a few invented households: enough to see which way it goes, never how much it costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from dsl.notation import format_date
from dsl.program import Program

if TYPE_CHECKING:
    from engine.columns.population import Population

HOUSEHOLDS = 150
_MOST_BESLUITEN = 6


@dataclass(frozen=True, slots=True)
class Sampled:
    """What a besluit comes to for invented households, before and after: averages in words, and how many get more or less.
    ``variant``: with that one on top of the law."""

    besluit: str
    outcome: str
    rows: int
    undecided: int
    more: int
    less: int
    before: str
    after: str
    variant: str = ""


class Sample:
    """Drawn once, from the model in a folder with scenarios. There is none without that, or without the extra that draws it."""

    def __init__(self, scenarios: Path) -> None:
        self._scenarios = scenarios
        self._model_year: int | None = None
        self._population: Population | None = None

    def words(self, old: Program, new: Program) -> str:
        """Who is in the sample, and of which day; "" when nothing was sampled."""
        if self._model_year is None:
            return ""
        day = _sample_day(old, new, self._model_year)
        known = f" Van hen is bekend wat in {self._model_year} gold." if day.year != self._model_year else ""
        return f"{HOUSEHOLDS} verzonnen huishoudens, op {format_date(day, words=True)}.{known}"

    def told(self, old: Program, new: Program, besluiten: Iterable[str], variant: str = "") -> Iterator[Sampled]:
        """Each of these besluiten with an amount, for at most a few of them."""
        from engine.case import Moment
        from engine.columns.routed import case_of
        from engine.decide import decide
        from engine.simulation.work import choose
        from engine.values import Known

        both = [name for name in besluiten if name in old.decisions and name in new.decisions]
        population = self._drawn(old) if both else None
        if population is None:
            return
        asked, _ = choose(old, new, both, sorted(population.tables))
        moment = Moment(_sample_day(old, new, self._model_year or date.today().year))
        for one in asked[:_MOST_BESLUITEN]:
            table = population.tables[one.over]
            amounts: list[tuple[Fraction, Fraction]] = []
            undecided = 0
            for row in range(min(table.rows, HOUSEHOLDS)):
                values = []
                for program in (old, new):
                    outcome = decide(program, one.besluit, case_of(program, population, one.over, row), moment).outcomes
                    value = outcome[one.position].value if outcome else None
                    values.append(value.value if isinstance(value, Known) else None)
                if isinstance(values[0], Fraction) and isinstance(values[1], Fraction):
                    amounts.append((values[0], values[1]))
                elif values[0] != values[1] or values[0] is None:
                    undecided += 1
            yield _told_sample(one.besluit, one.outcome, amounts, undecided, one.per_month, variant)

    def _drawn(self, program: Program) -> Population | None:
        """The sample; None without the extra that draws it, or without its model."""
        if self._population is None:
            try:
                from engine.population.model import load_model
                from engine.population.synthetic import synthetic_part
            except ImportError:
                return None
            try:
                model, _, _ = load_model(self._scenarios / "populaties" / "nederland-2024.yaml", program)
            except OSError:
                return None
            if model is None:
                return None
            self._model_year = model.year
            self._population = synthetic_part(program, model, 1, 0, HOUSEHOLDS).population
        return self._population


def _sample_day(old: Program, new: Program, year: int) -> date:
    """A day of the year that the households are of; the first day of the change where that comes later."""
    from engine.variants.changes import changes_between

    usual = date(year, 7, 1)
    found = changes_between(old, new)
    periods = [(it.start, it.end) for it in found.figures] + [(it.start or date.min, it.end) for it in found.rules]
    if not periods or any(start <= usual and (end is None or end >= usual) for start, end in periods):
        return usual
    later = [start for start, _ in periods if start > usual]
    return min(later) if later else max(end for _, end in periods if end is not None)


def _told_sample(
    besluit: str, outcome: str, amounts: list[tuple[Fraction, Fraction]], undecided: int, per_month: bool, variant: str
) -> Sampled:
    from engine.explain.values_nl import euro_text

    count = len(amounts)
    per = "per maand" if per_month else "per jaar"
    old, new = (
        f"{euro_text(Fraction(round(sum(pair[side] for pair in amounts) / count * 100), 100))} {per}"
        if count
        else "geen"
        for side in (0, 1)
    )
    return Sampled(
        besluit=besluit,
        outcome=outcome,
        rows=count,
        undecided=undecided,
        more=sum(pair[1] > pair[0] for pair in amounts),
        less=sum(pair[1] < pair[0] for pair in amounts),
        before=old,
        after=new,
        variant=variant,
    )
