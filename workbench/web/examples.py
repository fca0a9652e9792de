"""The example dossiers that come with the rules, each with what there is to see in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dsl.notation import format_date, parse_date
from engine.register import StoredDossier
from workbench.demo import STORIES, path_of
from workbench.service.law import slug
from workbench.web.desk import Desk, about_of, content_of, name_of
from workbench.web.frame import address


@dataclass(frozen=True, slots=True)
class _Maker:
    """Who put the examples there."""

    id: str = "voorbeelden"


BY = _Maker()


@dataclass(frozen=True, slots=True)
class Example:
    """``asked``: what to look at first, in words and where."""

    name: str
    about: str
    url: str
    asked: tuple[tuple[str, str], ...]


def add_examples(desk: Desk) -> None:
    """Put the example dossiers in a register without dossiers, or without some of them."""
    have = {name_of(one) for one in desk.dossiers() if one.by == BY.id}
    for story in reversed(STORIES):
        content = content_of(path_of(story.dossier).read_text(encoding="utf-8"))
        if content.get("naam") not in have:
            desk.register.add_dossier(content, BY)


def examples(found: Iterable[StoredDossier]) -> list[Example]:
    """The examples among dossiers, in the order of the demo, each with its decisions."""
    by_name = {name_of(one): one for one in found if one.by == BY.id}
    out = []
    for story in STORIES:
        name = str(content_of(path_of(story.dossier).read_text(encoding="utf-8")).get("naam"))
        stored = by_name.get(name)
        if stored is None:
            continue
        asked = tuple(
            (
                f"{one.besluit}, {format_date(parse_date(one.day), words=True)}",
                address(f"/zaken/{stored.id}/besluit/{slug(one.besluit)}", op=parse_date(one.day).isoformat()),
            )
            for one in story.asked
            if not one.dossier
        )
        out.append(Example(name, about_of(stored), f"/zaken/{stored.id}", asked))
    return out
