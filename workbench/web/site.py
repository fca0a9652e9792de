"""The pages as one application, to mount at ``/`` behind the API."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from engine.register.trouble import Erased, NotFound, RegisterError, Unavailable
from workbench.service.problems import BusyError, ForbiddenError, RefusedError, TooLongError
from workbench.web.build import STATIC
from workbench.web.errors import (
    broken,
    busy,
    cannot,
    erased,
    forbidden,
    invalid,
    refused,
    register_says,
    too_long,
    unavailable,
)
from workbench.web.forms import Posted, posted_form
from workbench.web.frame import THEME_COOKIE, THEMES, back_to
from workbench.web.sections import SECTIONS
from workbench.web.static import PREFIX, KeptFiles, load_assets

YEAR = 365 * 24 * 3600


def make_site(static: Path = STATIC, **state: Any) -> FastAPI:
    """The pages. ``state`` is what routes find as ``request.app.state.NAME``, among it ``desk``."""
    site = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, title="Toetssteen")
    site.state.assets = load_assets(static)
    for name, value in state.items():
        setattr(site.state, name, value)
    site.add_exception_handler(HTTPException, refused)
    site.add_exception_handler(RequestValidationError, invalid)
    site.add_exception_handler(ForbiddenError, forbidden)
    site.add_exception_handler(Erased, erased)
    site.add_exception_handler(NotFound, erased)
    site.add_exception_handler(Unavailable, unavailable)
    site.add_exception_handler(OSError, unavailable)
    site.add_exception_handler(RefusedError, cannot)
    site.add_exception_handler(TooLongError, too_long)
    site.add_exception_handler(BusyError, busy)
    site.add_exception_handler(RegisterError, register_says)
    site.add_exception_handler(Exception, broken)
    if static.is_dir():
        site.mount(PREFIX, KeptFiles(directory=static), name="static")
    site.post("/thema")(choose_theme)
    site.include_router(import_module("workbench.web.start").router)
    site.include_router(import_module("workbench.web.sessies").router)
    for section in SECTIONS:
        site.include_router(import_module(section.module).router)
    return site


async def choose_theme(request: Request) -> Response:
    """Remember the look that somebody chose, and go back to where they were."""
    form: Posted = await posted_form(request)
    where = form.text("terug")
    # Only a path of our own: never another site that a forged form would name.
    own = where if where.startswith("/") and not where.startswith(("//", "/\\")) else "/"
    response = back_to(own)
    chosen = form.text("thema")
    if any(theme.name == chosen for theme in THEMES):
        response.set_cookie(THEME_COOKIE, chosen, max_age=YEAR, httponly=True, samesite="lax", path="/")
    return response
