"""The pages *Register*: what was written, in order; whether it still is as it was written; and a decision made again."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from engine.register import Entry
from engine.register.replay import DECISION, Outcome
from engine.register.trouble import NotFound
from workbench.toegang.config import Mode
from workbench.toegang.install import actor
from workbench.toegang.table import row_for
from workbench.web.desk import caller_of, desk_of
from workbench.web.frame import address, page

router = APIRouter()
A_PAGE = 50
SESSIONS = "/sessies"
MOST_DIFFERENCES = 100
_TONES = {Outcome.SAME: "success", Outcome.DIFFERENT: "danger", Outcome.GONE: "neutral", Outcome.IMPOSSIBLE: "warning"}


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in the list, without what it says about a person."""

    number: int
    kind: str
    at: str
    by: str
    id: str
    subject: str
    erased: bool


@router.get("/register")
def entries(request: Request, soort: str = "", onderwerp: str = "", na: str = "") -> HTMLResponse:
    """The newest first."""
    register = desk_of(request).register
    try:
        found = register.entries(
            soort.strip()[:40] or None,
            onderwerp.strip()[:100] or None,
            na[:100] or None,
            A_PAGE + 1,
            newest_first=True,
            payload=False,
        )
    except NotFound:
        raise HTTPException(404, "Deze bladzijde van het register is er niet.") from None
    more = (
        address("/register", soort=soort, onderwerp=onderwerp, na=found[A_PAGE - 1].id) if len(found) > A_PAGE else ""
    )
    shown = [_line(one) for one in found[:A_PAGE]]
    row, several = row_for("GET", SESSIONS), desk_of(request).bench.settings.mode == Mode.OIDC.value
    return page(
        request,
        "register/lijst.html.j2",
        entries=shown,
        soort=soort,
        onderwerp=onderwerp,
        more=more,
        sessions=SESSIONS if several and row is not None and row.allows(actor(request)) else None,
    )


@router.post("/register/controle")
def verify(request: Request) -> HTMLResponse:
    """Go through the whole chain, and every row beside it."""
    return page(request, "register/controle.html.j2", found=desk_of(request).register.verify())


@router.get("/register/{id}")
def entry(request: Request, id: str) -> HTMLResponse:
    found = _entry(request, id)
    return page(
        request, "register/inschrijving.html.j2", entry=_line(found), hash=found.hash, decision=found.kind == DECISION
    )


@router.post("/register/{id}/herhaling")
def replay(request: Request, id: str) -> HTMLResponse:
    """Decide again by the rules and facts of then."""
    found = _entry(request, id)
    if found.kind != DECISION:
        raise HTTPException(404, "Alleen een besluit is te herhalen.")
    told = desk_of(request).bench.replay(id, caller_of(request))
    return page(
        request,
        "register/herhaling.html.j2",
        entry=_line(found),
        told=told,
        tone=_TONES[told.outcome],
        differences=[(one.path, one.was, one.now) for one in told.differences[:MOST_DIFFERENCES]],
        most=MOST_DIFFERENCES,
    )


def _entry(request: Request, id: str) -> Entry:
    try:
        return desk_of(request).register.entry(id)
    except NotFound:
        raise HTTPException(404, "Deze inschrijving is er niet.") from None


def _line(one: Entry) -> Line:
    at = one.at.astimezone().strftime("%d-%m-%Y %H:%M:%S")
    return Line(one.number, one.kind, at, one.by, one.id, one.subject or "", one.erased)
