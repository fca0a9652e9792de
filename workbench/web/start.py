"""The start page: a dossier or an example to begin with, and the parts of the workbench that somebody may use."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from engine.register.assignments import Assignments
from workbench.toegang.install import actor, actor_or_none
from workbench.web.desk import Desk, caller_of, desk_of, name_of
from workbench.web.examples import BY, examples
from workbench.web.frame import page
from workbench.web.sections import sections_for

router = APIRouter()
MOST_RECENT = 6
MOST_LOOKED = 100
CASES = "/zaken"


@router.get("/")
def start(request: Request) -> HTMLResponse:
    parts = sections_for(actor_or_none(request))
    handles = any(one.path == CASES for one in parts)
    desk = desk_of(request)
    newest = desk.search(caller_of(request), most=MOST_LOOKED).dossiers
    mine = _mine(request, desk) if handles else {}
    shown = desk.search(caller_of(request), most=MOST_LOOKED, among=mine).dossiers if mine else []
    recent = [one for one in newest if one.by != BY.id][:MOST_RECENT]
    return page(
        request,
        "start.html.j2",
        handles=handles,
        examples=examples(desk.dossiers() if handles else ()),
        mine=[(one, name_of(one)) for one in shown[:MOST_RECENT]],
        mine_in_all=len(mine),
        recent=[(one, name_of(one)) for one in recent],
        parts=[one for one in parts if one.path != CASES],
    )


def _mine(request: Request, desk: Desk) -> Mapping[str, Assignments]:
    """What who looks handles, by id; nothing where one person does all."""
    if not desk.bench.is_shared:
        return {}
    who = actor(request)
    return desk.bench.assigning.by(who.id, who)
