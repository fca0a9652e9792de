"""``/v1/beslissingen``: deciding, one or many, and what was decided."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Response

from workbench.api import models, questions
from workbench.api.bodies import LimitedRoute
from workbench.api.problems import Problem
from workbench.api.wiring import Bench, IdempotencyKey, JsonBytes, Who, asked, described
from workbench.service.asked import Asked
from workbench.service.caller import Caller
from workbench.service.problems import Wrong
from workbench.service.workbench import Workbench

router = APIRouter(tags=["beslissingen"], route_class=LimitedRoute, default_response_class=JsonBytes)


@router.post(
    "/beslissingen",
    operation_id="beslis",
    summary="Neem een besluit",
    status_code=201,
    responses=described(models.Decision, 201),
)
async def decide(
    question: questions.DecisionQuestion, bench: Bench, who: Who, idempotency_key: IdempotencyKey = None
) -> Response:
    """Het besluit met alle rekenstappen, wat er nog ontbreekt, de termijnen, de signalen en het bewijs waarmee het te herhalen is. Het
    komt in het register."""
    if question.dossier_id is None:
        case = asked(question, bench, who)
    else:
        case = await asyncio.to_thread(_stored, question, bench, who, idempotency_key)
    effect = question.rechtsgevolg
    id_, body = await bench.decide(case, question.uitleg, who, effect=effect, idempotency=idempotency_key)
    return JsonBytes(body, 201, {"Location": f"/v1/beslissingen/{id_}"})


def _stored(question: questions.DecisionQuestion, bench: Workbench, who: Caller, idempotency_key: str | None) -> Asked:
    """Of a request that was made before, the version of the dossier that was decided on."""
    if idempotency_key is not None and question.dossier_versie is None:
        version = bench.version_decided(question.dossier_id or "", who, idempotency_key)
        question = question.model_copy(update={"dossier_versie": version})
    return asked(question, bench, who)


@router.post(
    "/beslissingen/reeksen",
    operation_id="beslisReeks",
    summary="Neem meer besluiten in een keer",
    responses=described(models.SeriesAnswer),
)
def decide_all(series: questions.Series, bench: Bench, who: Who, idempotency_key: IdempotencyKey = None) -> Response:
    """Van elke vraag het besluit of wat er mis mee is. Wat genomen kon worden, komt in een keer in het register."""
    limit = bench.settings.max_batch
    if len(series.vragen) > limit:
        wrong = Wrong("INVOER", "/vragen", f"Dit zijn {len(series.vragen)} vragen.", f"Stuur er ten hoogste {limit}.")
        raise Problem(400, wrong.cause, [wrong])
    cases = [(asked(one, bench, who), one.uitleg) for one in series.vragen]
    return JsonBytes(bench.decide_all(cases, who, idempotency_key))


@router.get(
    "/beslissingen/{id}",
    operation_id="beslissing",
    summary="Lees een besluit uit het register",
    responses=described(models.Decision),
)
def decision(id: models.Id, bench: Bench, who: Who) -> Response:
    """Zoals het is genomen."""
    return JsonBytes(bench.decided(id, who))
