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
_INNER_ROLE = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
"""The picture is one image with one description; its parts say nothing of their own."""
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

    return _INNER_ROLE.sub("", vl_convert.vegalite_to_svg(specification(line), format_locale="nl-NL"))


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
        "zonder oordeel": "□ geen oordeel"
        if any(point.word for point in line.course)
        else "□ de norm geldt voor het geheel",
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


def specification(line: Line) -> dict[str, Any]:
    """The picture in the terms of Vega-Lite."""
    several = len({point.period.start.year for point in line.course}) > 1
    names = [short_name(point, several) for point in line.course]
    rows = [_row(line, point, name, len(names)) for name, point in zip(names, line.course, strict=True)]
    norms = _norm_lines(line.demand)
    span = _span(line, norms)
    x = {"field": "periode", "type": "nominal", "sort": names, "title": None, "axis": {"labelAngle": 0}}
    y = {
        "field": "cijfer",
        "type": "quantitative",
        "axis": {"title": None, "format": _format(line, span), "tickCount": 5},
        "scale": {"domain": list(span), "nice": True, "zero": False},
    }
    shape = {
        "field": "stand",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": list(_SHAPES), "range": list(_SHAPES.values())},
    }
    fill = {"condition": {"test": "datum.stand == 'voldoet'", "value": _FIGURE}, "value": "white"}
    known = [{"filter": "datum.cijfer != null"}]
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": [{"norm": _drawn(value)} for value in norms]},
            "mark": {"type": "rule", "color": _NORM, "strokeDash": [6, 4], "strokeWidth": 2},
            "encoding": {"y": {"field": "norm", "type": "quantitative"}},
        },
        {
            "mark": {"type": "rule", "color": _FIGURE, "strokeWidth": 4, "opacity": 0.5},
            "encoding": {"x": x, "y": {"field": "laag", "type": "quantitative"}, "y2": {"field": "hoog"}},
        },
        {
            "mark": {"type": "line", "color": _FIGURE, "strokeWidth": 2, "invalid": "break-paths-show-path-domains"},
            "encoding": {"x": x, "y": y},
        },
        {
            "transform": known,
            "mark": {"type": "point", "size": 90, "stroke": _FIGURE, "strokeWidth": 2, "opacity": 1},
            "encoding": {"x": x, "y": y, "shape": shape, "fill": fill},
        },
        {
            "transform": known,
            "mark": {"type": "text", "dy": -14, "fontSize": 13, "font": _FONT, "color": _TEXT},
            "encoding": {"x": x, "y": y, "text": {"field": "tekst", "type": "nominal"}},
        },
    ]
    axis = {"labelFontSize": 13, "labelFont": _FONT, "labelColor": _TEXT, "gridColor": _GRID}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": WIDTH,
        "height": HEIGHT,
        "padding": 4,
        "background": "white",
        "data": {"values": rows},
        "layer": layers if norms else layers[1:],
        "config": {
            "aria": False,
            "font": _FONT,
            "view": {"stroke": None},
            "axis": {**axis, "domainColor": _TEXT, "tickColor": _TEXT},
        },
    }


def _row(line: Line, point: Point, name: str, shown: int) -> dict[str, Any]:
    figure = point.figure
    spread = figure is not None and figure.kind == "bereik"
    return {
        "periode": name,
        "cijfer": _drawn(None if figure is None else figure.value),
        "laag": _drawn(figure.low) if figure is not None and spread else None,
        "hoog": _drawn(figure.high) if figure is not None and spread else None,
        "stand": _state(line, point),
        "tekst": "" if figure is None or shown > _LABELLED else line.words(figure),
    }


def _span(line: Line, norms: Sequence[Fraction]) -> tuple[float, float]:
    """From a little below all that is drawn to a little above it. What cannot be below nothing, such as a share, does not go there."""
    figures = [point.figure for point in line.course if point.figure is not None]
    values = [end for figure in figures for end in (figure.low, figure.high) if end is not None] + list(norms)
    low, high = min(values), max(values)
    room = (high - low) / 6 or abs(high) / 10 or Fraction(1)
    bottom = low - room if low < 0 else max(Fraction(0), low - room)
    top = high + room
    if low >= 0 and high <= 1 and line.demand is not None and norms and line.demand.type.show == "percentage":
        top = min(Fraction(1), top)
    return float(bottom), float(top)


def _format(line: Line, span: tuple[float, float]) -> str:
    """How the axis writes numbers, in the notation of d3; the locale makes them Dutch."""
    kind = None if line.demand is None or line.demand.low is None else line.demand.type
    width = span[1] - span[0]
    if kind is not None and kind.show == "percentage":
        return ".0%" if width >= 0.04 else ".1%" if width >= 0.004 else ".2%"
    if kind is not None and kind.show == "bedrag":
        return ",.0f"
    return ",.0f" if width >= 4 else ",.1f" if width >= 0.4 else ",.2f"
