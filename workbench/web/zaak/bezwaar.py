"""A bezwaar against a recorded besluit, and who handles it: never who took the besluit (Awb 10:3 lid 3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from dsl.notation import format_date
from engine.register import Entry, StoredDossier
from engine.register.assignments import Assignments
from engine.register.replay import DECISION
from workbench.service.assigning import NOBODY_BARRED, OBJECTION
from workbench.service.handlers import Staff
from workbench.toegang.install import actor
from workbench.web.desk import Desk, desk_of, name_of
from workbench.web.forms import Errors, Posted, posted_form
from workbench.web.frame import DONE, back_to, page
from workbench.web.zaak.asked import day_of, stored_of, today
from workbench.web.zaak.handling import choice, chosen, handled

router = APIRouter()
Form = Annotated[Posted, Depends(posted_form)]


@dataclass(frozen=True, slots=True)
class Taken:
    """A besluit in the register."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Objection:
    id: str
    received: str
    against: str
    handler: str


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
    who, assigning = actor(request), desk.bench.assigning
    barred = NOBODY_BARRED if against is None else assigning.barred(stored.id, against.id, who)
    handler = chosen(assigning.staff(who), form, errors, barred)
    if errors or against is None or received is None:
        return _page(request, stored, form, errors)
    said = {"ontvangen": received.isoformat(), "gronden": form.text("gronden")}
    assigning.record_objection(stored.id, against.id, handler, said, who)
    return back_to(f"/zaken/{stored.id}/bezwaar", **{DONE: "opgeslagen"})


def _page(request: Request, stored: StoredDossier, form: Posted, errors: Errors | None) -> HTMLResponse:
    desk, who = desk_of(request), actor(request)
    assigning = desk.bench.assigning
    taken, known = _taken(desk, stored), assigning.staff(who)
    words = {one.id: one.words for one in taken}
    against = _chosen(taken, form)
    barred = NOBODY_BARRED if against is None else assigning.barred(stored.id, against.id, who)
    handlers = assigning.of(stored.id, who)
    return page(
        request,
        "zaak/bezwaar.html.j2",
        status=400 if errors else 200,
        stored=stored,
        name=name_of(stored),
        taken=taken,
        against=against,
        choice=choice(known, barred),
        found=[_shown(one, words, known, handlers) for one in desk.recorded(stored, OBJECTION)],
        given=form,
        errors=errors,
    )


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
        out.append(Taken(one.id, words))
    return out


def _shown(one: Entry, words: dict[str, str], known: Staff, handlers: Assignments) -> Objection:
    said = one.payload if isinstance(one.payload, dict) else {}
    received = day_of(said.get("ontvangen"))
    now = handled(known, handlers, one.id)
    return Objection(
        one.id,
        format_date(received, words=True) if received else "onbekend",
        words.get(str(said.get("tegen")), "een besluit"),
        now.to if now is not None else known.named(str(said.get("behandelaar", ""))).name,
    )
