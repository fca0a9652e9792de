"""All rule files, to search and open."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from workbench.editor.repository import NoRepositoryError, Proposal
from workbench.web.frame import page
from workbench.web.regels.desk import RulesDesk, rules_of

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Listed:
    """A rule file, with where a search found its words (line number and text)."""

    name: str
    blocks: int
    hits: tuple[tuple[int, str], ...] = ()


@router.get("/regels")
def listing(request: Request, zoek: str = "") -> HTMLResponse:
    desk = rules_of(request)
    groups = _groups(desk, zoek[:100])
    count = sum(len(files) for _, files in groups)
    try:
        proposals: list[Proposal] | None = desk.repository.proposals()
    except NoRepositoryError:
        proposals = None
    return page(request, "regels/lijst.html.j2", zoek=zoek[:100], groups=groups, count=count, proposals=proposals)


def _groups(desk: RulesDesk, words: str) -> list[tuple[str, list[Listed]]]:
    """The files by regeling; of a search only those with all its words on one line, or in their name."""
    view = desk.workspace.view()
    wanted = words.casefold().split()
    found: dict[str, list[Listed]] = {}
    for name, one in view.scanned.items():
        hits = _hits(one.source.text, wanted) if wanted else ()
        if not wanted or hits or all(it in name.casefold() for it in wanted):
            regeling = view.corpus.by_path()[one.source.path].regeling.naam
            found.setdefault(regeling, []).append(Listed(name, len(one.shape.blocks) - 1, hits[:5]))
    return sorted(found.items())


def _hits(text: str, wanted: list[str]) -> tuple[tuple[int, str], ...]:
    lines = enumerate(text.split("\n"), 1)
    return tuple((number, line.strip()) for number, line in lines if all(it in line.casefold() for it in wanted))
