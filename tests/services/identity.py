"""An identity provider of our own on this machine, for as long as tests run: OpenID Connect Discovery, the authorization code flow with
PKCE, access tokens as JWT, keys that can be rotated. It signs in whoever the test says, without asking for a password.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import uvicorn
from fastapi import FastAPI, Request
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from starlette.responses import JSONResponse, RedirectResponse, Response

CLIENT, SECRET, AUDIENCE = "toetssteen", "s:3cret+ %", "https://toetssteen.example/api"


@dataclass
class Identity:
    """The provider as a test sees it. ``person``: the claims of who signs in next. ``asked``: how often the keys were fetched."""

    issuer: str
    keys: list[Any]
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "u-1", "name": "Noor", "roles": ["behandelaar"]})
    id_extra: dict[str, Any] = field(default_factory=dict)
    asked: int = 0
    up: bool = True
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def rotate(self, keep: bool = False) -> None:
        """Signs with a new key from now on; the old one is gone from the list, or kept beside it."""
        self.keys = [new_key(), *(self.keys if keep else ())]

    def token(self, *, key: Any = None, header: dict[str, Any] | None = None, **claims: Any) -> str:
        """An access token for the API; None as the value of a claim leaves it out."""
        now = int(time.time())
        said = {"iss": self.issuer, "aud": AUDIENCE, "iat": now, "exp": now + 300, **self.person, **claims}
        return self.signed({name: value for name, value in said.items() if value is not None}, key, header)

    def signed(self, claims: dict[str, Any], key: Any = None, header: dict[str, Any] | None = None) -> str:
        with_key = key or self.keys[0]
        said = {"alg": "ES256", "kid": with_key.kid, **(header or {})}
        return jwt.encode(said, claims, with_key, algorithms=[said["alg"]])


def new_key() -> Any:
    """A key that signs fast, so that tests do not wait for it."""
    return ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256", "kid": secrets.token_hex(4)})


def rsa_key() -> Any:
    return RSAKey.generate_key(2048, {"use": "sig", "kid": secrets.token_hex(4)})


def make_provider(identity: Identity) -> FastAPI:
    app = FastAPI()

    @app.get("/.well-known/openid-configuration")
    def discovery() -> Response:
        if not identity.up:
            return Response(status_code=503)
        base = identity.issuer
        return JSONResponse(
            {
                "issuer": base,
                "authorization_endpoint": f"{base}/authorize",
                "token_endpoint": f"{base}/token",
                "jwks_uri": f"{base}/jwks",
                "end_session_endpoint": f"{base}/logout",
            }
        )

    @app.get("/jwks")
    def jwks() -> Response:
        identity.asked += 1
        if not identity.up:
            return Response(status_code=503)
        return JSONResponse({"keys": [key.as_dict(private=False) for key in identity.keys]})

    @app.get("/authorize")
    def authorize(request: Request) -> Response:
        asked = dict(request.query_params)
        if asked.get("client_id") != CLIENT or asked.get("code_challenge_method") != "S256":
            return Response(status_code=400)
        code = secrets.token_urlsafe(16)
        identity.codes[code] = asked
        back = {"code": code, "state": asked["state"], "iss": identity.issuer}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(back)}", 302)

    @app.post("/token")
    async def token(request: Request) -> Response:
        form = await request.form()
        expected = base64.b64encode(b"toetssteen:s%3A3cret%2B+%25").decode()
        asked = identity.codes.pop(str(form.get("code")), None)
        digest = hashlib.sha256(str(form.get("code_verifier")).encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        wrong = (
            request.headers.get("authorization") != f"Basic {expected}"
            or asked is None
            or asked["code_challenge"] != challenge
            or asked["redirect_uri"] != form.get("redirect_uri")
        )
        if wrong or asked is None:
            return JSONResponse({"error": "invalid_grant"}, 400)
        said = {"aud": CLIENT, "nonce": asked["nonce"], **identity.id_extra}
        return JSONResponse(
            {"access_token": identity.token(), "token_type": "Bearer", "id_token": identity.token(**said)}
        )

    return app


@contextmanager
def running() -> Iterator[Identity]:
    """The provider on a free port of this machine."""
    identity = Identity("", [new_key()])
    server = uvicorn.Server(uvicorn.Config(make_provider(identity), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(500):
        if server.started:
            break
        time.sleep(0.01)
    identity.issuer = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield identity
    finally:
        server.should_exit = True
        thread.join(5)
