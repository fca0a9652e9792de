"""The course of a norm as a picture inside the page: the figures, and the line that they are asked to keep to.

It is drawn by Vega-Lite beforehand, so that the page needs no script. Colours differ in lightness too, and every meaning of a colour is
told by a shape or a dash as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from dsl.program import Demand
from engine.normen.board import KINDS, Line, Point
from workbench.catalogus.markup import Html, escaped

WIDTH, HEIGHT = 420, 170
_FONT = "Arial, 'Liberation Sans', sans-serif"
_FIGURE, _NORM, _GRID, _TEXT = "#0b4f8a", "#b34700", "#d8d8d8", "#3d3d3d"
_LABELLED = 5
"""With more points than these, figures beside them would stand in each other's way."""
_SHAPES = {
    "voldoet": "circle",
    "voldoet niet": "diamond",
    "zonder oordeel": "square",
    "ondergrens": "triangle-up",
    "bovengrens": "triangle-down",
}
_SVG = re.compile(r'<svg [^>]*?viewBox="(?P<box>[^"]*)"[^>]*>(?P<inner>.*)</svg>\s*', re.DOTALL)
_SPLIT = re.compile(r"(?P<word>[a-z]+) (?:(?P<number>[1-4]) )?(?P<year>[0-9]{4})")


def has_chart(line: Line) -> bool:
    """Two figures make a course; yes and no do not."""
    known = [point for point in line.course if point.figure is not None]
    return len(known) > 1 and (line.demand is None or line.demand.word != "ja")


class Charts:
    """The pictures of a scoreboard. Each is drawn once, though it may stand on two pages."""

    def __init__(self) -> None:
        self._drawn: dict[int, tuple[Line, str]] = {}

    def of(self, line: Line, number: str) -> Html:
        """``number`` makes the names inside the picture its own on the page."""
        if id(line) not in self._drawn:
            self._drawn[id(line)] = (line, _picture(line))
        found = _SVG.fullmatch(self._drawn[id(line)][1])
        assert found is not None
        title, told = f"{line.title}: verloop", description(line)
        return Html(
            f'<svg class="verloop" viewBox="{found["box"]}" role="img" aria-labelledby="t{number} d{number}">'
            f'<title id="t{number}">{escaped(title)}</title><desc id="d{number}">{escaped(told)}</desc>{found["inner"]}</svg>'
        )


def _picture(line: Line) -> str:
    import vl_convert

    return vl_convert.vegalite_to_svg(_specification(line), format_locale="nl-NL")


def description(line: Line) -> str:
    """What the picture shows, for who does not see it."""
    known = [point for point in line.course if point.figure is not None]
    shown = "; ".join(f"{point.period.name} {line.words(point.figure)}" for point in known if point.figure is not None)
    asked = f" Gevraagd is {line.asked()}." if line.asked() else ""
    return f"{shown}.{asked} De tabel hierbij geeft dezelfde cijfers."


def legend(line: Line) -> list[str]:
    """The signs that the picture uses, in words."""
    used = {_state(line, point) for point in line.course if point.figure is not None}
    words = {
        "voldoet": "● voldoet",
        "voldoet niet": "◇ voldoet niet",
        "zonder oordeel": "□ geen oordeel over deze periode",
        "ondergrens": "△ ten minste dit",
        "bovengrens": "▽ ten hoogste dit",
    }
    lines = [text for state, text in words.items() if state in used]
    return [*lines, f"- - - norm: {line.asked()}"] if _norm_lines(line.demand) else lines


def short_name(point: Point, years: bool) -> str:
    """jan, T2, 2024; with the year where there is more than one."""
    found = _SPLIT.fullmatch(point.period.name)
    if found is None:
        return point.period.name
    word = f"{found['word'][0].upper()}{found['number']}" if found["number"] else _month(found["word"])
    return f"{word} {found['year']}" if years else word


def _month(name: str) -> str:
    return "mrt" if name == "maart" else name[:3]


def _state(line: Line, point: Point) -> str:
    figure = point.figure
    if figure is not None and figure.kind in ("ondergrens", "bovengrens"):
        return figure.kind
    kind = None if point.word is None else KINDS[point.word]
    return {"goed": "voldoet", "slecht": "voldoet niet"}.get(kind or "", "zonder oordeel")


