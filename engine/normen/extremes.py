"""What stands beside a score: the median and the worst of what was measured, and how far the score is from the norm."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from dsl.notation import format_display, format_exact
from dsl.program import Mean, NumType, Percentile
from engine.normen.assess import Read
from engine.normen.figures import number_words, shown_value
from engine.normen.tally import at_rank


@dataclass(frozen=True, slots=True)
class Extremes:
    """The lowest, middle and highest value of the records that count."""

    lowest: Fraction
    median: Fraction
    highest: Fraction


def extremes(read: Read) -> Extremes | None:
    """Of a mean or a percentile; None for other measures, and where there were too many different values to keep."""
    tally, measure = read.tally, read.gauge.measure
    if tally is None or not isinstance(measure, Mean | Percentile):
        return None
    counts: Counter[Fraction] = tally.spread.counts if isinstance(measure, Mean) else tally.values
    median = at_rank(counts, 50)
    return None if median is None else Extremes(min(counts), median, max(counts))


def beside_score(read: Read, unit: str | None) -> list[str]:
    """The lines of a report under a score."""
    demand = read.gauge.demand
    kind = NumType() if demand is None else demand.type
    lines: list[str] = []
    found = extremes(read)
    if found is not None:
        low, middle, high = (number_words(value, kind, unit) for value in (found.lowest, found.median, found.highest))
        lines.append(f"Mediaan {middle}, laagste {low}, hoogste {high}.")
    off = read.verdict.off
    if off is not None and off < 0:
        lines.append(f"Afstand tot de norm: {distance_words(-off, kind, unit)}.")
    return lines


def distance_words(off: Fraction, kind: NumType, unit: str | None) -> str:
    """A distance, of shares in percentage points."""
    shown = shown_value(off, kind, Fraction(0))
    return (
        f"{format_display(shown * 100)} procentpunt" if kind.show == "percentage" else number_words(shown, kind, unit)
    )


def extremes_json(read: Read) -> dict[str, Any] | None:
    found = extremes(read)
    if found is None:
        return None
    return {
        "laagste": format_exact(found.lowest),
        "mediaan": format_exact(found.median),
        "hoogste": format_exact(found.highest),
    }
