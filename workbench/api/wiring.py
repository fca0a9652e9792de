"""What routes share: the workbench, who asks, the dossier that a question is about, and answers that are JSON already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeVar, cast
from urllib.parse import quote

from fastapi import Depends, Header, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from workbench.api.problems import Problem
from workbench.api.questions import DossierSource, Question
from workbench.service.asked import Asked
from workbench.service.caller import Caller
from workbench.service.problems import RefusedError, Wrong
from workbench.service.workbench import Workbench
from workbench.toegang.install import actor

T = TypeVar("T")


# Asynchronous, though they wait for nothing: what is not gets a thread for each request.
async def _workbench(request: Request) -> Workbench:
    return cast(Workbench, request.app.state.workbench)


async def _caller(request: Request) -> Caller:
    return Caller(actor(request), request.state.trace)


Bench = Annotated[Workbench, Depends(_workbench)]
Who = Annotated[Caller, Depends(_caller)]
IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=100,
        pattern=r"^[\x21-\x7e]+$",
        description="Hetzelfde verzoek met dezelfde sleutel gebeurt maar een keer en geeft hetzelfde antwoord.",
    ),
]
Cursor = Annotated[
    str | None, Query(pattern=r"^[a-z0-9-]{1,80}$", description="Ga verder na deze; staat in de kop Link.")
]
Limit = Annotated[int, Query(alias="aantal", ge=1, le=200, description="Ten hoogste zoveel.")]


class JsonBytes(JSONResponse):
    """An answer that is JSON already."""

    def render(self, content: bytes) -> bytes:
        return content


def described(model: type[BaseModel], status: int = 200) -> dict[int | str, dict[str, Any]]:
    """Of an answer that is JSON already FastAPI only tells what it looks like."""
    return {status: {"model": model}}


def asked(question: Question, bench: Workbench, caller: Caller) -> Asked:
    """The question with the dossier that it is about. Raises RefusedError without exactly one."""
    dates = (question.rekendatum, question.verzonden_op, question.bekend_op, question.bekend_bij)
    content, subject, version = source(question, bench, caller, question.besluit)
    return Asked(question.besluit, content, *dates, subject, version)


def source(
    given: DossierSource, bench: Workbench, caller: Caller, besluit: str | None = None
) -> tuple[Mapping[str, Any], str | None, int | None]:
    """The content of a dossier; of a stored one with its id, and its version when that is all of it. ``besluit``: what it is for."""
    if (given.dossier is None) == (given.dossier_id is None):
        cause = "Er is een dossier nodig: 'dossier' of 'dossierId', en niet allebei."
        raise RefusedError([Wrong("INVOER", "/dossier", cause, "Stuur de inhoud, of het id van een dossier.")])
    if given.dossier is not None:
        return given.dossier, None, None
    read = bench.dossier(given.dossier_id or "", given.dossier_versie, caller, besluit)
    return read.stored.content, read.stored.id, read.version


def page(request: Request, response: Response, found: Sequence[T], limit: int, last: str | None) -> Sequence[T]:
    """One page of what was asked for, one more than fits on it: the address of the next page stands in the header Link."""
    if len(found) > limit and last is not None:
        kept = "".join(
            f"&{quote(key)}={quote(value)}"
            for key, value in request.query_params.items()
            if key not in ("cursor", "aantal")
        )
        response.headers["Link"] = f'<{request.url.path}?cursor={quote(last)}&aantal={limit}{kept}>; rel="next"'
    return found[:limit]


IfMatch = Annotated[str | None, Header(max_length=200, description="De ETag van wat u wijzigt.")]


def etag(text: str) -> str:
    return f'"{text}"'


def expected(if_match: str | None) -> str:
    """The etag in If-Match. Raises Problem 428 without one."""
    if if_match is None:
        raise Problem(428, "Stuur in de kop If-Match de ETag van de versie die u wijzigt.")
    return if_match.strip().removeprefix('"').removesuffix('"')
