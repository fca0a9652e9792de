"""Signing in by OpenID Connect: authorization code with PKCE. The browser goes to the identity provider and comes back with a code;
what was asked (state, nonce, verifier) only that browser holds, in a cookie that it cannot read or change, and it counts once. So nobody
who does not sign in can fill a table here, and any process of the server may hear the answer."""

from __future__ import annotations

import base64
import binascii
import hmac
import logging
import secrets
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from engine.register.trouble import RegisterError
from workbench.toegang.config import AccessConfig
from workbench.toegang.cookies import cookie_name, read_cookie, set_cookie
from workbench.toegang.identify import NO_PROVIDER, NO_SESSIONS
from workbench.toegang.provider import Provider, ProviderError
from workbench.toegang.refusals import page
from workbench.toegang.sessions import Sessions
from workbench.toegang.tokens import TokenError, actor_of, id_claims

if TYPE_CHECKING:
    from engine.register.sessions import Sessions as Kept

log = logging.getLogger("toetssteen.toegang")

BACK = "/inloggen/terug"
_PATIENCE = 600  # seconds that somebody has for signing in at the provider
_LONGEST_PATH = 1_000
_LONGEST_COOKIE = 3_500


@dataclass(frozen=True, slots=True)
class Asked:
    """What a sign-in that is under way has to answer to, and where to go then."""

    state: str
    nonce: str
    verifier: str
    to: str


def login_router(config: AccessConfig, provider: Provider, sessions: Sessions, kept: Kept) -> APIRouter:
    """Pages for signing in and out."""
    session_cookie, login_cookie = cookie_name(config), cookie_name(config, "toetssteen-inloggen")
    return_to = config.origin + BACK
    router = APIRouter(include_in_schema=False)

    @router.get("/inloggen")
    async def sign_in(request: Request, terug: str = "/") -> Response:
        state, nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        asked = Asked(state, nonce, verifier, own_path(terug))
        try:
            where = (await provider.metadata()).authorization
        except ProviderError as wrong:
            log.error("inlogdienst: %s", wrong)
            return NO_PROVIDER.response(request.scope, BACK)
        query = {
            "response_type": "code",
            "client_id": provider.oidc.client_id,
            "redirect_uri": return_to,
            "scope": "openid profile",
            "state": asked.state,
            "nonce": asked.nonce,
            "code_challenge": create_s256_code_challenge(asked.verifier),
            "code_challenge_method": "S256",
            # who signed in there longer ago does so again: else the end of a session here would be a matter of form
            "max_age": str(config.limits.absolute),
        }
        answer = RedirectResponse(f"{where}{'&' if urlsplit(where).query else '?'}{urlencode(query)}", 303)
        answer.headers.append("set-cookie", set_cookie(config, login_cookie, _held(kept, asked), seconds=_PATIENCE))
        return answer

    @router.get(BACK)
    async def back(request: Request) -> Response:
        held = read_cookie(request.headers, login_cookie)
        asked = None if held is None else _asked(kept, held)
        if asked is None or not hmac.compare_digest(
            asked.state.encode(), request.query_params.get("state", "").encode()
        ):
            return _failed("staat", config, login_cookie)
        if request.query_params.get("iss", provider.oidc.issuer) != provider.oidc.issuer:
            return _failed("uitgever", config, login_cookie)  # RFC 9207: an answer of another provider
        code = request.query_params.get("code")
        if code is None or len(code) > 4_000:
            return _failed("geen code", config, login_cookie)
        try:
            if not await run_in_threadpool(_counts, kept, asked):
                return _failed("nog eens", config, login_cookie)
            given = await provider.exchange(
                {
                    "grant_type": "authorization_code",
                    "code": code,
                    "redirect_uri": return_to,
                    "code_verifier": asked.verifier,
                }
            )
            claims = await id_claims(provider, str(given.get("id_token", "")), asked.nonce, config.limits.absolute)
            actor = actor_of(provider.oidc, claims)
            held = await run_in_threadpool(sessions.begin, actor, read_cookie(request.headers, session_cookie))
        except (ProviderError, TokenError) as wrong:
            return _failed(str(wrong), config, login_cookie)
        except RegisterError as wrong:
            log.error("sessies: %s", type(wrong).__name__)
            return NO_SESSIONS.response(request.scope, BACK)
        log.info("ingelogd", extra={"velden": {"wie": actor.id}})
        answer = RedirectResponse(asked.to, 303)
        answer.headers.append("set-cookie", set_cookie(config, login_cookie, "", seconds=0))
        answer.headers.append("set-cookie", set_cookie(config, session_cookie, held))
        return answer

    @router.post("/uitloggen")
    async def sign_out(request: Request) -> Response:
        held = read_cookie(request.headers, session_cookie)
        if held is not None:
            try:
                await run_in_threadpool(sessions.end, held)
            except RegisterError as wrong:
                log.error("sessies: %s", type(wrong).__name__)
                return NO_SESSIONS.response(request.scope, BACK)
        answer = RedirectResponse("/uitgelogd", 303)
        answer.headers["clear-site-data"] = '"cache", "storage"'
        answer.headers.append("set-cookie", set_cookie(config, session_cookie, "", seconds=0))
        return answer

    @router.get("/uitgelogd")
    async def signed_out() -> Response:
        """Here no longer known; who also wants to be signed out at the provider follows the link."""
        try:
            end = (await provider.metadata()).end_session
        except ProviderError:
            end = None
        if end is None:
            return HTMLResponse(
                page("U bent uitgelogd", "U kunt dit venster sluiten.", ("/inloggen", "Opnieuw inloggen"))
            )
        query = urlencode(
            {"client_id": provider.oidc.client_id, "post_logout_redirect_uri": f"{config.origin}/uitgelogd"}
        )
        link = (f"{end}{'&' if urlsplit(end).query else '?'}{query}", "Ook uitloggen bij de inlogdienst")
        return HTMLResponse(page("U bent uitgelogd", "Bij de inlogdienst bent u nog ingelogd.", link))

    return router


