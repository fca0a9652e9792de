"""``/v1/regelingen``: what can be decided."""

from __future__ import annotations

from fastapi import APIRouter

from workbench.api.bodies import LimitedRoute
from workbench.api.models import RegelingList, RegelingSummary
from workbench.api.wiring import Bench

router = APIRouter(tags=["regelingen"], route_class=LimitedRoute)


@router.get("/regelingen", operation_id="regelingen", summary="Welke regelingen zijn er?")
def regelingen(bench: Bench) -> RegelingList:
    law = bench.law
    return RegelingList(
        programma=law.program.digest,
        regelingen=[
            RegelingSummary(
                id=name,
                naam=info.name,
                uitvoerder=info.executor,
                besluiten=[one.name for one in law.besluiten_of(name)],
            )
            for name, info in law.regelingen.items()
        ],
    )