def _norm_lines(demand: Demand | None) -> list[Fraction]:
    if demand is None or demand.low is None or demand.word.endswith("vorige periode"):
        return []
    if demand.word == "binnen een marge van":
        return [-demand.low, demand.low]
    return [demand.low] if demand.high is None else [demand.low, demand.high]


def _drawn(value: Fraction | None) -> float | None:
    """A place in the picture; the exact figure stands in the table."""
    return None if value is None else float(value)


def _specification(line: Line) -> dict[str, Any]:
    import altair as alt

    several = len({point.period.start.year for point in line.course}) > 1
    names = [short_name(point, several) for point in line.course]
    rows = [
        {
            "periode": name,
            "cijfer": _drawn(None if point.figure is None else point.figure.value),
            "laag": _drawn(None if point.figure is None or point.figure.kind != "bereik" else point.figure.low),
            "hoog": _drawn(None if point.figure is None or point.figure.kind != "bereik" else point.figure.high),
            "stand": _state(line, point),
            "tekst": "" if point.figure is None or len(names) > _LABELLED else line.words(point.figure),
        }
        for name, point in zip(names, line.course, strict=True)
    ]
    norms = _norm_lines(line.demand)
    span = _span(line, norms)
    axis = alt.Axis(title=None, format=_format(line, span), tickCount=5)
    y = alt.Y("cijfer:Q", axis=axis, scale=alt.Scale(domain=list(span), nice=True, zero=False))
    x = alt.X("periode:N", sort=names, title=None, axis=alt.Axis(labelAngle=0, labelOverlap="greedy"))
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=x)
    layers: list[Any] = [
        alt.Chart(alt.InlineData(values=[{"norm": _drawn(value)}]))
        .mark_rule(color=_NORM, strokeDash=[6, 4], strokeWidth=2)
        .encode(y="norm:Q")
        for value in norms
    ]
    layers.append(base.mark_rule(color=_FIGURE, strokeWidth=4, opacity=0.5).encode(y="laag:Q", y2="hoog:Q"))
    layers.append(base.mark_line(color=_FIGURE, strokeWidth=2, invalid="break-paths-show-path-domains").encode(y=y))
    shape = alt.Shape("stand:N", legend=None, scale=alt.Scale(domain=list(_SHAPES), range=list(_SHAPES.values())))
    fill = alt.condition("datum.stand == 'voldoet'", alt.value(_FIGURE), alt.value("white"))
    layers.append(
        base.transform_filter("datum.cijfer != null")
        .mark_point(size=90, stroke=_FIGURE, strokeWidth=2, opacity=1)
        .encode(y=y, shape=shape, fill=fill)
    )
    layers.append(base.mark_text(dy=-14, fontSize=13, font=_FONT, color=_TEXT).encode(y=y, text="tekst:N"))
    chart = alt.layer(*layers).properties(width=WIDTH, height=HEIGHT, padding=4)
    made: dict[str, Any] = (
        chart.configure(aria=False, font=_FONT, background="white", view=alt.ViewConfig(stroke=None))
        .configure_axis(
            labelFontSize=13, labelColor=_TEXT, gridColor=_GRID, domainColor=_TEXT, tickColor=_TEXT, labelFont=_FONT
        )
        .to_dict()
    )
    return made


def _span(line: Line, norms: Sequence[Fraction]) -> tuple[float, float]:
    """From a little below all that is drawn to a little above it. What cannot be below nothing, such as a share, does not go there."""
    figures = [point.figure for point in line.course if point.figure is not None]
    values = [end for figure in figures for end in (figure.low, figure.high) if end is not None] + list(norms)
    low, high = min(values), max(values)
    room = (high - low) / 6 or abs(high) / 10 or Fraction(1)
    bottom = low - room if low < 0 else max(Fraction(0), low - room)
    top = high + room
    if low >= 0 and high <= 1 and line.demand is not None and line.demand.type.show == "percentage":
        top = min(Fraction(1), top)
    return float(bottom), float(top)


def _format(line: Line, span: tuple[float, float]) -> str:
    """How the axis writes numbers, in the notation of d3; the locale makes them Dutch."""
    kind = None if line.demand is None else line.demand.type
    width = span[1] - span[0]
    if kind is not None and kind.show == "percentage":
        return ".0%" if width >= 0.04 else ".1%" if width >= 0.004 else ".2%"
    if kind is not None and kind.show == "bedrag":
        return ",.0f"
    return ",.0f" if width >= 4 else ",.1f" if width >= 0.4 else ",.2f"
