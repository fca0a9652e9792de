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

API_VERSION = "1.0.0"
"""The version of the API (semver); the first number is the one in the address."""

_PARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")
_log = logging.getLogger("toetssteen.verzoek")


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

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        trace = Trace.following(Headers(scope=scope).get("traceparent"))
        scope.setdefault("state", {})["trace"] = trace
        started = time.perf_counter()
        status = 0

        async def framed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                sent = MutableHeaders(scope=message)
                sent["api-version"] = API_VERSION
                sent["traceparent"] = trace.header
            await send(message)

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


class JsonLines(logging.Formatter):
    """One JSON object per line, in UTC."""

    def format(self, record: logging.LogRecord) -> str:
        when = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03}Z"
        line = {"tijd": when, "niveau": record.levelname, "bron": record.name, "melding": record.getMessage()}
        return json.dumps(line | getattr(record, "velden", {}), ensure_ascii=False)
