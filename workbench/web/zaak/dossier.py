"""One dossier: what it is about, and every besluit that it says something about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from engine.case import Moment
from engine.decision import Status
from engine.everything import Decided, decide_everything
from engine.explain.overview_nl import NO_TOTAL, OWN_DATA_ONLY, head_of, row_of
from engine.explain.people import People
from workbench.service.law import slug
from workbench.web.desk import about_of, desk_of, name_of
from workbench.web.frame import address, page
from workbench.web.zaak.asked import read, stored_of, when_of
from workbench.web.zaak.words import TONES

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Line:
    """One besluit in the list: ``outcomes`` are (name, words), ``asked`` the first question when it is open."""

    head: str
    url: str
    status: str
    tone: str
    outcomes: tuple[tuple[str, str], ...]
    missing: int
    asked: str | None


@router.get("/zaken/{key}")
def dossier(request: Request, key: str) -> HTMLResponse:
    desk, stored = desk_of(request), stored_of(request, key)
    read_ = read(desk, stored)
    when = when_of(request)
    day = when.day or read_.rekendatum or date.today()
    overview = decide_everything(desk.program, read_, Moment(day, read_.verzonden_op))
    names = None if overview.viewpoint is None else People(desk.program, overview.viewpoint)

    def line(one: Decided) -> Line:
        row = row_of(desk.program, one, formal=True)
        over = one.case.root.key if one.others > 1 else None
        url = address(f"/zaken/{stored.id}/besluit/{slug(one.info.name)}", op=day.isoformat(), over=over)
        head = head_of(one.info, one.case.root.key, one.others, names, True)
        return Line(head, url, row.status, TONES[one.decision.status], row.outcomes, row.missing, row.question)

    wanted = [one for one in overview.decided if one.claimed]
    settled = [one for one in overview.decided if one.decision.status is not Status.NIET_VAN_TOEPASSING]
    groups = [
        (regeling, [line(one) for one in found])
        for regeling, found in groupby(settled, key=lambda one: one.info.regeling)
    ]
    idle = [line(one) for one in overview.decided if one.decision.status is Status.NIET_VAN_TOEPASSING]
    return page(
        request,
        "zaak/dossier.html.j2",
        stored=stored,
        name=name_of(stored),
        about=about_of(stored),
        day=day,
        asked_for=[line(one) for one in wanted],
        groups=groups,
        idle=idle,
        warnings=(OWN_DATA_ONLY, NO_TOTAL),
    )
