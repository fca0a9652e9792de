"""Who handles a dossier, or a bezwaar in it: one field to choose them, on every page where that is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from engine.register import StoredDossier
from engine.register.assignments import Assignments
from engine.register.trouble import Conflict
from workbench.service.assigning import NOBODY_BARRED, OBJECTION, Barred, wrong_with
from workbench.service.handlers import Staff
from workbench.toegang.install import actor
from workbench.web.desk import Desk, desk_of, name_of
from workbench.web.forms import Errors, Posted, posted_form
from workbench.web.frame import DONE, back_to, page
from workbench.web.zaak.asked import stored_of

router = APIRouter()

FIELD, OTHER, NOBODY = "behandelaar", "ander", "niemand"
"""The field, and its choices that are no id of a person: somebody who is not in the list, and nobody."""
SEEN, ABOUT = "gezien", "bezwaar"
"""Hidden fields: the etag that the form was made from, and what it is about."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the field shows: who can be chosen, and who cannot since they took the besluit."""

    options: tuple[tuple[str, str], ...]
    complete: bool
    barred: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handled:
    """Who handles something. ``to``: their name, "" when nobody does. ``id`` the same as the register knows them."""

    to: str
    id: str
    since: str
    by: str


def choice(known: Staff, barred: Barred = NOBODY_BARRED, *, nobody: bool = False) -> Choice:
    """``nobody``: that it is nobody may be chosen too."""
    options = [(one.id, one.name) for one in known.handlers if not barred.against(one.id)]
    if not known.complete:
        options.append((OTHER, "Iemand anders"))
    if nobody:
        options.append((NOBODY, "Niemand"))
    return Choice(tuple(options), known.complete, tuple(one.name for one in barred.handlers))


def chosen(known: Staff, form: Posted, errors: Errors, barred: Barred = NOBODY_BARRED, *, nobody: bool = False) -> str:
    """Whom a form names: the id of somebody known, or the name of another; NOBODY where that may be. "" when it names nobody, which is
    told beside the field."""
    to, field = form.text(FIELD), FIELD
    if nobody and to == NOBODY:
        return NOBODY
    if to == OTHER and not known.complete:
        to, field = form.text(OTHER), OTHER
    elif to not in {one.id for one in known.handlers}:
        to = ""
    if not to:
        errors.add(field, "Kies wie het behandelt." if field == FIELD else "Noem wie het behandelt.")
    elif (wrong := wrong_with(to, known, barred)) is not None:
        errors.add(field, wrong.cause)
    return to


def handled(known: Staff, found: Assignments, about: str | None = None) -> Handled | None:
    """Who handles something now; None when nobody ever did."""
    one = found.now.get(about)
    if one is None:
        return None
    since = one.at.astimezone().strftime("%d-%m-%Y om %H:%M uur")
    return Handled("" if one.to is None else known.named(one.to).name, one.to or "", since, known.named(one.by).name)


@router.get("/zaken/{key}/toewijzing")
def assignment(request: Request, key: str, bezwaar: str = "") -> HTMLResponse:
    return _page(request, stored_of(request, key), bezwaar, Posted(()), None)


@router.post("/zaken/{key}/toewijzing")
def assign(request: Request, key: str, form: Annotated[Posted, Depends(posted_form)]) -> Response:
    desk, stored, who = desk_of(request), stored_of(request, key), actor(request)
    assigning = desk.bench.assigning
    about, errors = form.text(ABOUT), Errors()
    barred = _barred(desk, request, stored, about) if about else NOBODY_BARRED
    to = chosen(assigning.staff(who), form, errors, barred, nobody=not about)
    if errors:
        return _page(request, stored, about, form, errors)
    try:
        assigning.assign(stored.id, None if to == NOBODY else to, form.text(SEEN), who, objection=about or None)
    except Conflict:
        errors.add(FIELD, "Iemand anders wees dit intussen toe. Kijk wie het nu behandelt, en kies opnieuw.")
        return _page(request, stored, about, form, errors, 412)
    return back_to(f"/zaken/{stored.id}/bezwaar" if about else f"/zaken/{stored.id}", **{DONE: "toegewezen"})


def _page(
    request: Request, stored: StoredDossier, about: str, form: Posted, errors: Errors | None, status: int = 400
) -> HTMLResponse:
    desk, who = desk_of(request), actor(request)
    assigning = desk.bench.assigning
    known, found = assigning.staff(who), assigning.of(stored.id, who)
    barred = _barred(desk, request, stored, about) if about else NOBODY_BARRED
    return page(
        request,
        "zaak/toewijzing.html.j2",
        status=status if errors else 200,
        stored=stored,
        name=name_of(stored),
        about=about,
        now=handled(known, found, about or None),
        etag=found.etag,
        choice=choice(known, barred, nobody=not about),
        given=form,
        errors=errors,
    )


def _barred(desk: Desk, request: Request, stored: StoredDossier, about: str) -> Barred:
    """Raises HTTPException 404 when there is no such bezwaar."""
    entries = desk.recorded(stored, OBJECTION)
    against = next((str(one.payload["tegen"]) for one in entries if one.id == about), None)
    if against is None:
        raise HTTPException(404, "Dit bezwaar is er niet.")
    return desk.bench.assigning.barred(stored.id, against, actor(request))
