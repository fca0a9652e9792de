"""HTML that cannot be broken by what it shows: every string is escaped, unless it is :class:`Html` already."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable, Sequence

_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_EMPTY = {"meta", "link", "line", "circle", "path", "rect"}


class Html(str):
    """Text that is markup already. Only the functions of this module make it."""

    __slots__ = ()


Part = str | None | Sequence["Part"]
"""What goes into an element: text, markup, nothing, or a row of these."""


def escaped(text: str) -> Html:
    """Text as markup. Signs that steer, hide or turn the reading direction become one sign that can be seen."""
    seen = "".join(
        "\N{REPLACEMENT CHARACTER}" if sign != "\n" and unicodedata.category(sign) in _HIDDEN else sign for sign in text
    )
    return Html(html.escape(seen))


def joined(*parts: Part) -> Html:
    """The parts one after another."""
    return Html("".join(_flat(parts)))


def _flat(parts: Iterable[Part]) -> Iterable[str]:
    for part in parts:
        if isinstance(part, Html):
            yield part
        elif isinstance(part, str):
            yield escaped(part)
        elif part is not None:
            yield from _flat(part)


def tag(name: str, /, *parts: Part, **attributes: str | None) -> Html:
    """An element. Attributes are escaped; None leaves one out, ``class_`` is class and an underscore is a hyphen."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _EMPTY:
        return Html(f"<{name}{written}>" if name in {"meta", "link"} else f"<{name}{written}/>")
    return Html(f"<{name}{written}>{joined(*parts)}</{name}>")


def link(target: str, *parts: Part) -> Html:
    return tag("a", *parts, href=target)


def bullets(items: Iterable[Part], class_: str | None = None) -> Html | None:
    """An unordered list; nothing for no items."""
    lines = [tag("li", item) for item in items]
    return tag("ul", lines, class_=class_) if lines else None


def terms(rows: Iterable[tuple[str, Part]]) -> Html | None:
    """A list of terms with what they are; a row without content is left out."""
    found = [tag("div", tag("dt", name), tag("dd", content)) for name, content in rows if content]
    return tag("dl", found) if found else None


def table(caption: Part, heads: Sequence[str], rows: Iterable[Sequence[Part]], class_: str | None = None) -> Html:
    """A table of which the first cell of each row is its head. It scrolls on its own where the page is too narrow."""
    head = tag("tr", [tag("th", name, scope="col") for name in heads])
    body = [tag("tr", tag("th", row[0], scope="row"), [tag("td", cell) for cell in row[1:]]) for row in rows]
    made = tag("table", tag("caption", caption), tag("thead", head), tag("tbody", body), class_=class_)
    return tag("div", made, class_="tabel")


def details(summary: Part, *parts: Part, open_: bool = False) -> Html:
    """What can be folded open without any script."""
    return tag("details", tag("summary", summary), *parts, open="" if open_ else None)
