"""All rule files, to search and open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse

from workbench.editor.repository import NameRefusedError, NoRepositoryError, Proposal, checked_file
from workbench.toegang.actor import Actor, Role
from workbench.toegang.install import actor
from workbench.web.frame import back_to, page
from workbench.web.regels.desk import RulesDesk, rules_of

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Listed:
    """A rule file, with where a search found its words (line number and text)."""

    name: str
    blocks: int
    hits: tuple[tuple[int, str], ...] = ()


@router.get("/regels")
def listing(request: Request, who: Annotated[Actor, Depends(actor)], zoek: str = "") -> HTMLResponse:
    desk = rules_of(request)
    desk.judging.warm()
    groups = _groups(desk, zoek[:100])
    count = sum(len(files) for _, files in groups)
    try:
        proposals: list[Proposal] | None = desk.repository.proposals()
    except NoRepositoryError:
        proposals = None
    return page(
        request,
        "regels/lijst.html.j2",
        zoek=zoek[:100],
        groups=groups,
        count=count,
        proposals=proposals,
        may_write=who.has(Role.BELEID),
    )


@router.get("/regels/nieuw")
def begin(naam: str) -> RedirectResponse:
    """Where a new file is written."""
    try:
        return back_to(f"/regels/bestand/{checked_file(naam)}")
    except NameRefusedError:
        raise HTTPException(422, "Deze naam kan niet. Gebruik kleine letters, cijfers en streepjes.") from None


def _groups(desk: RulesDesk, words: str) -> list[tuple[str, list[Listed]]]:
    """The files by regeling; of a search only those with all its words on one line, or in their name."""
    wanted = words.casefold().split()
    found: dict[str, list[Listed]] = {}
    for name, one in desk.scanned.items():
        hits = _hits(one.source.text, wanted) if wanted else ()
        if not wanted or hits or all(it in name.casefold() for it in wanted):
            head = next((it for it in one.shape.blocks[:1] if it.word == "Regeling"), None)
            regeling = one.source.text[head.body : head.end] if head is not None else ""
            found.setdefault(" ".join(regeling.split()), []).append(Listed(name, len(one.shape.blocks) - 1, hits[:5]))
    return sorted(found.items())


def _hits(text: str, wanted: list[str]) -> tuple[tuple[int, str], ...]:
    lines = enumerate(text.split("\n"), 1)
    return tuple((number, line.strip()) for number, line in lines if all(it in line.casefold() for it in wanted))
