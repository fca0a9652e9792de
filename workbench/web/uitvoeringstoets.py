"""The pages *Uitvoeringstoets*: run a variant over a population, watch it, and open its report."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response

from workbench.service.jobs import REPORT, Job
from workbench.service.problems import BusyError, NotFoundError
from workbench.service.studies import INVENTED, Simulation, report_files, simulation_steps
from workbench.service.workbench import Workbench
from workbench.toegang.install import actor
from workbench.web.desk import desk_of
from workbench.web.forms import Errors, Posted, posted_form
from workbench.web.frame import back_to, page
from workbench.web.side_by_side import UnreadableReportError, compared

router = APIRouter()
START = "/uitvoeringstoets"
YEARS = (2019, 2035)
SIZES = (("10000", "10.000 (vlug)"), ("100000", "100.000"), ("1000000", "1.000.000"))
STEPS = (("jaar", "alleen 1 januari (vlug)"), ("kwartaal", "elk kwartaal"), ("maand", "elke maand"))
SEEDS = (("0", "geen bereik (vlug)"), ("20", "bereik over 20 andere populaties"))
TONES = {"klaar": "success", "mislukt": "danger", "afgebroken": "danger", "gestopt": "neutral"}
SHEET = "rapport.html"
WHAT = {"rapport.html": "Het rapport", "rapport.xlsx": "De cijfers in Excel", "rapport.json": "De cijfers als gegevens"}
OWN_STYLE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
"""A report stands alone, with its style and its charts in it, and nothing else: no script, no form, no other file."""


@router.get(START)
def overview(request: Request) -> HTMLResponse:
    return _overview(request, Errors(), Posted(()))


@router.post(START)
def start(request: Request, form: Annotated[Posted, Depends(posted_form)]) -> Response:
    bench, errors = desk_of(request).bench, Errors()
    chosen = tuple(dict.fromkeys(name for name in form.texts("variant") if name))
    if not chosen or any(name not in _varianten(bench) for name in chosen):
        errors.add("variant", "Kies een variant.")
    year = form.text("jaar")
    if not (year.isascii() and year.isdigit() and YEARS[0] <= int(year[:5]) <= YEARS[1]):
        errors.add("jaar", f"Vul een jaar in van {YEARS[0]} tot en met {YEARS[1]}.")
    population, persons = form.text("populatie"), form.text("personen")
    if population and population not in _populations(bench):
        errors.add("populatie", "Kies een populatie uit de lijst.")
    for name, options in (("personen", SIZES), ("peil", STEPS), ("zaden", SEEDS)):
        if form.text(name) not in dict(options):
            errors.add(name, "Kies een van de mogelijkheden.")
    if errors:
        return _overview(request, errors, form)
    asked = Simulation(
        chosen, int(year), population or None, int(persons), step=form.text("peil"), seeds=int(form.text("zaden"))
    )
    title = f"{' en '.join(chosen)} in {year}"
    try:
        job = bench.jobs.start("simulatie", title, actor(request).id, simulation_steps(asked, bench.settings_in_force))
    except BusyError:
        errors.add("variant", "Er staan al te veel doorrekeningen te wachten. Probeer het later nog eens.")
        return _overview(request, errors, form)
    return back_to(f"{START}/{job.id}")


def _overview(request: Request, errors: Errors, form: Posted) -> HTMLResponse:
    bench = desk_of(request).bench
    jobs = [job for job in bench.jobs.all() if job.kind == "simulatie"]
    ready = [job.id for job in jobs if job.state == "klaar"]
    return page(
        request,
        "uitvoeringstoets/lijst.html.j2",
        status=400 if errors else 200,
        varianten=[(name, name) for name in _varianten(bench)],
        populations=[(name, name) for name in _populations(bench)],
        sizes=SIZES,
        steps=STEPS,
        seeds=SEEDS,
        jobs=[(job, TONES.get(job.state, "neutral")) for job in jobs],
        ready=len(ready),
        first=next(iter(ready), ""),
        errors=errors,
        form=form,
    )


@router.get(START + "/vergelijken")
def beside(request: Request, taak: Annotated[tuple[str, ...], Query()] = ()) -> HTMLResponse:
    """Two finished simulations beside each other."""
    chosen, errors = list(dict.fromkeys(taak)), Errors()
    if len(chosen) != 2:
        errors.add("taak", "Kies er twee om te vergelijken.")
        return _overview(request, errors, Posted(()))
    jobs, place = [_job(request, id) for id in chosen], desk_of(request).bench.jobs.place
    # The older one first: what came later is held against what was there.
    jobs.sort(key=lambda job: (job.asked, job.id))
    try:
        found = compared(*(place(job.id) / REPORT for job in jobs))
    except UnreadableReportError:
        raise HTTPException(409, "Van een van deze doorrekeningen is het rapport er niet, of niet te lezen.") from None
    return page(request, "uitvoeringstoets/vergelijken.html.j2", jobs=jobs, found=found)


@router.get(START + "/{id}")
def job(request: Request, id: str) -> HTMLResponse:
    found, bench = _job(request, id), desk_of(request).bench
    return page(
        request,
        "uitvoeringstoets/taak.html.j2",
        job=found,
        tone=TONES.get(found.state, "neutral"),
        files=[(name, WHAT[name]) for name in report_files(bench.jobs.place(found.id)) if name in WHAT],
    )


@router.post(START + "/{id}/stop")
def stop(request: Request, id: str) -> Response:
    found = _job(request, id)
    desk_of(request).bench.jobs.stop(found.id, "simulatie")
    return back_to(f"{START}/{found.id}")


@router.get(START + "/{id}/{name}")
def report(request: Request, id: str, name: str) -> Response:
    """A file of the report, as it was made. It stands alone, so it gets a policy of its own."""
    found, bench = _job(request, id), desk_of(request).bench
    place = bench.jobs.place(found.id)
    if found.state != "klaar" or name not in WHAT or name not in report_files(place):
        raise HTTPException(404, "Dit bestand is er niet.")
    if name != SHEET:
        return FileResponse(place / REPORT / name, filename=name)
    return FileResponse(place / REPORT / name, media_type="text/html", headers={"Content-Security-Policy": OWN_STYLE})


def _job(request: Request, id: str) -> Job:
    try:
        return desk_of(request).bench.jobs.job(id, "simulatie")
    except NotFoundError:
        raise HTTPException(404, "Deze doorrekening is er niet.") from None


def _varianten(bench: Workbench) -> list[str]:
    return sorted(bench.law.program.variants)


def _populations(bench: Workbench) -> list[str]:
    """Those that somebody put there; invented people are a choice of their own."""
    folder = bench.settings.populations
    found = [one for one in folder.iterdir() if (one / "populatie.yaml").is_file()] if folder.is_dir() else []
    return sorted(one.name for one in found if not one.name.startswith(f"{INVENTED}-"))
