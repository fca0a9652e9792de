"""The application: the API under ``/v1``, and beside it what watches over it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from workbench.api import asking, assigning, audit, decisions, dossiers, laws, problems, studies, weighing
from workbench.api.description import describe, methods_of
from workbench.api.frame import Frame, tracing, without_query
from workbench.service.workbench import Workbench
from workbench.settings import Settings
from workbench.toegang.install import install
from workbench.web.desk import Desk
from workbench.web.site import make_site


def make_app(settings: Settings, bench: Workbench | None = None) -> FastAPI:
    """The application over a workbench (default: one of its own, that ends with it)."""
    workbench = bench or Workbench(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        if bench is None:
            workbench.close()

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=lifespan)
    api = make_api(settings.contact())
    for one in (app, api):
        one.state.settings = settings
        one.state.workbench = workbench
        problems.install(one, partial(methods_of, api))

    @app.get("/gezond")
    async def healthy() -> dict[str, str]:
        """Whether the program runs; also when everybody who answers questions is busy."""
        return {"status": "gezond"}

    @app.get("/gereed")
    def ready() -> dict[str, str]:
        """Whether it can answer questions and write down what it answers; a problem with status 503 when not."""
        workbench.check_ready()
        return {"status": "gereed"}

    app.mount("/v1", api)
    app.mount("/", make_site(desk=Desk(workbench)))
    install(app, settings.access(), kept=workbench.register.sessions)
    app.add_middleware(Frame)
    if settings.otel:
        from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor

        FastAPIInstrumentor.instrument_app(
            app, server_request_hook=without_query, excluded_urls="gezond,gereed", tracer_provider=tracing()
        )
    return app


def make_api(contact: Mapping[str, str] | None = None) -> FastAPI:
    """The API alone, as it is mounted under ``/v1``. ``contact``: whom its description names."""
    api = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    api.state.contact = dict(contact or {})
    for module in (laws, decisions, asking, weighing, dossiers, assigning, studies, audit):
        api.include_router(module.router)

    @api.get("/openapi.json", include_in_schema=False)
    def description() -> JSONResponse:
        """For everybody, also from a page elsewhere: it says nothing about anybody."""
        return JSONResponse(describe(api), headers={"access-control-allow-origin": "*"})

    return api
