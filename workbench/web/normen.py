"""The page *Normen*: scoreboards, from an overview down to the records behind a verdict."""

from __future__ import annotations

import threading
from functools import lru_cache
from itertools import islice
from typing import Annotated, cast
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from engine.normen.periods import parse_period
from engine.paths import scenarios_dir
from workbench.scorebord import Pages
from workbench.scorebord.frame import OVERVIEW
from workbench.service.jobs import Job
from workbench.service.norms import NoFiguresError, Scoreboards
from workbench.service.problems import BusyError, NotFoundError, RefusedError
from workbench.service.statements import CSV, YAML, statements_read
from workbench.service.studies import NormReport, check_norms, given_files, norm_steps
from workbench.service.workbench import Workbench
from workbench.toegang.actor import Role
from workbench.toegang.install import actor
from workbench.web.desk import desk_of
from workbench.web.forms import Errors, Posted, posted_form
from workbench.web.frame import DONE, back_to, page
from workbench.web.reported import reported_page

router = APIRouter()
LONGEST = 200_000
"""Signs of figures in one form; a report has some dozens of figures."""
_OF_JOB = "normrapport-"
_NO_PERIOD = "Vul een periode in, zoals 2024, maart 2024 of 2024-K1."
_MOST_TOLD, _MOST_HELD = 5, 20
_EXAMPLE = """opgave: Jaarverslag 2024
organisatie: CAK
cijfers:
  - norm: bereikbaarheid telefonie
    onderdeel: Wmo
    periode: 2024
    waarde: 90%
    plaats: bladzijde 12
    volgens document: behaald
"""
_TABLE_EXAMPLE = """opgave;organisatie;norm;onderdeel;periode;waarde;plaats
Jaarverslag 2024;CAK;bereikbaarheid telefonie;Wmo;2024;90%;bladzijde 12
"""
KEPT = 8
"""So many boards stay in memory: one is measured over all records, and read a page at a time."""


class Boards:
    """The pages of the boards that were asked for last. Safe to use from several threads: a board is made once."""

    def __init__(self, scoreboards: Scoreboards) -> None:
        self.scoreboards = scoreboards
        self._making = threading.Lock()
        self._pages = lru_cache(maxsize=KEPT)(self._made)

    def pages(self, source: str, period: str) -> Pages | None:
        with self._making:
            return self._pages(source, period)

    def forget(self) -> None:
        """Measure again when asked: there may be other records now."""
        with self._making:
            self._pages.cache_clear()

    def _made(self, source: str, period: str) -> Pages | None:
        board = self.scoreboards.board(source, period)
        return None if board is None else Pages(board)


def boards_of(request: Request) -> Boards:
    """The boards under the rules of the desk; figures are read when somebody asks for them first."""
    state = request.app.state
    if getattr(state, "boards", None) is None:
        folder = scenarios_dir() / "normen" / "opgaven"
        desk = desk_of(request)
        state.boards = Boards(Scoreboards(desk.program, folder, desk.bench.settings.registrations))
    return cast(Boards, state.boards)


@router.get("/normen")
def overview(request: Request) -> HTMLResponse:
    return _overview(request, Errors(), Posted(()))


@router.post("/normen/meten")
def measure(request: Request, form: Annotated[Posted, Depends(posted_form)]) -> Response:
    """Go to the board of the agency's own records over a period."""
    errors, registry = Errors(), form.text("registratie")
    period = form.text("periode")
    if parse_period(period) is None:
        errors.add("periode", _NO_PERIOD)
    if registry not in boards_of(request).scoreboards.registries():
        errors.add("registratie", "Kies een registratie.")
    if errors:
        return _overview(request, errors, form)
    boards_of(request).forget()
    return back_to(f"/normen/{quote(registry)}/{quote(period)}/{OVERVIEW}")


