"""``/v1/afwegingen``: maatwerk, weighed and written down."""

from __future__ import annotations

from fastapi import APIRouter, Response

from workbench.api import models, questions
from workbench.api.bodies import LimitedRoute
from workbench.api.wiring import Bench, IdempotencyKey, JsonBytes, Who, asked, described, source

router = APIRouter(tags=["maatwerk"], route_class=LimitedRoute, default_response_class=JsonBytes)


@router.post(
    "/afwegingen/formulieren",
    operation_id="afwegingsformulier",
    summary="Maak een leeg formulier voor een maatwerkafweging",
    responses=described(models.WeighingForm),
)
def weighing_form(question: questions.Question, bench: Bench, who: Who) -> Response:
    """De openingen die de wet in deze zaak geeft, en vergelijkbare afwegingen."""
    return JsonBytes(bench.weighing_form(asked(question, bench, who), who))


@router.post(
    "/afwegingen",
    operation_id="weegAf",
    summary="Leg een maatwerkafweging vast",
    status_code=201,
    responses=described(models.Weighing, 201),
)
def weigh(
    question: questions.WeighingQuestion, bench: Bench, who: Who, idempotency_key: IdempotencyKey = None
) -> Response:
    """Als zij past bij het besluit waar zij over gaat. De standaarduitkomst blijft staan; de afweging komt ernaast."""
    content, subject, _ = source(question, bench, who)
    body = bench.add_weighing(question.afweging, content, subject, who, idempotency_key)
    return JsonBytes(body, 201)
