"""Pages for what goes wrong: in Dutch, with a way on, and never with what only a programmer can read."""

from __future__ import annotations

import logging
from pathlib import Path
from traceback import extract_tb

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse

from engine.register.trouble import Conflict, NotStorable, Refused, Reused
from workbench.service.problems import BusyError, RefusedError
from workbench.web.frame import page

LOG = logging.getLogger(__name__)

WORDS = {
    400: ("Dit formulier klopt niet", "Ga terug en vul het opnieuw in."),
    401: ("U bent niet ingelogd", "Log in om deze pagina te zien."),
    403: (
        "Deze pagina is niet voor u",
        "Uw rol geeft hier geen toegang toe. Vraag het uw beheerder als dat niet klopt.",
    ),
    404: ("Deze pagina is er niet", "Misschien is het adres verkeerd getypt, of bestaat het dossier niet meer."),
    405: ("Dit kan hier niet", "Ga terug en gebruik de knoppen op de pagina."),
    412: ("Iemand anders was u voor", "Het dossier is ondertussen veranderd. Ga terug en kijk wat er nu in staat."),
    413: ("Dit is te groot", "Stuur minder in een keer."),
    504: (
        "Dit duurt te lang",
        "Toetssteen is gestopt met rekenen. Er is niets veranderd. Vraag minder tegelijk, zoals een kortere periode of een ander "
        "gegeven. Blijft het misgaan, meld het dan bij uw beheerder.",
    ),
    503: ("Dat lukt nu niet", "Probeer het over een paar minuten opnieuw. Er is niets verloren gegaan."),
}
OTHERWISE = (
    "Er ging iets mis",
    "Het ligt niet aan u. Probeer het opnieuw. Blijft het misgaan, meld het dan bij uw beheerder.",
)


def error_page(request: Request, status: int, text: str | None = None, title: str | None = None) -> HTMLResponse:
    """The page for a status; ``text`` and ``title`` go before its own words."""
    own_title, own_text = WORDS.get(status, OTHERWISE)
    return page(request, "fout.html.j2", status=status, title=title or own_title, text=text or own_text, code=status)


async def refused(request: Request, error: Exception) -> HTMLResponse:
    """The page for an HTTPException; its detail is shown when it is a Dutch sentence of ours, which ends with a full stop."""
    assert isinstance(error, HTTPException)
    told = error.detail if str(error.detail).endswith(".") else None
    response = error_page(request, error.status_code, told)
    response.headers.update(dict(error.headers or {}))
    return response


async def forbidden(request: Request, error: Exception) -> HTMLResponse:
    """The page for a ForbiddenError, which says in Dutch why."""
    return error_page(request, 403, str(error))


async def cannot(request: Request, error: Exception) -> HTMLResponse:
    """The page for a RefusedError that no page foresaw: what is wrong with what was asked."""
    assert isinstance(error, RefusedError)
    return error_page(request, 400, " ".join(f"{one.cause} {one.remedy}" for one in error.wrongs[:3]))


async def too_long(request: Request, error: Exception) -> HTMLResponse:
    """A TooLongError: the process that was deciding has been ended."""
    return error_page(request, 504)


async def busy(request: Request, error: Exception) -> HTMLResponse:
    """A BusyError: everybody who decides has enough to do."""
    assert isinstance(error, BusyError)
    response = error_page(request, 503, "Er wordt nu veel tegelijk gevraagd. Probeer het over een paar tellen opnieuw.")
    response.headers["Retry-After"] = str(error.seconds)
    return response


async def register_says(request: Request, error: Exception) -> HTMLResponse:
    """The page for another RegisterError, which says in Dutch what is the matter and nothing about a case."""
    status = 412 if isinstance(error, Conflict) else 400 if isinstance(error, Refused | NotStorable | Reused) else 503
    return error_page(request, status, str(error))


async def invalid(request: Request, error: Exception) -> HTMLResponse:
    """An address or form with something in it that cannot be."""
    return error_page(request, 400, "Er staat iets in het adres of het formulier dat hier niet kan.")


async def unavailable(request: Request, error: Exception) -> HTMLResponse:
    """The register or the log of processings does not answer: nothing was half-written."""
    LOG.error("the register or the log of processings does not answer", exc_info=error)
    return error_page(request, 503)


async def erased(request: Request, error: Exception) -> HTMLResponse:
    """Something of which the data were erased, or that was never there."""
    return error_page(request, 404, str(error))


async def broken(request: Request, error: Exception) -> HTMLResponse:
    """Something that nobody foresaw: into the log without what the user gave, and a page that says so."""
    route = getattr(request.scope.get("route"), "path", "onbekend")
    at = extract_tb(error.__traceback__)[-1:]
    where = f"{Path(at[0].filename).name}:{at[0].lineno}" if at else ""
    LOG.error("a page failed: %s %s %s %s", request.method, route, type(error).__name__, where)
    return error_page(request, 500)
