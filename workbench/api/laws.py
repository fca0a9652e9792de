"""``/v1/regelingen``: what can be decided, by which versions of the rules, and what each asks and gives."""

from __future__ import annotations

import json
from typing import Any
from weakref import WeakKeyDictionary

from fastapi import APIRouter, Request, Response

from dsl.program import DecisionInfo
from engine.dossier.words import type_words
from workbench.api import models
from workbench.api.bodies import LimitedRoute
from workbench.api.description import describe
from workbench.api.regeling_description import describe_regeling
from workbench.api.wiring import Bench, JsonBytes
from workbench.service.law import Law, slug
from workbench.service.schemas import regeling_schema, source_json

router = APIRouter(tags=["regelingen"], route_class=LimitedRoute)


@router.get("/regelingen", operation_id="regelingen", summary="Welke regelingen zijn er?")
def regelingen(bench: Bench) -> models.RegelingList:
    law = bench.law
    return models.RegelingList(
        programma=law.program.digest,
        regelingen=[
            models.RegelingSummary(
                id=name,
                naam=info.name,
                uitvoerder=info.executor,
                besluiten=[one.name for one in law.besluiten_of(name)],
            )
            for name, info in law.regelingen.items()
        ],
    )


@router.get("/regelingen/{regeling}", operation_id="regeling", summary="Wat geeft een regeling?")
def regeling(regeling: models.Id, bench: Bench) -> models.Regeling:
    """Haar besluiten met hun uitkomsten en bronnen, en haar trajecten."""
    info = bench.law.regeling(regeling)
    trajecten = sorted(one.name for one in bench.law.program.trajecten.values() if one.regeling == info.name)
    return models.Regeling(
        id=slug(info.name),
        naam=info.name,
        uitvoerder=info.executor,
        bronnen=[models.Source(**source_json(one)) for one in info.sources],
        besluiten=[_besluit(one) for one in bench.law.besluiten_of(slug(info.name))],
        trajecten=trajecten,
    )


@router.get("/regelingen/{regeling}/versies", operation_id="versies", summary="Vanaf wanneer gelden welke regels?")
def versions(regeling: models.Id, bench: Bench) -> models.Versions:
    """De dagen waarop regels van deze regeling beginnen of ophouden, en de programma's waarmee hier is besloten."""
    law = bench.law
    return models.Versions(
        programma=law.program.digest,
        programmas=bench.programs(),
        versies=[
            models.Version(geldig_vanaf=day, regels=sorted(names)) for day, names in law.changes(regeling).items()
        ],
    )


@router.get(
    "/regelingen/{regeling}/openapi.json",
    operation_id="beschrijving",
    summary="Beschrijf een regeling voor wie er een programma van maakt",
    responses={200: {"model": dict[str, Any]}},
)
def description(regeling: models.Id, bench: Bench, request: Request) -> Response:
    """OpenAPI met precies haar feiten en uitkomsten: eenheid, bron en een voorbeeld dat wordt aangenomen. 'x-programma' zegt van welke
    regels. Voor iedereen; op een server ook van een pagina elders."""
    law = bench.law
    name = slug(law.regeling(regeling).name)
    made = _described.setdefault(law, {})
    if name not in made:
        made[name] = _description(request, law, law.program.digest, name)
    # Who works alone may be writing rules that nobody knows yet: those are not for every website that is visited meanwhile.
    everybody = {"access-control-allow-origin": "*"} if bench.settings.mode == "oidc" else {}
    return JsonBytes(made[name], headers=everybody)


@router.get(
    "/regelingen/{regeling}/versies/{programma}/openapi.json",
    operation_id="beschrijvingVan",
    summary="Beschrijf een regeling zoals zij in een eerdere versie van de regels was",
    responses={200: {"model": dict[str, Any]}},
)
def description_of(regeling: models.Id, programma: models.Digest, bench: Bench, request: Request) -> Response:
    """Van een programma waarmee hier is besloten; bij de versies van de regeling staat welke dat zijn."""
    return JsonBytes(_description(request, bench.law_of(programma), programma, regeling))


def _description(request: Request, law: Law, digest: str, regeling: str) -> bytes:
    found = describe_regeling(describe(request.app), law, regeling)
    found["info"]["x-programma"] = digest
    return json.dumps(found, ensure_ascii=False).encode()


_described: WeakKeyDictionary[Law, dict[str, bytes]] = WeakKeyDictionary()
"""Made once of each regeling: everybody may ask for them."""


@router.get("/regelingen/{regeling}/schema", operation_id="schema", summary="Wat vraagt een regeling?")
def schema(regeling: models.Id, bench: Bench) -> dict[str, Any]:
    """JSON Schema van de feiten die haar besluiten nodig kunnen hebben, met eenheid, grenzen en een voorbeeld."""
    return regeling_schema(bench.law, regeling)


def _besluit(info: DecisionInfo) -> models.BesluitInfo:
    return models.BesluitInfo(
        id=slug(info.name),
        naam=info.name,
        over=info.over,
        per=info.per,
        uitkomsten=[models.OutcomeInfo(naam=one.words, soort=type_words(one.attr.type)) for one in info.outcomes],
        bronnen=[models.Source(**source_json(one)) for one in info.sources],
    )
