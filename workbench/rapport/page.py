"""The report as one page that stands alone: no script, no other file. The template escapes everything that is not a chart."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dsl.notation import format_date
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


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _kept_together(value: Any) -> Any:
    """An amount is not broken over two lines after its sign."""
    return value.replace("€ ", "€\N{NO-BREAK SPACE}") if isinstance(value, str) else value


@lru_cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        finalize=_kept_together,
    )
    return environment.get_template("rapport.html.j2")


class _Places:
    """Where on the page a figure is accounted for."""

    def __init__(self, report: Report) -> None:
        self.groups: list[tuple[str, list[tuple[str, Figure]]]] = []
        number = 0
        self._known: dict[int, str] = {}
        for besluit, figures in report.figures.items():
            rows = []
            for figure in figures:
                number += 1
                self._known.setdefault(id(figure), f"b{number}")
                rows.append((f"b{number}", figure))
            self.groups.append((besluit, rows))

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
        accounts=places.groups,
        flat=_flat,
        lines=_lines,
    )


_UNDERLINE = re.compile(r"={3,}|-{3,}")


def _lines(text: str) -> list[tuple[bool, str]]:
    """The lines of a letter, and which of them are headings: those that are underlined."""
    lines = text.strip("\n").split("\n")
    found: list[tuple[bool, str]] = []
    for line in lines:
        if found and _UNDERLINE.fullmatch(line) and len(line) == len(found[-1][1]):
            found[-1] = (True, found[-1][1])
        else:
            found.append((False, line))
    return found


def _flat(value: object) -> str:
    """A value of the receipt as text."""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_flat(held)}" for key, held in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(_flat(held) for held in value)
    text = str(value)
    return format_date(date.fromisoformat(text)) if _DAY.fullmatch(text) else text
