"""Who asks: the one user of this machine, the browser of a session, or a program with a token of its own."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers

from engine.register.trouble import RegisterError
from workbench.toegang.actor import Actor
from workbench.toegang.config import AccessConfig
from workbench.toegang.cookies import cookie_name, read_cookie
from workbench.toegang.provider import Provider, ProviderError
from workbench.toegang.refusals import Refusal, is_api
from workbench.toegang.sessions import Sessions
from workbench.toegang.tokens import TokenError, access_claims, actor_of

log = logging.getLogger("toetssteen.toegang")


@dataclass(frozen=True, slots=True)
class Identity:
    """``actor`` None: nobody signed in. ``secret``: what the browser holds that its form tokens are bound to; None for a program
    with a token of its own, which no other website can make a browser send. ``new_cookie``: what the browser is to hold.
    ``signed_in``: in this browser, so that they can sign out. ``is_stale``: the provider is to say again who this is."""

    actor: Actor | None
    secret: str | None
    new_cookie: str | None = None
    signed_in: bool = False
    is_stale: bool = False


class Identifier(Protocol):
    """Finds who asks, from the headers of a request."""

    async def identify(self, headers: Headers, path: str) -> Identity | Refusal: ...


class SingleUser:
    """Everybody on this machine is the one user. A cookie of the browser binds its forms."""

    def __init__(self, config: AccessConfig, actor: Actor) -> None:
        self._name, self._actor = cookie_name(config), actor

    async def identify(self, headers: Headers, path: str) -> Identity:
        secret = read_cookie(headers, self._name)
        if secret is not None and len(secret) == _COOKIE_LENGTH:
            return Identity(self._actor, secret)
        fresh = secrets.token_urlsafe(32)
        return Identity(self._actor, fresh, None if is_api(path) else fresh)


_COOKIE_LENGTH = len(secrets.token_urlsafe(32))


class SignedIn:
    """A browser with a session, or for the API a program with an access token of the identity provider."""

    def __init__(self, config: AccessConfig, provider: Provider, sessions: Sessions) -> None:
        self._name, self._provider, self._sessions = cookie_name(config), provider, sessions

    async def identify(self, headers: Headers, path: str) -> Identity | Refusal:
        given = headers.getlist("authorization")
        if is_api(path) and given:
            return await self._by_token(given)
        held = read_cookie(headers, self._name)
        if held is None:
            return Identity(None, None)
        try:
            found = await run_in_threadpool(self._sessions.get, held)
        except RegisterError as wrong:
            log.error("sessies: %s", type(wrong).__name__)
            return NO_SESSIONS
        if found is None:
            return Identity(None, None)
        return Identity(found.actor, found.form, signed_in=True, is_stale=self._sessions.is_stale(found))

    async def _by_token(self, given: list[str]) -> Identity | Refusal:
        scheme, _, token = given[0].partition(" ")
        if len(given) != 1 or scheme.lower() != "bearer" or not token:
            return _BAD_TOKEN
        try:
            claims = await access_claims(self._provider, token.strip())
            return Identity(actor_of(self._provider.oidc, claims), None)
        except TokenError as wrong:
            log.info("token geweigerd: %s", wrong)
            return _BAD_TOKEN
        except ProviderError as wrong:
            log.error("inlogdienst: %s", wrong)
            return NO_PROVIDER


_BAD_TOKEN = Refusal(
    401,
    "token",
    "Het token is verlopen, niet voor deze toepassing of niet echt. Vraag een nieuw token.",
    {"www-authenticate": 'Bearer error="invalid_token"'},
)
NO_PROVIDER = Refusal(
    503, "inlogdienst", "De inlogdienst antwoordt niet. Probeer het later opnieuw.", {"retry-after": "30"}
)
NO_SESSIONS = Refusal(
    503, "sessies", "Wie er is ingelogd, is nu niet na te gaan. Probeer het straks opnieuw.", {"retry-after": "5"}
)
