"""A small line chart of what was in force when: steps, for a value of the law holds until the next one. Exact numbers only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from dsl.program import DatedValue, NumType, Type
from engine.explain.values_nl import number_text
from workbench.catalogus.markup import Html, tag

WIDTH, HEIGHT = 480, 150
LEFT, RIGHT, TOP, BOTTOM = 8, 8, 24, 24
_OPEN_DAYS = 365
"""How far the line goes on after the last known start, for a value that is still in force."""


def line_chart(title: str, values: Sequence[DatedValue], kind: Type) -> Html | None:
    """The values as a line; None when there are no two numbers to compare. The table beside it says the same in words."""
    known = [item for item in values if isinstance(item.value, Fraction)]
    if not isinstance(kind, NumType) or len(known) < 2:
        return None
    first = min(item.start for item in values).toordinal()
    last = max(_end(values, at) for at in range(len(values)))
    numbers = [item.value for item in known if isinstance(item.value, Fraction)]
    low, high = min(numbers), max(numbers)

    def x(day: int) -> Fraction:
        return LEFT + Fraction((day - first) * (WIDTH - LEFT - RIGHT), last - first)

    def y(value: Fraction) -> Fraction:
        share = (value - low) / (high - low) if high > low else Fraction(1, 2)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    steps: list[str] = []
    reached: int | None = None
    for at, item in enumerate(values):
        if not isinstance(item.value, Fraction):
            continue
        start = item.start.toordinal()
        steps.append(f"{'L' if start == reached else 'M'}{_units(x(start))} {_units(y(item.value))}")
        reached = _end(values, at)
        steps.append(f"L{_units(x(reached))} {_units(y(item.value))}")
    marks = [
        tag("circle", cx=_units(x(item.start.toordinal())), cy=_units(y(item.value)), r="2.5")
        for item in known
        if isinstance(item.value, Fraction)
    ]
    ground = _units(Fraction(HEIGHT - BOTTOM))
    highest, lowest = number_text(high, kind), number_text(low, kind)
    return tag(
        "svg",
        tag("title", f"{title}: van {lowest} tot {highest}; de tabel geeft alle waarden"),
        tag("line", x1=str(LEFT), y1=ground, x2=str(WIDTH - RIGHT), y2=ground, class_="as"),
        tag("path", d=" ".join(steps), class_="lijn"),
        marks,
        _label(LEFT, 14, f"hoogste: {highest}", "start"),
        _label(WIDTH - RIGHT, 14, f"laagste: {lowest}", "end"),
        _label(LEFT, HEIGHT - 8, str(date.fromordinal(first).year), "start"),
        _label(WIDTH - RIGHT, HEIGHT - 8, str(date.fromordinal(last - 1).year), "end"),
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        class_="grafiek",
    )


def _end(values: Sequence[DatedValue], at: int) -> int:
    """The day after the last one of a value: the start of the next, unless it ended before."""
    end = values[at].end
    if end is not None:
        return end.toordinal() + 1
    return values[at + 1].start.toordinal() if at + 1 < len(values) else values[at].start.toordinal() + _OPEN_DAYS


def _label(x: int, y: int, text: str, anchor: str) -> Html:
    return tag("text", text, x=str(x), y=str(y), text_anchor=anchor)


def _units(value: Fraction) -> str:
    tenths = round(value * 10)
    return f"{tenths // 10}.{tenths % 10}"
