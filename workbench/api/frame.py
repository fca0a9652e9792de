"""What goes round every request: a trace that goes on from the caller's (W3C Trace Context), a line in the log, and headers.

The log holds no personal data: of an address only the route, and never a query, a body or who asked."""

from __future__ import annotations

import json
import logging
import time
from typing import TYPE_CHECKING, Any

from opentelemetry.trace import Span, get_current_span
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from engine.version import ENGINE_VERSION
from workbench.api.description import API_VERSION
from workbench.service.caller import Trace

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

_log = logging.getLogger("toetssteen.verzoek")


class Frame:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        trace = _trace(Headers(scope=scope).get("traceparent"))
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


def _trace(header: str | None) -> Trace:
    """What this request is a part of; where it is told to a collector, as that knows it."""
    known = get_current_span().get_span_context()
    if not known.is_valid:
        return Trace.following(header)
    return Trace(f"{known.trace_id:032x}", f"{known.span_id:016x}", Trace.following(header).parent)


def without_query(span: Span, scope: dict[str, Any]) -> None:
    """Leave what was asked after the address out of a trace."""
    for name in ("http.url", "http.target", "url.full", "url.query"):
        span.set_attribute(name, str(scope["path"]))


def tracing() -> TracerProvider:
    """What tells a collector of traces how requests go, where the variables of OpenTelemetry say. Raises ImportError without the extra
    ``otel``."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource({"service.name": "toetssteen", "service.version": ENGINE_VERSION}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider
