"""Parameters and lookup tables: every value with its dates, certainty and source, and what is not known."""

from __future__ import annotations

from collections.abc import Sequence

from dsl.program import LookupInfo, ParamInfo
from dsl.types.words import type_words
from engine.explain.values_nl import capital
from workbench.catalogus.chart import line_chart
from workbench.catalogus.markup import Html, Part, details, link, table, tag, terms
from workbench.catalogus.model import Law
from workbench.catalogus.parts import (
    certainty,
    day,
    key_head,
    key_words,
    last_days,
    source_list,
    unbroken,
    value_words,
)

_MOST_OPEN = 24
"""Lines of a lookup table that are shown without folding it open."""


def parameter(law: Law, info: ParamInfo) -> Html:
    _, anchor = law.of(info)
    rows = [
        (
            day(item.start),
            until,
            value_words(item.value, info.type),
            [certainty(item.certainty)],
            source_list(item.sources),
        )
        for item, until in zip(info.values, last_days(info.values), strict=True)
    ]
    columns, shown = _needed(("vanaf", "t/m", "waarde", "zekerheid", "bron"), rows)
    return tag(
        "article",
        tag("h3", capital(info.name), id=anchor),
        tag("div", tag("p", capital(type_words(info.type)), "."), _sources(info)),
        tag(
            "div",
            table(f"Waarden van {info.name}", columns, shown, class_="getallen"),
            line_chart(capital(info.name), info.values, info.type),
            class_="naast",
        ),
    )


def lookup(law: Law, info: LookupInfo) -> Html:
    _, anchor = law.of(info)
    keys = [key_head(kind) for kind in info.key_types]
    rows = [
        (
            *(key_words(key, kind) for key, kind in zip(row.keys, info.key_types, strict=True)),
            day(item.start),
            until,
            value_words(item.value, info.type),
            [certainty(item.certainty)],
            source_list(item.sources),
        )
        for row in info.rows
        for item, until in zip(row.values, last_days(row.values), strict=True)
    ]
    columns, shown = _needed((*keys, "vanaf", "t/m", "waarde", "zekerheid", "bron"), rows)
    made = table(f"Waarden van {info.name}", columns, shown, class_="getallen")
    return tag(
        "article",
        tag("h3", capital(info.name), id=anchor),
        tag("div", tag("p", capital(type_words(info.type)), "."), _sources(info)),
        made if len(rows) <= _MOST_OPEN else details(f"Alle {len(rows)} waarden", made),
    )


def gaps(law: Law, info: ParamInfo | LookupInfo) -> list[Part]:
    """What is not known, or not for certain, of a figure: lines for the list of open questions."""
    _, anchor = law.of(info)
    if isinstance(info, ParamInfo):
        series = [("", info.values)]
    else:
        series = [
            (
                f" ({', '.join(key_words(k, kind) for k, kind in zip(row.keys, info.key_types, strict=True))})",
                row.values,
            )
            for row in info.rows
        ]
    found: list[Part] = []
    for which, values in series:
        for item, until in zip(values, last_days(values), strict=True):
            when = ["vanaf ", unbroken(day(item.start)), [" t/m ", unbroken(until)] if until else None]
            if item.value is None:
                found.append([link(f"#{anchor}", info.name), f"{which}: onbekend ", when])
            elif item.certainty in {"middel", "laag"}:
                value = f"{which}: {value_words(item.value, info.type)} "
                found.append([link(f"#{anchor}", info.name), value, when, ", ", certainty(item.certainty)])
    return found


def _sources(info: ParamInfo | LookupInfo) -> Part:
    return terms([("Bron", source_list(info.sources))])


def _needed(columns: tuple[str, ...], rows: Sequence[tuple[Part, ...]]) -> tuple[list[str], list[list[Part]]]:
    """Without the columns that are empty in every row."""
    kept = [at for at in range(len(columns)) if any(_filled(row[at]) for row in rows)]
    return [columns[at] for at in kept], [[row[at] for at in kept] for row in rows]


def _filled(cell: Part) -> bool:
    return bool(cell) if cell is None or isinstance(cell, str) else any(_filled(part) for part in cell)
