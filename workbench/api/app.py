"""The application: the API under ``/v1``, and beside it what watches over it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from workbench.api import decisions, laws, problems
from workbench.api.frame import API_VERSION, Frame
from workbench.service.workbench import Workbench
from workbench.settings import Settings
from workbench.toegang.install import install


def make_app(settings: Settings, bench: Workbench | None = None) -> FastAPI:
    """The application over a workbench (default: one of its own, that ends with it)."""
    workbench = bench or Workbench(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        if bench is None:
            workbench.close()

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=lifespan)
    api = make_api()
    for one in (app, api):
        one.state.settings = settings
        one.state.workbench = workbench
        problems.install(one)

    @app.get("/gezond")
    def healthy() -> dict[str, str]:
        """Whether the program runs."""
        return {"status": "gezond"}

    @app.get("/gereed")
    def ready() -> dict[str, str]:
        """Whether it can answer questions."""
        return {"status": "gereed"}

    app.mount("/v1", api)
    install(app, settings.access())
    app.add_middleware(Frame)
    return app


def make_api() -> FastAPI:
    api = FastAPI(
        title="Toetssteen",
        version=API_VERSION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        openapi_url="/openapi.json",
    )
    for module in (laws, decisions):
        api.include_router(module.router)
    # The description is for everybody; of the rest a browser at another site may read nothing.
    api.add_middleware(CORSMiddleware, allow_origins=())
    return api
