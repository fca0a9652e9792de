"""One besluit of one dossier: the outcome large, and why."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from engine.explain import explain
from workbench.web.frame import page
from workbench.web.zaak.asked import asked_of
from workbench.web.zaak.outcome import outcomes_of
from workbench.web.zaak.words import TONES

router = APIRouter()


@router.get("/zaken/{key}/besluit/{name}")
def besluit(request: Request, key: str, name: str) -> HTMLResponse:
    asked = asked_of(request, key, name)
    decision, case, program = asked.decided.decision, asked.decided.case, asked.desk.program
    told = explain(decision, program, case, "behandelaar")
    plain = explain(decision, program, case, "burger")
    return page(
        request,
        "zaak/besluit.html.j2",
        asked=asked,
        decision=decision,
        tone=TONES[decision.status],
        outcomes=outcomes_of(decision, program),
        sections=told.sections,
        plain=plain,
    )
