"""The Logboek Dataverwerkingen: one record of every time that the data of a person are processed, linked by trace to the rest.

A record says which processing, of whom (a pseudonym), when and how it ended, and no more: what was decided stands in the register.
No sampling, and no answer is given of which the record could not be written.
"""

from __future__ import annotations

import asyncio
import errno
import json
import os
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from engine.register import Keys
from engine.version import ENGINE_VERSION
from workbench.service.caller import Trace
from workbench.service.law import slug

_RESOURCE = {"service.name": "toetssteen", "service.version": ENGINE_VERSION}


class Exporter(Protocol):
    """Where records go; ``is_near``: in hardly any time. Raises OSError when a record was not taken in."""

    is_near: bool

    def write(self, record: dict[str, Any]) -> None: ...


class JsonLines:
    """A file with a record on each line, that only its owner may read."""

    is_near = True

    def __init__(self, place: Path) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        self._place = place
        self._lock = threading.Lock()
        self._cut = False
        self._file = self._opened()

    def write(self, record: dict[str, Any]) -> None:
        line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        # One write per record: those of several threads or processes do not mix.
        with self._lock:
            if not self._is_there():
                old, self._file = self._file, self._opened()
                os.close(old)
                self._cut = False
            # What a full disk left of a record ends here: the next one is on a line of its own.
            whole = b"\n" + line if self._cut else line
            written = os.write(self._file, whole)
            self._cut = self._cut if not written else written != len(whole)
            if written != len(whole):
                raise OSError(errno.ENOSPC, "the record was cut off")

    def _opened(self) -> int:
        return os.open(self._place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def _is_there(self) -> bool:
        """Whether the open file is still the one at its place: it may have been put away, for a new one to begin."""
        with suppress(FileNotFoundError):
            return os.path.samestat(os.stat(self._place), os.fstat(self._file))
        return False


class Otlp:
    """A collector of traces (OTLP over HTTP), that has to say for each record that it took it in. Needs the extra ``otel``."""

    is_near = False

    def __init__(self, address: str) -> None:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        self._exporter = OTLPSpanExporter(endpoint=address, timeout=5)

    def write(self, record: dict[str, Any]) -> None:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import ReadableSpan
        from opentelemetry.sdk.trace.export import SpanExportResult
        from opentelemetry.trace import SpanContext, Status, StatusCode, TraceFlags

        def context(span: str) -> SpanContext:
            return SpanContext(int(record["trace_id"], 16), int(span, 16), False, TraceFlags(TraceFlags.SAMPLED))

        parent = record["parent_span_id"]
        span = ReadableSpan(
            record["name"],
            context(record["span_id"]),
            None if parent is None else context(parent),
            Resource(record["resource"]),
            record["attributes"],
            status=Status(StatusCode.OK if record["status"] == "Ok" else StatusCode.ERROR),
            start_time=record["start_time"] * 1_000_000,
            end_time=record["end_time"] * 1_000_000,
        )
        if self._exporter.export([span]) is not SpanExportResult.SUCCESS:
            raise OSError("the collector did not take the record in")


@dataclass(slots=True)
class Processing:
    """A processing that is going on; ``subject``: the dossier or case that it is about, when it is known."""

    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Logbook:
    """``activities``: the beginning of the addresses of processing activities; the regeling comes behind it."""

    exporter: Exporter
    keys: Keys = field(repr=False)
    activities: str

    @contextmanager
    def processing(self, name: str, regeling: str, trace: Trace) -> Iterator[Processing]:
        """Record what happens inside, however it ends. Raises OSError when the record is not taken in."""
        going_on, record = Processing(), self._record(name, regeling, trace)
        try:
            yield going_on
        except BaseException:
            self.exporter.write(record(going_on, "Error"))
            raise
        self.exporter.write(record(going_on, "Ok"))

    @asynccontextmanager
    async def processing_soon(self, name: str, regeling: str, trace: Trace) -> AsyncIterator[Processing]:
        """As :meth:`processing`, in an event loop."""
        going_on, record = Processing(), self._record(name, regeling, trace)
        try:
            yield going_on
        except BaseException:
            await self._written(record(going_on, "Error"))
            raise
        await self._written(record(going_on, "Ok"))

    async def _written(self, record: dict[str, Any]) -> None:
        if self.exporter.is_near:
            self.exporter.write(record)
        else:
            await asyncio.to_thread(self.exporter.write, record)

    def _record(self, name: str, regeling: str, trace: Trace) -> Callable[[Processing, str], dict[str, Any]]:
        """Of a processing that starts now, for when it ends."""
        started = time.time_ns()

        def record(ended: Processing, status: str) -> dict[str, Any]:
            subject = ended.subject or trace.trace
            return {
                "trace_id": trace.trace,
                "span_id": trace.span,
                "parent_span_id": trace.parent,
                "status": status,
                "name": name,
                "start_time": started // 1_000_000,
                "end_time": time.time_ns() // 1_000_000,
                "resource": _RESOURCE,
                "attributes": {
                    "dpl.core.processing_activity_id": self.activities + slug(regeling),
                    "dpl.core.data_subject_id": self.keys.masks("logboek", subject)[0],
                    "dpl.core.data_subject_id_type": "pseudoniem",
                },
            }

        return record
