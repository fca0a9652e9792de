"""A new dossier: a name, what it is about, and the day; everything else is asked for after that."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from dsl.notation import format_date
from dsl.program import Program
from engine.register.trouble import NotStorable
from workbench.service.law import slug
from workbench.service.problems import RefusedError
from workbench.web.desk import Desk, caller_of, desk_of
from workbench.web.forms import Errors, Posted, posted_form
from workbench.web.frame import DONE, address, back_to, page
from workbench.web.zaak.asked import day_of

router = APIRouter()
Form = Annotated[Posted, Depends(posted_form)]
DEEPEST = 3


@router.get("/zaken/nieuw")
def new(request: Request) -> HTMLResponse:
    return _page(request, Posted((("op", format_date(date.today())),)), None)


@router.post("/zaken/nieuw")
def make(request: Request, form: Form) -> Response:
    desk = desk_of(request)
    errors = Errors()
    info = desk.program.decisions.get(form.text("besluit"))
    day = day_of(form.text("op"))
    if not form.text("naam"):
        errors.add("naam", "Geef het dossier een naam.")
    if info is None:
        errors.add("besluit", "Kies waar het om gaat.")
    if day is None:
        errors.add("op", "Dit is geen datum. Schrijf bijvoorbeeld 01-03-2026.")
    if errors or info is None or day is None:
        return _page(request, form, errors)
    content: dict[str, Any] = {
        "naam": form.text("naam")[:200],
        "rekendatum": format_date(day),
        "aangevraagd": [info.name],
        info.over: skeleton(desk.program, info.over),
    }
    if form.text("toelichting"):
        content["toelichting"] = form.text("toelichting")
    try:
        stored = desk.bench.add_dossier(content, {}, caller_of(request))
    except NotStorable as wrong:
        errors.add("naam", str(wrong))
        return _page(request, form, errors)
    except RefusedError as wrong:
        errors.add("besluit", " ".join(one.cause for one in wrong.wrongs[:3]))
        return _page(request, form, errors)
    return back_to(address(f"/zaken/{stored.id}/besluit/{slug(info.name)}"), **{DONE: "aangemaakt"})


def skeleton(program: Program, name: str, deep: int = 0) -> dict[str, Any]:
    """An object of a type with those that it cannot do without, and no facts."""
    if deep >= DEEPEST:
        return {}
    needed = (role for role in program.types[name].roles.values() if role.required and not role.inverse)
    return {
        (role.plural or role.name) if role.many else role.name: (
            [skeleton(program, role.target, deep + 1)] if role.many else skeleton(program, role.target, deep + 1)
        )
        for role in needed
        if role.target in program.types
    }


def _page(request: Request, form: Posted, errors: Errors | None) -> HTMLResponse:
    return page(
        request,
        "zaak/nieuw.html.j2",
        status=400 if errors else 200,
        given=form,
        errors=errors,
        themes=_themes(desk_of(request)),
    )


def _themes(desk: Desk) -> list[tuple[str, list[str]]]:
    """The besluiten by regeling."""
    found: dict[str, list[str]] = {}
    for info in desk.program.decisions.values():
        found.setdefault(info.regeling, []).append(info.name)
    return [(regeling, sorted(names)) for regeling, names in sorted(found.items())]
