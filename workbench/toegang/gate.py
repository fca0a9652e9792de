"""The gate in front of every page and endpoint. It decides in one place, before any other code sees a request: called by the
right name, from our own pages, by whom, allowed by the table, not too often, and a change only with proof that the form was ours.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from urllib.parse import quote

from starlette._utils import get_route_path
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workbench.toegang import csrf
from workbench.toegang.actor import Actor
from workbench.toegang.config import AccessConfig, Mode
from workbench.toegang.cookies import cookie_name, set_cookie
from workbench.toegang.forms import read_form_token
from workbench.toegang.headers import add_security_headers
from workbench.toegang.identify import Identifier, Identity
from workbench.toegang.origin import check_host, check_origin
from workbench.toegang.rate import Buckets
from workbench.toegang.refusals import Refusal, is_api
from workbench.toegang.table import READ, TABLE, Row, methods_for, row_for

log = logging.getLogger("toetssteen.toegang")

_LOGIN = "/inloggen"
_NO_FORMS = Refusal(415, "formulier aan de API", "Stuur de gegevens als application/json.")


class Gate:
    """ASGI middleware, outermost but for logging. Puts ``actor`` and ``csrf`` into the state of the request."""

    def __init__(
        self, app: ASGIApp, config: AccessConfig, identifier: Identifier, table: tuple[Row, ...] = TABLE
    ) -> None:
        self._app, self._config, self._identifier, self._table = app, config, identifier, table
        limits = config.limits
        self._login = Buckets(limits.login_rate, limits.login_burst)
        self._api = None if limits.api_rate is None else Buckets(limits.api_rate, limits.api_burst)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        path = get_route_path(scope)
        answer = _Answer(send, self._config)
        judged = await self._judge(scope, path, receive, answer)
        if isinstance(judged, Refusal):
            log.info(
                "geweigerd: %s", judged.reason, extra={"velden": {"status": judged.status, "reden": judged.reason}}
            )
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008, "reason": judged.reason})
            else:
                await judged.response(scope, path)(scope, receive, answer)
            return
        await self._app(scope, judged, answer)

    async def _judge(self, scope: Scope, path: str, receive: Receive, answer: _Answer) -> Refusal | Receive:
        """A refusal, or what the application may read the request from."""
        headers = Headers(scope=scope)
        socket = scope["type"] == "websocket"
        method = "WEBSOCKET" if socket else scope["method"]
        changes = socket or method not in READ | {"OPTIONS"}
        if (wrong := check_host(self._config, headers)) is not None:
            return wrong
        row = row_for(method, path, self._table)
        if row is None:
            return self._no_row(path)
        is_open = row.roles is None and not changes
        if not is_open and (foreign := check_origin(self._config, headers, changes=changes)) is not None:
            return foreign
        if (often := self._too_often(self._login, scope) if path.startswith(_LOGIN) else None) is not None:
            return often
        # what is open to everybody is the same for everybody: a style sheet asks the database nothing
        found = Identity(None, None) if is_open else await self._identifier.identify(headers, path)
        if isinstance(found, Refusal):
            return found
        if found.is_stale and _is_visit(scope, headers, path):
            return Refusal(401, "bevestigen", "Log opnieuw in.", to=_login(scope, path))
        answer.new_cookie = found.new_cookie
        if not row.allows(found.actor):
            refused = _no_role(found.actor, row, path, scope)
            if not found.signed_in or found.secret is None:
                return refused
            return replace(refused, sign_out=csrf.token_for(self._config.key, found.secret))
        if self._api is not None and is_api(path):
            often = self._too_often(self._api, scope, found.actor)
            if often is not None:
                return often
        state = scope.setdefault("state", {})
        state["actor"] = found.actor
        state["signed_in"] = found.signed_in
        secret, key = found.secret, self._config.key
        state["csrf"] = None if secret is None else lambda: csrf.token_for(key, secret)
        if not changes or socket or secret is None:
            return receive
        return await self._proof(headers, path, secret, receive)

    async def _proof(self, headers: Headers, path: str, secret: str, receive: Receive) -> Refusal | Receive:
        """Whether a change comes from our own page, and from where to read the request now."""
        given = headers.get(csrf.HEADER)
        if given is None and is_api(path):
            # No form reaches the API, and a browser always says from where another request comes (judged above).
            if self._config.mode is Mode.EENPERSOONS:
                return _NO_FORMS if _is_form(headers) else receive
        elif given is None and _is_form(headers):
            read = await read_form_token(headers, receive, self._config.limits.form_bytes)
            if isinstance(read, Refusal):
                return read
            given, receive = read
        if given is not None and csrf.is_token(self._config.key, secret, given):
            return receive
        return Refusal(
            403,
            "formulier",
            "Dit formulier is verlopen of kwam niet van deze toepassing. Open de pagina opnieuw en probeer het nog eens.",
        )

    def _no_row(self, path: str) -> Refusal:
        methods = methods_for(path, self._table)
        if not methods:
            return Refusal(404, "geen rij", "Deze pagina bestaat niet.")
        return Refusal(405, "methode", "Deze bewerking bestaat hier niet.", {"allow": ", ".join(sorted(methods))})

    @staticmethod
    def _too_often(buckets: Buckets, scope: Scope, actor: Actor | None = None) -> Refusal | None:
        client = scope.get("client")
        wait = buckets.take(actor.id if actor is not None else f"adres {client[0] if client else ''}")
        if not wait:
            return None
        return Refusal(429, "te vaak", "U doet te veel verzoeken. Wacht even.", {"retry-after": str(int(wait) + 1)})


def _no_role(actor: Actor | None, row: Row, path: str, scope: Scope) -> Refusal:
    if actor is None:
        return Refusal(
            401,
            "niet ingelogd",
            "Log eerst in.",
            {"www-authenticate": "Bearer"} if is_api(path) else {},
            to=_login(scope, path),
        )
    roles = ", ".join(sorted(role.value for role in row.roles or ()))
    return Refusal(403, "rol", f"Dit mag alleen met een van deze rollen: {roles}.")


def _login(scope: Scope, path: str) -> str:
    """Where to sign in, and to come back here."""
    query = scope.get("query_string", b"").decode("latin-1")
    return f"{_LOGIN}?terug={quote(f'{path}?{query}' if query else path)}"


def _is_visit(scope: Scope, headers: Headers, path: str) -> bool:
    """Whether a person opens a page, who can be sent by another one first; not a script or a form."""
    is_read = scope["type"] == "http" and scope["method"] in READ
    return is_read and not is_api(path) and headers.get("sec-fetch-dest", "document") == "document"


def _is_form(headers: Headers) -> bool:
    """Whether a page of another website could send this without asking first."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind in ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain")


def _secured(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A cookie of whatever page never goes over a line that others can read."""
    is_open = name == b"set-cookie" and b"; secure" not in value.lower()
    return name, value + b"; Secure" if is_open else value


class _Answer:
    """Sends a response on, with the headers of every response."""

    def __init__(self, send: Send, config: AccessConfig) -> None:
        self._send, self._config = send, config
        self.new_cookie: str | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            add_security_headers(headers, self._config.secure)
            if self.new_cookie is not None:
                headers.append("set-cookie", set_cookie(self._config, cookie_name(self._config), self.new_cookie))
            if self._config.secure:
                message["headers"] = [_secured(*line) for line in message["headers"]]
        await self._send(message)
