"""The letter as a page that stands alone: no script, no other file. The template escapes every text."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.brieven.model import CONCEPT, Letter, Line

if TYPE_CHECKING:
    from jinja2 import Template

Block = list[Line]
"""Lines that belong together: the points of a list, or one sentence."""


@lru_cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("brief.html.j2")


def page(letter: Letter) -> str:
    """The page as text. Raises ImportError without Jinja."""
    from markupsafe import Markup

    style = (Path(__file__).parent / "brief.css").read_text("utf-8")
    chapters = [(chapter.heading, blocks(chapter.lines)) for chapter in letter.chapters]
    return _template().render(letter=letter, concept=CONCEPT, chapters=chapters, style=Markup(style))


def write(letter: Letter) -> bytes:
    return page(letter).encode("utf-8")


def blocks(lines: tuple[Line, ...]) -> list[Block]:
    """Points that follow each other are one list; every sentence is a paragraph of its own."""
    out: list[Block] = []
    for line in lines:
        if line.point and out and out[-1][-1].point:
            out[-1].append(line)
        else:
            out.append([line])
    return out