def _failed(why: str, config: AccessConfig, login_cookie: str) -> Response:
    log.info("inloggen mislukt: %s", why)
    text = "Het inloggen is niet gelukt of duurde te lang. Probeer het opnieuw."
    answer = HTMLResponse(page("Inloggen mislukt", text, ("/inloggen", "Opnieuw inloggen")), 401)
    answer.headers.append("set-cookie", set_cookie(config, login_cookie, "", seconds=0))
    return answer


def _held(kept: Kept, asked: Asked) -> str:
    """What was asked, for the browser to hold until it comes back."""
    return base64.urlsafe_b64encode(kept.sealed(asdict(asked), kept.now() + _PATIENCE)).decode().rstrip("=")


def _asked(kept: Kept, held: str) -> Asked | None:
    """What a browser that comes back was asked; None when it was not by us, or too long ago."""
    if len(held) > _LONGEST_COOKIE or not held.isascii():
        return None
    try:
        found = kept.opened(base64.urlsafe_b64decode(held + "=" * (-len(held) % 4)))
        return None if found is None else Asked(**found)
    except (binascii.Error, ValueError, TypeError):
        return None


def _counts(kept: Kept, asked: Asked) -> bool:
    """Whether this is the first answer to what was asked. Raises Unavailable."""
    return kept.add(f"inloggen {asked.state}", {}, kept.now() + _PATIENCE)


def own_path(given: str) -> str:
    """Where to go after signing in: a page of this application, or the start page for anything that could lead elsewhere."""
    plain = given.isprintable() and "\\" not in given
    if not plain or not given.startswith("/") or given.startswith("//") or given.startswith("/inloggen"):
        return "/"
    path = quote(given, safe="/?&=%:@,;+~-._!$'()*")
    return path if len(path) <= _LONGEST_PATH else "/"
