"""The articles of law that the rules stand on, and per article what hangs on it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from workbench.editor.articles import Article, articles
from workbench.web.frame import page
from workbench.web.regels.desk import RulesDesk, rules_of

router = APIRouter()


Laws = dict[str, dict[str, Article]]


def _of(desk: RulesDesk) -> Laws:
    """By law and number; worked out once for each program."""
    program = desk.program
    if desk.articles is None or desk.articles[0] != program.digest:
        laws: Laws = {}
        for one in articles(program, desk.scenarios):
            laws.setdefault(one.law, {})[one.number] = one
        desk.articles = program.digest, laws
    return desk.articles[1]


@router.get("/regels/artikelen")
def listed(request: Request) -> HTMLResponse:
    return page(request, "regels/artikelen.html.j2", laws=_of(rules_of(request)))


@router.get("/regels/artikel")
def shown(request: Request, wet: str, nummer: str) -> HTMLResponse:
    desk = rules_of(request)
    one = _of(desk).get(wet, {}).get(nummer)
    if one is None:
        raise HTTPException(404, "Op dit artikel staat geen regel.")
    files = {file.source.path: name for name, file in desk.files.items()}
    return page(request, "regels/artikel.html.j2", one=one, files=files)
