"""Search a dossier, or make a new one; and the list of one's own work."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from engine.register import StoredDossier
from engine.register.assignments import Assignments
from workbench.service.handlers import Staff
from workbench.toegang.install import actor
from workbench.web.desk import Desk, Found, about_of, caller_of, desk_of, mark_of, name_of
from workbench.web.frame import page

router = APIRouter()
MOST = 50
MINE, NOBODYS = "mij", "niemand"
"""Whose cases an address asks for; else the mark of a handler, for an id may be a name and no name belongs in an address."""


@dataclass(frozen=True, slots=True)
class Case:
    """A dossier in the list. ``handlers``: who handles it, and who a bezwaar in it, in words; None where that is not kept."""

    stored: StoredDossier
    name: str
    about: str
    handlers: str | None


@router.get("/zaken")
def search(request: Request, zoek: str = "", van: str = "") -> HTMLResponse:
    desk, who = desk_of(request), actor(request)
    known = desk.bench.assigning.staff(who) if desk.bench.is_shared else None
    choices = [] if known is None else _choices(known, who.id)
    van = van if van in {value for value, _ in choices} else ""
    searched = _searched(request, desk, known, zoek[:200], van)
    shown = searched.dossiers[:MOST]
    handling = {} if known is None else desk.register.handling.of_each([one.id for one in shown])
    return page(
        request,
        "zaak/lijst.html.j2",
        zoek=zoek,
        van=van,
        choices=choices,
        found=[
            Case(one, name_of(one), about_of(one), None if known is None else _handlers(known, handling[one.id]))
            for one in shown
        ],
        count=len(searched.dossiers),
        only=searched.only,
    )


def _choices(known: Staff, me: str) -> list[tuple[str, str]]:
    others = [(mark_of(one.id), one.name) for one in known.handlers if one.id != me]
    return [("", "Iedereen"), (MINE, "Mij"), (NOBODYS, "Niemand"), *others]


def _searched(request: Request, desk: Desk, known: Staff | None, query: str, van: str) -> Found:
    who = actor(request)
    if known is None or not van:
        return desk.search(caller_of(request), query)
    if van == NOBODYS:
        handling = desk.register.handling
        return desk.search(caller_of(request), query, fits=lambda one: handling.of(one.id).to() is None)
    id_ = who.id if van == MINE else next(one.id for one in known.handlers if mark_of(one.id) == van)
    return desk.search(caller_of(request), query, among=desk.bench.assigning.by(id_, who))


def _handlers(known: Staff, found: Assignments) -> str:
    """Who handles a dossier, and each bezwaar in it, in words."""
    whole = found.to()
    objections = [known.named(one.to).name for about, one in found.now.items() if about is not None and one.to]
    said = [known.named(whole).name if whole else "nog niemand"]
    return "; ".join(said + [f"een bezwaar door {name}" for name in objections])
