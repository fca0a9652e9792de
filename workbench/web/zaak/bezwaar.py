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
from workbench.service.handlers import Staff, staff, who_took
from workbench.toegang.eyes import may_not_handle_objection
from workbench.toegang.install import actor
from workbench.web.desk import OBJECTION, Desk, desk_of, name_of
from workbench.web.forms import Errors, Posted, posted_form
from workbench.web.frame import DONE, back_to, page
from workbench.web.zaak.asked import day_of, stored_of, today

router = APIRouter()
Form = Annotated[Posted, Depends(posted_form)]


OTHER = "ander"
"""The choice for somebody who is not in the list; no id of a person."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A besluit in the register, and who took it."""

    id: str
    words: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Objection:
    received: str
    against: str
    handler: str
    at: datetime


@router.get("/zaken/{key}/bezwaar")
def objections(request: Request, key: str, besluit: str = "") -> HTMLResponse:
    return _page(request, stored_of(request, key), Posted((("besluit", besluit),)), None)


@router.post("/zaken/{key}/bezwaar")
def record(request: Request, key: str, form: Form) -> Response:
    desk, stored = desk_of(request), stored_of(request, key)
    errors = Errors()
    against = _chosen(_taken(desk, stored), form)
    received = day_of(form.text("ontvangen"))
    if against is None:
        errors.add("besluit", "Kies het besluit waar het bezwaar over gaat.")
    if received is None:
        errors.add("ontvangen", "Dit is geen datum. Schrijf bijvoorbeeld 01-03-2026.")
    elif received > today():
        errors.add("ontvangen", "Een bezwaar kan niet in de toekomst zijn ontvangen.")
    handler = _handler(_staff(request), form, against, errors)
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


def _handler(known: Staff, form: Posted, against: Taken | None, errors: Errors) -> str:
    """Who is to handle it: the id of somebody known, or the name of another."""
    chosen = form.text("behandelaar")
    field = "behandelaar"
    if chosen == OTHER and not known.complete:
        chosen, field = form.text("ander"), "ander"
        if not chosen:
            errors.add(field, "Noem wie het bezwaar behandelt.")
    elif chosen not in {one.id for one in known.handlers}:
        errors.add(field, "Kies wie het bezwaar behandelt.")
    if against is not None and chosen:
        deciders = [words for by in against.by for words in (by, known.named(by).name)]
        if may_not_handle_objection(chosen, deciders) is not None:
            errors.add(field, "Deze persoon nam het besluit. Een ander behandelt het bezwaar (Awb artikel 10:3 lid 3).")
    return chosen


def _page(request: Request, stored: StoredDossier, form: Posted, errors: Errors | None) -> HTMLResponse:
    desk = desk_of(request)
    taken, known = _taken(desk, stored), _staff(request)
    words = {one.id: one.words for one in taken}
    against = _chosen(taken, form)
    free = [one for one in known.handlers if against is not None and one.id not in against.by]
    choices = [(one.id, one.name) for one in free]
    return page(
        request,
        "zaak/bezwaar.html.j2",
        status=400 if errors else 200,
        stored=stored,
        name=name_of(stored),
        taken=taken,
        against=against,
        choices=choices if known.complete else [*choices, (OTHER, "Iemand anders")],
        complete=known.complete,
        barred=[known.named(id).name for id in against.by] if against is not None else [],
        found=[_shown(one, words, known) for one in desk.recorded(stored, OBJECTION)],
        given=form,
        errors=errors,
    )


def _staff(request: Request) -> Staff:
    desk = desk_of(request)
    return staff(desk.register, desk.bench.settings.handlers, actor(request))


def _chosen(taken: list[Taken], form: Posted) -> Taken | None:
    """The besluit that was chosen; where there is one only, that."""
    found = next((one for one in taken if one.id == form.text("besluit")), None)
    return taken[0] if found is None and len(taken) == 1 and not form.text("besluit") else found


def _taken(desk: Desk, stored: StoredDossier) -> list[Taken]:
    entries = desk.recorded(stored, DECISION)
    out = []
    for one in entries:
        said = one.payload.get("besluit", {}) if isinstance(one.payload, dict) else {}
        over = day_of(said.get("rekendatum"))
        about = f"{said.get('besluit', 'Besluit')}{f' over {format_date(over, words=True)}' if over else ''}"
        at = one.at.astimezone()
        words = f"{about}, vastgelegd op {format_date(at.date(), words=True)} om {at:%H.%M} uur"
        out.append(Taken(one.id, words, who_took(one, entries)))
    return out


def _shown(one: Entry, words: dict[str, str], known: Staff) -> Objection:
    said = one.payload if isinstance(one.payload, dict) else {}
    received = day_of(said.get("ontvangen"))
    return Objection(
        format_date(received, words=True) if received else "onbekend",
        words.get(str(said.get("tegen")), "een besluit"),
        known.named(str(said.get("behandelaar", ""))).name,
        one.at,
    )