def _overview(request: Request, errors: Errors, form: Posted) -> HTMLResponse:
    scoreboards = boards_of(request).scoreboards
    names = [(one.words, f"/normen/{one.source}/{one.period}/{OVERVIEW}") for one in scoreboards.names()]
    return page(
        request,
        "normen/overzicht.html.j2",
        status=400 if errors else 200,
        names=names,
        registries=[(name, name) for name in scoreboards.registries()],
        may_hold=actor(request).has(Role.BELEID, Role.CONTROLEUR),
        example=_EXAMPLE,
        table_example=_TABLE_EXAMPLE,
        held=[(job, _board_of(job)) for job in _held(desk_of(request).bench)],
        errors=errors,
        form=form,
    )


async def _figures(request: Request) -> Posted:
    return await posted_form(request, LONGEST)


@router.post("/normen/opgave")
def hold(request: Request, form: Annotated[Posted, Depends(_figures)]) -> Response:
    """Hold figures that somebody reported against the norms: the board of it, and a report that the register keeps."""
    bench, errors = desk_of(request).bench, Errors()
    period, name = form.text("opgave_periode"), CSV if form.text("vorm") == "csv" else YAML
    text = form.text("opgave").replace("\r\n", "\n") + "\n"
    asked = NormReport((), None, period, statements={name: text})
    if parse_period(period) is None:
        errors.add("opgave_periode", _NO_PERIOD)
    else:
        try:
            check_norms(asked, bench.law.program)
        except RefusedError as wrong:
            errors.add("opgave_periode", " ".join(one.cause for one in wrong.wrongs))
    (read,) = bench.work(statements_read, [(name, text)])
    known = sorted({norm.executor for norm in bench.law.program.norms.values() if norm.executor is not None})
    if not form.text("opgave"):
        errors.add("opgave", "Zet hier de cijfers van het verslag.")
    elif read.wrongs:
        told = [f"Regel {line}: {wrong.cause} {wrong.remedy}".rstrip() for line, wrong in read.wrongs[:_MOST_TOLD]]
        errors.add("opgave", " ".join(told))
    elif read.organisation not in known:
        errors.add("opgave", f"Er zijn geen normen voor {read.organisation}. Wel voor: {', '.join(known)}.")
    if errors:
        return _overview(request, errors, form)
    try:
        steps = norm_steps(asked, bench.settings_in_force)
        title = f"{read.name}: normen in {period}"
        job = bench.jobs.start("normrapport", title, actor(request).id, steps, asked.statements)
    except BusyError:
        errors.add("opgave", "Er staan al te veel rapporten te wachten. Probeer het later nog eens.")
        return _overview(request, errors, form)
    return back_to(f"/normen/{job.id}/{quote(period)}/{OVERVIEW}", **{DONE: "beoordeeld"})


@router.get("/normen/{source}/{period}/{file}")
def board(request: Request, source: str, period: str, file: str) -> HTMLResponse:
    bench = desk_of(request).bench
    try:
        if source.startswith(_OF_JOB):
            given = given_files(bench.jobs.place(bench.jobs.job(source, "normrapport").id))
            texts = tuple((one.name, one.read_text(encoding="utf-8")) for one in given)
            shown = bench.work(reported_page, texts, period, file)
        else:
            pages = boards_of(request).pages(source, period)
            shown = None if pages is None else pages.get(file)
    except NotFoundError:
        shown = None
    except NoFiguresError as wrong:
        return page(request, "normen/fout.html.j2", status=422, found=wrong.findings)
    if shown is None:
        raise HTTPException(404, "Dit scorebord is er niet.")
    return page(
        request,
        "normen/bord.html.j2",
        shown=shown,
        # The scoreboard's own markup, in which every text was escaped when it was made.
        content=Markup(shown.content),
        account=Markup(shown.account),
    )


def _held(bench: Workbench) -> list[Job]:
    """The last reports on figures that somebody sent in."""
    jobs = (job for job in bench.jobs.all() if job.kind == "normrapport" and given_files(bench.jobs.place(job.id)))
    return list(islice(jobs, _MOST_HELD))


def _board_of(job: Job) -> str:
    """Where the board of such a report is: its period stands in the command."""
    options = (part for step in job.steps for part in step)
    period = next((part.removeprefix("--periode=") for part in options if part.startswith("--periode=")), "")
    return f"/normen/{job.id}/{quote(period)}/{OVERVIEW}"
