"""``/v1/beslissingen``: deciding."""

from __future__ import annotations

from fastapi import APIRouter

from workbench.api.bodies import LimitedRoute
from workbench.api.models import DecisionQuestion
from workbench.api.wiring import Bench, JsonBytes

router = APIRouter(tags=["beslissingen"], route_class=LimitedRoute)


@router.post("/beslissingen", operation_id="beslis", summary="Neem een besluit", response_class=JsonBytes)
def decide(question: DecisionQuestion, bench: Bench) -> JsonBytes:
    """Het besluit met alle rekenstappen, wat er nog ontbreekt, de termijnen, de signalen en het bewijs waarmee het te herhalen is."""
    return JsonBytes(bench.decide(question.asked(), tuple(question.uitleg)))
