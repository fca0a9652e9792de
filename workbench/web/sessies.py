"""Who is signed in now, for beheer: to sign somebody out everywhere, as when they lost a role or a laptop."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from workbench.toegang.config import Mode
from workbench.toegang.install import actor
from workbench.toegang.sessions import MOST_SHOWN, Session, Sessions
from workbench.web.desk import desk_of
from workbench.web.forms import Posted, posted_form
from workbench.web.frame import DONE, back_to, page

log = logging.getLogger("toetssteen.toegang")
router = APIRouter()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One person, in all their browsers. Moments as text."""

    id: str
    name: str
    roles: str
    browsers: int
    since: str
    seen: str


@router.get("/sessies")
def sessions(request: Request) -> HTMLResponse:
    desk = desk_of(request)
    alone = desk.bench.settings.mode == Mode.EENPERSOONS.value
    found = [] if alone else _sessions(request).all()
    return page(request, "sessies.html.j2", alone=alone, people=_people(found), most=MOST_SHOWN, shown=len(found))


@router.post("/sessies")
def end(request: Request, form: Annotated[Posted, Depends(posted_form)]) -> Response:
    """Sign somebody out in every browser, from the next request on."""
    whom = form.text("wie")
    if not whom or not _sessions(request).end_all(whom):
        return back_to("/sessies", **{DONE: "nietingelogd"})
    log.info("uitgelogd door beheer", extra={"velden": {"wie": whom, "door": actor(request).id}})
    return back_to("/sessies", **{DONE: "uitgelogd"})


def _sessions(request: Request) -> Sessions:
    desk = desk_of(request)
    return Sessions(desk.register.sessions, desk.bench.settings.limits())


def _people(found: Iterable[Session]) -> list[SignedIn]:
    by_id: dict[str, list[Session]] = {}
    for one in found:
        by_id.setdefault(one.actor.id, []).append(one)
    people = [_person(several) for several in by_id.values()]
    return sorted(people, key=lambda one: (one.name.casefold(), one.id))


def _person(several: list[Session]) -> SignedIn:
    last = max(several, key=lambda one: one.confirmed).actor
    return SignedIn(
        last.id,
        last.name,
        ", ".join(sorted(role.value for role in last.roles)) or "geen",
        len(several),
        _moment(min(one.started for one in several)),
        _moment(max(one.seen for one in several)),
    )


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).astimezone().strftime("%d-%m-%Y om %H:%M uur")
