"""The report as one page that stands alone: no script, no other file. The template escapes everything that is not a chart."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from engine.simulation.figures import Figure
from engine.version import ENGINE_VERSION
from workbench.rapport.charts import picture
from workbench.rapport.model import WATERMARK, Beside, Block, Cell, Chart, Listing, Report, Table, Text, Unknown

if TYPE_CHECKING:
    from jinja2 import Template

_KINDS = {
    Text: "text",
    Listing: "listing",
    Block: "block",
    Beside: "beside",
    Table: "table",
    Chart: "chart",
    Unknown: "unknown",
}


@lru_cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("rapport.html.j2")


class _Places:
    """Where on the page a figure is accounted for."""

    def __init__(self, report: Report) -> None:
        self.rows: list[tuple[str, str, Figure]] = []
        self._known: dict[int, str] = {}
        for besluit, figures in report.figures.items():
            for figure in figures:
                place = f"b{len(self.rows) + 1}"
                self._known[id(figure)] = place
                self.rows.append((place, besluit, figure))

    def of(self, cell: Cell) -> str:
        return self._known.get(id(cell), "") if isinstance(cell, Figure) else ""


def page(report: Report) -> str:
    """The whole page as HTML."""
    from markupsafe import Markup

    places = _Places(report)
    style = (Path(__file__).parent / "rapport.css").read_text("utf-8")
    return _template().render(
        report=report,
        watermark=WATERMARK,
        version=ENGINE_VERSION,
        style=Markup(style),
        kind=lambda part: _KINDS[type(part)],
        place=places.of,
        is_figure=lambda cell: isinstance(cell, Figure),
        picture=lambda chart, number: Markup(picture(chart, number)),
        accounts=places.rows,
        flat=_flat,
    )


def _flat(value: object) -> str:
    """A value of the receipt as text."""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_flat(held)}" for key, held in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(_flat(held) for held in value)
    return str(value)
