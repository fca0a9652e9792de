"""The concept-beschikking of a besluit: what only a person knows is filled in here, the rest is what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, Response

from dsl.diagnostics import Diagnostic
from engine.register.replay import DECISION
from workbench.brieven import KINDS, Letter, compose, read_letter, undecided, written
from workbench.brieven.as_html import blocks
from workbench.brieven.form import NOT_ASKED
from workbench.brieven.model import CONCEPT
from workbench.toegang.install import actor
from workbench.web.forms import Errors, Posted, posted_form
from workbench.web.frame import page
from workbench.web.zaak.asked import Asked, asked_of
from workbench.web.zaak.letter_form import errors_beside, letter_text
from workbench.web.zaak.sides import recorded_lines

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
    text = letter_text(given)
    letter, findings = _letter(asked, text)
    kind = given.text("vorm")
    if letter is None or kind not in KINDS:
        errors, other = errors_beside(findings, text, given)
        return _page(request, asked, given, letter, errors, other)
    headers = {"Content-Disposition": f'attachment; filename="concept-brief.{kind}"'}
    return Response(written(letter, kind), media_type=MEDIA[kind], headers=headers)


def _letter(asked: Asked, text: str) -> tuple[Letter | None, list[Diagnostic]]:
    read, findings = read_letter(text, "formulier")
    if read is None:
        return None, findings
    decided = asked.decided
    return compose(decided.decision, asked.desk.program, decided.case, read)


def _page(
    request: Request,
    asked: Asked,
    given: Posted,
    letter: Letter | None = None,
    errors: Errors | None = None,
    other: Sequence[Diagnostic] = (),
) -> HTMLResponse:
    decision = asked.decided.decision
    found = {one.cause: one for one in (*undecided(decision, asked.desk.program), *other)}
    return page(
        request,
        "zaak/brief.html.j2",
        status=400 if errors or other else 200,
        asked=asked,
        given=given,
        errors=errors,
        wrong=[one.cause for one in found.values()],
        letter=letter,
        chapters=[] if letter is None else [(one.heading, blocks(one.lines)) for one in letter.chapters],
        concept=CONCEPT,
        executor=decision.executor or "",
        known=asked.desk.bench.settings.letters,
        recorded=any(one.same for one in recorded_lines(asked.desk.recorded(asked.stored, DECISION), decision)),
        signer=actor(request).name,
        capacities=[(one, one) for one in CAPACITIES],
        grounds=[(one, one) for one in NOT_ASKED],
    )
