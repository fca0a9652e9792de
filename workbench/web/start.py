"""The start page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from workbench.web.desk import caller_of, desk_of, name_of
from workbench.web.examples import BY, examples
from workbench.web.frame import page

router = APIRouter()
MOST_RECENT = 6


@router.get("/")
def start(request: Request) -> HTMLResponse:
    found = desk_of(request).visible(caller_of(request))
    recent = [one for one in found if one.by != BY.id][:MOST_RECENT]
    return page(request, "start.html.j2", examples=examples(found), recent=[(one, name_of(one)) for one in recent])
