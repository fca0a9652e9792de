"""One besluit of one dossier: the outcome large, what is still needed, and why."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from engine.case import Disputed
from engine.dossier.facts import UNOBTAINABLE
from engine.explain import explain
from engine.maatwerk.openings import openings_of
from engine.register.replay import DECISION
from workbench.toegang.install import actor
from workbench.web.desk import caller_of
from workbench.web.forms import Errors, Posted, posted_form
from workbench.web.frame import DONE, back_to, page
from workbench.web.places import Saying
from workbench.web.zaak.asked import Asked, asked_of, day_of, today
from workbench.web.zaak.fields import Field
from workbench.web.zaak.open_points import OpenPoints, open_points
from workbench.web.zaak.outcome import outcomes_of
from workbench.web.zaak.reasons import reasons
from workbench.web.zaak.saving import Back, Edit, held, save, wrong_with
from workbench.web.zaak.sides import recorded_lines, signals_of, terms_of
from workbench.web.zaak.words import TONES

router = APIRouter()
NOT_TO_BE_HAD = "niet"
"""The button that says of the fact with this id that it cannot be had."""
Form = Annotated[Posted, Depends(posted_form)]


@router.get("/zaken/{key}/besluit/{name}")
def besluit(request: Request, key: str, name: str) -> HTMLResponse:
    return besluit_page(request, asked_of(request, key, name, ordered=True))


def besluit_page(
    request: Request, asked: Asked, errors: Errors | None = None, given: Posted | None = None
) -> HTMLResponse:
    """The page; with ``errors`` in what was ``given``, which then stands in the fields."""
    decision, case, program = asked.decided.decision, asked.decided.case, asked.desk.program
    who = actor(request)
    return page(
        request,
        "zaak/besluit.html.j2",
        status=400 if errors else 200,
        asked=asked,
        decision=decision,
        tone=TONES[decision.status],
        outcomes=outcomes_of(decision, program),
        points=open_points(program, decision, case),
        reasons=reasons(program, decision, case),
        plain=explain(decision, program, case, "burger"),
        terms=terms_of(decision),
        signals=signals_of(decision, program, case),
        openings=openings_of(program, decision, case),
        recorded=recorded_lines(asked.desk.recorded(asked.stored, DECISION), decision),
        names=asked.desk.bench.settings.handlers | {who.id: who.name},
        errors=errors,
        given=given or Posted(()),
    )


@router.post("/zaken/{key}/besluit/{name}/antwoord")
def answer(request: Request, key: str, name: str, form: Form) -> Response:
    """The next fact, or the answers to what must be judged."""
    asked = asked_of(request, key, name)
    points = open_points(asked.desk.program, asked.decided.decision, asked.decided.case)
    asked_for = fields_of(points)
    edits = [
        Edit(
            field,
            UNOBTAINABLE if form.text(NOT_TO_BE_HAD) == field.id else form.text(field.id),
            saying_of(request, asked, form, field),
        )
        for field in asked_for
        if any(name == field.id for name, _ in form.fields) or form.text(NOT_TO_BE_HAD) == field.id
    ]
    if not edits:
        # The question was answered meanwhile, or it is another one now: the page shows which.
        return back_to(asked.url(), **{DONE: "ongewijzigd"})
    errors = wrong_with(asked.desk, edits)
    if not errors:
        # On to the next question; when none is left, the outcome on top of the page.
        back = Back(f"{asked.url()}#kop-nodig", asked.url("antwoord"))
        done, errors = save(request, asked.stored, form, edits, back)
        if done is not None:
            return done
    return besluit_page(request, asked_of(request, key, name, ordered=True), errors, form)


def fields_of(points: OpenPoints) -> list[Field]:
    return [one.field for one in points.facts if one.field is not None] + list(points.questions)


def saying_of(request: Request, asked: Asked, form: Posted, field: Field) -> Saying:
    """Who says it and from when it holds. Between sources that contradict each other only a person may decide."""
    origin = form.text("herkomst")[:80] or None
    found = held(asked.decided.case, field, asked.decided.moment.rekendatum)
    settles = tuple(one for one, _ in found.claims if one) if isinstance(found, Disputed) else ()
    if settles:
        origin = f"behandelaar {actor(request).id}"
    return Saying(today(), origin, day_of(form.text("vanaf")), settles)


@router.post("/zaken/{key}/besluit/{name}/vastleggen")
def record(request: Request, key: str, name: str, form: Form) -> Response:
    """Write the decision into the register: with the order of asking, for that is what it comes to when it is made again."""
    asked = asked_of(request, key, name, ordered=True)
    if form.text("versie") != asked.stored.etag:
        raise HTTPException(
            412, "Het dossier is ondertussen veranderd. Bekijk het besluit opnieuw voordat u het vastlegt."
        )
    asked.desk.record_decision(asked.stored, asked.decided, caller_of(request))
    return back_to(f"{asked.url()}#kop-register", **{DONE: "vastgelegd"})
