"""``/v1/dossiers/{id}/toewijzing``: who handles a dossier, and each bezwaar in it."""

from __future__ import annotations

from fastapi import APIRouter, Response

from engine.register.assignments import Assignments
from workbench.api import models, questions
from workbench.api.bodies import LimitedRoute
from workbench.api.wiring import Bench, IdempotencyKey, IfMatch, Who, etag, expected

router = APIRouter(tags=["dossiers"], route_class=LimitedRoute)


@router.get("/dossiers/{id}/toewijzing", operation_id="toewijzing", summary="Wie behandelt een dossier?")
def assignment(id: models.Id, bench: Bench, who: Who, response: Response) -> models.Assignment:
    """En wie elk bezwaar erin. Met de ETag die een wijziging nodig heeft."""
    return _shown(bench.assigning.of(id, who.actor), response)


@router.put("/dossiers/{id}/toewijzing", operation_id="wijsToe", summary="Wijs een dossier toe")
def assign(
    id: models.Id,
    given: questions.AssignedTo,
    bench: Bench,
    who: Who,
    response: Response,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> models.Assignment:
    """Wie het wanneer aan wie gaf, staat in het register. Was iemand anders u voor, dan krijgt u 412."""
    found = bench.assigning.assign(id, given.behandelaar, expected(if_match), who.actor, idempotency=idempotency_key)
    return _shown(found, response)


@router.put(
    "/dossiers/{id}/bezwaren/{bezwaar}/toewijzing", operation_id="wijsBezwaarToe", summary="Wijs een bezwaar toe"
)
def assign_objection(
    id: models.Id,
    bezwaar: models.Id,
    given: questions.AssignedTo,
    bench: Bench,
    who: Who,
    response: Response,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> models.Assignment:
    """Niet aan wie het besluit nam (Awb artikel 10:3 lid 3). De ETag is die van de toewijzing van het dossier."""
    found = bench.assigning.assign(
        id, given.behandelaar, expected(if_match), who.actor, objection=bezwaar, idempotency=idempotency_key
    )
    return _shown(found, response)


def _shown(found: Assignments, response: Response) -> models.Assignment:
    response.headers["ETag"] = etag(found.etag)
    whole = found.now.get(None)
    return models.Assignment(
        behandelaar=found.to(),
        sinds=whole.at if whole else None,
        door=whole.by if whole else None,
        bezwaren=[
            models.ObjectionAssignment(bezwaar=about, behandelaar=one.to, sinds=one.at, door=one.by)
            for about, one in found.now.items()
            if about is not None
        ],
    )
