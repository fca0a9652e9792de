"""Figures with what is known of them, and whether a figure meets a demand."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from dsl.notation import format_display
from dsl.program import Demand, NumType
from dsl.types.words import type_words

FigureKind = Literal["exact", "ondergrens", "bovengrens", "bereik", "ongeveer", "gemeten"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, or the range in which it lies. ``low`` and ``high`` are equal for a number; None is open. ``low_in``, ``high_in``:
    whether the end itself belongs to it. ``step``: the figure was printed in steps of this size, so that the unrounded one may
    differ by half of it; None where nothing was rounded."""

    low: Fraction | None
    high: Fraction | None
    kind: FigureKind = "exact"
    low_in: bool = True
    high_in: bool = True
    step: Fraction | None = None

    @property
    def value(self) -> Fraction | None:
        """The printed number; of a range or bound the end that is known, of a range from the low side."""
        return self.low if self.low is not None else self.high

    def as_exact(self) -> Figure:
        """The same number, read as if nothing but the number was printed."""
        return Figure(self.value, self.value, step=self.step)

    def rounded(self) -> Figure:
        """The range in which the unrounded figure lies."""
        if self.step is None or self.low is None or self.low != self.high:
            return self
        half = self.step / 2
        return Figure(self.low - half, self.low + half, self.kind, True, False)


def exact(value: Fraction) -> Figure:
    return Figure(value, value, "gemeten")


def meets(demand: Demand, figure: Figure, former: Fraction | None = None) -> bool | None:
    """Whether all that the figure can be meets the demand; None when part of it does and part does not. ``former``: the figure of the
    period before, for a demand that compares with it."""
    word, bound = demand.word, demand.low
    if word in ("hoger dan vorige periode", "lager dan vorige periode"):
        word, bound = ("meer dan" if word.startswith("hoger") else "minder dan"), former
    if bound is None and word != "ja":
        return None
    bound = bound if bound is not None else Fraction(1)
    match word:
        case "ten minste" | "meer dan":
            return _above(figure, bound, strict=word == "meer dan")
        case "ten hoogste" | "minder dan":
            return _below(figure, bound, strict=word == "minder dan")
        case "ja":
            return _above(figure, bound, strict=False)
        case "gelijk aan":
            return _both(_above(figure, bound, strict=False), _below(figure, bound, strict=False))
        case "binnen een marge van":
            up = demand.margin == "naar beneden" or _below(figure, bound, strict=False)
            down = demand.margin == "naar boven" or _above(figure, -bound, strict=False)
            return _both(down, up)
        case "tussen":
            assert demand.high is not None
            return _both(_above(figure, bound, strict=False), _below(figure, demand.high, strict=False))
    return None


def _above(figure: Figure, bound: Fraction, strict: bool) -> bool | None:
    if figure.low is not None and (figure.low > bound or (figure.low == bound and not (strict and figure.low_in))):
        return True
    if figure.high is not None and (figure.high < bound or (figure.high == bound and (strict or not figure.high_in))):
        return False
    return None


def _below(figure: Figure, bound: Fraction, strict: bool) -> bool | None:
    mirrored = Figure(
        None if figure.high is None else -figure.high,
        None if figure.low is None else -figure.low,
        figure.kind,
        figure.high_in,
        figure.low_in,
    )
    return _above(mirrored, -bound, strict)


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


# ---------------------------------------------------------------- words


def number_words(value: Fraction, kind: NumType, unit: str | None = None) -> str:
    """A number as people read it: 98%, € 1.234,00, 42 dagen, 7,5."""
    if kind.show == "percentage":
        return format_display(value, "percentage")
    if kind.show == "bedrag":
        return format_display(value, "bedrag")
    number = format_display(value)
    words = unit or (type_words(kind).removeprefix("een ").removeprefix("aantal ") if kind.unit else "")
    return f"{number} {words}".strip()


_DECIMALS = range(2, 9)
"""So many decimals a measured figure is shown with: two, and more where two would put it on the wrong side of what it is held against."""


def shown_value(value: Fraction, kind: NumType, beside: Fraction | None = None) -> Fraction:
    """A measured figure rounded for people. Verdicts are on the figure itself, and the rounded one must not seem to say otherwise."""
    scale = 100 if kind.show == "percentage" else 1
    for decimals in _DECIMALS:
        step = Fraction(1, scale * 10**decimals)
        shown = ((value / step) + Fraction(1, 2)).__floor__() * step
        if beside is None or _side(shown, beside) == _side(value, beside):
            return shown
    return value


def _side(value: Fraction, bound: Fraction) -> int:
    return int(value > bound) - int(value < bound)


def figure_words(figure: Figure, kind: NumType, unit: str | None = None, beside: Fraction | None = None) -> str:
    """``beside``: what the figure is held against."""

    def words(value: Fraction | None) -> str:
        assert value is not None
        return number_words(value, kind, unit)

    match figure.kind:
        case "ondergrens":
            return f"{'ten minste' if figure.low_in else 'meer dan'} {words(figure.low)}"
        case "bovengrens":
            return f"{'ten hoogste' if figure.high_in else 'minder dan'} {words(figure.high)}"
        case "bereik":
            return f"{words(figure.low)} tot en met {words(figure.high)}"
        case "ongeveer":
            return f"ongeveer {words(figure.low)}"
        case "gemeten":
            assert figure.low is not None
            return number_words(shown_value(figure.low, kind, beside), kind, unit)
    return words(figure.low)


def figure_beside(figure: Figure, demand: Demand | None, unit: str | None = None) -> str:
    """A figure in the words of what it is held against; as a bare number where nothing is asked."""
    if demand is None or (demand.low is None and demand.word != "ja"):
        return figure_words(figure, NumType(), unit)
    return figure_words(figure, demand.type, unit, demand.low)


def demand_words(demand: Demand, unit: str | None = None) -> str:
    """What is asked; where the value is that of another figure, in words."""
    if demand.of is not None or demand.of_former:
        of = "de vorige periode" if demand.of is None else f"de norm '{demand.of}'"
        part = "" if demand.low in (None, 1) else f"{format_display(demand.low, 'percentage')} van "
        return f"{demand.word} {part}het cijfer van {of}"
    if demand.low is None:
        return "een bedrag of aantal dat van de dag afhangt" if demand.nodes else demand.word or "geen"
    low = number_words(demand.low, demand.type, unit)
    if demand.word == "tussen" and demand.high is not None:
        return f"tussen {low} en {number_words(demand.high, demand.type, unit)}"
    about = "ongeveer " if demand.about else ""
    side = f" ({demand.margin})" if demand.word == "binnen een marge van" and demand.margin != "tweezijdig" else ""
    basis = f" van {demand.basis}" if demand.basis else ""
    return f"{demand.word} {about}{low}{basis}{side}".strip()
