"""A bar chart as a picture inside the page, drawn by Vega-Lite beforehand. The table beside it gives the same figures."""

from __future__ import annotations

import re
from typing import Any

from workbench.catalogus.markup import escaped
from workbench.rapport.model import Chart

_FONT = "Arial, 'Liberation Sans', sans-serif"
_BAR, _RANGE, _TEXT, _GRID = "#5a8fc0", "#1a1a1a", "#3d3d3d", "#d8d8d8"
_SVG = re.compile(r'<svg [^>]*?viewBox="(?P<box>[^"]*)"[^>]*>(?P<inner>.*)</svg>\s*', re.DOTALL)
_INNER_ROLE = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')


def picture(chart: Chart, number: str) -> str:
    """The chart as SVG with a title and a description; ``number`` makes the names inside its own on the page."""
    import vl_convert

    drawn = _INNER_ROLE.sub("", vl_convert.vegalite_to_svg(specification(chart), format_locale="nl-NL"))
    found = _SVG.fullmatch(drawn)
    assert found is not None
    told = "; ".join(f"{name}: {figure.words()}" for name, figure in chart.bars)
    return (
        f'<svg class="grafiek" viewBox="{found["box"]}" role="img" aria-labelledby="t{number} d{number}">'
        f'<title id="t{number}">{escaped(chart.title)}</title>'
        f'<desc id="d{number}">{escaped(told)}. De tabel hierbij geeft dezelfde cijfers.</desc>{found["inner"]}</svg>'
    )


def specification(chart: Chart) -> dict[str, Any]:
    """The chart in the terms of Vega-Lite: bars, the range over the seeds as a line, and the figure in words."""
    import altair as alt

    names = [name for name, _ in chart.bars]
    rows: list[dict[str, Any]] = [
        {
            "naam": name,
            "waarde": float(figure.value or 0),
            "laag": float(figure.low if figure.low is not None else figure.value or 0),
            "hoog": float(figure.high if figure.high is not None else figure.value or 0),
            "tekst": figure.words(),
        }
        for name, figure in chart.bars
    ]
    base = alt.Chart({"values": rows}).encode(
        y=alt.Y("naam:N", sort=names, title=None, axis=alt.Axis(labelLimit=320, labelFontSize=13))
    )
    top = max(max(row["hoog"], row["waarde"]) for row in rows)
    x = alt.X(
        "waarde:Q",
        title=chart.unit,
        axis=alt.Axis(format=",.0f", tickCount=4),
        scale=alt.Scale(domain=[min(0.0, min(row["laag"] for row in rows)), top * 1.25 or 1.0]),
    )
    bars = base.mark_bar(color=_BAR, height={"band": 0.6}).encode(x=x)
    ranges = base.mark_rule(color=_RANGE, strokeWidth=2).encode(x=alt.X("laag:Q"), x2=alt.X2("hoog:Q"))
    words = base.mark_text(align="left", dx=6, dy=-1, fontSize=13, color=_TEXT).encode(
        x=alt.X("hoog:Q"), text=alt.Text("tekst:N")
    )
    made = (
        (bars + ranges + words)
        .properties(width=420, height=max(60, 34 * len(rows)), background="white", padding=4)
        .configure(font=_FONT, aria=False)
        .configure_view(stroke=None)
        .configure_axis(labelColor=_TEXT, titleColor=_TEXT, gridColor=_GRID, labelFontSize=12, titleFontSize=13)
    )
    found: dict[str, Any] = made.to_dict()
    return found
