"""``/v1/dossiers``: what is known about cases, in versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response

from engine.register import StoredDossier
from workbench.api import models, questions
from workbench.api.bodies import LimitedRoute
from workbench.api.wiring import Bench, Cursor, IdempotencyKey, IfMatch, Limit, Who, etag, expected, page

router = APIRouter(tags=["dossiers"], route_class=LimitedRoute)
_ME = "mij"


@router.get("/dossiers", operation_id="dossiers", summary="Welke dossiers zijn er?")
def dossiers(
    bench: Bench,
    who: Who,
    request: Request,
    response: Response,
    cursor: Cursor = None,
    limit: Limit = 50,
    behandelaar: Annotated[
        models.Name | None,
        Query(description="Alleen wat deze persoon behandelt, of waarvan een bezwaar: een id. 'mij': wie het vraagt."),
    ] = None,
) -> models.DossierList:
    """De oudste eerst, zonder wat erin staat."""
    handler = who.actor.id if behandelaar == _ME else behandelaar
    found = bench.dossiers(cursor, limit + 1, who, handler)
    shown = page(request, response, found, limit, found[limit - 1].id if len(found) > limit else None)
    handling = bench.register.handling.of_each([one.id for one in shown])
    return models.DossierList(dossiers=[_row(one, handling[one.id].to()) for one in shown])


@router.post("/dossiers", operation_id="maakDossier", summary="Sla een dossier op", status_code=201)
def add(
    given: questions.NewDossier, bench: Bench, who: Who, response: Response, idempotency_key: IdempotencyKey = None
) -> models.Dossier:
    """Als alles erin klopt."""
    stored = bench.add_dossier(given.inhoud, given.bsn, who, idempotency_key)
    response.headers["Location"] = f"/v1/dossiers/{stored.id}"
    return _shown(stored, response)


@router.post("/dossiers/zoekvragen", operation_id="zoekDossier", summary="Zoek dossiers met een BSN")
def find(question: questions.BsnQuestion, bench: Bench, who: Who) -> models.Found:
    """Het BSN staat in de inhoud en nooit in een adres, want adressen komen in logboeken."""
    return models.Found(dossiers=bench.find(question.bsn, who))


@router.get(
    "/dossiers/{id}",
    operation_id="dossier",
    summary="Lees een dossier",
    response_model=models.Dossier,
    responses={304: {"description": "Niet gewijzigd"}},
)
def one(
    id: models.Id,
    bench: Bench,
    who: Who,
    response: Response,
    versie: Annotated[int | None, Query(ge=1, le=1_000_000, description="Anders de nieuwste.")] = None,
    if_none_match: Annotated[str | None, Header()] = None,
) -> models.Dossier | Response:
    """Met de ETag die een wijziging nodig heeft."""
    read = bench.dossier(id, versie, who)
    stored = read.stored
    if if_none_match is not None and etag(stored.etag) in (part.strip() for part in if_none_match.split(",")):
        return Response(status_code=304, headers={"ETag": etag(stored.etag)})
    return _shown(stored, response, read.left_out)


@router.put("/dossiers/{id}", operation_id="wijzigDossier", summary="Sla een nieuwe versie van een dossier op")
def change(
    id: models.Id,
    given: questions.ChangedDossier,
    bench: Bench,
    who: Who,
    response: Response,
    if_match: IfMatch = None,
) -> models.Dossier:
    """Oude versies blijven. Heeft iemand anders het intussen gewijzigd, dan krijgt u 412 en gaat er niets verloren."""
    return _shown(bench.change_dossier(id, given.inhoud, given.bsn, expected(if_match), who), response)


def _row(one: StoredDossier, handler: str | None) -> models.DossierRow:
    return models.DossierRow(id=one.id, versie=one.version, etag=one.etag, gewijzigd=one.at, behandelaar=handler)


def _shown(one: StoredDossier, response: Response, left_out: Sequence[str] = ()) -> models.Dossier:
    response.headers["ETag"] = etag(one.etag)
    return models.Dossier(
        id=one.id,
        versie=one.version,
        etag=one.etag,
        gewijzigd=one.at,
        inhoud=one.content,
        bsn=dict(one.bsn),
        weggelaten=list(left_out),
    )
