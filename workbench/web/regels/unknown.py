"""What nobody knows yet, or not for sure: a standing list, also as a file for a spreadsheet."""

from __future__ import annotations

import io

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from engine.spreadsheet import CsvTable
from workbench.editor.articles import Unknown, unknowns
from workbench.web.frame import page
from workbench.web.regels.desk import RulesDesk, rules_of

router = APIRouter()
HEADS = ("Regeling", "Naam", "Soort", "Zekerheid", "Vanaf", "Waarde", "Bron", "Bestand")


@router.get("/regels/onbekend")
def listed(request: Request, regeling: str = "", wat: str = "") -> HTMLResponse:
    desk = rules_of(request)
    every = _all(desk)
    found = [it for it in every if regeling in ("", it.regeling) and wat in ("", it.what)]
    groups: dict[str, list[Unknown]] = {}
    for it in found:
        groups.setdefault(it.regeling, []).append(it)
    return page(
        request,
        "regels/onbekend.html.j2",
        groups=groups,
        count=len(found),
        names=sorted({it.regeling for it in every}),
        regeling=regeling,
        wat=wat,
        file_name=_name_of,
    )


@router.get("/regels/onbekend.csv")
def as_file(request: Request, regeling: str = "", wat: str = "") -> Response:
    found = [it for it in _all(rules_of(request)) if regeling in ("", it.regeling) and wat in ("", it.what)]
    text = io.StringIO()
    table = CsvTable(text, quoted=True)
    table.row(HEADS)
    for it in found:
        table.row((it.regeling, it.name, it.kind, it.what, it.since, it.value, it.source, it.file))
    headers = {"Content-Disposition": 'attachment; filename="wat-weten-wij-niet.csv"'}
    return Response(f"\ufeff{text.getvalue()}", media_type="text/csv; charset=utf-8", headers=headers)


def _all(desk: RulesDesk) -> list[Unknown]:
    return unknowns(desk.program)


def _name_of(file: str) -> str:
    """What an address calls the file of a place."""
    return file.partition("/")[2].removesuffix(".regels")
