"""``/v1/simulaties`` and ``/v1/normen``: what a change does, and whether norms are met. Both take time, so they are jobs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from fastapi.responses import FileResponse
from pydantic.alias_generators import to_camel
from sse_starlette import EventSourceResponse

from dsl.notation import format_date
from workbench.api import models, questions
from workbench.api.bodies import LimitedRoute
from workbench.api.problems import Problem
from workbench.api.wiring import Bench, Who
from workbench.service.asked import text_of
from workbench.service.jobs import REPORT, Job, Kind
from workbench.service.problems import BusyError, RefusedError
from workbench.service.statements import YAML, statements_read
from workbench.service.studies import (
    NormReport,
    Simulation,
    check_norms,
    check_simulation,
    norm_steps,
    report_files,
    simulation_steps,
)
from workbench.service.workbench import Workbench

router = APIRouter(route_class=LimitedRoute)

MOST_FOLLOWED = 50
_EVERY = 0.3
"""Seconds between two looks at how far a job is."""

_KINDS: dict[str, Kind] = {"simulaties": "simulatie", "normen/rapporten": "normrapport"}
FileName = Annotated[str, Path(pattern=r"^[a-z]{1,20}\.(html|json|xlsx)$", examples=["rapport.json"])]


@router.post(
    "/simulaties", operation_id="simuleer", summary="Reken een variant door", status_code=202, tags=["simulaties"]
)
def simulate(asked: questions.NewSimulation, bench: Bench, who: Who, response: Response) -> models.Job:
    """Over een populatie, als taak: kijk op het adres in de kop Location hoe ver hij is. De uitkomst is voor onderzoek en nooit een
    besluit."""
    simulation = Simulation(
        tuple(asked.varianten),
        asked.jaar,
        asked.populatie,
        asked.personen,
        tuple(asked.besluiten),
        tuple(asked.tegenover),
        asked.peil,
        asked.zaden,
        asked.druk,
    )
    check_simulation(simulation, bench.law.program)
    title = f"{' en '.join(asked.varianten)} in {asked.jaar}"
    job = bench.jobs.start("simulatie", title, who.actor.id, simulation_steps(simulation, bench.settings_in_force))
    response.headers["Location"] = f"/v1/simulaties/{job.id}"
    return _shown(bench, job)


@router.post("/normen/rapporten", operation_id="meetNormen", summary="Meet normen", status_code=202, tags=["normen"])
def measure(asked: questions.NewNormReport, bench: Bench, who: Who, response: Response) -> models.Job:
    """Aan records of aan opgegeven cijfers, als taak: kijk op het adres in de kop Location hoe ver hij is."""
    until = None if asked.tot is None else format_date(asked.tot)
    given = {f"{place:02}-{YAML}": text_of(_written(one)) for place, one in enumerate(asked.opgaven)}
    report = NormReport(tuple(asked.normen), asked.registratie, asked.periode, until, given)
    check_norms(report, bench.law.program)
    _check_statements(bench, given)
    names = " en ".join(one.opgave for one in asked.opgaven[:3])
    title = f"{names}: normen in {asked.periode}" if names else f"Normen in {asked.periode}"
    job = bench.jobs.start("normrapport", title, who.actor.id, norm_steps(report, bench.settings_in_force), given)
    response.headers["Location"] = f"/v1/normen/rapporten/{job.id}"
    return _shown(bench, job)


def _written(statement: questions.NewStatement) -> dict[str, Any]:
    """As the reader of such figures reads it."""
    figures = [
        {
            _SPOKEN.get(name, name): format_date(value) if isinstance(value, date) else value
            for name, value in one.model_dump(exclude_none=True).items()
        }
        for one in statement.cijfers
    ]
    return {"opgave": statement.opgave, "organisatie": statement.organisatie, "cijfers": figures}


_SPOKEN = {name: name.replace("_", " ") for name in ("tot_en_met", "oordeel_document", "volgens_document")}


def _check_statements(bench: Workbench, given: Mapping[str, str]) -> None:
    """Raises RefusedError with all that is wrong with the figures."""
    if not given:
        return
    sent = {spoken: to_camel(name) for name, spoken in _SPOKEN.items()}
    wrongs = []
    for place, one in enumerate(bench.work(statements_read, list(given.items()))):
        for _, wrong in one.wrongs:
            path = "/".join(sent.get(step, step) for step in wrong.path.split("/"))
            wrongs.append(replace(wrong, path=f"/opgaven/{place}{path}"))
    if wrongs:
        raise RefusedError(wrongs)


@router.get("/normen", operation_id="normen", summary="Welke normen zijn er?", tags=["normen"])
def norms(bench: Bench) -> models.Norms:
    """Met hun regeling en bron."""
    return models.Norms(
        normen=[
            models.Norm(naam=one.name, nummer=one.number, regeling=one.regeling, uitvoerder=one.executor)
            for one in sorted(bench.law.program.norms.values(), key=lambda one: (one.regeling, one.name))
        ]
    )


def _job_routes(collection: str, tag: str, one: str) -> None:
    kind = _KINDS[collection]

    @router.get(f"/{collection}", operation_id=f"{kind}lijst", summary=f"Welke taken '{kind}' zijn er?", tags=[tag])
    def jobs(bench: Bench, who: Who) -> models.Jobs:
        """De nieuwste eerst."""
        return models.Jobs(taken=[_shown(bench, job) for job in bench.jobs.all() if job.kind == kind])

    @router.get(f"/{collection}/{{id}}", operation_id=kind, summary=f"Hoe staat {one} ervoor?", tags=[tag])
    def job(id: models.Id, bench: Bench, who: Who) -> models.Job:
        """Met de namen van de bestanden, als hij klaar is."""
        return _shown(bench, bench.jobs.job(id, kind))

    @router.delete(f"/{collection}/{{id}}", operation_id=f"{kind}Stop", summary=f"Stop {one}", tags=[tag])
    def stop(id: models.Id, bench: Bench, who: Who) -> models.Job:
        """Wat al klaar is, blijft."""
        return _shown(bench, bench.jobs.stop(id, kind))

    @router.get(
        f"/{collection}/{{id}}/voortgang",
        operation_id=f"{kind}Voortgang",
        summary=f"Volg {one}",
        tags=[tag],
        response_class=EventSourceResponse,
    )
    def progress(id: models.Id, bench: Bench, who: Who) -> EventSourceResponse:
        """Een gebeurtenis (server-sent event) bij elke verandering, tot de taak is afgelopen."""
        bench.jobs.job(id, kind)
        if len(_followed) >= MOST_FOLLOWED:
            raise BusyError(10)
        return EventSourceResponse(_events(bench, id, kind))

    @router.get(
        f"/{collection}/{{id}}/bestanden/{{naam}}",
        operation_id=f"{kind}Bestand",
        summary=f"Haal een bestand op van {one}",
        tags=[tag],
        response_class=FileResponse,
    )
    def file(id: models.Id, naam: FileName, bench: Bench, who: Who) -> FileResponse:
        """Wat eruit kwam: een pagina, Excel of JSON."""
        found = bench.jobs.job(id, kind)
        place = bench.jobs.place(found.id)
        if found.state != "klaar" or naam not in report_files(place):
            raise Problem(404, "Dit bestand is er niet. Bij de taak staat welke er zijn.")
        return FileResponse(place / REPORT / naam, filename=naam)


_job_routes("simulaties", "simulaties", "een simulatie")
_job_routes("normen/rapporten", "normen", "een normrapport")


async def _events(bench: Workbench, id: str, kind: Kind) -> AsyncIterator[dict[str, str]]:
    me = object()
    _followed.add(me)
    try:
        async for event in _changes(bench, id, kind):
            yield event
    finally:
        _followed.discard(me)


_followed: set[object] = set()
"""Who follows a job now: each of them looks at it several times a second."""


async def _changes(bench: Workbench, id: str, kind: Kind) -> AsyncIterator[dict[str, str]]:
    said = ""
    while True:
        job = await asyncio.to_thread(bench.jobs.job, id, kind)
        now = _shown(bench, job).model_dump_json(by_alias=True)
        if now != said:
            yield {
                "event": "einde" if job.ended else "voortgang",
                "data": json.dumps(json.loads(now), ensure_ascii=False),
            }
            said = now
        if job.ended:
            return
        await asyncio.sleep(_EVERY)


def _shown(bench: Workbench, job: Job) -> models.Job:
    return models.Job(
        id=job.id,
        titel=job.title,
        status=job.state,
        gedaan=job.done,
        totaal=job.total,
        gevraagd=job.asked,
        melding=job.said.strip() if job.state == "mislukt" else "",
        bestanden=report_files(bench.jobs.place(job.id)) if job.state == "klaar" else [],
    )
