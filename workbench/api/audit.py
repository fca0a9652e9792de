"""``/v1/register``: what was written, in order, and the proof that it is as it was written."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from engine.register import Entry
from workbench.api import models, questions
from workbench.api.bodies import LimitedRoute
from workbench.api.wiring import Bench, Cursor, Limit, Who, page

router = APIRouter(tags=["register"], route_class=LimitedRoute)


@router.get("/register/inschrijvingen", operation_id="inschrijvingen", summary="Wat staat er in het register?")
def entries(
    bench: Bench,
    who: Who,
    request: Request,
    response: Response,
    soort: Annotated[str | None, Query(pattern=r"^[a-z][a-z -]{0,39}$", examples=["besluit"])] = None,
    onderwerp: Annotated[str | None, Query(pattern=r"^[a-z0-9][a-z0-9:._-]{0,99}$")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> models.RegisterEntries:
    """In de volgorde van het register, zonder wat er over personen in staat."""
    found = bench.register.entries(soort, onderwerp, cursor, limit + 1, payload=False)
    shown = page(request, response, found, limit, found[limit - 1].id if len(found) > limit else None)
    return models.RegisterEntries(inschrijvingen=[_shown(one) for one in shown])


@router.get("/register/inschrijvingen/{id}", operation_id="inschrijving", summary="Lees een inschrijving")
def entry(id: models.Id, bench: Bench, who: Who) -> models.RegisterEntry:
    return _shown(bench.register.entry(id))


@router.post("/register/controles", operation_id="controleerRegister", summary="Controleer het hele register")
def verify(bench: Bench, who: Who) -> models.RegisterCheck:
    """Vindt elke wijziging, verwijdering of verwisseling, ook die rechtstreeks in de database is gemaakt."""
    found = bench.register.verify()
    return models.RegisterCheck(
        in_orde=found.ok, inschrijvingen=found.entries, eerste_fout=found.first_bad, id=found.id, waarom=found.why
    )


@router.post("/register/herhalingen", operation_id="herhaal", summary="Neem een besluit uit het register opnieuw")
def replay(question: questions.ReplayQuestion, bench: Bench, who: Who) -> models.Replay:
    """Met de regels en de feiten van toen: hetzelfde tot op de letter, of wat er anders is."""
    found = bench.replay(question.inschrijving, who)
    return models.Replay(
        uitslag=found.outcome.value,
        waarom=found.why,
        verschillen=[models.Difference(pad=one.path, was=one.was, wordt=one.now) for one in found.differences],
    )


def _shown(one: Entry) -> models.RegisterEntry:
    return models.RegisterEntry(
        id=one.id,
        nummer=one.number,
        soort=one.kind,
        onderwerp=one.subject,
        op=one.at,
        door=one.by,
        hash=one.hash,
        gewist=one.erased,
    )
