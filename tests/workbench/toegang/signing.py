"""A small application behind the gate, and somebody who signs in to it with a browser."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlsplit

import httpx
from fastapi import Depends, FastAPI, Request
from fastapi.testclient import TestClient

from engine.register import Register
from tests.services import identity as service
from workbench.toegang.actor import Actor
from workbench.toegang.config import AccessConfig, Limits, Mode, Oidc
from workbench.toegang.install import actor, csrf_token, install

BASE = "https://toetssteen.example"
KEY = b"k" * 32
AT_PROVIDER = httpx.Client(verify=False, trust_env=False)
COOKIE = "__Host-toetssteen"


def fresh(running: service.Identity) -> service.Identity:
    """The provider as it was at first."""
    first = service.Identity(running.issuer, running.keys)
    running.person, running.id_extra, running.up = first.person, {}, True
    return running


def settings(identity: service.Identity, **limits: Any) -> AccessConfig:
    oidc = Oidc(identity.issuer, service.CLIENT, service.SECRET, service.AUDIENCE, skew=5)
    return AccessConfig(
        BASE, KEY, Mode.OIDC, oidc=oidc, limits=replace(Limits(login_rate=1000, login_burst=1000), **limits)
    )


def application(config: AccessConfig, register: Register) -> FastAPI:
    app = FastAPI()

    @app.get("/v1/dossiers")
    def dossiers(who: Annotated[Actor, Depends(actor)]) -> dict[str, str]:
        return {"wie": who.id}

    @app.post("/v1/dossiers")
    def add(who: Annotated[Actor, Depends(actor)], content: dict[str, str]) -> dict[str, str]:
        return {"wie": who.id}

    @app.get("/zaken")
    def zaak(request: Request, who: Annotated[Actor, Depends(actor)]) -> dict[str, str]:
        return {"wie": who.id, "naam": who.name, "token": csrf_token(request)}

    @app.post("/zaken")
    def change() -> dict[str, str]:
        return {"gewijzigd": "ja"}

    @app.get("/uitvoeringstoets")
    def simulation() -> dict[str, str]:
        return {}

    install(app, config, kept=register.sessions)
    return app


def browser(app: FastAPI) -> TestClient:
    return TestClient(app, base_url=BASE, follow_redirects=False)


def asked_to_sign_in(client: TestClient, to: str = "/zaken") -> str:
    """With what the provider sends the browser back."""
    there = client.get("/inloggen", params={"terug": to})
    assert there.status_code == 303
    answer = AT_PROVIDER.get(there.headers["location"])
    assert answer.status_code == 302
    parts = urlsplit(answer.headers["location"])
    return f"{parts.path}?{parts.query}"


def sign_in(client: TestClient, to: str = "/zaken") -> httpx.Response:
    """Goes to the provider and comes back, as a browser does. What the application answers in the end."""
    return client.get(asked_to_sign_in(client, to))


def session_of(client: TestClient) -> str:
    """The id that the browser holds."""
    return [cookie.value or "" for cookie in client.cookies.jar if cookie.name == COOKIE][-1]
