"""What goes round every request: a trace that goes on from the caller's (W3C Trace Context), a line in the log, and headers.

The log holds no personal data: of an address only the route, and never a query, a body or who asked."""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from dataclasses import dataclass
from uuid import UUID

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workbench.api.problems import MEDIA_TYPE, problem_body
from workbench.settings import Settings, is_loopback

API_VERSION = "1.0.0"
"""The version of the API (semver); the first number is the one in the address."""

_PARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")
_log = logging.getLogger("toetssteen.verzoek")

_HEADERS = {
    "api-version": API_VERSION,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


@dataclass(frozen=True, slots=True)
class Trace:
    """``trace`` (16 bytes) and ``span`` (8 bytes) in hexadecimal digits; ``parent`` is the span of the caller."""

    trace: str
    span: str
    parent: str | None = None

    @classmethod
    def following(cls, header: str | None) -> Trace:
        """The part of a trace that this request is; a new trace without a proper ``traceparent``."""
        found = _PARENT.fullmatch((header or "").strip())
        own = secrets.token_hex(8)
        if found is None or not int(found[1], 16) or not int(found[2], 16):
            return cls(secrets.token_hex(16), own)
        return cls(found[1], own, found[2])

    @property
    def header(self) -> str:
        return f"00-{self.trace}-{self.span}-01"

    @property
    def instance(self) -> str:
        """A name for this request in an answer."""
        return f"urn:uuid:{UUID(self.trace)}"


class Frame:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self._alone = settings.mode == "eenpersoons"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        trace = Trace.following(headers.get("traceparent"))
        scope.setdefault("state", {})["trace"] = trace
        started = time.perf_counter()
        status = 0

        async def framed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                sent = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    sent.setdefault(name, value)
                sent["traceparent"] = trace.header
            await send(message)

        if self._alone and not _is_here(headers.get("host", "")):
            await _refuse(framed, trace)
        else:
            await self.app(scope, receive, framed)
        if scope["type"] == "http":
            route = scope.get("route")
            line = {
                "methode": scope["method"],
                "route": getattr(route, "path", None) or "onbekend",
                "status": status,
                "ms": round((time.perf_counter() - started) * 1000, 1),
                "trace": trace.trace,
            }
            _log.info("verzoek", extra={"velden": line})


def _is_here(host: str) -> bool:
    """A page of another site can make a browser ask this machine under another name; then the name says so."""
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    return is_loopback(name) or name == "testserver"


async def _refuse(send: Send, trace: Trace) -> None:
    body = problem_body(421, "De werkbank antwoordt in deze modus alleen op localhost en 127.0.0.1.", trace.instance)
    headers = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 421, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class JsonLines(logging.Formatter):
    """One JSON object per line, in UTC."""

    def format(self, record: logging.LogRecord) -> str:
        when = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03}Z"
        line = {"tijd": when, "niveau": record.levelname, "bron": record.name, "melding": record.getMessage()}
        return json.dumps(line | getattr(record, "velden", {}), ensure_ascii=False)
