"""Pieces that several pages show: sources, dated values, certainty, and the frame around every page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from dsl.notation import format_date
from dsl.program import BoolType, DatedValue, EnumType, KeyRange, Literal_, Program, SourceRef, TextType, Type
from dsl.types.words import type_words
from engine.explain.values_nl import enumeration, scalar_text
from engine.version import ENGINE_VERSION
from workbench.catalogus.markup import Html, Part, bullets, escaped, joined, link, tag
from workbench.catalogus.model import INDEX

STYLE = "catalogus.css"


def page(title: str, program: Program, *content: Part, is_index: bool = False) -> str:
    """A whole page."""
    back = None if is_index else tag("nav", link(INDEX, "Alle regelingen"), aria_label="Kruimelpad")
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", title if is_index else f"{title} - catalogus van Toetssteen"),
        tag("link", rel="stylesheet", href=STYLE),
    )
    body = tag(
        "body",
        tag("a", "Naar de inhoud", href="#inhoud", class_="overslaan"),
        tag("header", tag("p", "Toetssteen · catalogus"), back),
        tag("main", *content, id="inhoud"),
        tag(
            "footer",
            tag(
                "p",
                "Gemaakt uit de regelbestanden. Zij zijn een lezing van de wet en niet de wet zelf: wat in de wet staat, gaat voor.",
            ),
            tag("p", f"Toetssteen {ENGINE_VERSION}, regels ", tag("code", program.digest[:16]), "."),
        ),
    )
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang='nl')}\n"


def source(ref: SourceRef) -> Html:
    """A source, as a link to the article where its address is known."""
    url = ref.url
    return link(url, ref.text) if url and url.startswith("https://") else escaped(ref.text)


def source_list(refs: Iterable[SourceRef]) -> Part:
    found = [source(ref) for ref in refs]
    return found[0] if len(found) == 1 else bullets(found)


def day(value: date | None) -> str:
    return "" if value is None else format_date(value)


def value_words(value: Literal_ | None, kind: Type) -> str:
    return "onbekend" if value is None else scalar_text(value, kind)


def unbroken(text: str) -> Html:
    """Text that stays on one line, such as a date."""
    return tag("span", text, class_="heel")


def key_head(kind: Type) -> str:
    """What the keys of a lookup table are called."""
    if isinstance(kind, EnumType):
        return kind.name
    return (
        "voor" if isinstance(kind, TextType) else type_words(kind).removeprefix("een ").removesuffix(" zonder eenheid")
    )


def key_words(key: Literal_ | KeyRange, kind: Type) -> str:
    if not isinstance(key, KeyRange):
        return value_words(key, kind)
    low = None if key.low is None else f"vanaf {value_words(key.low, kind)}"
    high = None if key.high is None else f"{'t/m' if key.high_in else 'tot'} {value_words(key.high, kind)}"
    return " ".join(filter(None, (low, high))) or "alle"


def kind_words(kind: Type, program: Program) -> str:
    """What a fact looks like; an enumeration gives its values."""
    if isinstance(kind, BoolType):
        return "ja of nee"
    if isinstance(kind, EnumType):
        return f"een van: {enumeration(program.enums[kind.name], 'of')}"
    return type_words(kind)


def last_days(values: Sequence[DatedValue]) -> list[str]:
    """Per value the last day on which it holds: the day before the next one where its line names none; "" while it holds."""
    ends = [
        item.end or date.fromordinal(after.start.toordinal() - 1)
        for item, after in zip(values, values[1:], strict=False)
    ]
    return [day(end) for end in [*ends, values[-1].end]] if values else []


def certainty(word: str | None) -> Html | None:
    """A mark for what is not certain; what is certain or says nothing needs none."""
    return tag("span", f"zekerheid {word}", class_="merk twijfel") if word in {"middel", "laag"} else None


def mark(word: str, shown: bool) -> Html | None:
    return tag("span", word, class_="merk") if shown else None


def section(anchor: str, title: str, *content: Part) -> Html | None:
    """A section with its head; nothing when there is nothing in it."""
    inside = joined(*content)
    return tag("section", tag("h2", title, id=anchor), inside) if inside else None
