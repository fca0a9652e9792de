"""Search a dossier, or make a new one."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from workbench.web.desk import about_of, caller_of, desk_of, name_of
from workbench.web.frame import page

router = APIRouter()
MOST = 50


@router.get("/zaken")
def search(request: Request, zoek: str = "") -> HTMLResponse:
    searched = desk_of(request).search(caller_of(request), zoek[:200])
    found = searched.dossiers
    return page(
        request,
        "zaak/lijst.html.j2",
        zoek=zoek,
        found=[(one, name_of(one), about_of(one)) for one in found[:MOST]],
        count=len(found),
        only=searched.only,
    )
