"""The page *Normen*: scoreboards, from an overview down to the records behind a verdict."""

from __future__ import annotations

import threading
from functools import lru_cache
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
from workbench.service.norms import NoFiguresError, Scoreboards
from workbench.web.desk import desk_of
from workbench.web.forms import Errors, Posted, posted_form
from workbench.web.frame import back_to, page

router = APIRouter()
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
        errors.add("periode", "Vul een periode in, zoals 2024, maart 2024 of 2024-K1.")
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
        errors=errors,
        form=form,
    )


@router.get("/normen/{source}/{period}/{file}")
def board(request: Request, source: str, period: str, file: str) -> HTMLResponse:
    try:
        pages = boards_of(request).pages(source, period)
    except NoFiguresError as wrong:
        return page(request, "normen/fout.html.j2", status=422, found=wrong.findings)
    shown = None if pages is None else pages.get(file)
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
