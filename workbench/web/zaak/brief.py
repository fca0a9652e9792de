"""The concept-beschikking of a besluit: what only a person knows is filled in here, the rest is what was decided."""

from __future__ import annotations

from typing import Annotated, Any

import yaml
from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from dsl.diagnostics import Diagnostic
from workbench.brieven import KINDS, Letter, compose, read_letter, written
from workbench.brieven.as_html import blocks
from workbench.brieven.form import NOT_ASKED
from workbench.brieven.model import CONCEPT
from workbench.toegang.install import actor
from workbench.web.forms import Posted, posted_form
from workbench.web.frame import page
from workbench.web.zaak.asked import Asked, asked_of

router = APIRouter()
MEDIA = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}
CAPACITIES = ("betrokkene", "gemachtigde", "bewindvoerder", "curator", "erven")


@router.get("/zaken/{key}/besluit/{name}/brief")
def form(request: Request, key: str, name: str) -> HTMLResponse:
    return _page(request, asked_of(request, key, name), Posted(()))


@router.post("/zaken/{key}/besluit/{name}/brief")
def make(request: Request, key: str, name: str, given: Annotated[Posted, Depends(posted_form)]) -> Response:
    """The letter on the page, or as a file when one is asked for. Nothing is kept: a concept goes on where letters are sent."""
    asked = asked_of(request, key, name)
    letter, findings = _letter(asked, given)
    kind = given.text("vorm")
    if letter is None or kind not in KINDS:
        return _page(request, asked, given, letter, findings)
    headers = {"Content-Disposition": f'attachment; filename="concept-brief.{kind}"'}
    return Response(written(letter, kind), media_type=MEDIA[kind], headers=headers)


def _letter(asked: Asked, given: Posted) -> tuple[Letter | None, list[Diagnostic]]:
    read, findings = read_letter(yaml.safe_dump(_written(given), allow_unicode=True), "formulier")
    if read is None:
        return None, findings
    decided = asked.decided
    return compose(decided.decision, asked.desk.program, decided.case, read)


def _written(given: Posted) -> dict[str, Any]:
    """The form as the file that it could have been; what was left empty is not there."""
    asked_first = given.text("gevraagd")
    heard = ("op", "gezegd", "onze reactie") if asked_first == "ja" else ("grond",)
    copy = _person(given, "afschrift ")
    whole: dict[str, Any] = {
        "kenmerk": given.text("kenmerk"),
        "afzender": {
            "organisatie": given.text("organisatie"),
            "adres": _lines(given.text("afzender adres")),
            "contact": _lines(given.text("contact")),
        },
        "aan": _person(given, "aan "),
        "zienswijze": {"gevraagd": asked_first, **{name: given.text(name) for name in heard if given.text(name)}},
        "bezwaar naar": _lines(given.text("bezwaar naar")),
        "ondertekend": {"door": given.text("door"), "functie": given.text("functie")},
    }
    if copy.get("naam"):
        whole["afschrift aan"] = [copy]
    return whole


def _person(given: Posted, prefix: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "naam": given.text(f"{prefix}naam"),
        "adres": _lines(given.text(f"{prefix}adres")),
        "als": given.text(f"{prefix}als"),
    }
    if given.text(f"{prefix}namens"):
        found["namens"] = given.text(f"{prefix}namens")
    return found


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _page(
    request: Request,
    asked: Asked,
    given: Posted,
    letter: Letter | None = None,
    findings: list[Diagnostic] | None = None,
) -> HTMLResponse:
    return page(
        request,
        "zaak/brief.html.j2",
        status=400 if findings else 200,
        asked=asked,
        given=given,
        findings=findings or [],
        letter=letter,
        chapters=[] if letter is None else [(one.heading, blocks(one.lines)) for one in letter.chapters],
        concept=CONCEPT,
        executor=asked.decided.decision.executor or "",
        signer=actor(request).name,
        capacities=[(one, one) for one in CAPACITIES],
        grounds=[(one, one) for one in NOT_ASKED],
    )
