"""What every page of the scoreboard has: its frame, its style and its tables. A page stands alone: it asks for no other file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dsl.notation import format_date
from engine.normen.board import KINDS, Board, Line
from engine.normen.rapportage import INVENTED
from engine.version import ENGINE_VERSION
from workbench.catalogus.markup import Html, Part, joined, link, tag

OVERVIEW = "scorebord.html"
_SIGNS = {"goed": "✓", "slecht": "✗", "lopend": "…", "open": "?"}


@dataclass(frozen=True, slots=True)
class Places:
    """The file of each cluster and norm; a norm of which nothing is known but its text has none."""

    clusters: dict[str, str]
    norms: dict[str, str]


def places_of(board: Board) -> Places:
    clusters: dict[str, str] = {}
    for cluster in board.clusters():
        clusters[cluster] = _free(f"onderdeel-{_slug(cluster)}", clusters.values())
    norms: dict[str, str] = {}
    for line in board.lines:
        if line.word != "niet gerapporteerd" and line.norm.name not in norms:
            norms[line.norm.name] = _free(f"norm-{_slug(line.norm.number or line.norm.name)}", norms.values())
    return Places(clusters, norms)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "x"


def _free(name: str, taken: Iterable[str]) -> str:
    known = set(taken)
    number = 1
    while (file := f"{name}{'' if number == 1 else f'-{number}'}.html") in known:
        number += 1
    return file


@lru_cache
def _style() -> Html:
    return Html((Path(__file__).parent / "scorebord.css").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Page:
    """A page before anything is put around it. ``links``: (file, name) of the pages that every page leads to, ``here`` its own file."""

    title: str
    window: str
    here: str
    links: tuple[tuple[str, str], ...]
    content: Html
    account: Html


def page(title: str, board: Board, places: Places, here: str, *content: Part) -> Page:
    """``here`` is the page's own file."""
    heading = "Scorebord" if here == OVERVIEW else title
    warning = tag("p", tag("strong", "Let op. "), INVENTED, class_="let-op") if board.invented else None
    return Page(
        title,
        board.title if here == OVERVIEW else f"{heading} - {board.title}",
        here,
        ((OVERVIEW, "Overzicht"), *((file, cluster) for cluster, file in places.clusters.items())),
        joined(warning, *content),
        joined(tag("p", f"{_made_of(board)} Elk oordeel is onze lezing van de norm."), _version()),
    )


def alone(page: Page) -> str:
    """A page that stands by itself: with its own style and navigation, asking for no other file."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", page.window),
        tag("style", _style()),
    )
    entries = [
        tag("li", tag("a", name, href=file, aria_current="page" if file == page.here else None))
        for file, name in page.links
    ]
    body = tag(
        "body",
        tag("a", "Naar de inhoud", href="#inhoud", class_="overslaan"),
        tag("header", tag("nav", tag("ul", entries), aria_label="Onderdelen")),
        tag("main", tag("h1", page.title), page.content, id="inhoud"),
        tag("footer", page.account),
        class_="alleen",
    )
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang='nl')}\n"


def _made_of(board: Board) -> str:
    names = [Path(item.source).name for item in board.registries if item.source] or [it.name for it in board.statements]
    until = f" De cijfers gaan tot en met {format_date(board.until)}." if board.until is not None else ""
    return f"Gemaakt uit: {', '.join(names)}.{until}"


def _version() -> Html:
    return tag("p", f"Toetssteen {ENGINE_VERSION}.")


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Part]], class_: str = "stapel") -> Html:
    """A table of which the first cell of each row is its head. On a narrow screen the cells of a row stand under each other, each with
    the head of its column; tables of numbers scroll instead, also with the keyboard."""
    head = tag("tr", [tag("th", name, scope="col", role="columnheader") for name in heads], role="row")
    body = [
        tag(
            "tr",
            tag("th", row[0], scope="row", role="rowheader"),
            [tag("td", cell, role="cell", data_kop=name) for name, cell in zip(heads[1:], row[1:], strict=True)],
            role="row",
        )
        for row in rows
    ]
    # The roles are said because tables whose cells are laid out otherwise lose them.
    made = tag(
        "table",
        tag("caption", caption),
        tag("thead", head, role="rowgroup"),
        tag("tbody", body, role="rowgroup"),
        class_=class_,
        role="table",
    )
    return tag("div", made, class_="tabel", role="group", aria_label=caption, tabindex="0")


def badge(line: Line) -> Html:
    """The verdict with a sign and a border, so that colour says nothing alone."""
    return tag("span", f"{_SIGNS[line.kind]} {line.word}", class_=f"oordeel {line.kind}")


def word_mark(word: str | None) -> Part:
    """A verdict in the cell of a table."""
    kind = next((kind for known, kind in KINDS.items() if known == word), None)
    return None if word is None or kind is None else tag("span", f"{_SIGNS[kind]} {word}", class_=kind)


def norm_link(line: Line, places: Places) -> Part:
    file = places.norms.get(line.norm.name)
    return line.title if file is None else link(file, line.title)
