"""A bezwaar against a recorded besluit, and who handles it: never who took the besluit (Awb 10:3 lid 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from dsl.notation import format_date
from engine.register import Entry, StoredDossier
from engine.register.replay import DECISION
from workbench.toegang.eyes import may_not_handle_objection
from workbench.toegang.install import actor
from workbench.web.desk import OBJECTION, Desk, desk_of, name_of
from workbench.web.forms import Errors, Posted, posted_form
from workbench.web.frame import DONE, back_to, page
from workbench.web.zaak.asked import day_of, stored_of, today

router = APIRouter()
Form = Annotated[Posted, Depends(posted_form)]


@dataclass(frozen=True, slots=True)
class Taken:
    """A besluit in the register."""

    id: str
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class Objection:
    received: str
    against: str
    handler: str
    at: datetime


@router.get("/zaken/{key}/bezwaar")
def objections(request: Request, key: str) -> HTMLResponse:
    return _page(request, stored_of(request, key), Posted(()), None)


@router.post("/zaken/{key}/bezwaar")
def record(request: Request, key: str, form: Form) -> Response:
    desk, stored = desk_of(request), stored_of(request, key)
    errors = Errors()
    taken = {one.id: one for one in _taken(desk, stored)}
    against, handler = taken.get(form.text("besluit")), form.text("behandelaar")
    received = day_of(form.text("ontvangen"))
    if against is None:
        errors.add("besluit", "Kies het besluit waar het bezwaar over gaat.")
    if received is None:
        errors.add("ontvangen", "Dit is geen datum. Schrijf bijvoorbeeld 01-03-2026.")
    elif received > today():
        errors.add("ontvangen", "Een bezwaar kan niet in de toekomst zijn ontvangen.")
    if not handler:
        errors.add("behandelaar", "Noem wie het bezwaar behandelt.")
    elif against is not None:
        deciders, who = [one.by for one in taken.values()], actor(request)
        wrong = may_not_handle_objection(handler, [*deciders, who.name] if who.id in deciders else deciders)
        if wrong is not None:
            errors.add(
                "behandelaar", "Deze persoon nam het besluit. Een ander behandelt het bezwaar (Awb artikel 10:3 lid 3)."
            )
    if errors or against is None or received is None:
        return _page(request, stored, form, errors)
    payload: dict[str, Any] = {
        "tegen": against.id,
        "ontvangen": received.isoformat(),
        "behandelaar": handler,
        "gronden": form.text("gronden"),
    }
    desk.register.record(OBJECTION, stored.id, payload, actor(request))
    return back_to(f"/zaken/{stored.id}/bezwaar", **{DONE: "opgeslagen"})


def _page(request: Request, stored: StoredDossier, form: Posted, errors: Errors | None) -> HTMLResponse:
    desk = desk_of(request)
    taken = _taken(desk, stored)
    words = {one.id: one.words for one in taken}
    return page(
        request,
        "zaak/bezwaar.html.j2",
        status=400 if errors else 200,
        stored=stored,
        name=name_of(stored),
        taken=[(one.id, one.words) for one in taken],
        found=[_shown(one, words) for one in desk.recorded(stored, OBJECTION)],
        given=form,
        errors=errors,
    )


def _taken(desk: Desk, stored: StoredDossier) -> list[Taken]:
    out = []
    for one in desk.recorded(stored, DECISION):
        said = one.payload.get("besluit", {}) if isinstance(one.payload, dict) else {}
        out.append(
            Taken(
                one.id,
                f"{said.get('besluit', 'Besluit')}, vastgelegd op {format_date(one.at.date(), words=True)}",
                one.by,
            )
        )
    return out


def _shown(one: Entry, words: dict[str, str]) -> Objection:
    said = one.payload if isinstance(one.payload, dict) else {}
    received = day_of(said.get("ontvangen"))
    return Objection(
        format_date(received, words=True) if received else "onbekend",
        words.get(str(said.get("tegen")), "een besluit"),
        str(said.get("behandelaar", "")),
        one.at,
    )
