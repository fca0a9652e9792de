"""Errors as ``application/problem+json`` (RFC 9457): in Dutch, and everything that is wrong at once."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette._utils import get_route_path
from starlette.exceptions import HTTPException

from engine.register import trouble
from engine.register.trouble import RegisterError
from workbench.service.problems import (
    BrokenError,
    BusyError,
    ForbiddenError,
    NotFoundError,
    RefusedError,
    TooLongError,
    Wrong,
)

MEDIA_TYPE = "application/problem+json"
MOST_SHOWN = 100

_TITLES = {
    400: "De vraag klopt niet",
    401: "U bent niet aangemeld",
    403: "Dit mag u niet",
    404: "Niet gevonden",
    405: "Deze methode kan hier niet",
    406: "In deze vorm kan het antwoord niet",
    408: "Te langzaam",
    409: "Dit botst met wat er al is",
    410: "Gewist",
    412: "Iemand anders heeft dit intussen gewijzigd",
    413: "Te groot",
    421: "Verkeerd adres",
    415: "Dit soort inhoud kan hier niet",
    428: "Zeg welke versie u wijzigt",
    500: "Er ging iets mis in dit programma",
    503: "Nu even niet",
    504: "Het duurde te lang",
}


class Mistake(BaseModel):
    """One thing that is wrong."""

    model_config = ConfigDict(title="Fout")

    code: str = Field(description="Vaste code; TSnnn staat in de handleiding.", examples=["TS514"])
    pad: str = Field(description="JSON Pointer naar de plek in wat u stuurde; leeg is het geheel.")
    oorzaak: str = Field(description="Wat er mis is.")
    oplossing: str = Field(description="Wat u kunt doen.")


class ProblemDetails(BaseModel):
    """What every error looks like."""

    model_config = ConfigDict(title="Probleem")

    type: str = "about:blank"
    status: int = Field(ge=400, le=599)
    title: str
    detail: str
    instance: str = Field("", description="Kenmerk van dit antwoord, om naar te verwijzen; zegt niets over een zaak.")
    fouten: list[Mistake] = Field(default_factory=list, description="Alles wat er mis is.")


class Problem(HTTPException):
    """An error to answer with."""

    def __init__(
        self, status: int, detail: str, wrongs: Iterable[Wrong] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status, detail, dict(headers or {}))
        self.wrongs = tuple(wrongs)


def problem_body(status: int, detail: str, instance: str, wrongs: Iterable[Wrong] = ()) -> bytes:
    shown = list(wrongs)[:MOST_SHOWN]
    body: dict[str, Any] = {
        "type": "about:blank",
        "status": status,
        "title": _TITLES.get(status, _TITLES[400 if status < 500 else 500]),
        "detail": detail,
        "instance": instance,
        "fouten": [{"code": one.code, "pad": one.path, "oorzaak": one.cause, "oplossing": one.remedy} for one in shown],
    }
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def problem(
    request: Request, status: int, detail: str, wrongs: Iterable[Wrong] = (), headers: Mapping[str, str] | None = None
) -> Response:
    trace = getattr(request.state, "trace", None)
    instance = trace.instance if trace else "urn:toetssteen:onbekend"
    return Response(problem_body(status, detail, instance, wrongs), status, dict(headers or {}), MEDIA_TYPE)


def install(app: FastAPI, methods: Callable[[str], Sequence[str]]) -> None:
    """Turn every error of the application into a problem. ``methods``: those that an address has."""

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, wrong: HTTPException) -> Response:
        told = wrong.detail if isinstance(wrong, Problem) else _USUAL.get(wrong.status_code, str(wrong.detail))
        wrongs = wrong.wrongs if isinstance(wrong, Problem) else ()
        headers = (
            {"Allow": ", ".join(methods(get_route_path(request.scope)))} if wrong.status_code == 405 else wrong.headers
        )
        return problem(request, wrong.status_code, told, wrongs, headers)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, wrong: RequestValidationError) -> Response:
        return problem(request, 400, "Verbeter wat hieronder staat en stuur de vraag opnieuw.", told(wrong.errors()))

    @app.exception_handler(NotFoundError)
    async def not_found(request: Request, wrong: NotFoundError) -> Response:
        return problem(request, 404, wrong.wrongs[0].cause, wrong.wrongs)

    @app.exception_handler(ForbiddenError)
    async def forbidden(request: Request, wrong: ForbiddenError) -> Response:
        return problem(request, 403, str(wrong))

    @app.exception_handler(RefusedError)
    async def refused(request: Request, wrong: RefusedError) -> Response:
        return problem(request, 400, "Verbeter wat hieronder staat en stuur de vraag opnieuw.", wrong.wrongs)

    @app.exception_handler(TooLongError)
    async def too_long(request: Request, wrong: TooLongError) -> Response:
        return problem(request, 504, "Het antwoord liet te lang op zich wachten en is gestopt. Maak de vraag kleiner.")

    @app.exception_handler(BusyError)
    async def busy(request: Request, wrong: BusyError) -> Response:
        headers = {"Retry-After": str(wrong.seconds)}
        return problem(request, 503, "Het is te druk. Probeer het straks opnieuw.", headers=headers)

    @app.exception_handler(RegisterError)
    async def register(request: Request, wrong: RegisterError) -> Response:
        status = next((code for kind, code in _REGISTER if isinstance(wrong, kind)), 500)
        headers = {"Retry-After": "5"} if status == 503 else {}
        if isinstance(wrong, trouble.Unavailable):
            request.app.state.workbench.could_not_write()
        if status == 500:
            logging.getLogger("toetssteen.fout").error(f"register: {type(wrong).__name__}")
        return problem(request, status, str(wrong), headers=headers)

    @app.exception_handler(OSError)
    async def unwritable(request: Request, wrong: OSError) -> Response:
        logging.getLogger("toetssteen.fout").error(f"OSError {wrong.errno}")
        request.app.state.workbench.could_not_write()
        told = (
            "Er kan nu niet alles worden weggeschreven. Of er iets is vastgelegd, is niet zeker. Stuur het straks opnieuw, met dezelfde "
            "Idempotency-Key als u er een gebruikte: dan gebeurt het niet twee keer."
        )
        return problem(request, 503, told, headers={"Retry-After": "30"})

    @app.exception_handler(BrokenError)
    @app.exception_handler(Exception)
    async def broken(request: Request, wrong: Exception) -> Response:
        where = str(wrong) if isinstance(wrong, BrokenError) else type(wrong).__name__
        logging.getLogger("toetssteen.fout").error(where)
        return problem(request, 500, "Dit had niet mogen gebeuren. Meld het met het kenmerk dat bij 'instance' staat.")


_REGISTER: tuple[tuple[type[RegisterError], int], ...] = (
    (trouble.NotFound, 404),
    (trouble.Conflict, 412),
    (trouble.Reused, 409),
    (trouble.NotErasable, 409),
    (trouble.Erased, 410),
    (trouble.NotStorable, 400),
    (trouble.Refused, 400),
    (trouble.Unavailable, 503),
)

_USUAL = {
    404: "Dit adres is er niet. Op /v1/openapi.json staat welke er zijn; een adres eindigt niet op een schuine streep.",
    405: "Kies een methode die bij dit adres hoort; zij staan in de kop Allow en op /v1/openapi.json.",
}

_SAID = {
    "missing": ("Dit ontbreekt.", "Vul het in."),
    "extra_forbidden": ("Dit veld bestaat hier niet.", "Laat het weg, of kijk of de naam klopt."),
    "json_invalid": ("Dit is geen JSON.", "Stuur een geldig JSON-document, als UTF-8."),
    "date": ("Dit is geen datum.", "Schrijf een datum als 2024-03-01."),
    "int": ("Dit is geen heel getal.", "Schrijf een heel getal."),
    "bool": ("Dit is geen ja of nee.", "Schrijf true of false."),
    "string": ("Dit is geen tekst.", "Schrijf een tekst."),
    "dict": ("Dit is geen groep van gegevens.", "Schrijf een groep: { ... }."),
    "list": ("Dit is geen lijst.", "Schrijf een lijst: [ ... ]."),
    "model": ("Dit is geen groep van gegevens.", "Schrijf een groep: { ... }."),
}


def told(errors: Iterable[Mapping[str, Any]]) -> list[Wrong]:
    """What pydantic found, in Dutch."""
    return [_told(error) for error in errors]


def _told(error: Mapping[str, Any]) -> Wrong:
    kind, context = str(error["type"]), error.get("ctx") or {}
    place = [str(part) for part in error["loc"]]
    where = "/" + "/".join(part.replace("~", "~0").replace("/", "~1") for part in place[1:]) if place[1:] else ""
    if place and place[0] in ("query", "path", "header"):
        where = f"{place[0]}:{place[-1]}"
    if kind == "value_error":
        return Wrong("INVOER", where, str(context.get("error", "")), "Kijk in de beschrijving van dit veld.")
    cause, remedy = next((said for prefix, said in _SAID.items() if kind.startswith(prefix)), ("", ""))
    if "expected" in context and kind in ("enum", "literal_error"):
        cause, remedy = "Deze waarde kan hier niet.", f"Kies uit: {context['expected'].replace(' or ', ' of ')}."
    elif kind in ("greater_than_equal", "less_than_equal", "greater_than", "less_than"):
        least = context.get("ge", context.get("gt"))
        limit = f"minstens {least}" if least is not None else f"hoogstens {context.get('le', context.get('lt'))}"
        cause, remedy = "Dit getal kan hier niet.", f"Neem {limit}."
    elif kind.endswith(("too_long", "too_short")):
        size = context.get("max_length", context.get("min_length"))
        cause, remedy = f"Dit is {'te lang' if kind.endswith('long') else 'te kort'}.", f"De grens is {size}."
    elif kind == "string_pattern_mismatch":
        cause, remedy = "Deze tekst heeft niet de goede vorm.", "Kijk in de beschrijving van dit veld."
    return Wrong(
        "INVOER", where, cause or "Deze waarde kan hier niet.", remedy or "Kijk in de beschrijving van dit veld."
    )
